"""Poverty measures against the examples of the World Bank's handbook, and their coverage."""

import numpy as np
import pytest

from analytics.statistics import share_interval
from analytics.statistics_poverty import poverty_gap

# Haughton & Khandker, Handbook on Poverty and Inequality (2009), ch. 4: the line is 125.
HANDBOOK = [
    ((100, 100, 150, 150), 0.5, 0.10, 0.02),
    ((124, 124, 150, 150), 0.5, 0.004, 0.000032),
    ((100, 110, 150, 160), 0.5, 0.08, 0.0136),
]


@pytest.mark.parametrize(("incomes", "headcount", "gap", "severity"), HANDBOOK)
def test_measures_are_those_of_the_handbook(
    incomes: tuple[int, ...], headcount: float, gap: float, severity: float
) -> None:
    for alpha, value in ((0, headcount), (1, gap), (2, severity)):
        found = poverty_gap(incomes, 125, alpha)  # type: ignore[arg-type]
        assert found is not None
        assert found.value == pytest.approx(value)
        assert found.interval.holds(found.value)
        assert found.n == 4


def test_the_headcount_has_wilsons_interval() -> None:
    found = poverty_gap([90] * 15 + [110] * 133, 100, 0)
    wilson = share_interval(15, 148)
    assert found is not None
    assert wilson is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((wilson.low, wilson.high))


def test_each_may_have_a_line_of_its_own() -> None:
    found = poverty_gap([4_000_000, 2_000_000], [5_000_000, 2_000_000], 1)
    assert found is not None
    assert found.value == pytest.approx(0.1)


def test_weights_count_and_cost_precision() -> None:
    equal = poverty_gap([50, 150] * 20, 100, 1, [2] * 40)
    heavy = poverty_gap([50, 150] * 20, 100, 1, [1] * 20 + [9] * 20)
    plain = poverty_gap([50, 150] * 20, 100, 1)
    assert equal is not None
    assert heavy is not None
    assert plain is not None
    assert equal == plain
    assert heavy.value == pytest.approx(plain.value)
    assert heavy.interval.high - heavy.interval.low > plain.interval.high - plain.interval.low


def test_nobody_below_is_zero_with_room_above() -> None:
    found = poverty_gap([200] * 20, 100, 1)
    assert found is not None
    assert (found.value, found.interval.low) == (0, 0)
    assert found.interval.high == pytest.approx(0.1611, abs=0.0001)  # Wilson's for 0 of 20


@pytest.mark.parametrize("alpha", [0, 1, 2])
def test_intervals_hold_the_truth(alpha: int) -> None:
    chance = np.random.default_rng(alpha)
    market = chance.lognormal(0, 0.5, 200_000)
    truth = np.mean(np.where(market < 0.8, (1 - market / 0.8) ** alpha, 0))
    samples = chance.lognormal(0, 0.5, (1000, 60))
    covered = [
        found.interval.holds(truth)
        for found in (poverty_gap(sample, 0.8, alpha) for sample in samples)  # type: ignore[arg-type]
        if found
    ]
    assert len(covered) == 1000
    assert 0.92 <= np.mean(covered) <= 0.98


def test_nobody_is_nothing_and_impossible_values_are_refused() -> None:
    assert poverty_gap([], 100, 0) is None
    with pytest.raises(ValueError, match="below 0"):
        poverty_gap([-5], 100, 0)
    with pytest.raises(ValueError, match="not above 0"):
        poverty_gap([5], 0, 0)
