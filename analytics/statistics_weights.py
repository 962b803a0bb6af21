"""Weights that make ads agree with official totals, and how few ads are left of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Weights are kept between these multiples of their median (METHODS §3.2).
TRIM: Final = (0.2, 5.0)
TOLERANCE: Final = 0.01
_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class Raking:
    """Weights with a mean of 1, in the order of the rows, and what they could not do.

    margins: one row a margin and category: margin, category, n (rows), target, share_raw,
    share_weighted (of the rows whose category is known; target likewise of the categories seen).
    unseen: categories with a target but no row: margin, category, share (of the official total);
    they stay unfilled, so the weighted figures speak for the rest only. error: the largest
    |share_weighted/target − 1|; is_reached: whether it is within the tolerance. n_effective: Kish.
    """

    weights: Floats
    margins: pd.DataFrame
    unseen: pd.DataFrame
    error: float
    is_reached: bool
    n_effective: float


def kish_n(
    weights: Sequence[float] | NDArray[Any], counts: Sequence[float] | NDArray[Any] | None = None
) -> float:
    """The size of an unweighted sample as precise as this weighted one: (Σw)²/Σw².

    Each weight stands for one of `counts` units, without them for one. It counts what unequal
    weights cost, not what they correct. Source: Kish, Survey Sampling (1965), §11.7.
    """
    found = np.asarray(weights, float)
    if not (found >= 0).all():
        raise ValueError("A weight is missing or below 0.")
    times = np.ones(len(found)) if counts is None else np.asarray(counts, float)
    squares = float((found**2 * times).sum())
    return float((found * times).sum()) ** 2 / squares if squares else 0.0


def rake(
    rows: pd.DataFrame,
    targets: Mapping[str, Mapping[str, float]],
    trim: tuple[float, float] = TRIM,
    tolerance: float = TOLERANCE,
    counts: Sequence[float] | NDArray[Any] | None = None,
) -> Raking:
    """Weight the rows so that each margin has the shares of its official totals.

    `counts` is how many alike each row stands for, 1 each without them; they share its weight.
    `targets`: column → category → total (persons, hires; any unit, only shares count). Margin by
    margin every weight is multiplied by target/achieved until all agree; weights are then cut to
    `trim` times their median and raked again, until the largest error is within `tolerance` or
    nothing moves. A row whose category is missing keeps its weight in that margin. It removes
    only what the margins explain: ads of one cell stand for jobs that were never advertised.
    Sources: Deming & Stephan (1940), Annals of Mathematical Statistics 11:427–444; trimming:
    Potter (1990), ASA Survey Research Methods, 225–230; METHODS §3.2.
    """
    times = np.ones(len(rows)) if counts is None else np.asarray(counts, float)
    margins = [_Margin.of(rows[name], name, wanted, times) for name, wanted in targets.items()]
    weights = np.ones(len(rows))
    for _ in range(_ROUNDS):
        before = weights
        for margin in margins:
            weights = weights * margin.factors(weights)
        middle = _middle(weights, times)
        weights = np.clip(weights, trim[0] * middle, trim[1] * middle)
        weights = weights / (np.average(weights, weights=times) if len(weights) else 1.0)
        error = max((margin.error(weights) for margin in margins), default=0.0)
        if error <= tolerance / 10 or np.allclose(weights, before, rtol=1e-6):
            break
    return Raking(
        weights=weights,
        margins=pd.concat([margin.report(weights) for margin in margins], ignore_index=True),
        unseen=pd.concat([margin.unseen for margin in margins], ignore_index=True),
        error=error,
        is_reached=error <= tolerance,
        n_effective=kish_n(weights, times),
    )


def _middle(weights: Floats, times: Floats) -> float:
    """The median of weights that each stand so many times; 1 where there are none."""
    if not len(weights):
        return 1.0
    order = np.argsort(weights, kind="stable")
    reached, total = np.cumsum(times[order]), times.sum()
    places = np.searchsorted(reached, [(total - 1) // 2, total // 2], side="right")
    return float(weights[order][places].mean())


@dataclass(frozen=True, slots=True)
class _Margin:
    """One column: the number of each row's category (-1 unknown) and the share each is to have."""

    name: str
    codes: NDArray[np.intp]
    categories: list[str]
    target: Floats
    unseen: pd.DataFrame
    times: Floats

    @classmethod
    def of(
        cls, column: pd.Series, name: str, wanted: Mapping[str, float], times: Floats
    ) -> "_Margin":
        codes, seen = pd.factorize(column, sort=True)
        strange = [str(category) for category in seen if wanted.get(category, 0) <= 0]
        if strange:
            raise ValueError(f"{name}: rows but no official total for {', '.join(strange)}.")
        total = sum(wanted.values())
        missing = [category for category in wanted if category not in set(seen)]
        unseen = pd.DataFrame(
            {
                "margin": pd.Series([name] * len(missing), dtype=object),
                "category": pd.Series(missing, dtype=object),
                "share": pd.Series([wanted[one] / total for one in missing], dtype=float),
            }
        )
        target = np.array([wanted[category] for category in seen], float)
        told = unseen[unseen["share"] > 0]
        return cls(name, codes, list(seen), target / target.sum(), told, times)

    def shares(self, weights: Floats) -> Floats:
        known = self.codes >= 0
        sums = np.bincount(self.codes[known], (weights * self.times)[known], len(self.categories))
        return np.asarray(sums / sums.sum() if len(sums) else sums, float)

    def factors(self, weights: Floats) -> Floats:
        # The last factor is that of the unknown, code -1.
        return np.append(self.target / self.shares(weights), 1.0)[self.codes]

    def error(self, weights: Floats) -> float:
        return float(np.abs(self.shares(weights) / self.target - 1).max(initial=0.0))

    def report(self, weights: Floats) -> pd.DataFrame:
        known = self.codes >= 0
        n = np.bincount(self.codes[known], self.times[known], len(self.categories)).astype(int)
        return pd.DataFrame(
            {
                "margin": self.name,
                "category": self.categories,
                "n": n,
                "target": self.target,
                "share_raw": self.shares(np.ones(len(self.codes))),
                "share_weighted": self.shares(weights),
            }
        )
