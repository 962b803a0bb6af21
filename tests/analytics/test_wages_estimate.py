"""Ranges to percentiles: a range counts with all its amounts, an open one tells its side only."""

import pandas as pd
import pytest

from analytics.wages_estimate import AT_LEAST, FIGURES, estimate

MILLION = 1e6
NONE = float("nan")


def pays(*ranges: tuple[float, float]) -> pd.DataFrame:
    bounds = pd.DataFrame(ranges, columns=["low_idr", "high_idr"], dtype=float) * MILLION
    return bounds.assign(n=1)


def test_the_house_asks_for_ten_twenty_and_thirty() -> None:
    assert AT_LEAST == {10: 30, 25: 20, 50: 10, 75: 20, 90: 30}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        ((5, 5), (5, 5, 5, 5)),
        # √(4·6), and the order statistics 2 and 9 of ten: 15 % and 85 % of the way in logarithms.
        ((4, 6), (4.899, 4.899, 4 * 1.5**0.15, 4 * 1.5**0.85)),
        ((4, NONE), (4, NONE, 4, NONE)),
        ((NONE, 6), (0, 6, 0, 6)),
    ],
)
def test_the_same_range_ten_times_tells_no_more_than_the_range(
    one: tuple[float, float], expected: tuple[float, ...]
) -> None:
    found = estimate(pays(*[one] * 10), [50])[50]
    for name, value in zip(FIGURES, expected, strict=True):
        assert found[name] == pytest.approx(value * MILLION, rel=1e-3, nan_ok=True)


def test_pays_give_one_figure_with_an_interval() -> None:
    found = estimate(pays(*[(5 * 1.1**i, 6 * 1.1**i) for i in range(-10, 11)]), [25, 50, 75, 90])
    assert list(found) == [25, 50, 75]
    assert found[50]["pay_idr"] == found[50]["pay_high_idr"]
    assert found[50]["pay_idr"] == pytest.approx(30**0.5 * MILLION, rel=0.02)
    assert found[25]["pay_idr"] < found[50]["pay_idr"] < found[75]["pay_idr"]
    assert found[50]["interval_low"] < 5 * MILLION < 6 * MILLION < found[50]["interval_high"]


def test_two_heaps_have_their_median_in_the_larger_one() -> None:
    found = estimate(pays(*[(4, 4.2)] * 290, *[(20, 21)] * 110), [50])[50]
    assert found["pay_idr"] == found["pay_high_idr"]
    assert 4 * MILLION < found["interval_low"] < found["pay_idr"] < found["interval_high"]
    assert found["interval_high"] < 4.2 * MILLION


def test_below_ten_there_is_nothing() -> None:
    assert estimate(pays(*[(4, 6)] * 9), [50]) == {}


def test_what_many_state_alike_may_be_counted_beforehand() -> None:
    each = pays(*[(4, 6)] * 30, *[(5, NONE)] * 7, *[(NONE, 8)] * 3, (9, 9))
    counted = each.groupby(["low_idr", "high_idr"], dropna=False)["n"].sum().reset_index()
    assert len(counted) == 4
    assert estimate(counted, list(AT_LEAST)) == estimate(each, list(AT_LEAST))
