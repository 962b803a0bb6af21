"""Skills near those that trainings teach: advertisements may ask for the same in a wider word."""

from functools import cache
from typing import Final

import pandas as pd

from analytics import statistics
from data.reference import tables

_KIN: Final = ("skill", "kin", "kin_name_id", "kin_name_en", "kin_n", "kin_share")


@cache
def _families() -> "pd.Series[str]":
    """The part of the taxonomy that each skill stands in: group and subgroup, by id."""
    rows = tables.rows("skills")
    return pd.Series({row["id"]: f"{row['group']}/{row['subgroup']}" for row in rows})


def find_kin(compared: pd.DataFrame) -> pd.DataFrame:
    """Of rows of `training_gap.compare_skills`, the skill of the same family asked for most.

    Columns: skill, kin (id), kin_name_id, kin_name_en, kin_n (advertisements that ask for it),
    kin_share (of those with a description, 0 to 1). No row where none of the family is asked for
    more than the skill itself, or by fewer than SHARE_AT_LEAST. That both stand in one part of the
    taxonomy does not mean that whoever can do one can do the other.
    """
    told = compared.assign(family=compared["skill"].map(_families())).dropna(subset="family")
    asked = told[told["n"] >= statistics.SHARE_AT_LEAST].sort_values(
        ["n", "skill"], ascending=[False, True]
    )
    most = asked.drop_duplicates("family").rename(
        columns={"skill": "kin", "n": "kin_n", "share_demand": "kin_share",
                 "name_id": "kin_name_id", "name_en": "kin_name_en"}
    )  # fmt: skip
    found = told[["skill", "n", "family"]].merge(
        most[["family", *_KIN[1:]]], on="family", how="inner"
    )
    return found.loc[found["kin_n"] > found["n"], list(_KIN)].reset_index(drop=True)
