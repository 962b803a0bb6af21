"""Seasonal adjustment of weekly series: year, Lebaran, Natal and joint leave, by least squares."""

import math
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.reference.holidays import all_holidays, lebaran

Floats = NDArray[np.float64]

# Fewer full years and the movable feast can't be told from the season (METHODS 3.1).
YEARS_AT_LEAST: Final = 3
DAYS_A_YEAR: Final = 365.25
# Windows of days from Eid al-Fitr, both ends included.
LEBARAN_WINDOWS: Final = {
    "lebaran_28_15_before": (-28, -15),
    "lebaran_14_1_before": (-14, -1),
    "lebaran_0_7_after": (0, 7),
    "lebaran_8_21_after": (8, 21),
}
# The slow part is a broken line with a bend each so many weeks; waves of a year, half, third, …
_BEND_WEEKS: Final = 26
_WAVES: Final = 3
_Z: Final = 1.959964


def adjust_weeks(weeks: pd.DatetimeIndex, levels: Floats) -> tuple[Floats, pd.DataFrame] | None:
    """The weekly levels without season and calendar, and the effects taken out of them.

    `weeks` are Mondays in order without a gap; a level that is missing or 0 stays missing. None
    where they reach over less than YEARS_AT_LEAST full years. log level = broken line + waves of
    the year + Σ β·(share of the week's days in a window) + rest, by ordinary least squares.
    Effects, one row each: effect (a LEBARAN_WINDOWS name, "new_year": 24 December to 1 January,
    "joint_leave"), change (of the level where the whole week lies in it: -0.4 is 40 % less),
    interval_low, interval_high (95 %, as if the weeks' rests were independent, so somewhat too
    narrow), n (weeks that touch it). It cannot tell a lasting change in a season from noise: the
    same season holds for all years. Source: METHODS 3.1, after Ollech (2018), Bundesbank DP 41.
    """
    known = np.isfinite(levels) & (levels > 0)
    if not known.any():
        return None
    span = np.flatnonzero(known)
    if (span[-1] - span[0] + 1) * 7 < YEARS_AT_LEAST * 365:
        return None
    waves, calendar, slow = _waves(weeks), _calendar(weeks), _slow(len(weeks))
    names = list(calendar)
    design = np.column_stack([slow, waves, *calendar.values()])
    y = np.log(levels[known])
    x = design[known]
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    rest = y - x @ beta
    freedom = max(len(y) - np.linalg.matrix_rank(x), 1)
    spread = float(rest @ rest) / freedom * np.linalg.pinv(x.T @ x)
    season = design[:, slow.shape[1] :] @ beta[slow.shape[1] :]
    # Over the known weeks the season neither adds nor takes away.
    adjusted = np.full(len(levels), np.nan)
    adjusted[known] = np.exp(y - season[known] + season[known].mean())
    first = design.shape[1] - len(names)
    rows = []
    for column, name in enumerate(names, first):
        error = math.sqrt(max(float(spread[column, column]), 0.0))
        low, high = beta[column] - _Z * error, beta[column] + _Z * error
        touched = int((x[:, column] > 0).sum())
        rows.append((name, *(math.expm1(value) for value in (beta[column], low, high)), touched))
    columns = ["effect", "change", "interval_low", "interval_high", "n"]
    return adjusted, pd.DataFrame(rows, columns=columns)


def _slow(n: int) -> Floats:
    """A broken line: one, time, and time since each bend."""
    time = np.arange(n, dtype=float)
    bends = np.arange(_BEND_WEEKS, n - _BEND_WEEKS / 2, _BEND_WEEKS)
    line = [np.ones(n), time / 52, *(np.maximum(time - bend, 0) / 52 for bend in bends)]
    return np.column_stack(line)


def _waves(weeks: pd.DatetimeIndex) -> Floats:
    """Sine and cosine of the year at the middle of each week."""
    angle = 2 * np.pi * (weeks.day_of_year.to_numpy(float) + 3) / DAYS_A_YEAR
    return np.column_stack([f(k * angle) for k in range(1, _WAVES + 1) for f in (np.sin, np.cos)])


def _calendar(weeks: pd.DatetimeIndex) -> dict[str, Floats]:
    """Of each week the share of days in each window of the calendar."""
    marks: dict[date, list[str]] = {}
    for year in sorted({day.year for day in weeks} | {day.year + 1 for day in weeks}):
        if (feast := lebaran(year)) is not None:
            for name, (start, stop) in LEBARAN_WINDOWS.items():
                for after in range(start, stop + 1):
                    marks.setdefault(feast.eid + timedelta(days=after), []).append(name)
        for number in range(9):
            marks.setdefault(date(year - 1, 12, 24) + timedelta(days=number), []).append("new_year")
    for holiday in all_holidays():
        if holiday.is_joint_leave:
            marks.setdefault(holiday.day, []).append("joint_leave")
    shares = {name: np.zeros(len(weeks)) for name in (*LEBARAN_WINDOWS, "new_year", "joint_leave")}
    for row, monday in enumerate(weeks):
        for number in range(7):
            for name in marks.get((monday + timedelta(days=number)).date(), ()):
                shares[name][row] += 1 / 7
    return shares
