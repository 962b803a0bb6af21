"""A table says what it was given, escaped, with heads that screen readers follow."""

import xml.etree.ElementTree as ET

from ui.table import write_table


def test_hostile_words_stay_words_and_rows_have_heads() -> None:
    hostile = '<img src=x onerror=alert(1)> & "kutip" | ![x](http://other.example)'
    written = write_table(hostile, {"title": "Judul", "n": "Lowongan"}, [(hostile, "1.234")], ["n"])
    box = ET.fromstring(written)  # noqa: S314 - our own table
    assert [cell.text for cell in box.iter("th")] == ["Judul", "Lowongan", hostile]
    assert [cell.get("scope") for cell in box.iter("th")] == ["col", "col", "row"]
    assert [cell.text for cell in box.iter("td")] == ["1.234"]
    assert not list(box.iter("img"))
    assert box.get("aria-label") == hostile


def test_numbers_stand_to_the_right() -> None:
    box = ET.fromstring(write_table("x", {"a": "A", "n": "N"}, [("b", "1")], ["n"]))  # noqa: S314 - our own table
    cell = next(box.iter("td"))
    assert "text-align:right" in (cell.get("style") or "")
