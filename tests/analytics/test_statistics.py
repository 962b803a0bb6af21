"""Intervals against published tables and against brute force."""

import math
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import statistics
from analytics.statistics import (
    change_interval,
    least_n,
    median_interval,
    median_ranks,
    quantile_interval,
    quantile_ranks,
    share_interval,
)
from tests.conftest import ROOT


def coverage(n: int, rank: int) -> float:
    """Exact probability that the rank-th smallest and rank-th largest bound the median."""
    return 1 - 2 * sum(math.comb(n, k) for k in range(rank)) / 2**n


def quantile_coverage(n: int, p: float, low: int, high: int) -> float:
    """Exact probability that the low-th and high-th smallest bound the p-quantile."""
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(low, high))


# Ranks and coverage for 95 %: Conover (1999), binomial table with p = 1/2.
@pytest.mark.parametrize(
    ("n", "ranks", "covered"),
    [
        (6, (1, 6), 0.969),
        (7, (1, 7), 0.984),
        (8, (1, 8), 0.992),
        (9, (2, 8), 0.961),
        (10, (2, 9), 0.979),
        (11, (2, 10), 0.988),
        (12, (3, 10), 0.961),
        (15, (4, 12), 0.965),
        (20, (6, 15), 0.959),
        (25, (8, 18), 0.957),
        (30, (10, 21), 0.957),
    ],
)
def test_ranks_of_the_median_are_those_of_the_table(
    n: int, ranks: tuple[int, int], covered: float
) -> None:
    assert median_ranks(n) == ranks
    assert coverage(n, ranks[0]) == pytest.approx(covered, abs=0.0006)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_values_have_no_interval(n: int) -> None:
    assert median_ranks(n) is None
    assert median_interval([3.0] * n) is None


@given(n=st.integers(6, 900))
@settings(max_examples=60, deadline=None)
def test_ranks_cover_the_level_and_one_more_would_not(n: int) -> None:
    ranks = median_ranks(n)
    assert ranks is not None
    low, high = ranks
    assert low + high == n + 1
    assert coverage(n, low) >= 0.95
    assert low + 1 > n // 2 or coverage(n, low + 1) < 0.95


@pytest.mark.parametrize("n", [10_000, 1_000_000])
def test_many_values_agree_with_the_normal_limit_and_do_not_overflow(n: int) -> None:
    ranks = median_ranks(n)
    assert ranks is not None
    assert ranks[0] == pytest.approx(n / 2 - 1.96 * math.sqrt(n) / 2, abs=1.5)


def test_median_interval_takes_order_statistics_of_unsorted_values() -> None:
    interval = median_interval([50, 10, 40, 20, 30, 100, 60, 90, 70, 80])
    assert interval is not None
    assert (interval.low, interval.high) == (20, 90)


@pytest.mark.parametrize(("p", "first"), [(0.5, 6), (0.25, 11), (0.1, 29), (0.05, 59)])
def test_the_first_n_with_an_interval_is_where_the_outer_values_cover(p: float, first: int) -> None:
    assert quantile_ranks(first - 1, p) is None
    assert quantile_ranks(first, p) is not None
    assert quantile_coverage(first - 1, p, 1, first - 1) < 0.95
    assert quantile_coverage(first, p, 1, first) >= 0.95


@given(n=st.integers(30, 400), p=st.sampled_from([0.1, 0.25, 0.4, 0.5]))
@settings(max_examples=60, deadline=None)
def test_quantile_ranks_cover_the_level_and_mirror(n: int, p: float) -> None:
    ranks = quantile_ranks(n, p)
    assert ranks is not None
    low, high = ranks
    assert quantile_coverage(n, p, low, high) >= 0.95
    assert quantile_ranks(n, 1 - p) == (n + 1 - high, n + 1 - low)
    assert quantile_coverage(n, p, low + 1, high - 1) < 0.95


def test_a_quantile_no_sample_can_bound_has_no_ranks() -> None:
    assert quantile_ranks(0, 0.5) is None
    assert quantile_ranks(1_000_000, 1e-6) is None  # nothing lies below it, with probability 1/e
    with pytest.raises(ValueError, match="no quantile"):
        quantile_ranks(20, 1.0)


@pytest.mark.parametrize(("p", "n"), [(0.5, 10), (0.25, 20), (0.75, 20), (0.1, 30), (0.9, 30)])
def test_a_quantile_is_shown_from_the_n_of_the_house(p: float, n: int) -> None:
    assert least_n(p) == n
    assert quantile_interval(range(n - 1), p) is None
    interval = quantile_interval(range(n), p)
    assert interval is not None
    assert interval.holds((n - 1) * p)


def test_a_quantile_too_far_out_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.95"):
        quantile_interval(range(500), 0.95)


def test_the_front_door_names_every_file_and_function_and_loads_nothing_heavy() -> None:
    door = statistics.__doc__ or ""
    for path in ROOT.glob("analytics/statistics_*.py"):
        public = re.findall(r"^def ([a-z]\w*)", path.read_text(), re.MULTILINE)
        listed = re.search(rf"{path.stem} \(([^)]*)\)", door)
        assert listed, path.stem
        assert re.split(r",\s+", listed[1]) == public
    command = "import sys, analytics.statistics; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=False).returncode == 0


# Wilson 95 %, Newcombe (1998), Statistics in Medicine 17:857, table I method 3.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
    ],
)
def test_share_interval_is_wilsons(successes: int, n: int, low: float, high: float) -> None:
    interval = share_interval(successes, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.0001)


def test_share_of_nothing_has_no_interval_and_more_than_all_is_refused() -> None:
    assert share_interval(0, 0) is None
    with pytest.raises(ValueError, match="not a share"):
        share_interval(3, 2)


@given(before=st.integers(1, 5000), after=st.integers(1, 5000))
@settings(max_examples=150, deadline=None)
def test_change_interval_holds_the_change_and_mirrors(before: int, after: int) -> None:
    there, back = change_interval(before, after), change_interval(after, before)
    assert there is not None
    assert back is not None
    assert there.holds(after / before - 1)
    assert 1 / (1 + there.low) == pytest.approx(1 + back.high)


def test_change_interval_of_equal_small_counts_is_wide() -> None:
    interval = change_interval(30, 30)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((-0.394, 0.651), abs=0.005)
    assert change_interval(0, 30) is None
