"""The chart of Pengawasan: shares by month with the two lines fitted around a day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 720
_HEIGHT: Final = 320.0
_TOP: Final = 62.0
_BOTTOM: Final = _HEIGHT - 40.0
_LEFT: Final = 56.0
_RIGHT: Final = _WIDTH - 16.0
# Between labels of months on a wide screen.
_EVERY: Final = 6


@dataclass(frozen=True, slots=True)
class Month:
    """One month: shares are 0 to 1 and None where there is none.

    `interval` is of the raw share; `fitted` the line through the raw shares; `without` the line
    before the day carried on.
    """

    label: str
    share: float | None
    interval: tuple[float, float] | None
    corrected: float | None
    fitted: float | None
    without: float | None
    is_after: bool


def draw_break(
    months: Sequence[Month],
    ticks: Sequence[tuple[float, str]],
    day_at: float | None,
    day_label: str,
    without_label: str,
) -> str:
    """Months as dots with intervals, lines before and after the day, the day as an upright line.

    `ticks` are heights and their labels, the first 0; `day_at` is the place of the day among the
    months (2.9: near the end of the third), None where it is not among them.
    """
    step = (_RIGHT - _LEFT) / max(len(months) - 1, 1)
    xs = [_LEFT + step * i for i in range(len(months))]
    highest = ticks[-1][0] or 1.0

    def height(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * share / highest

    parts = []
    for tick, label in ticks:
        y = height(tick)
        parts += [svg.line(0, y, _WIDTH, y, "rule"), svg.text(0, y - 5, label, "muted")]
    if day_at is not None:
        x = _LEFT + step * day_at
        parts += [
            svg.bar(x - 1, _TOP - 18, 2, _BOTTOM - _TOP + 18, "highlight"),
            svg.text(x, _TOP - 28, day_label, "strong", _anchor(x)),
        ]
    for x, month in zip(xs, months, strict=True):
        if month.interval:
            low, high = (height(min(bound, highest)) for bound in month.interval)
            parts.append(svg.bar(x - 2.5, high, 5, low - high, "pale"))
    for i in range(1, len(months)):
        before, after = months[i - 1], months[i]
        ends = (xs[i - 1], xs[i])
        # The line breaks at the day.
        if before.is_after == after.is_after:
            parts += _piece(ends, (before.fitted, after.fitted), height, "line")
        parts += _piece(ends, (before.without, after.without), height, "line dashed")
    for x, month in zip(xs, months, strict=True):
        if month.corrected is not None:
            parts.append(svg.dot(x, height(month.corrected), 3.5, "hollow"))
        if month.share is not None:
            parts.append(svg.dot(x, height(month.share), 3.5, "mark"))
    last = next((i for i in reversed(range(len(months))) if months[i].without is not None), None)
    if last is not None:
        y = height(months[last].without or 0.0) - 18
        parts.append(svg.text(xs[last], y, without_label, "muted", "end"))
    return svg.drawing(_WIDTH, _HEIGHT, [*parts, *_month_labels(months, xs)], font=12.5)


def _piece(
    ends: tuple[float, float],
    shares: tuple[float | None, float | None],
    height: Callable[[float], float],
    classes: str,
) -> list[str]:
    """The stretch of a line between two months, where both are told."""
    one, two = shares
    if one is None or two is None:
        return []
    return [svg.line(ends[0], height(one), ends[1], height(two), classes)]


def _anchor(x: float) -> str:
    """Where words over this place are held, so that they stay in the picture."""
    if x > _WIDTH * 0.7:
        return "end"
    return "start" if x < _WIDTH * 0.3 else "middle"


def _month_labels(months: Sequence[Month], xs: Sequence[float]) -> list[str]:
    """First and last month always; on a wide screen some between."""
    last = len(months) - 1
    parts = []
    for i, (x, month) in enumerate(zip(xs, months, strict=True)):
        is_edge = i in (0, last)
        if not is_edge and (i % _EVERY or last - i < _EVERY):
            continue
        anchor = "start" if i == 0 and last else ("end" if i == last else "middle")
        parts.append(
            svg.text(x, _BOTTOM + 30, month.label, "muted" if is_edge else "muted wide", anchor)
        )
    return parts
