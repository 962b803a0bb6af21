"""The light boundaries of provinces and regencies for maps on a phone."""

import json
from functools import lru_cache
from typing import Any, Literal

from data.reference import tables


def boundaries_text(level: Literal["provinces", "regencies"]) -> str:
    """The GeoJSON as stored (66 or 230 KB); the id of each feature is its BPS code.

    For maps only: 0.03 degrees coarse, small islands left out, holes filled (a city inside a
    regency is drawn after it).
    """
    return tables.read_text(tables.FOLDER / f"{level}_light.geojson")


@lru_cache(maxsize=2)
def boundaries(level: Literal["provinces", "regencies"]) -> dict[str, Any]:
    """The GeoJSON, parsed once; callers must not change it."""
    parsed: dict[str, Any] = json.loads(boundaries_text(level))
    return parsed
