"""Under every figure: the numbers as they were worked out, and a picture that stands by itself."""

import io
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.testing.v1 import AppTest

from ui import charts, parts
from ui.downloads_figure import Figure, draw_sheet, name_file, unmark, write_csv
from ui.texts import text

FRAME = pd.DataFrame(
    {
        "title": ["Kasir", "Sopir, SIM B1"],
        "share": [1 / 3, 0.1 + 0.2],
        "n": pd.array([12, None], dtype="Int64"),
        "is_hot": [True, False],
        "reasons": [["few", "thin"], []],
    }
)


def read(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), dtype={"n": "Int64"})


def make_figure(**facts: object) -> Figure:
    told: dict[str, object] = {
        "title": "Judul yang **banyak** dicari",
        "subtitle": r"Bagian dari semua \(100\%\) lowongan",
        "drawing": charts.draw_bars([charts.Row("Kasir & <Sopir>", 12, "12 · 3,2%")]),
        "notes": ["Garis tegak: median."],
        "source": "Sumber: Sinyal Kerja · n = 12 · [Cara membaca](#cara-membaca) · **data contoh**",
        "rows": FRAME,
        "is_sample": True,
    }
    return Figure(**(told | facts))  # type: ignore[arg-type] - facts are fields


def test_the_csv_has_the_frame_with_all_digits_and_marks_the_sample() -> None:
    found = read(write_csv(FRAME, is_sample=True))
    same = ["title", "share", "n", "is_hot"]
    pd.testing.assert_frame_equal(found[same], FRAME[same], check_dtype=False)
    assert found["reasons"].tolist() == ['["few","thin"]', "[]"]
    assert found["is_sample"].tolist() == [True, True]
    assert read(write_csv(FRAME, is_sample=False))["is_sample"].tolist() == [False, False]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_a_title_does_not_become_a_formula(begin: str) -> None:
    rows = pd.DataFrame({"title": [f"{begin}HYPERLINK(1)"], "change": [-0.5]})
    found = read(write_csv(rows, is_sample=False))
    assert found["title"].tolist() == [f"'{begin}HYPERLINK(1)"]
    assert found["change"].tolist() == [-0.5]


def test_the_picture_says_what_it_shows_and_from_where() -> None:
    sheet = draw_sheet(make_figure()).decode()
    root = ET.fromstring(sheet)  # noqa: S314 - our own drawing
    words = " ".join(part.text or "" for part in root.iter() if part.tag.endswith("text"))
    for told in ("Judul yang banyak dicari", "semua (100%) lowongan", "Kasir & <Sopir>",
                 "Garis tegak: median.", "n = 12 · data contoh"):  # fmt: skip
        assert told in words
    assert "Cara membaca" not in words
    assert "prefers-color-scheme" not in sheet


def test_a_long_subtitle_breaks_into_lines_and_makes_room() -> None:
    short, long = (draw_sheet(make_figure(subtitle=words)) for words in ("a", "kata " * 60))
    heights = [float(ET.fromstring(one).attrib["height"]) for one in (short, long)]  # noqa: S314
    assert heights[1] > heights[0] + 90


def test_words_lose_the_signs_of_markdown() -> None:
    assert unmark(r"**A** dan _b_: 3\.2 \* [x](https://contoh.example)") == "A dan b: 3.2 * x"


def test_files_are_named_by_their_title() -> None:
    assert name_file(make_figure()) == "sinyal-kerja-judul-yang-banyak-dicari-contoh"
    assert name_file(make_figure(is_sample=False)).endswith("dicari")


def test_a_table_may_say_more_than_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    figures: list[Figure] = []
    monkeypatch.setattr(parts, "show_downloads", figures.append)
    more = '"n": str}, pd.DataFrame({"n": [12, 3], "employers": [4, 2]})'
    page = AppTest.from_string(PAGE.replace('"n": lambda n: f"{n},0"}', more)).run()
    assert not page.exception
    headings = [text("id", "table.n"), text("id", "table.employers")]
    assert [one.rows.to_dict("list") for one in figures] == [
        {headings[0]: [12, 3], headings[1]: [4, 2]}
    ] * 2


PAGE = """
import pandas as pd
from ui import charts, parts, state
state.choose_language()
table = parts.Table(pd.DataFrame({"title": ["Kasir"], "n": [12]}), {"n": lambda n: f"{n},0"})
source = parts.Source(["glints"], 12, None, None, True)
for name in ("Satu", "Dua"):
    drawing = charts.draw_bars([charts.Row(name, 12, "12")])
    parts.show_figure("Judul", "Ukuran", drawing, "alt", source, [], table)
"""


@pytest.fixture
def buttons() -> list[DownloadButton]:
    """The download buttons of a page with two figures of one title."""
    page = AppTest.from_string(PAGE).run()
    assert not page.exception
    return [one.proto for one in page.get("download_button")]


def test_every_figure_offers_both_files_and_sends_neither(buttons: list[DownloadButton]) -> None:
    assert [one.label for one in buttons] == [
        text("id", "downloads.csv"), text("id", "downloads.svg"),
    ] * 2  # fmt: skip
    assert len({one.id for one in buttons}) == 4
    assert all(one.ignore_rerun and not one.url for one in buttons)
    assert sum(one.ByteSize() for one in buttons) < 1200
