"""Sektor in every state: all sectors, one, few, none, nonsense."""

from pathlib import Path

import pytest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.texts import text

PAGE = "sektor"


def market(**facts: object) -> list[Row]:
    """Forty welders of industry (C) in Jawa Barat, 20 of trade (G) in Bali, 3 of health."""
    jobs = [("C", "7212", "32")] * 40 + [("G", "5230", "51")] * 20 + [("Q", "2221", "51")] * 3
    return [
        vacancy(
            i, posted=day, sector=sector, occupation=occupation, province=province, employer=i % 9,
            wage_period="month", wage_currency="IDR", wage_min_idr=4_000_000 + 50_000 * i,
            wage_max_idr=5_000_000 + 50_000 * i, **facts,
        )
        for i, (day, (sector, occupation, province)) in enumerate(
            zip(spread("2026-10", len(jobs)), jobs, strict=True)
        )
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_all_sectors_open_with_the_largest_beside_those_who_work(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language)
    assert "63%" in page.title[0].value  # 40 of the 63 with a sector
    said = words(page)
    assert text(language, "sektor.ranking_title") in said  # type: ignore[arg-type] - one of two
    assert ("Agu 2025" if language == "id" else "Aug 2025") in said  # the month of the BPS figure
    assert "nan" not in said.lower().split()


@pytest.mark.parametrize("language", ["id", "en"])
def test_one_sector_shows_its_occupations_and_places(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language, sektor="C")
    headings = [header.value for header in page.header]
    for key in ("jobs_title", "places_title", "method_title", "next_title"):
        assert text(language, f"sektor.{key}") in headings  # type: ignore[arg-type] - as above
    assert "nan" not in words(page).lower().split()


def test_few_openings_are_counted_without_occupations(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(sektor="Q")
    assert "3 lowongan" in page.title[0].value
    assert text("id", "sektor.jobs_none", at_least=10) in words(page)


def test_a_sector_without_openings_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(sektor="B", prov="51")
    assert page.title[0].value.startswith("Belum ada lowongan: ")
    assert not page.metric


def test_too_few_months_for_growth_are_said(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert "butuh dua kali 6 bulan lengkap" in words(visit())


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(prov="99", sektor="<script>")
    assert not {"prov", "sektor"} & set(page.query_params)


def test_divisions_of_kbli_are_no_sections(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert "sektor" not in visit(sektor="10").query_params
