"""Write docs/snapshot.md, what a snapshot holds: `python -m data.snapshot_dictionary`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from data.files import write_whole
from data.snapshot import LAYOUT
from settings import ROOT

TARGET: Final = ROOT / "docs" / "snapshot.md"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type in DuckDB and whether it may be empty."""

    name: str
    type: str
    meaning: str
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a snapshot, its columns in order."""

    name: str
    what: str
    sorted_by: str
    columns: tuple[Column, ...]


@cache
def described() -> Mapping[str, Table]:
    """The tables that every snapshot has, by name (data/snapshot.toml).

    Raises KeyError where a column has no meaning.
    """
    told = tomllib.loads(Path(__file__).with_name("snapshot.toml").read_text(encoding="utf-8"))
    return {name: _read_table(name, told) for name in told["table"]}


def _read_table(name: str, told: Mapping[str, Any]) -> Table:
    table = told["table"][name]
    source = told["table"][table.get("same_as", name)]
    meanings = told["shared"] | source.get("meaning", {})
    columns = tuple(
        Column(column, kind, meanings[column], column not in source["always"])
        for column, kind in source["types"].items()
    )
    return Table(name, table["what"], table["sorted"], columns)


def write_dictionary() -> str:
    """The whole dictionary as Markdown."""
    lines = [
        "# Snapshot: what each table holds",
        "",
        "Written by `python -m data.snapshot_dictionary` from `data/snapshot.toml`; do not edit.",
        f"Layout {LAYOUT}. A snapshot is a folder `SNAPSHOT_DIR/<id>/` of Parquet files, one a",
        "table, and `meta.json`; `SNAPSHOT_DIR/CURRENT` names the one served. Any tool that reads",
        "Parquet opens them. What is not stated in an advertisement is empty, never guessed. How",
        "often a reading is right is in `docs/accuracy.md`. The operator's own data (`prakerja`,",
        "`trainings`, `official`), where there are any, are described in `docs/data.md`.",
        "",
    ]
    for table in described().values():
        lines += _describe(table)
    return "\n".join(lines)


def _describe(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.what} Sorted by {table.sorted_by}."
    yield ""
    yield "| column | type | meaning | may be empty |"
    yield "|---|---|---|---|"
    for column in table.columns:
        empty = "yes" if column.may_be_empty else ""
        yield f"| {column.name} | {column.type} | {column.meaning} | {empty} |"
    yield ""


if __name__ == "__main__":
    write_whole(TARGET, write_dictionary().encode())
