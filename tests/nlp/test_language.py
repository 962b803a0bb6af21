"""The language of an advertisement: by whole lines, not by single foreign words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.language import read_language
from nlp.posting import Posting

INDONESIAN = (
    "Bertanggung jawab atas laporan penjualan.\nMampu bekerja dalam tim dan di bawah tekanan."
)
ENGLISH = "Responsible for the sales report.\nAble to work in a team and under pressure."
TEXTS = [
    (INDONESIAN, "id"),
    (ENGLISH, "en"),
    (f"{INDONESIAN}\n{ENGLISH}", "mixed"),
    (f"{INDONESIAN}\n- Microsoft Excel\n- Digital Marketing\n- Problem Solving", "id"),
    (f"{ENGLISH}\nPT Maju Jaya, Jalan Merdeka", "en"),
    ("Menjaga stok gudangMembuat laporan harianMelayani pelanggan dengan ramah", "id"),
    ("负责公司的日常会计工作并编制财务报表协助完成年度审计工作以及其他事务", "mixed"),
    ("PRIA/WANITA, USIA MAKSIMAL 30 TAHUN", "id"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_lines_tell_the_language(text: str, language: str) -> None:
    assert read_language(Posting(title="Staff", description=text)) == language


def test_title_tells_the_language_where_there_is_no_text() -> None:
    assert read_language(Posting(title="Lowongan kerja untuk penjaga toko")) == "id"


def test_nothing_is_told_without_words() -> None:
    assert read_language(Posting(title="12345", description="!!! 08.00 - 17.00")) is None


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_any_text_has_a_language_or_none(title: str, text: str) -> None:
    found = read_language(Posting(title=title, description=text))
    assert found in {"id", "en", "mixed", None}
