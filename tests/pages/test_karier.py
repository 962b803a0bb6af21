"""Karier in every state: nothing told, a graduate, chips, one occupation, fallback, nonsense."""

from pathlib import Path

import pytest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.texts import text

PAGE = "karier"


def market() -> list[Row]:
    """For a beginner from SMK: 40 cashiers accept; Excel opens 12, SIM C and Excel 10 couriers."""
    days = spread("2026-10", 40)
    facts = {"description_characters": 300, "education_min": "sma", "experience_min_years": 0.0}
    rows = [
        vacancy(
            i, title="Kasir", occupation="5230", posted=day, province="31" if i % 4 else "32",
            asks=["honesty"], age_max=25 if i % 2 else None, **facts,
        )
        for i, day in enumerate(days)
    ]  # fmt: skip
    plain = {"posted": days[0], "province": "31", **facts}
    rows += [
        vacancy(100 + i, title="Admin", occupation="4110", asks=["microsoft-excel"], **plain)
        for i in range(12)
    ]
    rows += [
        vacancy(
            200 + i, title="Kurir", occupation="8321", asks=["microsoft-excel", "sim-c"], **plain
        )
        for i in range(10)
    ]
    rows += [
        vacancy(300 + i, title="Akuntan", **(plain | {"education_min": "s1"})) for i in range(15)
    ]
    return rows


@pytest.mark.parametrize("language", ["id", "en"])
def test_before_schooling_is_told_the_page_asks(folder: Path, visit: Visit, language: str) -> None:
    publish(folder, market())
    page = visit(lang=language)
    assert page.title[0].value == text(language, "karier.opening_title")  # type: ignore[arg-type]
    assert "77" in words(page)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_graduate_sees_jobs_and_what_opens_more(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language, didik="smk")
    values = {"n": 40, "step": "Microsoft Excel", "gain": 12}
    assert page.title[0].value == text(language, "karier.finding", **values)  # type: ignore[arg-type]
    headings = [header.value for header in page.header]
    for key in ("steps", "pairs", "walls", "limits", "reach", "ads", "method", "next"):
        assert text(language, f"karier.{key}_title") in headings  # type: ignore[arg-type]
    said = words(page)
    assert "nan" not in said.lower().split()
    # Five figures with their source, and a table and examples each in an expander.
    assert said.count("](#cara-membaca)") == 5


def test_where_all_were_read_in_full_no_rest_is_spoken_of(folder: Path, visit: Visit) -> None:
    rows = market()
    publish(folder, rows)
    assert text("id", "karier.described_all") in words(visit(didik="smk"))
    rows[0]["description_characters"] = None
    publish(folder, rows)
    assert text("id", "karier.described_note") in words(visit(didik="smk"))


def test_who_is_too_old_is_told_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    assert visit(didik="smk", usia="40").title[0].value.startswith("20 lowongan")
    assert visit(didik="smk", usia="20").title[0].value.startswith("40 lowongan")


def test_a_step_already_taken_is_counted_at_a_tap(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk")
    page.button(key="karier-can-microsoft-excel").click().run()
    assert not page.exception
    assert page.query_params["bisa"] in ("microsoft-excel", ["microsoft-excel"])
    values = {"n": 62 - 10, "step": "SIM C (sepeda motor)", "gain": 10}
    expected = text("id", "karier.finding", **values)
    assert page.title[0].value.replace("\\", "") == expected


def test_a_search_adds_a_skill_and_a_tap_takes_it_away(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk", bisa="sim-c")
    page.text_input(key="karier-words").set_value("excel").run()
    assert not page.exception
    assert page.title[0].value.startswith("62 lowongan")
    page.pills(key="karier-held").set_value(["sim-c"]).run()
    assert page.query_params["bisa"] in ("sim-c", ["sim-c"])
    assert page.title[0].value.startswith("40 lowongan")


@pytest.mark.parametrize("typed", ["zzzzzz", "kejujuran"])
def test_what_is_not_counted_is_not_added(folder: Path, visit: Visit, typed: str) -> None:
    publish(folder, market())
    page = visit(didik="smk")
    page.text_input(key="karier-words").set_value(typed).run()
    assert "bisa" not in page.query_params
    assert text("id", "karier.skills_none", words=typed) in words(page)


def test_a_place_with_too_few_counts_wider_and_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk", prov="32")
    assert page.title[0].value == text("id", "karier.finding_count", n=10)
    fallback = text("id", "karier.fallback", place="Jawa Barat", wide="Indonesia", at_least=10)
    assert fallback in words(page)


def test_an_empty_place_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk", prov="94")
    assert page.title[0].value == text("id", "karier.none_title")
    assert text("id", "karier.ads_none") in words(page)


def test_one_occupation_narrows_and_shows_moves(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk", kbji="4110")
    headings = [header.value for header in page.header]
    assert text("id", "pekerjaan.moves_title") in headings
    assert text("id", "karier.reach_title") not in headings


def test_a_regency_alone_names_its_province(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(didik="smk", kab="3171")
    assert page.query_params["prov"] in ("31", ["31"])


def test_real_advertisements_link_to_the_original(folder: Path, visit: Visit) -> None:
    rows = market()
    for row in rows:
        row["url"] = "https://portal.example/1"
    publish(folder, rows, is_sample=False)
    page = visit(didik="smk")
    # Ten that accept, and two examples for Excel.
    assert len(page.get("link_button")) == 12


@pytest.mark.parametrize(
    ("key", "nonsense"),
    [
        ("didik", "<script>"),
        ("tahun", "-1"),
        ("usia", "1e9"),
        ("jk", "x"),
        ("bisa", "no-such-skill,<b>,,"),
        ("kab", "9999"),
        ("kbji", "5230' OR 1=1"),
    ],
)
def test_nonsense_in_the_address_leaves_it(
    folder: Path, visit: Visit, key: str, nonsense: str
) -> None:
    publish(folder, market())
    page = visit(**({"didik": "smk"} | {key: nonsense}))
    assert key not in page.query_params or page.query_params[key] in ("", [""])
