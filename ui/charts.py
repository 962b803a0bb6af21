"""The charts of the house as SVG: months as a line, ranked bars, a median with its range."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_LINE_WIDTH: Final = 720
_LINE_HEIGHT: Final = 290
_BARS_WIDTH: Final = 460
_LABEL_CHARACTERS: Final = 34


@dataclass(frozen=True, slots=True)
class Point:
    """One month: its label, its count (None where nothing is known), whether it is complete."""

    label: str
    n: int | None
    value: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: label, length, the value written at its end, whether it is the one asked about."""

    label: str
    length: float
    value: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """One median: its row label, note, the figures in rupiah and how they are written."""

    label: str
    note: str
    median: float
    median_value: str
    interval: tuple[float, float] | None
    quartiles: tuple[float, float] | None
    quartile_values: tuple[str, str] | None


def draw_months(points: Sequence[Point], ticks: Sequence[tuple[float, str]], mark: str) -> str:
    """A line over months; incomplete months hollow and dashed, gaps left open.

    `ticks` are heights and their labels, the first 0; `mark` is the word for incomplete.
    """
    top, bottom, left, right = 46.0, _LINE_HEIGHT - 40.0, 16.0, _LINE_WIDTH - 28.0
    highest = ticks[-1][0] or 1.0
    step = (right - left - 40) / max(len(points) - 1, 1)
    xs = [left + 40 + step * i for i in range(len(points))]
    ys = [bottom - (bottom - top) * ((p.n or 0) / highest) for p in points]
    parts = []
    for height, label in ticks:
        y = bottom - (bottom - top) * height / highest
        parts += [svg.line(left, y, _LINE_WIDTH, y, "rule"), svg.text(left, y - 5, label, "muted")]
    parts += _segments(points, xs, ys)
    parts += _dots(points, xs, ys)
    parts += _value_labels(points, xs, ys, mark)
    parts += _month_labels(points, xs, bottom)
    return svg.drawing(_LINE_WIDTH, _LINE_HEIGHT, parts, font=12.5)


def _segments(points: Sequence[Point], xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    parts = []
    for i in range(1, len(points)):
        if points[i - 1].n is None or points[i].n is None:
            continue
        is_whole = points[i - 1].is_complete and points[i].is_complete
        classes = "line" if is_whole else "line dashed"
        parts.append(svg.line(xs[i - 1], ys[i - 1], xs[i], ys[i], classes))
    return parts


def _dots(points: Sequence[Point], xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    return [
        svg.dot(x, y, 4 if point.is_complete else 4.5, "mark" if point.is_complete else "hollow")
        for point, x, y in zip(points, xs, ys, strict=True)
        if point.n is not None
    ]


def _value_labels(
    points: Sequence[Point], xs: Sequence[float], ys: Sequence[float], mark: str
) -> list[str]:
    """The count at the last complete month and at the highest, and the word for incomplete."""
    complete = [i for i, p in enumerate(points) if p.is_complete and p.n is not None]
    known = [i for i, p in enumerate(points) if p.n is not None]
    chosen = complete[-1:] or known[-1:]
    highest = max(complete or known, key=lambda i: points[i].n or 0, default=None)
    apart = max(2, round(90 / max(xs[-1] - xs[0], 1) * len(points)))
    if highest is not None and chosen and abs(highest - chosen[0]) >= apart:
        chosen.append(highest)
    parts = [svg.text(xs[i], ys[i] - 14, points[i].value, "strong", _anchor(xs[i])) for i in chosen]
    if known and not points[known[-1]].is_complete and known[-1] not in chosen:
        i = known[-1]
        below = ys[i] + 30
        # Near the bottom it would stand in the month labels: then above its neighbour's count.
        y = below if below < _LINE_HEIGHT - 44 else min(ys[max(i - 1, 0)], ys[i]) - 36
        parts.append(svg.text(xs[i] + 8, y, mark, "muted", "end"))
    return parts


def _anchor(x: float) -> str:
    return "end" if x > _LINE_WIDTH - 60 else "middle"


def _month_labels(points: Sequence[Point], xs: Sequence[float], bottom: float) -> list[str]:
    """First and last month always; between them as many as fit, on a phone only the middle one."""
    last = len(points) - 1
    every = max(1, -(-len(points) // 7))
    middle = last // 2 // every * every
    parts = []
    for i in range(last + 1):
        is_edge = i in (0, last)
        if not is_edge and (i % every or last - i < every):
            continue
        anchor = "start" if i == 0 and last else ("end" if i == last and last else "middle")
        x = {"start": xs[i] - 10, "end": xs[i] + 10}.get(anchor, xs[i])
        keep = is_edge or (i == middle and last >= 6)
        parts.append(
            svg.text(x, bottom + 30, points[i].label, "muted" if keep else "muted wide", anchor)
        )
    return parts


def draw_bars(rows: Sequence[Row], whole: float = 0) -> str:
    """Ranked bars from 0: label and value on a line, the bar under it; nothing is only colour.

    `whole` is the length that fills the width, of bars that are parts of it; else the longest does.
    """
    row_height = 40.0
    longest = whole or max((row.length for row in rows), default=0) or 1.0
    parts = []
    for i, row in enumerate(rows):
        y = row_height * i
        weight = "strong" if row.is_chosen else ""
        parts += [
            svg.text(0, y + 16, svg.shorten(row.label, _LABEL_CHARACTERS), weight),
            svg.text(_BARS_WIDTH, y + 16, row.value, "strong", "end"),
            svg.bar(0, y + 23, _BARS_WIDTH, 8, "track"),
            svg.bar(
                0,
                y + 23,
                _BARS_WIDTH * row.length / longest,
                8,
                "highlight" if row.is_chosen else "mark",
            ),
        ]
    return svg.drawing(_BARS_WIDTH, row_height * len(rows), parts, font=15.5)


def draw_ranges(ranges: Sequence[Range]) -> str:
    """Medians on a common scale from 0, with interval and middle half where they may be shown."""
    row_height, width = 124.0, _BARS_WIDTH
    ends = [(r.quartiles or r.interval or (0, r.median))[1] for r in ranges]
    # Room on the right for the last value.
    scale = (width - 110) / (max(ends, default=0) or 1.0)
    parts = []
    for i, one in enumerate(ranges):
        y = row_height * i
        parts += [
            svg.text(0, y + 16, one.label, "strong"),
            svg.text(width, y + 16, one.note, "muted", "end"),
            svg.line(0, y + 70, width, y + 70, "rule"),
        ]
        if one.quartiles and one.quartile_values:
            low, high = (bound * scale for bound in one.quartiles)
            parts += [
                svg.bar(low, y + 61, high - low, 18, "pale"),
                svg.text(max(low, 100), y + 100, one.quartile_values[0], "muted", "end"),
                svg.text(high, y + 100, one.quartile_values[1], "muted", "start"),
            ]
        if one.interval:
            low, high = (bound * scale for bound in one.interval)
            parts.append(svg.bar(low, y + 66, high - low, 8, "mark"))
        x = one.median * scale
        parts += [
            svg.bar(x - 1.5, y + 57, 3, 26, "ink-fill"),
            svg.text(max(x, 60), y + 50, one.median_value, "strong", "middle"),
        ]
    return svg.drawing(width, row_height * len(ranges), parts, font=15.5)
