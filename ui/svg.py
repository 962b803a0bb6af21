"""Pieces of a chart as SVG text: escaping, style for both themes and both widths, axis steps."""

import math
from collections.abc import Mapping
from html import escape
from typing import Final

from ui.theme import DARK, LIGHT

_FONT: Final = "'Source Sans 3','Source Sans Pro',system-ui,'Segoe UI',Roboto,Arial,sans-serif"
# What an image of the page is at most on a phone; above it, text is drawn at its own size.
_PHONE: Final = 640
# Streamlit leaves 358 px of a phone of 390 px.
_PHONE_IMAGE: Final = 358
# Text of 12.5 px on that phone, whatever the chart is scaled by.
_PHONE_TEXT: Final = 12.5


def _paint(colours: Mapping[str, str]) -> str:
    return (
        f"text{{fill:{colours['ink']}}}.muted{{fill:{colours['muted']}}}"
        f".rule{{stroke:{colours['rule']}}}.track{{fill:{colours['track']}}}"
        f".mark{{fill:{colours['mark']}}}.pale{{fill:{colours['pale']}}}"
        f".highlight{{fill:{colours['highlight']}}}"
        f".line{{stroke:{colours['mark']}}}"
        f".ink-fill{{fill:{colours['ink']}}}"
        f".hollow{{fill:{colours['ground']};stroke:{colours['mark']}}}"
    )


def drawing(width: int, height: float, parts: list[str], font: float = 15.0) -> str:
    """A whole SVG that scales with its box; follows the reader's theme by itself."""
    phone_font = max(font, _PHONE_TEXT * width / _PHONE_IMAGE)
    style = (
        f"text{{font:{font:g}px {_FONT};font-variant-numeric:tabular-nums}}"
        ".strong{font-weight:600}.line{fill:none;stroke-width:2.5;stroke-linejoin:round}"
        ".dashed{stroke-dasharray:3 5}.hollow{stroke-width:2}.rule{stroke-width:1}"
        f"{_paint(LIGHT)}"
        f"@media(prefers-color-scheme:dark){{{_paint(DARK)}}}"
        f"@media(max-width:{_PHONE}px){{text{{font-size:{phone_font:.1f}px}}.wide{{display:none}}}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" '
        f'width="{width}" height="{height:g}"><style>{style}</style>{"".join(parts)}</svg>'
    )


def text(x: float, y: float, words: str, classes: str = "", anchor: str = "start") -> str:
    """A line of text; its words are escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{classes}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def bar(x: float, y: float, width: float, height: float, classes: str) -> str:
    """A rectangle."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" '
        f'class="{classes}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{classes}"/>'


def dot(x: float, y: float, radius: float, classes: str) -> str:
    """A circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" class="{classes}"/>'


def shorten(words: str, characters: int) -> str:
    """At most so many characters, with an ellipsis for what is cut."""
    words = " ".join(words.split())
    return words if len(words) <= characters else words[: characters - 1].rstrip() + "…"


def round_steps(highest: float, about: int = 3) -> list[float]:
    """Round counts from 0 to at least `highest`, about so many steps."""
    if highest <= 0:
        return [0.0, 1.0]
    rough = highest / about
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
    step = max(step, 1.0)  # counts are whole
    return [step * i for i in range(math.ceil(highest / step - 1e-9) + 1)]
