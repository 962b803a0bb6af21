"""The years of experience demanded: ranges, words, beginners, and spans that mean other things."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.experience import read_experience
from nlp.posting import Posting
from tests.growth import grows_in_line

DEMANDS = [
    ("Pengalaman minimal 2 tahun di bidang yang sama", 2),
    ("Pengalaman kerja : Min. 2 Tahun", 2),
    ("Berpengalaman 1-3 tahun sebagai kasir", 1),
    ("Minimal 6 bulan pengalaman", 0.5),
    ("Memiliki pengalaman 3 (tiga) tahun", 3),
    ("Memiliki pengalaman dua tahun", 2),
    ("3+ years of experience with Java", 3),
    ("At least 1 year(s) of working experience", 1),
    ("We are looking for an engineer with 5+ years of experience", 5),
    ("Over two years as analyst", 2),
    ("Min. 2 tahun sebagai supir", 2),
    ("5 years as a manager or min. 2 years experience as area manager", 2),
    ("A degree in a related fieldAt least 5 years of experience", 5),
    ("Pengalaman minimal 1 tahun, fresh graduate dipersilakan", 0),
    ("Tanpa pengalaman, akan dilatih", 0),
    ("Tidak diperlukan pengalaman kerja", 0),
    ("Pengalaman kerja tidak mutlak", 0),
    ("No prior experience required", 0),
    ("Pengalaman kurang dari 1 tahun", 0),
    ("Bukan fresh graduate, pengalaman minimal 4 tahun", 4),
    ("Diutamakan berpengalaman minimal 1 tahun", None),
    ("Pengalaman 2 tahun lebih disukai", None),
    ("Pengalaman minimal 1 tahun (2 tahun lebih disukai)", 1),
    ("Min. 3 years experience, preferably in retail", 3),
    ("Usia maksimal 30 tahun", None),
    ("Usia 20 - 35 tahun, berpengalaman", None),
    ("Pria- Berpengalaman- SMA/SMK- 20 - 35 Tahun", None),
    ("Kontrak 1 tahun", None),
    ("Magang selama 6 bulan", None),
    ("Berpengalaman", None),
]
COLUMNS = [
    ("1 – 3 tahun", 1),
    ("1-2 Tahun; Fresh Graduate", 0),
    ("Kurang dari setahun", 0),
    ("36 bulan", 3),
    ("3-5 Tahun; 6-10 Tahun", 3),
    ("Less than a year of experience", 0),
    ("min 6 tahun; Supervisor / Coordinator", 6),
    ("Min. 400 bulan pengalaman", None),
    ("Staff / Officer", None),
    ("Minimal Sarjana (S1)", None),
]


@pytest.mark.parametrize(("text", "years"), DEMANDS)
def test_years_demanded_in_the_text(text: str, years: float | None) -> None:
    assert read_experience(Posting(description=f"Kualifikasi:\n{text}")) == years


@pytest.mark.parametrize(("column", "years"), COLUMNS)
def test_years_of_the_column(column: str, years: float | None) -> None:
    assert read_experience(Posting(experience=column)) == years


def test_text_wins_over_the_column() -> None:
    posting = Posting(description="Pengalaman minimal 3 tahun", experience="1 - 3 tahun")
    assert read_experience(posting) == 3


def test_age_of_the_firm_is_no_demand() -> None:
    text = "PT Maju adalah perusahaan dengan pengalaman 10 tahun di bidang logistik."
    assert read_experience(Posting(description=text)) is None


def test_years_below_a_heading_of_experience() -> None:
    assert read_experience(Posting(description="Year of Experience\n2-4 Years\nSales")) == 2


@pytest.mark.parametrize("piece", ["1 ", "1-2 ", "fresh ", "pengalaman ", "2 tahun ", "satu "])
def test_long_hostile_text_is_read_quickly(piece: str) -> None:
    assert grows_in_line(lambda text: read_experience(Posting(description=text)), piece)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text())
def test_any_text_is_read(text: str, column: str) -> None:
    years = read_experience(Posting(description=text, experience=column))
    assert years is None or 0 <= years <= 16


@pytest.mark.parametrize("column", ["Tanpa pengalaman", "No experience required", "Fresh Graduate"])
def test_a_column_that_asks_for_none_is_zero_years(column: str) -> None:
    assert read_experience(Posting(title="Kasir", experience=column)) == 0
