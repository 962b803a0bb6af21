"""A table says what it was given, escaped, with heads that screen readers follow."""

import xml.etree.ElementTree as ET

from ui.table import write_table


def table_of(written: str) -> ET.Element:
    """The box with the table; the style before it is no part of the tree."""
    return ET.fromstring(written.partition("</style>")[2])  # noqa: S314 - our own table


def test_hostile_words_stay_words_and_rows_have_heads() -> None:
    hostile = '<img src=x onerror=alert(1)> & "kutip" | ![x](http://other.example)'
    written = write_table(hostile, {"title": "Judul", "n": "Lowongan"}, [(hostile, "1.234")], ["n"])
    box = table_of(written)
    assert [cell.text for cell in box.iter("th")] == ["Judul", "Lowongan", hostile]
    assert [cell.get("scope") for cell in box.iter("th")] == ["col", "col", "row"]
    assert [cell.text for cell in box.iter("td")] == ["1.234"]
    assert not list(box.iter("img"))
    assert box.get("aria-label") == hostile


def test_numbers_stand_to_the_right() -> None:
    written = write_table("x", {"a": "A", "n": "N"}, [("b", "1")], ["n"])
    assert ".r{text-align:right" in written
    assert [cell.get("class") for cell in table_of(written).iter("td")] == ["r"]
    assert [cell.get("class") for cell in table_of(written).iter("th")] == [None, "r", None]


def test_the_first_cell_of_a_row_is_its_link() -> None:
    links = ['iklan?judul="x"&prov=32', ""]
    written = write_table("x", {"a": "A", "n": "N"}, [("b", "1"), ("c", "2")], ["n"], links)
    found = list(table_of(written).iter("a"))
    assert [(one.get("href"), one.text) for one in found] == [(links[0], "b")]
    assert table_of(written).find(".//th[.='c']") is not None


def test_a_table_without_links_says_what_it_rests_on() -> None:
    written = write_table("x", {"a": "A"}, [("b",)], [], behind="official")
    assert [one.get("data-behind") for one in table_of(written).iter("table")] == ["official"]
