"""The charts of Wilayah: provinces as a grid of tiles, and figures on both sides of a middle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

_WIDTH: Final = 460
# Provinces by BPS code, each about where it lies on a map; ".." is sea.
_GRID: Final = """
11 .. .. .. .. .. 65 .. 75 71 .. .. ..
.. 12 14 21 .. 61 64 .. 72 .. 82 92 ..
.. 13 15 19 .. 62 63 76 74 .. 81 91 94
.. 17 16 .. .. .. .. 73 .. .. .. 96 97
.. .. 18 .. 31 .. .. .. .. .. .. .. 95
.. .. .. 36 32 33 35 51 52 53 .. .. ..
.. .. .. .. .. 34 .. .. .. .. .. .. ..
"""
_SEA: Final = ".."
_COLUMNS: Final = 13
_TILE: Final = _WIDTH / _COLUMNS
_TALL: Final = 44.0
_GAP: Final = 1.5
# Ink stays above a contrast of 4.5 on each of them, light and dark.
_SHADES: Final = (0.06, 0.17, 0.29, 0.41, 0.55)
# Lower bounds of the steps of colour, as multiples of the country's figure.
STEPS: Final = (0.0, 0.25, 0.5, 1.0, 2.0)

_ROW: Final = 46.0
_HALF: Final = _WIDTH / 2
_LABEL_CHARACTERS: Final = 30


@dataclass(frozen=True, slots=True)
class Tile:
    """One province: its two letters, its figure as written and as a multiple of the country's.

    `multiple` is None where there is too little to tell.
    """

    letters: str
    value: str
    multiple: float | None
    is_chosen: bool = False


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


def tile_places() -> dict[str, tuple[int, int]]:
    """The column and row of each province by BPS code."""
    return {
        code: (column, row)
        for row, line in enumerate(_GRID.split("\n")[1:-1])
        for column, code in enumerate(line.split())
        if code != _SEA
    }


def draw_tiles(tiles: Mapping[str, Tile], legend: Sequence[str], few: str) -> str:
    """Provinces where they lie, darker for more; letters and figure on each.

    `legend` names the STEPS, `few` the tiles without a figure.
    """
    places = tile_places()
    parts = [_draw_tile(tiles[code], *places[code]) for code in places if code in tiles]
    # Last, or a neighbour would cover the edge of the chosen one.
    parts += [
        _frame(*places[code]) for code, tile in tiles.items() if tile.is_chosen and code in places
    ]
    rows = 1 + max(row for _, row in places.values())
    top = rows * _TALL + 12
    step = _WIDTH / (len(STEPS) + 1)
    for i, (shade, words) in enumerate(zip(_SHADES, legend, strict=True)):
        parts += [
            _rectangle(i * step, top, step - 2, 14, f'class="mark" fill-opacity="{shade:g}"'),
            svg.text(i * step + step / 2, top + 34, words, "muted", "middle"),
        ]
    last = len(STEPS) * step
    parts += [
        _rectangle(last + 1, top, step - 3, 14, 'class="rule dashed" fill="none"'),
        svg.text(last + step / 2, top + 34, few, "muted", "middle"),
    ]
    return svg.drawing(_WIDTH, top + 42, parts, font=14)


def _draw_tile(tile: Tile, column: int, row: int) -> str:
    x, y = column * _TILE, row * _TALL
    paint = (
        'class="rule dashed" fill="none"'
        if tile.multiple is None
        else f'class="mark" fill-opacity="{_shade(tile.multiple):g}"'
    )
    middle = x + _TILE / 2
    return "".join(
        [
            _rectangle(x + _GAP, y + _GAP, _TILE - 2 * _GAP, _TALL - 2 * _GAP, paint),
            svg.text(middle, y + 18, tile.letters, "strong", "middle"),
            svg.text(middle, y + 37, tile.value, "", "middle"),
        ]
    )


def _shade(multiple: float) -> float:
    return [shade for bound, shade in zip(STEPS, _SHADES, strict=True) if multiple >= bound][-1]


def _rectangle(x: float, y: float, width: float, height: float, paint: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {paint}/>'


def _frame(column: int, row: int) -> str:
    x, y = column * _TILE + _GAP, row * _TALL + _GAP
    width, height, edge = _TILE - 2 * _GAP, _TALL - 2 * _GAP, 3.0
    sides = (
        (x, y, width, edge),
        (x, y + height - edge, width, edge),
        (x, y, edge, height),
        (x + width - edge, y, edge, height),
    )
    return "".join(svg.bar(*side, "highlight") for side in sides)


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
