"""The index of advertisements: how many stand and how many are new, each day and week, since when.

Counts move when a portal fails, appears or leaves; the index does not (`index_chain`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import index_chain, statistics
from analytics.filter import Filter
from analytics.index_season import adjust_weeks
from analytics.index_series import (
    MEASURES,
    WEEK,
    Measured,
    find_weeks,
    link_portals,
    weekly,
    within,
)
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

BASE: Final = 100.0
# The base is the mean of so many days: one week of a small market is noise.
BASE_DAYS: Final = 28
# A collection takes in at first what has stood for long; the base comes after that.
WARM_DAYS: Final = 60
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class _Base:
    """Days that are 100, by position, and the mean of a measure on them; nan where too few."""

    first: int
    last: int
    level: dict[str, float]
    n: dict[str, float]


def index_by_day(snapshot: Snapshot, where: Filter, base: date | None = None) -> pd.DataFrame:
    """The index of standing and of new advertisements by day, oldest first.

    `base` is the first of the BASE_DAYS days whose mean is 100; without it the first of the first
    month that begins WARM_DAYS after the collection did (`describe_index` tells which). Columns:
    day (Timestamp, Asia/Jakarta), n_stock (openings that stand on the day), n_new (openings that
    began on it), n_new_7 (in the seven days up to it), stock_index, stock_low, stock_high,
    new_index, new_low, new_high (base = 100, means of the seven days up to the day, 95 %; missing
    where the base or the day has too few openings or cannot be compared with today), portals (that
    reported), portals_usual, reported (part of the usual portals' standing advertisements that come
    from those that reported, 0 to 1), is_partial (less than USUAL_AT_LEAST of the usual portals, by
    number or by advertisements). Days outside the filter's period are left out at the end, not in
    the counting. The index tells movement, not how many jobs there are; the intervals hold the
    chance in counts, not that advertisements on portals differ from those on paper. An opening on
    several portals counts once, as far as duplicates are known. The end of an advertisement is
    mostly known to some days only (`index_counts`), and the newest weeks of the stock still change
    when it becomes known.
    """
    measured = link_portals(snapshot, where)
    if measured is None:
        return pd.DataFrame(columns=list(_DAY_COLUMNS))
    found = _find_base(measured, base)
    new_7 = index_chain.mean_7(measured.n["new"]) * WEEK
    frame = pd.DataFrame(
        {
            "day": measured.days,
            # Steps of a day are added up: a whole number may come out a hair below itself.
            "n_stock": np.round(measured.n["stock"]).astype(int),
            "n_new": np.round(measured.n["new"]).astype(int),
            "n_new_7": new_7,
        }
    )
    n = {"stock": index_chain.mean_7(measured.n["stock"]), "new": new_7}
    for name in MEASURES:
        smooth = index_chain.mean_7(measured.linked[name])
        frame = frame.assign(**_scale(smooth, n[name], found, name))
    frame["portals"] = measured.portals.astype(int)
    frame["portals_usual"] = measured.portals_usual.astype(int)
    frame["reported"] = measured.reported
    frame["is_partial"] = measured.is_partial
    return within(frame[list(_DAY_COLUMNS)], where, "day", 0)


_DAY_COLUMNS: Final = (
    "day", "n_stock", "n_new", "n_new_7", "stock_index", "stock_low", "stock_high", "new_index",
    "new_low", "new_high", "portals", "portals_usual", "reported", "is_partial",
)  # fmt: skip


def index_by_week(snapshot: Snapshot, where: Filter, base: date | None = None) -> pd.DataFrame:
    """The index by calendar week (Monday to Sunday), oldest first, only whole weeks.

    Columns: week (its Monday), n_stock (openings standing, mean of the days), n_new (openings that
    began in it), stock_index, stock_low, stock_high, new_index, new_low, new_high as in
    `index_by_day`, stock_adjusted, new_adjusted (the index without season and Lebaran; missing
    where the snapshot has fewer than three full years, see `describe_index`), portals (the fewest
    that reported on a day), portals_usual, reported, is_partial (on any of its days). The adjusted
    index supposes the same season in every year and has no interval.
    """
    measured = link_portals(snapshot, where)
    if measured is None:
        return pd.DataFrame(columns=list(_WEEK_COLUMNS))
    found = _find_base(measured, base)
    start, weeks = find_weeks(measured)
    frame = pd.DataFrame({"week": weeks})
    n = {name: weekly(measured.n[name], start, len(weeks)) for name in MEASURES}
    frame["n_stock"] = n["stock"]
    frame["n_new"] = np.round(n["new"] * WEEK).astype(int)
    counted = {"stock": n["stock"], "new": n["new"] * WEEK}
    for name in MEASURES:
        means = weekly(measured.linked[name], start, len(weeks))
        frame = frame.assign(**_scale(means, counted[name], found, name))
        adjusted = adjust_weeks(weeks, frame[f"{name}_index"].to_numpy(float))
        frame[f"{name}_adjusted"] = adjusted[0] if adjusted is not None else np.nan
    for name in ("portals", "portals_usual", "reported"):
        frame[name] = weekly(getattr(measured, name), start, len(weeks), np.min)
    frame[["portals", "portals_usual"]] = frame[["portals", "portals_usual"]].astype(int)
    partial = weekly(measured.is_partial.astype(float), start, len(weeks), np.max)
    frame["is_partial"] = partial > 0
    return within(frame[list(_WEEK_COLUMNS)], where, "week", WEEK - 1)


_WEEK_COLUMNS: Final = (
    "week", "n_stock", "n_new", "stock_index", "stock_low", "stock_high", "new_index", "new_low",
    "new_high", "stock_adjusted", "new_adjusted", "portals", "portals_usual", "reported",
    "is_partial",
)  # fmt: skip


def describe_index(snapshot: Snapshot, where: Filter, base: date | None = None) -> pd.DataFrame:
    """What the index rests on, in one row.

    Columns: day_from, day_to (days counted), base_from, base_to (days whose mean is 100), n
    (openings that began in the base), n_stock (mean number standing in the base), portals (that
    reported on the last day), portals_usual, days_partial (days marked), reason (why there is no
    index: "looks": no portal was looked at on enough days, "days": less than BASE_DAYS days to
    compare, "few": a base below CHANGE_AT_LEAST; missing where there is one), adjusted_reason (why
    there is no seasonally adjusted index: "years": fewer than three full years, or the same words;
    missing where there is one).
    """
    measured = link_portals(snapshot, where)
    if measured is None:
        return pd.DataFrame([dict.fromkeys(_DESCRIBED) | {"reason": "looks"}]).assign(
            adjusted_reason="looks"
        )
    days, found = measured.days, _find_base(measured, base)
    row: dict[str, object] = dict.fromkeys(_DESCRIBED) | {
        "day_from": days[0],
        "day_to": days[-1],
        "portals": int(measured.portals[-1]),
        "portals_usual": int(measured.portals_usual[-1]),
        "days_partial": int(measured.is_partial.sum()),
        "reason": None if measured.portals_usual.any() else "looks",
    }
    if found is None:
        row["reason"] = row["reason"] or "days"
    else:
        row |= {
            "base_from": days[found.first],
            "base_to": days[found.last],
            "n": round(found.n["new"]),
            "n_stock": found.n["stock"],
        }
        if not np.isfinite(list(found.level.values())).any():
            row["reason"] = "few"
    if row["reason"] is None:
        weeks = index_by_week(snapshot, where, base)
        has_none = weeks[["stock_adjusted", "new_adjusted"]].isna().all(axis=None)
        row["adjusted_reason"] = "years" if has_none else None
    else:
        row["adjusted_reason"] = row["reason"]
    return pd.DataFrame([row])


_DESCRIBED: Final = (
    "day_from", "day_to", "base_from", "base_to", "n", "n_stock", "portals", "portals_usual",
    "days_partial", "reason", "adjusted_reason",
)  # fmt: skip


def seasonal_effects(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """What the calendar does to the index, for the method page; no rows below three full years.

    Columns: measure ("stock" or "new"), and those of `index_season.adjust_weeks`.
    """
    columns = ["measure", "effect", "change", "interval_low", "interval_high", "n"]
    measured = link_portals(snapshot, where)
    frames = []
    if measured is not None:
        start, weeks = find_weeks(measured)
        for name in MEASURES:
            adjusted = adjust_weeks(weeks, weekly(measured.linked[name], start, len(weeks)))
            if adjusted is not None:
                frames.append(adjusted[1].assign(measure=name)[columns])
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)


def _find_base(measured: Measured, base: date | None) -> _Base | None:
    """The days that are 100, or None where fewer than BASE_DAYS days can be compared."""
    known = np.isfinite(measured.linked["stock"]) & np.isfinite(measured.linked["new"])
    days = measured.days
    last = len(days) - BASE_DAYS
    if base is not None:
        first = (pd.Timestamp(base) - measured.days[0]).days
    else:
        usable = np.flatnonzero(known)
        if not len(usable):
            return None
        warm = int(usable[0]) + WARM_DAYS
        months = [row for row in range(warm, last + 1) if days[row].day == 1]
        first = months[0] if months else int(usable[0])
    span = slice(first, first + BASE_DAYS)
    if first < 0 or first > last or not known[span].all():
        return None
    n = {
        "stock": float(measured.n["stock"][span].mean()),
        "new": float(measured.n["new"][span].sum()),
    }
    level = {
        name: float(measured.linked[name][span].mean())
        if n[name] >= statistics.CHANGE_AT_LEAST
        else float("nan")
        for name in MEASURES
    }
    return _Base(first, first + BASE_DAYS - 1, level, n)


def _scale(smooth: Floats, n: Floats, base: _Base | None, name: str) -> dict[str, Floats]:
    """Columns index, low, high of a measure: base = 100; nan below SHARE_AT_LEAST openings."""
    columns = (f"{name}_index", f"{name}_low", f"{name}_high")
    if base is None or not base.level[name] > 0:
        return {column: np.full(len(smooth), np.nan) for column in columns}
    enough = np.where(n >= statistics.SHARE_AT_LEAST, n, np.nan)
    index = BASE * smooth / base.level[name] + 0 * enough
    # Two independent Poisson counts: the logarithm of their ratio has this standard deviation.
    reach = np.exp(_Z * np.sqrt(1 / enough + 1 / base.n[name]))
    return dict(zip(columns, (index, index / reach, index * reach), strict=True))
