"""Numbers as Indonesians and English readers write them, the odd ones first."""

import math
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui import format as formats

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0, 0, "0"),
        (-0.04, 0, "0"),
        (-0.04, 1, "0"),
        (-0.04, 2, "-0,04"),
        (0.05, 1, "0,1"),
        (999_999, 0, "999.999"),
        (1_000_000, 0, "1.000.000"),
        (NAN, 0, "–"),
        (None, 0, "–"),
        (pd.NA, 0, "–"),
        (math.inf, 0, "–"),
        (-1234.5, 1, "-1.234,5"),
        (2.5, 0, "3"),
    ],
)
def test_number_in_indonesian(value: float | None, digits: int, expected: str) -> None:
    assert formats.number(value, "id", digits) == expected


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (0, "Rp0", "Rp0"),
        (-0.04, "Rp0", "Rp0"),
        (999, "Rp999", "Rp999"),
        (850_000, "Rp850 ribu", "Rp850 thousand"),
        (999_499, "Rp999 ribu", "Rp999 thousand"),
        (999_999, "Rp1 juta", "Rp1 million"),
        (1_000_000, "Rp1 juta", "Rp1 million"),
        (4_850_000, "Rp4,9 juta", "Rp4.9 million"),
        (12_340_000, "Rp12,3 juta", "Rp12.3 million"),
        (123_456_789, "Rp123 juta", "Rp123 million"),
        (2_000_000_000, "Rp2 miliar", "Rp2 billion"),
        (-5_000_000, "-Rp5 juta", "-Rp5 million"),
        (NAN, "–", "–"),
    ],
)
def test_short_rupiah(value: float, indonesian: str, english: str) -> None:
    assert formats.rupiah_short(value, "id") == indonesian
    assert formats.rupiah_short(value, "en") == english


def test_full_rupiah_has_no_space_after_rp() -> None:
    assert formats.rupiah(4_850_000, "id") == "Rp4.850.000"
    assert formats.rupiah(4_850_000, "en") == "Rp4,850,000"


@pytest.mark.parametrize(
    ("share", "percent", "change"),
    [
        (0, "0%", "0%"),
        (0.032, "3,2%", "+3,2%"),
        (0.002, "0,2%", "+0,2%"),
        (-0.08, "-8%", "-8%"),
        (-0.0004, "0%", "0%"),
        (0.0001, "<0,1%", "<0,1%"),
        (0.1249, "12%", "+12%"),
        (1.5, "150%", "+150%"),
        (NAN, "–", "–"),
        (None, "–", "–"),
    ],
)
def test_percent_and_change(share: float | None, percent: str, change: str) -> None:
    assert formats.percent(share, "id") == percent
    assert formats.change(share, "id") == change


@given(share=st.floats(-0.99, 10))
@settings(max_examples=200)
def test_change_never_holds_a_typographic_minus(share: float) -> None:
    # st.metric reads U+2212 as "up" (UX.md §4.20).
    assert "−" not in formats.change(share, "id")


def test_days_and_months_carry_the_names_of_the_language() -> None:
    assert formats.day(date(2025, 8, 17), "id") == "17 Agu 2025"
    assert formats.day(date(2025, 8, 17), "en") == "17 Aug 2025"
    assert formats.day(pd.NaT, "id") == "–"
    assert formats.month("2025-08", "id") == "Agustus 2025"
    assert formats.month_short("2025-05", "id") == "Mei 2025"
    assert formats.month(None, "en") == "–"


def test_evening_in_utc_is_the_next_day_in_jakarta() -> None:
    assert formats.day(datetime(2026, 1, 31, 18, 0, tzinfo=UTC), "id") == "1 Feb 2026"
