"""The chart of Kesenjangan: two shares of each thing on one scale, joined, each with its doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 460
_ROW: Final = 62.0
_TOP: Final = 34.0
# Label and value share a line of so many characters.
_LINE_CHARACTERS: Final = 43
_ASKED, _TAUGHT = 32.0, 44.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: what is asked for and what is taught (0 to 1), each with its interval.

    `taught` is None where it is not known; `beside` is a third share to compare with, or None.
    """

    label: str
    value: str
    asked: float
    asked_interval: tuple[float, float]
    taught: float | None
    taught_interval: tuple[float, float] | None
    beside: float | None = None


def draw_pairs(pairs: Sequence[Pair], asked: str, taught: str, beside: str = "") -> str:
    """Dumbbells from 0: a circle for what is asked, a square for what is taught, a line between.

    `asked`, `taught` and `beside` name the marks in a key above the rows.
    """
    ends = [
        end
        for pair in pairs
        for end in (pair.asked_interval[1], (pair.taught_interval or (0, 0))[1], pair.beside or 0)
    ]
    scale = (_WIDTH - 14) / (max(ends, default=0) or 1.0)
    parts = _draw_key(asked, taught, beside)
    for i, pair in enumerate(pairs):
        parts += _draw_pair(pair, _TOP + _ROW * i, scale)
    return svg.drawing(_WIDTH, _TOP + _ROW * len(pairs), parts, font=15.5)


def _draw_key(asked: str, taught: str, beside: str) -> list[str]:
    third = _WIDTH / 3
    parts = [
        svg.dot(7, 11, 6, "mark"),
        svg.text(20, 16, asked),
        svg.bar(third, 5, 12, 12, "highlight"),
        svg.text(third + 19, 16, taught),
    ]
    if beside:
        parts += [svg.bar(2 * third, 2, 3, 18, "ink-fill"), svg.text(2 * third + 10, 16, beside)]
    return parts


def _draw_pair(pair: Pair, y: float, scale: float) -> list[str]:
    def at(share: float) -> float:
        return 7 + share * scale

    room = _LINE_CHARACTERS - len(pair.value)
    parts = [
        svg.text(0, y + 16, svg.shorten(pair.label, room)),
        svg.text(_WIDTH, y + 16, pair.value, "strong", "end"),
        svg.bar(7, y + (_ASKED + _TAUGHT) / 2 - 0.5, _WIDTH - 7, 1, "track"),
    ]
    if pair.taught is not None and pair.taught_interval is not None:
        low, high = (at(bound) for bound in pair.taught_interval)
        parts += [
            svg.line(at(pair.asked), y + _ASKED, at(pair.taught), y + _TAUGHT, "line"),
            svg.bar(low, y + _TAUGHT - 1, high - low, 2, "highlight"),
            svg.bar(at(pair.taught) - 6, y + _TAUGHT - 6, 12, 12, "highlight"),
        ]
    low, high = (at(bound) for bound in pair.asked_interval)
    parts += [
        svg.bar(low, y + _ASKED - 1, high - low, 2, "mark"),
        svg.dot(at(pair.asked), y + _ASKED, 6.5, "mark"),
    ]
    if pair.beside is not None:
        parts.append(svg.bar(at(pair.beside) - 1.5, y + _ASKED - 8, 3, 28, "ink-fill"))
    return parts
