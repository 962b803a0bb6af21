"""HTML of portals and of pasted advertisements as the lines a reader would see."""

import pytest

from data.html_text import to_text
from tests.growth import grows_in_line


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Dicari</p><ul><li>Welder</li><li><p>Kasir</p></li></ul>", "Dicari\n- Welder\n- Kasir"),
        ("&lt;p&gt;Dicari&lt;/p&gt;", "Dicari"),
        ("gaji &lt; 5 juta &amp; bonus", "gaji < 5 juta & bonus"),
        ("<script>alert(1)</script>Kasir<style>p{}</style>", "Kasir"),
        ("<head><title>Loker</title></head><body>Kasir</body>", "Kasir"),
        ("Kasir <p", "Kasir <p"),
        ("", None),
        (None, None),
    ],
)
def test_a_reader_sees_lines(markup: str | None, text: str | None) -> None:
    assert to_text(markup) == text


@pytest.mark.parametrize(
    "piece", ["<p", "<a ", "<!--", "</p", "<li>", "&lt;p", "&amp;", "<b>", "<?xml "]
)
@pytest.mark.parametrize("before", ["", "<p>Dicari</p>"])
def test_hostile_markup_costs_no_more_than_its_length(before: str, piece: str) -> None:
    assert grows_in_line(lambda text: to_text(before + text), piece, length=40_000)
