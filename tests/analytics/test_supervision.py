"""Circulars and minimum wages on drawn markets, and on the sample market whose truth is known."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics import (
    supervision,
    supervision_advertisements,
    supervision_circulars,
    supervision_matched,
    supervision_pay,
    supervision_reading,
)
from analytics.filter import EVERYTHING, Filter
from analytics.statistics import Interval
from analytics.wages_minimum import minimum_of
from data.sample import place_openings
from data.sample_calendar import Period
from data.sample_listings import Placement
from data.sample_truth import find_circular
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows, is_sample=False)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def months(first: str, n: int) -> list[str]:
    return [str(pd.Period(first, freq="M") + step) for step in range(n)]


def advertise(month: str, n: int, found: int, **facts: Any) -> list[Row]:
    """n described openings over a month, the first `found` of them with the facts."""
    return [
        vacancy(
            int(month.replace("-", "")) * 1000 + place,
            posted=day,
            description_characters=900,
            **(facts if place < found else {}),
        )
        for place, day in enumerate(spread(month, n))
    ]


def row_of(measured: pd.DataFrame, demand: str) -> pd.Series:
    return measured.set_index("demand").loc[demand]


def test_an_empty_snapshot_answers_without_error(opened: Open) -> None:
    market = opened([])
    assert supervision.share_by_month(market, EVERYTHING).empty
    measured = supervision_circulars.measure_circulars(market, EVERYTHING)
    assert measured["demand"].tolist() == list(supervision.DEMANDS)
    assert set(measured["reason"]) == {"few"}
    assert supervision_circulars.fit_lines(market, EVERYTHING, "age").empty
    assert supervision.compare_groups(market, EVERYTHING, "age", "sector").empty
    assert supervision_pay.measure_shortfall(market, EVERYTHING).empty


def test_shares_are_of_advertisements_with_a_text(opened: Open) -> None:
    rows = advertise("2025-04", 40, 10, age_max=30, sex="female")
    rows += [vacancy(n, posted=date(2025, 4, 9)) for n in range(50)]
    told = supervision.share_by_month(opened(rows), EVERYTHING).set_index("demand")
    assert told.loc["age", ["month", "found", "n", "share"]].tolist() == ["2025-04", 10, 40, 0.25]
    assert told.at["any_limit", "found"] == 10
    assert told.at["looks", "share"] == 0
    assert not told["is_after"].any()
    assert told.at["age", "interval_low"] < 0.25 < told.at["age", "interval_high"]
    # In 40 advertisements the correction would add more noise than the bias it removes.
    assert pd.isna(told.at["age", "share_corrected"])


@pytest.mark.parametrize("is_sample", [True, False])
def test_sample_data_are_not_corrected(is_sample: bool, tmp_path: Path) -> None:
    publish(tmp_path, advertise("2025-04", 3000, 600, age_max=30), is_sample=is_sample)
    with closing(open_snapshot(tmp_path)) as snapshot:
        told = supervision.share_by_month(snapshot, EVERYTHING).set_index("demand")
    assert pd.isna(told.at["age", "share_corrected"]) == is_sample
    assert told.at["age", "share"] == 0.2


def test_the_month_of_the_circular_is_before_it(opened: Open) -> None:
    rows = [*advertise("2025-05", 20, 1, age_max=30), *advertise("2025-06", 20, 1, age_max=30)]
    told = supervision.share_by_month(opened(rows), EVERYTHING)
    assert told.loc[told["demand"] == "age", "is_after"].tolist() == [False, True]


def test_warnings_are_read_from_the_risks(opened: Open) -> None:
    rows = advertise("2025-04", 20, 3, risks=["diploma_kept", "penalty"])
    told = supervision.share_by_month(opened(rows), EVERYTHING).set_index("demand")["found"]
    assert told[["diploma_kept", "penalty", "deposit"]].tolist() == [3, 3, 0]


def test_a_break_is_found_and_the_comparison_stays(opened: Open) -> None:
    rows = [
        row
        for month in months("2024-06", 24)
        for row in advertise(month, 100, 30 if month < "2025-06" else 15, age_max=30)
    ]
    for row in rows[::2]:
        row["experience_min_years"] = 2.0
    measured = supervision_circulars.measure_circulars(opened(rows), EVERYTHING)
    age = row_of(measured, "age")
    assert (age["months_before"], age["months_after"]) == (12, 12)
    assert age["jump"] == pytest.approx(-0.15)
    assert age["jump_high"] < -0.1
    assert age["placebos_found"] == 0 < age["placebos"]
    # The four last days of May are after the day: a few openings at the old rate.
    assert age["change"] == pytest.approx(-0.5, abs=0.02)
    assert age["difference_low"] < -0.15 < age["difference_high"] < 0
    compared = row_of(measured, "experience")
    assert compared["is_compared"]
    assert compared["jump"] == pytest.approx(0, abs=1e-9)
    assert compared["difference_low"] < 0 < compared["difference_high"]


def test_a_gap_ends_the_series(opened: Open) -> None:
    names = [name for name in months("2024-06", 24) if name not in ("2025-02", "2026-03")]
    rows = [row for name in names for row in advertise(name, 40, 12, age_max=30)]
    age = row_of(supervision_circulars.measure_circulars(opened(rows), EVERYTHING), "age")
    # March to May before; June to February after: too short before.
    assert (age["months_before"], age["months_after"], age["reason"]) == (3, 9, "short")
    assert pd.isna(age["jump"])
    assert pd.notna(age["difference"])


def test_what_hardly_occurs_has_no_series(opened: Open) -> None:
    rows = [row for m in months("2024-06", 24) for row in advertise(m, 20, 1, sex="male")]
    measured = supervision_circulars.measure_circulars(opened(rows), EVERYTHING)
    assert row_of(measured, "sex")["reason"] == "rare"
    assert pd.isna(row_of(measured, "sex")["change"])


def test_a_place_with_few_is_answered_by_the_province(opened: Open) -> None:
    rows = [row for name in months("2024-06", 24) for row in advertise(name, 10, 2, sex="male")]
    for number, row in enumerate(rows):
        row |= {"province": "32", "regency": "3273" if number % 60 == 0 else "3204"}
    measured = supervision_circulars.measure_circulars(opened(rows), Filter(regency="3273"))
    assert set(measured["place"]) == {"nation"}
    asked = Filter(province="32", regency="3273")
    measured = supervision_circulars.measure_circulars(opened(rows), asked)
    assert set(measured["place"]) == {"province"}


def test_groups_are_drawn_to_the_whole(opened: Open) -> None:
    rows = [
        *advertise("2025-04", 100, 30, age_max=30),
        *advertise("2026-04", 100, 20, age_max=30),
        *advertise("2026-05", 12, 12, age_max=30),
    ]
    for number, row in enumerate(rows):
        row["sector"] = "G" if number < 200 else "I"
    groups = supervision.compare_groups(opened(rows), EVERYTHING, "age", "sector")
    groups = groups.set_index("group")
    assert groups.loc["G", ["found", "n", "found_before", "n_before"]].tolist() == [
        20,
        100,
        30,
        100,
    ]
    assert groups.loc["I", ["found", "n", "found_before", "n_before"]].tolist() == [12, 12, 0, 0]
    assert 0.2 < groups.at["I", "share"] < 1
    assert groups.at["I", "own_weight"] < groups.at["G", "own_weight"]
    with pytest.raises(ValueError, match="no group"):
        supervision.compare_groups(opened(rows), EVERYTHING, "age", "company")


def test_reading_errors_come_from_the_accuracy_page() -> None:
    errors = supervision_reading.read_errors()
    assert errors.sensitivity[0] <= errors.sensitivity[1]
    assert errors.sensitivity[1] + errors.specificity[1] == 280 * supervision_reading.LIMITS
    found = supervision_reading.correct(2000, 10_000)
    assert found is not None
    assert found.is_worth_it
    assert 0.2 < found.value < found.interval.high


def test_a_corrected_difference_is_larger_and_less_sure() -> None:
    raw = Interval(-0.12, -0.08)
    middle, interval = supervision_reading.correct_difference(-0.1, raw)
    assert middle < -0.1
    assert interval.low < raw.low
    assert interval.high - interval.low > 0.04
    assert supervision_reading.correct_difference(0.0, Interval(-0.01, 0.01))[0] == 0


def pay(number: int, low: float | None, high: float | None, **facts: Any) -> Row:
    told = {"wage_min_idr": low, "wage_max_idr": high, "wage_period": "month"}
    place = {"province": "32", "regency": "3273"}
    return vacancy(number, posted=date(2025, 3, 3), **(told | place | facts))


def test_shortfall_is_counted_by_the_most_that_is_offered(opened: Open) -> None:
    told = minimum_of("3273", 2025)
    assert told is not None
    line = told.idr
    rows = [pay(n, None, round(line * 0.8)) for n in range(4)]
    rows += [pay(n, round(line * 0.5), line) for n in range(4, 10)]
    rows += [pay(n, round(line * 0.5), None) for n in range(10, 20)]
    left_out = [
        pay(20, None, 1000, employment_type="internship"),
        pay(21, None, 1000, wage_period="hour"),
        pay(22, None, 1000, wage_flags="implausible"),
        pay(23, None, 1000, province=None, regency=None),
    ]
    row = supervision_pay.measure_shortfall(opened(rows + left_out), EVERYTHING).iloc[0]
    assert (row["n"], row["n_below"]) == (20, 4)
    assert row["share"] == pytest.approx(0.2)
    assert row["gap"] == pytest.approx(0.2 * 0.2, abs=1e-6)
    assert row["share_low"] < 0.2 < row["share_high"]
    assert row["gap_low"] < 0.04 < row["gap_high"]
    assert pd.isna(row["gap_below"])


def test_shortfall_of_one_employer_is_not_told(opened: Open) -> None:
    rows = [pay(n, None, 1_000_000, company="PT Satu") for n in range(20)]
    row = supervision_pay.measure_shortfall(opened(rows), EVERYTHING, "province").iloc[0]
    assert (row["group"], row["n"], row["n_below"], row["employers"]) == ("32", 20, 20, 1)
    assert pd.isna(row["share"])


# The sample market around its circular, small enough for seconds.
PERIOD = Period(date(2026, 5, 28), 24)
MISSED, SEED = 0.06, 5


@pytest.fixture(scope="module")
def truth() -> list[Placement]:
    return list(place_openings(PERIOD, 15_000, 17))


@pytest.fixture(scope="module")
def sample(truth: list[Placement], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The openings as read by a reader that misses MISSED of all limits."""
    chance = np.random.default_rng(SEED)
    rows = []
    for placement in truth:
        opening, limits = placement.opening, placement.opening.limits
        seen = chance.random(4) >= MISSED
        rows.append(
            vacancy(
                opening.number,
                posted=(opening.posted + timedelta(hours=7)).date(),
                description_characters=800,
                age_max=limits.age_max if seen[0] else None,
                sex=limits.sex if seen[1] else None,
                appearance=limits.wants_looks and bool(seen[2]),
                marital="single" if limits.wants_single and seen[3] else None,
                experience_min_years=float(opening.years),
            )
        )
    folder = tmp_path_factory.mktemp("sample")
    publish(folder, rows, is_sample=False)
    with closing(open_snapshot(folder)) as snapshot:
        yield snapshot


