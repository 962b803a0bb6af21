"""Wages stated as ranges, taken as ranges: anywhere between the bounds, never in the middle."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import LEVEL, MEDIAN_AT_LEAST, least_n, quantile_ranks

Floats = NDArray[np.float64]
Numbers = Sequence[float] | NDArray[Any]
QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
_ROUNDS: Final = 5_000
_SETTLED: Final = 1e-6
# Of log wages, half a rupiah in 5 million: an exact wage is a range as narrow as this.
_NARROWEST: Final = 1e-7


def fit_interval_wages(low: Numbers, high: Numbers, level: float = LEVEL) -> pd.DataFrame:
    """Quantiles of the wages that are offered in [low, high], a missing bound being open.

    Columns: quantile (of QUANTILES, those that n allows: `statistics.least_n`), wage_low, wage_high
    (unit of the ranges; one figure, or 0 or infinite at the end where only open ranges lie beyond),
    interval_low, interval_high. No rows below MEDIAN_AT_LEAST wages.
    Every amount of a range, in equal steps of its logarithm, is offered alike; an open range is
    spread as the others are beyond its bound (Efron 1967, redistribution to the right, by
    self-consistency). The interval is that of order statistics (Woodruff 1952, JASA 47:635–646)
    on that curve. It cannot say where in their ranges employers end up paying, nor what ads without
    a wage offer.
    Measured on the sample market (`python -m benchmarks truth`): a lognormal by maximum likelihood,
    which METHODS §3.7 offers, held the true median of an occupation in 73 % of cells at a stated
    95 %, for pay comes in heaps, one around each minimum wage; Turnbull's curve, interpolated, in
    88 %; this in 92 % of occupations and 98 % of occupations in provinces.
    """
    columns = ["quantile", "wage_low", "wage_high", "interval_low", "interval_high"]
    return pd.DataFrame(interval_quantiles(low, high, level=level), columns=columns, dtype=float)


def interval_quantiles(
    low: Numbers,
    high: Numbers,
    counts: Numbers | None = None,
    quantiles: Sequence[float] = QUANTILES,
    level: float = LEVEL,
) -> list[tuple[float, float, float, float, float]]:
    """The rows of `fit_interval_wages` for these quantiles, without a frame around them.

    Of ranges that many state alike one is enough, with how many state it in `counts`.
    """
    lower, upper, weights = _bounds(low, high, counts)
    n = int(weights.sum())
    if n < MEDIAN_AT_LEAST:
        return []
    edges, below = spread_ranges(lower, upper, weights)
    rows = []
    for p in (p for p in quantiles if n >= least_n(p)):
        ranks = quantile_ranks(n, p, level)
        # The k-th smallest of n stands at (k − ½)/n of the curve.
        ends = [(rank - 0.5) / n for rank in ranks] if ranks else [-math.inf, math.inf]
        start, stop = _amount_at(edges, below, p)
        first, last = (_amount_at(edges, below, end) for end in ends)
        rows.append((p, start, stop, first[0], last[1]))
    return rows


def spread_ranges(
    lower: Floats, upper: Floats, counts: Floats | None = None
) -> tuple[Floats, Floats]:
    """The curve: edges (wages, ascending) and the share of wages below each; straight in logs.

    What lies below the first edge or above the last is known to be beyond it and no more. Each
    range counts once, or as often as `counts` says.
    """
    weights = np.ones(len(lower)) if counts is None else counts
    with np.errstate(divide="ignore"):
        start, end = np.log(lower), np.log(upper)
    is_told = np.isfinite(start) & np.isfinite(end)
    thin = is_told & (end - start < _NARROWEST)
    start = np.where(thin, start - _NARROWEST / 2, start)
    end = np.where(thin, start + _NARROWEST, end)
    edges = np.unique(np.concatenate([start[np.isfinite(start)], end[np.isfinite(end)]]))
    first, last = np.searchsorted(edges, start), np.searchsorted(edges, end)
    # Cell k lies between edges k-1 and k: 0 below all of them, len(edges) above.
    told = np.zeros(len(edges) + 1)
    if is_told.any():
        density = weights[is_told] / (end[is_told] - start[is_told])
        steps = np.bincount(first[is_told] + 1, density, len(edges) + 2)
        steps -= np.bincount(last[is_told] + 1, density, len(edges) + 2)
        told[1:-1] = np.maximum(np.cumsum(steps)[1 : len(edges)], 0) * np.diff(edges)
    is_up, is_down = np.isinf(end), np.isinf(start)
    above = np.bincount(first[is_up] + 1, weights[is_up], len(edges) + 1).astype(float)
    under = np.bincount(last[is_down], weights[is_down], len(edges) + 1).astype(float)
    share = _redistribute(told, above, under) / weights.sum()
    return np.asarray(np.exp(edges), float), np.asarray(np.cumsum(share)[:-1], float)


def _redistribute(told: Floats, above: Floats, under: Floats) -> Floats:
    """Wages by cell: those of closed ranges, and the open ones spread as all beyond their bound.

    `above` counts the ranges that are open upwards by their first cell, `under` those open
    downwards by their last.
    """
    if not (above.any() or under.any()):
        return told

    def step(share: Floats) -> Floats:
        up_to = np.cumsum(share)
        # Of the open ranges that hold a cell, what it gets of each.
        upward = np.cumsum(above / np.maximum(up_to[-1] - up_to + share, 1e-15))
        downward = np.cumsum((under / np.maximum(up_to, 1e-15))[::-1])[::-1]
        moved: Floats = told + share * (upward + downward)
        return np.asarray(moved / moved.sum(), float)

    share = told + 1e-3
    # Nobody but the open ranges themselves lies beyond the outermost edges: without them the last
    # told one is taken at its word, as Efron does.
    share[0], share[-1] = (
        float(not told[: _last(under)].any()),
        float(not told[_first(above) :].any()),
    )
    total = told.sum() + above.sum() + under.sum()
    return np.asarray(total * _iterate(step, share / share.sum()), float)


def _first(counts: Floats) -> int:
    """The highest cell that a count starts from; nothing where there is none."""
    found = np.flatnonzero(counts)
    return int(found[-1]) if len(found) else len(counts)


def _last(counts: Floats) -> int:
    """The lowest cell that a count ends at; nothing where there is none."""
    found = np.flatnonzero(counts)
    return int(found[0]) + 1 if len(found) else 0


def _amount_at(edges: Floats, below: Floats, p: float) -> tuple[float, float]:
    """The wage that a share p lies below; both ends where it is beyond all edges."""
    if p < below[0]:
        return 0.0, float(edges[0])
    if p > below[-1]:
        return float(edges[-1]), math.inf
    amount = float(np.exp(np.interp(p, below, np.log(edges))))
    return amount, amount


def turnbull(low: Numbers, high: Numbers) -> pd.DataFrame:
    """The most likely distribution of wages within [low, high] that supposes no shape.

    One row a stretch of wages that gets mass: low, high (unit of the ranges, 0 and infinite where
    open; equal for an exact wage), share (they sum to 1). Where in the stretch the mass lies no
    data can tell. Self-consistency of Turnbull (1976), JRSS B 38:290–295, by EM with the leaps of
    SQUAREM (Varadhan & Roland 2008, Scand. J. Stat. 35:335–353), 15 to 100 times faster.
    """
    lower, upper, _ = _bounds(low, high)
    if not len(lower):
        return pd.DataFrame(columns=["low", "high", "share"], dtype=float)
    ranges, counts = np.unique(np.column_stack([lower, upper]), axis=0, return_counts=True)
    stretches = _stretches(ranges)
    # A range holds the stretches from `first` up to before `last`: sums over them are differences.
    first = np.searchsorted(stretches[:, 0], ranges[:, 0], side="left")
    last = np.searchsorted(stretches[:, 1], ranges[:, 1], side="right")

    def step(share: Floats) -> Floats:
        up_to = np.concatenate([[0.0], np.cumsum(share)])
        asked = counts / np.maximum(up_to[last] - up_to[first], 1e-15)
        edges = np.bincount(first, asked, len(share) + 1) - np.bincount(last, asked, len(share) + 1)
        moved: Floats = share * np.maximum(np.cumsum(edges)[:-1], 0) / counts.sum()
        return moved

    share = _iterate(step, np.full(len(stretches), 1 / len(stretches)))
    kept = share > 0.05 / counts.sum()
    found = {"low": stretches[kept, 0], "high": stretches[kept, 1]}
    return pd.DataFrame({**found, "share": share[kept] / share[kept].sum()})


def _iterate(step: Callable[[Floats], Floats], share: Floats) -> Floats:
    """The fixed point of a step: two of them, then a leap along, shorter where it overshoots."""
    for _ in range(_ROUNDS):
        once = step(share)
        twice = step(once)
        speed = once - share
        if np.abs(speed).max() < _SETTLED:
            return twice
        bend = twice - once - speed
        length = max(1.0, math.sqrt(float(speed @ speed) / max(float(bend @ bend), 1e-300)))
        leap = share + 2 * length * speed + length**2 * bend
        # A leap that takes all mass from somewhere could never give it back.
        while length > 1 and ((leap <= 0) & (share > 0)).any():
            length = (length + 1) / 2 if length > 1.01 else 1.0
            leap = share + 2 * length * speed + length**2 * bend
        share = leap / leap.sum() if length > 1 else twice
    return share


def _bounds(
    low: Numbers, high: Numbers, counts: Numbers | None = None
) -> tuple[Floats, Floats, Floats]:
    """Both bounds, 0 and infinite where missing, and their counts; rows without either are out."""
    lower, upper = np.asarray(low, float), np.asarray(high, float)
    stated = ~(np.isnan(lower) & np.isnan(upper))
    weights = np.ones(len(lower)) if counts is None else np.asarray(counts, float)
    lower = np.where(np.isnan(lower), 0.0, lower)[stated]
    upper = np.where(np.isnan(upper), np.inf, upper)[stated]
    if (lower < 0).any() or (lower > upper).any() or (upper <= 0).any():
        raise ValueError("A wage is below 0, or a range ends below its start.")
    return lower, upper, weights[stated]


def _stretches(ranges: Floats) -> Floats:
    """The innermost intervals: from a lower bound to the next upper one, none between them."""
    starts, ends = np.unique(ranges[:, 0]), np.unique(ranges[:, 1])
    next_end = ends[np.searchsorted(ends, starts)]
    last_start = starts[np.searchsorted(starts, next_end, side="right") - 1]
    kept = last_start == starts
    return np.column_stack([starts[kept], next_end[kept]])
