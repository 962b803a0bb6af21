"""Make the outlines that maps fetch, from the boundaries: `python -m ui.maps_outlines`.

Borders are simplified once and used by both neighbours, so that no gaps open between areas.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, Literal

from data.files import write_whole
from data.reference import areas, tables
from data.reference.simplify import Point, Ring, area_of, decode_arcs, join_arcs, simplify
from settings import ROOT

Level = Literal["province", "regency"]
Box = tuple[int, int, int, int]

FOLDER: Final = ROOT / "static" / "maps"
# The country in hundredths of a degree (1.1 km), x to the east, y to the south. At the equator a
# degree is as long in both directions, to within 2 % in all of Indonesia.
WEST: Final = 94.8
NORTH: Final = 6.2
_UNITS: Final = 100
SIZE: Final = (4640, 1740)
_TABLES: Final[Mapping[Level, str]] = {"province": "provinces", "regency": "regencies"}
# How far a line may stray, in degrees: of a whole screen a small part, whether it shows the
# country or one small province; and the smallest island drawn beside an area's largest one.
_STRAY: Final = 0.03
_STRAY_LEAST: Final = 0.005
_STRAY_SHARE: Final = 0.006
# Of the area itself, so that a small city is no triangle.
_STRAY_OWN: Final = 0.08
_ISLAND: Final = 0.06
_ISLAND_SHARE: Final = 0.009
# A province fills the map but for so much on each side.
_MARGIN: Final = 0.03
_CORNERS: Final = 4


def make_outlines(level: Level) -> dict[str, Any]:
    """What a map fetches: {"size", "areas", "boxes"}.

    An area is [BPS code, Indonesian name, English name, SVG path], in the order of the codes, so
    that a city is drawn upon the regency around it. `boxes` are x, y, width and height of each
    province, for a map that shows it alone. Small islands are left out, never an area's largest
    part. For maps only: not for finding out where a point lies.
    """
    topology = json.loads(tables.read_text(tables.FOLDER / f"{_TABLES[level]}.topojson"))
    arcs = decode_arcs(topology)
    (collection,) = topology["objects"].values()
    outer = {one["properties"]["bps_code"]: _outer_rings(one) for one in collection["geometries"]}
    extents = _extents(level, outer, arcs)
    light = _simplify(outer, arcs, extents)
    rings = {code: _draw(outer[code], arcs, light, extents[code]) for code in sorted(outer)}
    boxes: dict[str, Box] = {}
    if level == "regency":
        for province in areas.provinces():
            own = [ring for code in rings if code[:2] == province for ring in rings[code]]
            boxes[province] = _frame(own)
    return {
        "size": SIZE,
        "areas": [
            [code, areas.name(code, "id"), areas.name(code, "en"), "".join(map(write_path, own))]
            for code, own in rings.items()
        ],
        "boxes": boxes,
    }


def _outer_rings(geometry: Mapping[str, Any]) -> list[list[int]]:
    """The numbers of the arcs of each part of an area, without its holes."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [polygon[0] for polygon in polygons]


def _extents(
    level: Level, outer: Mapping[str, list[list[int]]], arcs: list[Ring]
) -> dict[str, float]:
    """What a map shows that shows the area, in degrees: the country, or the area's province."""
    whole = SIZE[0] / _UNITS
    if level == "province":
        return dict.fromkeys(outer, whole)
    found = {}
    for province in {code[:2] for code in outer}:
        points = [
            point
            for code, parts in outer.items()
            if code[:2] == province
            for numbers in parts
            for point in join_arcs(numbers, arcs)
        ]
        xs, ys = zip(*points, strict=True)
        found[province] = max(max(xs) - min(xs), max(ys) - min(ys))
    return {code: found[code[:2]] for code in outer}


def _simplify(
    outer: Mapping[str, list[list[int]]], arcs: list[Ring], extents: Mapping[str, float]
) -> list[Ring]:
    """All arcs, each as fine as the finest of the areas on its two sides needs it."""
    stray = [_STRAY] * len(arcs)
    for code, parts in outer.items():
        largest = max((join_arcs(numbers, arcs) for numbers in parts), key=area_of)
        side = area_of(largest) ** 0.5
        own = max(min(_STRAY_SHARE * extents[code], _STRAY_OWN * side), _STRAY_LEAST)
        for numbers in parts:
            for number in numbers:
                arc = number if number >= 0 else ~number
                stray[arc] = min(stray[arc], own)
    return [simplify(arc, one) for arc, one in zip(arcs, stray, strict=True)]


def _draw(
    parts: Sequence[list[int]], full: list[Ring], light: list[Ring], extent: float
) -> list[list[tuple[int, int]]]:
    """The parts of an area on the grid: the largest always, islands from a size on."""
    sizes = [area_of(join_arcs(numbers, full)) for numbers in parts]
    smallest = min(_ISLAND, _ISLAND_SHARE * extent) ** 2
    drawn = []
    for numbers, size in zip(parts, sizes, strict=True):
        is_largest = size == max(sizes)
        if size < smallest and not is_largest:
            continue
        ring = to_grid(join_arcs(numbers, light))
        if len(ring) < _CORNERS:  # too small for that much straying: its true shape
            ring = to_grid(join_arcs(numbers, full))
        if len(ring) >= _CORNERS:
            drawn.append(ring)
        elif is_largest:  # smaller than the grid: a square of one unit
            x, y = ring[0]
            drawn.append([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)])
    return drawn


def to_grid(ring: Sequence[Point]) -> list[tuple[int, int]]:
    """Degrees to the units of the map, without points that fall upon the one before."""
    points = [(round((x - WEST) * _UNITS), round((NORTH - y) * _UNITS)) for x, y in ring]
    return [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]


def write_path(ring: Sequence[tuple[int, int]]) -> str:
    """A closed ring as the shortest SVG path: where it begins, then steps from point to point."""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1])]
    # A minus parts two numbers as well as a blank does.
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _frame(rings: Sequence[Sequence[tuple[int, int]]]) -> Box:
    """x, y, width and height around the rings, with a margin."""
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    margin = round(_MARGIN * max(width, height)) + 1
    return min(xs) - margin, min(ys) - margin, width + 2 * margin, height + 2 * margin


def write_outlines(level: Level) -> bytes:
    """The file of a level, as it is served."""
    content = json.dumps(make_outlines(level), separators=(",", ":"), ensure_ascii=False)
    return content.encode()


def main() -> None:
    """Write the outlines of both levels."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for level in _TABLES:
        write_whole(FOLDER / f"{level}.json", write_outlines(level))


if __name__ == "__main__":
    main()
