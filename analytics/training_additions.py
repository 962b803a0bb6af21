"""What to add to the trainings of a place: wanted skills that few teach, and their openings."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.skills import rank_skills
from analytics.skills_growth import measure_growth
from analytics.training_gap import compare_skills
from analytics.training_sides import ADS_AT_LEAST
from analytics.wages import measure_wages
from analytics.wages_pays import BY
from data.snapshot import Snapshot

ADD_AT_MOST: Final = 10

_GAP: Final = (
    "skill", "name_id", "name_en", "kind", "n", "base", "share_demand", "demand_low", "demand_high",
    "n_courses", "share_training", "gap", "gap_low", "gap_high", "place",
)  # fmt: skip
_GROWTH: Final = ("growth", "growth_low", "growth_high", "p_growth", "growth_place")


def rank_additions(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """At most ADD_AT_MOST skills that are asked for and little taught, the largest gap first.

    In are skills that SHARE_AT_LEAST advertisements ask for and whose gap (`compare_skills`) is
    surely above 0 or which no training names. Where trainings cannot be compared (fewer than ten)
    they are those asked for most, with n_courses and the gap missing. Columns: _GAP as in
    `compare_skills` (of `place`, the narrowest with ADS_AT_LEAST described advertisements and a
    skill to add), n_here, n_open (of the place asked about: described advertisements that ask for
    it, and those of them still open), occupation, n_occupation (KBJI unit group with most of n,
    from SHARE_AT_LEAST on), growth, growth_low, growth_high, p_growth, growth_place (as in
    `measure_growth`, of the narrowest place that has it), n_wage, median_idr, wage_low, wage_high,
    quartile_low_idr, quartile_high_idr, wage_place (pay where the skill is asked for, of the
    nearest place that may show a median).
    No rows where the whole country has nothing to add or too few advertisements. Pay is that of
    the jobs, not what the skill is worth; what is asked for need not be short of people.
    """
    found = _find_gaps(snapshot, where).head(ADD_AT_MOST)
    if found.empty:
        return found
    skills, scope = found["skill"].tolist(), dict(wider(where))[found["place"].iloc[0]]
    counted = found.merge(_count_here(snapshot, where, skills), on="skill", how="left")
    counted[["n_here", "n_open"]] = counted[["n_here", "n_open"]].fillna(0).astype(int)
    asked = counted.merge(_main_occupations(snapshot, scope, skills), on="skill", how="left")
    grown = asked.merge(_narrowest_growth(snapshot, where, skills), on="skill", how="left")
    return grown.merge(_narrowest_pay(snapshot, where, skills), on="skill", how="left")


def _find_gaps(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """_GAP of the narrowest place with a skill to add."""
    for _, wide in wider(where):
        compared = compare_skills(snapshot, wide)
        found = _rank_demand(snapshot, wide) if compared.empty else _little_taught(compared)
        if not found.empty:
            return found
    return pd.DataFrame(columns=list(_GAP))


def _little_taught(compared: pd.DataFrame) -> pd.DataFrame:
    is_less = (compared["gap_low"] > 0) | (compared["n_courses"] == 0)
    enough = compared["n"] >= statistics.SHARE_AT_LEAST
    return compared.loc[is_less & enough & (compared["gap"] > 0), list(_GAP)]


def _rank_demand(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """_GAP of the skills asked for most, without a side of trainings."""
    place, ranked = next(wider(where))[0], rank_skills(snapshot, where)
    told = ranked[(ranked["kind"] != "soft") & (ranked["base"] >= ADS_AT_LEAST)].rename(
        columns={
            "share": "share_demand", "interval_low": "demand_low", "interval_high": "demand_high",
        }
    )  # fmt: skip
    unknown = ("n_courses", "share_training", "gap", "gap_low", "gap_high")
    return told.assign(place=place, **dict.fromkeys(unknown, float("nan")))[list(_GAP)]


def _count_here(snapshot: Snapshot, where: Filter, skills: list[str]) -> pd.DataFrame:
    """Columns: skill, n_here, n_open."""
    condition, parameters = where.condition()
    of_mention, _ = where.condition("m")
    return snapshot.frame(
        f"""
        WITH open AS (
            SELECT v.vacancy FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {OPEN} AND {condition}
        )
        SELECT m.skill, count(*) AS n_here, count(o.vacancy) AS n_open
        FROM mentions_by_skill m LEFT JOIN open o USING (vacancy)
        WHERE list_contains($skills, m.skill) AND m.is_described AND {of_mention}
        GROUP BY 1
        """,  # noqa: S608 - the condition is Filter's own text, OPEN a constant
        {**parameters, "skills": skills},
    )


def _main_occupations(snapshot: Snapshot, where: Filter, skills: list[str]) -> pd.DataFrame:
    """Columns: skill, occupation, n_occupation: the unit group with most that ask for the skill."""
    condition, parameters = where.condition("m")
    return snapshot.frame(
        f"""
        SELECT m.skill, m.occupation, count(*) AS n_occupation
        FROM mentions_by_skill m
        WHERE list_contains($skills, m.skill) AND m.is_described AND length(m.occupation) = 4
            AND {condition}
        GROUP BY 1, 2 HAVING count(*) >= $at_least
        QUALIFY row_number() OVER (PARTITION BY m.skill ORDER BY n_occupation DESC, m.occupation)
            = 1
        """,  # noqa: S608 - as above
        {**parameters, "skills": skills, "at_least": statistics.SHARE_AT_LEAST},
    )


def _narrowest_growth(snapshot: Snapshot, where: Filter, skills: list[str]) -> pd.DataFrame:
    """Columns: skill and _GROWTH, each skill's of the narrowest place that tells its growth."""
    found = pd.DataFrame({"skill": pd.Series(dtype=object)})
    for place, wide in wider(where):
        if found["skill"].nunique() == len(skills):
            break
        grown = measure_growth(snapshot, wide).assign(growth_place=place)
        new = grown[grown["skill"].isin(skills) & ~grown["skill"].isin(found["skill"])]
        found = pd.concat([found, new[["skill", *_GROWTH]]]) if len(found) else new
    return found[["skill", *_GROWTH]].reset_index(drop=True)


def _narrowest_pay(snapshot: Snapshot, where: Filter, skills: list[str]) -> pd.DataFrame:
    """The pay where each skill is asked for, of the nearest place that may show a median, else of
    the nation: columns skill, n_wage to quartile_high_idr of `measure_wages`, and wage_place.
    """
    found: dict[str, pd.DataFrame] = {}
    for place, wide in wider(where):
        missing = [
            skill
            for skill in skills
            if skill not in found or found[skill]["median_idr"].isna().all()
        ]
        if not missing:
            break
        paid = measure_wages(snapshot, wide, BY["skill"], missing).assign(wage_place=place)
        found |= {skill: paid[paid["group"] == skill] for skill in missing}
    told = pd.concat(found.values(), ignore_index=True).rename(columns={"group": "skill"})
    return told.astype({"skill": "str"})
