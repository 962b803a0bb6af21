"""The index of advertisements: chains that can be added up by hand, and small watched markets."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from analytics import index, index_chain, index_years
from analytics.filter import EVERYTHING, Filter
from analytics.index_counts import Openings, count_openings, put_in_order
from analytics.index_season import adjust_weeks
from data.reference.holidays import lebaran
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
DAY = timedelta(days=1)
START = date(2026, 1, 1)
BOTH = np.array([True, True])
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def counted(snapshot: Snapshot) -> Openings:
    found = count_openings(snapshot, EVERYTHING)
    assert found is not None
    return found


def noon(day: date) -> datetime:
    """Noon in Jakarta."""
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def watched(days: int, a_day: int = 2, stands: int = 10, **facts: object) -> list[Row]:
    """A market looked at daily: so many new a day, each gone after `stands` days, told."""
    last = START + DAY * (days - 1)
    rows = []
    for number in range(days * a_day):
        posted = START + DAY * (number // a_day)
        end = posted + DAY * (stands - 1)
        rows.append(
            vacancy(number, posted=posted, first_seen=noon(posted), last_seen=noon(min(end, last)),
                    closed=noon(end) + timedelta(hours=3), **facts)
        )  # fmt: skip
    return rows


def linked(counts: Floats, reported: Flags) -> Floats:
    """The series of portals that share no opening."""
    return index_chain.link(
        lambda portals: counts[:, portals].sum(axis=1),
        reported,
        index_chain.find_usual(reported, 60),
    )


def test_a_portal_in_a_gap_is_filled_from_the_others() -> None:
    counts = np.tile([10.0, 30.0], (90, 1))
    counts[45:, 0] = 20
    counts[40:60, 1] = 0
    counts[60:, 1] = 60
    reported = np.ones((90, 2), dtype=bool)
    reported[40:60, 1] = False
    series = linked(counts, reported)
    assert series[[0, 40, 44, 45, 59, 60]] == pytest.approx([40, 40, 40, 80, 80, 80])


def test_the_ratio_of_a_gap_goes_in_a_straight_line() -> None:
    counts = np.tile([10.0, 30.0], (90, 1))
    counts[50:, 1] = 10
    reported = np.ones((90, 2), dtype=bool)
    reported[40:49, 1] = False
    counts[40:50, 1] = 10
    series = linked(counts, reported)
    assert series[39:51] == pytest.approx([40, *np.linspace(38, 22, 9), 20, 20])


def test_overlapping_gaps_and_days_without_any_portal() -> None:
    counts = np.tile([10.0, 30.0, 60.0], (120, 1))
    reported = np.ones((120, 3), dtype=bool)
    reported[50:60, 0] = reported[55:65, 1] = reported[80:83] = False
    counts[~reported] = 0
    series = linked(counts, reported)
    assert np.isnan(series[80:83]).all()
    assert series[np.isfinite(series)] == pytest.approx(100)
    told = index_chain.share_reported(
        lambda portals: counts[:, portals].sum(axis=1), reported, np.ones((120, 3), dtype=bool)
    )
    assert told[[0, 52, 57, 62, 81]] == pytest.approx([1, 0.9, 0.6, 0.7, 0])


def test_a_gap_that_has_not_ended_keeps_the_ratio() -> None:
    counts = np.tile([10.0, 30.0], (60, 1))
    counts[50:, 0] = 11
    reported = np.ones((60, 2), dtype=bool)
    reported[50:, 1] = False
    assert linked(counts, reported)[55] == pytest.approx(44)


@pytest.mark.parametrize("portal_leaves", [True, False])
def test_a_portal_that_comes_or_leaves_for_good_makes_no_jump(portal_leaves: bool) -> None:
    counts = np.tile([10.0, 30.0], (200, 1))
    counts[:, 0] = np.linspace(10, 11, 200)
    reported = np.ones((200, 2), dtype=bool)
    reported[slice(100, None) if portal_leaves else slice(None, 100), 1] = False
    counts[~reported[:, 1], 1] = 0
    assert index_chain.find_usual(reported, 60)[:, 1].sum() == 100
    series = linked(counts, reported)
    steps = series[1:] / series[:-1] - 1
    # The raw sums move by 270 % there; what is left is 14 days' growth of one portal's part.
    assert abs(steps[99]) < 0.01
    assert np.isfinite(series).all()
    assert series[-1] == pytest.approx(11 if portal_leaves else 41)


def test_no_portal_in_common_means_that_the_past_cannot_be_compared() -> None:
    reported = np.zeros((200, 2), dtype=bool)
    reported[:80, 0] = reported[120:, 1] = True
    series = linked(np.full((200, 2), 5.0), reported)
    assert np.isnan(series[:120]).all()
    assert (series[120:] == 5).all()


def test_a_long_silence_or_a_few_days_do_not_make_a_usual_portal() -> None:
    reported = np.ones((200, 2), dtype=bool)
    reported[50:120, 0] = reported[20:, 1] = False
    usual = index_chain.find_usual(reported, 60)
    assert np.flatnonzero(~usual[:, 0]).tolist() == list(range(50, 120))
    assert not usual[:, 1].any()


def test_stock_and_new_count_days_of_advertising(opened: Open) -> None:
    rows = [
        # Stands from 1 to 4 January: its portal told the end.
        vacancy(1, posted=START, first_seen=noon(START), last_seen=noon(START + DAY),
                closed=noon(START + 3 * DAY) + timedelta(hours=2)),
        # On two portals, one opening; nobody knows its end: 14 days after the last sighting.
        vacancy(2, posted=START + DAY, first_seen=noon(START + DAY), last_seen=noon(START + DAY),
                portals=("jobstreet", "loker_id")),
        # No date told: from the first sighting.
        vacancy(3, first_seen=noon(START + 2 * DAY), last_seen=noon(START + 20 * DAY)),
    ]  # fmt: skip
    counts = counted(opened(rows))
    assert counts.days[0] == pd.Timestamp(START)
    assert counts.portals == ("jobstreet", "loker_id")
    assert counts.steps.count_stock(BOTH[: len(counts.portals)])[:6].tolist() == [1, 2, 3, 3, 2, 2]
    assert counts.steps.count_stock(BOTH[: len(counts.portals)])[14:18].tolist() == [2, 2, 1, 1]
    assert counts.steps.count_new(BOTH[: len(counts.portals)])[:4].tolist() == [1, 1, 1, 0]
    second = np.array([False, True])
    assert counts.steps.count_stock(second)[:3].tolist() == [0, 1, 1]
    assert counts.steps.count_new(second).tolist()[:3] == [0, 1, 0]


def test_missed_by_a_sweep_ends_between_sighting_and_sweep(opened: Open) -> None:
    sweep = noon(START + 20 * DAY)
    rows = [
        vacancy(i, posted=START, first_seen=noon(START), last_seen=noon(START), closed=sweep)
        for i in range(400)
    ]
    rows.append(vacancy(900, posted=START, first_seen=noon(START), last_seen=sweep))
    counts = counted(opened(rows))
    assert counts.steps.count_stock(BOTH[: len(counts.portals)])[0] == 401
    # Evenly over the twenty days between.
    assert counts.steps.count_stock(BOTH[: len(counts.portals)])[10] == pytest.approx(201, abs=25)
    assert counts.steps.count_stock(BOTH[: len(counts.portals)])[20] == 1


def test_a_portal_reports_where_it_is_looked_at_often_enough(opened: Open) -> None:
    looks = [START, START + 7 * DAY, START + 21 * DAY]
    rows = [vacancy(i, first_seen=noon(day), last_seen=noon(day)) for i, day in enumerate(looks)]
    counts = counted(opened(rows))
    silent = np.flatnonzero(~counts.reported[:, 0])
    assert silent.tolist() == list(range(8, 21))


def test_a_market_that_stands_still_has_an_index_of_100(opened: Open) -> None:
    market = opened(watched(150, a_day=4))
    days = index.index_by_day(market, EVERYTHING)
    after = days[days["day"] >= "2026-03-01"]
    assert after["stock_index"].to_numpy() == pytest.approx(100)
    assert after["new_index"].to_numpy() == pytest.approx(100)
    assert (after["n_stock"] == 40).all()
    assert (after["n_new_7"] == 28).all()
    assert not after["is_partial"].any()
    row = after.iloc[-1]
    assert row["new_low"] < 70 < 140 < row["new_high"]
    told = index.describe_index(market, EVERYTHING).iloc[0]
    assert (told["base_from"], told["base_to"]) == (
        pd.Timestamp("2026-04-01"),
        pd.Timestamp("2026-04-28"),
    )
    assert (told["n"], told["n_stock"]) == (112, 40)
    assert told["reason"] is None
    assert told["adjusted_reason"] == "years"


def test_base_day_and_period_are_as_asked(opened: Open) -> None:
    rows = watched(150, a_day=2) + [
        row | {"vacancy_id": f"w{n}"} for n, row in enumerate(watched(150)) if n >= 200
    ]
    market = opened(rows)
    where = Filter(period_from=date(2026, 5, 1))
    days = index.index_by_day(market, where, base=date(2026, 2, 1))
    assert days["day"].iloc[0] == pd.Timestamp("2026-05-01")
    assert days["new_index"].iloc[-1] == pytest.approx(200)
    weeks = index.index_by_week(market, EVERYTHING, base=date(2026, 2, 1))
    assert weeks["week"].iloc[0] == pd.Timestamp("2026-01-05")
    assert weeks["new_index"].iloc[-1] == pytest.approx(200)
    assert weeks["n_new"].iloc[-1] == 28
    assert weeks["new_adjusted"].isna().all()


def test_few_or_no_openings_give_a_reason_and_no_index(opened: Open) -> None:
    assert index.describe_index(opened([]), EVERYTHING)["reason"].tolist() == ["looks"]
    assert index.index_by_day(opened([]), EVERYTHING).empty
    assert index.index_by_week(opened([]), EVERYTHING).empty
    assert index_years.compare_years(opened([]), EVERYTHING).empty
    assert index.seasonal_effects(opened([]), EVERYTHING).empty
    short = opened(watched(20))
    assert index.describe_index(short, EVERYTHING)["reason"].tolist() == ["looks"]
    barely = opened(watched(30))
    assert index.describe_index(barely, EVERYTHING)["reason"].tolist() == [None]
    market = opened(watched(150))
    nowhere = Filter(province="94")
    assert index.describe_index(market, nowhere)["reason"].tolist() == ["few"]
    assert index.index_by_day(market, nowhere)["stock_index"].isna().all()
    assert index.describe_index(market, EVERYTHING, base=date(2025, 1, 1))["reason"].tolist() == [
        "days"
    ]


def test_a_silent_big_portal_is_marked_and_does_not_move_the_index(opened: Open) -> None:
    small = watched(200, a_day=4, portals=("kalibrr",))
    big = watched(200, a_day=12, portals=("jobstreet",))
    last, back = noon(START + 120 * DAY), noon(START + 150 * DAY)
    seen = []
    for number, row in enumerate(big):
        begin, end = noon(row["posted"]), noon(row["posted"] + 9 * DAY)
        if last < begin and end < back:
            continue  # came and went unseen
        first = back if last < begin < back else begin
        until = last if begin <= last < end < back else row["last_seen"]
        seen.append(row | {"vacancy_id": f"b{number}", "first_seen": first, "last_seen": until})
    days = index.index_by_day(opened(small + seen), EVERYTHING).set_index("day")
    inside = days.loc[str(START + 122 * DAY) : str(START + 140 * DAY)]
    assert inside["is_partial"].all()
    assert (inside["portals"] == 1).all()
    assert inside["reported"].to_numpy() == pytest.approx(0.25, abs=0.005)
    later = days[str(START + 100 * DAY) :]
    assert later["new_index"].to_numpy() == pytest.approx(100, abs=0.5)
    assert later["stock_index"].to_numpy() == pytest.approx(100, abs=0.5)
    assert not days["is_partial"].iloc[-1]


def test_a_year_before_is_the_same_weeks_or_as_far_from_lebaran(opened: Open) -> None:
    rows = watched(800, a_day=2)
    feast = lebaran(2027)
    assert feast is not None
    # Two quiet weeks before Lebaran of each year: half of the openings.
    quiet = {eid.eid - DAY * n for eid in map(lebaran, (2026, 2027)) if eid for n in range(1, 15)}
    rows = [row for n, row in enumerate(rows) if row["posted"] not in quiet or n % 2]
    found = index_years.compare_years(opened(rows), EVERYTHING, weeks=8)
    at = found[(found["measure"] == "new") & (found["week"] == "2027-03-08")].set_index("against")
    row = at.loc["lebaran"]
    assert row["before_to"] == row["day_to"] - timedelta(days=354)
    assert at.at["week", "before_to"] == row["day_to"] - timedelta(days=364)
    assert row["change"] == pytest.approx(0, abs=0.01)
    assert row["interval_low"] < 0 < row["interval_high"]
    first = found.iloc[0]
    assert first["reason"] == "years"
    assert pd.isna(first["change"])


def test_lebaran_moves_by_eleven_days() -> None:
    assert index_years.days_between_feasts(date(2026, 3, 21)) == 355
    assert index_years.days_between_feasts(date(2026, 11, 29)) == 354
    assert index_years.days_between_feasts(date(2015, 3, 1)) is None
    assert index_years.days_between_feasts(date(2040, 1, 1)) is None


def test_season_and_lebaran_are_taken_out_of_four_years() -> None:
    weeks = pd.date_range("2022-01-03", periods=208, freq="7D")
    season = np.exp(0.2 * np.sin(2 * np.pi * (weeks.day_of_year.to_numpy() + 3) / 365.25))
    inside = np.zeros(208)
    for row, monday in enumerate(weeks):
        for number in range(7):
            day = (monday + timedelta(days=number)).date()
            feast = lebaran(day.year)
            inside[row] += feast is not None and -14 <= (day - feast.eid).days <= -1
    levels = 100 * np.exp(0.1 * np.arange(208) / 52) * season * np.exp(-0.7 * inside / 7)
    levels[50] = np.nan
    adjusted = adjust_weeks(weeks, levels)
    assert adjusted is not None
    series, effects = adjusted
    steps = np.diff(np.log(series[51:]))
    assert abs(steps).max() < 0.01
    assert np.isnan(series[50])
    by = effects.set_index("effect")
    assert by.at["lebaran_14_1_before", "change"] == pytest.approx(np.exp(-0.7) - 1, abs=0.01)
    assert by.at["lebaran_8_21_after", "change"] == pytest.approx(0, abs=0.01)
    assert adjust_weeks(weeks[:150], levels[:150]) is None


def test_openings_handed_over_in_parts_are_put_together_again() -> None:
    """Opening 7 lies on either side of a seam, and its later part came first."""
    told = pd.DataFrame({"opening": [7, 8, 5, 6, 7], "begins": [9, 1, 3, 4, 2]})
    ordered = put_in_order(told)
    assert ordered["opening"].tolist() == [5, 6, 7, 7, 8]
    assert ordered["begins"].tolist() == [3, 4, 2, 9, 1]
    assert put_in_order(ordered) is ordered
