"""The median advertised wage: which wages count, and when there is none to show."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.filter import EVERYTHING
from analytics.wages import measure_wage
from data.snapshot import open_snapshot
from tests.ui.market import Row, publish, vacancy


def measured(folder: Path, rows: Sequence[Row]) -> "pd.Series[Any]":
    publish(folder, rows)
    with closing(open_snapshot(folder)) as snapshot:
        return measure_wage(snapshot, EVERYTHING).iloc[0]


def paid(number: int, low: int | None, high: int | None = None, **facts: Any) -> Row:
    return vacancy(number, wage_min_idr=low, wage_max_idr=high, **facts)


@pytest.mark.parametrize(
    ("low", "high", "expected", "interval"),
    [
        (4_000_000, None, 4_000_000, (4_000_000, 4_000_000)),
        (None, 6_000_000, 6_000_000, (6_000_000, 6_000_000)),
        # Ten times the same range tells a stretch: its geometric middle, and all of it as doubt.
        # Order statistics 2 and 9 of ten on 4–9 spread evenly in logarithms.
        (4_000_000, 9_000_000, 6_000_000, (4e6 * 2.25**0.15, 4e6 * 2.25**0.85)),
    ],
)
def test_a_lone_bound_is_the_amount_and_a_range_stays_a_range(
    tmp_path: Path, low: int | None, high: int | None, expected: float, interval: tuple[int, int]
) -> None:
    row = measured(tmp_path, [paid(i, low, high) for i in range(10)])
    assert row["median_idr"] == pytest.approx(expected)
    assert (row["interval_low"], row["interval_high"]) == pytest.approx(interval)


def test_the_median_lies_between_those_of_the_bounds(tmp_path: Path) -> None:
    lows = [round(5_000_000 * 1.1**i) for i in range(-10, 11)]
    row = measured(tmp_path, [paid(i, low, round(low * 1.2)) for i, low in enumerate(lows)])
    assert 5_000_000 < row["median_idr"] < 6_000_000
    assert row["interval_low"] < 5_000_000
    assert row["interval_high"] > 6_000_000
    assert row["quartile_low_idr"] < row["median_idr"] < row["quartile_high_idr"]


@pytest.mark.parametrize("flags", ["implausible", "annual,implausible", "implausible, annual"])
def test_implausible_wages_are_left_out_and_counted(tmp_path: Path, flags: str) -> None:
    rows = [paid(i, 5_000_000) for i in range(10)]
    rows += [paid(50 + i, 900_000_000, wage_flags=flags) for i in range(4)]
    row = measured(tmp_path, [*rows, vacancy(99)])
    assert (row["median_idr"], row["n"], row["n_implausible"], row["n_all"]) == (
        5_000_000, 10, 4, 15,
    )  # fmt: skip


def test_other_flags_do_not_leave_a_wage_out(tmp_path: Path) -> None:
    rows = [paid(i, 5_000_000, wage_flags="not-implausible") for i in range(10)]
    assert measured(tmp_path, rows)["n"] == 10


@pytest.mark.parametrize(
    ("n", "employers", "has_median", "has_quartiles"),
    [
        (9, 9, False, False),
        (10, 2, False, False),
        (10, 3, True, False),
        (19, 5, True, False),
        (20, 2, False, False),
        (20, 3, True, True),
    ],
)
def test_small_cells_show_no_median_and_no_quartiles(
    tmp_path: Path, n: int, employers: int, has_median: bool, has_quartiles: bool
) -> None:
    rows = [paid(i, 4_000_000 + i, company=f"PT {i % employers}") for i in range(n)]
    row = measured(tmp_path, rows)
    assert (row["n"], row["employers"]) == (n, employers)
    assert pd.notna(row["median_idr"]) == pd.notna(row["interval_low"]) == has_median
    assert pd.notna(row["quartile_low_idr"]) == has_quartiles


def test_unnamed_companies_are_no_employers(tmp_path: Path) -> None:
    rows = [paid(i, 4_000_000, company="PT A" if i % 2 else None) for i in range(40)]
    row = measured(tmp_path, rows)
    assert row["employers"] == 1
    assert pd.isna(row["median_idr"])
