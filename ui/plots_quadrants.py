"""The chart of four named quarters: dots by two figures, each split between high and low."""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg
from ui.plots import FONT, PHONE_WIDTH, Plot, Spec, axis, colours, lay_out, note
from ui.plots_labels import Box, Label, choose_labels

_HEIGHT: Final = 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 16, 26, 50
_WIDTH: Final = PHONE_WIDTH - _LEFT - _RIGHT
_TALL: Final = _HEIGHT - _TOP - _BOTTOM
_LINE: Final = 17
_EDGE: Final = 10
_RADIUS: Final = 5.0
_LABELS: Final = 8
# At least so much of the chart lies on either side of a split: names of quarters stand there.
_SIDE: Final = 0.4
# Of bold text of the app at 12.5 px.
_CHARACTER: Final = 6.9


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing: code for the address, name, place, what pointing at it tells, and its tone.

    `tone` is a colour of ui/theme.py; "pale" for what differs from no side for certain.
    """

    code: str
    name: str
    x: float
    y: float
    told: str
    tone: str


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its bounds over all dots, where it is split, ticks, and its name."""

    low: float
    high: float
    split: float
    split_name: str
    ticks: Sequence[tuple[float, str]]
    name: str


def draw_quadrants(dots: Sequence[Dot], x: Scale, y: Scale, corners: Mapping[str, str]) -> Plot:
    """Dots in four quarters; names beside the first of them that have room on a phone.

    `corners` names the quarters: "left_high", "right_high", "left_low", "right_low". Scales are
    linear: give logarithms for a logarithmic one.
    """
    x_low, x_high = _widen(*_reach(x), _WIDTH, _EDGE)
    split_at = (x.split - x_low) / (x_high - x_low) * _WIDTH
    wrapped = _wrap_corners(corners, split_at)
    # The quarters' names stand above and below all dots.
    corner = _LINE * max(map(len, wrapped.values()))
    y_low, y_high = _widen(*_reach(y), _TALL, corner + _EDGE)

    def across(value: float) -> float:
        return (value - x_low) / (x_high - x_low) * _WIDTH

    def down(value: float) -> float:
        return (y_high - value) / (y_high - y_low) * _TALL

    line = down(y.split)
    labels = choose_labels(
        [(across(dot.x), down(dot.y)) for dot in dots],
        [dot.name for dot in dots],
        Box(0, corner, _WIDTH, _TALL - corner),
        [Box(_WIDTH - _CHARACTER * len(y.split_name), line - 18, _WIDTH, line)],
        _LABELS,
    )
    paint = colours()
    layout: Spec = {
        "xaxis": axis(x_low, x_high, x.ticks, showgrid=False),
        "yaxis": axis(y_low, y_high, y.ticks, gridcolor=paint["rule"], ticklabelstandoff=6),
        "shapes": [
            _split(paint["muted"], xref="x", x0=x.split, x1=x.split, yref="paper", y0=0, y1=1),
            _split(paint["muted"], yref="y", y0=y.split, y1=y.split, xref="paper", x0=0, x1=1),
        ],
        "annotations": [
            *_name_corners(wrapped),
            note(y.name, 0, 1, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
                 xshift=-_LEFT, yshift=6),
            note(x.name, 0.5, 0, xref="paper", yref="paper", yanchor="top", yshift=-26),
            note(y.split_name, 1, y.split, xref="paper", xanchor="right", yanchor="bottom"),
            *(_name_dot(dots[label.index], label.lines, label.side) for label in labels),
        ],
    }  # fmt: skip
    still = _draw_still(dots, x, y, wrapped, labels, across, down)
    margin = (_LEFT, _RIGHT, _TOP, _BOTTOM)
    return Plot([_mark(dots, paint)], lay_out(layout, margin), _HEIGHT, still)


def _reach(scale: Scale) -> tuple[float, float]:
    """Bounds that leave room on either side of the split, also where all dots lie on it."""
    low, high = min(scale.low, scale.split), max(scale.high, scale.split)
    side = _SIDE * ((high - low) or 1.0)
    return min(low, scale.split - side), max(high, scale.split + side)


def _widen(low: float, high: float, pixels: float, edge: float) -> tuple[float, float]:
    """Bounds with so many px free at either end."""
    unit = (high - low) / (pixels - 2 * edge)
    return low - unit * edge, high + unit * edge


def _wrap_corners(corners: Mapping[str, str], split_at: float) -> dict[str, list[str]]:
    """The quarters' names in lines that fit their width on a phone."""
    widths = {"left": split_at, "right": _WIDTH - split_at}
    return {
        name: textwrap.wrap(words, int(widths[name.split("_")[0]] / _CHARACTER))
        for name, words in corners.items()
    }


