"""Pekerjaan in every state: opening, search, one occupation, fallback, sample and real, empty."""

from datetime import date
from pathlib import Path

import pytest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.texts import text

PAGE = "pekerjaan"


def market() -> list[Row]:
    """Cashiers in Jakarta and West Java, and a few accountants."""
    rows = [
        vacancy(
            i, title="Kasir", occupation="5230", posted=day, province="31" if i % 4 else "32",
            description_characters=300, asks=["honesty"] if i % 2 else ["honesty", "cash-register"],
            wage_min_idr=4_000_000 + 1_000 * i, education_min="sma", experience_min_years=0.0,
            age_max=25 if i % 3 == 0 else None,
        )
        for i, day in enumerate(spread("2026-10", 40))
    ]  # fmt: skip
    rows += [
        vacancy(
            100 + i, title="Akuntan", occupation="2411", posted=date(2026, 10, 9), province="32"
        )
        for i in range(6)
    ]
    return rows


@pytest.mark.parametrize("language", ["id", "en"])
def test_opening_ranks_and_leads_into_occupations(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language)
    assert "40" in page.title[0].value
    assert len(page.expander) == 1


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("province", ["", "31", "32", "94"])
def test_one_occupation_shows_all_its_parts(
    folder: Path, visit: Visit, language: str, province: str
) -> None:
    publish(folder, market())
    page = visit(lang=language, kbji="5230", prov=province)
    said = words(page)
    headings = [header.value for header in page.header]
    for key in ("skills_title", "moves_title", "ads_title", "method_title", "next_title"):
        assert text(language, f"pekerjaan.{key}") in headings  # type: ignore[arg-type] - one of two
    assert "nan" not in said.lower().split()
    assert said.count("](#cara-membaca)") == len(page.expander)


def test_a_search_takes_the_likeliest_occupation(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    page.text_input[0].set_value("akunt").run()
    assert not page.exception
    assert page.query_params["kbji"] in ("2411", ["2411"])


def test_a_search_without_a_result_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    page.text_input[0].set_value("zzzz").run()
    assert text("id", "pekerjaan.search_none", words="zzzz") in words(page)


def test_too_few_openings_show_reasons_not_shares(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    said = words(visit(kbji="2411"))
    assert text("id", "pekerjaan.n_few", at_least=10) in said
    assert text("id", "pekerjaan.skills_none", at_least=10) in said


def test_sample_advertisements_have_no_link(folder: Path, visit: Visit) -> None:
    rows = market()
    for row in rows:
        row["url"] = "https://portal.example/1"
    publish(folder, rows)
    page = visit(kbji="5230")
    assert text("id", "pekerjaan.ads_sample") in words(page)
    assert not page.get("link_button")


@pytest.mark.parametrize(("url", "n"), [("https://portal.example/1", 10), ("javascript:x", 0)])
def test_real_advertisements_link_to_the_original(
    folder: Path, visit: Visit, url: str, n: int
) -> None:
    rows = market()
    for row in rows:
        row["url"] = url
    publish(folder, rows, is_sample=False)
    page = visit(kbji="5230")
    assert len(page.get("link_button")) == n


def test_an_occupation_nobody_seeks_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(kbji="2211")
    assert page.title[0].value.startswith("Belum ada lowongan")


@pytest.mark.parametrize("nonsense", ["9999", "5", "<script>", "5230' OR 1=1"])
def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit, nonsense: str) -> None:
    publish(folder, market())
    assert "kbji" not in visit(kbji=nonsense).query_params
