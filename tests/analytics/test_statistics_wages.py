"""Ranges of wages: Turnbull's curve as published, the spread of ranges by hand and by coverage."""

import math

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analytics.statistics import quantile_interval
from analytics.statistics_wages import (
    QUANTILES,
    fit_interval_wages,
    spread_ranges,
    turnbull,
)

OPEN = math.inf
# Months to cosmetic deterioration, radiotherapy alone: Finkelstein & Wolfe (1985), Biometrics
# 41:933–945. A visit showed it not yet at the first month, but at the second.
VISITS = [
    *[(45, OPEN), (6, 10), (0, 7), (46, OPEN), (46, OPEN), (7, 16), (17, OPEN), (7, 14), (37, 44)],
    *[(0, 8), (4, 11), (15, OPEN), (11, 15), (22, OPEN), (46, OPEN), (46, OPEN), (25, 37)],
    *[(46, OPEN), (26, 40), (46, OPEN), (27, 34), (36, 44), (46, OPEN), (36, 48), (37, OPEN)],
    *[(40, OPEN), (17, 25), (46, OPEN), (11, 18), (38, OPEN), (5, 12), (37, OPEN), (0, 5)],
    *[(18, OPEN), (24, OPEN), (36, OPEN), (5, 11), (19, 35), (17, 25), (24, OPEN), (32, OPEN)],
    *[(33, OPEN), (19, 26), (37, OPEN), (34, OPEN), (36, OPEN)],
]
# Its curve, as R's packages interval and Icens print it: (4, 5], (6, 7], …
CURVE = [
    *[(5, 0.0463), (7, 0.0334), (8, 0.0887), (12, 0.0708), (25, 0.0926), (34, 0.0818)],
    *[(40, 0.1209), (48, 0.4656)],
]
TRUTH = 4.5e6 * np.exp(0.45 * np.array([-1.28155, -0.67449, 0, 0.67449, 1.28155]))


