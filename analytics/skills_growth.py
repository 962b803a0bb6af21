"""Which skills are asked for more often than before, on the same portals throughout."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import EVERYTHING, Filter
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

# The portals with described vacancies in each month of both windows, as `matched`: a portal that
# comes or goes in between would show as growth of what it advertises.
_PORTALS: Final = PORTALS.format(
    table="portal_counts",
    where="d.kind = 'all' AND d.n_described > 0 AND d.month BETWEEN $first AND $last",
    months="$months",
)
MATCHED: Final = f"matched AS ({_PORTALS})"
# Whether a row `v` counts: it is of these months and on these portals.
COMPARED: Final = f"v.month BETWEEN $first AND $last AND {ON_MATCHED}"
# Described vacancies as rows of n each, `{column}` told apart where there is one; of the whole
# market they are counted beforehand.
_WHOLE: Final = (
    "(SELECT code AS {column}, month, portal_set, n_described AS n"
    " FROM portal_counts WHERE kind = '{kind}')"
)
_ALL: Final = _WHOLE.format(column="code", kind="all")
_DESCRIBED: Final = (
    "(SELECT v.month, v.portal_set, 1 AS n FROM vacancies v"
    " WHERE v.description_characters IS NOT NULL AND {asked})"
)
_NAMING: Final = (
    "(SELECT v.{column}, v.month, v.portal_set, 1 AS n FROM {table} v"
    " WHERE v.is_described AND {asked})"
)
# What portal_counts tells apart.
_KINDS: Final = ("skill",)
_BEFORE: Final = "coalesce(sum(v.n) FILTER (WHERE v.month < $middle), 0)::BIGINT"
_RECENT: Final = "coalesce(sum(v.n) FILTER (WHERE v.month >= $middle), 0)::BIGINT"


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
    """`measure_growth` of what `column` tells apart in one of the wide tables of mentions."""
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
    described = _DESCRIBED.format(asked=condition)
    naming = _NAMING.format(column=column, table=table, asked=condition)
    if where == EVERYTHING:
        described = _ALL
        naming = _WHOLE.format(column=column, kind=column) if column in _KINDS else naming
    return snapshot.frame(
        f"""
        WITH {MATCHED}, totals AS (
            SELECT {_BEFORE} AS before, {_RECENT} AS recent FROM {described} v WHERE {COMPARED}
        )
        SELECT v.{column}, {_BEFORE} AS n_before, {_RECENT} AS n_recent,
            any_value(t.before) AS base_before, any_value(t.recent) AS base_recent
        FROM {naming} v CROSS JOIN totals t
        WHERE v.{column} IS NOT NULL AND {COMPARED}
        GROUP BY v.{column} HAVING sum(v.n) >= $at_least ORDER BY v.{column}
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
