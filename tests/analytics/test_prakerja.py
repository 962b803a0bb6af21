"""Reach, evenness and evidence of Kartu Prakerja, on published counts and on drawn deliveries."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics import prakerja, prakerja_evidence, prakerja_market, prakerja_people
from analytics.filter import EVERYTHING, Filter
from analytics.regions import list_places
from analytics.statistics import Estimate, Interval
from data.reference import official
from data.snapshot import Snapshot, open_snapshot
from tests.analytics.operator_data import NOTE, open_with
from tests.ui.market import Row, publish, vacancy

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


def test_courses_have_a_name_in_both_languages(opened: Open) -> None:
    first = prakerja.list_courses(opened()).set_index("name").loc["Tata rias natural"]
    assert first["name_en"] == "Natural make-up"


def test_courses_of_the_operator_have_one_name(opened: Open) -> None:
    market = opened(prakerja=[{"period": "2024", "training_category": "Bahasa", "enrolled": 5}])
    assert prakerja.list_courses(market)[["name", "name_en"]].iloc[0].tolist() == ["Bahasa"] * 2


def test_people_reached_are_told_by_the_office_and_by_surveys(opened: Open) -> None:
    people = prakerja_people.list_people(opened())
    told = people.set_index(["dimension", "category", "period"])
    women = told.loc[("sex", "female", "2020-2023")]
    assert (women["share"], women["origin"]) == (0.51, "office")
    men = told.loc[("sex", "male", "2020-08")]
    assert (men["share"], men["origin"]) == (0.58, "survey")
    assert people["share"].between(0, 1).all()
    assert (people["source"] != "").all()


def test_the_operators_breakdown_is_of_all_recipients_of_the_same_place(opened: Open) -> None:
    market = opened(
        prakerja=[
            {"period": "2024", "recipients": 1000},
            {"period": "2024", "sex": "female", "recipients": 600},
            {"period": "2024", "age_group": "18-25", "recipients": 250},
            {"period": "2024", "sex": "female", "age_group": "18-25", "recipients": 99},
            {"period": "2023", "sex": "male", "recipients": 70},
            {"province": "31", "period": "2024", "recipients": 40},
            {"province": "31", "period": "2024", "sex": "female", "recipients": 10},
        ]
    )
    people = prakerja_people.list_people(market).set_index(["period", "category"])
    assert people["share"].dropna().to_dict() == {
        ("2024", "female"): 0.6,
        ("2024", "18-25"): 0.25,
    }
    assert people.at[("2023", "male"), "recipients"] == 70
    jakarta = prakerja_people.list_people(market, "31")
    assert jakarta[["category", "share", "n"]].to_numpy().tolist() == [["female", 0.25, 40]]
    assert set(jakarta["place"]) == {"31"}
    # Nothing of Bali was delivered: what was of the country.
    bali = prakerja_people.list_people(market, "51")
    assert (set(bali["origin"]), set(bali["place"])) == ({"operator"}, {""})


def test_years_are_persons_without_targets_and_sums() -> None:
    years = prakerja_people.list_years().set_index("year")["recipients"]
    assert years.to_dict() == {
        "2020": 5_500_000,
        "2021": 5_930_000,
        "2022": 4_984_790,
        "2023": 1_140_000,
    }


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-H1", date(2021, 1, 1), date(2021, 6, 30)),
        ("2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2021-08..2021-10", date(2021, 8, 1), date(2021, 10, 31)),
        ("2020-2022", date(2020, 1, 1), date(2022, 12, 31)),
        ("to 2022-07", prakerja_market.FIRST_DAY, date(2022, 7, 31)),
        ("three years to 2023", date(2021, 1, 1), date(2023, 12, 31)),
    ],
)
def test_periods_are_read_as_days(period: str, first: date, last: date) -> None:
    assert prakerja_market.days_of(period) == (first, last)


def test_every_period_of_the_tables_can_be_read() -> None:
    studies = [*prakerja_evidence.list_evidence()["period"]]
    studies += [*prakerja_evidence.list_statements()["period"]]
    for period in studies:
        first, last = prakerja_market.days_of(period)
        assert date(2020, 1, 1) <= first <= last
    with pytest.raises(ValueError, match="names no year"):
        prakerja_market.days_of("soon")


def looked_at(days: int, a_day: Callable[[date], int], **facts: object) -> list[Row]:
    """A market looked at daily from 2025 on, each opening gone after ten days."""
    rows: list[Row] = []
    for posted in (date(2025, 1, 1) + timedelta(days=n) for n in range(days)):
        for _ in range(a_day(posted)):
            seen, end = (
                datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
                for day in (posted, posted + timedelta(days=9))
            )
            closed = end + timedelta(hours=3)
            rows.append(
                vacancy(len(rows), posted=posted, first_seen=seen, last_seen=end, closed=closed,
                        province="32", **facts)
            )  # fmt: skip
    return rows


def test_the_market_of_a_period_is_set_against_a_year_before(tmp_path: Path) -> None:
    publish(tmp_path, looked_at(520, lambda day: 4 if day.year == 2025 else 6))
    with closing(open_snapshot(tmp_path)) as market:
        row = prakerja_market.trend_beside(market, EVERYTHING, "2026-04").iloc[0]
        # Three whole weeks, from Monday the 6th, with 6 a day; a year before 4 a day.
        assert (row["n"], row["n_before"]) == (21 * 6, 21 * 4)
        assert row["change"] == pytest.approx(0.5, abs=0.02)
        assert 0 < row["interval_low"] < row["change"] < row["interval_high"]
        days = (row["day_from"], row["day_to"])
        assert days == (pd.Timestamp("2026-04-06"), pd.Timestamp("2026-04-26"))
        reasons = {
            period: prakerja_market.trend_beside(market, EVERYTHING, period).iloc[0]["reason"]
            for period in ("2021-08..2021-10", "2025-04", "2026-12")
        }
        assert reasons == {"2021-08..2021-10": "later", "2025-04": "years", "2026-12": "ends"}
        empty = prakerja_market.trend_beside(market, Filter(province="51"), "2026-04").iloc[0]
        assert math.isnan(empty["change"])
        assert empty["reason"] in ("years", "few")


def test_postings_older_than_the_collection_do_not_make_a_trend(tmp_path: Path) -> None:
    rows = looked_at(60, lambda _: 2)
    rows.append(vacancy(999, posted=date(2019, 5, 1), first_seen=rows[0]["first_seen"],
                        last_seen=rows[0]["first_seen"]))  # fmt: skip
    publish(tmp_path, rows)
    with closing(open_snapshot(tmp_path)) as market:
        row = prakerja_market.trend_beside(market, EVERYTHING, "2021-08..2021-10").iloc[0]
        assert row["reason"] == "later"
