"""The chart of Prakerja's evidence: findings as dots from 0 on one scale, with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

# Of a card, which is narrower than the page: its text must not shrink below 12 px on a phone.
_WIDTH: Final = 410
_TOP: Final = 26.0
_ROW: Final = 72.0
_LABEL_CHARACTERS: Final = 34
_NOTE_CHARACTERS: Final = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One row: label, the figure as written, what it started from, the figure and its interval.

    `figure` and `interval` are in the unit of the scale; `interval` is None where none is known.
    """

    label: str
    value: str
    note: str
    figure: float
    interval: tuple[float, float] | None


def draw_findings(
    findings: Sequence[Finding], scale: tuple[float, float], ends: tuple[str, str, str]
) -> str:
    """Rows on a scale that charts share: dot, interval as a line; hollow where none is known.

    `scale` is its lowest (0 or below) and highest figure, `ends` how lowest, 0 and highest read.
    """
    lowest, highest = scale
    per = (_WIDTH - 16) / ((highest - lowest) or 1.0)

    def place(figure: float) -> float:
        return 8 + (figure - lowest) * per

    zero = place(0.0)
    parts = [
        svg.text(zero, 14, ends[1], "muted", "start" if zero < _WIDTH / 8 else "middle"),
        svg.text(_WIDTH, 14, ends[2], "muted", "end"),
    ]
    if zero >= _WIDTH / 8:
        parts.append(svg.text(0, 14, ends[0], "muted"))
    for i, one in enumerate(findings):
        y = _TOP + _ROW * i
        parts += [
            svg.text(0, y + 16, svg.shorten(one.label, _LABEL_CHARACTERS), "strong"),
            svg.text(_WIDTH, y + 16, one.value, "strong", "end"),
            svg.text(0, y + 37, svg.shorten(one.note, _NOTE_CHARACTERS), "muted"),
            svg.bar(0, y + 52, _WIDTH, 2, "track"),
            svg.bar(zero - 1, y + 45, 2, 16, "ink-fill"),
        ]
        if one.interval:
            low, high = (place(bound) for bound in one.interval)
            parts.append(svg.bar(low, y + 51, high - low, 4, "mark"))
        known = one.interval is not None
        parts.append(svg.dot(place(one.figure), y + 53, 6, "mark" if known else "hollow"))
    return svg.drawing(_WIDTH, _TOP + _ROW * len(findings), parts, font=15.5)
