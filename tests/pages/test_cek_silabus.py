"""Cek silabus in every state: nothing, a fit, too few, not sure, corrections, hostile text."""

import re
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.growth import grows_in_line
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, vacancy
from ui import state
from ui.cek_silabus_figures import _write_value
from ui.cek_silabus_reading import MOST_CHARACTERS, Pasted, take
from ui.texts import text

PAGE = "cek_silabus"
EXCEL = "microsoft-excel"
SYLLABUS = """SILABUS PELATIHAN (contoh)
1. Microsoft Excel
2. Menjahit
3. Kejujuran
4. Salam pembuka
Metode: ceramah
"""


def ads(first: int, n: int, *asks: str, **facts: object) -> list[Row]:
    told = {
        "occupation": "4110", "description_characters": 300, "posted": date(2026, 10, 5),
        "province": "32", "regency": "3273",
    } | facts  # fmt: skip
    return [vacancy(first + i, asks=list(asks), **told) for i in range(n)]


def market() -> list[Row]:
    """Clerks in Bandung: 120 ask for Excel, 60 of them also for filing. Ten sewers in Jakarta."""
    return [
        *ads(0, 60, EXCEL),
        *ads(100, 60, EXCEL, "filing"),
        *ads(200, 10, "sewing", "pattern-making", occupation="7531", province="31", regency="3171"),
    ]


def send(page: AppTest, typed: str) -> AppTest:
    page.text_area(key="cek-silabus-text").set_value(typed)
    next(one for one in page.button if "Form" in str(one.key)).click().run()
    assert not page.exception
    return page


def title(page: AppTest) -> str:
    return str(page.title[0].value).replace("\\", "")


def said(page: AppTest) -> str:
    return words(page).replace("\\", "")


