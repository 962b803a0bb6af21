"""Charts are valid SVG, hold their numbers, escape their words, and can be told apart."""

import math
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import charts, svg
from ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def words(drawing: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{SVG}text")]  # noqa: S314 - our own drawing


def points(*counts: int | None, complete: bool = True) -> list[charts.Point]:
    return [charts.Point(f"M{i}", n, f"n{n}", complete) for i, n in enumerate(counts)]


def test_last_complete_month_carries_its_count() -> None:
    months = [*points(40, 60, 55, 80), charts.Point("Akhir", 9, "n9", is_complete=False)]
    drawing = charts.draw_months(months, [(0, "0"), (100, "100")], "belum lengkap")
    assert {"n80", "0", "100", "belum lengkap", "M0", "Akhir"} <= set(words(drawing))
    assert drawing.count('class="hollow"') == 1
    assert drawing.count("line dashed") == 1


def test_gap_breaks_the_line() -> None:
    drawing = charts.draw_months(points(1, None, 3, 4), [(0, "0"), (5, "5")], "x")
    assert drawing.count('class="line"') == 1
    assert drawing.count("<circle") == 3


@pytest.mark.parametrize("counts", [(5,), (0, 0), (None, 3), (7,) * 24])
def test_few_zero_or_many_months_still_draw(counts: tuple[int | None, ...]) -> None:
    steps = svg.round_steps(max(n or 0 for n in counts))
    ticks = [(step, f"{step:g}") for step in steps]
    ET.fromstring(charts.draw_months(points(*counts), ticks, "x"))  # noqa: S314 - our own drawing


def test_bars_are_as_long_as_their_counts_and_nothing_is_markup() -> None:
    hostile = '<script>alert(1)</script> & "co"'
    drawing = charts.draw_bars([charts.Row("A", 10, "10"), charts.Row(hostile, 5, "5", True)])
    assert "<script" not in drawing
    assert any("<script>" in word for word in words(drawing))
    bars = [
        float(e.get("width", "0"))
        for e in ET.fromstring(drawing).iter(f"{SVG}rect")  # noqa: S314 - our own drawing
        if e.get("class") in ("mark", "highlight")
    ]
    assert bars[0] == pytest.approx(2 * bars[1])


def test_median_without_interval_or_quartiles_still_draws() -> None:
    one = charts.Range("Indonesia", "n = 12", 4e6, "Rp4 juta", None, None, None)
    assert words(charts.draw_ranges([one])) == ["Indonesia", "n = 12", "Rp4 juta"]


@given(highest=st.integers(0, 10**9))
@settings(max_examples=200)
def test_axis_steps_are_few_start_at_zero_and_reach_the_highest(highest: int) -> None:
    steps = svg.round_steps(highest)
    assert steps[0] == 0
    assert steps[-1] >= highest * 0.999
    assert 2 <= len(steps) <= 6
    assert len(steps) == len(set(steps))


def test_text_is_at_least_twelve_pixels_on_a_phone() -> None:
    for drawing in (
        charts.draw_months(points(1, 2), [(0, "0"), (2, "2")], "x"),
        charts.draw_bars([charts.Row("A", 1, "1")]),
    ):
        width = float(ET.fromstring(drawing).get("width", "0"))  # noqa: S314 - our own drawing
        size = float(drawing.split("text{font-size:")[1].split("px")[0])
        assert size * 358 / width >= 12


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_stand_out_from_their_ground(theme: Mapping[str, str]) -> None:
    for name in ("ink", "muted"):
        assert contrast(theme[name], theme["ground"]) >= 4.5
    for name in ("mark", "highlight"):
        assert contrast(theme[name], theme["ground"]) >= 3
    assert contrast(theme["mark"], theme["pale"]) >= 1.8


# Viénot, Brettel & Mollon (1999) for deutan and protan, in linear RGB; normal vision first.
VISIONS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def lab(colour: str, vision: str) -> tuple[float, float, float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = (
        sum(a * b for a, b in zip(row, linear, strict=True)) for row in VISIONS[vision]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("vision", list(VISIONS))
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_mark_and_highlight_are_told_apart_by_every_reader(
    theme: Mapping[str, str], vision: str
) -> None:
    for one, other in combinations(("mark", "highlight", "track"), 2):
        assert math.dist(lab(theme[one], vision), lab(theme[other], vision)) >= 20


def test_charts_and_pages_share_their_ground_and_ink() -> None:
    root = Path(__file__).resolve().parents[2]
    config = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for name, theme in (("light", LIGHT), ("dark", DARK)):
        assert config["theme"][name]["backgroundColor"] == theme["ground"]
        assert config["theme"][name]["textColor"] == theme["ink"]


def test_bars_of_a_whole_are_as_long_as_their_part_of_it() -> None:
    drawing = charts.draw_bars([charts.Row("Menulis gaji", 0.25, "25%")], whole=1.0)
    track, bar = (
        float(e.get("width", "0"))
        for e in ET.fromstring(drawing).iter(f"{SVG}rect")  # noqa: S314 - our own drawing
    )
    assert bar == pytest.approx(track / 4)
