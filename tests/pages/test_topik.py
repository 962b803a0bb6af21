"""Topik in every state: all themes, one, few, none and why, new titles, nonsense."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from analytics import statistics
from analytics.growth import GROWTH_MORE_THAN
from analytics.skills_growth import CLEAR_FROM
from analytics.skills_new import PORTALS_AT_LEAST
from data.snapshot import TopicsMeta
from nlp.topics_text import SETTINGS
from tests.analytics.test_topics import market
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.texts import text
from ui.topik_chart import Theme, draw_themes

PAGE = "topik"
LANGUAGES = ["id", "en"]


def show(folder: Path) -> None:
    """Twelve months of guards, drones that grew, and one firm's divers."""
    rows, found = market()
    publish(folder, rows, topics=found)


def small(titles: Sequence[str]) -> tuple[list[Row], dict[str, list[Row]]]:
    """Twelve openings of October, all of one theme called by the title."""
    days = spread("2026-10", 12)
    rows = [vacancy(i, title=titles[0], posted=day, province="31") for i, day in enumerate(days)]
    row = {"id": "kopi", "label_id": titles[0], "label_en": titles[0], "terms": list(titles),
           "weights": [1.0] * len(titles), "n": 12, "employers": 7, "examples": ["v0"],
           "likeness": None}  # fmt: skip
    placed = [
        {"vacancy_id": one["vacancy_id"], "topic": "kopi", "probability": 1.0, "month": "2026-10"}
        for one in rows
    ]
    return rows, {"topics": [row], "vacancy_topics": placed}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_themes_open_with_the_one_that_grew(folder: Path, visit: Visit, language: str) -> None:
    show(folder)
    page = visit(lang=language)
    assert "Drone" in page.title[0].value
    said = words(page)
    for key in ("ranking_title", "rising_title", "titles_title", "method_title", "next_title"):
        assert text(language, f"topik.{key}") in said  # type: ignore[arg-type] - one of two
    assert "Selam" not in said  # one firm alone
    assert "nan" not in said.lower().split()
    assert [metric.value for metric in page.metric] == ["2", "1", "1"]


def test_new_titles_come_with_their_numbers_and_a_caution(folder: Path, visit: Visit) -> None:
    show(folder)
    said = words(visit())
    assert "Pilot Drone" in said
    assert "Jul 2025" in said
    assert text("id", "topik.titles_caution") in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_theme_shows_terms_occupations_months_places_and_advertisements(
    folder: Path, visit: Visit, language: str
) -> None:
    show(folder)
    page = visit(lang=language, topik="drone")
    assert "54" in page.title[0].value
    headings = [header.value for header in page.header]
    for key in ("terms", "jobs", "months", "places", "ads", "newest", "method", "next"):
        assert text(language, f"topik.{key}_title") in headings  # type: ignore[arg-type] - as above
    said = words(page)
    assert text(language, "topik.lead_new") in said  # type: ignore[arg-type] - as above
    assert "nan" not in said.lower().split()
    assert page.query_params["topik"] == "drone"


def test_a_theme_that_stayed_is_not_called_new(folder: Path, visit: Visit) -> None:
    show(folder)
    assert text("id", "topik.lead_new") not in words(visit(topik="satpam"))


def test_a_theme_without_openings_in_a_place_is_a_sentence(folder: Path, visit: Visit) -> None:
    show(folder)
    page = visit(topik="drone", prov="51")
    assert page.title[0].value == text("id", "topik.empty_title")
    assert not page.metric
    assert "Drone" in words(page)


def test_a_place_without_themes_is_a_sentence(folder: Path, visit: Visit) -> None:
    show(folder)
    page = visit(prov="51")
    assert page.title[0].value == text("id", "topik.opening_none_title")


def test_one_month_tells_no_growth(folder: Path, visit: Visit) -> None:
    rows, found = small(["Barista", "kopi"])
    publish(folder, rows, topics=found)
    assert "butuh dua kali 6 bulan lengkap" in words(visit())
    assert text("id", "topik.growth_none") in words(visit(topik="kopi"))


def test_words_of_advertisements_stay_text(folder: Path, visit: Visit) -> None:
    rows, found = small(["<b>![x](http://a.b)</b>", "kopi"])
    publish(folder, rows, topics=found)
    for page in (visit(), visit(topik="kopi")):
        assert "<b>" not in words(page)
        kinds = ("title", "header", "markdown", "caption")
        markdown = "\n".join(one.value for kind in kinds for one in getattr(page, kind))
        assert "![x](" not in markdown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("told", "state"),
    [
        (TopicsMeta(version=None, at_least=0, vacancies=900), "off"),
        (TopicsMeta(version="1", at_least=500, vacancies=3), "few"),
        (TopicsMeta(version="1", at_least=500, vacancies=500), "unlike"),
        (None, "older"),
    ],
)
def test_without_themes_the_page_says_why_and_what_to_do(
    folder: Path, visit: Visit, language: str, told: TopicsMeta | None, state: str
) -> None:
    meta = publish(folder, [vacancy(1)])
    path = folder / meta.id / "meta.json"
    path.write_text(meta.model_copy(update={"topics": told}).model_dump_json())
    page = visit(lang=language)
    values = {"n": told.vacancies if told else 0, "at_least": 500}
    assert text(language, f"topik_missing.{state}", **values) in words(page)  # type: ignore[arg-type] - one of two
    assert "python -m cli publish" in words(page)
    assert not page.metric


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    show(folder)
    page = visit(prov="99", topik="<script>")
    assert not {"prov", "topik"} & set(page.query_params)


def test_a_theme_of_one_firm_cannot_be_asked_for(folder: Path, visit: Visit) -> None:
    show(folder)
    assert "topik" not in visit(topik="selam").query_params


def test_the_words_on_new_titles_hold_for_how_they_are_found() -> None:
    rule = SETTINGS["titles"]
    assert rule["employers"] == statistics.EMPLOYERS_AT_LEAST
    assert rule["portals"] == PORTALS_AT_LEAST
    assert (rule["growth"], rule["probability"]) == (GROWTH_MORE_THAN, CLEAR_FROM)
    assert rule["score"] == 0.5  # "below one half"


def test_names_of_themes_are_escaped_and_growth_is_painted_by_its_side() -> None:
    drawn = draw_themes([Theme("<b>", 2, "2", "▲", True), Theme("b", 1, "1", "▼", False)])
    assert "<b>" not in drawn
    assert 'class="strong mark" text-anchor="end">▲' in drawn
    assert 'class="strong highlight" text-anchor="end">▼' in drawn
