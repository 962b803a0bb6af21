"""The chart of Wilayah: figures on both sides of a middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 460
_ROW: Final = 46.0
_HALF: Final = _WIDTH / 2
_LABEL_CHARACTERS: Final = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One row: label, value written at its end, length to either side of the middle.

    `figure` is None where there is none; `is_clear` tells whether it differs from the middle.
    """

    label: str
    value: str
    figure: float | None
    interval: tuple[float, float] | None = None
    is_clear: bool = True
    is_chosen: bool = False


def draw_sides(rows: Sequence[Side], left: str, right: str) -> str:
    """Bars to either side of a middle, with their interval as a line; `left`, `right` name them."""
    top = 30.0
    ends = [
        abs(end)
        for row in rows
        if row.figure is not None
        for end in (row.figure, *(row.interval or ()))
    ]
    scale = (_HALF - 2) / (max(ends, default=0) or 1.0)
    height = top + _ROW * len(rows)
    parts = [
        svg.text(0, 16, f"◀ {left}", "muted"),
        svg.text(_WIDTH, 16, f"{right} ▶", "muted", "end"),
    ]
    for i, row in enumerate(rows):
        parts += _draw_side(row, top + _ROW * i, scale)
    return svg.drawing(_WIDTH, height, parts, font=15.5)


def _draw_side(row: Side, y: float, scale: float) -> list[str]:
    parts = [
        svg.text(0, y + 16, svg.shorten(row.label, _LABEL_CHARACTERS),
                 "strong" if row.is_chosen else ""),
        svg.text(_WIDTH, y + 16, row.value, "strong", "end"),
        svg.bar(0, y + 30, _WIDTH, 2, "track"),
    ]  # fmt: skip
    if row.figure is not None:
        end = _HALF + row.figure * scale
        colour = ("mark" if row.figure > 0 else "highlight") if row.is_clear else "pale"
        parts.append(svg.bar(min(end, _HALF), y + 25, abs(end - _HALF), 12, colour))
        if row.interval:
            low, high = (_HALF + bound * scale for bound in row.interval)
            parts.append(svg.bar(low, y + 30, high - low, 2, "ink-fill"))
    parts.append(svg.bar(_HALF - 1, y + 22, 2, 18, "ink-fill"))
    return parts
