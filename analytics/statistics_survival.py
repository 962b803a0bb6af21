"""How long something lasts when part of it is not over yet: Kaplan–Meier with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import LEVEL, Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """What Kaplan–Meier says of some durations, in their unit.

    curve: one row an age at which something ended: age, at_risk (still open and observed just
    before), ended, survival (share that lasts longer than this age), interval_low, interval_high.
    median: the first age that at most half outlast; infinite where the curve stays above ½.
    """

    curve: pd.DataFrame
    median: float
    median_interval: Interval
    n: int
    ended: int


def kaplan_meier(
    ages: Sequence[float] | NDArray[Any],
    has_ended: Sequence[bool] | NDArray[np.bool_],
    entered: Sequence[float] | NDArray[Any] | None = None,
    level: float = LEVEL,
) -> Survival:
    """Survival S(t) = Π(1 − d/n) over the ages at which something ended.

    `ages`: age at the end, or when last seen open (has_ended False: censored). `entered`: the age
    at which each was first seen, 0 if from its first day; ads already open when collection began
    were found because they lasted, and count as at risk only from then on. The interval is
    Greenwood's on the scale log(−log S); that of the median is the ages where it holds ½
    (Brookmeyer & Crowley). It supposes that what is censored would last as long as the rest: a
    portal that drops ads of its own accord breaks this. With few at risk at young ages (late
    entries) the curve falls by chance and stays down.
    Sources: Kaplan & Meier (1958), JASA 53:457–481; Kalbfleisch & Prentice, The Statistical
    Analysis of Failure Time Data (2nd ed. 2002), §1.4; Brookmeyer & Crowley (1982), Biometrics
    38:29–41.
    """
    until, is_end = np.asarray(ages, float), np.asarray(has_ended, bool)
    since = np.zeros(len(until)) if entered is None else np.array(entered, float)
    if not (until >= since).all() or not (since >= 0).all():
        raise ValueError("An age is missing, below 0, or below the age at entry.")
    times, ended = np.unique(until[is_end], return_counts=True)
    # At risk at t: entered before t (or at the very start), not gone before t; and what was found
    # and gone at t itself.
    since[since == 0] = -np.inf
    entries, exits = np.sort(since), np.sort(until)
    at_once = until[is_end & (since == until)]
    at_risk = np.searchsorted(entries, times) - np.searchsorted(exits, times)
    at_risk += np.bincount(np.searchsorted(times, at_once), minlength=len(times))
    survival = np.cumprod(1 - ended / at_risk)
    low, high = _greenwood(survival, ended, at_risk, level)
    return Survival(
        curve=pd.DataFrame(
            {
                "age": times,
                "at_risk": at_risk,
                "ended": ended,
                "survival": survival,
                "interval_low": low,
                "interval_high": high,
            }
        ),
        median=_first_age(times, survival),
        median_interval=Interval(_first_age(times, low), _first_age(times, high)),
        n=len(until),
        ended=int(is_end.sum()),
    )


def _greenwood(
    survival: Floats, ended: NDArray[np.int64], at_risk: NDArray[np.int64], level: float
) -> tuple[Floats, Floats]:
    """The bounds of the survival; missing once nothing is left, where the formula says nothing."""
    left = (survival > 0) & (survival < 1)
    steps = np.divide(ended, at_risk * (at_risk - ended), where=left, out=np.zeros(len(survival)))
    log_survival = np.log(np.where(left, survival, 0.5))
    spread = np.sqrt(np.cumsum(steps)) / np.abs(log_survival)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    low, high = (
        np.where(left, np.exp(log_survival * np.exp(side * z * spread)), np.nan) for side in (1, -1)
    )
    return low, high


def _first_age(ages: Floats, survival: Floats) -> float:
    """The first age at which at most half are left; infinite if there is none."""
    # A missing bound stands where nothing is left.
    reached = np.flatnonzero((survival <= 0.5 + 1e-12) | np.isnan(survival))
    return float(ages[reached[0]]) if len(reached) else math.inf
