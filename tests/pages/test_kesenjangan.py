"""Kesenjangan in every state: a catalogue, the published list, few of either, nonsense."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.analytics.operator_data import NOTE, open_with
from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.format import Language
from ui.kesenjangan import write_points
from ui.kesenjangan_chart import Pair, draw_pairs
from ui.texts import text

PAGE = "kesenjangan"
PYTHON, EXCEL, SEWING = "python", "microsoft-excel", "sewing"
MAKASSAR: dict[str, Any] = {"province": "73", "regency": "7371"}


def ads(n: int, skills: Sequence[str], first: int = 0, **facts: Any) -> list[Row]:
    told = {
        "posted": date(2026, 5, 5), "description_characters": 700, "asks": tuple(skills),
        "occupation": "2512", "province": "73", "wage_min_idr": 5_000_000,
        "wage_max_idr": 6_000_000,
    }  # fmt: skip
    return [vacancy(first + number, **(told | facts)) for number in range(n)]


def offers(n: int, skills: str, first: int = 0, **facts: Any) -> list[dict[str, Any]]:
    plain = {"provider": "LPK Contoh", "mode": "online", "skills": skills}
    return [{"title": f"Pelatihan {first + i}"} | plain | facts for i in range(n)]


def load(folder: Path, rows: Sequence[Row], trainings: Sequence[Mapping[str, Any]] = ()) -> None:
    """The market, with a catalogue delivered by the operator."""
    open_with(folder.parent, rows, {"trainings": trainings} if trainings else {}).close()


def market() -> list[Row]:
    """Forty of Python in Makassar, forty of Excel elsewhere in Sulawesi Selatan."""
    return [*ads(40, [PYTHON], **MAKASSAR), *ads(40, [EXCEL], 40)]


def catalogue() -> list[dict[str, Any]]:
    """Nobody trains Python, fifteen Excel, fifteen sewing, for which nobody asks."""
    return [*offers(15, "Microsoft Excel"), *offers(15, "menjahit", 15)]


def links(page: AppTest) -> dict[str, str]:
    """The address of each link by its words."""
    protos = [element.proto for element in page.get("page_link")]
    return {re.sub(r":primary\[|\]$|[*\\]", "", one.label): f"{one.page}?{one.query_string}"
            for one in protos}  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_catalogue_leads_to_what_nobody_trains(
    folder: Path, visit: Visit, language: Language
) -> None:
    load(folder, market(), catalogue())
    page = visit(lang=language, prov="73")
    share = "50%"
    name = {"id": "Sulawesi Selatan", "en": "South Sulawesi"}[language]
    told = {"place": name, "share": 0.5, "name": "Python", "n": 0}
    assert page.title[0].value == text(language, "kesenjangan_finding.catalogue_nobody", **told)
    assert share in page.title[0].value
    said = words(page)
    assert NOTE in said  # whose catalogue it is
    assert text(language, "kesenjangan.add_taught", n=0, read=30) in said
    assert text(language, "kesenjangan.add_here", n=40, open=40, place=name) in said
    little = {"taught": 0.5, "n_courses": 15, "share": 0, "n": 0, "base": 80}
    assert text(language, "kesenjangan_little_row.catalogue", **little) in said
    assert "nan" not in said.lower().split()


def test_the_list_leads_to_skill_occupation_and_advertisements(folder: Path, visit: Visit) -> None:
    load(folder, market(), catalogue())
    page = visit(prov="73", kab="7371")
    found = links(page)
    assert "keterampilan" in found["1. Python"]
    assert "skill=python" in found["1. Python"]
    assert "prov=73" in found["1. Python"]
    job = next(address for label, address in found.items() if label.startswith("Terbanyak"))
    assert "pekerjaan" in job
    assert "kbji=2512" in job
    behind = found["Lihat iklan di balik angka ini (40)"]
    assert "iklan=python" in behind
    assert "kab=7371" in behind
    assert "Iklan yang meminta Python" not in words(page)
    shown = words(visit(prov="73", kab="7371", iklan="python"))
    assert "**Iklan yang meminta Python** di Kota Makassar: 10 terbaru dari 40." in shown


def test_the_advertisements_are_those_that_the_count_is_of(folder: Path, visit: Visit) -> None:
    unread = ads(5, [PYTHON], 100, description_characters=None, **MAKASSAR)
    load(folder, [*market(), *unread], catalogue())
    page = visit(prov="73", kab="7371", iklan="python")
    assert "Lihat iklan di balik angka ini (40)" in links(page)
    assert "10 terbaru dari 40." in words(page)


def test_without_a_catalogue_the_published_list_stands_with_source_and_date(
    folder: Path, visit: Visit
) -> None:
    load(folder, [*ads(40, [PYTHON]), *ads(12, [EXCEL], 40)])
    page = visit(prov="73")
    said = words(page)
    assert text("id", "kesenjangan_list.bisnis_2021_03_16") in said
    assert "16 Mar 2021" in said
    assert "Tidak ada di daftar ini bukan berarti" in said
    assert text("id", "kesenjangan.add_growth_none") in said  # one month tells no growth
    # Python is asked for and is not on the list; Excel is, and perhaps often enough.
    assert "meminta Python; tak ada di pelatihan Prakerja terbanyak" in page.title[0].value
    assert "1. Python" in links(page)
    assert "2. Microsoft Excel" not in links(page)


def test_a_place_without_enough_trainings_shows_the_demand_alone(
    folder: Path, visit: Visit
) -> None:
    elsewhere = {"mode": "offline", "place": "Kota Bandung"}
    load(folder, market(), [*offers(4, "menjahit"), *offers(20, "menjahit", 4, **elsewhere)])
    page = visit(prov="73")
    assert page.title[0].value.endswith("pelatihannya belum diketahui")
    said = words(page)
    assert text("id", "kesenjangan_courses.few", at_least=10) in said
    assert text("id", "kesenjangan.skills_none") in said
    assert "1. Microsoft Excel" in links(page)
    assert "**0** dari" not in said
    assert "nan" not in said.lower().split()


def test_a_regency_with_few_advertisements_says_that_its_province_answers(
    folder: Path, visit: Visit
) -> None:
    rows = [*ads(5, [PYTHON], **MAKASSAR), *ads(40, [PYTHON], 5), *ads(40, [EXCEL], 45)]
    load(folder, rows, catalogue())
    page = visit(prov="73", kab="7371")
    assert page.title[0].value.startswith("Sulawesi Selatan: ")
    least = {"at_least": 30, "share_at_least": 10}
    said = words(page)
    fallback = text("id", "kesenjangan.fallback", asked="Kota Makassar",
                    place="Sulawesi Selatan", **least)  # fmt: skip
    assert fallback in said
    assert text("id", "kesenjangan.add_here", n=5, open=5, place="Kota Makassar") in said


def test_a_table_of_all_skills_says_all(folder: Path, visit: Visit) -> None:
    load(folder, market(), catalogue())
    labels = [one.label for one in visit().expander]
    assert any(label.startswith("Semua 3 keterampilan") for label in labels), labels


def test_the_mismatch_says_in_words_what_chance_gives(folder: Path, visit: Visit) -> None:
    load(folder, market(), catalogue())
    assert "**Lebih dari kebetulan.**" in words(visit(menurut="group"))


def test_a_like_mix_may_be_chance(folder: Path, visit: Visit) -> None:
    rows = [*ads(40, [PYTHON]), *ads(40, [EXCEL], 40)]
    load(folder, rows, [*offers(10, "Python"), *offers(9, "Microsoft Excel", 10)])
    said = words(visit(menurut="group"))
    assert "**Dapat karena kebetulan saja.**" in said
    assert text("id", "kesenjangan_little.none") in said


def test_too_few_advertisements_are_a_sentence(folder: Path, visit: Visit) -> None:
    load(folder, ads(12, [PYTHON]), catalogue())
    page = visit()
    assert page.title[0].value == text("id", "kesenjangan_none_title.few")
    assert not page.metric
    assert text("id", "kesenjangan.add_none") in words(page)


def test_demand_that_is_all_taught_is_a_finding(folder: Path, visit: Visit) -> None:
    load(folder, ads(40, [EXCEL]), offers(30, "Microsoft Excel"))
    assert visit().title[0].value == text("id", "kesenjangan_none_title.even")


def test_without_a_snapshot_it_says_what_to_run(folder: Path, visit: Visit) -> None:
    page = visit()
    assert page.title[0].value == text("id", "state.none_title")


def test_openings_without_skills_or_pay_are_answered(folder: Path, visit: Visit) -> None:
    publish(folder, [vacancy(i) for i in range(40)])
    assert visit(prov="73").title[0].value == text("id", "kesenjangan_none_title.few")


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    load(folder, market(), catalogue())
    page = visit(prov="99", kab="xx", menurut="<b>", iklan="../etc")
    assert not {"prov", "kab", "menurut", "iklan"} & set(page.query_params)


def test_no_link_leads_to_a_page_that_is_not_there(folder: Path, visit: Visit) -> None:
    load(folder, market(), catalogue())
    pages = {address.split("?")[0].split("/")[-1] for address in links(visit()).values()}
    # By their addresses on the site; that of Beranda is "".
    assert pages == {
        "", "kesenjangan", "keterampilan", "pekerjaan", "gaji", "wilayah", "cek-silabus",
        "karier", "prakerja", "metodologi",
    }  # fmt: skip


def test_a_dumbbell_has_both_marks_at_their_shares() -> None:
    drawn = draw_pairs(
        [Pair("Las", "+40 poin", 0.5, (0.45, 0.55), 0.1, (0.05, 0.2), beside=1.0)],
        "diminta", "dilatih", "bekerja",
    )  # fmt: skip
    # 446 px from 7 are the whole scale, since the third share is 1.
    asked, taught = 7 + 0.5 * 446, 7 + 0.1 * 446
    assert f'cx="{asked:.1f}"' in drawn
    assert f'<rect x="{taught - 6:.1f}"' in drawn
    assert "Las" in drawn
    assert "bekerja" in drawn


def test_a_dumbbell_without_trainings_has_one_mark() -> None:
    pair = Pair("Las", "50%", 0.5, (0.45, 0.55), None, None)
    drawn = draw_pairs([pair], "diminta", "dilatih")
    assert drawn.count("<circle") == 2  # in the key and in the row
    assert drawn.count('height="12.0" class="highlight"') == 1  # in the key alone


def test_differences_are_told_in_points() -> None:
    assert write_points(0.124) == "+12 poin"
    assert write_points(-0.034) == "-3,4 poin"
    assert write_points(0.0) == "0 poin"


def test_an_advertisement_that_rises_is_marked(folder: Path, visit: Visit) -> None:
    months = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
    rows: list[Row] = []
    for month in months:
        for i, day in enumerate(spread(month, 20)):
            asks = [PYTHON] if i < (3 if month < "2025" else 12) else [EXCEL]
            rows += ads(1, asks, len(rows), posted=day)
    load(folder, rows, catalogue())
    said = words(visit(prov="73"))
    assert text("id", "kesenjangan_growth.clear") in said
    assert text("id", "kesenjangan.add_growth_none") not in said
