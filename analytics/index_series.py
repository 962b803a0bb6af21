"""The linked series of standing and new advertisements, by day, for `index` and `index_years`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import index_chain
from analytics.filter import Filter
from analytics.index_counts import LEFT_DAYS, count_openings
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

# Below this part of the usual portals, by number or by advertisements, a day is marked.
USUAL_AT_LEAST: Final = 0.8
WEEK: Final = 7
MEASURES: Final = ("stock", "new")


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The linked series of both measures by day, with the counts and portals behind them."""

    days: pd.DatetimeIndex
    linked: dict[str, Floats]
    n: dict[str, Floats]  # openings of the measure on all portals, each once
    portals: Floats  # how many of the usual ones reported
    portals_usual: Floats
    reported: Floats  # part of the usual portals' stock that those have that reported, 0 to 1
    is_partial: NDArray[np.bool_]  # too few of the usual portals reported


def link_portals(snapshot: Snapshot, where: Filter) -> Measured | None:
    """The linked series, or None where no portal was ever looked at."""
    openings = count_openings(snapshot, where)
    if openings is None:
        return None
    reported = openings.reported
    usual = index_chain.find_usual(reported, LEFT_DAYS)
    everywhere = np.ones(len(openings.portals), dtype=bool)
    counts = {
        "stock": _remember(openings.steps.count_stock),
        "new": _remember(openings.steps.count_new),
    }
    told = usual & reported
    present, expected = told.sum(axis=1).astype(float), usual.sum(axis=1).astype(float)
    part = index_chain.share_reported(counts["stock"], told, usual)
    few = present < USUAL_AT_LEAST * expected
    return Measured(
        days=openings.days,
        linked={name: index_chain.link(count, reported, usual) for name, count in counts.items()},
        n={name: count(everywhere) for name, count in counts.items()},
        portals=present,
        portals_usual=expected,
        reported=part,
        is_partial=few | (part < USUAL_AT_LEAST) | (expected == 0),
    )


def _remember(count: index_chain.Count) -> index_chain.Count:
    """The same counts, each set of portals counted once."""
    known: dict[bytes, Floats] = {}

    def remembered(portals: NDArray[np.bool_]) -> Floats:
        key = portals.tobytes()
        if key not in known:
            known[key] = count(portals)
        return known[key]

    return remembered


def find_weeks(measured: Measured) -> tuple[int, pd.DatetimeIndex]:
    """The position of the first Monday, and the Mondays of all whole weeks."""
    days = measured.days
    start = int((WEEK - days[0].weekday()) % WEEK)
    whole = max((len(days) - start) // WEEK, 0)
    return start, days[start : start + whole * WEEK : WEEK]


def weekly(series: Floats, start: int, weeks: int, of: Callable[..., Any] = np.mean) -> Floats:
    """One figure a week."""
    table = series[start : start + weeks * WEEK].reshape(weeks, WEEK)
    return np.asarray(of(table, axis=1), float)


def within(frame: pd.DataFrame, where: Filter, column: str, more: int) -> pd.DataFrame:
    """The rows of the filter's period; a row reaches `more` days beyond its own."""
    keep = pd.Series(data=True, index=frame.index)
    if where.period_from is not None:
        keep &= frame[column] >= pd.Timestamp(where.period_from)
    if where.period_to is not None:
        keep &= frame[column] + timedelta(days=more) <= pd.Timestamp(where.period_to)
    return frame[keep].reset_index(drop=True)
