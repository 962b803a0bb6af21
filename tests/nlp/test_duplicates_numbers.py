"""What a portal's number tells, on made-up ids beside the days that are known."""

from datetime import date
from itertools import pairwise

import pytest

from nlp.duplicate_sketch import RULES
from nlp.duplicates_numbers import date_number, find_number

MADE = "a0000000-0000-4000-8000-000000000000"  # time-ordered: 30 September 2025
DRAWN = "ffb722c1-0000-4000-8000-000000000000"  # as a time it would be in 2036


@pytest.mark.parametrize(
    ("key", "portal", "number"),
    [
        ("contoh:kumpulan:1234567", "contoh", "1234567"),
        ("contoh:1234567", "contoh", "1234567"),
        (f"contoh:kumpulan:{MADE.upper()}", "contoh", MADE),
        ("contoh:kumpulan:12", "contoh", None),  # a place in a file
        ("contoh:kumpulan:3106818115980811", "contoh", None),  # a hash
        ("contoh:kumpulan:kasir-toko-1234567", "contoh", None),
        ("lain:kumpulan:1234567", "contoh", None),
        ("1234567", "", None),
    ],
)
def test_a_number_stands_at_the_end_of_an_id(key: str, portal: str, number: str | None) -> None:
    assert find_number(key, portal) == number


def test_a_number_was_given_between_the_days_of_its_neighbours() -> None:
    assert date_number("jobstreet", "74410449") == date(2024, 3, 18)
    assert date_number("jobstreet", "74922273") == date(2024, 4, 9)
    assert date_number("jobstreet", "90747104") == date(2026, 3, 5)


def test_a_number_beyond_those_known_tells_no_day() -> None:
    assert date_number("jobstreet", "90747105") is None
    assert date_number("jobstreet", "50000000") is None  # between the two ways it counted
    assert date_number("contoh", "74410449") is None


def test_an_ordered_uuid_begins_with_its_time_and_others_do_not() -> None:
    assert date_number("maganghub", MADE) == date(2025, 9, 30)
    assert date_number("maganghub", DRAWN) is None
    assert date_number("glints", MADE) is None


def test_known_numbers_rise_with_their_days() -> None:
    for series in (one for portal in RULES["numbers"]["series"].values() for one in portal):
        assert all(n < m and day < later for (n, day), (m, later) in pairwise(series))
