"""The pay offered: the column first, then lines that speak of base pay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.advertised_wage import find_pay, read_advertised_wage
from nlp.posting import Posting
from tests.growth import grows_in_line

TEXTS = [
    ("Gaji pokok 3 juta", (3_000_000, 3_000_000, None)),
    ("Gaji Rp 130.000/hari", (130_000, 130_000, "day")),
    ("Range gaji : Rp 6 s/d 7 jutaPenempatan segera", (6_000_000, 7_000_000, None)),
    ("Gaji yang diinginkan: Rp2,000,000 per bulan", (2_000_000, 2_000_000, "month")),
    (
        f"Gaji yang diinginkan: Rp2,000,000 per bulan{', libur hari Minggu' * 6}",
        (2_000_000, 2_000_000, "month"),
    ),
    ("Tulis gaji yang diinginkan (misalnya Rp 5.000.000)", None),
    ("Gaji mulai dari Rp4.000.000", (4_000_000, None, None)),
    ("Tunjangan makan Rp 500.000", None),
    ("Gaji UMK + bonus 500.000", None),
    ("Bonus hingga 10 juta", None),
    ("Potensi penghasilan 25 juta/bulan", None),
    ("25% salary increase, meal reimbursement 60k / day", None),
    ("Modal usaha 10 juta", None),
    ("Gaji dibayar tanggal 25", None),
    ("Kami adalah perusahaan dengan pendapatan 50 juta", None),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_line_of_the_description(text: str, expected: tuple[object, ...] | None) -> None:
    wage = read_advertised_wage(Posting(description=f"Benefit:\n{text}\nLaptop"))
    assert (wage and (wage.min, wage.max, wage.period)) == expected


def test_column_wins_over_the_text() -> None:
    posting = Posting(salary="Rp 5 jt", description="Gaji 3 juta")
    found = find_pay(posting)
    assert found is not None
    assert (found[0], found[1].min) == ("salary", 5_000_000)


def test_title_may_tell_the_pay() -> None:
    found = find_pay(Posting(title="Kurir (gaji 4-5 juta)"))
    assert found is not None
    assert (found[0], found[1].min, found[1].max) == ("title", 4_000_000, 5_000_000)


def test_employer_is_not_paid() -> None:
    text = "PT Contoh adalah perusahaan dengan gaji direksi 90 juta per bulan."
    assert read_advertised_wage(Posting(description=text)) is None


@pytest.mark.parametrize("piece", ["gaji ", "gaji 1 ", "salary 10 - ", "gaji\n"])
def test_long_hostile_text_is_read_quickly(piece: str) -> None:
    assert grows_in_line(lambda text: read_advertised_wage(Posting(description=text)), piece)


@settings(max_examples=200, deadline=None)
@given(
    st.text(),
    st.text(),
    st.lists(st.sampled_from(["gaji", "Rp", "3", "juta", "-", "5.000.000", "\n"])),
)
def test_span_stands_in_its_field(title: str, salary: str, words: list[str]) -> None:
    posting = Posting(title=title, salary=salary, description=" ".join(words))
    found = find_pay(posting)
    if found is not None:
        field, wage = found
        assert getattr(posting, field)[wage.start : wage.end] == wage.text
