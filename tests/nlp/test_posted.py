"""The date reader: wordings of the portals, refusals, and what always holds."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posted import read_posted
from tests.growth import grows_in_line

SEEN = date(2025, 3, 31)

WORDINGS = [
    ("Hari ini", SEEN),
    ("baru saja", SEEN),
    ("59 detik yang lalu", SEEN),
    ("41m ago", SEEN),
    ("5 jam yang lalu", SEEN),
    ("Tayang 15 jam yang lalu", SEEN),
    ("1h ago", SEEN),
    ("30 jam yang lalu", date(2025, 3, 30)),
    ("Kemarin", date(2025, 3, 30)),
    ("Tayang Kemarin", date(2025, 3, 30)),
    ("1 hari yang lalu", date(2025, 3, 30)),
    ("Tayang\xa012 hari yang lalu", date(2025, 3, 19)),
    ("Posted 8 days ago", date(2025, 3, 23)),
    ("1d ago", date(2025, 3, 30)),
    ("2 minggu lalu", date(2025, 3, 17)),
    ("seminggu yang lalu", date(2025, 3, 24)),
    ("1 bulan yang lalu", date(2025, 2, 28)),
    ("Posted 3 months ago", date(2024, 12, 31)),
    ("a month ago", date(2025, 2, 28)),
    ("Tayang 1 tahun yang lalu", date(2024, 3, 31)),
    ("Posted 1 year ago", date(2024, 3, 31)),
    ("22 Mei", date(2024, 5, 22)),
    ("30 Mar", date(2025, 3, 30)),
    ("02 Des", date(2024, 12, 2)),
    ("29 Feb", date(2024, 2, 29)),
    ("11 Nov 2015", date(2015, 11, 11)),
    ("Senin, 22 Mei 2023", date(2023, 5, 22)),
    ("May 22, 2023", date(2023, 5, 22)),
    ("14-Jul-23", date(2023, 7, 14)),
    ("22/08/2024 11:32:21", date(2024, 8, 22)),
    ("4/3/2024", date(2024, 3, 4)),
    ("2024-03-13", date(2024, 3, 13)),
    ("2024-09-17 14:49:47", date(2024, 9, 17)),
    ("2024-09-25T06:04:56Z", date(2024, 9, 25)),
    ("2024-09-25T18:04:56Z", date(2024, 9, 26)),
    ("2024-08-19T16:59:59.999Z", date(2024, 8, 19)),
    ("2023-10-09T11:15:56.460+07:00", date(2023, 10, 9)),
    ("2023-10-09T23:30:00+09:00", date(2023, 10, 9)),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_wording_is_read(text, expected) -> None:
    assert read_posted(text, SEEN) == expected


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "30+ hari yang lalu", "30+ days ago", "582024-03-13", "20 2024-02-27",
        "30 Nov -0001", "31 Apr 2024", "2024-02-30", "3/25/2024", "13 Foo", "5 abad yang lalu",
        "9999 tahun yang lalu", "Tutup 22 Mei", "11 Nov 1999", "1 Apr 2025", "2025-03-31T18:00:00Z",
        "2024-13-01", "22", "2 hari", "x" * 20_000,
    ],
)  # fmt: skip
def test_what_cannot_be_known_is_none(text) -> None:
    assert read_posted(text, SEEN) is None


@pytest.mark.parametrize("text", ["1 hari yang lalu", "Hari ini", "22 Mei", "seminggu yang lalu"])
def test_wording_that_needs_the_day_seen_is_none_without_it(text) -> None:
    assert read_posted(text, None) is None


def test_full_date_needs_no_day_seen() -> None:
    assert read_posted("11 Nov 2015", None) == date(2015, 11, 11)


def test_moment_seen_counts_as_its_day() -> None:
    moment = datetime(2025, 3, 31, 8, 0)  # noqa: DTZ001 - a naive moment is what is tested
    assert read_posted("Kemarin", moment) == date(2025, 3, 30)


@pytest.mark.parametrize("seen", [date.min, date(1, 3, 1), date(2000, 1, 1)])
@pytest.mark.parametrize("text", ["Kemarin", "40 bulan yang lalu", "29 Feb", "9999 minggu lalu"])
def test_days_before_the_calendar_are_none(text, seen) -> None:
    assert read_posted(text, seen) is None


@pytest.mark.parametrize("piece", ["1", "a ", "1 ", "may ", "9-", ". "])
def test_hostile_texts_are_fast(piece: str) -> None:
    assert grows_in_line(lambda text: read_posted(text, SEEN), piece)
    assert grows_in_line(lambda text: read_posted(text, SEEN), piece, length=60)


PIECES = st.lists(
    st.sampled_from(
        ["Tayang", "1", "30", "31", "0", "2024", "99", "hari", "bulan", "tahun", "yang", "lalu",
         "ago", "Mei", "Feb", "-", "/", "T", "Z", ":", "+", "2024-02-29", " ", "kemarin",
         "9999", "jam"]
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), PIECES.map(" ".join), PIECES.map("".join)), st.dates())
def test_any_text_gives_none_or_a_day_since_2000_not_after_seen(text, seen) -> None:
    day = read_posted(text, seen)
    assert day is None or date(2000, 1, 1) <= day <= seen


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2003, 1, 1), date(2100, 1, 1)), st.integers(0, 900))
def test_written_days_are_read_back(seen, back) -> None:
    day = seen - timedelta(days=back)
    names = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
    for text in (f"{back} hari yang lalu", day.isoformat(), f"{day.day}/{day.month}/{day.year}",
                 f"{day.day} {names[day.month - 1]} {day.year}"):  # fmt: skip
        assert read_posted(text, seen) == day
