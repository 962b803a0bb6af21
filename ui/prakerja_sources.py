"""Published figures on Prakerja: their periods in words, their sources."""

import re
from collections.abc import Iterable
from typing import Final

from data.reference import official
from ui import format as formats
from ui import state
from ui.texts import load, plain, t

PUBLISHED: Final = "published"
_NOT_RECORDED: Final = "not_noted"
_MONTH: Final = re.compile(r"\d{4}-\d\d")
_PART: Final = re.compile(r"(\d{4})-([HQ])(\d)")
_YEARS: Final = re.compile(r"(\d{4})-(\d{4})")


def write_period(period: str, origin: str = PUBLISHED) -> str:
    """A period of the programme's tables in words; published ones may have words of their own."""
    if origin == PUBLISHED and f"prakerja_period.{period}" in load(state.language()):
        return t(f"prakerja_period.{period}")
    if ".." in period:
        first, last = period.split("..")
        return t("prakerja.period_span", first=write_period(first), last=write_period(last))
    if period.startswith("to "):
        return t("prakerja.period_to", last=write_period(period.removeprefix("to ")))
    if found := _PART.fullmatch(period):
        part = "half" if found[2] == "H" else "quarter"
        return t(f"prakerja_part.{part}", year=found[1], number=found[3])
    if found := _YEARS.fullmatch(period):
        return t("prakerja.period_span", first=found[1], last=found[2])
    return formats.month_short(period, state.language()) if _MONTH.fullmatch(period) else period


def write_sources(told: Iterable[str]) -> str:
    """Sources as Markdown: titles, linked where the page is known; an operator's note as it is."""
    known = official.sources()
    names = []
    for ids in dict.fromkeys(told):
        for one in ids.split("; ") if ids not in known else [ids]:
            row = known.get(one)
            if row is None:
                names.append(plain(one))
            elif one == _NOT_RECORDED:
                names.append(t("prakerja.source_not_recorded"))
            else:
                place = row["url_or_place"]
                title = plain(row["title"])
                is_page = place.startswith("https://")
                names.append(f"[{title}]({place})" if is_page else f"{title} ({plain(place)})")
    return "; ".join(dict.fromkeys(names))


def write_line(told: Iterable[str], n: str, period: str) -> str:
    """The line under a figure: sources, n, period, method."""
    return t("prakerja.source_line", sources=write_sources(told), n=n, period=period)
