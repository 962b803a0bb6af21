"""Read numbers as people deliver them: "1.234,5", "1,234.5", "Rp 1.500.000", "45,3 %"."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from data.operator_schema import content

# A number beyond this is not one of persons, rupiah or hours; it would not fit the store either.
_MOST_DIGITS: Final = 15

_DIGITS = re.compile(r"-?[0-9.,]{1,40}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_GROUPED = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,5}|[0-9]{1,3}(?:,[0-9]{3}){1,5})")
_DECIMAL = re.compile(r"-?[0-9]{0,15}[.,][0-9]{1,15}")
_BOTH = re.compile(
    r"-?(?:[0-9]{1,3}(?:\.[0-9]{3}){1,5},[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,5}\.[0-9]{1,15})"
)
_EXPONENT = re.compile(r"-?[0-9](?:\.[0-9]{1,17})?[eE][+-]?[0-9]{1,2}")


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    words = sorted(content()["number_marks"], key=len, reverse=True)
    marks = "|".join(re.escape(word) for word in words)
    return re.compile(rf"^(?:{marks})\s{{0,3}}|\s{{0,3}}(?:{marks})$", re.IGNORECASE)


def strip_marks(text: str) -> str:
    """The digits with their marks, without "Rp", "%", "orang"."""
    return _marks().sub("", text.strip()).strip()


def find_decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark that the numbers of a file agree on; None where none or both are seen."""
    seen = {mark for text in texts if (mark := _telling_mark(strip_marks(text)))}
    return seen.pop() if len(seen) == 1 else None


def _telling_mark(text: str) -> str | None:
    """The decimal mark that this number alone gives away."""
    if not _DIGITS.fullmatch(text):
        return None
    if _BOTH.fullmatch(text):
        return "," if text.rfind(",") > text.rfind(".") else "."
    if _GROUPED.fullmatch(text):
        repeated = next((mark for mark in ".," if text.count(mark) > 1), None)
        return None if repeated is None else _other(repeated)
    if _DECIMAL.fullmatch(text):
        return "," if "," in text else "."
    return None


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def read_number(text: str, decimal_mark: str | None, *, is_whole: bool) -> float | None:
    """The number, or None where it is none or may be two.

    "1.234" is 1234 or 1.234: the file's decimal mark decides; without one it is 1234 where only
    whole numbers are allowed and nothing otherwise.
    """
    text = strip_marks(text)
    if _WHOLE.fullmatch(text):
        return int(text)
    if _BOTH.fullmatch(text):
        mark = "," if text.rfind(",") > text.rfind(".") else "."
        return _decimal(text, mark)
    if _GROUPED.fullmatch(text) and not text.lstrip("-").startswith("0"):
        marks = sum(text.count(mark) for mark in ".,")
        used = "." if "." in text else ","
        if marks > 1 or decimal_mark == _other(used) or (decimal_mark is None and is_whole):
            return int(text.replace(used, ""))
        return _decimal(text, used) if decimal_mark == used else None
    if _DECIMAL.fullmatch(text):
        return _decimal(text, "," if "," in text else ".")
    return float(text) if _EXPONENT.fullmatch(text) else None


def _decimal(text: str, mark: str) -> float:
    return float(text.replace(_other(mark), "").replace(mark, "."))


def is_ambiguous(text: str) -> bool:
    """Whether the text may be a number with thousands or one with three decimals."""
    text = strip_marks(text)
    return _GROUPED.fullmatch(text) is not None and sum(text.count(mark) for mark in ".,") == 1


def is_storable(number: float) -> bool:
    """Whether the number is finite and of a size that the store holds."""
    return abs(number) < 10**_MOST_DIGITS
