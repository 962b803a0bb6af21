"""Places of small markets: ranks, quotients, tightness, visibility, checkable by eye."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from analytics import regions, regions_tightness, regions_visibility
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
NEWEST = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # the last sighting of the made-up market
YEARS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)][:22]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def test_empty_snapshot_answers_every_question(opened: Open) -> None:
    market = opened([])
    assert regions.rank_places(market, EVERYTHING)["n"].sum() == 0
    assert len(regions.rank_places(market, EVERYTHING)) == 38
    assert regions.location_quotients(market, EVERYTHING).empty
    tight = regions_tightness.measure_tightness(market, EVERYTHING)
    assert len(tight) == 38 * 5
    assert tight["value"].isna().all()
    assert tight["reason"].notna().all()
    assert tight["tightness"].isna().all()
    graded = regions_visibility.grade_visibility(market, EVERYTHING)
    assert set(graded["grade"]) == {"E"}
    assert regions_visibility.visibility_of(market, EVERYTHING).empty


def test_provinces_are_ranked_with_those_that_have_none(opened: Open) -> None:
    rows = [vacancy(i, province="31", posted=date(2026, 11, 1)) for i in range(30)]
    rows += [vacancy(100 + i, province="32", posted=date(2026, 5, 1)) for i in range(20)]
    rows += [vacancy(200 + i, province="94") for i in range(3)] + [vacancy(300)]
    ranked = regions.rank_places(opened(rows), EVERYTHING)
    assert ranked["place"].head(3).tolist() == ["31", "32", "94"]
    assert ranked["n"].tolist() == [30, 20, 3] + [0] * 35
    assert ranked["n_new"].head(3).tolist() == [30, 0, 0]
    assert ranked["share"].head(3).tolist()[:2] == pytest.approx([30 / 53, 20 / 53])
    assert pd.isna(ranked["share"].iloc[2])
    assert ranked["growth"].isna().all()
    first = ranked.iloc[0]
    assert first["per_100k_low"] < 30 / (first["population"] / 100_000) < first["per_100k_high"]


def test_regencies_are_those_of_the_province_asked_about(opened: Open) -> None:
    rows = [vacancy(i, province="32", regency="3275", sector="C") for i in range(12)]
    rows += [vacancy(50 + i, province="31", regency="3171", sector="C") for i in range(5)]
    rows += [vacancy(80, province="32", sector="C")]
    market = opened(rows)
    where = Filter(province="32", regency="3201", sector="C")
    ranked = regions.rank_places(market, where, "regency")
    assert len(ranked) == 27
    assert ranked.iloc[0][["place", "n"]].tolist() == ["3275", 12]
    assert ranked["n"].sum() == 12
    assert len(regions.rank_places(market, EVERYTHING, "regency")) == 514
    with pytest.raises(ValueError, match="no level"):
        regions.rank_places(market, where, "district")


def test_a_quotient_is_two_where_a_sector_is_twice_as_common(opened: Open) -> None:
    rows = []
    for number, (province, mining) in enumerate([("64", 240), ("31", 80), ("32", 80), ("33", 80)]):
        rows += [
            vacancy(1000 * number + i, province=province, sector="B" if i < mining else "G")
            for i in range(400)
        ]
    market = opened(rows)
    mines = regions.location_quotients(market, EVERYTHING, thing="B")
    assert mines["place"].iloc[0] == "64"
    row = mines.iloc[0]
    assert (row["n"], row["n_place"], row["n_thing"], row["share"]) == (240, 400, 480, 0.6)
    assert row["quotient"] == pytest.approx(2, abs=0.15)
    assert row["interval_low"] < 2 < row["interval_high"]
    assert row["differs"]
    here = regions.location_quotients(market, Filter(province="31"), place="64")
    assert set(here["thing"]) == {"B", "G"}
    assert here["quotient"].is_monotonic_decreasing


def test_few_vacancies_are_drawn_to_the_country(opened: Open) -> None:
    rows = [
        vacancy(i, province=f"{p}", occupation="5230" if i % 10 == 0 else "4110")
        for p in (31, 32, 33, 34, 35)
        for i in range(1000 * p, 1000 * p + 200)
    ]
    rows += [vacancy(1, province="94", occupation="5230")]
    rows += [vacancy(2 + i, province="94", occupation="4110") for i in range(2)]
    found = regions.location_quotients(
        opened(rows), EVERYTHING, by="occupation", digits=4, thing="5230"
    ).set_index("place")
    # One of three is 3.3 times as common as elsewhere, and tells next to nothing.
    assert found.at["94", "quotient"] < 2
    assert not found.at["94", "differs"]
    assert pd.isna(found.at["94", "share"])


def test_one_place_is_told_what_it_lacks_only_if_expected(opened: Open) -> None:
    rows = [vacancy(i, province="31", sector="C" if i < 300 else "A") for i in range(320)]
    rows += [vacancy(1000 + i, province="32", sector="G") for i in range(100)]
    found = regions.location_quotients(opened(rows), EVERYTHING, place="32")
    # 300·100/420 of C would be expected here, and 20·100/420, not five, of A.
    assert found["thing"].tolist() == ["G", "C"]
    assert found.set_index("thing").at["C", "n"] == 0


def year_of(province: str, n: int, first: int, **facts: object) -> list[Row]:
    """n openings a month over YEARS in a province."""
    rows = []
    for month in YEARS:
        for day in spread(month, n):
            seen = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
            rows.append(
                vacancy(first + len(rows), province=province, posted=day, occupation="5230",
                        first_seen=seen, last_seen=seen + timedelta(days=6), **facts)
            )  # fmt: skip
    return rows


def test_relative_tightness_is_openings_to_seekers(opened: Open) -> None:
    parts = regions_tightness.estimate_seekers()
    assert sum(parts.values()) == pytest.approx(1)
    assert len(parts) == 38
    assert 0.15 < parts["32"] < 0.35  # a quarter of Indonesia's unemployed live in Jawa Barat
    market = opened(year_of("31", 10, 0) + year_of("32", 30, 5000))
    found = regions_tightness.measure_tightness(market, EVERYTHING)
    seekers = found[found["cause"] == "seekers"].set_index("place")
    both = parts["31"] + parts["32"]
    assert seekers.at["31", "value"] == pytest.approx(0.25 / (parts["31"] / both))
    assert seekers.at["31", "n"] == 60
    assert seekers.at["31", "z"] > 0 > seekers.at["32", "z"]
    assert seekers.at["33", "reason"] == "few"
    low, high = seekers.loc["31", ["interval_low", "interval_high"]]
    assert low < seekers.at["31", "value"] < high


def test_pay_that_rises_and_demands_that_fall_are_tight(opened: Open) -> None:
    rows = year_of("31", 10, 0) + year_of("32", 10, 5000) + year_of("33", 10, 9000)
    for number, row in enumerate(rows):
        is_late = row["posted"] >= date(2026, 5, 1)
        rises, relaxes = row["province"] == "31", row["province"] == "32"
        pay = 5_000_000 * (1.2 if rises and is_late else 1.0) * (1 + 0.02 * (number % 5))
        row |= {
            "wage_min_idr": round(pay),
            "wage_max_idr": round(pay),
            "wage_period": "month",
            "education_min": "sma" if relaxes and is_late else "s1",
            "experience_min_years": float(number % 2),
        }
    found = regions_tightness.measure_tightness(opened(rows), EVERYTHING)
    by = found.set_index(["place", "cause"])
    assert by.at[("31", "pay"), "value"] == pytest.approx(0.182, abs=0.01)  # log 1.2
    assert by.at[("33", "pay"), "value"] == pytest.approx(0, abs=0.01)
    assert by.at[("32", "demands"), "value"] == pytest.approx(-4, abs=0.2)
    assert by.at[("32", "demands"), "z"] > 1
    assert by.at[("31", "pay"), "z"] > 1
    assert by.at[("31", "pay"), "n"] == 120
    assert by.at[("31", "duration"), "reason"] == "few"
    assert by.at[("31", "reposts"), "reason"] == "no_reposts"
    told = found.drop_duplicates("place").set_index("place")
    assert told.loc[["31", "32", "33"], "causes"].tolist() == [3, 3, 3]
    assert sorted(told.loc[["31", "32", "33"], "rank"]) == [1, 2, 3]
    assert told.at["33", "rank"] == 3
    assert told.at["31", "tightness_low"] < told.at["31", "tightness"]
    # Never the mean without its causes.
    assert found.groupby("place")["cause"].nunique().eq(5).all()
    regencies = regions_tightness.measure_tightness(opened(rows), Filter(province="32"), "regency")
    assert set(regencies.loc[regencies["cause"] == "seekers", "reason"]) == {"no_seekers"}


def test_how_long_adverts_last_is_known_from_those_a_sweep_missed(opened: Open) -> None:
    rows = []
    for number in range(60):
        posted = date(2026, 1, 1) + timedelta(days=number)
        seen = datetime(posted.year, posted.month, posted.day, 0, tzinfo=UTC)
        lasts = 10 if number % 2 else 30
        rows.append(
            vacancy(number, province="31" if number % 2 else "32", posted=posted, first_seen=seen,
                    last_seen=seen + timedelta(days=lasts),
                    closed=seen + timedelta(days=lasts + 2))
        )  # fmt: skip
    # Something is seen each day, so that each closing is at a moment the portal was looked at.
    rows += [
        vacancy(500 + n, first_seen=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n))
        for n in range(100)
    ]
    found = regions_tightness.measure_tightness(opened(rows), EVERYTHING)
    lasting = found[found["cause"] == "duration"].set_index("place")
    assert lasting.at["31", "value"] == pytest.approx(11)
    assert lasting.at["32", "value"] == pytest.approx(31)
    assert lasting.at["32", "z"] > 0 > lasting.at["31", "z"]


def test_grades_fall_with_few_adverts_and_each_weakness(opened: Open) -> None:
    rows = []
    for province, n, portals in (("31", 1200, 4), ("51", 350, 4), ("52", 350, 2)):
        for number in range(n):
            portal = ("jobstreet", "glints", "loker_id", "kalibrr")[number % portals]
            rows.append(
                vacancy(len(rows), province=province, regency=f"{province}71",
                        posted=date(2026, 6, 1), company=f"PT {number % 90}", portals=(portal,))
            )  # fmt: skip
    rows += [vacancy(len(rows) + i, province="51", posted=date(2024, 1, 1)) for i in range(900)]
    market = opened(rows)
    graded = regions_visibility.grade_visibility(market, EVERYTHING).set_index("place")
    assert graded.at["31", "reasons"] == []
    assert graded.at["31", "grade"] == "A"
    assert graded.at["51", "n"] == 350
    assert graded.at["51", "reasons"] == ["few"]
    assert graded.at["51", "grade"] == "B"
    assert graded.at["52", "reasons"] == ["few", "informal", "portals"]
    assert graded.at["52", "grade"] == "D"
    assert graded.at["52", "informal"] == pytest.approx(0.7567)
    assert graded.at["11", "grade"] == "E"
    assert graded.at["31", "largest_share"] == pytest.approx(14 / 1200)
    one = regions_visibility.visibility_of(market, Filter(province="51", regency="5171")).iloc[0]
    assert (one["place"], one["level"], one["n"]) == ("5171", "regency", 350)


def test_portals_that_went_silent_take_a_grade_off(opened: Open) -> None:
    rows = [
        vacancy(i, province="31", posted=date(2026, 6, 1), company=f"PT {i % 90}",
                portals=("jobstreet" if i % 4 else "glints",))
        for i in range(1200)
    ]  # fmt: skip
    for row in rows:
        if row["portals"] == ("glints",):
            row["first_seen"] = row["last_seen"] = NEWEST - timedelta(days=50)
    rows += [
        vacancy(5000 + n, first_seen=NEWEST - timedelta(days=n), last_seen=NEWEST)
        for n in range(30)
    ]
    graded = regions_visibility.grade_visibility(opened(rows), Filter()).set_index("place")
    assert graded.at["31", "reported"] == pytest.approx(0.75)
    assert graded.at["31", "reasons"] == ["portals", "outage"]
    assert graded.at["31", "grade"] == "C"


@pytest.mark.parametrize(
    ("n", "weaknesses", "grade"),
    [(1000, 0, "A"), (999, 0, "B"), (300, 1, "C"), (100, 0, "C"), (30, 0, "D"), (29, 0, "E"),
     (5000, 2, "C"), (40, 6, "E")],
)  # fmt: skip
def test_the_grade_of_so_many_adverts_and_weaknesses(n: int, weaknesses: int, grade: str) -> None:
    assert regions_visibility._grade(n, weaknesses) == grade
