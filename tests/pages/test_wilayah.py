"""Wilayah in every state: country, province, regency, few, none, comparison, nonsense."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_beranda import words
from tests.pages.visiting import Visit
from tests.ui.market import Row, publish, spread, vacancy
from ui.maps_areas import outlines
from ui.texts import text
from ui.wilayah_chart import Side, draw_sides

SVG = "{http://www.w3.org/2000/svg}"
PAGE = "wilayah"


def market(**facts: object) -> list[Row]:
    """Sixty openings in Jawa Barat, 40 of them of Bandung, 30 in Bali, and 2 in Aceh."""
    places = [("32", "3273")] * 40 + [("32", "3216")] * 20 + [("51", "5171")] * 30
    places += [("11", None)] * 2
    return [
        vacancy(
            i, posted=day, province=province, regency=regency, employer=i % 9, sector="C",
            occupation="7212" if province == "32" else "5230", wage_period="month",
            wage_currency="IDR", wage_min_idr=4_000_000 + 50_000 * i,
            wage_max_idr=5_000_000 + 50_000 * i, **facts,
        )
        for i, (day, (province, regency)) in enumerate(
            zip(spread("2026-10", len(places)), places, strict=True)
        )
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_country_opens_with_the_province_that_advertises_most_to_its_inhabitants(
    folder: Path, visit: Visit, language: str
) -> None:
    publish(folder, market())
    page = visit(lang=language)
    assert page.title[0].value.startswith("Bali ")
    said = words(page)
    assert "nan" not in said.lower().split()
    title = text(language, "wilayah.map_title", first="Bali")  # type: ignore[arg-type] - one of two
    assert title in [header.value for header in page.header]
    assert said.count("](#cara-membaca)") >= len(page.expander)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("place", [{"prov": "32"}, {"kab": "3273"}])
def test_a_place_shows_all_its_parts(
    folder: Path, visit: Visit, language: str, place: dict[str, str]
) -> None:
    publish(folder, market())
    page = visit(lang=language, **place)
    headings = [header.value for header in page.header]
    for key in ("jobs_title", "pay_title", "causes_title", "method_title",
                "next_title"):  # fmt: skip
        assert text(language, f"wilayah.{key}") in headings  # type: ignore[arg-type] - as above
    assert "nan" not in words(page).lower().split()
    assert page.query_params["prov"] in ("32", ["32"])


def test_the_grade_comes_with_reasons_and_what_to_do(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    said = words(visit(kab="3273"))
    assert "Baru 40 iklan dalam setahun; untuk nilai A butuh 1.000." in said
    assert "Iklannya dari 1 portal saja; butuh 3." in said
    assert said.count("**Yang dapat dilakukan:**") >= 2


def test_few_openings_are_counted_and_not_measured(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(prov="11")
    assert page.title[0].value == "Aceh: baru 2 lowongan, belum cukup untuk diukur"
    rate = next(m for m in page.metric if m.label == text("id", "wilayah.rate"))
    assert rate.value == "–"


def test_a_place_without_openings_is_a_sentence(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(prov="53")
    assert page.title[0].value == "Belum ada lowongan di Nusa Tenggara Timur"
    assert "Di seluruh Indonesia tercatat 92" in words(page)


def test_two_places_stand_side_by_side_and_only_clear_differences_are_called_so(
    folder: Path, visit: Visit
) -> None:
    publish(folder, market())
    said = words(visit(prov="32", bandingkan="51"))
    assert "Jawa Barat dan Bali" in said
    assert "Lowongan per 100.000 penduduk: jelas berbeda" in said
    few = words(visit(prov="32", bandingkan="11"))
    assert "Jawa Barat dan Aceh: 0 ukuran jelas berbeda" in few


def test_nonsense_in_the_address_leaves_it(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(prov="99", kab="' OR 1=1", bandingkan="<script>")
    assert not {"prov", "kab", "bandingkan"} & set(page.query_params)


@pytest.mark.parametrize("other", ["32", "3273", "abc"])
def test_what_cannot_be_compared_leaves_the_address(folder: Path, visit: Visit, other: str) -> None:
    publish(folder, market())
    assert "bandingkan" not in visit(prov="32", bandingkan=other).query_params


def told(page: AppTest) -> dict[str, Any]:
    """What the page hands its map."""
    (found,) = page.get("bidi_component")
    data: dict[str, Any] = json.loads(found.proto.json)
    return data


def test_the_map_of_the_country_tells_the_provinces_and_hides_the_few(
    folder: Path, visit: Visit
) -> None:
    publish(folder, market())
    data = told(visit())
    codes = [area[0] for area in outlines("province")["areas"]]
    steps = dict(zip(codes, data["steps"], strict=True))
    counts = dict(zip(codes, data["counts"].split("|"), strict=True))
    assert {code for code, step in steps.items() if step != "-"} == {"32", "51"}
    assert steps["51"] > steps["32"]
    assert (counts["32"], counts["11"], counts["53"]) == ("60", "2", "0")


def test_the_country_can_be_shown_by_regency_and_a_province_is_always(
    folder: Path, visit: Visit
) -> None:
    publish(folder, market())
    country = visit(rinci="kab")
    assert len(told(country)["steps"]) == 514
    ranked = text("id", "wilayah.rank_table_first", n=100, all=514)
    with_ads = text("id", "figure.with_ads", table=ranked)
    assert with_ads in [one.label for one in country.expander]
    province = told(visit(prov="51"))
    assert (len(province["steps"]), province["within"], province["chosen"]) == (9, "51", "")
    regency = told(visit(kab="3273"))
    assert (len(regency["steps"]), regency["within"], regency["chosen"]) == (27, "32", "3273")


def test_where_too_little_is_known_there_is_no_map(folder: Path, visit: Visit) -> None:
    publish(folder, market())
    page = visit(prov="11")
    assert not page.get("bidi_component")
    title = text("id", "wilayah.map_none_title", place="Aceh")
    assert title in [header.value for header in page.header]


def test_bars_go_to_both_sides_and_missing_ones_have_none() -> None:
    rows = [Side("a", "+2", 2.0), Side("b", "-1", -1.0), Side("c", "–", None)]
    drawing = ET.fromstring(draw_sides(rows, "left", "right"))  # noqa: S314 - ours
    bars = {
        r.get("class"): (float(r.get("x", 0)), float(r.get("width", 0)))
        for r in drawing.iter(f"{SVG}rect")
        if r.get("class") in ("mark", "highlight")
    }
    assert bars == {"mark": (230.0, 228.0), "highlight": (116.0, 114.0)}
