"""Pasted text: HTML as words, the first line as a title, words in their context."""

import pytest

from ui.pasted_text import count_words, find_place, first_line, read_text, words_around


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("Dicari kasir\r\n\r\n\r\nGaji 3 jt", "Dicari kasir\nGaji 3 jt"),
        ("<p>Dicari&nbsp;kasir</p><ul><li>SMA</li></ul>", "Dicari kasir\n- SMA"),
        ("<div>a</div><style>p{color:red}</style><b>b</b>", "a\nb"),
        # Neither a sum nor an arrow is HTML.
        ("gaji < 3 juta & umur > 18", "gaji < 3 juta & umur > 18"),
        ("<script>alert(1)", ""),
        ("\x00\x07", ""),
    ],
)
def test_what_was_pasted_becomes_its_words(pasted: str, read: str) -> None:
    assert read_text(pasted) == read


def test_the_first_line_is_a_title_unless_it_is_a_paragraph() -> None:
    assert first_line("---\n\nKasir\nToko") == "Kasir"
    assert first_line("Kami mencari orang " * 10) == ""
    assert first_line("12345") == ""


def test_words_are_letters() -> None:
    assert count_words("Gaji 3.000.000, a, per bulan!") == 3


def test_words_in_their_context_are_cut_at_blanks() -> None:
    text = "satu " * 20 + "WAJIB DEPOSIT" + " dua" * 20
    start = text.index("WAJIB")
    around = words_around(text, start, start + 13)
    assert around.startswith("…satu ")
    assert around.endswith(" dua…")
    assert "WAJIB DEPOSIT" in around
    assert len(around) <= 13 + 2 * 40 + 2


def test_context_ends_with_the_line() -> None:
    assert words_around("a\nwajib deposit\nb", 2, 7) == "wajib deposit"


@pytest.mark.parametrize(
    ("text", "regency"),
    [
        ("Dicari kasir untuk toko kami di Jakarta Selatan.", "3171"),
        ("Work in Denpasar, five days a week", "5171"),
        ("Kirim ke kantor di Jl. Uji No. 1", None),
        ("Lulusan SMK di Surabaya dan Malang", None),
        ("bekerja di bidang yang sama", None),
        ("Pengalaman di Bank Mandiri", None),
    ],
)
def test_a_place_in_a_sentence_is_taken_where_it_is_sure(text: str, regency: str | None) -> None:
    found = find_place(text)
    assert (found and found.regency) == regency
