"""The lowest schooling accepted: what counts as a demand, and what only looks like one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.education import read_education
from nlp.posting import Posting
from tests.growth import grows_in_line

LEVELS = {"sd", "smp", "sma", "smk", "d1", "d2", "d3", "d4", "s1", "s2", "s3", None}
DEMANDS = [
    ("Pendidikan minimal SMA/SMK sederajat", "sma"),
    ("Lulusan SMK jurusan listrik", "smk"),
    ("Min. SMK/D3 semua jurusan", "smk"),
    ("Pendidikan min. D-III Akuntansi", "d3"),
    ("Minimum Diploma in Accounting", "d3"),
    ("Pendidikan D1-D4", "d1"),
    ("Strata 1 (S-1) Teknik Sipil", "s1"),
    ("Bachelor’s degree in Law, Master's degree is a plus", "s1"),
    ("Minimal SD/SMP sederajat", "sd"),
    ("Minimum senior high school", "sma"),
    ("Minimal pendidikan SMKMahir memakai komputer", "smk"),
    ("Pria- Berpengalaman- SMA/SMK- 20 - 35 Tahun", "sma"),
    ("Pendidikan minimal SMA (diutamakan D3/S1)", "sma"),
    ("Pendidikan S1, diutamakan jurusan Hukum", "s1"),
    ("Pendidikan minimal S1 diutamakan wanita", "s1"),
    ("Lebih diutamakan lulusan S1", None),
    ("S1 lebih disukai", None),
    ("Strata 1 menjadi nilai tambah", None),
    ("Menguasai Master Data dan AutoCAD 3D\n2 orang teknisi", None),
    ("Berkunjung ke sekolah SMA dan SMK", None),
    ("Mengajar matematika SMP", None),
    ("Jam kerja Senin sd Jumat", None),
    ("Currently pursuing a degree in Design", None),
    ("Memiliki etika profesi", None),
    ("Di perusahaan ini d 3 divisi", None),
]
COLUMNS = [
    ("Minimal SMA/SMK", "sma"),
    ("Diploma, Sarjana; Program studi: Akuntansi, S2 Hukum", "d3"),
    ("Diploma/D1/D2/D3, Sarjana/S1", "d1"),
    ("Minimal Diploma (D1 - D4)", "d1"),
    ("Sarjana / S1; SMA / SMK / STM", "sma"),
    ("HIGH_SCHOOL", "sma"),
    ("BACHELOR_DEGREE", "s1"),
    ("Profesi; Program studi: Apoteker", "s1"),
    ("Program studi: Teknik Sipil", None),
    ("Minimal SD", "sd"),
    ("Java", None),
]


@pytest.mark.parametrize(("text", "level"), DEMANDS)
def test_lowest_level_demanded_in_the_text(text: str, level: str | None) -> None:
    assert read_education(Posting(description=f"Kualifikasi:\n{text}")) == level


@pytest.mark.parametrize(("column", "level"), COLUMNS)
def test_lowest_level_of_the_column(column: str, level: str | None) -> None:
    assert read_education(Posting(education=column)) == level


def test_text_wins_over_the_column() -> None:
    posting = Posting(description="Pendidikan minimal SMK", education="Sarjana/S1")
    assert read_education(posting) == "smk"


def test_preferred_level_leaves_the_column_standing() -> None:
    posting = Posting(description="Diutamakan lulusan S1", education="SMA/SMK")
    assert read_education(posting) == "sma"


def test_summary_of_the_portal_does_not_beat_the_text() -> None:
    text = "Pendidikan minimal S1\n\nPersyaratan: Kerja di kantor, Minimal SMA/SMK"
    assert read_education(Posting(description=text)) == "s1"


@pytest.mark.parametrize("piece", ["s1/", "sma, ", "d 3 ", "diploma ", "s.", "min. ", "high "])
def test_long_hostile_text_is_read_quickly(piece: str) -> None:
    assert grows_in_line(lambda text: read_education(Posting(description=text)), piece)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_any_text_is_read(text: str, column: str) -> None:
    assert read_education(Posting(description=text, education=column)) in LEVELS
