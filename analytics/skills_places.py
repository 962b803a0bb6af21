"""Who asks for a skill and where: occupations, sectors, provinces."""

from collections.abc import Mapping
from typing import Final, Literal

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.statistics_shrink import shrink_shares
from data.snapshot import Snapshot

Part = Literal["occupation", "sector", "province"]

# In demand: surely asked for by so many of the described vacancies of one occupation.
IN_DEMAND_FROM: Final = 0.10

HALF: Final = 0.5

COLUMNS: Final = (
    "value", "n", "employers", "base", "share", "interval_low", "interval_high", "weight",
    "share_all", "stands", "is_in_demand", "is_estimate",
)  # fmt: skip

# What tells the parts apart, on a row `v` of vacancies or mentions.
_PARTS: Final[Mapping[Part, str]] = {
    "occupation": "CASE WHEN length(v.occupation) = 4 THEN v.occupation END",
    "sector": "v.sector",
    "province": "v.province",
}


def share_by(snapshot: Snapshot, where: Filter, skill: str, part: Part) -> pd.DataFrame:
    """How often each part of the market asks for the skill, most vacancies first.

    Parts are KBJI unit groups, KBLI sections or BPS provinces; vacancies of an unknown part are
    left out. Schooling and experience are `occupations.share_demands` of `asking_for`. Columns:
    value, n (described vacancies that ask for it), employers, base (described vacancies of the
    part), share (of base, 0 to 1, drawn towards its siblings as far as base is small),
    interval_low, interval_high (95 %), weight (of all n, 0 to 1), share_all (n to base over all
    parts), stands ("above" or "below" share_all where the interval leaves it out, else ""),
    is_in_demand (whether the share is surely at least IN_DEMAND_FROM), is_estimate (whether its
    siblings weigh more than its own advertisements: call it an estimate). Parts with a base below
    SHARE_AT_LEAST are not shown. A share speaks of advertisements, not of people employed.
    """
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        WITH told AS (
            SELECT {_PARTS[part]} AS value, count(*) AS base FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {condition} GROUP BY 1
        ), asked AS (
            SELECT {_PARTS[part]} AS value, count(*) AS n, count(DISTINCT v.employer) AS employers
            FROM mentions_by_skill v WHERE v.skill = $skill AND v.is_described AND {condition}
            GROUP BY 1
        )
        SELECT value, base, coalesce(n, 0) AS n, coalesce(employers, 0) AS employers
        FROM told LEFT JOIN asked USING (value) WHERE value IS NOT NULL
        ORDER BY n DESC, base DESC, value
        """,  # noqa: S608 - the condition is Filter's own text, the part is a constant
        {**parameters, "skill": skill},
    )
    if counts.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    asked, total = int(counts["n"].sum()), int(counts["base"].sum())
    # Small cells are hidden, not forgotten: they tell the prior how much cells differ.
    shares = shrink_shares(counts["n"].to_numpy(), counts["base"].to_numpy())
    found = pd.concat([counts, shares], axis=1)
    found["weight"] = found["n"] / max(asked, 1)
    found["share_all"] = asked / max(total, 1)
    found["stands"] = ""
    found.loc[found["interval_low"] > found["share_all"], "stands"] = "above"
    found.loc[found["interval_high"] < found["share_all"], "stands"] = "below"
    found["is_estimate"] = found["own_weight"] < HALF
    found["is_in_demand"] = found["interval_low"] >= IN_DEMAND_FROM
    enough = found["base"] >= statistics.SHARE_AT_LEAST
    return found.loc[enough, list(COLUMNS)].reset_index(drop=True)
