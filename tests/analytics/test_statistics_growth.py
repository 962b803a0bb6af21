"""Growth of many counts: what truly grew is found, noise is not called growth."""

import numpy as np
import pytest

from analytics.statistics_growth import growth_posterior


def test_large_counts_say_what_they_are() -> None:
    found = growth_posterior([10_000] * 5 + [5_000], [10_000] * 5 + [10_000], 100_000, 100_000)
    assert found["growth"].iloc[-1] == pytest.approx(1.0, abs=0.05)
    assert found["p_growth"].iloc[-1] > 0.99
    assert found["p_growth"].iloc[0] < 0.01


def test_a_small_count_that_doubled_is_drawn_to_the_others() -> None:
    found = growth_posterior([1000] * 20 + [2], [1000] * 20 + [4], 20_002, 20_004)
    assert found["growth"].iloc[-1] < 0.2
    assert found["interval_low"].iloc[-1] < found["growth"].iloc[-1]
    assert found["growth"].iloc[-1] < found["interval_high"].iloc[-1]


def test_what_is_flagged_in_a_simulated_market_mostly_grew() -> None:
    chance = np.random.default_rng(1)
    truth = np.where(chance.random(1500) < 0.2, chance.normal(0.5, 0.3, 1500), 0.0)
    rate = chance.lognormal(4, 1, 1500)
    before, after = chance.poisson(rate), chance.poisson(rate * np.exp(truth))
    found = growth_posterior(before, after, rate.sum(), rate.sum())
    flagged = (found["p_growth"] >= 0.9).to_numpy()
    assert flagged.sum() > 50
    assert (truth[flagged] > np.log(1.2)).mean() >= 0.9
    inside = (np.log1p(found["interval_low"]) <= truth) & (
        truth <= np.log1p(found["interval_high"])
    )
    assert inside.mean() > 0.85


@pytest.mark.parametrize("counts", [5, 12, 60])
def test_intervals_hold_the_truth_with_few_counts(counts: int) -> None:
    # Plain EM holds 60 %, 57 % and 81 % of these.
    chance, held = np.random.default_rng(counts), []
    for _ in range(150 // counts):
        grows = chance.random(counts) < 0.2
        truth = np.where(grows, chance.normal(0.5, 0.3, counts), chance.normal(0, 0.05, counts))
        rate = chance.lognormal(3.5, 1, counts)
        before, after = chance.poisson(rate), chance.poisson(rate * np.exp(truth))
        found = growth_posterior(before, after, 1e6, 1e6)
        low, high = np.log1p(found["interval_low"]), np.log1p(found["interval_high"])
        held.append(((low <= truth) & (truth <= high)).mean())
    assert 0.85 <= np.mean(held) <= 0.97


def test_growth_is_the_posterior_mean_of_the_log() -> None:
    # One count tells no prior: no change, as wide as the count errs, so it keeps half its own.
    found = growth_posterior([99.5], [199.5], 1000, 1000)
    half, error = np.log(2) / 2, ((1 / 100 + 1 / 200) / 2) ** 0.5
    assert np.log1p(found["growth"].iloc[0]) == pytest.approx(half)
    assert np.log1p(found["interval_low"].iloc[0]) == pytest.approx(half - 1.644854 * error)
    assert np.log1p(found["interval_high"].iloc[0]) == pytest.approx(half + 1.644854 * error)


def test_nothing_gives_nothing_and_empty_windows_are_refused() -> None:
    assert growth_posterior([], [], 0, 0).empty
    with pytest.raises(ValueError, match="above 0"):
        growth_posterior([1], [1], 0, 5)


def test_a_fall_is_growth_read_backwards() -> None:
    before, after = np.array([40.0, 100, 30, 5, 60]), np.array([20.0, 104, 55, 6, 58])
    forth = growth_posterior(before, after, 300, 310)
    back = growth_posterior(after, before, 310, 300)
    np.testing.assert_allclose(forth["p_fall"], back["p_growth"], atol=1e-9)
    assert forth["p_fall"][0] > 0.5 > forth["p_growth"][0]
