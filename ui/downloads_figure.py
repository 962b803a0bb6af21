"""What can be taken away from under a figure: its numbers as CSV and its picture as SVG.

Both are made when they are asked for; a rerun sends two buttons and no data.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from html import escape
from typing import Final

import numpy as np
import orjson
import pandas as pd
import streamlit as st

from analytics.exports_registry import SAMPLE
from ui.texts import BREAK, t
from ui.theme import LIGHT

_MARGIN: Final = 24
_SIZES: Final = {"title": 22, "subtitle": 15, "note": 13}
# Of a letter of Source Sans to its height, on average with room to spare.
_LETTER: Final = 0.54
_NAME_CHARACTERS: Final = 60
_BOX: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
# A picture taken away lies on white, whatever theme its viewer has.
_DARK: Final = re.compile(r"@media\(prefers-color-scheme:dark\)\{(?:[^{}]*\{[^{}]*\})*\}")
_LINK: Final = re.compile(r"(?: · )?\[[^\]]*\]\(#[^)]*\)|\[([^\]]*)\]\([^)]*\)")
_EMPHASIS: Final = re.compile(r"(?<!\\)(\*\*|[*_`])")
_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_FORMULA: Final = re.compile(r"^([=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure says, as Markdown, and its drawing (SVG) and rows."""

    title: str
    subtitle: str
    drawing: str
    notes: Sequence[str]
    source: str
    rows: pd.DataFrame
    is_sample: bool


def show_downloads(figure: Figure) -> None:
    """A small menu with both files; `figure.rows` has the headings that the CSV will have."""
    words = f"{figure.title}\n{figure.subtitle}\n{figure.drawing}"
    key = blake2b(words.encode(), digest_size=8).hexdigest()
    name = name_file(figure)
    with st.popover(t("downloads.open"), width="content"):
        st.download_button(
            t("downloads.csv"),
            partial(write_csv, figure.rows, is_sample=figure.is_sample),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv-{key}",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            t("downloads.svg"),
            partial(draw_sheet, figure),
            file_name=f"{name}.svg",
            mime="image/svg+xml",
            key=f"svg-{key}",
            on_click="ignore",
            width="stretch",
        )


def name_file(figure: Figure) -> str:
    """The name both files are saved under, without its end."""
    words = re.sub(r"[^a-z0-9]+", "-", unmark(figure.title).lower()).strip("-")
    mark = "-contoh" if figure.is_sample else ""
    return f"sinyal-kerja-{words[:_NAME_CHARACTERS].rstrip('-')}{mark}"


def write_csv(rows: pd.DataFrame, *, is_sample: bool) -> bytes:
    """The rows with all digits as UTF-8 CSV (comma, point), and a last column that marks a sample.

    Text that a spreadsheet would run as a formula stands behind an apostrophe: titles are written
    by strangers.
    """
    told = rows.assign(**{SAMPLE: is_sample}).map(_as_cell)
    return told.to_csv(index=False).encode()


def _as_cell(value: object) -> object:
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, str):
        return _FORMULA.sub(r"'\1", value)
    if isinstance(value, (list, tuple)):
        return orjson.dumps(value).decode()
    return value


def unmark(markdown: str) -> str:
    """The words of a line of Markdown without its signs; links within the page go altogether."""
    words = _LINK.sub(r"\1", markdown)
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub("", words)).replace(BREAK, "")


def draw_sheet(figure: Figure) -> bytes:
    """The drawing with its title, notes and source around it, on white: it can stand by itself."""
    box = _BOX.search(figure.drawing)
    if box is None:
        raise ValueError("The drawing has no viewBox that begins at 0 0.")
    width, height = float(box[1]), float(box[2])
    sheet: list[str] = []
    bottom = _write(sheet, figure.title, "title", _MARGIN, width)
    bottom = _write(sheet, figure.subtitle, "subtitle", bottom, width) + _MARGIN / 2
    drawing = _DARK.sub("", figure.drawing)
    place = f'<svg x="{_MARGIN}" y="{bottom:.1f}" '
    sheet.append(drawing.replace("<svg ", place, 1))
    bottom += height + _MARGIN / 2
    for line in (*figure.notes, figure.source):
        bottom = _write(sheet, line, "note", bottom, width)
    whole, deep = width + 2 * _MARGIN, bottom + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole:g} {deep:.1f}" '
        f'width="{whole:g}" height="{deep:.1f}">'
        f'<rect width="100%" height="100%" fill="{LIGHT["ground"]}"/>{"".join(sheet)}</svg>'
    ).encode()


def _write(sheet: list[str], markdown: str, kind: str, top: float, width: float) -> float:
    """Add the words in as many lines as they need; the y under them."""
    size = _SIZES[kind]
    weight, colour = (600, LIGHT["ink"]) if kind == "title" else (400, LIGHT["muted"])
    # The family is that of all text, by the style that every drawing brings.
    style = f"font-weight:{weight};font-size:{size}px;fill:{colour}"
    for line in textwrap.wrap(unmark(markdown), int(width / (size * _LETTER))):
        top += size * 1.3
        sheet.append(f'<text x="{_MARGIN}" y="{top:.1f}" style="{style}">{escape(line)}</text>')
    return top + size * 0.3
