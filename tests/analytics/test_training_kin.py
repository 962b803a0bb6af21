"""The wider word of a skill that is taught: the one of its family that is asked for most."""

import pandas as pd

from analytics.training_kin import find_kin


def compared(**asked: int) -> pd.DataFrame:
    rows = {name.replace("_", "-"): n for name, n in asked.items()}
    return pd.DataFrame(
        {
            "skill": list(rows), "name_id": list(rows), "name_en": list(rows),
            "n": list(rows.values()), "share_demand": [n / 1_000 for n in rows.values()],
        }
    )  # fmt: skip


def test_what_is_asked_for_most_of_the_family_is_named() -> None:
    found = find_kin(compared(social_media_marketing=2, social_media=90, instagram=40, sql=500))
    told = found.set_index("skill")
    assert told["kin"].to_dict() == {
        "social-media-marketing": "social-media", "instagram": "social-media",
    }  # fmt: skip
    assert tuple(told.loc["instagram", ["kin_n", "kin_share"]]) == (90, 0.09)


def test_a_family_that_few_ask_for_has_none() -> None:
    assert find_kin(compared(social_media_marketing=2, social_media=9)).empty
