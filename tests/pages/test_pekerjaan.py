"""Pekerjaan in every state: opening, search, one occupation, fallback, sample and real, empty."""

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.analytics.test_quadrants import HIGH, LOW, MONTHS, even, openings
from tests.analytics.test_quadrants import market as paid_market
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


def growing_market() -> list[Row]:
    """Two years; in the second far more software developers, who are paid well."""
    rows: list[Row] = []
    for month in MONTHS:
        for code in (*LOW, *HIGH):
            n = 12 if code == "2512" and month.startswith("2025") else 4
            rows += openings(code, n, 3e6 if code in LOW else 9e6, month, first=len(rows))
    return rows


def codes(page: AppTest) -> list[str]:
    """The occupations of the dots of the one interactive chart."""
    (chart,) = page.get("plotly_chart")
    return list(json.loads(chart.proto.spec)["data"][0]["customdata"])


@pytest.mark.parametrize(("language", "name"), [("id", "Pengembang"), ("en", "Software")])
def test_growth_and_pay_stand_in_four_quarters(
    folder: Path, visit: Visit, language: str, name: str
) -> None:
    publish(folder, growing_market())
    page = visit(lang=language)
    (found,) = [header.value for header in page.header if name in header.value]
    assert found.startswith(text(language, "pekerjaan_quadrant.growth_right_high"))  # type: ignore[arg-type] - one of two
    assert sorted(codes(page)) == sorted((*LOW, *HIGH))
    (chart,) = page.get("plotly_chart")
    for quarter in ("right_high", "left_high", "right_low", "left_low"):
        words_of = text(language, f"pekerjaan_quadrant.growth_{quarter}")  # type: ignore[arg-type] - as above
        assert words_of in chart.proto.spec.replace("<br>", " ").replace("\\u003cbr\\u003e", " ")
    assert found.split(": ")[1] in chart.proto.alt
    assert "nan" not in words(page).lower().split()
    # Every figure has its source, and its rows as a table.
    assert words(page).count("](#cara-membaca)") == len(page.expander) == 2


def test_growth_can_be_left_for_the_number_of_openings(folder: Path, visit: Visit) -> None:
    publish(folder, growing_market())
    headings = [header.value for header in visit(banding="openings").header]
    title = text("id", "pekerjaan_quadrant.openings_title", name="")
    assert any(heading.startswith(title) for heading in headings)


def test_without_growth_pay_stands_against_openings(folder: Path, visit: Visit) -> None:
    publish(folder, paid_market(even() | {"2512": 40, "5230": 30}))
    page = visit()
    said = words(page)
    assert text("id", "pekerjaan_quadrant.no_growth") in said
    # The choice of what to compare pay with has nothing to choose from.
    assert text("id", "pekerjaan_quadrant.by") not in [box.label for box in page.selectbox]
    (found,) = [header.value for header in page.header if "Pengembang" in header.value]
    assert found.startswith(text("id", "pekerjaan_quadrant.openings_right_high"))


def test_no_clear_growth_shows_openings_first(folder: Path, visit: Visit) -> None:
    rows: list[Row] = []
    for month in MONTHS:
        for code in (*LOW, *HIGH):
            rows += openings(code, 4, 3e6 if code in LOW else 9e6, month, first=len(rows))
    publish(folder, rows)
    page = visit()
    assert text("id", "pekerjaan_quadrant.no_clear", months=12.0) in words(page)
    headings = [header.value for header in visit(banding="growth").header]
    assert text("id", "pekerjaan_quadrant.growth_none") in headings


def test_the_chart_can_be_a_still_picture(folder: Path, visit: Visit) -> None:
    publish(folder, paid_market(even()))
    page = visit()
    pictures = len(page.get("image"))
    page.toggle[0].set_value(False).run()
    assert not page.exception
    assert not page.get("plotly_chart")
    assert len(page.get("image")) == pictures + 1


def test_too_few_occupations_are_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    assert text("id", "pekerjaan_quadrant.none", at_least=8) in words(page)
    assert not page.get("plotly_chart")
