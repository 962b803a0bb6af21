"""Turn the cells of a delivery into values: numbers, periods, codes, places, words.

What cannot be read becomes an Unreadable that says what would be allowed; the checks report it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from data.operator_numbers import is_ambiguous, is_storable, read_number
from data.operator_schema import Column, content, fold_header
from data.privacy import remove_personal
from data.reference import areas, places
from data.text import clean

_YEAR = re.compile(r"(?:19|20)[0-9][0-9]")
_MONTH = re.compile(r"((?:19|20)[0-9][0-9])-(0?[1-9]|1[0-2])")
_AGES = re.compile(r"([0-9]{1,2}) ?(?:-|–|—|s/d|sampai|to) ?([0-9]{1,2})")
_AGES_UP = re.compile(r"([0-9]{1,2}) ?(?:\+|ke atas|tahun ke atas|and over)")
_AGE_UNIT = re.compile(r"\s?(?:tahun|thn|years?)$")
_URL = re.compile(r"https?://[^\s<>\"]{4,1990}")
_ALLOWED_SHOWN: Final = 20
# Floats up to here hold every whole number.
_LARGEST_EXACT: Final = 2**53
# Forms of a period by their length.
_FORMS: Final = {4: "a year (2024)", 7: "a month (2024-08)"}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that cannot be read, as it stands, and what would be allowed."""

    text: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Located:
    """A place as delivered, with the codes of what it surely names."""

    text: str
    province: str | None
    regency: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of one file; numbers by the decimal mark the file uses."""

    decimal_mark: str | None
    today: date

    def read(self, column: Column, cell: object) -> object:
        """The value of the cell, None where it is empty, Unreadable where it is neither."""
        text = text_of(cell)
        if text is None or text == "":
            return None
        if isinstance(text, Unreadable):
            return text
        if column.type in ("whole", "number"):
            return self._number(column, text)
        if column.type in ("period", "year"):
            return self._period(column, text)
        return _READERS[column.type](column, text)

    def _number(self, column: Column, text: str) -> object:
        told = column.spellings.get(fold_header(text))
        if told is not None:
            return int(told)
        if text.casefold() in _no_figure():
            return None
        is_whole = column.type == "whole"
        number = read_number(text, self.decimal_mark, is_whole=is_whole)
        if number is None and is_ambiguous(text):
            return self._settle(column, text)
        if number is None or not is_storable(number):
            return Unreadable(text, f"it must be {kind_of_number(column)}")
        if is_whole and number != int(number):
            return Unreadable(text, f"it must be {kind_of_number(column)}")
        return int(number) if is_whole else float(number)

    def _settle(self, column: Column, text: str) -> object:
        """A number with three digits behind its only mark: read it if just one way is allowed."""
        readings = (read_number(text, mark, is_whole=False) for mark in ".,")
        least = -float("inf") if column.least is None else column.least
        most = float("inf") if column.most is None else column.most
        fitting = [n for n in readings if n is not None and least <= n <= most]
        if len(fitting) == 1:
            return float(fitting[0])
        return Unreadable(
            text, "it may mean thousands or decimals: write it without a mark for thousands"
        )

    def _period(self, column: Column, text: str) -> object:
        month = _MONTH.fullmatch(text)
        period = f"{month[1]}-{int(month[2]):02d}" if month else text
        lengths = column.lengths or ((4,) if column.type == "year" else tuple(_FORMS))
        if not (month or _YEAR.fullmatch(text)) or len(period) not in lengths:
            return Unreadable(text, f"it must be {' or '.join(_FORMS[n] for n in lengths)}")
        if period > self.today.isoformat()[: len(period)]:
            return Unreadable(text, "it must not lie in the future")
        return period


@lru_cache(maxsize=1)
def _no_figure() -> frozenset[str]:
    return frozenset(word.casefold() for word in content()["no_figure"])


def kind_of_number(column: Column) -> str:
    """What numbers the column allows, in words."""
    kind = "a whole number" if column.type == "whole" else "a number"
    if column.least is not None and column.most is not None:
        return f"{kind} from {column.least:,g} to {column.most:,.0f}"
    return kind if column.least is None else f"{kind} of {column.least:g} or more"


def text_of(cell: object) -> str | Unreadable | None:
    """The cell as text, numbers written out; None where it is empty."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        return Unreadable(clean(str(cell)[:200]), "it must be text or a number")
    if isinstance(cell, int):
        return str(cell)
    number = float(cell)
    is_whole = abs(number) < _LARGEST_EXACT and number == int(number)
    return str(int(number)) if is_whole else str(cell)


