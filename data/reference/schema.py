"""What every reference table holds, read from schema.toml, and a check of rows against it."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from data.reference import tables


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `type` is a key of `TYPES`; `unit` is "" for words and codes."""

    name: str
    type: str
    unit: str
    meaning: str
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One table; rows have their own source in `source_columns`, or share `sources`."""

    name: str
    what: str
    period: str
    about: str
    key: tuple[str, ...]
    sources: tuple[str, ...]
    source_columns: tuple[str, ...]
    columns: tuple[Column, ...]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", cell) is not None


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _is_source(cell: str) -> bool:
    return all(part in _source_ids() for part in cell.split("|"))


@lru_cache(maxsize=1)
def _source_ids() -> frozenset[str]:
    names = ("sources", "prakerja_sources")
    return frozenset(row["source_id"] for name in names for row in tables.rows(name))


TYPES: Final[dict[str, Callable[[str], bool]]] = {
    "text": lambda cell: cell == cell.strip(),
    "code": lambda cell: re.fullmatch(r"[\w.,\-/ ]{1,80}", cell) is not None,
    "integer": lambda cell: re.fullmatch(r"-?\d{1,15}", cell) is not None,
    "number": _is_number,
    "boolean": lambda cell: cell in ("True", "False"),
    "date": _is_day,
    "period": lambda cell: re.search(r"\d{4}", cell) is not None,
    "year": lambda cell: re.fullmatch(r"(19|20)\d\d", cell) is not None,
    "source": _is_source,
}


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    return tomllib.loads(tables.read_text(tables.FOLDER / "schema.toml"))


@lru_cache(maxsize=1)
def described() -> dict[str, Table]:
    """All tables by name."""
    content = _content()
    return {
        name: _table(name, table, content["columns"]) for name, table in content["tables"].items()
    }


def _table(name: str, table: dict[str, Any], shared: dict[str, Any]) -> Table:
    here = table.get("columns_here", {})
    specs = {column: here.get(column, shared.get(column)) for column in table["columns"]}
    return Table(
        name=name,
        what=table["what"],
        period=table["period"],
        about=table["about"],
        key=tuple(table["key"]),
        sources=tuple(table.get("sources", ())),
        source_columns=tuple(table.get("source_columns", ())),
        columns=tuple(
            Column(
                name=column,
                type=spec["type"],
                unit=spec.get("unit", ""),
                meaning=spec["meaning"],
                may_be_empty=column in table["may_be_empty"],
            )
            for column, spec in specs.items()
        ),
    )


def left_out() -> dict[str, str]:
    """Files of the collected reference data that are not carried, with the reason."""
    return dict(_content()["left_out"])


def other_files() -> dict[str, str]:
    """Files beside the tables, with what they are."""
    return dict(_content()["other_files"])


def notes() -> tuple[str, ...]:
    """What to know before charting."""
    return tuple(_content()["notes"])


def find_faults(table: Table, rows: Sequence[tables.Row]) -> Iterator[str]:
    """What is wrong with rows of the table, one sentence each: headers, cells, keys."""
    wanted = [column.name for column in table.columns]
    if rows and list(rows[0]) != wanted:
        yield f"{table.name}: the columns are {list(rows[0])}, they must be {wanted}."
        return
    seen: dict[tuple[str, ...], int] = {}
    for line, row in enumerate(rows, start=2):
        for column in table.columns:
            cell = row[column.name]
            if cell is None:
                yield f"{table.name}, line {line}: the row ends before {column.name}."
            elif cell == "" and not column.may_be_empty:
                yield f"{table.name}, line {line}: {column.name} is empty."
            elif cell and not TYPES[column.type](cell):
                yield f"{table.name}, line {line}: {column.name} is {cell!r}, not {column.type}."
        key = tuple(row[name] for name in table.key)
        if key in seen:
            yield f"{table.name}, line {line}: same key {key} as line {seen[key]}."
        seen[key] = line
