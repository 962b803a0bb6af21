"""Small-sample statistics: how sure a figure is, by formulas that hold for few observations.

Only the standard library: pages import this, and SciPy would cost them a second.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

# The rules of the house for small cells (DESIGN.md §5).
MEDIAN_AT_LEAST = 10
QUARTILES_AT_LEAST = 20
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


def _binomial_mass(successes: int, n: int) -> float:
    """P(X = successes) for X ~ Binomial(n, 1/2), without overflow for any n."""
    log_mass = (
        math.lgamma(n + 1) - math.lgamma(successes + 1) - math.lgamma(n - successes + 1)
    ) - n * math.log(2)
    return math.exp(log_mass)


@lru_cache(maxsize=4096)
def median_ranks(n: int, level: float = LEVEL) -> tuple[int, int] | None:
    """The ranks (1 = smallest) of the order statistics that bound the median, or None.

    The interval from the r-th smallest to the r-th largest of n independent values holds the
    median with probability 1 - 2·P(X ≤ r-1), X ~ Binomial(n, 1/2), whatever the distribution;
    this gives the largest r for which that is at least `level`. None where even the smallest and
    the largest value do not reach it (n < 6 at 95 %).
    Source: David & Nagaraja, Order Statistics (3rd ed. 2003), §7.1; Conover, Practical
    Nonparametric Statistics (3rd ed. 1999), §3.2.
    """
    allowed = (1.0 - level) / 2.0
    # Masses further than 40 standard deviations out are below 1e-300 and change nothing.
    rank = first = max(0, int(n / 2 - 20 * math.sqrt(n)) - 1)
    tail = 0.0
    while rank < (n + 1) // 2:
        tail += _binomial_mass(rank, n)
        if tail > allowed:
            break
        rank += 1
    if rank == first and first == 0:
        return None
    return rank, n + 1 - rank


def median_interval(values: Sequence[float], level: float = LEVEL) -> Interval | None:
    """The distribution-free interval of the median of these values, or None where n is too small.

    Unit of the values; for the formula and its source see `median_ranks`.
    """
    ranks = median_ranks(len(values), level)
    if ranks is None:
        return None
    in_order = sorted(values)
    return Interval(in_order[ranks[0] - 1], in_order[ranks[1] - 1])


def share_interval(successes: int, n: int, level: float = LEVEL) -> Interval | None:
    """Wilson's score interval of a share (0 to 1), or None for n = 0.

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
