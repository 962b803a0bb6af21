"""The market of the same place and time as a figure on Kartu Prakerja: did all change then?"""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.index_series import WEEK
from analytics.index_years import compare_years
from data.snapshot import Snapshot

# The programme's first batch; "to 2022-07" counts from here.
FIRST_DAY: Final = date(2020, 4, 11)
_DAY: Final = timedelta(days=1)
_TOKEN: Final = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d\d)(?!\d)))?")
_YEARS_TO: Final = "three years to "
_COLUMNS: Final = (
    "day_from", "day_to", "n", "n_before", "change", "interval_low", "interval_high", "reason",
)  # fmt: skip


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a period as the tables of the programme write it.

    >>> days_of("2021-08..2021-10")
    (datetime.date(2021, 8, 1), datetime.date(2021, 10, 31))
    """
    tokens = _TOKEN.findall(period)
    if not tokens:
        raise ValueError(f"{period!r} names no year.")
    first, last = _days(*tokens[0])[0], _days(*tokens[-1])[1]
    if period.startswith(_YEARS_TO):
        return first.replace(year=first.year - 2), last
    return (FIRST_DAY if period.startswith("to ") else first), last


def _days(year: str, half: str, quarter: str, month: str) -> tuple[date, date]:
    if half:
        return _months(int(year), int(half) * 6 - 5, 6)
    if quarter:
        return _months(int(year), int(quarter) * 3 - 2, 3)
    return _months(int(year), int(month), 1) if month else _months(int(year), 1, 12)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = year * 12 + first - 1 + count
    return date(year, first, 1), date(after // 12, after % 12 + 1, 1) - _DAY


def trend_beside(snapshot: Snapshot, where: Filter, period: str) -> pd.DataFrame:
    """New advertisements in the whole weeks of a period, against a year before; one row.

    `period` as `days_of` reads it; the place is that of `where`. Columns: day_from, day_to (days
    compared), n, n_before (new openings), change (0.1 is 10 % more, of the linked series of
    `index_years.compare_years`), interval_low, interval_high (95 %), reason: why change is missing
    ("later": the snapshot begins after the period did, "ends": it ends before the period does,
    "years": the year before was not collected or cannot be linked, "few"). It tells whether the
    market rose or fell for all, with and without the programme; not what the programme did to it.
    """
    first, last = days_of(period)
    meta = snapshot.meta
    row: dict[str, object] = dict.fromkeys(_COLUMNS)
    if meta.posted_from is None or meta.posted_to is None or meta.posted_from > first:
        return _frame(row | {"reason": "later"})
    if meta.posted_to < last:
        return _frame(row | {"reason": "ends"})
    monday = first + _DAY * (-first.weekday() % WEEK)
    weeks = (last - monday + _DAY).days // WEEK
    years = compare_years(snapshot, replace(where, period_from=None, period_to=None), weeks)
    inside = [
        one
        for one in years.to_dict("records")
        if (one["measure"], one["against"]) == ("new", "week")
        and pd.Timestamp(first) <= one["day_from"]
        and one["day_to"] <= pd.Timestamp(last)
    ]
    if not inside:
        # Openings are counted from the collection on, which may begin after the oldest posting.
        return _frame(row | {"reason": "later"})
    return _frame({str(name): inside[-1][name] for name in _COLUMNS})


def _frame(row: dict[str, object]) -> pd.DataFrame:
    numbers = ("n", "n_before", "change", "interval_low", "interval_high")
    return pd.DataFrame([row], columns=list(_COLUMNS)).astype(dict.fromkeys(numbers, float))
