"""Interactive charts: valid, in the reader's language and theme, and a finger scrolls past them."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from tests.analytics.test_quadrants import even, market
from tests.e2e import browsing
from tests.ui.market import publish
from tests.ui.test_charts import contrast
from ui import plots
from ui.format import Language
from ui.plots_labels import Box, choose_labels, wrap
from ui.plots_lines import TONES, Series, draw_lines
from ui.plots_quadrants import Dot, Scale, draw_quadrants
from ui.theme import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"
CORNERS = {
    "left_high": "Turun, bergaji lebih tinggi",
    "right_high": "Naik dan bergaji lebih tinggi",
    "left_low": "Turun dan bergaji lebih rendah",
    "right_low": "Naik, bergaji lebih rendah",
}


def quadrants(dots: list[Dot]) -> plots.Plot:
    x = Scale(-0.1, 0.1, 0.0, "", [(-0.1, "-10%"), (0.0, "0%"), (0.1, "+10%")], "bagian")
    y = Scale(6.0, 7.0, 6.5, "median Rp3 juta", [(6.0, "1 juta"), (7.0, "10 juta")], "upah")
    return draw_quadrants(dots, x, y, CORNERS)


DOTS = [
    Dot("2512", "Pengembang Perangkat Lunak", 0.08, 6.9, "<b>P</b>", "mark"),
    Dot("5230", "Kasir", -0.08, 6.1, "<b>K</b>", "highlight"),
    Dot("4110", "Tenaga Perkantoran", 0.0, 6.4, "<b>T</b>", "pale"),
]


def lines(is_complete: list[bool], *values: list[float | None]) -> plots.Plot:
    series = [
        Series(
            f"s{i}",
            f"Keterampilan {i}",
            one,
            [None if v is None else (v - 0.01, v + 0.01) for v in one],
            [""] * len(one),
        )
        for i, one in enumerate(values)
    ]
    months = [f"B{i}" for i in range(len(is_complete))]
    return draw_lines(months, is_complete, series, [(0.0, "0%"), (0.2, "20%")])


ALL_COMPLETE = [True] * 4
ANY = [
    quadrants(DOTS),
    quadrants(DOTS[:1]),
    lines(ALL_COMPLETE, [0.1, None, 0.1, 0.12], [0.02, 0.03, 0.02, 0.03]),
    lines([True, True, True, False], [0.1, 0.11, 0.12, 0.05]),
]


@pytest.mark.parametrize("plot", ANY, ids=range(len(ANY)))
def test_plotly_knows_every_word_of_a_chart(plot: plots.Plot) -> None:
    go.Figure(list(plot.traces), {**plot.layout, "dragmode": False})


@pytest.mark.parametrize("plot", ANY, ids=range(len(ANY)))
def test_a_chart_cannot_be_dragged_or_zoomed(plot: plots.Plot) -> None:
    layout = plots.build(plot).to_dict()["layout"]
    assert layout["xaxis"]["fixedrange"]
    assert layout["yaxis"]["fixedrange"]
    assert layout["template"]["layout"]["dragmode"] is False
    # Truthy, or Streamlit makes it "pan"; unknown, or Plotly takes it instead of the template's.
    assert layout["dragmode"]
    with pytest.raises(ValueError, match="dragmode"):
        go.Layout(dragmode=layout["dragmode"])
    assert layout["showlegend"] is False


@pytest.mark.parametrize("plot", ANY, ids=range(len(ANY)))
def test_the_still_picture_says_what_the_chart_says(plot: plots.Plot) -> None:
    root = ET.fromstring(plot.still)  # noqa: S314 - our own drawing
    assert (root.get("width"), root.get("height")) == (str(plots.PHONE_WIDTH), str(plot.height))
    shown = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    for note in plot.layout["annotations"]:
        for line in re.sub(r"</?span[^>]*>", "", note["text"]).split("<br>"):
            assert line in shown
    for element in root.iter(f"{SVG}text"):
        assert -1 <= float(element.get("y", "0")) <= plot.height
    # Drawn at its own size on a phone.
    assert plots.FONT >= 12


@pytest.mark.parametrize(
    ("language", "months", "separators"),
    [("id", ["Mei", "Agu", "Okt", "Des"], ",."), ("en", ["May", "Aug", "Oct", "Dec"], ".,")],
)
def test_names_and_separators_come_with_the_chart(
    language: Language, months: list[str], separators: str
) -> None:
    config = plots.configure(language)
    own = config["locales"][config["locale"]]["format"]
    assert [own["shortMonths"][i] for i in (4, 7, 9, 11)] == months
    assert own["days"][0] in ("Minggu", "Sunday")
    assert own["decimal"] + own["thousands"] == separators
    assert config["displayModeBar"] is False
    assert config["scrollZoom"] is False
    assert config["doubleClick"] is False


def test_dots_carry_their_codes_and_split_lines_their_places() -> None:
    plot = quadrants(DOTS)
    assert plot.traces[0]["customdata"] == ["2512", "5230", "4110"]
    assert plot.traces[0]["marker"]["color"] == [LIGHT["mark"], LIGHT["highlight"], LIGHT["pale"]]
    upright, level = plot.layout["shapes"]
    assert upright["x0"] == upright["x1"] == 0.0
    assert level["y0"] == level["y1"] == 6.5
    corners = {note["text"].replace("<br>", " ") for note in plot.layout["annotations"]}
    assert set(CORNERS.values()) <= corners


def test_dots_that_all_lie_on_both_splits_still_draw() -> None:
    one = Scale(2.0, 2.0, 2.0, "", [(2.0, "100")], "x")
    plot = draw_quadrants([Dot("5230", "Kasir", 2.0, 2.0, "", "pale")], one, one, CORNERS)
    low, high = plot.layout["xaxis"]["range"]
    assert low < 2.0 < high


points = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 400)), min_size=1, max_size=60, unique=True
)


@given(dots=points)
@settings(max_examples=60, deadline=None)
def test_names_never_lie_on_each_other_or_outside(dots: list[tuple[float, float]]) -> None:
    area, taken = Box(0, 0, 300, 400), [Box(200, 190, 300, 210)]
    names = [f"Pekerjaan nomor {i}" for i in range(len(dots))]
    labels = choose_labels(dots, names, area, taken, 8)
    assert len(labels) <= 8
    boxes = [*taken, *(label.box for label in labels)]
    for i, one in enumerate(boxes):
        assert 0 <= one.left < one.right <= 300
        assert 0 <= one.top < one.bottom <= 400
        assert not any(one.overlaps(other) for other in boxes[:i])


def test_the_first_dots_get_their_names_first() -> None:
    # Both at one place: there is room for four names around it.
    labels = choose_labels([(150, 200)] * 2, ["Satu", "Dua"], Box(0, 0, 300, 400), [], 1)
    assert [label.index for label in labels] == [0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kasir", ["Kasir"]),
        ("Pengembang Perangkat Lunak", ["Pengembang", "Perangkat Lunak"]),
        ("Tenaga Penjualan dan Pemasaran Barang", ["Tenaga Penjualan", "dan Pemasaran Bara…"]),
    ],
)
def test_a_name_is_at_most_two_short_lines(name: str, expected: list[str]) -> None:
    assert wrap(name) == expected


def test_incomplete_month_is_dashed_and_hollow() -> None:
    plot = lines([True, True, True, False], [0.1, 0.11, 0.12, 0.05])
    _, whole, rest = plot.traces
    assert whole["y"] == [0.1, 0.11, 0.12, None]
    assert rest["y"] == [None, None, 0.12, 0.05]
    assert rest["line"]["dash"] == "dot"
    assert rest["marker"]["color"][-1] == LIGHT["ground"]
    assert plot.still.count(" dashed") == 1


def test_a_gap_breaks_line_and_band() -> None:
    plot = lines([True] * 5, [0.1, 0.1, None, 0.1, 0.1])
    assert [trace["type"] for trace in plot.traces] == ["scatter"] * 3
    assert plot.traces[0]["x"] == [0, 1, 1, 0]
    assert plot.traces[0]["y"] == pytest.approx([0.09, 0.09, 0.11, 0.11])
    assert plot.traces[2]["y"] == [0.1, 0.1, None, 0.1, 0.1]


def test_names_of_equal_lines_stand_apart() -> None:
    plot = lines(ALL_COMPLETE, *([0.001] * 4 for _ in range(4)))
    ys = sorted(note["y"] for note in plot.layout["annotations"])
    tall = plot.height - plot.layout["margin"]["t"] - plot.layout["margin"]["b"]
    assert min(b - a for a, b in pairwise(ys)) * tall >= 15
    assert ys[0] >= 0


def test_a_fifth_line_is_refused() -> None:
    with pytest.raises(ValueError, match="5 lines"):
        lines(ALL_COMPLETE, *([0.1] * 4 for _ in range(5)))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_names_in_the_colour_of_their_line_can_be_read(theme: dict[str, str]) -> None:
    for tone in TONES:
        assert contrast(theme[tone], theme["ground"]) >= 4.5


# What only a browser can show: Streamlit and Plotly decide together what a finger does.
PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36"
DOT = ".js-plotly-plot .points path"


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """Pekerjaan on a phone, and the addresses it asked for."""
    if not Path(browsing.CHROMIUM).exists():
        pytest.skip(f"{browsing.CHROMIUM} is missing (Debian package chromium)")
    publish(tmp_path / "snapshots", market(even()))
    with browsing.serve(tmp_path) as address, sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=browsing.CHROMIUM, args=browsing.ARGUMENTS
        )
        facts: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "user_agent": PHONE}
        context = browser.new_context(**facts, has_touch=True, is_mobile=True)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}pekerjaan")
        page.wait_for_selector(browsing.READY)
        page.wait_for_selector("[data-testid=stCheckbox] label")
        yield page, asked
        browser.close()


def top(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"))


def at_rest(element: Locator) -> FloatRect:
    """Where the element is, once it no longer moves: a tap on a scrolling page only stops it."""
    before = None
    for _ in range(50):
        place = element.bounding_box()
        if place is not None and place == before:
            return place
        before = place
        element.page.wait_for_timeout(300)
    raise AssertionError("It still moves.")


def swipe_up(page: Page, x: float, y: float) -> None:
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for i in range(1, 12):
        point = {"x": x, "y": y - 15 * i}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(700)


@pytest.mark.browser
def test_a_phone_loads_plotly_when_asked_and_a_tap_leads_on(
    phone: tuple[Page, list[str]],
) -> None:
    page, asked = phone
    assert not any("PlotlyChart" in url for url in asked)
    switch = page.locator("[data-testid=stCheckbox] label")
    switch.scroll_into_view_if_needed()
    switch.tap()
    page.wait_for_selector(DOT, timeout=60_000)
    # Right of the middle, where no dot is: the finger scrolls the page.
    box = at_rest(page.locator(".js-plotly-plot"))
    page.evaluate(f"document.querySelector('[data-testid=stMain]').scrollTop += {box['y'] - 150}")
    at_rest(page.locator(".js-plotly-plot"))
    before = top(page)
    swipe_up(page, 300, 500)
    assert top(page) > before + 50
    dot = page.locator(DOT).first
    # Not merely into view: there the head of the page may lie over it.
    dot.evaluate("dot => dot.scrollIntoView({block: 'center'})")
    place = at_rest(dot)
    page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_function("location.search.includes('kbji=')", timeout=20_000)
    page.wait_for_selector(browsing.READY)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 0")
    own = page.url.split("/pekerjaan")[0]
    assert [url for url in asked if not url.startswith((own, own.replace("http", "ws")))] == []
