"""The one number formatter: numbers, rupiah, shares, days and months as readers write them."""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal, cast
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

Language = Literal["id", "en"]

NOTHING: Final = "–"
JAKARTA: Final = ZoneInfo("Asia/Jakarta")

_SCALES: Final[tuple[tuple[int, dict[str, str]], ...]] = (
    (1_000_000_000_000, {"id": "triliun", "en": "trillion"}),
    (1_000_000_000, {"id": "miliar", "en": "billion"}),
    (1_000_000, {"id": "juta", "en": "million"}),
    (1_000, {"id": "ribu", "en": "thousand"}),
)


def _is_missing(value: object) -> bool:
    return value is None or bool(pd.isna(cast("float", value)))


def number(value: float | None, language: Language, digits: int = 0) -> str:
    """A number with separators, at most `digits` decimals: "1.234,5"; never "-0"."""
    if value is None or _is_missing(value) or math.isinf(value):
        return NOTHING
    return _set(value, language, digits)


# A page sets hundreds of numbers, at each rerun the same ones: 0.1 ms each with Babel.
@lru_cache(maxsize=50_000)
def _set(value: float, language: Language, digits: int) -> str:
    # By the digits as written, halves away from zero: 4.85 is "4,9" though its float is below it.
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP) or Decimal(0)
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return str(format_decimal(rounded, pattern, locale=language))


def short(value: float | None, language: Language) -> str:
    """A number in at most three digits and a word: "4,9 juta", "850 ribu"; below 1,000 as it is."""
    if value is None or _is_missing(value) or math.isinf(value):
        return NOTHING
    for scale, words in _SCALES:
        # Three digits first: 999,999 is "1 juta", not "1.000 ribu".
        scaled = float(f"{value / scale:.3g}")
        if abs(scaled) >= 1:
            digits = 0 if abs(scaled) >= 100 else 1
            return f"{number(scaled, language, digits)} {words[language]}"
    return number(value, language)


def rupiah(value: float | None, language: Language) -> str:
    """An amount to the rupiah: "Rp4.850.000", no space after Rp."""
    return _with_rp(number(value, language))


def rupiah_short(value: float | None, language: Language) -> str:
    """An amount in a few digits: "Rp4,9 juta"."""
    return _with_rp(short(value, language))


def _with_rp(text: str) -> str:
    if text == NOTHING:
        return text
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def percent(share: float | None, language: Language) -> str:
    """A share (0 to 1) as "3,2%"; whole numbers from 10 % on; "<0,1%" for the very small."""
    if share is None or _is_missing(share):
        return NOTHING
    scaled = share * 100
    if 0 < scaled < 0.05:
        return f"<{number(0.1, language, 1)}%"
    return f"{number(scaled, language, 0 if abs(scaled) >= 10 else 1)}%"


def change(share: float | None, language: Language) -> str:
    """A change (0.08) as "+8%", "-8%" (ASCII minus, or st.metric points up), "0%"."""
    text = percent(share, language)
    is_rise = share is not None and share > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_rise and not text.startswith("<") else text


def day(value: date | datetime | pd.Timestamp | None, language: Language) -> str:
    """A day as "17 Agu 2025"; a time in UTC becomes the day it is in Jakarta."""
    if value is None or _is_missing(value):
        return NOTHING
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(JAKARTA)
    return str(format_date(value, "d MMM y", locale=language))


def month(value: str | None, language: Language) -> str:
    """A month "2025-08" in full: "Agustus 2025"."""
    return _month(value, "MMMM y", language)


def month_short(value: str | None, language: Language) -> str:
    """A month "2025-08" as "Agu 2025"."""
    return _month(value, "MMM y", language)


def _month(value: str | None, pattern: str, language: Language) -> str:
    if value is None or _is_missing(value):
        return NOTHING
    first = date(int(value[:4]), int(value[5:7]), 1)
    return str(format_date(first, pattern, locale=language))
