"""Pay guessed where few advertise it: lent from elsewhere by the level of the place."""

from pathlib import Path

import pytest

from analytics.wages_filter import PayFilter
from analytics.wages_guess import guess_pay
from tests.analytics.test_wages_percentiles import BATAM, MILLION, market, paid
from tests.ui.market import Row

REGENCIES = ("3171", "3172", "3173", "3271", "3275", "3371", "3374", "3578", "3573", "2171")


def country(dear: str = "2171", factor: float = 1.5, welders_there: int = 0) -> list[Row]:
    """Cashiers and welders in ten towns; one of the towns pays `factor` times the others."""
    rows = []
    for town in REGENCIES:
        level = factor if town == dear else 1.0
        place = {"province": town[:2], "regency": town}
        for i in range(12):
            pay = round(4 * MILLION * level * 1.02**i)
            rows.append(paid(len(rows), pay, round(pay * 1.2), occupation="5230", **place))
            if town != dear or i < welders_there:
                weld = round(6 * MILLION * level * 1.02**i)
                rows.append(paid(len(rows), weld, round(weld * 1.2), **place))
    return rows


def test_an_occupation_nobody_advertises_in_a_place_gets_the_level_of_the_place(
    tmp_path: Path,
) -> None:
    with market(tmp_path, country()) as snapshot:
        row = guess_pay(snapshot, BATAM).iloc[0]
    # Elsewhere welders get 6 × 1.02^5.5 on average; Batam pays half as much again.
    assert row["pay_low_idr"] == pytest.approx(9 * MILLION * 1.02**5.5, rel=0.05)
    assert row["pay_high_idr"] == pytest.approx(1.2 * row["pay_low_idr"], rel=0.01)
    assert row["interval_low"] < row["pay_low_idr"]
    assert row["pay_high_idr"] < row["interval_high"]
    assert (row["n"], row["n_area"], row["own_weight"]) == (0, 12, 0)


def test_own_advertisements_count_the_more_the_more_there_are(tmp_path: Path) -> None:
    weights = []
    for n in (0, 3, 12):
        with market(tmp_path / str(n), country(welders_there=n)) as snapshot:
            weights.append(guess_pay(snapshot, BATAM).iloc[0]["own_weight"])
    assert weights == sorted(weights)
    assert weights[0] < weights[1] < weights[2]


@pytest.mark.parametrize(
    "where", [PayFilter(), PayFilter(occupation="7212"), PayFilter(province="21")]
)
def test_without_an_occupation_and_a_place_there_is_nothing_to_guess(
    tmp_path: Path, where: PayFilter
) -> None:
    with market(tmp_path, country()) as snapshot:
        assert guess_pay(snapshot, where).empty


def test_too_few_in_the_whole_country_are_not_lent(tmp_path: Path) -> None:
    rows = [row for row in country() if row["occupation"] == "5230"]
    rows += [paid(900 + i, 6 * MILLION, 7 * MILLION) for i in range(9)]
    with market(tmp_path, rows) as snapshot:
        assert guess_pay(snapshot, BATAM).empty
