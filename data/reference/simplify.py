"""Simplify boundaries by their shared arcs, so that neighbours keep meeting: ui/maps_outlines."""

from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


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
