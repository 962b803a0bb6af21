"""Sectors of small markets whose shares can be counted by hand, and growth on matched portals."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pandas as pd
import pytest

from analytics import growth, sectors
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.analytics.operator_data import open_with
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def test_empty_snapshot_answers_every_question(opened: Open) -> None:
    market, where = opened([]), Filter(sector="C", province="31")
    assert sectors.rank_sectors(market, EVERYTHING).empty
    assert sectors.sector_occupations(market, where).empty
    assert sectors.sector_skills(market, where).empty
    assert sectors.sector_places(market, where).empty
    row = sectors.sector_profile(market, where).iloc[0]
    assert row["n"] == 0
    assert pd.isna(row["share"])
    assert pd.isna(row["median_idr"])
    assert growth.growth_of_shares(market, EVERYTHING, "sector").empty


def test_sectors_are_ranked_beside_those_employed(opened: Open) -> None:
    told = ["G"] * 20 + ["C"] * 10 + ["A"] * 9 + [None] * 5
    market = opened([vacancy(i, sector=sector) for i, sector in enumerate(told)])
    ranked = sectors.rank_sectors(market, Filter(sector="A"))
    assert ranked[["sector", "n"]].to_numpy().tolist() == [["G", 20], ["C", 10]]
    assert ranked["share"].tolist() == pytest.approx([20 / 39, 10 / 39])
    # BPS, August 2025: trade 18.73 %, manufacturing 13.86 % of the employed.
    assert ranked["share_employed"].tolist() == pytest.approx([0.1873, 0.1386])
    assert ranked["employed_period"].tolist() == ["2025-08", "2025-08"]
    assert ranked["growth"].isna().all()


def test_newer_figures_of_the_operator_are_shown(tmp_path: Path) -> None:
    rows = [vacancy(i, sector="G" if i < 20 else "C") for i in range(30)]
    loaded = [{"period": "2026-02", "kbli_section": "G", "share_percent": 19.5}]
    given = open_with(tmp_path, rows, {"official": loaded}, table="employment_by_sector")
    with closing(given) as market:
        ranked = sectors.rank_sectors(market, EVERYTHING)
    assert ranked["share_employed"].tolist() == pytest.approx([0.195, 0.1386])
    assert ranked["employed_period"].tolist() == ["2026-02", "2025-08"]


def test_a_sector_that_doubled_has_grown(opened: Open) -> None:
    rows: list[Row] = []
    for number, month in enumerate(MONTHS):
        for day in spread(month, 100):
            place = len(rows) % 20
            is_shop = place < (8 if number >= 6 else 4)
            sector = "G" if is_shop else "CHIJKLMN"[place % 8]
            rows.append(vacancy(len(rows), posted=day, sector=sector))
    found = growth.growth_of_shares(opened(rows), EVERYTHING, "sector").set_index("sector")
    assert found.at["G", "n_before"] == 120
    assert found.at["G", "n_recent"] == 240
    assert found.at["G", "growth"] == pytest.approx(1, abs=0.25)
    assert found.at["G", "p_growth"] > 0.95
    assert found.at["G", "growth_low"] < found.at["G", "growth"] < found.at["G", "growth_high"]
    assert found.drop("G")["growth"].max() < 0.1


def test_a_portal_that_came_in_between_is_not_growth(opened: Open) -> None:
    rows: list[Row] = []
    for number, month in enumerate(MONTHS):
        for day in spread(month, 20):
            rows.append(vacancy(len(rows), posted=day, sector="GC"[len(rows) % 2]))
        if number >= 6:
            rows += [
                vacancy(10_000 + 100 * number + i, posted=day, sector="J", portals=("glints",))
                for i, day in enumerate(spread(month, 40))
            ]
    found = growth.growth_of_shares(opened(rows), EVERYTHING, "sector")
    assert found["sector"].tolist() == ["C", "G"]
    assert found["growth"].abs().max() < 0.05
    short = growth.growth_of_shares(opened(rows[20:]), EVERYTHING, "sector")
    assert short.empty
    assert list(short.columns) == ["sector", *growth.GROWTH]


def test_growth_of_occupations_is_told_to_so_many_digits(opened: Open) -> None:
    rows = [
        vacancy(1000 * number + i, posted=day, occupation=("5230", "5223", "52", None)[i % 4])
        for number, month in enumerate(MONTHS)
        for i, day in enumerate(spread(month, 40))
    ]
    market = opened(rows)
    four = growth.growth_of_shares(market, EVERYTHING, "occupation", 4)
    assert four["occupation"].tolist() == ["5223", "5230"]
    two = growth.growth_of_shares(market, EVERYTHING, "occupation", 2)
    assert two[["occupation", "n_recent"]].to_numpy().tolist() == [["52", 180]]


def test_profile_counts_the_sector_and_falls_back_for_pay(opened: Open) -> None:
    pays = [5_000_000 + 1_000 * i for i in range(12)]
    rows = [
        vacancy(i, sector="C", province="32", wage_min_idr=pay, wage_max_idr=pay,
                wage_period="month", description_characters=100)
        for i, pay in enumerate(pays)
    ]  # fmt: skip
    rows += [vacancy(50 + i, sector="C", province="31") for i in range(3)]
    rows += [vacancy(80 + i, sector="G", province="31") for i in range(9)] + [vacancy(99)]
    market = opened(rows)
    row = sectors.sector_profile(market, Filter(sector="C", province="31")).iloc[0]
    assert (row["n"], row["base"], row["share"]) == (3, 12, 0.25)
    assert (row["wage_place"], row["n_wage"]) == ("nation", 12)
    assert row["median_idr"] == pytest.approx(5_005_500, abs=1_000)
    nation = sectors.sector_profile(market, Filter(sector="C")).iloc[0]
    assert (nation["n"], nation["n_described"], nation["base"]) == (15, 12, 24)


def test_occupations_skills_and_places_of_a_sector(opened: Open) -> None:
    rows = [
        vacancy(i, sector="C", province="32" if i < 80 else "31", description_characters=100,
                occupation="8189" if i < 60 else "4110", asks=["honesty"] if i < 50 else [])
        for i in range(100)
    ]  # fmt: skip
    rows += [
        vacancy(500 + i, sector="G", province="31", occupation="4110", description_characters=100)
        for i in range(100)
    ]
    rows += [vacancy(900 + i, sector="K", province="31", occupation="2411") for i in range(40)]
    market, where = opened(rows), Filter(sector="C")
    works = sectors.sector_occupations(market, where)
    assert works[["occupation", "n", "base"]].to_numpy().tolist() == [
        ["8189", 60, 100],
        ["4110", 40, 100],
    ]
    assert works["share"].tolist() == [0.6, 0.4]
    # 60 of the sector's 100 are operators, 60 of all 240: 2.4 times as common, drawn a little to 1.
    assert works["quotient"].iloc[0] == pytest.approx(2.4, abs=0.2)
    assert works["differs"].iloc[0]
    skill = sectors.sector_skills(market, where).iloc[0]
    assert (skill["skill"], skill["n"], skill["base"]) == ("honesty", 50, 100)
    places = sectors.sector_places(market, where)
    assert places[["place", "n", "n_place"]].to_numpy().tolist() == [
        ["32", 80, 80],
        ["31", 20, 160],
    ]
    assert places["share"].tolist() == [0.8, 0.2]
    assert places["quotient"].iloc[0] > 1.5 > places["quotient"].iloc[1]
    with pytest.raises(KeyError):
        sectors.sector_places(market, where, "district")
