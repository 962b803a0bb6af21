"""Growth of pay by matched cells: like with like, whole months, enough cells or none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.wages_filter import PayFilter
from analytics.wages_growth import measure_growth
from tests.analytics.test_wages_percentiles import market, paid
from tests.ui.market import Row, spread

RECENT = ("2026-08", "2026-09", "2026-10")
BEFORE = ("2025-08", "2025-09", "2025-10")
PROVINCES = ("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31")


def days(months: tuple[str, ...]) -> list[date]:
    """First and last days of each month, so that all are complete."""
    return [day for month in months for day in spread(month, 3)]


def cells(provinces: tuple[str, ...], before: int, after: int, **facts: object) -> list[Row]:
    """In each province nine advertisements a year ago and nine now, with these amounts."""
    rows = []
    for province in provinces:
        for months, pay in ((BEFORE, before), (RECENT, after)):
            for day in days(months):
                told = {"province": province, "regency": None, "posted": day, **facts}
                rows.append(paid(0, pay, pay + 1_000_000, **told))
    return [row | {"vacancy_id": f"{facts.get('occupation', '')}{i}"} for i, row in enumerate(rows)]


def test_growth_is_that_of_the_middle_cell_for_each_bound(tmp_path: Path) -> None:
    rows = cells(PROVINCES, 4_000_000, 4_400_000)
    with market(tmp_path, rows) as snapshot:
        found = measure_growth(snapshot, PayFilter()).set_index("bound")
    assert found.loc["low", "growth"] == pytest.approx(0.1)
    assert found.loc["high", "growth"] == pytest.approx(0.08)
    assert (found["cells"] == 11).all()
    assert (found["n"] == 11 * 18).all()
    assert set(zip(found["month_from"], found["month_to"], strict=True)) == {("2026-08", "2026-10")}


def test_a_turn_to_better_paid_jobs_is_no_growth(tmp_path: Path) -> None:
    rows = cells(PROVINCES, 4_000_000, 4_000_000)
    # A year later many dear jobs are advertised that were not there before.
    rich = [
        paid(9000 + i, 30_000_000, occupation="1330", province="31", regency=None, posted=day)
        for i, day in enumerate(days(RECENT) * 20)
    ]
    with market(tmp_path, [*rows, *rich]) as snapshot:
        assert (measure_growth(snapshot, PayFilter())["growth"] == 0).all()


def test_too_few_cells_fall_back_to_a_wider_market_or_say_nothing(tmp_path: Path) -> None:
    welders = cells(PROVINCES[:9], 4_000_000, 4_400_000)
    others = cells(PROVINCES[:2], 5_000_000, 5_000_000, occupation="5223")
    where = PayFilter(occupation="7212")
    with market(tmp_path, welders) as snapshot:
        few = measure_growth(snapshot, where)
    with market(tmp_path, [*welders, *others]) as snapshot:
        wide = measure_growth(snapshot, where)
    assert few["growth"].isna().all()
    assert (few["cells"] == 9).all()
    assert set(wide["scope"]) == {"place"}
    assert wide.loc[0, "growth"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    "is_known",
    [
        lambda day: day.year == 2026,
        lambda day: day != date(2026, 9, 30),
        lambda day: day != date(2025, 8, 1),
    ],
)
def test_without_both_windows_complete_there_is_no_growth(
    tmp_path: Path, is_known: Callable[[date], bool]
) -> None:
    rows = [row for row in cells(PROVINCES, 4_000_000, 4_400_000) if is_known(row["posted"])]
    with market(tmp_path, rows) as snapshot:
        assert measure_growth(snapshot, PayFilter()).empty


def test_a_portal_read_in_one_year_only_does_not_count(tmp_path: Path) -> None:
    rows = cells(PROVINCES, 4_000_000, 4_000_000)
    new = [row | {"vacancy_id": f"n{i}", "portals": ("glints",), "wage_min_idr": 9_000_000}
           for i, row in enumerate(rows) if row["posted"].year == 2026]  # fmt: skip
    with market(tmp_path, [*rows, *new]) as snapshot:
        found = measure_growth(snapshot, PayFilter())
    assert (found["growth"] == 0).all()
    assert pd.notna(found["interval_low"]).all()
