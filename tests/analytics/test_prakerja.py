"""Reach, evenness and evidence of Kartu Prakerja, on published counts and on drawn deliveries."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics import prakerja, prakerja_evidence
from analytics.regions import list_places
from analytics.statistics import Estimate, Interval
from data.reference import official
from data.snapshot import Snapshot
from tests.analytics.operator_data import NOTE, open_with

Open = Callable[..., Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(**deliveries: Sequence[Mapping[str, Any]]) -> Snapshot:
            return stack.enter_context(closing(open_with(tmp_path, [], deliveries)))

        yield open_market


def test_published_reach_is_told_where_nothing_was_loaded(opened: Open) -> None:
    market = opened()
    periods = prakerja.list_periods(market)
    assert ("2020", "province", 33, "published") in set(periods.itertuples(index=False, name=None))
    reach = prakerja.measure_reach(market, "2020").set_index("place")
    # 34 provinces of that time; Bengkulu has no published figure, which is not 0.
    assert len(reach) == 34
    assert math.isnan(reach.at["17", "recipients"])
    assert reach.index[-1] == "17"
    west_java = reach.loc["32"]
    assert west_java["recipients"] == 793_400
    expected = 793_400 / west_java["population"] * 1000
    assert west_java["per_1000_inhabitants"] == pytest.approx(expected)
    assert (west_java["origin"], west_java["precision"]) == ("published", "hundreds")
    # More and fewer than at the common reach cancel out.
    assert reach["difference"].sum() == pytest.approx(0, abs=1)


def test_papua_of_2020_has_the_people_of_its_later_parts(opened: Open) -> None:
    market = opened()
    old = prakerja.measure_reach(market, "2020").set_index("place")["population"]
    assert "95" not in old.index
    new = list_places("province").set_index("place")["population"]
    assert old["94"] == new[["94", "95", "96", "97"]].sum()
    assert old.sum() == new.sum()


def test_the_unemployed_are_counted_where_bps_counts_and_add_up_elsewhere() -> None:
    found = prakerja.estimate_unemployed("2020").set_index("place")
    assert found.loc["82", ["unemployed", "unemployed_basis"]].tolist() == [29_997, "counted"]
    assert (found["unemployed_basis"] == "estimated").sum() == 33
    national = official.figures("labour_force", period="2020-08", indicator="unemployed_million")
    assert found["unemployed"].sum() == pytest.approx(national[0].value * 1e6, rel=0.001)


@pytest.mark.parametrize("year", ["2019", "2020"])
def test_the_estimate_is_near_the_one_count_there_is(
    year: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = prakerja.estimate_unemployed(year).set_index("place").at["82", "unemployed"]
    figures = official.figures

    def without_counts(name: str, *args: Any, **by: Any) -> tuple[official.Figure, ...]:
        return () if by.get("indicator") == "unemployed" else figures(name, *args, **by)

    monkeypatch.setattr(official, "figures", without_counts)
    estimated = prakerja.estimate_unemployed(year).set_index("place").at["82", "unemployed"]
    assert 1.05 < estimated / counted < 1.15


def test_the_operators_figures_take_the_place_of_published_ones(opened: Open) -> None:
    market = opened(
        prakerja=[
            {"province": "31", "period": "2020", "recipients": 1000},
            {"province": "32", "period": "2020", "recipients": 9000},
            {"province": "32", "period": "2020", "sex": "female", "recipients": 5000},
            {"regency": "3273", "period": "2023-01", "recipients": 300},
            {"regency": "3273", "period": "2023-02", "recipients": 200},
            {"regency": "3204", "period": "2023-02", "recipients": 0},
        ]
    )
    reach = prakerja.measure_reach(market, "2020").set_index("place")
    assert reach["recipients"].dropna().to_dict() == {"31": 1000, "32": 9000}
    assert set(reach["origin"]) == {"operator"}
    assert reach.at["31", "source"] == NOTE
    regencies = prakerja.measure_reach(market, "2023", "regency").set_index("place")
    assert regencies.loc["3273", ["recipients", "months"]].tolist() == [500, 2]
    assert regencies.at["3204", "recipients"] == 0
    assert regencies.at["3204", "ratio"] == 0
    assert regencies["recipients"].notna().sum() == 2
    assert regencies["per_1000_unemployed"].isna().all()
    month = prakerja.measure_reach(market, "2023-02", "regency").set_index("place")
    assert month.at["3273", "recipients"] == 200
    periods = prakerja.list_periods(market).set_index(["period", "level"])
    assert periods.loc[("2023", "regency"), "n"] == 2
    assert periods.loc[("2020", "province"), "origin"] == "operator"


def drawn(recipients: list[float], unemployed: list[float]) -> pd.DataFrame:
    reach = pd.DataFrame({"recipients": recipients, "unemployed": unemployed})
    reach["population"] = 1000.0
    reach["per_1000_inhabitants"] = reach["recipients"]
    reach["unemployment_pct"] = reach["unemployed"] / 10
    return reach


def test_evenness_is_told_by_who_would_have_to_be_elsewhere() -> None:
    even = prakerja.measure_fairness(drawn([10, 20, 30] * 4, [100, 200, 300] * 4))
    even = even.set_index("measure")["value"]
    assert even["elsewhere"] == pytest.approx(0)
    assert even["highest_to_lowest"] == pytest.approx(1)
    # Half of the places have all recipients and half of the unemployed.
    uneven = prakerja.measure_fairness(drawn([10, 0] * 6, [100, 100] * 6)).set_index("measure")
    assert uneven.at["elsewhere", "value"] == pytest.approx(0.5)
    assert math.isnan(uneven.at["highest_to_lowest", "value"])
    few = prakerja.measure_fairness(drawn([10.0] * 9 + [math.nan], [100.0] * 10))
    assert few["value"].isna().all()
    assert few.loc[0, ["n", "n_missing"]].tolist() == [9, 1]


def test_reach_is_correlated_with_need_and_the_interval_holds_it(opened: Open) -> None:
    need = prakerja.measure_fairness(prakerja.measure_reach(opened(), "2020"))
    row = need.set_index("measure").loc["need"]
    assert -1 < row["interval_low"] < row["value"] < row["interval_high"] < 1
    assert row["n"] == 33


def test_courses_come_from_the_operator_where_loaded(opened: Open) -> None:
    market = opened(
        prakerja=[
            {"period": "2024", "training_category": "Bahasa", "enrolled": 100},
            {"period": "2024", "training_category": "Kuliner", "enrolled": 300},
            {"province": "31", "period": "2024", "training_category": "Bahasa", "enrolled": 90},
        ]
    )
    courses = prakerja.list_courses(market)
    assert courses["name"].tolist() == ["Kuliner", "Bahasa"]
    assert courses["participants"].tolist() == [300, 100]
    assert courses["share"].tolist() == [0.75, 0.25]


def test_published_courses_have_a_share_only_where_all_are_counted(opened: Open) -> None:
    courses = prakerja.list_courses(opened())
    platform = courses[courses["scope"].str.startswith("Sisnaker")]
    assert platform["share"].sum() == pytest.approx(1)
    assert platform["name"].iloc[0] == "Tata rias natural"
    assert courses.loc[courses["scope"] == "category", "share"].isna().all()


def test_evidence_stands_on_one_scale_with_its_base() -> None:
    evidence = prakerja_evidence.list_evidence()
    assert evidence["grade"].tolist() == sorted(evidence["grade"])
    lottery = evidence[evidence["grade"] == "A"].set_index("outcome")
    # METHODS table: 59 %, Rp1.23 m (derived).
    assert lottery.at["employed", "base"] == pytest.approx(58.75)
    assert lottery.at["monthly_income", "base"] == pytest.approx(1_225_000)
    told = lottery["effect"] / lottery["base"] * 100
    assert told.tolist() == pytest.approx(lottery["relative_pct"].tolist())
    before = evidence[evidence["compared_with"] == "before"].set_index(["study", "outcome"])
    cyrus = before.loc[("Cyrus Network survey", "employed")]
    assert cyrus["effect"] == pytest.approx(3.2)
    assert cyrus["relative_pct"] == pytest.approx((34.6 / 31.4 - 1) * 100)
    assert cyrus["grade"] == "D"
    assert (evidence["what_it_cannot_say"] != "").all()
    assert (evidence["source"] != "").all()
    statements = prakerja_evidence.list_statements()
    assert set(statements["grade"]) == {"D"}
    assert not statements["indicator"].str.endswith(("_before", "_after")).any()


def test_outcomes_of_the_operator_have_an_interval(opened: Open) -> None:
    market = opened(
        prakerja=[
            {"regency": "3273", "period": "2023", "outcome": "employed", "outcome_percent": 45.3,
             "outcome_n": 1000},
        ]
    )  # fmt: skip
    row = prakerja_evidence.list_outcomes(market).iloc[0]
    assert (row["outcome"], row["n"], row["share"]) == ("employed", 1000, pytest.approx(0.453))
    assert 0.42 < row["interval_low"] < 0.453 < row["interval_high"] < 0.49


def test_payback_is_told_with_its_least_and_most() -> None:
    gain = Estimate(100_000, Interval(50_000, 200_000), 40)
    found = prakerja_evidence.count_payback(1_500_000, gain, chance=0.5, subsidy_idr=500_000)
    assert (found.months, found.least, found.most) == (20, 10, 40)
    assert found.is_proven


@pytest.mark.parametrize(("low", "most"), [(-1.0, math.inf), (math.nan, math.nan)])
def test_a_gain_that_may_be_nothing_is_not_proven(low: float, most: float) -> None:
    gain = Estimate(100_000, Interval(low, 300_000), 40)
    found = prakerja_evidence.count_payback(1_000_000, gain)
    assert not found.is_proven
    assert found.most == pytest.approx(most, nan_ok=True)


def test_the_programme_is_paid_back_in_29_months_but_unproven() -> None:
    row = prakerja_evidence.programme_payback().iloc[0]
    # METHODS idea 3: 28 to 29 months.
    assert row["months"] == pytest.approx(3_550_000 / 122_500)
    assert not row["is_proven"]
    assert math.isnan(row["high"])