def _text(_: Column, text: str) -> object:
    return remove_personal(text) or None


def _choice(column: Column, text: str) -> object:
    value = column.spellings.get(fold_header(text))
    if value is not None:
        return value
    shown = ", ".join(value or "empty" for value in column.allowed[:_ALLOWED_SHOWN])
    more = ", …" if len(column.allowed) > _ALLOWED_SHOWN else ""
    return Unreadable(text, f"it must be one of {shown}{more}")


def _source(column: Column, text: str) -> object:
    """Ids of known sources, parted by bars as in the reference tables."""
    told = [_choice(column, part) for part in text.split("|")]
    wrong = next((value for value in told if isinstance(value, Unreadable)), None)
    return wrong or "|".join(str(value) for value in told)


def _age_group(column: Column, text: str) -> object:
    value = column.spellings.get(fold_header(text))
    if value is not None:
        return value
    bare = _AGE_UNIT.sub("", text.casefold())
    span, up = _AGES.fullmatch(bare), _AGES_UP.fullmatch(bare)
    if span and int(span[1]) <= int(span[2]):
        return f"{int(span[1])}-{int(span[2])}"
    return f"{int(up[1])}+" if up else Unreadable(text, "it must be ages as 18-25 or 60+, or all")


def _url(_: Column, text: str) -> object:
    if _URL.fullmatch(text) and remove_personal(text) == text:
        return text
    return Unreadable(text, "it must be an address (https://…) and no chat or mail link")


def _province(column: Column, text: str) -> object:
    if fold_header(text) in column.spellings:
        return column.spellings[fold_header(text)] or None
    if text.isdecimal():
        known = text in areas.provinces()
        return text if known else Unreadable(text, "no province has this BPS code (2 digits)")
    for wording in (text, f"Provinsi {text}"):
        place = _find_surely(wording)
        if place is not None and place.regency is None:
            return place.province
    return Unreadable(text, "it must be the BPS code or the name of one province")


def _regency(column: Column, text: str) -> object:
    if fold_header(text) in column.spellings:
        return column.spellings[fold_header(text)] or None
    if text.isdecimal():
        known = text in areas.regencies()
        return text if known else Unreadable(text, "no regency has this BPS code (4 digits)")
    place = _find_surely(text)
    if place is not None and place.regency is not None:
        return place.regency
    return Unreadable(
        text,
        "it must be the BPS code (4 digits) or the name of one regency; write Kota or Kabupaten "
        "before the name where there are both, and a province in the column province",
    )


def _place(_: Column, text: str) -> object:
    """A text that surely names one province or regency, as `Located`."""
    if text.isdecimal() and len(text) in (2, 4):
        if text in areas.provinces():
            return Located(text, text, None)
        if text in areas.regencies():
            return Located(text, areas.regency(text).province, text)
        return Unreadable(text, "no province or regency has this BPS code")
    place = _find_surely(text)
    if place is not None:
        return Located(text, place.province, place.regency)
    return Unreadable(
        text,
        "it must name one regency or province: write Kota or Kabupaten before the name where there "
        "are both, and a row for each place",
    )


def _find_surely(text: str) -> places.Place | None:
    """The one place a text names with certainty, else None."""
    found = places.find(text)
    if len(found.places) != 1 or found.certainty < content()["place_certainty"]:
        return None
    return found.places[0]


_READERS: Final[Mapping[str, Callable[[Column, str], object]]] = {
    "text": _text,
    "choice": _choice,
    "source": _source,
    "age_group": _age_group,
    "url": _url,
    "province": _province,
    "regency": _regency,
    "place": _place,
}
