"""Prakerja in every state: published figures, the operator's, few places, none, nonsense."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics import prakerja_evidence as findings
from analytics import prakerja_people
from data.reference import areas, tables
from tests.analytics.operator_data import NOTE, open_with
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import publish, spread, vacancy
from ui import prakerja
from ui.prakerja_chart import Finding, draw_findings
from ui.prakerja_sources import write_period, write_sources
from ui.texts import load, text

PAGE = "prakerja"
LANGUAGES = ["id", "en"]


@pytest.fixture
def market(folder: Path) -> None:
    """Forty openings of October 2026 in Jawa Barat."""
    days = spread("2026-10", 40)
    publish(folder, [vacancy(i, posted=day, province="32") for i, day in enumerate(days)])


def deliver(folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """The same with data of the operator."""
    days = spread("2026-10", 40)
    openings = [vacancy(i, posted=day, province="32") for i, day in enumerate(days)]
    with closing(open_with(folder.parent, openings, {"prakerja": rows})):
        pass


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_figures_answer_the_questions_near_the_top(
    market: None, visit: Visit, language: str
) -> None:
    page = visit(lang=language)
    assert "2020" in page.title[0].value
    assert "130" in page.title[0].value  # Papua, recipients per 1,000 estimated unemployed
    assert "≈" in page.title[0].value
    assert page.header[0].value == text(language, "prakerja.answers_title")  # type: ignore[arg-type] - one of two
    answers = next(one.value for one in page.markdown if one.value.startswith("- **"))
    expected = {
        "id": ("Rp122.500", "47.000", "nilai A", "Tidak terbukti"),
        "en": ("Rp122,500", "47,000", "grade A", "Not shown"),
    }
    assert all(told in answers for told in expected[language])
    said = words(page)
    assert "nan" not in said.lower().split()
    assert "None" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_estimates_are_marked_and_counts_named(market: None, visit: Visit, language: str) -> None:
    said = words(visit(lang=language))
    assert text(language, "prakerja.note_estimated", n=32) in said  # type: ignore[arg-type] - one of two
    counted = "Maluku Utara" if language == "id" else "North Maluku"
    assert text(language, "prakerja.note_counted", places=counted) in said  # type: ignore[arg-type] - as above
    assert text(language, "prakerja.note_missing_named", places="Bengkulu") in said  # type: ignore[arg-type] - as above


def test_every_study_has_a_card_with_grade_limits_and_source(market: None, visit: Visit) -> None:
    page = visit()
    cards = [one.value for one in page.subheader]
    assert cards[0] == "J-PAL SEA, evaluasi dengan undian · nilai A"
    assert len(cards) == len(tables.rows("prakerja_studies"))
    assert all(card.endswith("nilai D") for card in cards[1:])
    said = words(page)
    assert said.count("**Yang tidak dapat dikatakannya.**") == len(cards)
    assert said.count("**Pasar saat itu.** Tidak diketahui") == len(cards)
    assert text("id", "prakerja.card_no_interval") in said
    assert "29 bulan" in said
    assert text("id", "prakerja.payback_no_interval") in said


def test_a_province_is_told_with_its_rank_and_what_is_short(market: None, visit: Visit) -> None:
    page = visit(prov="32")
    assert page.title[0].value.startswith("Jawa Barat, Prakerja 2020: ≈ 316")
    said = words(page)
    assert "0,58 kali bagiannya, -582 ribu penerima; urutan 4 dari 33" in said
    assert text("id", "prakerja.people_nation_only", place="Jawa Barat") in said


def test_a_province_without_a_figure_says_so(market: None, visit: Visit) -> None:
    page = visit(prov="17")
    assert "Sulawesi Barat" in page.title[0].value
    assert text("id", "prakerja.own_none", place="Bengkulu") in words(page)


@pytest.mark.parametrize(("period", "level", "n"), [("2021-H1", "province", 2),
                                                    ("", "regency", 3)])  # fmt: skip
def test_few_places_are_shown_without_a_ranking(
    market: None, visit: Visit, period: str, level: str, n: int
) -> None:
    query = {"tingkat": level} | ({"periode": period} if period else {})
    page = visit(**query)
    assert f"baru {n} wilayah" in page.title[0].value
    said = words(page)
    assert text("id", "prakerja.fair_few", n=n, at_least=10) in said
    assert text("id", "prakerja.reach_common") not in said
    assert "harus berada" not in said


def test_a_part_of_a_year_is_not_called_a_month(market: None, visit: Visit) -> None:
    page = visit(periode="2023-06")
    assert "1 Januari–pertengahan Juni 2023" in page.title[0].value
    assert write_period("2023-06", "operator") == "Jun 2023"


def test_the_operators_figures_are_told_with_their_note(folder: Path, visit: Visit) -> None:
    provinces = [*areas.provinces()][:12]
    deliver(
        folder,
        [
            *({"province": code, "period": "2025", "recipients": 1000} for code in provinces),
            {"period": "2025", "recipients": 12_000},
            {"period": "2025", "sex": "female", "recipients": 9000},
            {"period": "2025", "training_category": "Bahasa [x](y)", "enrolled": 70},
            {"period": "2025", "training_category": "Kuliner", "enrolled": 30},
            {"period": "2025", "outcome": "employed", "outcome_percent": 45.3, "outcome_n": 1000},
            {"period": "2025", "outcome": "satisfied", "outcome_percent": 90, "outcome_n": 9},
        ],
    )
    page = visit()
    said = words(page)
    assert "2025" in page.title[0].value  # the newest period with enough places
    assert NOTE in said
    assert "75% penerima perempuan (2025, data yang dimuat)" in said
    assert "45%" in said
    # Rows overlap, so their persons are not added up.
    assert text("id", "prakerja.n_respondents_most", n=1000) in said
    assert text("id", "prakerja.outcomes_hidden", n=1, at_least=10) in said
    assert text("id", "prakerja.outcomes_none") not in said
    assert text("id", "prakerja.courses_share") not in said


def test_without_a_snapshot_the_page_says_what_to_run(folder: Path, visit: Visit) -> None:
    page = visit()
    assert page.title[0].value == text("id", "state.none_title")


def test_nonsense_in_the_address_leaves_it(market: None, visit: Visit) -> None:
    page = visit(prov="99", tingkat="<script>", periode="1999")
    assert not {"prov", "tingkat", "periode"} & set(page.query_params)
    assert "2020" in page.title[0].value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_say_nothing_that_has_no_words(language: str) -> None:
    evidence, statements = findings.list_evidence(), findings.list_statements()
    names = {f"prakerja_study.{row['study']}" for row in tables.rows("prakerja_studies")}
    names |= {f"prakerja_cannot.{row['study']}" for row in tables.rows("prakerja_studies")}
    names |= {f"prakerja_design.{row['design']}" for row in tables.rows("prakerja_studies")}
    names |= {f"prakerja_outcome.{one}" for one in evidence["outcome"]}
    names |= {f"prakerja_statement.{one}" for one in statements["indicator"]}
    names |= {f"prakerja_scope.{row['scope']}" for row in tables.rows("prakerja_top_trainings")}
    names |= {f"prakerja_category.{row['category']}" for row in tables.rows("prakerja_profile")
              if row["dimension"] != "age"}  # fmt: skip
    assert names <= set(load(language))  # type: ignore[arg-type] - one of two


def drawn(**facts: object) -> pd.DataFrame:
    """One finding on income by lot with an interval."""
    row = findings.list_evidence().set_index("outcome").loc["monthly_income"].to_dict()
    return pd.DataFrame([row | {"outcome": "monthly_income"} | facts])


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        ({}, "Mungkin, tetapi belum terbukti"),
        ({"interval_low": 2.0, "interval_high": 18.0}, "Ya, menurut satu studi"),
        ({"interval_low": -2.0, "interval_high": 22.0}, "Tidak terbukti"),
        ({"effect": -50_000.0, "relative_pct": -5.0, "interval_low": -9.0, "interval_high": -1.0},
         "Tidak: "),
        ({"outcome": "employed"}, "Tidak terbukti"),
        ({"compared_with": "before"}, "Tidak terbukti"),
    ],
)  # fmt: skip
def test_the_answer_on_income_follows_the_evidence(facts: dict[str, Any], begins: str) -> None:
    assert prakerja.answer_income(drawn(**facts)).startswith(begins)


def test_the_answer_on_payback_follows_its_proof() -> None:
    payback = findings.programme_payback()
    assert prakerja.answer_payback(payback) == "Tidak terbukti."
    proven = payback.assign(is_proven=True)
    assert prakerja.answer_payback(proven) == "Ya, dalam 29 bulan bila kenaikannya bertahan."


def test_findings_stand_on_one_scale_with_a_line_only_where_an_interval_is_known() -> None:
    known = Finding("A", "+50%", "", 50.0, (25.0, 75.0))
    unknown = Finding("B", "+100%", "", 100.0, None)
    drawing = draw_findings([known, unknown], (0.0, 100.0), ("0%", "0%", "+100%"))
    assert drawing.count('class="hollow"') == 1
    # 394 units for 100 %, from 8 on: 25 to 75 % is 106.5 to 303.5, the dot in its middle.
    assert '<rect x="106.5"' in drawing
    assert '<circle cx="205.0"' in drawing
    assert '<circle cx="402.0"' in drawing


def test_sources_are_linked_where_the_page_is_known() -> None:
    told = write_sources(["kompas_2021_02_26", "opsi_2022", "not_noted", "Surat [x](y)"])
    assert "](https://www.kompas.com/" in told
    assert "(opsi\\.id)" in told
    assert text("id", "prakerja.source_not_recorded") in told
    assert "[x](y)" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_years_are_told_in_the_lead(market: None, visit: Visit, language: str) -> None:
    assert len(prakerja_people.list_years()) == 4
    said = words(visit(lang=language))
    assert ("5,9 juta (2021)" if language == "id" else "5.9 million (2021)") in said
