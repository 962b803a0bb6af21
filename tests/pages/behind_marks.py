"""The tables of a page as a reader finds them: their rows, where each leads, what each counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from streamlit.testing.v1 import AppTest

from ui.behind import ADDRESS
from ui.texts import text

# What a mark counts, by the column that tells it: the first that a table has.
COUNTS = (
    "supervision_below", "supervision_found", "career_gain", "overlap_n", "gaji_paid", "n",
    "career_shut",
)  # fmt: skip
# The two windows of a growth, which count together.
WINDOWS = (
    ("skill_before", "skill_recent"), ("topik_before", "topik_recent"),
    ("sektor_before", "sektor_recent"),
)  # fmt: skip


@dataclass
class Shown:
    """A table: its name, headings, rows of cells, links by row, and why it has none."""

    name: str
    behind: str
    headings: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def counted(self) -> Iterator[tuple[dict[str, str], int]]:
        """What each link asks for, and how many the row says there are."""
        keys = {text("id", f"table.{key}"): key for key in (*COUNTS, *sum(WINDOWS, ()))}
        found = {keys[name]: at for at, name in enumerate(self.headings) if name in keys}
        pair = next((pair for pair in WINDOWS if set(pair) <= set(found)), None)
        columns = pair or [key for key in COUNTS if key in found][:1]
        for row, link in zip(self.rows, self.links, strict=True):
            told = [row[found[key]].replace(".", "").replace("+", "") for key in columns]
            if link and told and all(one.isdecimal() for one in told):
                yield dict(parse_qsl(urlsplit(link).query)), sum(map(int, told))

    def faults(self) -> list[str]:
        """Rows that lead nowhere, where the table does not say why."""
        if self.behind:
            return []
        return [
            f"{self.name}: {row[0]}"
            for row, link in zip(self.rows, self.links, strict=True)
            if not link.startswith(f"{ADDRESS}?") and row[0] != text("id", "pasted_pay.own")
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Shown] = []
        self._cell: list[str] | None = None
        self._is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "table":
            self.tables.append(Shown(told.get("aria-label") or "", told.get("data-behind") or ""))
        elif tag == "thead":
            self._is_head = True
        elif tag == "tr" and not self._is_head:
            self.tables[-1].rows.append([])
            self.tables[-1].links.append("")
        elif tag in ("th", "td"):
            self._cell = []
        elif tag == "a":
            self.tables[-1].links[-1] = told.get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "thead":
            self._is_head = False
        elif tag in ("th", "td") and self._cell is not None:
            row = self.tables[-1].headings if self._is_head else self.tables[-1].rows[-1]
            row.append("".join(self._cell))
            self._cell = None


def read_tables(page: AppTest) -> list[Shown]:
    """All the tables of a page."""
    reader = _Reader()
    for one in page.get("html"):
        reader.feed(one.proto.body)
    return reader.tables
