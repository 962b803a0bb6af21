"""Small-sample statistics: how sure a figure is, by formulas that hold for few observations.

The front door of the library. This file holds the rules of the house and the everyday intervals
and needs only the standard library, since every page imports it; the rest lives by subject:
statistics_shrink (shrink_shares, shrink_rates, shrink_quotients, shrink_means),
statistics_differences (difference_interval), statistics_growth (growth_posterior),
statistics_wages (fit_interval_wages, interval_quantiles, spread_ranges, turnbull),
statistics_survival (kaplan_meier), statistics_weights (kish_n, rake),
statistics_correct (correct_share, correct_counts),
statistics_series (block_bootstrap, interrupted_series, newey_west_errors),
statistics_poverty (poverty_gap).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

# The rules of the house for small cells (DESIGN.md §5).
MEDIAN_AT_LEAST = 10
QUARTILES_AT_LEAST = 20
TAILS_AT_LEAST = 30  # P10 and P90; nothing further out is shown
EMPLOYERS_AT_LEAST = 3
SHARE_AT_LEAST = 10
# Below this a change between two counts is noise: with 30 and 30 the 95 % interval of the ratio
# runs from 0.61 to 1.65.
CHANGE_AT_LEAST = 30

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of an interval, both included, in the unit of the figure."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies inside."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval, all in the unit of the figure, and the observations behind it."""

    value: float
    interval: Interval
    n: int


def least_n(p: float) -> int:
    """How many observations the house asks for before it shows the p-quantile (METHODS §3.7)."""
    rules = ((0.5, MEDIAN_AT_LEAST), (0.25, QUARTILES_AT_LEAST), (0.1, TAILS_AT_LEAST))
    for nearest_tail, n in rules:
        if min(p, 1 - p) >= nearest_tail - 1e-9:
            return n
    raise ValueError(f"The house shows no quantile as far out as {p}.")


def _binomial_mass(successes: int, n: int, p: float) -> float:
    """P(X = successes) for X ~ Binomial(n, p), without overflow for any n."""
    log_mass = (
        math.lgamma(n + 1)
        - math.lgamma(successes + 1)
        - math.lgamma(n - successes + 1)
        + successes * math.log(p)
        + (n - successes) * math.log1p(-p)
    )
    return math.exp(log_mass)


def _rank_below(n: int, p: float, allowed: float) -> int:
    """The largest rank whose order statistic lies above the p-quantile with P ≤ allowed, or 0."""
    # Masses further than 40 standard deviations out are below 1e-300 and change nothing.
    rank = max(0, int(n * p - 40 * math.sqrt(n * p * (1 - p))) - 1)
    tail = 0.0
    while rank < n:
        tail += _binomial_mass(rank, n, p)
        if tail > allowed:
            break
        rank += 1
    return rank


@lru_cache(maxsize=4096)
def quantile_ranks(n: int, p: float, level: float = LEVEL) -> tuple[int, int] | None:
    """The ranks (1 = smallest) of the order statistics that bound the p-quantile, or None.

    The l-th and the u-th smallest of n independent values hold it between them with probability
    P(l ≤ X ≤ u-1), X ~ Binomial(n, p), whatever the distribution. Each side may miss with half of
    1 - `level`; where not even the smallest (or largest) value is that safe, it is taken and the
    other side gets what is left: at 95 % the median needs n = 6, quartiles 11, P10 and P90 29.
    Source: David & Nagaraja, Order Statistics (3rd ed. 2003), §7.1; Conover, Practical
    Nonparametric Statistics (3rd ed. 1999), §3.2.
    """
    if not 0 < p < 1:
        raise ValueError(f"{p} is no quantile between 0 and 1.")
    if n < 1:
        return None
    allowed = 1 - level
    low = _rank_below(n, p, allowed / 2)
    from_top = _rank_below(n, 1 - p, allowed / 2)
    below, above = (1 - p) ** n, p**n  # how often all values lie on one side of the quantile
    if low == 0 and from_top > 0 and below < allowed:
        low, from_top = 1, _rank_below(n, 1 - p, allowed - below)
    elif from_top == 0 and low > 0 and above < allowed:
        low, from_top = _rank_below(n, p, allowed - above), 1
    if low == 0 or from_top == 0:
        return None
    return low, n + 1 - from_top


def median_ranks(n: int, level: float = LEVEL) -> tuple[int, int] | None:
    """The ranks of the order statistics that bound the median; see `quantile_ranks`."""
    return quantile_ranks(n, 0.5, level)


def median_interval(values: Sequence[float], level: float = LEVEL) -> Interval | None:
    """The distribution-free interval of the median of these values, or None where n is too small.

    Unit of the values; for the formula and its source see `quantile_ranks`.
    """
    return _between_ranks(values, median_ranks(len(values), level))


def quantile_interval(values: Sequence[float], p: float, level: float = LEVEL) -> Interval | None:
    """The distribution-free interval of the p-quantile, or None below the n the house asks for.

    Unit of the values; for the formula see `quantile_ranks`, for the rule `least_n`. It holds for
    independent values: ads copied from one another are fewer values than they look.
    """
    if len(values) < least_n(p):
        return None
    return _between_ranks(values, quantile_ranks(len(values), p, level))


def _between_ranks(values: Sequence[float], ranks: tuple[int, int] | None) -> Interval | None:
    if ranks is None:
        return None
    in_order = sorted(values)
    return Interval(in_order[ranks[0] - 1], in_order[ranks[1] - 1])


def share_interval(successes: float, n: float, level: float = LEVEL) -> Interval | None:
    """Wilson's score interval of a share (0 to 1), or None for n = 0.

    Counts of weighted samples may be broken: an effective n (`statistics_weights.kish_n`) and the
    share of it.
    Source: Wilson (1927), JASA 22:209–212; recommended for small n by Brown, Cai & DasGupta
    (2001), Statistical Science 16:101–133.
    """
    if n <= 0:
        return None
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is not a share.")
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == n else (centre + spread) / scale
    return Interval(max(0.0, low), min(1.0, high))


def change_interval(before: int, after: int, level: float = LEVEL) -> Interval | None:
    """The interval of after/before - 1 for two independent counts, or None where one is 0.

    Given their sum, `after` is binomial with p = ratio/(1 + ratio) (Przyborowski & Wilenski 1940,
    Biometrika 31:313–323); Wilson's interval of p is turned back into one of the ratio.
    """
    if before <= 0 or after <= 0:
        return None
    share = share_interval(after, before + after, level)
    if share is None or share.high >= 1.0:
        return None
    return Interval(share.low / (1 - share.low) - 1, share.high / (1 - share.high) - 1)
