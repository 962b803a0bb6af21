"""Which occupations a syllabus leads to: those whose typical skills it covers best."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.moves import COVERAGE_AT_LEAST
from analytics.occupations import SKILL_AT_LEAST
from analytics.openings_market import KINDS
from analytics.syllabus import bring, effective_interval
from data.snapshot import Snapshot

SKILLS_SHOWN: Final = 5
# One skill in common, such as English, leads nowhere.
IN_COMMON_AT_LEAST: Final = 2

COLUMNS: Final = (
    "occupation", "coverage", "interval_low", "interval_high", "n", "n_here", "n_open", "covered",
    "missing", "missing_shares",
)  # fmt: skip


def rank_covered(
    snapshot: Snapshot, where: Filter, taught: Collection[str], limit: int = 8
) -> pd.DataFrame:
    """Occupations by how much of their typical demand the skills `taught` surely cover, most first.

    METHODS 3.6, a syllabus in the place of the origin: coverage = sum of the weights
    p(s|o)·max(0, log(p(s|o)/p(s))) of the taught skills to that of all; so a skill that everybody
    asks for leads nowhere in particular. Only skills of KINDS named by SKILL_AT_LEAST vacancies of
    the occupation, only occupations (KBJI unit groups) with SHARE_AT_LEAST described vacancies, a
    coverage of COVERAGE_AT_LEAST and IN_COMMON_AT_LEAST taught skills among theirs (1 where no more
    are taught). Columns: occupation, coverage (0 to 1), interval_low, interval_high (95 %, the
    occupation's skill counts being drawn), n (its described vacancies), n_here, n_open (its
    vacancies in the place of `where`, and those of them still open), covered (ids of the taught
    skills that weigh most), missing (of those not taught), missing_shares (share of its described
    vacancies that ask for each). Ordered by interval_low, so that a small occupation needs to fit
    better. Skills are those of the whole snapshot, for the demand of an occupation in one place is
    mostly too few; where.occupation does not narrow.
    """
    weights = _weigh(snapshot)
    weights["is_named"] = weights["skill"].isin(set(taught))
    weights["is_taught"] = weights["skill"].isin(bring(taught))
    measured = _measure(weights).merge(_count_here(snapshot, where), on="occupation", how="left")
    measured[["n_here", "n_open"]] = measured[["n_here", "n_open"]].fillna(0).astype(int)
    in_order = measured.sort_values(
        ["interval_low", "coverage", "occupation"], ascending=[False, False, True]
    ).head(limit)
    heavy = weights.sort_values(["weight", "skill"], ascending=[False, True])
    told = [
        row | _name_skills(heavy[heavy["occupation"] == row["occupation"]])
        for row in in_order.to_dict("records")
    ]
    return pd.DataFrame(told, columns=list(COLUMNS))


def _weigh(snapshot: Snapshot) -> pd.DataFrame:
    """Columns: occupation, skill, base (described vacancies), p, weight, slope (of the weight)."""
    found = snapshot.frame(
        """
        SELECT s.occupation, s.skill, o.n_described AS base,
            s.n / o.n_described AS p, a.n / t.n_described AS p_all
        FROM skill_counts s
            JOIN skills k ON k.id = s.skill AND list_contains($kinds, k.kind)
            JOIN vacancy_counts o ON o.level = 'occupation' AND o.occupation = s.occupation
            JOIN skill_counts a ON a.level = 'skill' AND a.skill = s.skill
            JOIN vacancy_counts t ON t.level = 'all'
        WHERE s.level = 'occupation+skill' AND length(s.occupation) = 4
            AND o.n_described >= $at_least AND s.n >= $skill_at_least
        ORDER BY s.occupation, s.skill
        """,
        {
            "kinds": list(KINDS),
            "at_least": statistics.SHARE_AT_LEAST,
            "skill_at_least": SKILL_AT_LEAST,
        },
    )
    lift = np.log((found["p"] / found["p_all"]).to_numpy(float))
    found["weight"] = found["p"] * np.maximum(lift, 0)
    found["slope"] = np.where(lift > 0, lift + 1, 0.0)
    return found[found["weight"] > 0].reset_index(drop=True)


def _measure(weights: pd.DataFrame) -> pd.DataFrame:
    """Columns: occupation, coverage, interval_low, interval_high, n; those that share enough."""
    taught = weights.assign(covered=weights["weight"] * weights["is_taught"])
    sums = taught.groupby("occupation").agg(
        total=("weight", "sum"), covered=("covered", "sum"), n=("base", "first"),
        named=("p", "sum"), common=("is_named", "sum"),
    )  # fmt: skip
    sums["coverage"] = sums["covered"] / sums["total"]
    # By the delta method, each skill of an occupation being a binomial of its own.
    share, total = (taught["occupation"].map(sums[name]) for name in ("coverage", "total"))
    pull = (taught["is_taught"] - share) * taught["slope"] / total
    spread = pull**2 * taught["p"] * (1 - taught["p"]) / taught["base"]
    sums["variance"] = spread.groupby(taught["occupation"]).sum()
    kept = sums[
        (sums["coverage"] >= COVERAGE_AT_LEAST)
        & (
            sums["common"]
            >= min(IN_COMMON_AT_LEAST, weights.loc[weights["is_named"], "skill"].nunique())
        )
    ].reset_index()
    intervals = [
        effective_interval(coverage, variance, least=n, most=max(named * n, n))
        for coverage, variance, named, n in zip(
            kept["coverage"], kept["variance"], kept["named"], kept["n"], strict=True
        )
    ]
    kept["interval_low"] = pd.Series([one.low for one in intervals], dtype=float)
    kept["interval_high"] = pd.Series([one.high for one in intervals], dtype=float)
    measured: pd.DataFrame = kept[["occupation", "coverage", "interval_low", "interval_high", "n"]]
    return measured


def _name_skills(heavy: pd.DataFrame) -> dict[str, object]:
    """The skills of one occupation that weigh most: those named by the syllabus, those lacking."""
    lacking = heavy[~heavy["is_taught"]].head(SKILLS_SHOWN)
    return {
        "covered": tuple(heavy.loc[heavy["is_named"], "skill"].head(SKILLS_SHOWN)),
        "missing": tuple(lacking["skill"]),
        "missing_shares": tuple(lacking["p"].astype(float)),
    }


def _count_here(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Columns: occupation, n_here, n_open, in the place asked about."""
    place = Filter(province=where.province, regency=where.regency)
    condition, parameters = place.condition()
    return snapshot.frame(
        f"""
        SELECT v.occupation, count(*) AS n_here, count(*) FILTER (WHERE {OPEN}) AS n_open
        FROM vacancies v WHERE v.occupation_digits = 4 AND {condition} GROUP BY 1
        """,  # noqa: S608 - the condition is Filter's own text, OPEN a constant
        parameters,
    )
