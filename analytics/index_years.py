"""The index against a year before, twice: the same calendar weeks, and as far from Lebaran."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.index_series import MEASURES, WEEK, Measured, find_weeks, link_portals, within
from data.reference.holidays import lebaran
from data.snapshot import Snapshot

SAME_WEEK_DAYS: Final = 364


def compare_years(snapshot: Snapshot, where: Filter, weeks: int = 4) -> pd.DataFrame:
    """Each week's last `weeks` weeks against those a year before, in two ways, oldest first.

    Lebaran moves by eleven days a year, so neither way is right alone: "week" compares with the
    same calendar weeks (364 days before), "lebaran" with the days as far from the nearest Lebaran.
    Columns: week (Monday of the last week), measure ("stock" or "new"), against ("week" or
    "lebaran"), day_from, day_to, before_from, before_to (days, both ends included), n, n_before
    (openings that began; of the stock the mean number standing), change (0.1 is 10 % more, of the
    linked series, so without the comings and goings of portals), interval_low, interval_high
    (95 %, chance in the counts only), is_partial (a day of either was marked), reason (why change
    is missing: "years": the days before were not collected or cannot be linked, "few": either has
    fewer than CHANGE_AT_LEAST, "lebaran": no date is known). Causes it cannot tell.
    """
    measured = link_portals(snapshot, where)
    if measured is None:
        return pd.DataFrame(columns=list(_YEAR_COLUMNS))
    start, mondays = find_weeks(measured)
    rows = [
        {"week": monday, "measure": name, "against": against}
        | _compare(measured, name, against, start + (row + 1) * WEEK - weeks * WEEK, weeks)
        for row, monday in enumerate(mondays)
        for name in MEASURES
        for against in ("week", "lebaran")
        if start + (row + 1) * WEEK >= weeks * WEEK
    ]
    return within(pd.DataFrame(rows, columns=list(_YEAR_COLUMNS)), where, "week", WEEK - 1)


_YEAR_COLUMNS: Final = (
    "week", "measure", "against", "day_from", "day_to", "before_from", "before_to", "n", "n_before",
    "change", "interval_low", "interval_high", "is_partial", "reason",
)  # fmt: skip


def _compare(
    measured: Measured, name: str, against: str, first: int, weeks: int
) -> dict[str, object]:
    """The row of `compare_years` for the window that begins at position `first`."""
    days, length = measured.days, weeks * WEEK
    row: dict[str, object] = dict.fromkeys(_YEAR_COLUMNS[3:], None) | dict.fromkeys(
        ("change", "interval_low", "interval_high"), float("nan")
    )
    row |= {"day_from": days[first], "day_to": days[first + length - 1], "is_partial": False}
    middle = days[first + length // 2].date()
    shift = SAME_WEEK_DAYS if against == "week" else days_between_feasts(middle)
    if shift is None:
        return row | {"reason": "lebaran"}
    row["before_from"] = days[first] - timedelta(days=shift)
    row["before_to"] = row["day_to"] - timedelta(days=shift)  # type: ignore[operator]
    now, before = slice(first, first + length), slice(first - shift, first - shift + length)
    if first - shift < 0:
        return row | {"reason": "years"}
    of = np.sum if name == "new" else np.mean
    n, n_before = (float(of(measured.n[name][span])) for span in (now, before))
    level, level_before = (float(measured.linked[name][span].sum()) for span in (now, before))
    row |= {
        "n": round(n),
        "n_before": round(n_before),
        "is_partial": bool(measured.is_partial[now].any() or measured.is_partial[before].any()),
    }
    if not np.isfinite(level) or not np.isfinite(level_before):
        return row | {"reason": "years"}
    if min(round(n), round(n_before)) < statistics.CHANGE_AT_LEAST or level_before <= 0:
        return row | {"reason": "few"}
    interval = statistics.change_interval(round(n_before), round(n))
    if interval is None:
        return row | {"reason": "few"}
    ratio, counted = level / level_before, n / n_before
    return row | {
        "change": ratio - 1,
        "interval_low": (1 + interval.low) * ratio / counted - 1,
        "interval_high": (1 + interval.high) * ratio / counted - 1,
    }


def days_between_feasts(day: date) -> int | None:
    """Days from last year's Lebaran to the one nearest to the day; None where one is not known."""
    feasts = {
        year: feast.eid
        for year in range(day.year - 2, day.year + 2)
        if (feast := lebaran(year)) is not None
    }
    if day.year not in feasts:
        return None
    nearest = min(feasts, key=lambda year: abs((feasts[year] - day).days))
    if nearest - 1 not in feasts:
        return None
    return (feasts[nearest] - feasts[nearest - 1]).days
