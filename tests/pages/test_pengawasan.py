"""Pengawasan in every state: a fall, other portals before, too few, none, pay, nonsense."""

from pathlib import Path

import pytest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.texts import text

PAGE = "pengawasan"
_MONTHS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][5:29]


def advertise(month: str, n: int, found: int, **facts: object) -> list[Row]:
    """n described openings over a month, the first `found` with a limit of age."""
    return [
        vacancy(
            int(month.replace("-", "")) * 1000 + place,
            posted=day,
            description_characters=900,
            sector="C",
            occupation="7212",
            province="32",
            **({"age_max": 30, "title": "Operator Batas"} if place < found else {}),
            **facts,
        )
        for place, day in enumerate(spread(month, n))
    ]


def falling() -> list[Row]:
    """24 months around the circular: 30 of 100 name an age before, 10 of 100 after."""
    return [
        row for month in _MONTHS for row in advertise(month, 100, 30 if month < "2025-06" else 10)
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_fall_is_the_finding_with_its_advertisements(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, falling())
    page = visit(lang=language)
    # The four last days of May are after the day, too: 10.2 %, to the whole percent.
    assert "30%" in page.title[0].value
    assert "10%" in page.title[0].value
    said = words(page)
    assert "nan" not in said.lower().split()
    assert text(language, "pengawasan.accuses_nobody") in said  # type: ignore[arg-type] - one of two
    assert text(language, "pengawasan_read.age_max", high=30) in said  # type: ignore[arg-type] - as above
    # No employer is named beside what is read of an advertisement.
    assert "PT Uji" not in said


def test_other_portals_before_are_no_fall(folder: Path, visit: Visit) -> None:
    """Age is named on Glints only, in 3 of 10 before and after; JobStreet is read only after."""
    before = [row for m in _MONTHS[:12] for row in advertise(m, 40, 12, portals=("glints",))]
    after = [row for m in _MONTHS[12:] for row in advertise(m, 40, 12, portals=("glints",))]
    others = [row for m in _MONTHS[12:] for row in advertise(m, 400, 0)]
    for number, row in enumerate(others):
        row["vacancy_id"] = f"other{number}"
    publish(folder, [*before, *after, *others], is_sample=False)
    page = visit()
    assert page.title[0].value == text("id", "pengawasan.same_unclear", name="Batas usia")
    assert text("id", "pengawasan.groups_mixed") in words(page)


def test_portals_of_one_side_only_are_not_compared(folder: Path, visit: Visit) -> None:
    before = [row for m in _MONTHS[:12] for row in advertise(m, 40, 12, portals=("glints",))]
    after = [row for m in _MONTHS[12:] for row in advertise(m, 40, 2)]
    publish(folder, [*before, *after])
    assert visit().title[0].value == text("id", "pengawasan.same_portals", name="Batas usia")


def test_too_few_advertisements_are_said(folder: Path, visit: Visit) -> None:
    publish(folder, advertise("2025-04", 5, 2))
    page = visit(prov="32")
    assert page.title[0].value == text("id", "pengawasan.few_title")
    assert not page.metric


def test_a_thin_province_shows_the_country_and_says_so(folder: Path, visit: Visit) -> None:
    publish(folder, falling())
    page = visit(prov="51")
    assert text("id", "pengawasan.widened", place="Bali", at_least=10) in words(page)


def test_kept_diplomas_are_quoted_from_the_advertisement(folder: Path, visit: Visit) -> None:
    rows = falling()
    rows[-300] |= {"risks": ["diploma_kept"], "warns": ["diploma_kept"]}
    publish(folder, rows)
    said = words(visit(syarat="diploma_kept"))
    assert "Bunyi yang terbaca: “diploma" in said
    assert text("id", "pengawasan.warnings_title") in said


def test_pay_below_the_minimum_wage_is_counted_and_listed(folder: Path, visit: Visit) -> None:
    """Of 40 offers in Jawa Barat ten are of one million: below any minimum wage."""
    pay = {"wage_period": "month", "wage_currency": "IDR"}
    rows = [
        row
        | pay
        | dict.fromkeys(("wage_min_idr", "wage_max_idr"), 1_000_000 if n < 10 else 9_000_000)
        for n, row in enumerate(advertise("2025-10", 40, 0))
    ]
    publish(folder, rows)
    page = visit()
    assert page.metric[0].value == "25%"
    said = words(page)
    assert "6 terbaru dari 10 iklan" in said
    assert "paling tinggi Rp1.000.000 per bulan; UMP Rp" in said


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, falling())
    page = visit(prov="99", sektor="10", syarat="experience", menurut="<script>")
    assert not {"prov", "sektor", "syarat", "menurut"} & set(page.query_params)


def test_what_is_hardly_mentioned_is_not_ranked(folder: Path, visit: Visit) -> None:
    """Nine of 2,400 advertisements ask for looks in the last year: no sector "does it most"."""
    rows = falling()
    for row in rows[-9:]:
        row["appearance"] = True
    publish(folder, rows)
    said = words(visit(syarat="looks"))
    assert "9 dari 1.2" in said
    assert text("id", "pengawasan.groups_note") not in said


def test_what_nobody_mentions_is_told_as_that(folder: Path, visit: Visit) -> None:
    publish(folder, falling())
    page = visit(syarat="fee")
    # Of two years of 1,200 advertisements all but the days outside the windows.
    assert page.title[0].value.startswith("Biaya dari pelamar: tidak terbaca di satu pun dari 2.")
    assert "Terlalu jarang untuk digambar: 0 dari 2.400" in words(page)
