"""The chart of a few series over months: a line and a pale band each, named at its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ui import svg
from ui.plots import FONT, PHONE_WIDTH, Plot, Spec, axis, colours, lay_out, note
from ui.plots_labels import wrap
from ui.theme import DARK, LIGHT

# More would be told apart by nobody; the order is that of the series.
TONES: Final = ("mark", "highlight", "ink", "muted")
_HEIGHT: Final = 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 122, 14, 34
_WIDTH: Final = PHONE_WIDTH - _LEFT - _RIGHT
_TALL: Final = _HEIGHT - _TOP - _BOTTOM
_LINE: Final = 15.0
_NAME_AWAY: Final = 8
_BAND: Final = 0.14
# First, middle and last month: more labels than that run together on a phone.
_LEAST_FOR_MIDDLE: Final = 7


def _paint(paint: Mapping[str, str]) -> str:
    """Fills of the tones by name, strokes as "stroke-" and the name."""
    strokes = "".join(f".stroke-{tone}{{stroke:{paint[tone]};stroke-width:2}}" for tone in TONES)
    fills = "".join(f".{tone}{{fill:{paint[tone]}}}" for tone in (*TONES, "ground"))
    return strokes + fills


_PAINT: Final = f"<style>{_paint(LIGHT)}@media(prefers-color-scheme:dark){{{_paint(DARK)}}}</style>"


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its code and name, what pointing at a month tells, and the months' figures.

    Figures and bounds are None where a month may show nothing.
    """

    code: str
    name: str
    values: Sequence[float | None]
    bounds: Sequence[tuple[float, float] | None]
    told: Sequence[str]


def draw_lines(
    months: Sequence[str],
    is_complete: Sequence[bool],
    series: Sequence[Series],
    ticks: Sequence[tuple[float, str]],
) -> Plot:
    """At most four lines from 0 over the same months; incomplete months hollow and dashed."""
    if len(series) > len(TONES):
        raise ValueError(f"{len(series)} lines cannot be told apart; {len(TONES)} can.")
    highest = max([ticks[-1][0], *(high for one in series for _, high in _known(one.bounds))])
    ends = _spread_names(series, highest)
    paint = colours()
    last = len(months) - 1
    marks = [0, last] if last < _LEAST_FOR_MIDDLE else [0, last // 2, last]
    layout: Spec = {
        "xaxis": axis(
            -0.3, last + 0.3, [(i, months[i]) for i in marks], showgrid=False, ticklabelstandoff=8
        ),
        "yaxis": axis(0, highest, ticks, gridcolor=paint["rule"], ticklabelstandoff=4),
        "annotations": [
            note(
                # Not the font's colour: the page gives all text that of its ground.
                f'<span style="color:{paint[tone]}">{"<br>".join(lines)}</span>',
                1,
                1 - y / _TALL,
                xref="paper",
                yref="paper",
                xanchor="left",
                yanchor="middle",
                align="left",
                xshift=_NAME_AWAY,
                font={"size": FONT, "color": paint["ink"], "weight": 600},
            )
            for lines, y, tone in ends
        ],
    }  # fmt: skip
    traces = [
        trace
        for one, tone in zip(series, TONES, strict=False)
        for trace in _trace(one, is_complete, paint[tone], paint["ground"])
    ]
    still = _draw_still(months, is_complete, series, ticks, highest, ends, marks)
    return Plot(traces, lay_out(layout, (_LEFT, _RIGHT, _TOP, _BOTTOM)), _HEIGHT, still)


def _known(bounds: Sequence[tuple[float, float] | None]) -> list[tuple[float, float]]:
    return [pair for pair in bounds if pair is not None]


def _spread_names(series: Sequence[Series], highest: float) -> list[tuple[list[str], float, str]]:
    """The names at the ends of their lines, moved apart: lines of text, y in px, tone."""
    wanted = []
    for one, tone in zip(series, TONES, strict=False):
        known = [value for value in one.values if value is not None]
        if known:
            wanted.append(((1 - known[-1] / highest) * _TALL, wrap(one.name), tone))
    wanted.sort(key=lambda name: name[0])
    halves = [len(lines) * _LINE / 2 for _, lines, _ in wanted]
    tops = [y for y, _, _ in wanted]
    for i in range(1, len(tops)):
        tops[i] = max(tops[i], tops[i - 1] + halves[i - 1] + halves[i] + 3)
    # What was pushed out below goes up again, the others with it.
    for i in reversed(range(len(tops))):
        is_last = i == len(tops) - 1
        floor = _TALL if is_last else tops[i + 1] - halves[i + 1] - 3
        tops[i] = min(tops[i], floor - halves[i])
    return [(lines, y, tone) for y, (_, lines, tone) in zip(tops, wanted, strict=True)]


def _trace(one: Series, is_complete: Sequence[bool], colour: str, ground: str) -> Iterator[Spec]:
    """The band of a series, its line over complete months, and the dashed rest."""
    for run in _runs(one.bounds):
        outline = [*run, *reversed(run)]
        lows, highs = ([pair[side] for i in run if (pair := one.bounds[i])] for side in (0, 1))
        yield {
            "type": "scatter", "mode": "none", "fill": "toself", "fillcolor": _fade(colour),
            "x": outline, "y": [*lows, *reversed(highs)], "hoverinfo": "skip",
        }  # fmt: skip
    shared = {
        "type": "scatter", "mode": "lines+markers", "x": list(range(len(one.values))),
        "customdata": [one.code] * len(one.values), "hovertext": list(one.told),
        "hoverinfo": "text", "connectgaps": False, "cliponaxis": False,
        "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
    }  # fmt: skip
    whole = [v if done else None for v, done in zip(one.values, is_complete, strict=True)]
    yield {
        **shared,
        "y": whole,
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 6},
    }
    if not all(is_complete):
        beside = [
            value if not all(is_complete[max(i - 1, 0) : i + 2]) else None
            for i, value in enumerate(one.values)
        ]
        edges = [colour if done else ground for done in is_complete]
        yield {
            **shared,
            "y": beside,
            "line": {"color": colour, "width": 2, "dash": "dot"},
            "marker": {"color": edges, "size": 7, "line": {"color": colour, "width": 2}},
        }


