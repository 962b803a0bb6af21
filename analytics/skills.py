"""Which skills are asked for, which of them rise, and what one skill looks like."""

from typing import Final

import pandas as pd

from analytics import overview, statistics
from analytics.advertisements import OPEN
from analytics.counted import level_of
from analytics.filter import EVERYTHING, Filter
from analytics.matched import ON_MATCHED, PORTALS
from analytics.occupations import add_shares
from analytics.skills_filter import asking_for
from analytics.skills_growth import GROWTH, LIKELY_FROM, measure_growth
from analytics.wages_filter import PAID
from data.snapshot import Snapshot

# Hot: surely asked for by so many of all described vacancies, whatever the occupation.
HOT_FROM: Final = 0.05
# Spans a trend is tried over, in complete months: the longest with the same portals throughout.
TREND_MONTHS: Final = (24, 18, 12, 6)

# What skill_counts is counted by, one at a time.
_LEVELS: Final = ("province", "sector", "occupation")

_WHOLE: Final = PORTALS.format(
    table="described", where="list_contains($whole, d.month)", months="len($whole)"
)


def rank_skills(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The skills that the vacancies asked about name, most first, in at least SHARE_AT_LEAST.

    Columns: skill (id), name_id, name_en, kind, group, n (vacancies with a description that ask
    for it), employers, base (vacancies with a description), share (0 to 1), interval_low,
    interval_high (Wilson, 95 %), share_all (of all described vacancies of the snapshot), is_hot
    (whether share_all is surely at least HOT_FROM), and the columns GROWTH of
    `skills_growth.measure_growth`, missing where it has no row. What
    everybody takes for granted is not written, so a low share does not mean it is not needed.
    """
    counts = _count_skills(snapshot, where)
    everywhere = counts if where == EVERYTHING else _count_skills(snapshot, EVERYTHING)
    everywhere = add_shares(everywhere).set_index("skill")
    ranked = add_shares(counts).merge(measure_growth(snapshot, where), on="skill", how="left")
    ranked["share_all"] = ranked["skill"].map(everywhere["share"])
    ranked["is_hot"] = ranked["skill"].map(everywhere["interval_low"]) >= HOT_FROM
    names = snapshot.frame('SELECT id AS skill, name_id, name_en, kind, "group" FROM skills')
    ranked = ranked.merge(names, on="skill")
    columns = [
        "skill", "name_id", "name_en", "kind", "group", "n", "employers", "base", "share",
        "interval_low", "interval_high", "share_all", "is_hot", *GROWTH,
    ]  # fmt: skip
    return ranked[columns]


def _count_skills(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    level = level_of(where, "skill", among=_LEVELS)
    condition, parameters = where.condition("m")
    of_vacancy, _ = where.condition()
    counted = f"""
        SELECT m.skill, count(*) AS n, count(DISTINCT m.employer) AS employers
        FROM mentions m WHERE m.is_described AND {condition} GROUP BY m.skill
    """  # noqa: S608 - the condition is Filter's own text, values are parameters
    if level is not None:
        parameters = {**parameters, "level": level}
        counted = f"""
            SELECT m.skill, m.n::BIGINT AS n, m.employers::BIGINT AS employers FROM skill_counts m
            WHERE m.level = $level AND {condition}
        """  # noqa: S608 - as above
    return snapshot.frame(
        f"""
        SELECT *, (
            SELECT count(*) FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {of_vacancy}
        ) AS base
        FROM ({counted}) WHERE n >= $at_least ORDER BY n DESC, skill
        """,  # noqa: S608 - as above
        {**parameters, "at_least": statistics.SHARE_AT_LEAST},
    )


def rank_rising(ranked: pd.DataFrame) -> pd.DataFrame:
    """The rows of `rank_skills` whose share grew, the likeliest to have grown much first.

    Those that grew by more than GROWTH_MORE_THAN as likely as not, and those that surely grew a
    little (growth_low above 0).
    """
    rising = ranked[(ranked["p_growth"] >= LIKELY_FROM) | (ranked["growth_low"] > 0)]
    in_order = rising.sort_values(["p_growth", "growth", "skill"], ascending=[False, False, True])
    return in_order.reset_index(drop=True)


def profile(snapshot: Snapshot, where: Filter, skill: str) -> pd.DataFrame:
    """Demand for one skill in the vacancies asked about, in one row.

    Columns: n (vacancies with a description that ask for it), base (vacancies with a description),
    share (0 to 1; missing below SHARE_AT_LEAST of base), interval_low, interval_high (Wilson,
    95 %), n_all (with those read from a portal's list alone), employers, n_open (of n_all, still
    open), n_wage (of n_all, with pay told), occupations (different unit groups among n_all).
    """
    condition, parameters = where.condition()
    asks, more = asking_for(where, skill).condition()
    counted = snapshot.frame(
        f"""
        SELECT count(v.description_characters) AS n,
            (SELECT count(v.description_characters) FROM vacancies v WHERE {condition}) AS base,
            count(*) AS n_all, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(*) FILTER (WHERE {PAID.format(v="v")}) AS n_wage,
            count(DISTINCT v.occupation) FILTER (WHERE v.occupation_digits = 4) AS occupations
        FROM vacancies v WHERE {asks}
        """,  # noqa: S608 - as above
        {**parameters, **more},
    )
    return add_shares(counted)


def share_by_month(snapshot: Snapshot, where: Filter, skill: str) -> pd.DataFrame:
    """The share of described vacancies that ask for the skill, by month of posting, oldest first.

    Columns: month ("YYYY-MM"), n, base (described vacancies), share (0 to 1; missing below
    SHARE_AT_LEAST of base), interval_low, interval_high (Wilson, 95 %), is_complete. Only portals
    with described vacancies in every complete month shown, over the longest of TREND_MONTHS that
    any portal was read throughout; no rows where there is none. `portals` is how many they are,
    n_left_out how many described vacancies asked about in these months are on others.
    """
    months = overview.count_by_month(snapshot, EVERYTHING, last=max(TREND_MONTHS) + 2)
    complete = months.index[months["is_complete"]]
    starts = [complete[-span] for span in TREND_MONTHS if len(complete) >= span]
    for first in starts:
        shown = months.loc[first:]
        found = _months(snapshot, where, skill, shown)
        if not found.empty:
            return add_shares(found).assign(is_complete=shown["is_complete"].tolist())
    return pd.DataFrame(columns=["month", "n", "base", "share", "interval_low", "interval_high"])


def _months(snapshot: Snapshot, where: Filter, skill: str, shown: pd.DataFrame) -> pd.DataFrame:
    """n and base by month on the portals of every complete month, or no rows without one."""
    condition, parameters = where.condition()
    whole = shown.loc[shown["is_complete"], "month"].tolist()
    found = snapshot.frame(
        f"""
        WITH described AS (
            SELECT v.* FROM vacancies v
            WHERE v.month BETWEEN $first AND $last AND v.description_characters IS NOT NULL
        ), matched AS ({_WHOLE}), asked AS (
            SELECT v.vacancy, v.month, {ON_MATCHED} AS is_matched
            FROM described v WHERE {condition}
        )
        SELECT a.month, count(*) FILTER (WHERE is_matched) AS base,
            count(k.vacancy) FILTER (WHERE is_matched) AS n,
            (SELECT count(*) FROM matched) AS portals,
            (SELECT count(*) FILTER (WHERE NOT is_matched) FROM asked) AS n_left_out
        FROM asked a LEFT JOIN (
            SELECT vacancy FROM mentions_by_skill WHERE skill = $skill
        ) k USING (vacancy)
        GROUP BY a.month
        """,  # noqa: S608 - as above
        {
            **parameters,
            "skill": skill,
            "first": shown["month"].iloc[0],
            "last": shown["month"].iloc[-1],
            "whole": whole,
        },
    )
    if found.empty or not found["portals"].iloc[0]:
        return found.iloc[:0]
    by_month = found.set_index("month").reindex(shown["month"])
    constant = {name: int(found[name].iloc[0]) for name in ("portals", "n_left_out")}
    counts = by_month[["n", "base"]].fillna(0).astype(int).assign(**constant)
    return counts.rename_axis("month").reset_index()
