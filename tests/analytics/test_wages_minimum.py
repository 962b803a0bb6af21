"""Pay against the minimum wage: surely below, perhaps below; UMK before UMP; what is left out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analytics.filter import EVERYTHING
from analytics.wages_filter import PayFilter
from analytics.wages_minimum import compare_minimum, minimum_now, minimum_of
from data.reference.wages import latest_year
from tests.analytics.test_wages_percentiles import BATAM, market, paid
from tests.ui.market import Row

# Batam's UMK and the UMP of its province, Kepulauan Riau, in 2026 (data/reference).
UMK, UMP = 5_357_982, 3_879_520
DAY = date(2026, 5, 1)


def offer(number: int, low: int | None, high: int | None, **facts: Any) -> Row:
    return paid(number, low, high, **{"posted": DAY, **facts})


@pytest.mark.parametrize(
    ("low", "high", "below", "perhaps"),
    [
        (UMK - 2, UMK - 1, 1, 0),
        (UMK - 1, UMK, 0, 1),
        (UMK, UMK, 0, 0),
        (None, UMK - 1, 1, 0),
        (None, UMK + 1, 0, 1),
        (UMK - 1, None, 0, 1),
        (UMK, None, 0, 0),
    ],
)
def test_below_is_sure_only_where_the_most_offered_is(
    tmp_path: Path, low: int | None, high: int | None, below: int, perhaps: int
) -> None:
    with market(tmp_path, [offer(1, low, high)]) as snapshot:
        row = compare_minimum(snapshot, EVERYTHING).iloc[0]
    assert (row["n"], row["n_below"], row["n_perhaps"]) == (1, below, perhaps)


def test_umk_counts_before_ump_and_both_are_counted(tmp_path: Path) -> None:
    between = (UMP + UMK) // 2
    rows = [offer(1, between, between), offer(2, between, between, regency=None)]
    with market(tmp_path, rows) as snapshot:
        row = compare_minimum(snapshot, EVERYTHING).iloc[0]
    assert (row["n_umk"], row["n_ump"], row["n_below"]) == (1, 1, 1)


def test_pay_not_for_full_time_and_pay_without_place_or_day_is_left_out_and_counted(
    tmp_path: Path,
) -> None:
    rows = [
        offer(1, UMK, UMK),
        offer(2, 1_000_000, 1_000_000, employment_type="part_time"),
        offer(3, 1_000_000, 1_000_000, wage_period="hour"),
        offer(4, 1_000_000, 1_000_000, regency=None, province=None),
        offer(5, 1_000_000, 1_000_000, posted=None),
        offer(6, 1_000_000, 1_000_000, posted=date(1990, 1, 1)),
    ]
    with market(tmp_path, rows) as snapshot:
        row = compare_minimum(snapshot, EVERYTHING).iloc[0]
    assert (row["n"], row["n_not_full_time"], row["n_unplaced"]) == (1, 2, 3)


def test_shares_need_ten_and_fall_back_to_a_wider_place(tmp_path: Path) -> None:
    rows = [offer(i, UMK - 1, UMK - 1) for i in range(6)]
    rows += [offer(10 + i, UMK, UMK, regency="2102") for i in range(4)]
    with market(tmp_path, rows) as snapshot:
        province = compare_minimum(snapshot, BATAM).iloc[0]
    with market(tmp_path, rows[:9]) as snapshot:
        few = compare_minimum(snapshot, BATAM).iloc[0]
    assert (province["place"], province["n"], province["n_below"]) == ("province", 10, 6)
    assert province["share"] == 0.6
    assert province["interval_low"] < 0.6 < province["interval_high"]
    assert few["place"] == "nation"
    assert few[["share", "interval_low", "share_perhaps"]].isna().all()


def test_the_minimum_wage_now_is_that_of_the_newest_advertisement(tmp_path: Path) -> None:
    rows = [offer(1, UMK, UMK, posted=date(2025, 12, 31))]
    with market(tmp_path, rows) as snapshot:
        now = minimum_now(snapshot, "2171")
    with market(tmp_path, [offer(1, UMK, UMK, posted=date(2999, 1, 1))]) as snapshot:
        future = minimum_now(snapshot, "2171")
    assert now is not None
    assert (now.year, now.area) == (2025, "2171")
    assert future is not None
    assert future.year == latest_year()
    assert minimum_of("21", 1990) is None


def test_a_filter_without_any_pay_has_nothing_to_compare(tmp_path: Path) -> None:
    with market(tmp_path, [offer(1, UMK, UMK)]) as snapshot:
        row = compare_minimum(snapshot, PayFilter(occupation="5223")).iloc[0]
    assert row["n"] == 0
