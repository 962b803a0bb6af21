"""The chart of Gaji: figures with their intervals on one scale, each beside its minimum wage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 460
_ROW: Final = 54.0
_TOP: Final = 30.0
_LABEL_CHARACTERS: Final = 32
# Label and value share a line of so many characters.
_LINE_CHARACTERS: Final = 44


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: its label, the figure as written at its end, its interval, its minimum wage.

    `figure` and `figure_high` are the ends of the stretch in which the figure lies.
    """

    label: str
    figure: float
    figure_high: float
    value: str
    interval: tuple[float, float] | None
    minimum: float | None = None
    is_chosen: bool = False


def draw_marks(marks: Sequence[Mark], minimum_label: str = "") -> str:
    """Rows from 0: interval as a bar, figure as a tick, minimum wage as a longer, thinner one.

    `minimum_label` stands over the first minimum wage.
    """
    ends = [
        max(mark.figure_high, (mark.interval or (0.0, 0.0))[1], mark.minimum or 0.0)
        for mark in marks
    ]
    scale = (_WIDTH - 4) / (max(ends, default=0) or 1.0)
    lines = [mark.minimum * scale for mark in marks if mark.minimum is not None]
    top = _TOP if lines and minimum_label else 0.0
    parts = []
    if top:
        anchor = "end" if lines[0] > _WIDTH / 2 else "start"
        parts.append(svg.text(lines[0], 16, minimum_label, "muted", anchor))
    for i, mark in enumerate(marks):
        parts += _draw_row(mark, top + _ROW * i, scale)
    return svg.drawing(_WIDTH, top + _ROW * len(marks), parts, font=15.5)


def _draw_row(mark: Mark, y: float, scale: float) -> list[str]:
    weight = "strong" if mark.is_chosen else ""
    room = min(_LABEL_CHARACTERS, _LINE_CHARACTERS - len(mark.value))
    parts = [
        svg.text(0, y + 16, svg.shorten(mark.label, room), weight),
        svg.text(_WIDTH, y + 16, mark.value, "strong", "end"),
        svg.bar(0, y + 30, _WIDTH, 2, "track"),
    ]
    if mark.interval:
        low, high = (bound * scale for bound in mark.interval)
        parts.append(svg.bar(low, y + 27, max(high - low, 2), 8, "mark"))
    width = max((mark.figure_high - mark.figure) * scale, 3)
    parts.append(svg.bar(mark.figure * scale - 1.5, y + 22, width, 18, "ink-fill"))
    if mark.minimum is not None:
        parts.append(svg.bar(mark.minimum * scale - 1, y + 20, 2, _ROW - 20, "highlight"))
    return parts
