"""Ranges of wages: Turnbull's curve as published, the lognormal by closed form and by coverage."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.statistics import quantile_interval
from analytics.statistics_wages import QUANTILES, fit_interval_wages, turnbull

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


def test_exact_wages_give_the_mean_and_spread_of_their_logs() -> None:
    wages = np.exp(np.random.default_rng(1).normal(15, 0.4, 40))
    found = fit_interval_wages(wages, wages)
    assert found is not None
    logs = np.log(wages)
    assert found.log_mean == pytest.approx(logs.mean(), abs=1e-4)
    assert found.log_sd == pytest.approx(logs.std(), rel=1e-3)
    median = found.quantiles.set_index("quantile").loc[0.5]
    half = 1.959964 * logs.std() / math.sqrt(40)
    assert median["wage"] == pytest.approx(math.exp(logs.mean()), rel=1e-4)
    assert median["interval_low"] == pytest.approx(math.exp(logs.mean() - half), rel=1e-3)
    assert median["interval_high"] == pytest.approx(math.exp(logs.mean() + half), rel=1e-3)
    sure = quantile_interval(wages.tolist(), 0.5)
    assert sure is not None
    assert (median["sure_low"], median["sure_high"]) == (sure.low, sure.high)


def test_below_or_above_one_line_is_a_probit() -> None:
    # 30 of 100 below 4 million, 30 above 6 million: the lines are z = ∓0.5244 from the middle.
    low = [np.nan] * 30 + [4e6] * 40 + [6e6] * 30
    high = [4e6] * 30 + [6e6] * 40 + [np.nan] * 30
    found = fit_interval_wages(low, high)
    assert found is not None
    assert found.log_mean == pytest.approx(math.log(4e6 * 6e6) / 2, abs=1e-4)
    assert found.log_sd == pytest.approx(math.log(1.5) / (2 * 0.524401), rel=1e-3)


@pytest.mark.parametrize("n", [12, 40, 150])
def test_intervals_hold_the_truth(n: int) -> None:
    chance, held, sure = np.random.default_rng(n), [], []
    for _ in range(30):
        found = fit_interval_wages(*stated(chance, n))
        assert found is not None
        rows = found.quantiles
        truth = TRUTH[np.isin(QUANTILES, rows["quantile"])]
        held.append((rows["interval_low"] <= truth) & (truth <= rows["interval_high"]))
        sure.append((rows["sure_low"] <= truth) & (truth <= rows["sure_high"]))
    assert 0.88 <= np.concatenate(held).mean() <= 0.99
    assert np.concatenate(sure).mean() >= 0.97


def test_quantiles_are_shown_as_n_allows() -> None:
    chance = np.random.default_rng(4)
    shown = {}
    for n in (10, 20, 30):
        found = fit_interval_wages(*stated(chance, n))
        assert found is not None
        shown[n] = found.quantiles["quantile"].tolist()
    assert shown == {10: [0.5], 20: [0.25, 0.5, 0.75], 30: list(QUANTILES)}
    assert fit_interval_wages(*stated(chance, 9)) is None


def test_wages_in_two_heaps_do_not_fit_and_it_says_so() -> None:
    heaps = [2e6] * 500 + [9e6] * 500
    found = fit_interval_wages(heaps, heaps)
    assert found is not None
    assert found.misfit > 0.3
    fair = fit_interval_wages(*stated(np.random.default_rng(5), 1000))
    assert fair is not None
    assert fair.misfit < 0.09


@pytest.mark.parametrize(
    ("low", "high", "curve"),
    [
        ([4e6] * 12, [6e6 + step for step in range(12)], (4e6, 6e6)),
        ([3e6 + step for step in range(12)], [np.nan] * 12, (3e6 + 11, math.inf)),
        ([np.nan] * 12, [3e6 + step for step in range(12)], (0, 3e6)),
        ([np.nan] * 7 + [5e6] * 6, [4e6] * 7 + [np.nan] * 6, (0, 4e6)),
    ],
)
def test_ranges_that_overlap_or_only_take_sides_tell_no_spread(
    low: list[float], high: list[float], curve: tuple[float, float]
) -> None:
    found = fit_interval_wages(low, high)
    assert found is not None
    row = found.quantiles.iloc[0]
    assert math.isnan(row["wage"])
    assert math.isnan(found.misfit)
    assert (row["turnbull_low"], row["turnbull_high"]) == curve
    assert row["sure_low"] <= curve[0]
    assert row["sure_high"] >= curve[1]


def test_one_wage_for_all_is_that_wage() -> None:
    found = fit_interval_wages([5e6] * 10, [5e6] * 10)
    assert found is not None
    assert found.quantiles.iloc[0].tolist() == pytest.approx([0.5] + [5e6] * 7)


def test_rows_without_a_wage_are_left_out_and_impossible_ones_refused() -> None:
    found = fit_interval_wages([4e6, np.nan] * 10, [5e6, np.nan] * 10)
    assert found is not None
    assert found.n == 10
    assert turnbull([np.nan], [np.nan]).empty
    with pytest.raises(ValueError, match="ends below its start"):
        turnbull([5], [4])
    with pytest.raises(ValueError, match="below 0"):
        turnbull([-5], [4])
