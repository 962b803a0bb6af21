"""Cek lowongan with a scam, an honest advertisement, limits, English, HTML, nonsense, nothing."""

import logging
from pathlib import Path

import pytest

from tests.pages.pasting import ENGLISH, LIMITS, NONSENSE, SCAM, WELDER, paste, welders
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.format import Language
from ui.pasted import MOST_CHARACTERS
from ui.texts import text

PAGE = "cek_lowongan"
NAME = "cek-lowongan"
LANGUAGES: tuple[Language, ...] = ("id", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_anything_is_pasted_the_page_says_what_it_is_for(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, welders())
    page = visit(lang=language)
    assert page.title[0].value == text(language, "cek_lowongan.title")
    assert text(language, "pasted.privacy", most=MOST_CHARACTERS) in words(page)
    assert not page.warning


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scam_shows_its_signs_with_its_own_words(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, welders())
    page = paste(visit(lang=language), NAME, SCAM)
    # Deposit and liking are strong; chat alone and pay are to be checked.
    assert page.title[0].value == text(language, "cek_lowongan.strong", n=4, strong=2)
    said = words(page)
    for kind in ("deposit", "task_scam", "chat_only", "pay"):
        assert text(language, f"pasted_sign.{kind}") in said
        assert text(language, f"cek_lowongan_do.{kind}") in said
    assert "wajib membayar deposit" in said
    assert "1500 630" in said
    # A sign is no accusation, and the number of the sender is not printed again.
    assert "0812" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_honest_advertisement_is_held_against_the_market(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, welders())
    page = paste(visit(lang=language), NAME, WELDER, title="Welder 6G")
    assert page.title[0].value == text(language, "cek_lowongan.none")
    headings = [header.value for header in page.header]
    # Rp6.5 to 7.5 million among 40 from 5 to 8.9 million.
    assert text(language, "pasted_pay_verdict.within") in headings
    assert text(language, "pasted_skills.finding", n=1, of=2) in headings  # pipes yes, SMAW no
    said = words(page)
    assert text(language, "cek_lowongan.missing_none") in said
    # The minimum wage of Batam in the year of the market.
    assert "Rp5.357.982" in said.replace(",", ".")
    # 30 of the 40 accept less than SMK.
    assert ("75% dari 40" if language == "id" else "75% of 40") in said
    assert "nan" not in said.lower().split()


def test_limits_and_a_kept_diploma_stand_beside_the_circulars(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, LIMITS)
    assert page.title[0].value == text("id", "cek_lowongan.none_law", n=4)
    said = words(page)
    assert "M/6/HK.04/V/2025" in said
    assert "M/5/HK.04.00/V/2025" in said
    assert "usia paling tua 25 tahun" in said
    for line in ("Usia maksimal 25 tahun", "Belum menikah", "Berpenampilan menarik"):
        assert text("id", "pasted.quote", words=line) in said
    for part in ("pay", "company", "place", "duties"):
        assert text("id", f"cek_lowongan_ask.{part}") in said
    # There is a number to call.
    assert text("id", "cek_lowongan_ask.apply") not in said


def test_others_that_set_the_same_limit_are_counted(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, f"{WELDER}\nUsia maksimal 30 tahun", title="Welder 6G")
    # 20 of the 40 welders.
    assert "50% iklan serupa juga menulisnya" in words(page)


def test_english_is_read_too(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, ENGLISH, title="Data Analyst")
    said = words(page)
    assert page.title[0].value == text("id", "cek_lowongan.none")
    assert r"IDR 10\.000\.000 \- 14\.000\.000 per month" in said
    assert text("id", "pasted_no_market.none") in said
    assert "UMP DKI Jakarta 2026" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_nonsense_is_no_advertisement(folder: Path, visit: Visit, language: Language) -> None:
    publish(folder, welders())
    page = paste(visit(lang=language), NAME, NONSENSE)
    assert page.title[0].value == text(language, "cek_lowongan.unread")
    assert text(language, "cek_lowongan.signs_title") not in [one.value for one in page.header]


@pytest.mark.parametrize(
    ("pasted", "problem"),
    [("", "empty"), (" \n ", "empty"), ("Kasir", "short"), ("a" * (MOST_CHARACTERS + 1), "long")],
)
def test_what_cannot_be_read_is_a_sentence(
    folder: Path, visit: Visit, pasted: str, problem: str
) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, pasted)
    assert page.title[0].value == text("id", "cek_lowongan.title")
    told = text("id", f"pasted_problem.{problem}", most=MOST_CHARACTERS)
    assert [one.value for one in page.warning] == [told]


def test_html_is_read_as_its_words(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    markup = "".join(f"<p>{line}</p>" for line in WELDER.splitlines())
    page = paste(visit(), NAME, f"<div>{markup}<script>alert(1)</script></div>", title="Welder 6G")
    said = words(page)
    assert text("id", "pasted_pay_verdict.within") in said
    assert "alert" not in said


def test_nothing_of_the_text_is_shown_as_markup(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    hostile = "wajib deposit ![x](http://a.example/x) :red[y] <b"
    page = paste(visit(), NAME, f"{LIMITS}\n{hostile}", title="# Kasir [klik](javascript:alert(1))")
    said = words(page)
    assert r"\!\[x\]\(http" in said
    assert r"\:red\[y\] \<b" in said
    assert "![x](" not in said
    assert "[klik](" not in said


def test_nothing_pasted_is_kept(
    folder: Path, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    publish(folder, welders())
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with caplog.at_level(logging.DEBUG):
        page = paste(visit(), NAME, SCAM, company="PT Rahasia Sekali")
    assert not page.query_params
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    for secret in ("Rahasia", "aktivasi", "0812"):
        assert secret not in caplog.text


def test_a_second_text_replaces_the_first(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, SCAM)
    page = paste(page, NAME, WELDER, title="Welder 6G")
    assert page.title[0].value == text("id", "cek_lowongan.none")
    assert text("id", "pasted_sign.deposit") not in words(page)


def test_too_few_similar_advertisements_are_said(folder: Path, visit: Visit) -> None:
    few: list[Row] = [
        vacancy(i, posted=day, occupation="7212", province="21", description_characters=500)
        for i, day in enumerate(spread("2026-10", 4))
    ]
    publish(folder, few)
    said = words(paste(visit(), NAME, WELDER, title="Welder 6G"))
    assert "baru 0 iklan bergaji, butuh 10" in said
    assert "Baru 0 iklan serupa yang menyebutnya; butuh 10" in said
    assert "nan" not in said.lower().split()


def test_without_a_snapshot_the_page_says_what_to_run(folder: Path, visit: Visit) -> None:
    assert visit().title[0].value == text("id", "state.none_title")
