"""Names beside the dots of a chart: which fit without lying on each other, and on which side."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ui import svg

# At 12.5 px, with room for phones whose own font, which still pictures get, is wider than ours.
_CHARACTER: Final = 6.6
_LINE: Final = 16.0
_LINE_CHARACTERS: Final = 19
_LINES: Final = 2
# Names tried at most: further on in the order of importance none is worth the time.
_TRIED: Final = 60
# From the middle of a dot to its name.
_AWAY: Final = 7.0
# A name may lie on so many other dots at most, or on the edge of them.
_COVERED_AT_MOST: Final = 1
_DOT: Final = 4.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px from the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def touches(self, dot: tuple[float, float]) -> bool:
        """Whether the dot around that point reaches inside."""
        x, y = dot
        return (
            self.left - _DOT <= x <= self.right + _DOT
            and self.top - _DOT <= y <= self.bottom + _DOT
        )


@dataclass(frozen=True, slots=True)
class Label:
    """The name of dot `index` as lines, its box, and the side of the dot it stands on."""

    index: int
    lines: Sequence[str]
    box: Box
    side: str


def wrap(name: str) -> list[str]:
    """A name on at most two short lines, the rest cut."""
    lines = textwrap.wrap(name, _LINE_CHARACTERS, break_long_words=True)
    if len(lines) <= _LINES:
        return lines
    last = svg.shorten(" ".join(lines[_LINES - 1 :]), _LINE_CHARACTERS)
    return [*lines[: _LINES - 1], last]


def choose_labels(
    dots: Sequence[tuple[float, float]],
    names: Sequence[str],
    area: Box,
    taken: Sequence[Box],
    most: int,
) -> list[Label]:
    """At most so many names that fit into the area, the first dots first; px from the top left.

    `taken` are boxes where other text stands. A dot whose name fits nowhere stays without.
    """
    chosen: list[Label] = []
    for index, name in enumerate(names[:_TRIED]):
        if len(chosen) == most:
            break
        occupied = [*taken, *(label.box for label in chosen)]
        found = _fit(index, dots, wrap(name), area, occupied)
        if found:
            chosen.append(found)
    return chosen


def _fit(
    index: int,
    dots: Sequence[tuple[float, float]],
    lines: list[str],
    area: Box,
    occupied: Sequence[Box],
) -> Label | None:
    """The side of the dot where its name covers the fewest others."""
    best, fewest = None, _COVERED_AT_MOST + 1
    for side, box in _sides(dots[index], lines):
        inside = (
            box.left >= area.left
            and box.right <= area.right
            and box.top >= area.top
            and box.bottom <= area.bottom
        )
        if not inside or any(box.overlaps(other) for other in occupied):
            continue
        covered = sum(box.touches(dot) for i, dot in enumerate(dots) if i != index)
        if covered < fewest:
            best, fewest = Label(index, lines, box, side), covered
    return best


def _sides(dot: tuple[float, float], lines: Sequence[str]) -> Iterator[tuple[str, Box]]:
    x, y = dot
    width, height = _CHARACTER * max(map(len, lines)), _LINE * len(lines)
    yield "right", Box(x + _AWAY, y - height / 2, x + _AWAY + width, y + height / 2)
    yield "left", Box(x - _AWAY - width, y - height / 2, x - _AWAY, y + height / 2)
    yield "above", Box(x - width / 2, y - _AWAY - height, x + width / 2, y - _AWAY)
    yield "below", Box(x - width / 2, y + _AWAY, x + width / 2, y + _AWAY + height)
