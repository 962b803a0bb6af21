"""Blocks stay whole, errors are those of statsmodels, and breaks are found where they are."""

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.statistics_series import block_bootstrap, interrupted_series, newey_west_errors

# Eighteen months with a jump and a bend at the eleventh.
MONTHS = [12, 15, 11, 14, 13, 16, 15, 18, 14, 17, 24, 22, 27, 25, 29, 26, 31, 30]


def remembering(
    chance: np.random.Generator, rows: int, n: int, memory: float
) -> NDArray[np.float64]:
    noise = chance.standard_normal((rows, n + 40))
    for place in range(1, n + 40):
        noise[:, place] += memory * noise[:, place - 1]
    return noise[:, 40:]


def test_coefficients_and_errors_are_those_of_statsmodels() -> None:
    # OLS(...).fit(cov_type="HAC", maxlags=2, use_correction=True), statsmodels 0.15.0.
    found = interrupted_series(MONTHS, 10, lags=2)
    assert found is not None
    values = [found.trend.value, found.jump.value, found.bend.value]
    assert values == pytest.approx([0.47878788, 5.95, 0.56883117])
    step = np.arange(18.0)
    after = step >= 10
    design = np.column_stack([np.ones(18), step, after, (step - 10) * after])
    errors = newey_west_errors(design, np.array(MONTHS) - found.fitted, 2)
    assert errors == pytest.approx([0.57982438, 0.10138125, 0.97488186, 0.12279642])


def test_the_lines_are_the_series_when_it_has_no_noise() -> None:
    step = np.arange(20)
    series = 100 + 2.0 * step + (step >= 8) * 30 - (step >= 8) * (step - 8) * 5.0
    found = interrupted_series(series, 8)
    assert found is not None
    assert (found.jump.value, found.bend.value, found.trend.value) == pytest.approx((30, -5, 2))
    assert found.fitted == pytest.approx(series)
    assert found.without == pytest.approx(100 + 2.0 * step)
    assert found.lags == 6


@pytest.mark.parametrize(("memory", "least"), [(0.0, 0.94), (0.4, 0.89)])
def test_nothing_happened_is_seldom_called_a_break(memory: float, least: float) -> None:
    series = remembering(np.random.default_rng(6), 300, 36, memory)
    jumps = [found.jump for found in (interrupted_series(one, 18) for one in series) if found]
    held = np.mean([jump.interval.holds(0) for jump in jumps])
    assert least <= held <= 0.99


def test_too_few_points_on_a_side_say_nothing_and_gaps_are_refused() -> None:
    assert interrupted_series(MONTHS, 3) is None
    assert interrupted_series(MONTHS, 15) is None
    with pytest.raises(ValueError, match="missing"):
        interrupted_series([*MONTHS, float("nan")], 10)


def test_blocks_are_neighbours_and_fill_the_length() -> None:
    seen = []

    def remember(drawn: NDArray[np.float64]) -> float:
        seen.append(drawn)
        return float(drawn.mean())

    block_bootstrap(range(10), remember, block=3, rounds=50)
    for drawn in seen:
        assert len(drawn) == 10
        assert all((np.diff(drawn[start : start + 3]) == 1).all() for start in (0, 3, 6))


def test_one_block_of_everything_is_the_series_itself() -> None:
    found = block_bootstrap([3, 1, 2], np.mean, block=3)
    assert found is not None
    assert (found.value, found.interval.low, found.interval.high, found.n) == (2, 2, 2, 3)


def test_the_same_seed_gives_the_same_interval() -> None:
    assert block_bootstrap(MONTHS, np.mean) == block_bootstrap(MONTHS, np.mean)
    assert block_bootstrap(MONTHS, np.mean) != block_bootstrap(MONTHS, np.mean, seed=1)


def test_rows_of_a_table_move_together() -> None:
    pairs = np.column_stack([MONTHS, np.array(MONTHS) * 2])
    found = block_bootstrap(pairs, lambda rows: rows[:, 1].sum() / rows[:, 0].sum())
    assert found is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((2, 2))


def test_blocks_hold_the_mean_of_related_months_more_often_than_single_months() -> None:
    series = remembering(np.random.default_rng(7), 150, 120, 0.5)
    held = {
        block: np.mean(
            [
                found.interval.holds(0)
                for found in (block_bootstrap(one, np.mean, block, rounds=200) for one in series)
                if found
            ]
        )
        for block in (1, None)
    }
    assert held[1] < 0.8
    assert 0.83 <= held[None] <= 0.97


def test_a_single_value_has_no_interval_and_a_block_too_long_is_refused() -> None:
    assert block_bootstrap([1], np.mean) is None
    with pytest.raises(ValueError, match="do not fit"):
        block_bootstrap([1, 2], np.mean, block=3)
