"""Shrunk cells against the published fits of Rgbp, by hand, and against a known truth."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analytics.statistics_shrink import (
    shrink_means,
    shrink_quotients,
    shrink_rates,
    shrink_shares,
)

# Rubin's eight schools: effect of coaching and its standard error.
SCHOOLS = ([28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18])
# Efron & Morris's 18 baseball players: hits in the first 45 times at bat.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]


def held(found: pd.DataFrame, truth: NDArray[np.float64]) -> float:
    return float(((found["interval_low"] <= truth) & (truth <= found["interval_high"])).mean())


def test_eight_schools_are_neither_pooled_nor_left_alone() -> None:
    # Moments and likelihood both put the spread between schools at 0 (Gelman et al., Bayesian
    # Data Analysis, §5.5); where A·L(A) is highest it is 117.7, by a grid of 1 to 400 in tenths.
    found = shrink_means(*SCHOOLS)
    y, v = np.array(SCHOOLS[0], float), np.array(SCHOOLS[1], float) ** 2
    grid = np.arange(1, 400, 0.1)
    heights = []
    for spread in grid:
        weights = 1 / (v + spread)
        centre = (weights * y).sum() / weights.sum()
        log_likelihood = np.log(weights).sum() - np.log(weights.sum())
        log_likelihood -= (weights * (y - centre) ** 2).sum()
        heights.append(np.log(spread) + log_likelihood / 2)
    best = grid[int(np.argmax(heights))]
    assert best == pytest.approx(117.7, abs=0.05)
    assert found["parent"].iloc[0] == pytest.approx(8.168, abs=0.001)
    assert found["own_weight"].to_numpy() == pytest.approx(best / (best + v), abs=0.001)
    assert found["mean"].iloc[0] == pytest.approx(14.98, abs=0.01)


def test_baseball_players_come_closer_to_their_season() -> None:
    season = [0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269, 0.230]
    season += [0.264, 0.256, 0.303, 0.264, 0.226, 0.286, 0.316, 0.200]
    found = shrink_shares(HITS, [45] * 18)
    raw_miss = ((np.array(HITS) / 45 - season) ** 2).sum()
    # Efron & Morris (1975): total squared error 0.077 by maximum likelihood, 0.022 by James–Stein.
    assert raw_miss == pytest.approx(0.077, abs=0.002)
    assert ((found["share"] - season) ** 2).sum() < raw_miss / 3
    assert held(found, np.array(season)) >= 17 / 18


def test_a_small_share_is_drawn_to_its_province_and_an_empty_one_is_its_province() -> None:
    province = ["A"] * 6 + ["B"] * 6
    found = shrink_shares(
        [4, 18, 9, 11, 2, 0, 40, 62, 48, 51, 0, 0],
        [100] * 4 + [2, 0] + [100] * 4 + [2, 0],
        province,
    )
    assert found["parent"].iloc[0] == pytest.approx(0.12, abs=0.02)
    assert found["parent"].iloc[6] == pytest.approx(0.5, abs=0.02)
    assert 0.1 < found["share"].iloc[4] < 0.25
    assert 0.35 < found["share"].iloc[10] < 0.5
    assert found["share"].iloc[5] == pytest.approx(found["parent"].iloc[5])
    assert found["own_weight"].iloc[5] == 0
    assert found["own_weight"].iloc[4] < 0.5 < found["own_weight"].iloc[0]


def test_the_posterior_is_beta_around_the_parent() -> None:
    found = shrink_shares([3, 30, 16, 9], [10, 60, 60, 30])
    n, own = np.array([10, 60, 60, 30]), found["own_weight"].to_numpy()
    weight = n / own - n
    assert weight == pytest.approx([weight[0]] * 4)
    expected = (np.array([3, 30, 16, 9]) + weight * found["parent"]) / (n + weight)
    assert found["share"].to_numpy() == pytest.approx(expected.to_numpy())


def test_two_cells_cannot_tell_their_spread_so_the_parent_weighs_half_a_count() -> None:
    found = shrink_shares([2, 0], [10, 10])
    parent = found["parent"].iloc[0]
    assert found["own_weight"].iloc[0] == pytest.approx(10 / (10 + 0.5 / parent))


def test_cells_without_a_single_success_still_have_room_above() -> None:
    found = shrink_shares([0] * 5, [10] * 5)
    assert (found["interval_high"] > 0.04).all()
    assert (found["share"] < 0.02).all()


def test_a_quotient_of_one_regency_is_by_hand() -> None:
    # 3 % of 2,000 ads ask for it; with equal cells nothing but chance shows.
    found = shrink_quotients([3, 3, 3, 51], [100, 100, 100, 1700])
    assert found["quotient"].to_numpy() == pytest.approx(1, abs=0.01)
    assert not found["differs"].any()


def test_only_a_region_whose_interval_excludes_one_differs() -> None:
    chance = np.random.default_rng(5)
    totals, counts = np.full(40, 300), chance.poisson(9, 40)
    assert shrink_quotients(counts, totals)["differs"].sum() <= 1
    counts[0] = 60
    counts[1], totals[1] = 1, 5  # 20 % of five ads
    found = shrink_quotients(counts, totals)
    assert found["differs"].iloc[0]
    assert found["quotient"].iloc[0] > 3
    assert not found["differs"].iloc[1]


@pytest.mark.parametrize(("cells", "rate"), [(34, 4.0), (34, 30.0), (5, 10.0)])
def test_intervals_of_rates_hold_the_truth(cells: int, rate: float) -> None:
    chance, covered = np.random.default_rng(2), []
    for _ in range(150):
        truth = chance.gamma(rate, 1 / rate, cells)
        exposure = chance.uniform(0.5, 20, cells)
        covered.append(
            held(shrink_rates(chance.poisson(exposure * truth), exposure, level=0.9), truth)
        )
    assert 0.88 <= np.mean(covered) <= 0.97


@pytest.mark.parametrize(
    ("cells", "mean", "heavy"), [(34, 0.1, 30), (10, 0.1, 100), (5, 0.3, 1000)]
)
def test_intervals_of_shares_hold_the_truth(cells: int, mean: float, heavy: float) -> None:
    # With moments the last two hold 63 % and 50 % of the truths.
    chance, covered = np.random.default_rng(3), []
    for _ in range(150):
        truth = chance.beta(heavy * mean, heavy * (1 - mean), cells)
        n = chance.integers(10, 60, cells)
        covered.append(held(shrink_shares(chance.binomial(n, truth), n), truth))
    assert 0.935 <= np.mean(covered) <= 0.985


@pytest.mark.parametrize("kind", ["shares", "rates", "means"])
def test_intervals_hold_the_truth_along_nation_province_regency(kind: str) -> None:
    chance, covered = np.random.default_rng(4), []
    province = np.repeat(np.arange(34), 12).astype(str)
    for _ in range(15):
        n = chance.integers(0, 50, len(province))
        if kind == "shares":
            parents = chance.beta(3, 27, 34).repeat(12)
            truth = chance.beta(60 * parents, 60 * (1 - parents))
            found = shrink_shares(chance.binomial(n, truth), n, province)
        elif kind == "rates":
            truth = chance.gamma(10, 0.1, 34).repeat(12) * chance.gamma(10, 0.1, len(n))
            found = shrink_rates(chance.poisson(n * truth / 10), n / 10, province)
        else:
            truth = chance.normal(chance.normal(15, 0.3, 34).repeat(12), 0.2)
            error = np.where(n > 0, 0.5 / np.sqrt(np.maximum(n, 1)), np.nan)
            found = shrink_means(chance.normal(truth, np.nan_to_num(error)), error, province)
        covered.append(held(found, truth))
    assert 0.93 <= np.mean(covered) <= 0.97


def test_rates_do_not_depend_on_the_unit_of_exposure() -> None:
    counts, exposure = [3, 0, 8, 21, 2, 5], np.array([1.0, 2.0, 4.0, 5.0, 1.5, 0.5])
    province = ["A", "A", "A", "B", "B", "C"]
    per_one = shrink_rates(counts, exposure, province)
    per_thousand = shrink_rates(counts, exposure / 1000, province)
    for column in ("rate", "interval_low", "interval_high"):
        assert per_thousand[column].to_numpy() == pytest.approx(per_one[column] * 1000, rel=1e-3)


def test_a_mean_that_nobody_has_is_its_parents() -> None:
    found = shrink_means([15.0, 15.2, 15.4, 99.0], [0.1, 0.1, 0.1, float("nan")])
    assert found["own_weight"].iloc[3] == 0
    assert found["mean"].iloc[3] == pytest.approx(15.2, abs=0.01)
    width = found["interval_high"] - found["interval_low"]
    assert width.iloc[3] > width.iloc[0]


def test_nothing_gives_nothing() -> None:
    assert shrink_shares([], []).empty
    assert shrink_shares([0, 0], [0, 0])["share"].isna().all()
    assert shrink_rates([0], [0])["rate"].isna().all()
    assert shrink_means([np.nan], [1])["mean"].isna().all()
    absent = shrink_quotients([0, 0], [40, 50])
    assert absent["quotient"].isna().all()
    assert not absent["differs"].any()


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="more successes"):
        shrink_shares([3], [2])
    with pytest.raises(ValueError, match="more counts"):
        shrink_quotients([3], [2])
    with pytest.raises(ValueError, match="no exposure"):
        shrink_rates([1, 1], [0, 2])
    with pytest.raises(ValueError, match="0 or more"):
        shrink_rates([float("nan")], [2])
    with pytest.raises(ValueError, match="above 0"):
        shrink_means([1], [0])
    with pytest.raises(ValueError, match="its group"):
        shrink_shares([1, 1], [2, 2], ["A", None])  # type: ignore[list-item]
