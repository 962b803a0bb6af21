"""Skills of small markets whose shares, growth and neighbours can be counted by hand."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics import (
    advertisements,
    skills,
    skills_growth,
    skills_near,
    skills_new,
    skills_pay,
    skills_places,
    skills_search,
)
from analytics.filter import EVERYTHING, Filter
from analytics.skills_filter import asking_for
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def described(number: int, **facts: object) -> Row:
    """An opening with a description."""
    return vacancy(number, description_characters=200, **facts)


def year(asking: Sequence[int], glints: Sequence[int] = (), number: int = 2025) -> list[Row]:
    """Ten described openings in each month of the year, so many of them asking for SQL.

    In the months `glints` they are on that portal, else on JobStreet.
    """
    rows: list[Row] = []
    for month, n in enumerate(asking, start=1):
        for i, day in enumerate(spread(f"{number}-{month:02d}", 10)):
            asks = ("sql",) if i < n else ("honesty",)
            portal = "glints" if month in glints else "jobstreet"
            key = number * 1000 + len(rows)
            rows.append(described(key, posted=day, asks=asks, portals=(portal,)))
    return rows


def test_empty_snapshot_answers_every_question(opened: Open) -> None:
    market, where = opened([]), Filter(province="31")
    assert skills.rank_skills(market, where).empty
    assert skills.profile(market, where, "sql")["n"].tolist() == [0]
    assert skills.share_by_month(market, where, "sql").empty
    assert skills_near.find_neighbours(market, where, "sql").empty
    assert skills_places.share_by(market, where, "sql", "province").empty
    assert skills_new.rank_new_words(market, where).empty
    assert skills_pay.compare_pay(market, where, "sql")["reason"].tolist() == ["few"]
    assert skills_search.search_skills(market, "sql")["n"].sum() == 0


def test_shares_are_of_vacancies_with_a_description(opened: Open) -> None:
    rows = [described(i, asks=("sql",) if i < 15 else ()) for i in range(20)]
    rows += [vacancy(100 + i, asks=("sql",)) for i in range(30)]
    market = opened(rows)
    row = skills.rank_skills(market, EVERYTHING).iloc[0]
    assert (row["skill"], row["n"], row["base"], row["share"]) == ("sql", 15, 20, 0.75)
    assert row["interval_low"] < 0.75 < row["interval_high"]
    about = skills.profile(market, EVERYTHING, "sql").iloc[0]
    assert (about["n"], about["base"], about["n_all"], about["share"]) == (15, 20, 45, 0.75)


def test_a_skill_below_the_rule_has_no_rank(opened: Open) -> None:
    rows = [described(i, asks=("sql", "python") if i < 9 else ("sql",)) for i in range(10)]
    assert skills.rank_skills(opened(rows), EVERYTHING)["skill"].tolist() == ["sql"]


def test_hot_is_told_of_all_vacancies_whatever_is_asked(opened: Open) -> None:
    rows = [described(i, occupation="2411", asks=("sql", "python")) for i in range(10)]
    rows += [described(100 + i, occupation="5230", asks=("sql",)) for i in range(190)]
    ranked = skills.rank_skills(opened(rows), Filter(occupation="2411")).set_index("skill")
    assert ranked["share"].to_dict() == {"python": 1.0, "sql": 1.0}
    assert ranked["share_all"].to_dict() == {"python": 0.05, "sql": 1.0}
    # Of 200, 10 are 5 %, but the interval begins at 2.7 %.
    assert ranked["is_hot"].to_dict() == {"python": False, "sql": True}


def test_growth_compares_the_same_portals_in_twelve_months(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def posterior(
        x1: Iterable[int], x2: Iterable[int], total1: int, total2: int, threshold: float
    ) -> pd.DataFrame:
        given.extend([list(x1), list(x2), total1, total2, threshold])
        columns = ["growth", "p_growth", "interval_low", "interval_high"]
        return pd.DataFrame([[-0.2, 0.0, -0.3, -0.1], [0.5, 0.95, 0.1, 0.8]], columns=columns)

    monkeypatch.setattr(skills_growth, "growth_posterior", posterior)
    rows = year([2] * 6 + [4] * 6)
    # A portal that comes in the last month and asks for nothing but SQL does not count.
    late = [
        described(500 + i, posted=date(2025, 12, 10), asks=("sql",), portals=("glints",))
        for i in range(80)
    ]
    market = opened(rows + late)
    ranked = skills.rank_skills(market, EVERYTHING).set_index("skill")
    assert given == [[48, 12], [36, 24], 60, 60, 0.2]
    columns = ["n", "n_before", "n_recent", "growth"]
    assert ranked.loc[["sql"], columns].to_numpy().tolist() == [[116, 12, 24, 0.5]]
    rising = skills.rank_rising(ranked.reset_index())
    assert rising["skill"].tolist() == ["sql"]


def test_a_portal_read_in_part_of_a_window_tells_no_growth(opened: Open) -> None:
    rows = year([10] * 12, glints=(3, 9))
    assert skills.rank_skills(opened(rows), EVERYTHING)["p_growth"].isna().all()


def test_growth_needs_twelve_complete_months_and_finds_a_true_rise(opened: Open) -> None:
    rows = year([2] * 6 + [8] * 6)
    row = skills.rank_skills(opened(rows), EVERYTHING).set_index("skill").loc["sql"]
    assert row["growth"] > 0.5
    assert row["p_growth"] > 0.9
    short = [one for one in rows if one["posted"] >= date(2025, 2, 1)]
    assert skills.rank_skills(opened(short), EVERYTHING)["growth"].isna().all()


def test_a_year_is_compared_with_the_year_before_where_both_are_there(opened: Open) -> None:
    # Twice as many in every second half of a year: a season, not a rise.
    season = [2] * 6 + [4] * 6
    row = skills.rank_skills(opened(year(season)), EVERYTHING).set_index("skill").loc["sql"]
    assert (row["months"], row["month_from"], row["month_to"]) == (6, "2025-01", "2025-12")
    both = year(season, number=2024) + year(season)
    row = skills.rank_skills(opened(both), EVERYTHING).set_index("skill").loc["sql"]
    assert (row["months"], row["n_before"], row["n_recent"]) == (12, 36, 36)
    assert row["growth"] == pytest.approx(0, abs=0.05)
    # Where a portal was read in the last year only, its half years are compared.
    moved = year(season, glints=range(1, 13), number=2024) + year(season)
    row = skills.rank_skills(opened(moved), EVERYTHING).set_index("skill").loc["sql"]
    assert row["months"] == 6


def test_trend_is_a_share_by_month_of_the_portals_read_throughout(opened: Open) -> None:
    rows = year([1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2])
    rows += [described(900, posted=date(2025, 12, 3), portals=("glints",), asks=("sql",))]
    found = skills.share_by_month(opened(rows), EVERYTHING, "sql")
    assert found["month"].tolist()[0] == "2025-01"
    assert found["n"].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2]
    assert set(found["base"]) == {10}
    assert found["share"].iloc[2] == 0.3
    assert found[["portals", "n_left_out"]].drop_duplicates().to_numpy().tolist() == [[1, 1]]
    assert found["is_complete"].all()


def test_a_trend_falls_back_to_fewer_months_with_the_same_portals(opened: Open) -> None:
    rows = year([10] * 12, glints=range(1, 7))
    found = skills.share_by_month(opened(rows), EVERYTHING, "sql")
    assert found["month"].tolist() == [f"2025-{month:02d}" for month in range(7, 13)]


def test_search_finds_names_aliases_and_misspellings(opened: Open) -> None:
    market = opened([])
    meant = {
        "Excel": ("microsoft-excel", "exact"),
        "bahasa inggris": ("english", "exact"),
        "English": ("english", "exact"),
        "java script": ("javascript", "exact"),
        "C++": ("c-plus-plus", "exact"),
        "microsoft exc": ("microsoft-excel", "begins"),
        "jawascript": ("javascript", "near"),
    }
    found = {words: skills_search.search_skills(market, words, 1).iloc[0] for words in meant}
    assert {words: (row["skill"], row["match"]) for words, row in found.items()} == meant


def test_search_puts_what_is_asked_for_first(opened: Open) -> None:
    rows = [described(i, asks=("sql-server",) if i else ("mysql",)) for i in range(5)]
    market = opened(rows)
    found = skills_search.search_skills(market, "sql")
    assert found["match"].iloc[0] == "exact"
    begins = found[found["match"] == "begins"]
    assert begins["n"].is_monotonic_decreasing
    assert skills_search.search_skills(market, " ' ; -- ").empty
    assert skills_search.search_skills(market, "zzzzqqqq").empty
    assert skills_search.search_skills(market, "zq").empty


def test_neighbours_are_asked_for_together_more_than_by_chance(opened: Open) -> None:
    both = [described(i, asks=("sql", "python", "honesty")) for i in range(20)]
    others = [described(100 + i, asks=("honesty", "excel-x")) for i in range(60)]
    alone = [described(200 + i, asks=("python", "honesty")) for i in range(5)]
    found = skills_near.find_neighbours(opened(both + others + alone), EVERYTHING, "sql")
    # Honesty is asked for everywhere, so not more often with SQL.
    assert found["skill"].tolist() == ["python"]
    row = found.iloc[0]
    assert row[["n", "base", "share", "n_skill", "n_more"]].tolist() == [20, 20, 1.0, 25, 5]
    assert row["lift"] == pytest.approx(85 / 25)
    assert 1 < row["lift_low"] < row["lift"]


def test_neighbours_need_ten_vacancies_that_name_both(opened: Open) -> None:
    rows = [described(i, asks=("sql", "python") if i < 9 else ("sql",)) for i in range(12)]
    rows += [described(100 + i) for i in range(50)]
    assert skills_near.find_neighbours(opened(rows), EVERYTHING, "sql").empty


def test_parts_are_shares_of_their_own_vacancies(opened: Open) -> None:
    rows: list[Row] = []
    for code, n, asking in (("2411", 100, 80), ("5230", 100, 5), ("2512", 9, 9), (None, 20, 20)):
        for i in range(n):
            asks = ("sql",) if i < asking else ()
            rows.append(described(len(rows), occupation=code, province="31", asks=asks))
    market = opened(rows)
    found = skills_places.share_by(market, EVERYTHING, "sql", "occupation").set_index("value")
    # 2512 is below ten, the unknown one is not a part.
    assert found["n"].to_dict() == {"2411": 80, "5230": 5}
    assert found["stands"].to_dict() == {"2411": "above", "5230": "below"}
    assert found["is_in_demand"].to_dict() == {"2411": True, "5230": False}
    assert found.at["2411", "share"] == pytest.approx(0.8, abs=0.01)
    assert found.at["2411", "weight"] == pytest.approx(80 / 94)
    by_province = skills_places.share_by(market, EVERYTHING, "sql", "province").iloc[0]
    assert by_province[["value", "n", "base"]].tolist() == ["31", 114, 229]


def test_pay_is_compared_within_occupation_and_province(opened: Open) -> None:
    rows: list[Row] = []
    # The skill pays 20 % more everywhere, but is asked for where pay is low.
    for code, pay, asking in (
        ("2411", 10_000_000, 4), ("5230", 4_000_000, 12), ("4110", 5_000_000, 8),
        ("9333", 4_500_000, 8), ("3322", 6_000_000, 8),
    ):  # fmt: skip
        for i in range(16):
            has = i < asking
            rows.append(
                described(
                    len(rows), occupation=code, province="31", asks=("sql",) if has else (),
                    company=f"PT {len(rows)}",
                    wage_min_idr=round(pay * (1.2 if has else 1.0) * (1.02 if i % 2 else 0.98)),
                )
            )  # fmt: skip
    rows.append(described(999, occupation="2512", province="31", asks=("sql",), wage_min_idr=9))
    market = opened(rows)
    row = skills_pay.compare_pay(market, EVERYTHING, "sql").iloc[0]
    assert row[["n", "n_without", "cells", "employers"]].tolist() == [40, 40, 5, 40]
    assert row["difference"] == pytest.approx(0.2, abs=0.01)
    assert 0.17 < row["interval_low"] < row["difference"] < row["interval_high"] < 0.23
    few = skills_pay.compare_pay(market, Filter(occupation="2411"), "sql").iloc[0]
    assert few["reason"] == "few"
    assert pd.isna(few["difference"])


def test_pay_counts_one_employer_once(opened: Open) -> None:
    def market(company: Callable[[int], str]) -> list[Row]:
        return [
            described(
                cell * 100 + i, occupation=code, province="31", asks=("sql",) if i < 20 else (),
                company=company(i), wage_min_idr=5_000_000 + 100_000 * (i % 20),
            )
            for cell, code in enumerate(("2411", "5230", "4110", "9333", "3322"))
            for i in range(40)
        ]  # fmt: skip

    apart = market(lambda i: f"PT {i}")
    for number, row in enumerate(apart):
        row["company"] = f"PT {number}"
    alone = skills_pay.compare_pay(opened(apart), EVERYTHING, "sql").iloc[0]
    together = skills_pay.compare_pay(opened(market(lambda i: f"PT {i}")), EVERYTHING, "sql")
    width = alone["interval_high"] - alone["interval_low"]
    assert together["interval_high"].iloc[0] - together["interval_low"].iloc[0] > 2 * width


def test_a_filter_on_a_skill_narrows_other_questions(opened: Open) -> None:
    rows = [described(i, asks=("sql",) if i < 3 else (), province="31") for i in range(9)]
    asked = asking_for(Filter(province="31"), "sql")
    assert advertisements.list_advertisements(opened(rows), asked)["n"].tolist() == [3, 3, 3]
    assert asked == asking_for(Filter(province="31"), "sql")
    assert asked != asking_for(Filter(province="32"), "sql")


def test_new_words_need_employers_and_portals(opened: Open, tmp_path: Path) -> None:
    rows = year([0] * 12)
    for number, row in enumerate(rows):
        row["portals"] = ("jobstreet", "glints") if number % 2 else ("jobstreet",)
    opened(rows).close()
    file = next(tmp_path.glob("*/unlisted_mentions.parquet"))
    wordings = [
        ("prompt engineering", "i >= 60 AND i % 2 = 1", "1 + i % 5"),
        *((f"sama seringnya {n}", f"i % 12 = {n}", "1 + i % 5") for n in range(1, 12, 2)),
        *((f"selalu {n}", f"i % 6 IN ({n}, 5)", "1 + i % 5") for n in range(5)),
        ("satu perusahaan", "i >= 60", "1"),
        ("satu portal", "i >= 60 AND i % 2 = 0", "1 + i % 5"),
    ]
    union = " UNION ALL ".join(
        f"SELECT '{wording}' AS wording, 'v' || (2025000 + i) AS vacancy_id, {employer} AS employer"
        f" FROM range(120) t(i) WHERE {test}"
        for wording, test, employer in wordings
    )
    rows_of = (
        "SELECT v.* REPLACE (u.employer AS employer), u.wording,"
        " v.description_characters IS NOT NULL AS is_described"
        f" FROM ({union}) u JOIN '{file.with_name('vacancies.parquet')}' v USING (vacancy_id)"
    )
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows_of}) TO '{file}' (FORMAT parquet)")
    with closing(open_snapshot(tmp_path)) as market:
        found = skills_new.rank_new_words(market, EVERYTHING)
    # Most are as frequent before, the others are one employer's or one portal's.
    assert found["wording"].tolist() == ["prompt engineering"]
    first = found.iloc[0]
    counts = first[["n", "employers", "portals", "n_before", "n_recent"]].tolist()
    assert counts == [30, 5, 2, 0, 30]
    assert first["first_posted"] == pd.Timestamp("2025-07-01") + pd.Timedelta(days=3)
    assert first["p_growth"] > 0.9
