"""How many fall short of a line, by how much, and how unequally (Foster, Greer & Thorbecke)."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analytics.statistics import LEVEL, Estimate, Interval, share_interval
from analytics.statistics_weights import kish_n


def poverty_gap(
    incomes: Sequence[float] | NDArray[Any],
    line: float | Sequence[float] | NDArray[Any],
    alpha: Literal[0, 1, 2],
    weights: Sequence[float] | NDArray[Any] | None = None,
    level: float = LEVEL,
) -> Estimate | None:
    """P_α = mean of ((z − y)/z)^α over all, 0 for those with y ≥ z; None without incomes.

    α = 0 is the share below the line, 1 the gap (mean shortfall, in lines), 2 the severity (large
    shortfalls count more); all from 0 to 1. `line` is one for all or one each (the minimum wage of
    the regency). Rupiah a month on both sides. The interval is Wilson's with the n that gives
    this variance, p(1 − p)/Var (unweighted headcount: exactly n; where all are alike Kish's n). It
    says nothing of hours or of who shares the income, and of wages only what ads promise.
    Sources: Foster, Greer & Thorbecke (1984), Econometrica 52:761–766; variance: Kakwani (1993),
    Review of Economics and Statistics 75:632–639; interval: Dean & Pagano (2015), Journal of
    Survey Statistics and Methodology 3:484–503.
    """
    y = np.asarray(incomes, float)
    z = np.broadcast_to(np.asarray(line, float), y.shape)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    if not (y >= 0).all() or not (z > 0).all():
        raise ValueError("An income is missing or below 0, or a line is not above 0.")
    n = kish_n(w)
    if n == 0:
        return None
    short = np.where(y < z, (1 - y / z) ** alpha, 0.0)
    value = float(np.average(short, weights=w))
    variance = float((w**2 * (short - value) ** 2).sum()) / float(w.sum()) ** 2
    if 0 < value < 1 and variance > 0:
        n = value * (1 - value) / variance
    interval = share_interval(value * n, n, level)
    if interval is None:
        return None
    return Estimate(value, Interval(interval.low, interval.high), len(y))