def _split(colour: str, **where: object) -> Spec:
    return {
        "type": "line",
        "line": {"color": colour, "width": 1},
        "layer": "below",
        **where,
    }


def _name_corners(corners: Mapping[str, Sequence[str]]) -> list[Spec]:
    return [
        note(
            "<br>".join(lines),
            0 if name.startswith("left") else 1,
            1 if name.endswith("high") else 0,
            xref="paper",
            yref="paper",
            xanchor="left" if name.startswith("left") else "right",
            yanchor="top" if name.endswith("high") else "bottom",
            align="left" if name.startswith("left") else "right",
            font={"size": FONT, "color": colours()["ink"], "weight": 600},
        )
        for name, lines in corners.items()
    ]


def _name_dot(dot: Dot, lines: Sequence[str], side: str) -> Spec:
    """The name of a dot on one of its sides, as `plots_labels` measured it."""
    away: dict[str, dict[str, object]] = {
        "right": {"xanchor": "left", "xshift": 6, "align": "left"},
        "left": {"xanchor": "right", "xshift": -6, "align": "right"},
        "above": {"yanchor": "bottom", "yshift": 5},
        "below": {"yanchor": "top", "yshift": -5},
    }
    return note("<br>".join(lines), dot.x, dot.y, borderpad=0, **away[side])


def _mark(dots: Sequence[Dot], paint: Mapping[str, str]) -> Spec:
    marker = {
        "size": 2 * _RADIUS + 1.5,
        "color": [paint[dot.tone] for dot in dots],
        "line": {"width": 1.5, "color": paint["ground"]},
    }
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "customdata": [dot.code for dot in dots],
        "hovertext": [dot.told for dot in dots],
        "hoverinfo": "text",
        "marker": marker,
        "cliponaxis": False,
        # A tap leads on to another page; the others must not fade before and after.
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _draw_still(
    dots: Sequence[Dot],
    x: Scale,
    y: Scale,
    corners: Mapping[str, Sequence[str]],
    labels: Sequence[Label],
    across: Callable[[float], float],
    down: Callable[[float], float],
) -> str:
    """The same chart as an SVG; `across` and `down` give px from the top left of the plot."""
    bottom, right = _TOP + _TALL, _LEFT + _WIDTH
    split_x, split_y = _LEFT + across(x.split), _TOP + down(y.split)
    parts = [svg.text(0, _TOP - 10, y.name, "muted")]
    for value, words in y.ticks:
        level = _TOP + down(value)
        parts += [svg.line(_LEFT, level, right, level, "rule"),
                  svg.text(_LEFT - 6, level + 4, words, "muted", "end")]  # fmt: skip
    parts += [
        svg.bar(split_x - 0.5, _TOP, 1, _TALL, "muted"),
        svg.bar(_LEFT, split_y - 0.5, _WIDTH, 1, "muted"),
        svg.text(_LEFT + _WIDTH / 2, _HEIGHT - 8, x.name, "muted", "middle"),
    ]
    parts += [
        svg.text(_LEFT + across(value), bottom + 16, words, "muted", "middle")
        for value, words in x.ticks
    ]
    # The first dots are those that matter: they lie on top, as their names do.
    parts += [
        svg.dot(_LEFT + across(dot.x), _TOP + down(dot.y), _RADIUS, dot.tone)
        for dot in reversed(dots)
    ]
    parts.append(svg.text(right, split_y - 5, y.split_name, "", "end"))
    for name, lines in corners.items():
        side, anchor = (_LEFT + 2, "start") if name.startswith("left") else (right - 2, "end")
        top = _TOP + 13 if name.endswith("high") else bottom - _LINE * len(lines) + 11
        parts += _write_lines(lines, side, top, anchor, "strong")
    for label in labels:
        box = label.box
        place, anchor = {
            "right": (box.left, "start"),
            "left": (box.right, "end"),
        }.get(label.side, ((box.left + box.right) / 2, "middle"))
        parts += _write_lines(label.lines, _LEFT + place, _TOP + box.top + 12, anchor, "")
    return svg.drawing(PHONE_WIDTH, _HEIGHT, parts, font=FONT)


def _write_lines(
    lines: Sequence[str], x: float, y: float, anchor: str, classes: str
) -> Iterator[str]:
    for i, words in enumerate(lines):
        yield svg.text(x, y + i * (_LINE - 1), words, classes, anchor)
