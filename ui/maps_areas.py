"""What a map shows: areas by code with their rates, and the outlines they are drawn with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ui import format as formats
from ui import state
from ui.maps_outlines import FOLDER, Level


@dataclass(frozen=True, slots=True)
class Region:
    """One area: its rate (None where there is too little to tell), and rate and n as written."""

    rate: float | None
    value: str
    n: str


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of a map: what a reader who cannot see it is told, and the label of an area.

    `area` and `few` hold {name}, {value} and {n}, which the browser fills.
    """

    alt: str
    area: str
    few: str


@dataclass(frozen=True, slots=True)
class Map:
    """All areas of a level by BPS code; with `within` only the regencies of that province."""

    level: Level
    regions: Mapping[str, Region]
    words: Words
    within: str = ""
    chosen: str = ""


@cache
def outlines(level: Level) -> dict[str, Any]:
    """The file that `maps_outlines.make_outlines` describes; callers must not change it."""
    parsed: dict[str, Any] = json.loads((FOLDER / f"{level}.json").read_text(encoding="utf-8"))
    return parsed


def areas_of(drawn: Map) -> list[list[str]]:
    """Code, names and path of the areas the map shows, in the order that the browser has them."""
    return [area for area in outlines(drawn.level)["areas"] if area[0].startswith(drawn.within)]


def regions_of(drawn: Map) -> list[Region]:
    """What is known of these areas, in the same order; one nobody told of has no rate and n = 0."""
    none = Region(None, formats.NOTHING, formats.number(0, state.language()))
    return [drawn.regions.get(area[0], none) for area in areas_of(drawn)]
