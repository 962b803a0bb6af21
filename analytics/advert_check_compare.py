"""One advertisement beside similar ones: schooling, years and skills asked for, length."""

from collections.abc import Collection
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.advert_check import rules
from analytics.filter import SCHOOLING, Filter
from analytics.occupations import add_shares, wider
from data.snapshot import Snapshot

# The bands of `occupations.share_demands`, least years first.
YEARS: Final = ("0", "below_1", "1_2", "3_4", "5_more")
_STARTS: Final = (1.0, 3.0, 5.0)  # of the last three


def band_of(years: float) -> str:
    """The band of YEARS that so many years lie in."""
    if years <= 0:
        return YEARS[0]
    return YEARS[1 + sum(years >= start for start in _STARTS)]


def compare_demands(
    demands: pd.DataFrame, education: str | None, experience: float | None
) -> pd.DataFrame:
    """What an advertisement asks beside what similar ones do, one row a demand.

    `demands` is the answer of `occupations.share_demands`. Columns: demand ("education",
    "experience"), asked (level, or band of YEARS; missing where it does not say), usual (asked
    most often, missing where nobody says), n_less (advertisements that ask for less), n (those
    that say), base (all with a description), share_less (n_less in n, 0 to 1; missing below
    SHARE_AT_LEAST of n or without `asked`), interval_low, interval_high (Wilson, 95 %), place.
    Silent advertisements are in neither: they may accept anybody or have forgotten to say.
    """
    levels = {code: float(years) for code, years in SCHOOLING.items()}
    bands = {band: float(place) for place, band in enumerate(YEARS)}
    rows = [
        _compare(demands, "education", education, levels),
        _compare(demands, "experience", None if experience is None else band_of(experience), bands),
    ]
    return pd.DataFrame(rows)


def _compare(
    demands: pd.DataFrame, demand: str, asked: str | None, rank: dict[str, float]
) -> dict[str, object]:
    told = demands[(demands["demand"] == demand) & (demands["value"] != "unstated")]
    n = int(told["n"].sum())
    # Levels below primary school are no entry of SCHOOLING.
    ranks = told["value"].map(lambda value: rank.get(value, -1.0))
    less = int(told.loc[ranks < rank.get(asked or "", -1.0), "n"].sum())
    interval = None
    if asked in rank and n >= statistics.SHARE_AT_LEAST:
        interval = statistics.share_interval(less, n)
    return {
        "demand": demand,
        "asked": asked,
        "usual": told.sort_values("n", ascending=False)["value"].iloc[0] if n else None,
        "n_less": less,
        "n": n,
        "base": int(demands["base"].iloc[0]) if len(demands) else 0,
        "share_less": less / n if interval else float("nan"),
        "interval_low": interval.low if interval else float("nan"),
        "interval_high": interval.high if interval else float("nan"),
        "place": demands["place"].iloc[0] if len(demands) else "nation",
    }


def is_far_above(row: pd.Series) -> bool:
    """Whether most similar advertisements that say ask for less, chance aside."""
    return bool(row["interval_low"] >= rules()["compare"]["far_above"])


def mark_skills(skills: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    """The skills that similar advertisements ask for, with what this one has of them.

    `skills` is the answer of `occupations.occupation_skills`; added: is_asked (here), is_common
    (its share reaches common_skill of advert_check.toml).
    """
    common = float(rules()["compare"]["common_skill"])
    return skills.assign(
        is_asked=skills["skill"].isin(list(own)), is_common=skills["share"] >= common
    )


def find_rare(skills: pd.DataFrame, own: Collection[str]) -> list[str]:
    """Skills this one asks for that next to no similar advertisement does, in their order.

    Nothing where there are too few similar ones to tell.
    """
    rare = float(rules()["compare"]["rare_skill"])
    if skills.empty or skills["share"].isna().all() or skills["base"].iloc[0] * rare < 1:
        return []
    shares = dict(zip(skills["skill"], skills["share"], strict=True))
    return [skill for skill in dict.fromkeys(own) if shares.get(skill, 0.0) <= rare]


def share_signs(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How many advertisements have a sign of danger (advert_check.toml), in one row.

    Columns: n (with any of them), base (with a description), share (0 to 1; missing below
    SHARE_AT_LEAST of base), interval_low, interval_high (Wilson, 95 %). It tells how rare a sign
    is where portals have looked already, not how often advertisements deceive.
    """
    condition, parameters = where.condition()
    kinds = [kind for kind, told in rules()["sign"].items() if told["side"] == "danger"]
    found = snapshot.frame(
        f"""
        SELECT count(*) FILTER (WHERE list_has_any(coalesce(v.risks, []), $kinds)) AS n,
            count(*) AS base
        FROM vacancies v WHERE v.description_characters IS NOT NULL AND {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "kinds": kinds},
    )
    return add_shares(found)


def measure_lengths(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How long the descriptions of similar advertisements are, in one row.

    Columns: n (with a description), quartile_low, median, quartile_high (characters; missing below
    QUARTILES_AT_LEAST of n), interval_low, interval_high (of quartile_low, 95 %, by ranks), place
    (the narrowest of "regency", "province", "nation" with enough, else the nation). Portals cut
    and pad descriptions, so it says nothing about quality.
    """
    row: dict[str, object] = {}
    for place, wide in wider(where):
        condition, parameters = wide.condition()
        found = snapshot.frame(
            f"""
            SELECT v.description_characters::DOUBLE AS length FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {condition} ORDER BY length
            """,  # noqa: S608 - the condition is Filter's own text, values are parameters
            parameters,
        )["length"]
        interval = statistics.quantile_interval(found.tolist(), 0.25)
        names = ("quartile_low", "median", "quartile_high")
        row = {
            "n": len(found),
            **dict.fromkeys(names, float("nan")),
            "interval_low": interval.low if interval else float("nan"),
            "interval_high": interval.high if interval else float("nan"),
            "place": place,
        }
        if len(found) >= statistics.QUARTILES_AT_LEAST:
            row |= dict(zip(names, found.quantile([0.25, 0.5, 0.75]), strict=True))
            break
    return pd.DataFrame([row])