@pytest.mark.parametrize("demand", ["age", "sex", "looks", "marital"])
def test_the_effect_built_into_the_sample_is_found(demand: str, sample: Snapshot) -> None:
    left = find_circular().left[demand]
    row = row_of(supervision_circulars.measure_circulars(sample, EVERYTHING), demand)
    assert str(row["day"]) == str(find_circular().day)
    assert row["change_low"] < left - 1 < row["change_high"] < 0
    assert row["difference_high"] < 0
    if demand in ("age", "sex"):
        assert row["jump_high"] < 0
        assert row["placebos_found"] == 0 < row["placebos"]


def test_what_the_circular_does_not_name_did_not_move(sample: Snapshot) -> None:
    row = row_of(supervision_circulars.measure_circulars(sample, EVERYTHING), "experience")
    assert row["difference_low"] < 0 < row["difference_high"]
    assert row["jump_low"] < 0 < row["jump_high"]


def test_correction_comes_nearer_to_the_true_share(
    sample: Snapshot, truth: list[Placement]
) -> None:
    day = find_circular().day
    row = row_of(supervision_circulars.measure_circulars(sample, EVERYTHING), "age")
    assert row["is_corrected"]
    before = [
        placement.opening.limits.age_max is not None
        for placement in truth
        if day - timedelta(days=365) <= (placement.opening.posted + timedelta(hours=7)).date() < day
    ]
    true = sum(before) / len(before)
    raw = row["found_before"] / row["n_before"]
    assert abs(row["share_before"] - true) < abs(raw - true)
    assert row["before_low"] < true < row["before_high"]


