"""The one factory of interactive charts: Plotly set up for phones, both languages and both themes.

A chart is a `Plot` (traces and layout as plain dicts, and a still picture of the same) made by a
file beside this one, and gets onto a page through `show_plot` only. Plotly doubles what a page
loads (1.3 MB more): a phone shows the picture until the reader asks for more, a computer begins
with Plotly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import plotly.graph_objects as go
import streamlit as st
from babel.dates import get_day_names, get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from ui import parts, state
from ui.format import Language
from ui.texts import t
from ui.theme import DARK, LIGHT

# Streamlit leaves so much of a phone of 390 px: what fits there fits everywhere.
PHONE_WIDTH: Final = 358
_STILL_WIDTH: Final = 460
FONT: Final = 12.5
# Plotly keeps the colours it was drawn with until the next rerun. Text would be lost on the other
# ground, so it follows the reader's device at once, as the SVG charts do.
_TEXT: Final = ".stPlotlyChart :is(.xtick text, .ytick text, .annotation-text)"
_FOLLOW: Final = (
    f"<style>{_TEXT}{{fill:{LIGHT['ink']}!important}}"
    f"@media(prefers-color-scheme:dark){{{_TEXT}{{fill:{DARK['ink']}!important}}}}</style>"
)

_PICKED: Final = "plots-picked"
_SCROLL_UP: Final = "<script>document.querySelector('[data-testid=stMain]').scrollTo(0, 0)</script>"

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart twice: Plotly's traces and layout, and a still SVG of PHONE_WIDTH x `height`.

    Codes of points that can be picked stand in customdata.
    """

    traces: Sequence[Spec]
    layout: Spec
    height: int
    still: str


def colours() -> Mapping[str, str]:
    """The colours of the reader's theme; one who changes it gets the others with the next rerun."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def lay_out(plot_layout: Spec, margin: tuple[int, int, int, int]) -> Spec:
    """What all charts share, and a chart's own layout; `margin` is left, right, top, bottom."""
    left, right, top, bottom = margin
    shared: Spec = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": "closest",
        "font": {"size": FONT, "color": colours()["ink"]},
        "hoverlabel": {
            "bgcolor": colours()["ground"],
            "bordercolor": colours()["muted"],
            "font": {"size": FONT + 1, "color": colours()["ink"]},
            "align": "left",
        },
        "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        "separators": _separators(state.language()),
    }
    return {**shared, **plot_layout}


def axis(low: float, high: float, ticks: Sequence[tuple[float, str]], **more: object) -> Spec:
    """An axis that cannot be dragged or zoomed, with ticks written by our own formatter."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "autorange": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": False,
        "tickvals": [value for value, _ in ticks],
        "ticktext": [words for _, words in ticks],
        "tickfont": {"size": FONT, "color": colours()["ink"]},
        "title": {"text": ""},
        **more,
    }


def note(words: str, x: float, y: float, **more: object) -> Spec:
    """A piece of text on a chart, without an arrow; x and y are in data unless `more` says else."""
    font = {"size": FONT, "color": colours()["ink"]}
    return {"text": words, "x": x, "y": y, "showarrow": False, "font": font, **more}


def _separators(language: Language) -> str:
    return get_decimal_symbol(language) + get_group_symbol(language)


@lru_cache(maxsize=2)
def locale_of(language: Language) -> Spec:
    """Plotly's locale with Babel's names and separators, so that nothing has to be fetched."""
    months = {width: get_month_names(width, locale=language) for width in ("wide", "abbreviated")}
    days = {width: get_day_names(width, locale=language) for width in ("wide", "abbreviated")}
    # Babel counts days from Monday, Plotly from Sunday.
    week = (6, 0, 1, 2, 3, 4, 5)
    return {
        "format": {
            "months": [months["wide"][number] for number in range(1, 13)],
            "shortMonths": [months["abbreviated"][number] for number in range(1, 13)],
            "days": [days["wide"][number] for number in week],
            "shortDays": [days["abbreviated"][number] for number in week],
            "decimal": get_decimal_symbol(language),
            "thousands": get_group_symbol(language),
            "grouping": [3],
        },
        "dictionary": {},
    }


def configure(language: Language) -> Spec:
    """How every chart behaves: no buttons, no zoom, one tap is one tap."""
    return {
        "locale": language,
        "locales": {language: locale_of(language)},
        "displayModeBar": False,
        "scrollZoom": False,
        "doubleClick": False,
        # A tap comes as a touch and as the mouse it stands for; they would count as a double click.
        "doubleClickDelay": 0,
        "showTips": False,
    }


def build(plot: Plot) -> go.Figure:
    """Plotly's figure of a plot, that a finger on it scrolls the page past.

    Streamlit turns `dragmode` False into "pan" wherever points can be picked, and Plotly then keeps
    the finger. It leaves a word that it does not know; Plotly does not know it either and takes
    that of the template, False. Hence no validation here (a test validates).
    """
    unknown: Spec = {"dragmode": "none", "template": {"layout": {"dragmode": False}}}
    layout = {**plot.layout, **unknown, "height": plot.height}
    return go.Figure(list(plot.traces), layout, _validate=False)


def show_plot(
    title: str,
    subtitle: str,
    plot: Plot,
    alt: str,
    source: parts.Source,
    notes: Sequence[str],
    table: parts.Table,
    *,
    key: str,
    picks: str | None = None,
    lead: Callable[[], None] | None = None,
    table_label: str | None = None,
) -> None:
    """An interactive figure with all that belongs under it: `parts.show_figure` for a `Plot`.

    A point that is tapped puts its code into the address under `picks`. `lead` shows what stands
    above the chart.
    """

    def show() -> None:
        if lead:
            lead()
        show_chart(plot, alt, key=key, picks=picks)

    parts.show_figure(title, subtitle, plot.still, alt, source, notes, table, table_label, show)


def show_chart(plot: Plot, alt: str, *, key: str, picks: str | None) -> None:
    """The chart alone, still or with points to tap as the reader chose."""
    if not st.toggle(t("plot.open"), value=not _is_phone(), key=f"{key}-open"):
        st.image(plot.still, alt=alt, width=_STILL_WIDTH)
        return
    st.html(_FOLLOW)
    st.plotly_chart(
        build(plot),
        theme="streamlit",
        key=key,
        on_select=_taker(key, picks) if picks else "ignore",
        selection_mode="points",
        config=configure(state.language()),
        alt=alt,
    )


def _is_phone() -> bool:
    return state.PHONE_MARK in (st.context.headers.get("User-Agent") or "")


def _taker(key: str, picks: str) -> Callable[[], None]:
    """Callback of a tap: the code of the point goes into the address."""

    def take() -> None:
        points = st.session_state[key]["selection"]["points"]
        if points:
            st.query_params[picks] = str(points[0]["customdata"])
            st.session_state[_PICKED] = True

    return take


def show_picked() -> None:
    """At the head of what a tap leads to: the same page with another address stays scrolled down.

    Does nothing after any other way here.
    """
    if st.session_state.pop(_PICKED, False):
        st.html(_SCROLL_UP, unsafe_allow_javascript=True)
