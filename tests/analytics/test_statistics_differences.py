"""The difference of two shares, against a published example and by repeated drawing."""

import numpy as np
import pytest

from analytics.statistics import share_interval
from analytics.statistics_differences import difference_interval


def interval_of(x: int, m: int, y: int, n: int) -> tuple[float, float]:
    first, second = share_interval(x, m), share_interval(y, n)
    assert first is not None
    assert second is not None
    found = difference_interval(x / m, first, y / n, second)
    return found.low, found.high


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe 1998, table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/20.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 20), (10, 10), 0.6791, 1.0),
    ],
)
def test_published_examples(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert interval_of(*first, *second) == pytest.approx((low, high), abs=0.0002)


def test_it_holds_the_truth_as_often_as_it_says() -> None:
    chance = np.random.default_rng(3)
    drawn = zip(chance.binomial(40, 0.1, 2000), chance.binomial(60, 0.25, 2000), strict=True)
    held = [low < 0.15 < high for low, high in (interval_of(x, 40, y, 60) for x, y in drawn)]
    assert 0.935 < np.mean(held) < 0.97
