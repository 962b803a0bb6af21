"""Pay by place, experience and occupation, how many say it, and where one's own pay stands."""

from pathlib import Path

import pandas as pd
import pytest

from analytics.wages_filter import PayFilter
from analytics.wages_places import compare_experience, rank_occupations, rank_places
from analytics.wages_position import place_pay
from analytics.wages_stated import compare_stated, count_stated
from tests.analytics.test_wages_percentiles import BATAM, MILLION, market, paid
from tests.ui.market import Row, spread, vacancy


def places() -> list[Row]:
    """Ten welders in Batam at 8 million, ten in Jakarta at 6, three in Banten."""
    day = spread("2026-10", 1)[0]
    rows = [paid(i, 8 * MILLION, 8 * MILLION, posted=day) for i in range(10)]
    rows += [
        paid(20 + i, 6 * MILLION, 6 * MILLION, province="31", regency="3171") for i in range(10)
    ]
    return rows + [paid(40 + i, 9 * MILLION, 9 * MILLION, province="36") for i in range(3)]


def test_provinces_are_ranked_by_the_median_and_those_of_too_few_stand_last(
    tmp_path: Path,
) -> None:
    with market(tmp_path, places()) as snapshot:
        found = rank_places(snapshot, PayFilter(occupation="7212"))
    assert found["area"].tolist() == ["21", "31", "36"]
    assert found["pay_idr"].tolist()[:2] == [8 * MILLION, 6 * MILLION]
    assert pd.isna(found.loc[2, "pay_idr"])
    assert found.loc[2, "reason"] == "few"
    assert found.loc[0, "ratio"] == pytest.approx(8 * MILLION / 3_879_520)
    assert set(found["basis"]) == {"ump"}


def test_regencies_of_the_province_asked_about_have_their_own_minimum_wage(
    tmp_path: Path,
) -> None:
    with market(tmp_path, places()) as snapshot:
        found = rank_places(snapshot, BATAM)
        fallen = rank_places(snapshot, PayFilter(occupation="7212", province="36"))
    assert found[["area", "basis", "level"]].to_numpy().tolist() == [["2171", "umk", "regency"]]
    assert found.loc[0, "ratio"] == pytest.approx(8 * MILLION / 5_357_982)
    assert set(fallen["level"]) == {"province"}


def test_experience_stands_in_order_and_bands_of_too_few_have_no_figure(tmp_path: Path) -> None:
    rows = [paid(i, 4 * MILLION, 4 * MILLION, experience_min_years=0.0) for i in range(10)]
    rows += [paid(20 + i, 7 * MILLION, 7 * MILLION, experience_min_years=2.0) for i in range(10)]
    rows += [paid(40, 9 * MILLION, 9 * MILLION, experience_min_years=6.0)]
    with market(tmp_path, rows) as snapshot:
        found = compare_experience(snapshot, BATAM)
    assert found["band"].tolist() == ["below_1", "1_2", "3_4", "5_more"]
    assert found["n"].tolist() == [10, 10, 0, 1]
    assert found["pay_idr"].tolist()[:2] == [4 * MILLION, 7 * MILLION]
    assert found["reason"].tolist()[2:] == ["few", "few"]
    assert set(found["place"]) == {"regency"}


def test_occupations_without_enough_pay_are_not_ranked(tmp_path: Path) -> None:
    rows = [*places(), *(paid(90 + i, 99 * MILLION, occupation="1330") for i in range(9))]
    with market(tmp_path, rows) as snapshot:
        found = rank_occupations(snapshot, PayFilter())
    assert found["occupation"].tolist() == ["7212"]


@pytest.mark.parametrize(
    ("amount", "surely", "perhaps"),
    [(3 * MILLION, 0.0, 0.0), (5 * MILLION, 0.0, 1.0), (7 * MILLION, 1.0, 1.0)],
)
def test_my_pay_is_inside_the_ranges_or_surely_outside(
    tmp_path: Path, amount: int, surely: float, perhaps: float
) -> None:
    rows = [paid(i, 4 * MILLION, 6 * MILLION) for i in range(10)]
    with market(tmp_path, rows) as snapshot:
        row = place_pay(snapshot, BATAM, amount).iloc[0]
    assert (row["share_surely"], row["share_perhaps"]) == (surely, perhaps)
    assert row["interval_low"] <= surely
    assert row["interval_high"] >= perhaps
    assert row["interval_high"] - row["interval_low"] > 0.2


def test_my_pay_against_one_employers_advertisements_says_nothing(tmp_path: Path) -> None:
    rows = [paid(i, 4 * MILLION, 6 * MILLION, company=f"PT {min(i, 4)}") for i in range(10)]
    with market(tmp_path, rows) as snapshot:
        row = place_pay(snapshot, BATAM, 5 * MILLION).iloc[0]
    assert row["reason"] == "dominant"
    assert pd.isna(row["share_surely"])


def test_pay_that_does_not_count_is_counted_by_its_reason(tmp_path: Path) -> None:
    rows = [
        *(paid(i, 4 * MILLION) for i in range(8)),
        paid(20, 5 * MILLION, wage_period=None),
        paid(21, 900 * MILLION, wage_flags="implausible"),
        paid(22, None, wage_period="project") | {"wage_min": 2_000_000},
        paid(23, None, wage_currency="USD") | {"wage_min": 900},
        *(vacancy(30 + i, occupation="7212") for i in range(4)),
    ]
    with market(tmp_path, rows) as snapshot:
        row = count_stated(snapshot, PayFilter()).iloc[0]
        wide = compare_stated(snapshot, BATAM)
    assert (row["n"], row["base"], row["share"]) == (8, 16, 0.5)
    left = ("n_no_period", "n_implausible", "n_project", "n_foreign")
    assert [row[name] for name in left] == [1, 1, 1, 1]
    assert wide[["scope", "base"]].to_numpy().tolist() == [
        ["asked", 12], ["occupation", 16], ["place", 12], ["all", 16],
    ]  # fmt: skip
