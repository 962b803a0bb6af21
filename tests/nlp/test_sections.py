"""Descriptions are parted into lines, also where a portal lost the line ends."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.sections import find_lines, split_lines


def lines(text: str) -> list[str]:
    return [text[start:end] for start, end in split_lines(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Teliti\nJujur\n\nRapi", ["Teliti", "Jujur", "Rapi"]),
        ("• Teliti • Jujur", ["Teliti", "Jujur"]),
        ("1. Teliti\n2. Jujur", ["Teliti", "Jujur"]),
        ("Syarat: - Teliti. - Jujur", ["Syarat:", "Teliti.", "Jujur"]),
        ("Membuat laporan;2. Menagih", ["Membuat laporan;", "Menagih"]),
        ("Teliti dan rapi", ["Teliti dan rapi"]),
        ("Masuk pk. 08.00, gaji 4.500.000", ["Masuk pk. 08.00, gaji 4.500.000"]),
    ],
)
def test_line_ends_bullets_and_numbers_part_lines(text: str, parts: list[str]) -> None:
    assert lines(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mampu bekerja dalam timMemiliki SIM C", ["Mampu bekerja dalam tim", "Memiliki SIM C"]),
        ("pengalaman 2 tahun.Menguasai Excel", ["pengalaman 2 tahun.", "Menguasai Excel"]),
        ("usia 30Jujur", ["usia 30", "Jujur"]),
        ("(diutamakan)Teliti", ["(diutamakan)", "Teliti"]),
        ("Menguasai JavaScript dan AutoCAD", ["Menguasai JavaScript dan AutoCAD"]),
        ("Memahami iOS", ["Memahami iOS"]),
        ("Memakai DaVinci Resolve, DataDog", ["Memakai DaVinci Resolve, DataDog"]),
        ("pajak PPh 21", ["pajak PPh 21"]),
    ],
)
def test_a_capital_after_a_small_letter_begins_a_line_but_not_in_names(
    text: str, parts: list[str]
) -> None:
    assert lines(text) == parts


def test_headings_tell_what_the_lines_below_speak_of() -> None:
    text = "Kualifikasi:\n- Teliti\nTugas\n- Menagih\nPT Contoh adalah perusahaan roti"
    kinds = [(text[line.start : line.end], line.kind, line.is_heading) for line in find_lines(text)]
    assert kinds == [
        ("Kualifikasi:", "requirements", True),
        ("Teliti", "requirements", False),
        ("Tugas", "duties", True),
        ("Menagih", "duties", False),
        ("PT Contoh adalah perusahaan roti", "about", False),
    ]


@given(st.text(alphabet="aB1 .;:-•\n)", max_size=60))
def test_no_letter_is_lost_or_told_twice(text: str) -> None:
    spans = split_lines(text)
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert kept.count("B") == text.count("B")
