"""Which occupations can come next: what their skills share with one's own, and what is missing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.wages_filter import PAID
from data.reference.wages import minimum_wage
from data.snapshot import Snapshot

# METHODS 3.6: the doors a move must pass.
OPEN_AT_LEAST: Final = 30
PAY_AT_LEAST: Final = 0.9
EDUCATION_STEPS: Final = 1
# A skill counts as missing where the origin's advertisements name it less than half as often.
MISSING_BELOW: Final = 0.5
MISSING_SHOWN: Final = 5
# Below this two occupations have next to nothing in common; pages don't call it a move.
COVERAGE_AT_LEAST: Final = 0.1
# Steps of schooling; diplomas are one, and so are SMA and SMK.
STEPS: Final[Mapping[str, int]] = {
    "sd": 0, "smp": 1, "sma": 2, "smk": 2, "d1": 3, "d2": 3, "d3": 3, "d4": 4, "s1": 4, "s2": 5,
    "s3": 6,
}  # fmt: skip
_DRAWS: Final = 400

COLUMNS: Final = (
    "occupation", "coverage", "interval_low", "interval_high", "n", "n_open", "place",
    "pay_ratio", "median_idr", "n_wage", "pay_place", "education_step", "missing",
    "missing_shares",
)  # fmt: skip


def find_moves(snapshot: Snapshot, where: Filter, occupation: str, limit: int = 10) -> pd.DataFrame:
    """Occupations that the skills of `occupation` (KBJI, 4 digits) cover best; METHODS 3.6.

    Only those with at least OPEN_AT_LEAST open vacancies within reach, a median wage of at least
    PAY_AT_LEAST of the origin's (and of the minimum wage, where both medians are local), and a
    median of the schooling asked for at most EDUCATION_STEPS steps away. Columns: occupation,
    coverage (0 to 1: how much of its weighted skills the origin's advertisements ask for too; not
    the same in both directions), interval_low, interval_high (95 %, both occupations' skill counts
    drawn anew), n (its vacancies with a description), n_open (open vacancies in `place`), place
    ("regency", "province" or "nation": the narrowest around `where` with any move), pay_ratio
    (its median wage to the origin's), median_idr (rupiah a month), n_wage, pay_place (where
    both medians are from), education_step (its schooling less the origin's, in steps), missing
    (ids of the skills that weigh most and are not covered), missing_shares (share of its described
    vacancies that ask for each, 0 to 1). Skills and schooling are those of the whole snapshot. No
    rows where the origin has too few descriptions, wages or schoolings to compare. Skills asked
    for are not skills a person has: what one can do beyond one's occupation opens more.
    """
    of = replace(where, occupation=None)
    weights = _weights(snapshot)
    own = weights[weights["occupation"] == occupation].set_index("skill")
    if own.empty or own["base"].iloc[0] < statistics.SHARE_AT_LEAST:
        return pd.DataFrame(columns=list(COLUMNS))
    passed = _pass_filters(snapshot, of, occupation)
    if passed.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    targets = weights[weights["occupation"].isin(passed["occupation"])].copy()
    if targets.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    targets["own_n"] = targets["skill"].map(own["n"]).fillna(0)
    targets["ratio"] = targets["own_n"] / own["base"].iloc[0] / targets["p"]
    targets["covered"] = targets["weight"] * targets["ratio"].clip(upper=1)
    sums = targets.groupby("occupation").agg(
        weight=("weight", "sum"), covered=("covered", "sum"), n=("base", "first")
    )
    sums = sums[sums["weight"] > 0]
    sums["coverage"] = sums["covered"] / sums["weight"]
    moves = passed.merge(sums[["coverage", "n"]], on="occupation")
    moves = moves.sort_values(["coverage", "occupation"], ascending=[False, True]).head(limit)
    skills = dict(iter(targets.groupby("occupation")))
    rows = [
        row
        | _missing(skills[row["occupation"]])
        | _interval(skills[row["occupation"]], int(own["base"].iloc[0]), row["coverage"])
        for row in moves.to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _weights(snapshot: Snapshot) -> pd.DataFrame:
    """For each unit group with enough descriptions its skills: n, base, p(s|o), p(s), weight."""
    found = snapshot.frame(
        """
        SELECT s.occupation, s.skill, s.n, o.n_described AS base, s.n / o.n_described AS p,
            a.n / t.n_described AS p_all
        FROM skill_counts s
            JOIN vacancy_counts o ON o.level = 'occupation' AND o.occupation = s.occupation
            JOIN skill_counts a ON a.level = 'skill' AND a.skill = s.skill
            JOIN vacancy_counts t ON t.level = 'all'
        WHERE s.level = 'occupation+skill' AND length(s.occupation) = 4
            AND o.n_described >= $at_least
        ORDER BY s.occupation, s.skill
        """,
        {"at_least": statistics.SHARE_AT_LEAST},
    )
    found["weight"] = found["p"] * np.maximum(0, np.log(found["p"] / found["p_all"]))
    return found


def _pass_filters(snapshot: Snapshot, where: Filter, occupation: str) -> pd.DataFrame:
    """The occupations that pass the doors, in the narrowest place where any does."""
    places = [("nation", replace(where, province=None, regency=None))]
    if where.province is not None:
        places.insert(0, ("province", replace(where, regency=None)))
    if where.regency is not None:
        places.insert(0, ("regency", where))
    frames = {place: _facts(snapshot, of) for place, of in places}
    steps = _steps(snapshot)
    nation = frames["nation"]
    passed = pd.DataFrame()
    for place, of in places:
        here = frames[place]
        pay = here if _has_median(here, occupation) else nation
        if not _has_median(pay, occupation) or occupation not in steps.index:
            return pd.DataFrame()
        joined = here[["n_open"]].join(_pay(pay, nation, occupation), how="inner").join(steps)
        joined["education_step"] = joined["step"] - steps[occupation]
        joined["place"] = place
        joined.loc[joined["is_local"], "pay_place"] = "nation" if pay is nation else place
        floor = _floor(snapshot, of)
        below = (joined["pay_place"] != "nation") & (joined["median_idr"] < floor)
        passed = joined[
            (joined["n_open"] >= OPEN_AT_LEAST)
            & (joined["pay_ratio"] >= PAY_AT_LEAST)
            & (joined["education_step"].abs() <= EDUCATION_STEPS)
            & ~below
            & (joined.index != occupation)
        ]
        if not passed.empty:
            break
    return passed.reset_index()


def _facts(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Open vacancies and wages by unit group: n_open, n_wage, median_idr (missing if too few)."""
    condition, parameters = where.condition()
    wage = "(coalesce(wage_min_idr, wage_max_idr) + coalesce(wage_max_idr, wage_min_idr)) / 2"
    usable = PAID.format(v="v")
    found = snapshot.frame(
        f"""
        SELECT v.occupation, count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(*) FILTER (WHERE {usable}) AS n_wage,
            count(DISTINCT v.employer) FILTER (WHERE {usable}) AS payers,
            median({wage}) FILTER (WHERE {usable}) AS median_idr
        FROM vacancies v WHERE v.occupation_digits = 4 AND {condition} GROUP BY v.occupation
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    ).set_index("occupation")
    enough = (found["n_wage"] >= statistics.MEDIAN_AT_LEAST) & (
        found["payers"] >= statistics.EMPLOYERS_AT_LEAST
    )
    found["median_idr"] = found["median_idr"].where(enough).astype(float)
    return found


def _has_median(facts: pd.DataFrame, occupation: str) -> bool:
    return occupation in facts["median_idr"].dropna().index


def _median(facts: pd.DataFrame, occupation: str) -> float:
    return float(facts["median_idr"].loc[[occupation]].iloc[0])


def _pay(here: pd.DataFrame, nation: pd.DataFrame, occupation: str) -> pd.DataFrame:
    """Medians against the origin's, both local where both may be shown, else both national."""
    columns = ["median_idr", "n_wage"]
    local = here.loc[here["median_idr"].notna(), columns]
    local = local.assign(pay_ratio=local["median_idr"] / _median(local, occupation))
    if not _has_median(nation, occupation):
        return local.assign(is_local=True, pay_place=None)
    wide = nation.loc[nation["median_idr"].notna(), columns]
    wide = wide.assign(pay_ratio=wide["median_idr"] / _median(wide, occupation))
    both = pd.concat([local.assign(is_local=True), wide.assign(is_local=False)])
    both["pay_place"] = "nation"
    return both[~both.index.duplicated()]


def _steps(snapshot: Snapshot) -> "pd.Series[float]":
    """The median step of the schooling asked for by unit group, from enough advertisements."""
    counts = snapshot.frame(
        """
        SELECT occupation, education_min AS level, count(*) AS n FROM vacancies
        WHERE occupation_digits = 4 AND education_min IS NOT NULL GROUP BY ALL
        """
    )
    counts["step"] = counts["level"].map(STEPS)
    counts = counts.sort_values(["occupation", "step"])
    groups = counts.groupby("occupation")["n"]
    reached = groups.cumsum() >= groups.transform("sum") / 2
    enough = groups.transform("sum") >= statistics.SHARE_AT_LEAST
    return counts[reached & enough].drop_duplicates("occupation").set_index("occupation")["step"]


def _floor(snapshot: Snapshot, where: Filter) -> float:
    """The minimum wage of the place at the newest advertisement; 0 where none is known."""
    area, newest = where.regency or where.province, snapshot.meta.posted_to
    if area is None:
        return 0.0
    found = minimum_wage(area, newest or snapshot.meta.created_at.date())
    return float(found.idr) if found else 0.0


def _missing(skills: pd.DataFrame) -> dict[str, object]:
    """The heaviest skills that the origin does not bring, and how many ask for each."""
    gap = skills[(skills["ratio"] < MISSING_BELOW) & (skills["weight"] > 0)]
    top = gap.sort_values(["weight", "skill"], ascending=[False, True]).head(MISSING_SHOWN)
    return {"missing": tuple(top["skill"]), "missing_shares": tuple(top["p"].astype(float))}


def _interval(skills: pd.DataFrame, base: int, coverage: float) -> dict[str, object]:
    """The middle 95 % of coverage when both occupations' counts of each skill are drawn anew.

    From beta posteriors (Jeffreys' prior); widened to hold the estimate, from which the draws
    lie a little below where coverage is nearly whole.
    """
    heavy = skills[skills["weight"] > 0]
    chance = np.random.default_rng(1)
    own, n = heavy["own_n"].to_numpy(float), heavy["n"].to_numpy(float)
    total = heavy["base"].to_numpy(float)
    # Texts read from a list alone name skills and are not in the base.
    own, n = np.minimum(own, base), np.minimum(n, total)
    size = (_DRAWS, len(heavy))
    of_own = chance.beta(own + 0.5, base - own + 0.5, size)
    of_target = chance.beta(n + 0.5, total - n + 0.5, size)
    weights = of_target * np.maximum(0, np.log(of_target / heavy["p_all"].to_numpy(float)))
    drawn = (weights * np.minimum(1, of_own / of_target)).sum(axis=1) / weights.sum(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "interval_low": float(min(low, coverage)),
        "interval_high": float(max(high, coverage)),
    }
