"""The readers read the same with a Doc and without, and the words they look for are all found."""

import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from data.text import fold, fold_words
from nlp.extract import extract, read_row
from nlp.posting import Posting, to_lower
from nlp.signs import find_signs, watch

PIPELINE = nlp.build()
PIECES = st.sampled_from(
    ["Kualifikasi:\n", "- Minimal S1", "SMA/SMK", "Pengalaman 2 tahun", "usia maks. 30 tahun",
     "Benefit:\n", "BPJS", "uang makan", "Gaji Rp 4 jt", "•", "fresh graduate", "WFH", "Pria",
     "penempatan Bekasi", "kontrak 1 tahun", "biaya administrasi", "Microsoft Excel", "ﬁ", "İ",
     "we are looking for", "TeamMaintain", "PTContoh", ".", "\n"]
)  # fmt: skip
LETTERS = st.text("aZıİßςΣſé\u0301'_–•\xa0 \n𝚺ẞ9²½…ﬁÅ\x1c운", max_size=12)
TEXTS = st.one_of(LETTERS, st.lists(PIECES, max_size=12).map(" ".join), st.text(max_size=40))
FIELDS = ("title", "company", "location", "salary", "description", "experience", "education")


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({"id": st.text(max_size=3)}, optional=dict.fromkeys(FIELDS, TEXTS)))
def test_a_row_is_the_same_through_the_pipeline_and_without_it(posting: dict[str, Any]) -> None:
    assert extract(PIPELINE, posting) == read_row(posting)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_folding_takes_the_same_short_cuts_for_every_text(text: str) -> None:
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    slowly = re.sub(r"[\W_]+", " ", bare.lower()).strip()
    assert fold(text) == slowly
    assert fold_words(text) == slowly.split()


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Kab. Bandung–Barat", "kab bandung barat"), ("•Café_N°1", "cafe n 1"), ("İZMİR", "izmir"),
     ("运营 (A)", "运营 a"), ("", ""), ("–", "")],
)  # fmt: skip
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_signs_stand_where_they_are_said_to(text: str) -> None:
    posting = Posting(description=text)
    assert len(posting.lower) == len(text)
    for words, key in ((("bpjs",), "benefit bpjs"), (("wfh",), "remote")):
        places = posting.signs[key]
        assert all(posting.lower[start:end] for start, end in places)
        assert all(any(start == a for a, _ in places) for word in words
                   for start in _starts(posting.lower, word))  # fmt: skip
    for number in posting.lines_with("experience"):
        line = posting.lines[number]
        body = posting.lower[line.start : line.end]
        assert re.search("tahun|year|thn|yrs| th|bulan|month|yoe", body)


def _starts(text: str, word: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(word), text)]


def test_a_word_counts_only_for_the_line_that_holds_it_whole() -> None:
    posting = Posting(description="- Gaji menarik\n- Kerja 2 tahun\n- Jujur")
    assert [posting.lines_with(key) for key in ("pay", "experience", "age")] == [[0], [1], [1]]


def test_words_of_a_key_nobody_watches_are_an_error() -> None:
    with pytest.raises(KeyError):
        find_signs("kasir")["no such reader"]


def test_a_key_belongs_to_one_reader() -> None:
    with pytest.raises(ValueError, match="another key"):
        watch("pay", ["gaji"])


def test_small_letters_keep_their_places() -> None:
    assert to_lower("İSTANBUL É") == "istanbul é"


def test_what_readers_share_is_made_once_and_tells_two_postings_apart() -> None:
    posting = Posting(title="Kasir", description="Menjaga kasir")
    assert posting.lines is posting.lines
    assert posting == Posting(title="Kasir", description="Menjaga kasir")
    assert posting.fold_head(7) == ["menjaga"]
    assert posting.fold_head(99) == ["menjaga", "kasir"]
