"""How sure the difference of two shares is, from how sure each of them is."""

import math

from analytics.statistics import Interval


def difference_interval(
    first: float, first_interval: Interval, second: float, second_interval: Interval
) -> Interval:
    """The interval of second - first for two independent shares with intervals of one level.

    Each side is the root of the squared distances of the bounds that push it there ("square and
    add", MOVER); with Wilson's intervals it is the hybrid score interval, which holds its level
    for small n and shares near 0 or 1. Sources: Newcombe (1998), Statistics in Medicine
    17:873–890, method 10; for intervals of other kinds Zou & Donner (2008), Statistics in
    Medicine 27:1693–1702.
    """
    difference = second - first
    return Interval(
        difference - math.hypot(second - second_interval.low, first_interval.high - first),
        difference + math.hypot(second_interval.high - second, first - first_interval.low),
    )
