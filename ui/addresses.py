"""The place asked about in the addresses of pages: links between pages carry it on."""

from typing import Final

from analytics.filter import Filter
from ui import state

REGENCY_KEY: Final = "kab"


def province_query(where: Filter) -> dict[str, str]:
    """The province, for pages that know no narrower place."""
    return {state.PROVINCE_KEY: where.province} if where.province else {}


def place_query(where: Filter) -> dict[str, str]:
    """The province and the regency."""
    return {**province_query(where), **({REGENCY_KEY: where.regency} if where.regency else {})}
