"""The wage reader: every notation of the portals, what is refused, and what always holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.wage import read_wage
from tests.growth import grows_in_line

# text, min, max, currency, period
NOTATIONS = [
    ("IDR\xa04M - 5.500.000 per bulan", 4_000_000, 5_500_000, "IDR", "month"),
    ("IDR\xa04.5M - 5.500.000 per bulan", 4_500_000, 5_500_000, "IDR", "month"),
    ("Rp\xa05.599.593,21 – Rp\xa05.600.000 per month", 5_599_593, 5_600_000, "IDR", "month"),
    ("Rp\xa04,633,759.26 – Rp\xa06,123,181.87 per month", 4_633_759, 6_123_182, "IDR", "month"),
    ("Rp\xa06.000.000,00", 6_000_000, 6_000_000, "IDR", None),
    ("Rp.3 – 4 Juta", 3_000_000, 4_000_000, "IDR", None),
    ("Rp.1 - 2 Juta", 1_000_000, 2_000_000, "IDR", None),
    ("Rp9jt-Rp9,9jt", 9_000_000, 9_900_000, "IDR", None),
    ("Rp 7\xa0jt-9\xa0jt", 7_000_000, 9_000_000, "IDR", None),
    ("Rp 500\xa0rb-1\xa0jt", 500_000, 1_000_000, "IDR", None),
    ("Rp100rb-Rp7,5jt", 100_000, 7_500_000, "IDR", None),
    ("Rp100rb", 100_000, 100_000, "IDR", None),
    ("IDR3.000.000 - 5.000.000/Bulan", 3_000_000, 5_000_000, "IDR", "month"),
    ("IDR 2.500.000 - 3.500.000 / month", 2_500_000, 3_500_000, "IDR", "month"),
    ("IDR3.000.000perbulan", 3_000_000, 3_000_000, "IDR", "month"),
    ("IDR 7000000 - 15000000", 7_000_000, 15_000_000, "IDR", None),
    ("7000000", 7_000_000, 7_000_000, "IDR", None),
    ("6.000.000 - 9.000.000", 6_000_000, 9_000_000, "IDR", None),
    ("Rp 3 000 000", 3_000_000, 3_000_000, "IDR", None),
    ("25-30 million", 25_000_000, 30_000_000, "IDR", None),
    ("5 - 7 juta", 5_000_000, 7_000_000, "IDR", None),
    ("4,5 jt", 4_500_000, 4_500_000, "IDR", None),
    ("12.5jt", 12_500_000, 12_500_000, "IDR", None),
    ("4jt-6", 4_000_000, 6_000_000, "IDR", None),
    ("4.500.000 - 6 juta", 4_500_000, 6_000_000, "IDR", None),
    ("500 - 900rb", 500_000, 900_000, "IDR", None),
    ("Rp 4.000.000,- s/d Rp. 5.000.000,-", 4_000_000, 5_000_000, "IDR", None),
    ("Rp 5 juta/bulan - Rp 6 juta/bulan nett", 5_000_000, 6_000_000, "IDR", "month"),
    ("antara 4 juta dan 6 juta", 4_000_000, 6_000_000, "IDR", None),
    ("5 juta rupiah sebulan", 5_000_000, 5_000_000, "IDR", "month"),
    ("Gaji per bulan: Rp 5 juta", 5_000_000, 5_000_000, "IDR", "month"),
    ("25rb/jam", 25_000, 25_000, "IDR", "hour"),
    ("Rp\xa075.000 – Rp\xa0100.000 per hour", 75_000, 100_000, "IDR", "hour"),
    ("150k/hari", 150_000, 150_000, "IDR", "day"),
    ("Rp 900.000 per minggu", 900_000, 900_000, "IDR", "week"),
    ("Rp 120 juta per tahun", 120_000_000, 120_000_000, "IDR", "year"),
    ("Rp 50.000 per artikel", 50_000, 50_000, "IDR", "project"),
    ("$5,000 – $7,500 per month (SGD)", 5_000, 7_500, "SGD", "month"),
    ("$45,000 – $60,000 per month (HKD)", 45_000, 60_000, "HKD", "month"),
    ("$4,000 – $6,000 per year (USD)", 4_000, 6_000, "USD", "year"),
    ("RM\xa02,500 – RM\xa03,000 per month (MYR)", 2_500, 3_000, "MYR", "month"),
    ("SGD999 - 1,000/Month", 999, 1_000, "SGD", "month"),
    ("Rp1 per month", 1, 1, "IDR", "month"),
    ("0", 0, 0, "IDR", None),
    ("Rp 4 juta + komisi", 4_000_000, 4_000_000, "IDR", None),
    ("Bonus 10 juta, gaji 5 juta", 5_000_000, 5_000_000, "IDR", None),
    ("gaji 4 jt - 6 hari kerja", 4_000_000, 4_000_000, "IDR", None),
    ("4 juta dan 500rb uang makan", 4_000_000, 4_000_000, "IDR", None),
    ("mulai dari 5 juta", 5_000_000, None, "IDR", None),
    ("5 juta+", 5_000_000, None, "IDR", None),
    ("up to Rp 7 juta", None, 7_000_000, "IDR", None),
]


@pytest.mark.parametrize(("text", "lower", "upper", "currency", "period"), NOTATIONS)
def test_notation_is_read_as_advertised(text, lower, upper, currency, period) -> None:
    wage = read_wage(text)
    assert wage is not None
    assert (wage.min, wage.max, wage.currency, wage.period) == (lower, upper, currency, period)
    assert wage.text == text[wage.start : wage.end]


@pytest.mark.parametrize(
    "text",
    [
        None, "", "   ", "Negosiasi", "Gaji Dirahasiakan", "Kompetitif", "UMR",
        "World Class Benefits",
        "1 - 3 tahun", "Minimal 1 tahun pengalaman", "5%", "komisi 10 %", "10k followers",
        "081234567890", "12345678901234567890", "Rp5.00.000", "Bonus 10 juta", "Rp5jta",
    ],
)  # fmt: skip
def test_text_without_a_wage_is_none(text) -> None:
    assert read_wage(text) is None


@pytest.mark.parametrize(
    ("text", "monthly"),
    [
        ("25rb/jam", (4_325_000, 4_325_000)),
        ("150k/hari", (3_750_000, 3_750_000)),
        ("Rp 900.000 per minggu", (3_900_000, 3_900_000)),
        ("Rp 120 juta per tahun", (10_000_000, 10_000_000)),
        ("5 - 7 juta", (5_000_000, 7_000_000)),
        ("up to Rp 7 juta", (None, 7_000_000)),
        ("Rp 50.000 per artikel", (None, None)),
        ("$5,000 per month (SGD)", (None, None)),
    ],
)
def test_rupiah_become_rupiah_a_month(text, monthly) -> None:
    wage = read_wage(text)
    assert wage is not None
    assert (wage.monthly_min, wage.monthly_max) == monthly


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("5 - 7 juta", ()),
        ("Rp1 per month", ("implausible",)),
        ("Rp4 – Rp6 per month", ("implausible",)),
        ("0", ("implausible",)),
        ("IDR\xa01.300.000.000 - 1.600.000.000", ("implausible",)),
        ("SGD\xa025.000.000 - 35.000.000", ("implausible",)),
        ("Rp 200.000.000 – Rp 300.000.000 per year", ()),
        ("Rp100.000.000 – Rp130.000.000 per month", ()),
        ("Rp200.000.000 - Rp400.000.000 per bulan", ("implausible",)),
        ("6jt-4jt", ("inverted",)),
        ("IDR2.500.000 - 30.000.000/Bulan", ("wide",)),
        ("500 - 1 juta", ("implausible", "wide")),
    ],
)
def test_odd_values_are_flagged_not_dropped(text, flags) -> None:
    wage = read_wage(text)
    assert wage is not None
    assert wage.flags == flags


PADDING = "Kami mencari orang yang rapi dan jujur untuk toko kami di kota ini sejak 2019. " * 2


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (f"{PADDING}Gaji: Rp 4.500.000 - Rp 5.000.000 per bulan.", (4_500_000, 5_000_000)),
        (f"{PADDING}Salary 4.000.000Tunjangan makan", (4_000_000, 4_000_000)),
        (f"{PADDING}Target penjualan 100 juta. Gaji pokok 3 juta.", (3_000_000, 3_000_000)),
        (f"{PADDING}Modal 50 juta, omzet 100 juta per bulan", None),
        (f"{PADDING}Gaji menarik, bonus 2 juta", None),
        (f"{PADDING}Tulis gaji yang diinginkan (misalnya Rp 5.000.000).", None),
        (f"{PADDING}Gaji yang diinginkan: Rp3,000,000 per bulan", (3_000_000, 3_000_000)),
        (f"{PADDING}Tulis gaji yang diinginkan. Gaji pokok 3 juta.", (3_000_000, 3_000_000)),
        (f"{PADDING}Gaji menarik. {'Syarat: rajin. ' * 6}Harga 4 juta", None),
    ],
)
def test_in_prose_a_figure_counts_only_after_a_word_of_pay(text, bounds) -> None:
    wage = read_wage(text)
    assert (wage and (wage.min, wage.max)) == bounds


@pytest.mark.parametrize(
    "piece", ["1", "gaji 5 ", "Rp 1.", "gaji Rp 1.000.", "1.000", "gaji modal 5 juta ", " ", "per "]
)
def test_a_hostile_text_of_20_000_characters_is_fast(piece) -> None:
    assert grows_in_line(read_wage, piece)


MONEY = st.text(alphabet="Rp IDRjtrbkM$0123456789.,-–/+()%\xa0\nhariulnsdgwe", max_size=40)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), MONEY, MONEY.map(lambda s: f"{PADDING} gaji {s}")))
def test_any_text_is_read_without_error_and_bounds_stand_in_order(text) -> None:
    wage = read_wage(text)
    if wage is not None:
        assert wage.text == text[wage.start : wage.end]
        assert wage.min is not None or wage.max is not None
        if wage.min is not None and wage.max is not None:
            assert 0 <= wage.min <= wage.max


@settings(max_examples=200, deadline=None)
@given(st.integers(100_000, 99_999_999), st.integers(100_000, 99_999_999))
def test_a_written_range_is_read_back(first, second) -> None:
    lower, upper = sorted((first, second))
    dotted = f"{lower:,}".replace(",", "."), f"{upper:,}".replace(",", ".")
    for text in (f"Rp{dotted[0]} – Rp{dotted[1]} per month", f"IDR {lower} - {upper} / bulan"):
        wage = read_wage(text)
        assert wage is not None
        assert (wage.min, wage.max, wage.period, wage.text) == (lower, upper, "month", text)