def _runs(bounds: Sequence[tuple[float, float] | None]) -> list[list[int]]:
    """Stretches of months on end that have bounds."""
    runs: list[list[int]] = []
    for i, pair in enumerate(bounds):
        if pair is None:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [run for run in runs if len(run) > 1]


def _fade(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_BAND})"


def _draw_still(
    months: Sequence[str],
    is_complete: Sequence[bool],
    series: Sequence[Series],
    ticks: Sequence[tuple[float, str]],
    highest: float,
    ends: Sequence[tuple[list[str], float, str]],
    marks: Sequence[int],
) -> str:
    """The same chart as an SVG."""
    last = max(len(months) - 1, 1)

    def at(i: int) -> float:
        return _LEFT + _WIDTH * (i + 0.3) / (last + 0.6)

    def level(value: float) -> float:
        return _TOP + _TALL * (1 - value / highest)

    parts = [_PAINT]
    for value, words in ticks:
        parts += [svg.line(_LEFT, level(value), _LEFT + _WIDTH, level(value), "rule"),
                  svg.text(_LEFT - 6, level(value) + 4, words, "muted", "end")]  # fmt: skip
    parts += [svg.text(at(i), _HEIGHT - 10, months[i], "muted", "middle") for i in marks]
    for one, tone in zip(series, TONES, strict=False):
        for run in _runs(one.bounds):
            bounds = [(at(i), pair) for i in run if (pair := one.bounds[i])]
            outline = [(x, level(low)) for x, (low, _) in bounds]
            outline += [(x, level(high)) for x, (_, high) in reversed(bounds)]
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in outline)
            parts.append(f'<polygon points="{points}" class="{tone}" fill-opacity="{_BAND}"/>')
        known = [(i, value) for i, value in enumerate(one.values) if value is not None]
        for (i, value), (j, then) in pairwise(known):
            if j == i + 1:
                dashes = "" if is_complete[i] and is_complete[j] else " dashed"
                ends_at = (at(i), level(value), at(j), level(then))
                parts.append(svg.line(*ends_at, f"stroke-{tone}{dashes}"))
        for i, value in known:
            parts.append(svg.dot(at(i), level(value), 2.5 if is_complete[i] else 4.5, tone))
            if not is_complete[i]:
                parts.append(svg.dot(at(i), level(value), 2.5, "ground"))
    for lines, y, tone in ends:
        top = _TOP + y - len(lines) * _LINE / 2 + 12
        parts += [
            svg.text(_LEFT + _WIDTH + _NAME_AWAY, top + i * _LINE, words, f"strong {tone}")
            for i, words in enumerate(lines)
        ]
    return svg.drawing(PHONE_WIDTH, _HEIGHT, parts, font=FONT)