@pytest.mark.parametrize("language", ["id", "en"])
def test_before_anything_is_pasted_the_page_asks(folder: Path, visit: Visit, language: str) -> None:
    publish(folder, market())
    page = visit(lang=language)
    assert title(page) == text(language, "cek_silabus.opening_title")  # type: ignore[arg-type]
    headings = [header.value for header in page.header]
    for key in ("method", "next"):
        assert text(language, f"cek_silabus.{key}_title") in headings  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_syllabus_is_told_what_it_holds_and_lacks(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = send(visit(lang=language, kbji="4110", prov="32"), SYLLABUS)
    # 120 of 180 demands; sixty advertisements in full, all by half.
    assert "67%" in title(page)
    heard = said(page)
    for figure in ("120", "180", "50%", "100%"):
        assert figure in heard
    headings = [header.value.replace("\\", "") for header in page.header]
    names = {"id": "Pengarsipan", "en": "Filing"}
    assert any(names[language] in heading for heading in headings)
    # Sewing: none of 120 clerks asks for it, ten elsewhere do.
    rare = text(language, "cek_silabus.rare_title")  # type: ignore[arg-type]
    assert rare in headings
    links = [element.proto.label for element in page.get("page_link")]
    assert any(word in label for label in links for word in ("Menjahit", "Sewing"))
    # Honesty is read and said not to count.
    assert text(language, "cek_silabus.soft", names="").split(":")[0] in heard  # type: ignore[arg-type]
    assert "nan" not in heard.lower().split()
    assert "](#cara-membaca)" in heard


def test_nothing_of_the_text_gets_into_the_address_or_the_cache(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110"), SYLLABUS)
    assert set(page.query_params) == {"kbji"}
    with pytest.MonkeyPatch.context() as patch:
        asked: list[tuple[object, ...]] = []
        real = state._keep
        patch.setattr(state, "_keep", lambda *told: asked.append(told[2:]) or real(*told))
        send(visit(kbji="4110"), SYLLABUS)
    assert asked
    assert not [told for told in asked if "sewing" in str(told) or "Salam" in str(told)]


def test_a_tap_strikes_out_what_was_misread(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110"), SYLLABUS)
    page.pills(key="cek-silabus-counted").set_value([EXCEL]).run()
    assert not page.exception
    assert text("id", "cek_silabus.found_title", n=1) in [one.value for one in page.header]
    page.pills(key="cek-silabus-counted").set_value(["sewing"]).run()
    assert "0%" in title(page)
    # Another text is read without what was said of this one.
    assert "67%" in title(send(page, f"{SYLLABUS}lagi"))


def test_a_tap_counts_what_is_taught_in_other_words(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110"), SYLLABUS)
    page.pills(key="cek-silabus-missing").set_value(["filing"]).run()
    assert not page.exception
    assert "100%" in title(page)
    assert text("id", "cek_silabus.missing_none_title") in [one.value for one in page.header]
    page.pills(key="cek-silabus-counted").set_value([EXCEL, "sewing"]).run()
    assert "67%" in title(page)


def test_not_sure_finds_the_nearest_and_a_tap_compares(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(), "Menjahit\nMembuat pola")
    assert "Pembuat Pakaian" in title(page)
    page.button(key="cek-silabus-near-7531").click().run()
    assert not page.exception
    assert page.query_params["kbji"] in ("7531", ["7531"])
    assert "100%" in title(page)


def test_a_syllabus_that_fits_nothing_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(), "Bahasa pemrograman Python untuk pemula")
    assert title(page) == text("id", "cek_silabus.near_none_title")


def test_too_few_advertisements_are_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="2211"), SYLLABUS)
    assert title(page).startswith("Iklan ")
    assert text("id", "cek_silabus.few", n=0, at_least=10) in said(page)


def test_a_place_with_few_falls_back_and_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110", kab="3204", prov="32"), SYLLABUS)
    info = " ".join(one.value for one in page.info)
    values = {"asked": "Kabupaten Bandung", "place": "Jawa Barat", "at_least": 10}
    assert text("id", "cek_silabus.fallback", **values) in info


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("   \n ", "empty"),
        ("Excel", "short"),
        ("12345 67890 !!! ---", "short"),
        ("zzzz qqqq xxxx wwww", "none"),
        ("jujur, teliti, dan kerja sama tim", "none"),
        ("x" * (MOST_CHARACTERS + 1), "long"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(
    folder: Path, visit: Visit, typed: str, problem: str
) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110"), typed)
    expected = text("id", f"cek_silabus_problem.{problem}", most=MOST_CHARACTERS, fewest=3)
    assert [one.value for one in page.warning] == [expected]
    assert title(page) == text("id", "cek_silabus.opening_title")


def test_thirty_thousand_characters_are_read(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    long = "Pertemuan tentang hal umum tanpa nama.\n" * 780 + "Microsoft Excel"
    assert len(long) > 30_000
    page = send(visit(kbji="4110"), long)
    assert "67%" in title(page)
    assert text("id", "cek_silabus_lines.more", n=750) in said(page)


@pytest.mark.parametrize(
    ("growth", "mark"),
    [
        ({"growth": 0.5, "growth_low": -0.1, "growth_high": 1.2, "p_growth": 0.7}, "▲ "),
        ({"growth": 0.1, "growth_low": 0.01, "growth_high": 0.2, "p_growth": 0.1}, "▲ "),
        ({"growth": -0.4, "growth_low": -0.6, "growth_high": -0.1, "p_growth": 0.0}, "▼ "),
        ({"growth": 0.0, "growth_low": -0.3, "growth_high": 0.3, "p_growth": 0.1}, ""),
        ({"growth": float("nan")}, ""),
    ],
)
def test_an_arrow_marks_only_what_likely_moved(growth: dict[str, float], mark: str) -> None:
    value = _write_value({"share": 0.25, "n": 46, **growth})
    assert value == f"{mark}25% · n 46"


@pytest.mark.parametrize(
    "filling", ["x", " ", "\t", " \t", "\n", ". ", "<p", "a@", "1.", "excel, ", "| "]
)
def test_no_text_keeps_a_reader_waiting(filling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = "Silabus " + filling * ((MOST_CHARACTERS - 40) // len(filling)) + "\nisi Microsoft Word"
    assert len(typed) <= MOST_CHARACTERS

    def read(text: str) -> Pasted | None:
        monkeypatch.setitem(st.session_state, "cek-silabus-text", text)
        return take()

    pasted = read(typed)
    assert pasted is not None
    assert "microsoft-word" in pasted.reading.found
    assert grows_in_line(read, filling, length=MOST_CHARACTERS)


def test_html_and_markdown_stay_text(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    typed = (
        "<h1>Silabus</h1><ul><li>Microsoft Excel</li><li>![x](https://evil.example/x.png)</li></ul>"
        "<script>alert('Menjahit')</script><p>[klik](javascript:alert(1)) $E=mc^2$ **tebal**</p>"
    )
    page = send(visit(kbji="4110"), typed)
    assert "67%" in title(page)
    spoken = "\n".join(str(one.value) for one in page.markdown)
    assert "](https://evil" not in spoken
    assert "](javascript" not in spoken
    # What stands in a script is no text: sewing is not taught.
    assert "sewing" not in page.pills(key="cek-silabus-counted").value


def test_an_english_syllabus_is_read_on_the_indonesian_page(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110"), "Week 1: spreadsheets in MS Excel\nWeek 2: filing documents")
    assert "100%" in title(page)


def test_next_steps_carry_the_choices(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = send(visit(kbji="4110", prov="32"), SYLLABUS)
    protos = [element.proto for element in page.get("page_link")]
    found = {f"{one.page}?{one.query_string}" for one in protos}
    for target in ("kesenjangan?prov=32", "pekerjaan?kbji=4110&prov=32"):
        assert any(target in link for link in found), target
    assert any(re.search(r"keterampilan\?skill=filing&prov=32", link) for link in found)


@pytest.mark.parametrize(
    ("key", "nonsense"),
    [("kbji", "<script>"), ("prov", "99"), ("kab", "x' OR 1=1"), ("lang", "xx")],
)
def test_nonsense_in_the_address_leaves_it(
    folder: Path, visit: Visit, key: str, nonsense: str
) -> None:
    publish(folder, market())
    page = visit(**{key: nonsense})
    assert key not in page.query_params or page.query_params[key] in ("", [""])
