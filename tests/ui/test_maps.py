"""Maps: every area has an outline, steps are round, the few are hatched, names stay text."""

import json
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import streamlit as st

from data.reference import areas, tables
from ui import maps, maps_outlines
from ui.maps_areas import Map, Region, Words, outlines
from ui.maps_drawing import draw_map
from ui.maps_outlines import FOLDER, Level
from ui.maps_steps import STEPS, find_bounds, shades, spread, step_of, write_legend
from ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
LEVELS: tuple[Level, ...] = ("province", "regency")
WORDS = Words("Peta", "{name}: {value} ({n})", "{name}: sedikit ({n})")


def rated(**rates: float | None) -> dict[str, Region]:
    """Regions by code, "k11" for 11."""
    return {code[1:]: Region(rate, str(rate), "12") for code, rate in rates.items()}


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The corners of each ring of a path of `maps_outlines.write_path`."""
    found = []
    for start, steps in re.findall(r"M(-?\d+[ -]-?\d+)l([^z]*)z", path):
        x, y = map(int, re.findall(r"-?\d+", start))
        ring = [(x, y)]
        numbers = list(map(int, re.findall(r"-?\d+", steps)))
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        found.append(ring)
    return found


def points(path: str) -> list[tuple[int, int]]:
    """All corners of a path."""
    return [corner for ring in rings(path) for corner in ring]


def on_map(longitude: float, latitude: float) -> tuple[float, float]:
    return (longitude - maps_outlines.WEST) * 100, (maps_outlines.NORTH - latitude) * 100


def holds(path: str, longitude: float, latitude: float) -> bool:
    """Whether the place lies in the path: a line to the east crosses its edge oddly often."""
    x, y = on_map(longitude, latitude)
    crossings = 0
    for ring in rings(path):
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("level", LEVELS)
def test_every_area_has_an_outline_and_its_names(level: Level) -> None:
    known = areas.provinces() if level == "province" else areas.regencies()
    found = outlines(level)["areas"]
    assert [code for code, *_ in found] == sorted(known)
    for code, indonesian, english, path in found:
        assert (indonesian, english) == (areas.name(code, "id"), areas.name(code, "en"))
        corners = points(path)
        assert len(corners) >= 3
        assert all(0 <= x <= 4640 and 0 <= y <= 1740 for x, y in corners)


# The six provinces of Papua by a place inland: BPS numbers them otherwise than Kemendagri.
@pytest.mark.parametrize(("code", "longitude", "latitude"), [
    ("91", 133.90, -1.00), ("92", 131.40, -1.00), ("94", 140.50, -2.70), ("95", 140.00, -7.80),
    ("96", 135.50, -3.60), ("97", 138.95, -4.09), ("31", 106.83, -6.25), ("51", 115.20, -8.40),
])  # fmt: skip
def test_a_place_lies_in_its_province_and_in_no_other(
    code: str, longitude: float, latitude: float
) -> None:
    areas_there = [
        one for one, _, _, path in outlines("province")["areas"] if holds(path, longitude, latitude)
    ]
    assert areas_there == [code]


def test_every_regency_lies_where_the_list_says() -> None:
    places = {str(row["bps_code"]): row for row in tables.rows("regencies")}
    for code, _, _, path in outlines("regency")["areas"]:
        x, y = on_map(float(places[code]["longitude"]), float(places[code]["latitude"]))
        xs, ys = zip(*points(path), strict=True)
        # The list tells the middle of all islands, also of those too small to draw.
        assert min(xs) - 30 <= x <= max(xs) + 30, code
        assert min(ys) - 30 <= y <= max(ys) + 30, code


def test_the_box_of_a_province_holds_its_regencies() -> None:
    file = outlines("regency")
    assert set(file["boxes"]) == set(areas.provinces())
    for code, _, _, path in file["areas"]:
        x, y, width, height = file["boxes"][code[:2]]
        assert all(x < a < x + width and y < b < y + height for a, b in points(path))


@pytest.mark.parametrize("level", LEVELS)
def test_the_files_are_those_that_the_script_makes(level: Level) -> None:
    assert (FOLDER / f"{level}.json").read_bytes() == maps_outlines.write_outlines(level)


@pytest.mark.parametrize(("level", "most"), [("province", 25_000), ("regency", 110_000)])
def test_the_files_stay_light(level: Level, most: int) -> None:
    assert (FOLDER / f"{level}.json").stat().st_size <= most


def test_a_ring_is_written_in_steps_and_closed() -> None:
    ring = [(10, 20), (12, 20), (12, 15), (10, 20)]
    assert maps_outlines.write_path(ring) == "M10 20l2 0 0-5z"
    assert maps_outlines.to_grid([(94.8, 6.2), (94.801, 6.2), (94.9, 6.1)]) == [(0, 0), (10, 10)]


def test_bounds_are_round_and_part_the_areas_about_evenly() -> None:
    rates = [0.9, 1.2, 2.2, 2.4, 3.9, 4.4, 6.6, 9.1, 21.0, 66.0]
    bounds = find_bounds(rates)
    assert bounds == [2.0, 4.0, 7.0, 20.0]
    assert [step_of(rate, bounds) for rate in rates] == [0, 0, 1, 1, 1, 2, 2, 3, 4, 4]
    assert step_of(2.0, bounds) == 1
    assert step_of(None, bounds) is None


def test_no_step_is_empty_where_many_areas_are_alike() -> None:
    rates = [1.2, 1.2, 1.2, 1.2, 1.3, 1.3, 2.0, 2.0, 2.0, 3.0, 9.0, 30.0, 40.0]
    bounds = find_bounds(rates)
    assert bounds == [1.5, 2.5, 4.0, 10.0]
    assert {step_of(rate, bounds) for rate in rates} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("rates", "bounds"), [([], []), ([5.0], []), ([3.0, 3.0, 3.0], []), ([0.0, 0.0, 8.0], [8.0])]
)
def test_areas_that_do_not_differ_get_fewer_steps(rates: list[float], bounds: list[float]) -> None:
    assert find_bounds(rates) == bounds


def test_the_legend_names_each_step() -> None:
    assert write_legend([1.5, 20.0, 3000.0]) == ["<1,5", "1,5–20", "20–3.000", "≥3.000"]
    assert write_legend([]) == ["semua wilayah"]
    assert [spread(count) for count in (1, 2, 3, 5)] == [[0], [0, 4], [0, 2, 4], [0, 1, 2, 3, 4]]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (byte / 255 for byte in bytes.fromhex(colour[1:]))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_shades_go_from_light_to_dark_and_the_strongest_stands_out_in_both_themes() -> None:
    light = [luminance(shade) for shade in shades()]
    assert len(light) == STEPS
    assert all(high / low > 1.25 for high, low in pairwise(one + 0.05 for one in light))
    for ground in (LIGHT["ground"], DARK["ground"]):
        apart = sorted((light[-1] + 0.05, luminance(ground) + 0.05))
        assert apart[1] / apart[0] >= 3


def test_a_rerun_sends_steps_and_figures_in_the_order_of_the_outlines() -> None:
    drawn = Map("province", rated(k11=1.0, k12=50.0, k13=None), WORDS)
    data = maps.write_data(drawn)
    assert len(data["steps"]) == 38
    assert (data["steps"][0], data["steps"][2], data["steps"][3]) == ("0", "-", "-")
    assert int(data["steps"][1]) == len(data["words"]["legend"]) - 1
    assert data["values"].split("|")[:4] == ["1.0", "50.0", "", ""]
    assert data["counts"].split("|")[:4] == ["12", "12", "12", "0"]
    assert re.fullmatch(r"/app/static/maps/province\.json\?v=[0-9a-f]{12}", data["url"])


def test_a_rerun_of_all_regencies_sends_under_ten_kilobytes() -> None:
    regions = {code: Region(1234.5 + i, "1.234,5", "12.345") for i, code in
               enumerate(areas.regencies())}  # fmt: skip
    data = json.dumps(maps.write_data(Map("regency", regions, WORDS)))
    sent = len(data) + len(maps._HTML) + len(maps.write_style()) + len(maps._SCRIPT)
    assert sent < 10_000 + 514 * 3  # figures are shorter than these on any page


def test_a_site_below_a_folder_finds_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: {"server.baseUrlPath": "kerja"}[name])
    assert maps.write_data(Map("province", {}, WORDS))["url"].startswith("/kerja/app/static/")


def test_the_picture_to_take_away_hatches_the_few_and_keeps_names_text() -> None:
    words = Words("Peta", "<b>{name}</b> & {value}", "{name} <i>")
    drawn = Map("regency", rated(k3101=1.0, k3171=9.0, k3172=None), words, within="31")
    text = draw_map(drawn)
    assert "<b>" not in text
    picture = ET.fromstring(text)  # noqa: S314 - ours
    paths = [path for path in picture.iter(f"{SVG}path") if path.get("d")]
    fills = [path.get("fill") for path in paths]
    assert fills == [shades()[0], shades()[-1], *["url(#few)"] * 4]
    titles = [path.findtext(f"{SVG}title") for path in paths]
    assert titles[1] == f"<b>{areas.name('3171', 'id')}</b> & 9.0"
    assert titles[2] == f"{areas.name('3172', 'id')} <i>"


def test_the_script_sets_words_as_text_only() -> None:
    script = (FOLDER / "map.js").read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://(?!www\.w3)",
                         script)  # fmt: skip
