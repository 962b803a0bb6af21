"""Klinik iklan with a risky, an honest and an unfair draft, nonsense and nothing."""

from pathlib import Path

import pytest

from tests.pages.pasting import LIMITS, NONSENSE, SCAM, WELDER, paste, welders
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import publish
from ui.format import Language
from ui.texts import text

PAGE = "klinik_iklan"
NAME = "klinik-iklan"
LANGUAGES: tuple[Language, ...] = ("id", "en")


def mend(language: Language, kind: str) -> str:
    return text(language, f"klinik_mend.{kind}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unfair_draft_is_mended_from_the_weightiest(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, welders())
    page = paste(visit(lang=language), NAME, LIMITS, title="Staf Administrasi")
    first = mend(language, "diploma_kept")
    assert page.title[0].value == text(language, "klinik_iklan.finding", n=9, first=first)
    kinds = (
        "diploma_kept", "age", "looks", "marital", "personal", "no_pay", "no_company",
        "no_place", "no_duties",
    )  # fmt: skip
    lines = page.code[0].value.splitlines()
    ticks = [line for line in lines if line.startswith("[ ]")]
    assert ticks == [f"[ ] {mend(language, kind)}" for kind in kinds]
    assert text(language, "klinik_frame.title", told="Staf Administrasi") in lines
    assert text(language, "klinik_frame.fair") in lines
    said = words(page)
    assert "M/6/HK.04/V/2025" in said
    assert text(language, "klinik_personal.phone") in said
    assert "0812" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_honest_draft_learns_what_others_ask(
    folder: Path, visit: Visit, language: Language
) -> None:
    publish(folder, welders())
    page = paste(visit(lang=language), NAME, WELDER, title="Welder 6G")
    ticks = [line for line in page.code[0].value.splitlines() if line.startswith("[ ]")]
    # All 40 name SMAW, and all are far longer.
    assert ticks == [f"[ ] {mend(language, 'skills')}", f"[ ] {mend(language, 'short')}"]
    assert "100%" in words(page)
    assert text(language, "klinik_frame.fair") not in page.code[0].value
    assert "Rp6.500.000 - Rp7.500.000" in page.code[0].value


def test_pay_below_the_minimum_wage_and_most_others(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    low = WELDER.replace("Rp6.500.000 - Rp7.500.000", "Rp3.000.000 - Rp3.500.000")
    page = paste(visit(), NAME, low, title="Welder 6G")
    assert page.code[0].value.splitlines()[1:3] == [
        f"[ ] {mend('id', 'below_minimum')}",
        f"[ ] {mend('id', 'low_pay')}",
    ]
    said = words(page)
    assert text("id", "pasted_pay_verdict.below") in said
    # What is to be raised is not carried over into the frame.
    assert text("id", "klinik_frame.pay", told=text("id", "klinik_frame.blank")) in said


def test_silent_pay_is_told_beside_those_who_state_it(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    silent = "\n".join(line for line in WELDER.splitlines() if not line.startswith("Gaji"))
    page = paste(visit(), NAME, silent, title="Welder 6G")
    said = words(page)
    assert mend("id", "no_pay") in page.title[0].value
    assert "100% dari 40 iklan serupa menyebut gaji" in said
    # The median of the 40 stands where the draft says nothing.
    assert any(one.value.startswith("Iklan ini tidak menyebut gaji") for one in page.header)


def test_a_demand_above_nearly_all_others(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    high = WELDER.replace("minimal SMK", "minimal S1").replace("minimal 2 tahun", "minimal 8 tahun")
    page = paste(visit(), NAME, high, title="Welder 6G")
    assert f"[ ] {mend('id', 'high_education')}" in page.code[0].value
    assert f"[ ] {mend('id', 'high_experience')}" in page.code[0].value
    assert "100% dari 40 iklan serupa yang menyebutnya menerima lebih rendah" in words(page)


def test_a_scam_is_told_so(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, SCAM)
    assert mend("id", "deposit") in page.title[0].value
    # That no company is named is said once.
    assert f"[ ] {mend('id', 'chat_only')}" in page.code[0].value
    assert f"[ ] {mend('id', 'no_company')}" not in page.code[0].value
    # A first line is no position.
    blank = text("id", "klinik_frame.blank")
    assert text("id", "klinik_frame.title", told=blank) in page.code[0].value


@pytest.mark.parametrize(("pasted", "problem"), [("", "empty"), ("Kasir", "short")])
def test_what_cannot_be_read_is_a_sentence(
    folder: Path, visit: Visit, pasted: str, problem: str
) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, pasted)
    assert page.title[0].value == text("id", "klinik_iklan.title")
    assert [one.value for one in page.warning] == [text("id", f"pasted_problem.{problem}")]
    assert not page.code


def test_nonsense_is_no_advertisement(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    page = paste(visit(), NAME, NONSENSE)
    assert page.title[0].value == text("id", "klinik_iklan.unread")
    assert not page.code


def test_a_complete_and_longer_draft_has_nothing_to_mend(folder: Path, visit: Visit) -> None:
    publish(folder, welders())
    whole = f"{WELDER}\nMenguasai las SMAW\n" + "Kami menyediakan mes dan makan siang. " * 30
    page = paste(visit(), NAME, whole, title="Welder 6G")
    assert page.title[0].value == text("id", "klinik_iklan.nothing")
    assert "[ ]" not in page.code[0].value


def test_without_a_snapshot_the_page_says_what_to_run(folder: Path, visit: Visit) -> None:
    assert visit().title[0].value == text("id", "state.none_title")
