"""Which skills are asked for more often than before, on the same portals throughout."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN, WINDOWS, growth_windows
from analytics.matched import ON_MATCHED, PORTALS
from analytics.statistics_growth import growth_posterior
from data.snapshot import Snapshot

# METHODS 3.3: from these chances of more than GROWTH_MORE_THAN on it is likely, or clear.
LIKELY_FROM: Final = 0.5
CLEAR_FROM: Final = 0.9

GROWTH: Final = (
    "n_before", "n_recent", "growth", "growth_low", "growth_high", "p_growth", "base_before",
    "base_recent", "months", "month_from", "month_to",
)  # fmt: skip

# The described vacancies asked about in both windows, on portals read in each of their months: a
# portal that comes or goes in between would show as growth of what it advertises.
# `{condition}` is Filter's own text on `v`.
MATCHED: Final = f"""
    described AS (
        SELECT v.* FROM vacancies v
        WHERE v.month BETWEEN $first AND $last AND v.description_characters IS NOT NULL
    ), matched AS (
        {PORTALS.format(table="described", where="true", months="$months")}
    ), asked AS (
        SELECT v.vacancy_id, v.month FROM described v WHERE {{condition}} AND {ON_MATCHED}
    )
"""  # noqa: S608 - constants of this package


def measure_growth(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How the share of each skill in the described vacancies changed; METHODS 3.3.

    Two windows of complete months each, of the longest of WINDOWS with the same portals. Columns:
    skill, n_before, n_recent (vacancies that ask for it), growth (of the share, by the posterior:
    0.2 is +20 %), growth_low, growth_high (90 %), p_growth (chance that it grew by more than
    GROWTH_MORE_THAN), base_before, base_recent (described vacancies), months (in each window),
    month_from, month_to ("YYYY-MM", ends of both). Only skills with at least SHARE_AT_LEAST in both
    windows together; no rows where no window is complete or each has fewer than CHANGE_AT_LEAST
    described vacancies. Growth is of shares, so a market that grows as a whole does not show; with
    windows shorter than a year seasons do.
    """
    return compare_windows(snapshot, where, "mentions", "skill")


def compare_windows(snapshot: Snapshot, where: Filter, table: str, column: str) -> pd.DataFrame:
    """`measure_growth` of what `column` of `table` (one row a vacancy and value) tells apart."""
    for half in WINDOWS:
        months = growth_windows(snapshot, half)
        counts = _count(snapshot, where, months, table, column) if months else pd.DataFrame()
        if not counts.empty and _least(counts) >= statistics.CHANGE_AT_LEAST:
            return _grow(counts, months)[[column, *GROWTH]]
    nothing = {column: pd.Series(dtype=object)} | {name: pd.Series(dtype=float) for name in GROWTH}
    return pd.DataFrame(nothing)


def _least(counts: pd.DataFrame) -> int:
    return int(counts[["base_before", "base_recent"]].iloc[0].min())


def _count(
    snapshot: Snapshot, where: Filter, months: list[str], table: str, column: str
) -> pd.DataFrame:
    """How many described vacancies name each value in each window, and how many there are."""
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        WITH {MATCHED.format(condition=condition)}, totals AS (
            SELECT count(*) FILTER (WHERE month < $middle) AS before,
                count(*) FILTER (WHERE month >= $middle) AS recent FROM asked
        )
        SELECT m.{column}, count(*) FILTER (WHERE a.month < $middle) AS n_before,
            count(*) FILTER (WHERE a.month >= $middle) AS n_recent,
            any_value(t.before) AS base_before, any_value(t.recent) AS base_recent
        FROM {table} m JOIN asked a USING (vacancy_id) CROSS JOIN totals t
        GROUP BY m.{column} HAVING count(*) >= $at_least ORDER BY m.{column}
        """,  # noqa: S608 - the condition is Filter's own text, table and column are constants
        {
            **parameters,
            "first": months[0],
            "middle": months[len(months) // 2],
            "last": months[-1],
            "months": len(months),
            "at_least": statistics.SHARE_AT_LEAST,
        },
    )


def _grow(counts: pd.DataFrame, months: list[str]) -> pd.DataFrame:
    posterior = growth_posterior(
        counts["n_before"].to_numpy(),
        counts["n_recent"].to_numpy(),
        int(counts["base_before"].iloc[0]),
        int(counts["base_recent"].iloc[0]),
        GROWTH_MORE_THAN,
    )
    return counts.assign(
        growth=posterior["growth"].to_numpy(),
        growth_low=posterior["interval_low"].to_numpy(),
        growth_high=posterior["interval_high"].to_numpy(),
        p_growth=posterior["p_growth"].to_numpy(),
        months=len(months) // 2,
        month_from=months[0],
        month_to=months[-1],
    )
