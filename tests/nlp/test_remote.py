"""Where the work is done: columns, and sentences about the post itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posting import Posting
from nlp.remote import read_remote

COLUMNS = [
    ("Penuh Waktu · Kerja di kantor", "", "onsite"),
    ("full_time · Remote/Dari rumah", "", "remote"),
    ("Kontrak · Hybrid", "", "hybrid"),
    ("", "Jakarta, Indonesia (On-site)", "onsite"),
    ("", "Indonesia (Remote)", "remote"),
    ("Full time", "Bandung", None),
]
TEXTS = [
    ("Bersedia full WFO di Surabaya", "onsite"),
    ("This is a full-time on-site role", "onsite"),
    ("Sistem kerja hybrid", "hybrid"),
    ("Location: Remote", "remote"),
    ("Bekerja dari rumah", "remote"),
    ("Memahami remote sensing", None),
    ("Provide onsite support to customers", None),
    ("Hybrid cloud concepts", None),
    ("Mobil remote control", None),
    ("Microsoft Office", None),
]


@pytest.mark.parametrize(("kind", "place", "mode"), COLUMNS)
def test_columns_are_read(kind: str, place: str, mode: str | None) -> None:
    assert read_remote(Posting(employment_type=kind, location=place)) == mode


@pytest.mark.parametrize(("text", "mode"), TEXTS)
def test_text_is_read(text: str, mode: str | None) -> None:
    assert read_remote(Posting(description=text)) == mode


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_any_text_is_read(column: str, text: str) -> None:
    posting = Posting(employment_type=column, description=text)
    assert read_remote(posting) in {"onsite", "hybrid", "remote", None}


def test_words_glued_to_the_place_count() -> None:
    assert read_remote(Posting(title="Kasir", location="Jakarta Raya(Jarak jauh)")) == "remote"
