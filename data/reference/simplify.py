"""Make the light boundaries of the maps from the full ones: `python -m data.reference.simplify`.

Borders are simplified once and used by both neighbours, so that no gaps open between areas.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from data.files import write_whole
from data.reference import tables

Point = tuple[float, float]
Ring = list[Point]

# Degrees (0.03 is about 3 km), decimals, and the smallest island in square degrees that is kept
# beside an area's largest one: weights of UX.md §2.2, "light".
LEVELS: Final = {"provinces": (0.03, 2, 0.004), "regencies": (0.03, 2, 0.002)}


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a quantised TopoJSON in degrees."""
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(arc)
    return arcs


def simplify(arc: Ring, tolerance: float) -> Ring:
    """The arc without the points that lie within the tolerance of the line (Douglas–Peucker)."""
    keep, todo = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while todo:
        first, last = todo.pop()
        farthest, distance = first, 0.0
        for position in range(first + 1, last):
            away = _distance(arc[position], arc[first], arc[last])
            if away > distance:
                farthest, distance = position, away
        if distance > tolerance:
            keep.add(farthest)
            todo += [(first, farthest), (farthest, last)]
    return [arc[position] for position in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """How far the point is from the line between two others."""
    across, up = end[0] - start[0], end[1] - start[1]
    length: float = across * across + up * up
    share = 0.0
    if length:
        share = ((point[0] - start[0]) * across + (point[1] - start[1]) * up) / length
        share = min(1.0, max(0.0, share))
    x, y = start[0] + share * across, start[1] + share * up
    return float(((point[0] - x) ** 2 + (point[1] - y) ** 2) ** 0.5)


def area_of(ring: Ring) -> float:
    """The area of a closed ring in square degrees."""
    pairs = pairwise(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def join_arcs(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The ring that the numbered arcs make; a negative number is an arc run backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    polygons: list[list[list[int]]] = geometry["arcs"]
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else polygons


def _light_rings(
    geometry: dict[str, Any], full: list[Ring], light: list[Ring], decimals: int, smallest: float
) -> Iterator[list[list[Point]]]:
    """The outer rings of an area, the largest always, islands from a size on; holes are dropped."""
    outer = [polygon[0] for polygon in _polygons(geometry)]
    sizes = [area_of(join_arcs(numbers, full)) for numbers in outer]
    for numbers, size in zip(outer, sizes, strict=True):
        if size < smallest and size < max(sizes):
            continue
        ring = _rounded(join_arcs(numbers, light), decimals)
        if len(ring) < 4:  # too small for the tolerance: keep its true shape
            ring = _rounded(join_arcs(numbers, full), decimals + 1)
        yield [ring]


def _rounded(ring: Ring, decimals: int) -> Ring:
    rounded = [(round(x, decimals), round(y, decimals)) for x, y in ring]
    return [p for n, p in enumerate(rounded) if n == 0 or p != rounded[n - 1]]


def light_boundaries(table: str) -> dict[str, Any]:
    """The light GeoJSON of `provinces` or `regencies`; each feature's id is its BPS code."""
    tolerance, decimals, smallest = LEVELS[table]
    topology = json.loads(tables.read_text(tables.FOLDER / f"{table}.topojson"))
    full = decode_arcs(topology)
    light = [simplify(arc, tolerance) for arc in full]
    (collection,) = topology["objects"].values()
    features = [
        {
            "type": "Feature",
            "id": geometry["properties"]["bps_code"],
            "properties": {},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": list(_light_rings(geometry, full, light, decimals, smallest)),
            },
        }
        for geometry in collection["geometries"]
    ]
    return {"type": "FeatureCollection", "features": features}


def main() -> None:
    """Write the light boundaries beside the full ones."""
    for table in LEVELS:
        content = json.dumps(light_boundaries(table), separators=(",", ":"))
        write_whole(tables.FOLDER / f"{table}_light.geojson", content.encode())


if __name__ == "__main__":
    main()
