"""The chart of Topik: names of themes on lines of their own, a bar under each, a mark of growth."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 460
_LINE: Final = 20.0
_BAR: Final = 46.0
# As many as a phone's width holds, whatever font it has; names of three terms need two lines.
_LINE_CHARACTERS: Final = 42
_LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Theme:
    """One row: its name, the length of its bar, the value in words, and how it changes.

    `mark` is what is said of its growth, empty where nothing is clear; `is_up` paints it.
    """

    label: str
    length: float
    value: str
    mark: str = ""
    is_up: bool = True


def draw_themes(themes: Sequence[Theme]) -> str:
    """Ranked bars from 0 whose names have room; what grows and shrinks is said in words."""
    longest = max((theme.length for theme in themes), default=0) or 1.0
    drawn: list[str] = []
    y = 0.0
    for theme in themes:
        for line in _wrap(theme.label):
            drawn.append(svg.text(0, y + 16, line))
            y += _LINE
        paint = "mark" if theme.is_up else "highlight"
        drawn += [
            svg.text(0, y + 16, theme.value, "strong"),
            svg.text(_WIDTH, y + 16, theme.mark, f"strong {paint}", "end"),
            svg.bar(0, y + 23, _WIDTH, 8, "track"),
            svg.bar(0, y + 23, _WIDTH * theme.length / longest, 8, "mark"),
        ]
        y += _BAR
    return svg.drawing(_WIDTH, y, drawn, font=15.5)


def _wrap(label: str) -> list[str]:
    words = svg.shorten(label, _LINES * _LINE_CHARACTERS - 8)
    lines = textwrap.wrap(words, _LINE_CHARACTERS) or [""]
    return [*lines[: _LINES - 1], " ".join(lines[_LINES - 1 :])] if len(lines) > 1 else lines
