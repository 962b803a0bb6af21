"""Moves between two or three occupations whose coverage can be worked out by hand."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analytics.filter import EVERYTHING, Filter
from analytics.moves import find_moves
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def ads(first: int, n: int, occupation: str, asks: list[str], **facts: object) -> list[Row]:
    """n open, described advertisements of one occupation that all ask the same."""
    plain = {"wage_min_idr": 5_000_000, "education_min": "sma", "description_characters": 100}
    return [
        vacancy(first + i, occupation=occupation, asks=asks, **(plain | facts)) for i in range(n)
    ]


ORIGIN = ads(0, 30, "5230", ["honesty", "cash-register"])


def test_no_rows_where_nothing_can_be_compared(opened: Open) -> None:
    assert find_moves(opened([]), EVERYTHING, "5230").empty
    assert find_moves(opened(ORIGIN), EVERYTHING, "5230").empty
    assert find_moves(opened(ORIGIN[:9]), EVERYTHING, "5230").empty


def test_coverage_is_by_weight_and_not_symmetric(opened: Open) -> None:
    market = opened(
        [*ORIGIN, *ads(100, 30, "5223", ["honesty", "neatness"]), *ads(200, 60, "2411", [])]
    )
    there = find_moves(market, EVERYTHING, "5230").set_index("occupation")
    # p(honesty) = 1/2, p(neatness) = 1/4: weights log 2 and log 4, of which the first is covered.
    assert there.at["5223", "coverage"] == pytest.approx(math.log(2) / math.log(8))
    assert there.at["5223", "missing"] == ("neatness",)
    assert there.at["5223", "missing_shares"] == (1.0,)
    row = there.loc["5223"]
    assert row["interval_low"] <= row["coverage"] <= row["interval_high"]
    assert (row["n"], row["n_open"], row["place"], row["education_step"]) == (30, 30, "nation", 0)
    assert row["pay_ratio"] == 1.0


def test_coverage_differs_by_direction(opened: Open) -> None:
    market = opened([*ORIGIN, *ads(100, 30, "5223", ["honesty"]), *ads(200, 60, "2411", [])])
    assert find_moves(market, EVERYTHING, "5230")["coverage"].tolist() == [1.0]
    assert find_moves(market, EVERYTHING, "5223")["coverage"].item() < 0.5


@pytest.mark.parametrize(
    "facts",
    [
        {"wage_min_idr": 4_400_000},
        {"education_min": "s1"},
        {"wage_min_idr": None},
        {"education_min": None},
        {"closed": datetime(2026, 11, 1, tzinfo=UTC)},
    ],
)
def test_each_door_shuts(opened: Open, facts: dict[str, object]) -> None:
    rows = [*ORIGIN, *ads(100, 30, "5223", ["honesty"], **facts), *ads(200, 60, "9112", [])]
    assert "5223" not in set(find_moves(opened(rows), EVERYTHING, "5230")["occupation"])


def test_reach_is_the_province_where_it_can_be(opened: Open) -> None:
    rows = [*ORIGIN, *ads(100, 30, "5223", ["honesty"], province="32", wage_min_idr=6_000_000)]
    market = opened([*rows, *ads(200, 60, "2411", [])])
    near = find_moves(market, Filter(province="32"), "5230").iloc[0]
    assert (near["place"], near["pay_place"]) == ("province", "nation")
    assert find_moves(market, Filter(province="31"), "5230").iloc[0]["place"] == "nation"


def test_local_pay_below_the_minimum_wage_is_no_move(opened: Open) -> None:
    here = {"province": "31", "wage_min_idr": 2_000_000, "posted": date(2025, 6, 1)}
    rows = [*ads(0, 30, "5230", ["honesty"], **here), *ads(100, 30, "5223", ["honesty"], **here)]
    market = opened([*rows, *ads(200, 60, "2411", [])])
    found = find_moves(market, Filter(province="31"), "5230")
    assert "province" not in set(found["place"])
