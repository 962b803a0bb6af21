"""Quarters of pay against growth and openings, on small markets that a person can check."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.filter import EVERYTHING, Filter
from analytics.quadrants import OCCUPATIONS_AT_LEAST, QUADRANTS, place_occupations
from data.snapshot import open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

# Eight occupations; the first four pay 3 to 3.3 million a month, the others 9 to 9.3 million.
LOW = ("5230", "4110", "9112", "9621")
HIGH = ("2512", "2411", "2431", "1221")
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]


def openings(
    code: str, n: int, pay: float | None, month: str = "2025-12", first: int = 0, **facts: object
) -> list[Row]:
    """n openings of an occupation in a month, from seven employers, each a little better paid."""
    return [
        vacancy(
            first + i, occupation=code, posted=day,
            wage_min_idr=None if pay is None else pay + 10_000 * i,
            wage_max_idr=None if pay is None else pay + 10_000 * i,
            wage_period="month",
            **facts,
        )
        for i, day in enumerate(spread(month, n))
    ]  # fmt: skip


def market(sizes: dict[str, int], **facts: object) -> list[Row]:
    """So many openings of each occupation, paid as LOW and HIGH say."""
    rows: list[Row] = []
    for code, n in sizes.items():
        rows += openings(code, n, 3e6 if code in LOW else 9e6, first=len(rows), **facts)
    return rows


def even(n: int = 20) -> dict[str, int]:
    return dict.fromkeys((*LOW, *HIGH), n)


def placed(folder: Path, rows: list[Row], where: Filter = EVERYTHING) -> pd.DataFrame:
    publish(folder, rows)
    snapshot = open_snapshot(folder)
    try:
        return place_occupations(snapshot, where)
    finally:
        snapshot.close()


def test_pay_is_split_at_the_median_and_openings_at_the_middle_occupation(tmp_path: Path) -> None:
    sizes = even() | {"5230": 40, "2512": 30}
    found = placed(tmp_path, market(sizes)).set_index("occupation")
    assert found.at["5230", "by_openings"] == "right_low"
    assert found.at["2512", "by_openings"] == "right_high"
    assert found.at["2411", "by_openings"] == "left_high"
    assert found.at["4110", "by_openings"] == "left_low"
    assert found["base_n"].unique().tolist() == [20]
    base = found["base_idr"].iloc[0]
    assert 3e6 < base < 9.4e6
    assert found["n_base"].unique().tolist() == [sum(sizes.values())]
    assert set(found["by_openings"]) <= set(QUADRANTS)
    assert found["is_pay_clear"].all()
    assert found["place"].unique().tolist() == ["nation"]


def test_each_row_has_n_and_its_intervals_hold_the_figures(tmp_path: Path) -> None:
    found = placed(tmp_path, market(even()))
    assert found["n"].tolist() == [20] * 8
    assert found["n_wage"].tolist() == [20] * 8
    assert (found["interval_low"] <= found["middle_idr"]).all()
    assert (found["middle_idr"] <= found["interval_high"]).all()


def test_pay_near_the_median_is_not_called_clear(tmp_path: Path) -> None:
    rows = market(even())
    # Half of them a million below the middle of all pay, half above.
    rows += [
        vacancy(
            1000 + i, occupation="3313", posted=date(2025, 12, 1), wage_period="month",
            wage_min_idr=5e6 + 1e6 * (i % 3), wage_max_idr=5e6 + 1e6 * (i % 3),
        )
        for i in range(21)
    ]  # fmt: skip
    found = placed(tmp_path, rows).set_index("occupation")
    assert not found.at["3313", "is_pay_clear"]


def test_growth_needs_complete_windows(tmp_path: Path) -> None:
    found = placed(tmp_path, market(even()))
    assert found["growth"].isna().all()
    assert found["by_growth"].isna().all()
    assert not found["is_growth_clear"].any()


def test_what_grew_and_pays_more_stands_right_and_high(tmp_path: Path) -> None:
    rows: list[Row] = []
    for month in MONTHS:
        for code in (*LOW, *HIGH):
            n = 12 if code == "2512" and month.startswith("2025") else 4
            rows += openings(code, n, 3e6 if code in LOW else 9e6, month, first=len(rows))
    found = placed(tmp_path, rows).set_index("occupation")
    one = found.loc["2512"]
    assert one["by_growth"] == "right_high"
    assert one["is_growth_clear"]
    assert one["is_pay_clear"]
    # 144 of 480 against 48 of 384: +140 % as counted, drawn a little to the others.
    assert 0.5 < one["growth"] < 1.4
    assert one["growth_low"] < one["growth"] < one["growth_high"]
    assert (found.drop(index="2512")["growth"] < 0.1).all()


@pytest.mark.parametrize("facts", [{"company": "PT Satu"}, {"wage_flags": "implausible"}])
def test_pay_that_may_not_be_shown_leaves_an_occupation_out(
    tmp_path: Path, facts: dict[str, object]
) -> None:
    rows = market(even()) + openings("3313", 20, 9e6, first=1000, **facts)
    found = placed(tmp_path, rows)
    assert len(found) == 8
    assert "3313" not in set(found["occupation"])


def test_fewer_than_ten_openings_or_pays_are_no_dot(tmp_path: Path) -> None:
    rows = market(even()) + openings("3313", 9, 9e6, first=1000)
    rows += openings("5131", 9, 9e6, first=2000) + openings("5131", 30, None, first=3000)
    assert not {"3313", "5131"} & set(placed(tmp_path, rows)["occupation"])


def test_too_few_occupations_in_a_province_fall_back_to_the_country(tmp_path: Path) -> None:
    rows = market(even(), province="31") + openings("5230", 20, 3e6, first=1000, province="32")
    found = placed(tmp_path, rows, Filter(province="32"))
    assert found["place"].unique().tolist() == ["nation"]
    assert len(found) == 8
    assert placed(tmp_path, rows, Filter(province="31"))["place"].unique().tolist() == ["province"]


def test_too_few_occupations_anywhere_are_no_rows(tmp_path: Path) -> None:
    sizes = even()
    sizes.pop("5230")
    assert len(sizes) == OCCUPATIONS_AT_LEAST - 1
    found = placed(tmp_path, market(sizes))
    assert found.empty
    assert {"occupation", "n", "growth", "middle_idr", "by_openings"} <= set(found.columns)
