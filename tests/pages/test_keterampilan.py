"""Keterampilan in every state: rising, search, one skill, fallback, sample and real, empty."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.format import Language
from ui.keterampilan_compare import find_comparable
from ui.texts import text

PAGE = "keterampilan"


def market() -> list[Row]:
    """Two years of clerks in East Java; in the second far more are asked for Excel."""
    rows: list[Row] = []
    for year in (2024, 2025):
        for month in range(1, 13):
            for i, day in enumerate(spread(f"{year}-{month:02d}", 20)):
                asks = ["honesty"] + (
                    ["microsoft-excel"] if i < (4 if year == 2024 else 14) else []
                )
                asks += [f"filler-{i % 10}", "sql"] if i % 2 else ["sql"]
                rows.append(
                    vacancy(
                        len(rows), title="Admin", occupation="4110" if i % 3 else "4321",
                        sector="G", posted=day, province="35" if i % 5 else "31",
                        description_characters=300, asks=asks, education_min="sma",
                        wage_min_idr=4_000_000 + 1_000 * i,
                    )
                )  # fmt: skip
    return rows


@pytest.mark.parametrize("language", ["id", "en"])
def test_opening_says_what_rises_in_a_province(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, market())
    page = visit(lang=language, prov="35")
    assert "Microsoft Excel" in page.title[0].value
    assert "Jawa Timur" in page.title[0].value or "East Java" in page.title[0].value
    headings = [header.value for header in page.header]
    for key in ("rising_title", "ranking_title", "links", "method_title", "next_title"):
        assert text(language, f"keterampilan.{key}") in headings
    assert "nan" not in words(page).lower().split()


def test_where_nothing_rises_the_heading_says_so_and_what_is_asked_for(
    folder: Path, visit: Visit
) -> None:
    rows = market()
    for row in rows:
        row["asks"] = ["sql"]
    publish(folder, rows)
    begins = "Tidak ada keterampilan yang jelas naik di Jawa Timur; paling banyak diminta: SQL"
    assert visit(prov="35").title[0].value.startswith(begins)


def test_attitudes_are_ranked_only_when_asked_for(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert "Jujur" not in words(visit())
    page = visit(jenis="soft")
    assert "Jujur" in page.title[0].value
    assert "Microsoft Excel" not in words(page)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("province", ["", "35", "94"])
def test_one_skill_shows_all_its_parts(
    folder: Path, visit: Visit, language: Language, province: str
) -> None:
    publish(folder, market())
    page = visit(lang=language, skill="microsoft-excel", prov=province)
    headings = [header.value for header in page.header]
    for key in ("trend_title", "pay_title", "near_title", "method_title", "next_title"):
        assert text(language, f"keterampilan.{key}") in headings
    for part in ("occupation", "sector", "province"):
        assert text(language, f"keterampilan_title.{part}") in headings
    said = words(page)
    assert "nan" not in said.lower().split()
    # Every figure and the comparison of pay lead to the method.
    assert said.count("](#cara-membaca)") >= len(page.expander)


def test_a_province_with_too_few_shows_the_nation_and_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    said = words(visit(skill="microsoft-excel", prov="94"))
    assert "Semua angka di bawah ini untuk seluruh Indonesia" in said


def test_a_skill_nobody_asks_for_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(skill="python")
    assert "Python" in page.title[0].value
    values = {"n": 0, "base": 480, "place": "", "at_least": 10}
    assert text("id", "keterampilan_few.nation", **values) in words(page)
    assert not page.metric


def test_a_search_takes_the_likeliest_skill(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    page.text_input[0].set_value("exel").run()
    assert not page.exception
    assert page.query_params["skill"] in ("microsoft-excel", ["microsoft-excel"])


def test_a_search_without_a_result_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit()
    page.text_input[0].set_value("zzzzqqqq").run()
    assert text("id", "keterampilan.search_none", words="zzzzqqqq") in words(page)
    assert "skill" not in page.query_params


@pytest.mark.parametrize(("url", "n"), [("https://portal.example/1", 10), ("javascript:x", 0)])
def test_real_advertisements_link_to_the_original(
    folder: Path, visit: Visit, url: str, n: int
) -> None:
    rows = market()
    for row in rows:
        row["url"] = url
    publish(folder, rows, is_sample=False)
    assert len(visit(skill="microsoft-excel").get("link_button")) == n


def test_a_small_market_gives_reasons_not_figures(folder: Path, visit: Visit) -> None:
    publish(folder, market()[:9])
    page = visit()
    assert page.title[0].value == text("id", "keterampilan.opening_none_title")
    said = words(visit(skill="microsoft-excel"))
    assert text("id", "keterampilan.near_none", at_least=10) in said
    assert text("id", "keterampilan.parts_none", at_least=10) in said


@pytest.mark.parametrize(
    "nonsense", ["<script>", "microsoft-excel' OR 1=1", "MICROSOFT-EXCEL", "x"]
)
def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit, nonsense: str) -> None:
    publish(folder, market()[:30])
    page = visit(skill=nonsense, jenis=nonsense, prov=nonsense)
    assert not {"skill", "jenis", "prov"} & set(page.query_params)


@pytest.mark.parametrize("language", ["id", "en"])
def test_skills_are_compared_over_the_same_months(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, market())
    page = visit(lang=language, skill="microsoft-excel", dengan="sql")
    title = text(language, "keterampilan.compare_clear", top="SQL", low="Microsoft Excel")
    assert title in [header.value for header in page.header]
    (chart,) = page.get("plotly_chart")
    lines = [line for line in json.loads(chart.proto.spec)["data"] if "customdata" in line]
    assert [line["customdata"][0] for line in lines] == ["microsoft-excel", "sql"]
    # Everybody is asked for SQL; of 20 a month 14 for Excel at the end.
    assert lines[0]["y"][-1] == pytest.approx(0.7)
    assert set(lines[1]["y"]) == {1.0}
    assert "SQL" in chart.proto.alt
    assert "100%" in chart.proto.alt
    assert "nan" not in words(page).lower().split()


def test_without_a_skill_to_compare_the_trend_is_a_picture(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(skill="microsoft-excel")
    assert not page.get("plotly_chart")
    assert text("id", "keterampilan.trend_title") in [header.value for header in page.header]


def test_a_chip_sets_a_skill_beside_the_other(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(skill="microsoft-excel")
    page.pills(key="keterampilan-compare").set_value(["sql"]).run()
    assert not page.exception
    assert page.query_params["dengan"] in ("sql", ["sql"])
    assert page.get("plotly_chart")


def test_skills_of_the_same_group_are_offered_first() -> None:
    ranked = pd.DataFrame(
        [
            ("a", "Data", "tool"),
            ("b", "Kantor", "tool"),
            ("c", "Data", "hard"),
            ("d", "Jual", "hard"),
        ],
        columns=["skill", "group", "kind"],
    )
    near = pd.DataFrame({"skill": ["d", "a"]})
    assert find_comparable(ranked, near, "a") == ["c", "d", "b"]
    assert find_comparable(ranked, near, "unknown") == ["d", "a"]


@pytest.mark.parametrize(
    ("asked", "left"),
    [("microsoft-excel,<b>,nobody", None), ("sql,sql,,x", "sql")],
)
def test_nonsense_to_compare_leaves_the_address(
    folder: Path, visit: Visit, asked: str, left: str | None
) -> None:
    publish(folder, market())
    page = visit(skill="microsoft-excel", dengan=asked)
    kept = page.query_params.get("dengan")
    assert (kept[0] if isinstance(kept, list) else kept) == left