def stated(chance: np.random.Generator, n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lognormal wages as ads state them: exact, in a range, above or below a line."""
    wages = np.exp(chance.normal(math.log(4.5e6), 0.45, n))
    wide = chance.choice([0.5e6, 1e6, 2e6], n)
    low = np.floor(wages / wide) * wide
    high = low + wide
    line, kind = chance.choice([3e6, 4e6, 5e6, 7e6], n), chance.random(n)
    low = np.where(kind < 0.25, np.where(wages < line, np.nan, line), low)
    high = np.where(kind < 0.25, np.where(wages < line, line, np.nan), high)
    is_exact = kind > 0.8
    return np.where(is_exact, wages, low), np.where(is_exact, wages, high)


def test_curve_without_shape_is_the_published_one() -> None:
    visits = np.array(VISITS, float)
    # Lower bounds exclude their own month, ours do not: half a month apart says the same.
    found = turnbull(visits[:, 0] + 0.5, visits[:, 1])
    assert found["high"].tolist() == [month for month, _ in CURVE]
    assert found["share"].to_numpy() == pytest.approx([share for _, share in CURVE], abs=0.0001)
    assert found["share"].sum() == pytest.approx(1)


def test_curve_of_exact_wages_is_their_own_shares() -> None:
    found = turnbull([3, 3, 5, 9], [3, 3, 5, 9])
    expected = np.array([[3, 3, 0.5], [5, 5, 0.25], [9, 9, 0.25]])
    assert found.to_numpy() == pytest.approx(expected)


def test_curve_splits_only_where_the_ranges_force_it() -> None:
    # 4–6 and 5–7 may both lie in 5–6; 8 and more lies alone.
    found = turnbull([4, 5, 8], [6, 7, np.nan])
    assert found["low"].tolist() == [5, 8]
    assert found["high"].tolist() == [6, math.inf]
    assert found["share"].tolist() == pytest.approx([2 / 3, 1 / 3])


def quantile(found: pd.DataFrame, p: float) -> list[float]:
    """wage_low, wage_high and both ends of the interval."""
    return [float(value) for value in found.set_index("quantile").loc[p]]


def test_exact_wages_give_their_own_order_statistics() -> None:
    wages = np.exp(np.random.default_rng(1).normal(15, 0.4, 41))
    low, high, first, last = quantile(fit_interval_wages(wages, wages), 0.5)
    assert low == high == pytest.approx(np.median(wages), rel=1e-3)
    sure = quantile_interval(wages.tolist(), 0.5)
    assert sure is not None
    assert (first, last) == pytest.approx((sure.low, sure.high), rel=1e-3)


def test_all_amounts_of_a_range_count_alike() -> None:
    # Half of 4–9 lies below √(4·9) = 6; the exact 9s push the median to where 4–9 is 5/6 over.
    assert quantile(fit_interval_wages([4.0] * 10, [9.0] * 10), 0.5)[0] == pytest.approx(6)
    found = fit_interval_wages([4.0] * 12 + [9.0] * 8, [9.0] * 12 + [9.0] * 8)
    assert quantile(found, 0.5)[0] == pytest.approx(4 * 2.25 ** (10 / 12), rel=1e-3)


def test_open_ranges_lie_as_the_others_beyond_their_bound() -> None:
    # Ten of 4–6 and ten "from 5": these lie in the upper part of 4–6, one half each way in logs.
    found = fit_interval_wages([4.0] * 10 + [5.0] * 10, [6.0] * 10 + [np.nan] * 10)
    edges, below = spread_ranges(
        np.array([4.0] * 10 + [5.0] * 10), np.array([6.0] * 10 + [OPEN] * 10)
    )
    assert edges == pytest.approx([4, 5, 6])
    to_five = math.log(5 / 4) / math.log(6 / 4) / 2
    assert below == pytest.approx([0, to_five, 1])
    assert quantile(found, 0.5)[0] > 5


def test_below_or_above_one_line_tells_the_sides_only() -> None:
    # 30 of 100 below 4 million, 30 above 6 million, and 40 between.
    low = [np.nan] * 30 + [4e6] * 40 + [6e6] * 30
    high = [4e6] * 30 + [6e6] * 40 + [np.nan] * 30
    found = fit_interval_wages(low, high)
    assert quantile(found, 0.5)[:2] == pytest.approx([math.sqrt(24) * 1e6] * 2)
    assert quantile(found, 0.1)[:2] == pytest.approx([0, 4e6])
    assert quantile(found, 0.9)[:2] == pytest.approx([6e6, OPEN])


@pytest.mark.parametrize("n", [12, 40, 150])
def test_intervals_hold_the_truth(n: int) -> None:
    chance, held = np.random.default_rng(n), []
    for _ in range(30):
        rows = fit_interval_wages(*stated(chance, n))
        truth = TRUTH[np.isin(QUANTILES, rows["quantile"])]
        held.append((rows["interval_low"] <= truth) & (truth <= rows["interval_high"]))
    assert 0.88 <= np.concatenate(held).mean() <= 0.99


def test_quantiles_are_shown_as_n_allows() -> None:
    chance = np.random.default_rng(4)
    shown = {}
    for n in (10, 20, 30):
        shown[n] = fit_interval_wages(*stated(chance, n))["quantile"].tolist()
    assert shown == {10: [0.5], 20: [0.25, 0.5, 0.75], 30: list(QUANTILES)}
    assert fit_interval_wages(*stated(chance, 9)).empty


def test_heaps_around_minimum_wages_keep_their_median() -> None:
    # What pay is like and a lognormal is not: heaps at 2.2 and 5.4 million, 55 to 45.
    chance, held = np.random.default_rng(8), []
    for _ in range(60):
        heap = np.where(chance.random(80) < 0.55, 2.2e6, 5.4e6) * np.exp(chance.normal(0, 0.1, 80))
        row = quantile(fit_interval_wages(heap * 0.95, heap / 0.95), 0.5)
        held.append(row[2] <= 2.2e6 * math.exp(0.1 * 1.335) <= row[3])  # z of 0.5/0.55
    assert np.mean(held) >= 0.85


@pytest.mark.parametrize(
    ("low", "high", "stretch"),
    [
        ([3e6 + step for step in range(12)], [np.nan] * 12, [3e6 + 11, OPEN]),
        ([np.nan] * 12, [3e6 + step for step in range(12)], [0, 3e6]),
    ],
)
def test_ranges_that_only_take_sides_tell_one_end(
    low: list[float], high: list[float], stretch: list[float]
) -> None:
    assert quantile(fit_interval_wages(low, high), 0.5)[:2] == pytest.approx(stretch)


def test_one_wage_for_all_is_that_wage() -> None:
    found = fit_interval_wages([5e6] * 10, [5e6] * 10)
    assert quantile(found, 0.5) == pytest.approx([5e6] * 4, rel=1e-4)


def test_rows_without_a_wage_are_left_out_and_impossible_ones_refused() -> None:
    found = fit_interval_wages([4e6, np.nan] * 10, [5e6, np.nan] * 10)
    assert found.equals(fit_interval_wages([4e6] * 10, [5e6] * 10))
    assert turnbull([np.nan], [np.nan]).empty
    with pytest.raises(ValueError, match="ends below its start"):
        turnbull([5], [4])
    with pytest.raises(ValueError, match="below 0"):
        turnbull([-5], [4])
