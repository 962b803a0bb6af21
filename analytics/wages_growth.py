"""How advertised pay changed over a year, like compared with like: Hiring Lab's matched cells."""

from typing import Final

import numpy as np
import pandas as pd

from analytics import overview, statistics
from analytics.filter import EVERYTHING, Filter
from analytics.matched import ON_MATCHED, PORTALS
from analytics.wages_filter import PAID, list_scopes
from data.snapshot import Snapshot

# Three months pooled smooth what Hiring Lab smooths by a mean of three.
WINDOW_MONTHS: Final = 3
# A cell counts with so many advertisements in both windows; the median of fewer is noise.
CELL_AT_LEAST: Final = 3
CELLS_AT_LEAST: Final = 10
BOUNDS: Final = ("low", "high")
_MATCHED: Final = PORTALS.format(
    table="portal_counts",
    where=(
        "d.kind = 'all' AND (d.month BETWEEN $recent AND $recent_end"
        " OR d.month BETWEEN $before AND $before_end)"
    ),
    months=2 * WINDOW_MONTHS,
)

_NO_GROWTH: Final = {
    "growth": float("nan"), "interval_low": float("nan"), "interval_high": float("nan"),
}  # fmt: skip


def measure_growth(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The change of advertised pay on a year before, one row for each bound of the ranges.

    A cell is an occupation (KBJI 2014, 4 digits) in a province paid by one period; its pay the
    median in the last WINDOW_MONTHS complete months, and in the same months a year before, from
    portals read in each of them. Growth is the median of the cells' changes, so that a market
    that turns to other jobs or places does not show. Columns: bound ("low": the least that is
    offered, "high": the most), growth (0.05 is +5 %; missing below CELLS_AT_LEAST cells),
    interval_low, interval_high (95 %, order statistics of the cells), cells, n (vacancies in the
    cells, both windows), scope (the narrowest with enough cells, of `wages_filter.list_scopes`),
    month_from,
    month_to (of the later window). Without both windows complete no rows. Source: Indeed Hiring
    Lab, Wage Tracker method (METHODS 3.7); theirs is by month, smoothed, ours pools the months.
    Inflation is not taken out.
    """
    months = _windows(snapshot)
    columns = ["bound", "growth", "interval_low", "interval_high", "cells", "n", "scope",
               "month_from", "month_to"]  # fmt: skip
    if not months:
        return pd.DataFrame(columns=columns)
    found = pd.DataFrame()
    for scope, asked in list_scopes(where).items():
        cells = _cells(snapshot, asked, months)
        found = pd.DataFrame([_measure(cells, bound) for bound in BOUNDS]).assign(
            bound=BOUNDS, scope=scope, month_from=months[0], month_to=months[WINDOW_MONTHS - 1]
        )
        if found["growth"].notna().any():
            break
    return found[columns]


def _windows(snapshot: Snapshot) -> list[str]:
    """The months of the later window, then those a year before; none where one is incomplete."""
    known = overview.count_by_month(snapshot, EVERYTHING, last=12 + WINDOW_MONTHS + 2)
    complete = known.loc[known["is_complete"], "month"].tolist()
    if not complete:
        return []
    last = pd.Period(complete[-1], "M")
    recent = [str(last - back) for back in range(WINDOW_MONTHS - 1, -1, -1)]
    before = [str(last - 12 - back) for back in range(WINDOW_MONTHS - 1, -1, -1)]
    return [*recent, *before] if set(recent + before) <= set(complete) else []


def _cells(snapshot: Snapshot, where: Filter, months: list[str]) -> pd.DataFrame:
    """One row a cell: medians of both bounds in both windows, and counts."""
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        WITH dated AS (
            SELECT *, month >= $recent AS is_recent FROM vacancies
            WHERE month BETWEEN $recent AND $recent_end OR month BETWEEN $before AND $before_end
        ), matched AS ({_MATCHED})
        SELECT median(v.wage_min_idr) FILTER (WHERE v.is_recent) AS low_recent,
            median(v.wage_min_idr) FILTER (WHERE NOT v.is_recent) AS low_before,
            count(v.wage_min_idr) FILTER (WHERE v.is_recent) AS n_low_recent,
            count(v.wage_min_idr) FILTER (WHERE NOT v.is_recent) AS n_low_before,
            median(v.wage_max_idr) FILTER (WHERE v.is_recent) AS high_recent,
            median(v.wage_max_idr) FILTER (WHERE NOT v.is_recent) AS high_before,
            count(v.wage_max_idr) FILTER (WHERE v.is_recent) AS n_high_recent,
            count(v.wage_max_idr) FILTER (WHERE NOT v.is_recent) AS n_high_before
        FROM dated v
        WHERE v.occupation_digits = 4 AND v.province IS NOT NULL AND {PAID.format(v="v")}
            AND {condition} AND {ON_MATCHED}
        GROUP BY v.occupation, v.province, v.wage_period
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {
            **parameters,
            "recent": months[0],
            "recent_end": months[WINDOW_MONTHS - 1],
            "before": months[WINDOW_MONTHS],
            "before_end": months[-1],
        },
    )


def _measure(cells: pd.DataFrame, bound: str) -> dict[str, float]:
    counts = cells[[f"n_{bound}_recent", f"n_{bound}_before"]]
    enough = cells[(counts >= CELL_AT_LEAST).all(axis=1)]
    n = int(counts.loc[enough.index].to_numpy().sum())
    told: dict[str, float] = {"cells": len(enough), "n": n}
    if len(enough) < CELLS_AT_LEAST:
        return {**_NO_GROWTH, **told}
    changes = (enough[f"{bound}_recent"] / enough[f"{bound}_before"] - 1).astype(float)
    interval = statistics.median_interval(changes.tolist())
    bounds = (interval.low, interval.high) if interval else (float("nan"), float("nan"))
    return {
        "growth": float(np.median(changes)),
        "interval_low": bounds[0],
        "interval_high": bounds[1],
        **told,
    }
