"""The steps of colour of a map: round bounds, their shades and how a legend writes them."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ui import format as formats
from ui import state
from ui.texts import t
from ui.theme import LIGHT

STEPS: Final = 5
# Leading digits of a round bound.
_ROUND: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
# Bounds are written with two decimals.
_SMALLEST: Final = 0.1


def find_bounds(rates: Sequence[float]) -> list[float]:
    """The round lower bounds of the second to the last step, at most STEPS - 1 of them.

    Near the fifths of the areas, since rates are skewed: steps of equal width would put all areas
    but a few cities into the first. No step is empty. Fewer where areas differ too little; none for
    one area.
    """
    ordered = sorted(rates)
    if not ordered:
        return []
    bounds: list[float] = []
    last = ordered[0]
    for part in range(1, STEPS):
        near = ordered[len(ordered) * part // STEPS]
        fitting = [
            one
            for one in _round_near(near)
            if last < one <= ordered[-1] and any(last <= rate < one for rate in ordered)
        ]
        if fitting and near > 0:
            last = min(fitting, key=lambda one: abs(one - near))
            bounds.append(last)
    return bounds


def _round_near(rate: float) -> list[float]:
    """Round numbers around a rate, from a tenth of its size to ten times it."""
    size = math.floor(math.log10(max(rate, _SMALLEST)))
    return [round(lead * 10.0**power, 2) for power in (size - 1, size, size + 1) for lead in _ROUND]


def step_of(rate: float | None, bounds: Sequence[float]) -> int | None:
    """The number of the step of a rate, 0 the lowest; None where there is none."""
    return None if rate is None else sum(rate >= bound for bound in bounds)


def shades() -> list[str]:
    """The colours of the steps, pale for low, the same in both themes."""
    return [_mix(LIGHT["ground"], LIGHT["mark"], (i + 1) / STEPS) for i in range(STEPS)]


def _mix(start: str, end: str, share: float) -> str:
    pairs = zip(bytes.fromhex(start[1:]), bytes.fromhex(end[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()


def spread(count: int) -> list[int]:
    """Which of the shades so many steps take: from the palest to the strongest."""
    return [round(i * (STEPS - 1) / max(count - 1, 1)) for i in range(count)]


def write_legend(bounds: Sequence[float]) -> list[str]:
    """The steps as written, lowest first; one alone has no bounds."""
    language = state.language()
    told = [formats.number(bound, language, 2) for bound in bounds]
    if not told:
        return [t("map.all")]
    between = [f"{low}–{high}" for low, high in pairwise(told)]
    return [f"<{told[0]}", *between, f"≥{told[-1]}"]
