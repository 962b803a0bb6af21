"""The kind of employment: title before column before text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.employment_type import read_employment_type
from nlp.posting import Posting

KINDS = {"full_time", "part_time", "contract", "internship", "freelance", "daily", None}
COLUMNS = [
    ("Magang, 5 hari/minggu", "internship"),
    ("fullTime,contract", "full_time"),
    ("Penuh Waktu · Kerja di kantor", "full_time"),
    ("kontrak/temporer", "contract"),
    ("part_time · Remote/Dari rumah", "part_time"),
    ("Paruh", "part_time"),
    ("Harian · Kerja di kantor", "daily"),
    ("Freelance · Hybrid", "freelance"),
    ("ONSITE", None),
    ("IDR2.000.000 - 2.750.000/Bulan", None),
]
TITLES = [
    ("Accounting Intern", "internship"),
    ("Internal Auditor", None),
    ("Barista (Part Time)", "part_time"),
    ("DW Steward", "daily"),
    ("Data Engineer - Contract", "contract"),
    ("Contract Administrator", None),
]
TEXTS = [
    ("Job Type: Full-time", "full_time"),
    ("Status: karyawan kontrak", "contract"),
    ("Kontrak 1 tahun", "contract"),
    ("Untuk posisi penuh waktu kasir", "full_time"),
    ("Mengelola kontrak dengan pemasok", None),
    ("Familiar with full stack development", None),
]


@pytest.mark.parametrize(("column", "kind"), COLUMNS)
def test_column_is_read(column: str, kind: str | None) -> None:
    assert read_employment_type(Posting(title="Kasir", employment_type=column)) == kind


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_title_is_read(title: str, kind: str | None) -> None:
    assert read_employment_type(Posting(title=title)) == kind


@pytest.mark.parametrize(("text", "kind"), TEXTS)
def test_text_is_read(text: str, kind: str | None) -> None:
    assert read_employment_type(Posting(description=text)) == kind


def test_title_of_an_internship_wins_over_a_full_time_column() -> None:
    posting = Posting(title="Desainer Magang", employment_type="Full time")
    assert read_employment_type(posting) == "internship"


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_read(title: str, column: str, text: str) -> None:
    posting = Posting(title=title, employment_type=column, description=text)
    assert read_employment_type(posting) in KINDS
