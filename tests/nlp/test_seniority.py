"""The rank: words that lead people, words that only sound so, beginners, ordinary staff."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.posting import Posting
from nlp.seniority import read_seniority

RANKS = {"intern", "entry", "staff", "supervisor", "manager", "director", None}
TITLES = [
    ("Magang Desain", "intern"),
    ("Direktur Keuangan", "director"),
    ("Chief Financial Officer", "director"),
    ("Sekretaris Direktur", "staff"),
    ("Art Director", "staff"),
    ("Head of Sales", "manager"),
    ("Assistant Manager Logistik", "manager"),
    ("Kepala Cabang Bogor", "manager"),
    ("Account Manager", "staff"),
    ("Head Store", "supervisor"),
    ("Kepala Gudang", "supervisor"),
    ("SPV Produksi", "supervisor"),
    ("Tech Lead", "supervisor"),
    ("Lead Generation Specialist", "staff"),
    ("Senior Programmer", "staff"),
    ("Kasir", "staff"),
    ("", None),
]


@pytest.mark.parametrize(("title", "rank"), TITLES)
def test_title_tells_the_rank(title: str, rank: str | None) -> None:
    assert read_seniority(Posting(title=title)) == rank


def test_beginners_accepted_is_entry() -> None:
    posting = Posting(title="Kasir", description="Fresh graduate dipersilakan melamar")
    assert read_seniority(posting) == "entry"


def test_leader_is_a_leader_even_where_beginners_may_apply() -> None:
    posting = Posting(title="Supervisor Toko", experience="1-2 tahun; Fresh graduate")
    assert read_seniority(posting) == "supervisor"


def test_column_tells_the_rank_where_the_title_does_not() -> None:
    column = "3-5 tahun; Supervisor / Coordinator"
    assert read_seniority(Posting(title="HRD", experience=column)) == "supervisor"
    assert read_seniority(Posting(title="Staff HRD", experience=column)) == "staff"


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_is_read(title: str, column: str, text: str) -> None:
    posting = Posting(title=title, experience=column, description=text)
    assert read_seniority(posting) in RANKS
