"""Counts made at publish are those of the rows: every question answers alike from either."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.counted import level_of
from analytics.filter import EVERYTHING, Filter
from analytics.growth import growth_of_shares
from analytics.occupations import rank_occupations
from analytics.overview import count_by_month
from analytics.skills import rank_skills
from analytics.skills_filter import asking_for
from analytics.skills_growth import measure_growth
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, spread, vacancy

MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
# Takes in all dated vacancies, but is a filter: what it asks is counted row by row.
ALL_DATED = Filter(period_from=date(2025, 1, 1))


def market() -> list[Row]:
    """Two years of twenty a month on changing portals, some without a description."""
    rows: list[Row] = []
    for month in MONTHS:
        for i, day in enumerate(spread(month, 20)):
            number = len(rows)
            row = vacancy(
                number, posted=day, company=f"PT {number % 9}" if number % 5 else None,
                province=("31", "32", None)[number % 3], regency=("3171", None)[number % 2],
                sector="GI"[number % 2], occupation=("5223", "2512", "25", None)[number % 4],
                portals=(("a",), ("a", "b"), ("b",), ("c",))[(number + i) % 4],
                description_characters=500 if number % 4 else None,
                asks=("microsoft-excel", "autocad")[: 1 + number % 2],
            )  # fmt: skip
            rows.append(row)
    return rows


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder: Path = tmp_path_factory.mktemp("counted")
    publish(folder, market())
    with closing(open_snapshot(folder)) as opened:
        yield opened


def test_a_level_answers_one_filter_of_one_code_only() -> None:
    among = ("province", "occupation")
    assert level_of(EVERYTHING, "skill", among) == "skill"
    assert level_of(Filter(province="31"), "skill", among) == "province+skill"
    assert level_of(Filter(occupation="5223"), "skill", among) == "occupation+skill"
    for other in (
        Filter(occupation="522"), Filter(sector="G"), Filter(province="31", occupation="5223"),
        Filter(portal="a"), asking_for(EVERYTHING, "autocad"),
    ):  # fmt: skip
        assert level_of(other, "skill", among) is None


def test_counts_by_portals_are_those_of_the_rows(snapshot: Snapshot) -> None:
    for kind in ("province", "regency", "sector", "occupation"):
        plain = snapshot.frame(
            f"""SELECT {kind} AS code, month, portal_set, count(*) AS n,
                count(description_characters) AS n_described, min(posted) AS posted_from,
                max(posted) AS posted_to
            FROM vacancies WHERE {kind} IS NOT NULL AND month IS NOT NULL
            GROUP BY ALL ORDER BY ALL"""
        )
        counted = snapshot.frame(
            f"""SELECT code, month, portal_set, n::BIGINT AS n, n_described::BIGINT AS n_described,
                posted_from, posted_to
            FROM portal_counts WHERE kind = '{kind}' ORDER BY ALL"""
        )
        assert len(plain)
        assert counted.equals(plain), kind
    skills = "SELECT skill, count(*) AS n, count(*) FILTER (WHERE is_described) AS described"
    plain = snapshot.frame(f"{skills} FROM mentions GROUP BY 1 ORDER BY 1")
    counted = snapshot.frame(
        """SELECT code AS skill, sum(n)::BIGINT AS n, sum(n_described)::BIGINT AS described
        FROM portal_counts WHERE kind = 'skill' GROUP BY 1 ORDER BY 1"""
    )
    assert counted.equals(plain)


def test_sets_of_portals_are_those_of_the_vacancies(snapshot: Snapshot) -> None:
    wrong = """SELECT count(*) AS n FROM vacancies v LEFT JOIN portal_sets s USING (portal_set)
        WHERE s.portals IS DISTINCT FROM v.portals"""
    assert snapshot.frame(wrong)["n"].item() == 0
    assert snapshot.frame("SELECT sum(n) AS n FROM portal_sets")["n"].item() == 20 * len(MONTHS)


def test_the_whole_market_is_answered_alike_from_counts_and_from_rows(snapshot: Snapshot) -> None:
    for ask in (
        count_by_month,
        measure_growth,
        rank_skills,
        rank_occupations,
        lambda of, where: growth_of_shares(of, where, "occupation", 2),
        lambda of, where: growth_of_shares(of, where, "sector"),
    ):
        found = ask(snapshot, EVERYTHING)
        assert len(found)
        assert found.equals(ask(snapshot, ALL_DATED))


@pytest.mark.parametrize(
    ("ask", "where"),
    [
        (rank_skills, Filter(province="31")),
        (rank_skills, Filter(sector="G")),
        (rank_skills, Filter(occupation="2512")),
        (rank_occupations, Filter(province="31")),
    ],
)
def test_one_field_is_answered_alike_from_counts_and_from_rows(
    snapshot: Snapshot, ask: Callable[[Snapshot, Filter], pd.DataFrame], where: Filter
) -> None:
    found = ask(snapshot, where)
    assert len(found)
    assert found.equals(ask(snapshot, replace(where, period_from=ALL_DATED.period_from)))
