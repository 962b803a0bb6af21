"""Whether the circulars are kept: limits and warnings in advertisements before and after them."""

import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.statistics import Interval
from analytics.statistics_differences import difference_interval
from analytics.statistics_series import POINTS_AT_EACH_SIDE, Interruption, interrupted_series
from analytics.supervision import (
    DEMANDS,
    SHARE,
    WINDOW_DAYS,
    Circular,
    Demand,
    circulars,
    count_demands,
    share_by_month,
    share_months,
    share_of,
)
from analytics.supervision_reading import correct_difference
from data.snapshot import Snapshot

Floats = NDArray[np.float64]
Count = tuple[int, int]  # found, of

# Ten years: all months that a snapshot can hold.
_MONTHS: Final = 120
_ROUNDING: Final = 1e-9


def measure_circulars(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """What changed at each demand's circular, one row a demand, in the order of DEMANDS.

    Two views. The year before the day against the year from it on, as far as the snapshot reaches:
    found_before, n_before, share_before, before_low, before_high, found_after, n_after,
    share_after, after_low, after_high (as in `share_by_month`: corrected for reading errors where
    is_corrected, else raw with Wilson's interval), difference (after less before, 0.1 is ten
    points), difference_low, difference_high (95 %, Newcombe 1998, Statistics in Medicine
    17:873-890, method 10; corrected likewise), change (after/before - 1), change_low, change_high
    (95 %, raw counts taken as Poisson: somewhat too wide for common demands; missing where a count
    is below CHANGE_AT_LEAST).
    And the complete months in a row around the circular as an interrupted series, METHODS 3.13, by
    raw shares: jump (at the first month that begins on or after the day), jump_low, jump_high,
    bend (change of its slope, a month), bend_low, bend_high, trend (slope before), months_before,
    months_after, placebos (months before the circular at which a jump was measured as well, on
    the months before it alone), placebos_found (how many of these have an interval without 0,
    where one in twenty is to be expected: with many, a jump at the circular proves little).
    Also: demand, circular, number, day, is_compared (not named in the circular: if it moved as
    much, the circular is not why), place ("regency", "province" or "nation": the narrowest with
    SHARE_AT_LEAST on both sides), reason (why something is missing: "few" advertisements, the
    series is too "short", or the demand too "rare" for one, below CHANGE_AT_LEAST in all). It
    cannot say why something changed: portals that joined or left and new forms of the portals
    count too, and seasons in the series. Twelve demands are tested at once, so that one may seem to
    move by chance alone.
    """
    # All demands are counted at once, day by day, in each place that is asked about.
    by_day = lru_cache(lambda wide: count_demands(snapshot, wide, "v.posted").set_index("key"))
    rows = {
        row["demand"]: row
        for circular in circulars().values()
        for row in _measure(snapshot, where, circular, by_day)
    }
    return pd.DataFrame([rows[name] for name in DEMANDS], columns=list(_COLUMNS))


_COLUMNS: Final = (
    "demand", "circular", "number", "day", "is_compared", "place", "reason",
    "found_before", "n_before", "share_before", "before_low", "before_high",
    "found_after", "n_after", "share_after", "after_low", "after_high", "is_corrected",
    "difference", "difference_low", "difference_high", "change", "change_low", "change_high",
    "jump", "jump_low", "jump_high", "bend", "bend_low", "bend_high", "trend",
    "months_before", "months_after", "placebos", "placebos_found",
)  # fmt: skip


def _measure(
    snapshot: Snapshot,
    where: Filter,
    circular: Circular,
    by_day: Callable[[Filter], pd.DataFrame],
) -> Iterator[dict[str, object]]:
    """The rows of the demands of one circular."""
    wide, place, sides = where, "", pd.DataFrame()
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        sides = _sides(by_day(wide), circular)
        if sides["n"].min() >= statistics.SHARE_AT_LEAST:
            break
    days = by_day(wide)
    by_month = days.groupby(pd.DatetimeIndex(days.index).strftime("%Y-%m")).sum()
    demands = [demand for demand in DEMANDS.values() if demand.circular == circular.name]
    months = share_months(snapshot, by_month, _MONTHS, demands)
    for demand in demands:
        yield {
            "demand": demand.name,
            "circular": circular.name,
            "number": circular.number,
            "day": circular.day,
            "is_compared": demand.is_compared,
            "place": place,
            **_interrupt(_find_span(months, demand.name)),
            **_compare(snapshot, demand, *zip(sides[demand.name], sides["n"], strict=True)),
        }


def _sides(days: pd.DataFrame, circular: Circular) -> pd.DataFrame:
    """The counts of all demands in the year before the day (False) and from it on (True)."""
    day, window = pd.Timestamp(circular.day), pd.Timedelta(days=WINDOW_DAYS)
    near = days[(days.index >= day - window) & (days.index < day + window)]
    return near.groupby(near.index >= day).sum().reindex([False, True], fill_value=0)


def _compare(snapshot: Snapshot, demand: Demand, before: Count, after: Count) -> dict[str, object]:
    told = [share_of(snapshot, demand, found, n) for found, n in (before, after)]
    is_corrected = not any(math.isnan(one["share_corrected"]) for one in told)
    raw, corrected = SHARE[2:5], SHARE[5:]
    row: dict[str, object] = {"is_corrected": is_corrected}
    for side, one in zip(("before", "after"), told, strict=True):
        shown = (one[name] for name in (corrected if is_corrected else raw))
        names = (f"share_{side}", f"{side}_low", f"{side}_high")
        row |= {f"found_{side}": one["found"], f"n_{side}": one["n"]}
        row |= dict(zip(names, shown, strict=True))
    if min(before[1], after[1]) < statistics.SHARE_AT_LEAST:
        return row | {"reason": "few"}
    difference, interval = _difference(before, after)
    if is_corrected:
        difference, interval = correct_difference(difference, interval)
    row |= {
        "difference": difference,
        "difference_low": interval.low,
        "difference_high": interval.high,
    }
    return row | _change(before, after)


def _difference(before: Count, after: Count) -> tuple[float, Interval]:
    one, two = before[0] / before[1], after[0] / after[1]
    first, second = statistics.share_interval(*before), statistics.share_interval(*after)
    if first is None or second is None:
        raise ValueError("A difference needs advertisements on both sides.")
    return two - one, difference_interval(one, first, two, second)


def _change(before: Count, after: Count) -> dict[str, object]:
    interval = statistics.change_interval(before[0], after[0])
    if interval is None or min(before[0], after[0]) < statistics.CHANGE_AT_LEAST:
        return {}
    # The ratio of the counts, times that of the advertisements they were found in.
    scale = before[1] / after[1]
    return {
        "change": after[0] / before[0] * scale - 1,
        "change_low": (1 + interval.low) * scale - 1,
        "change_high": (1 + interval.high) * scale - 1,
    }


def _find_span(months: pd.DataFrame, demand: str) -> pd.DataFrame:
    """The months of a demand around its circular: complete, told and without a gap."""
    own = months[months["demand"] == demand].reset_index(drop=True)
    number = own["month"].str[:4].astype(int) * 12 + own["month"].str[5:].astype(int)
    is_good = own["share"].notna() & own["is_complete"]
    is_start = ~is_good | ~is_good.shift(fill_value=False) | (number.diff() != 1)
    run = is_start.cumsum()
    after = own.index[own["is_after"]]
    if after.empty or not is_good[after[0]]:
        return own.iloc[:0]
    span: pd.DataFrame = own.loc[is_good & (run == run[after[0]])]
    return span.reset_index(drop=True)


def _interrupt(span: pd.DataFrame) -> dict[str, object]:
    at = int((~span["is_after"].astype(bool)).sum())
    row: dict[str, object] = {"months_before": at, "months_after": len(span) - at}
    if span["found"].sum() < statistics.CHANGE_AT_LEAST:
        return row | {"reason": "rare" if len(span) else "short"}
    shares = span["share"].to_numpy(float)
    found = interrupted_series(shares, at)
    if found is None:
        return row | {"reason": "short"}
    for name, part in (("jump", found.jump), ("bend", found.bend)):
        row |= {
            name: part.value,
            f"{name}_low": part.interval.low,
            f"{name}_high": part.interval.high,
        }
    jumps = [one.jump.interval for one in _placebos(shares[:at])]
    return row | {
        "trend": found.trend.value,
        "placebos": len(jumps),
        # Not by size: on the fewer months a placebo has, chance jumps are larger.
        "placebos_found": sum(one.low > _ROUNDING or one.high < -_ROUNDING for one in jumps),
    }


def _placebos(before: Floats) -> Iterator[Interruption]:
    """Breaks measured where nothing is known to have happened."""
    for place in range(POINTS_AT_EACH_SIDE, len(before) - POINTS_AT_EACH_SIDE + 1):
        found = interrupted_series(before, place)
        if found is not None:
            yield found


def fit_lines(snapshot: Snapshot, where: Filter, demand: str) -> pd.DataFrame:
    """The two lines through the raw shares of a demand around its circular, for a chart.

    Columns: month, share, n, fitted (the line before and the line after), without (the line before
    carried on, from the circular on; else missing). No rows where the series is too short. Places
    are not widened here: ask with the filter that `measure_circulars` ended at.
    """
    span = _find_span(share_by_month(snapshot, where, _MONTHS), DEMANDS[demand].name)
    at = int((~span["is_after"].astype(bool)).sum())
    found = interrupted_series(span["share"].to_numpy(float), at)
    if found is None:
        return pd.DataFrame(columns=["month", "share", "n", "fitted", "without"])
    lines: Mapping[str, Floats] = {
        "fitted": found.fitted,
        "without": np.where(np.arange(len(span)) >= at, found.without, np.nan),
    }
    return span[["month", "share", "n"]].assign(**lines)