def test_portals_of_one_side_have_no_say_in_the_matched_difference(opened: Open) -> None:
    """Glints: 6 of 20 before, 3 of 20 after. LinkedIn, read only after, would hide or add to it."""
    rows = [*advertise("2025-04", 20, 6, age_max=30), *advertise("2025-09", 20, 3, age_max=30)]
    rows = [{**row, "portals": ("glints",)} for row in rows]
    only_after = [
        {**row, "portals": ("linkedin",), "vacancy_id": f"l{n}"}
        for n, row in enumerate(advertise("2025-10", 60, 0))
    ]
    market = opened([*rows, *only_after])
    age = row_of(supervision_matched.compare_matched(market, EVERYTHING), "age")
    assert (age["matched_n_before"], age["matched_n_after"]) == (20, 20)
    assert age["matched"] == pytest.approx(3 / 20 - 6 / 20)
    assert age["matched_share"] == pytest.approx(0.4)
    # One stratum of equal sides: the plain interval of a difference of two shares.
    error = (0.3 * 0.7 / 20 + 0.15 * 0.85 / 20) ** 0.5
    assert age["matched_high"] == pytest.approx(-0.15 + 1.96 * error, abs=1e-4)


def test_a_difference_within_each_portal_is_found_behind_a_changed_mix(opened: Open) -> None:
    """In all 26 of 50 before and 28 of 100 after, but on neither portal did anything change."""
    sides = (("2025-04", 40, 10), ("2025-09", 20, 80))
    rows = []
    for month, many, few in sides:
        for portal, n, of_ten in (("glints", many, 6), ("jobstreet", few, 2)):
            rows += [
                {**row, "portals": (portal,), "vacancy_id": f"{month}{portal}{k}"}
                for k, row in enumerate(advertise(month, n, n * of_ten // 10, age_max=30))
            ]
    market = opened(rows)
    raw = row_of(supervision_circulars.measure_circulars(market, EVERYTHING), "age")
    age = row_of(supervision_matched.compare_matched(market, EVERYTHING), "age")
    assert raw["difference_high"] < 0
    assert age["matched"] == pytest.approx(0)
    assert age["matched_low"] < 0 < age["matched_high"]
    assert age["matched_share"] == 1


def test_nothing_found_or_one_side_alone_has_no_matched_difference(opened: Open) -> None:
    market = opened(advertise("2025-04", 30, 9, age_max=30))
    matched = supervision_matched.compare_matched(market, EVERYTHING)
    assert matched["matched"].isna().all()
    assert set(matched["matched_share"]) == {0.0}
    assert supervision_matched.compare_matched(opened([]), EVERYTHING)["matched"].isna().all()


def test_the_list_behind_a_figure_has_as_many_as_the_figure(opened: Open) -> None:
    rows = [*advertise("2025-04", 20, 6, age_max=30), *advertise("2025-09", 20, 3, age_max=30)]
    rows[-1] |= {"age_max": 25, "description_characters": None}  # not read: in no share
    market = opened(rows)
    found = row_of(supervision_circulars.measure_circulars(market, EVERYTHING), "age")
    listed = supervision_advertisements.list_demanding(market, EVERYTHING, "age", limit=2)
    assert listed["n"].tolist() == [found["found_after"]] * 2 == [3, 3]
    assert listed["age_max"].tolist() == [30, 30]
    assert [list(words) for words in listed["words"]] == [[], []]


def test_a_warning_is_listed_with_its_words(opened: Open) -> None:
    rows = advertise("2025-09", 20, 2, risks=["diploma_kept", "fee"], warns=["diploma_kept", "fee"])
    listed = supervision_advertisements.list_demanding(opened(rows), EVERYTHING, "diploma_kept")
    assert [list(words) for words in listed["words"]] == [["diploma_kept"]] * 2
    none = supervision_advertisements.list_demanding(opened(rows), EVERYTHING, "deposit")
    assert none.empty


def test_offers_below_the_minimum_are_listed_newest_first(opened: Open) -> None:
    least = minimum_of("32", 2025)
    assert least is not None
    pay = {"wage_period": "month", "wage_currency": "IDR", "province": "32"}
    rows = [
        vacancy(n, posted=date(2025, 9, n + 1), wage_max_idr=least.idr + step, **pay)
        for n, step in enumerate((-1, -500_000, 0, 1_000_000))
    ]
    market = opened(rows)
    listed = supervision_advertisements.list_below(market, EVERYTHING)
    assert listed["vacancy_id"].tolist() == ["v1", "v0"]
    assert listed["offered_idr"].tolist() == [least.idr - 500_000, least.idr - 1]
    assert set(listed["minimum_idr"]) == {least.idr}
    assert (
        set(listed["n"])
        == {2}
        == set(supervision_pay.measure_shortfall(market, EVERYTHING)["n_below"])
    )


def test_offers_below_of_one_day_are_of_no_province_first(opened: Open) -> None:
    """Numbers of vacancies go by province: taken in their order, all shown would be of Aceh."""
    rows = [
        vacancy(n, posted=date(2025, 9, 1), province=province, wage_max_idr=1_000_000,
                wage_period="month", wage_currency="IDR")
        for n in range(24)
        for province in (("32", "11", "94")[n % 3],)
    ]  # fmt: skip
    market = opened(rows)
    listed = supervision_advertisements.list_below(market, EVERYTHING, 6)
    assert set(listed["n"]) == {24}
    assert listed["vacancy_id"].tolist() == sorted(row["vacancy_id"] for row in rows)[:6]
    assert listed["province"].nunique() == 3
