"""What may be taken away from a snapshot: tables, columns and licence of exports.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from data.errors import UserError
from data.snapshot import SnapshotMeta
from data.snapshot_dictionary import described

# Every file says by row whether its figures are made up; a name or a note can get lost.
SAMPLE: Final = "is_sample"

_REGISTRY: Final = Path(__file__).with_name("exports.toml")
# From the types of DuckDB to those of a Frictionless table schema; what ends in [] is an array.
_TYPES: Final[Mapping[str, str]] = {
    "VARCHAR": "string",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "BOOLEAN": "boolean",
    "FLOAT": "number",
    "DOUBLE": "number",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "USMALLINT": "integer",
    "UTINYINT": "integer",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type in a Frictionless table schema, its unit ("" for none), its meaning."""

    name: str
    type: str
    unit: str
    meaning_id: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Source:
    """Whom to credit beside us; `path` is "" where there is no one address."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table offered. `origin` is "snapshot" (rows as published) or "answer" (worked out)."""

    name: str
    origin: Literal["snapshot", "answer"]
    title: Mapping[str, str]
    what: Mapping[str, str]
    columns: tuple[Column, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of what is offered: its SPDX name, its title and address."""

    name: str
    title: str
    path: str


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(_REGISTRY.read_text(encoding="utf-8"))


@cache
def offered() -> Mapping[str, Table]:
    """The tables offered, by name, in the order of the registry.

    Raises KeyError where a column has no meaning in one of the languages.
    """
    return {name: _table(name, told) for name, told in _read()["table"].items()}


def available(meta: SnapshotMeta) -> Mapping[str, Table]:
    """The tables offered that a snapshot has: older ones may lack those that came later."""
    return {
        name: table
        for name, table in offered().items()
        if table.origin == "answer" or name in meta.tables
    }


def find_table(meta: SnapshotMeta, name: str) -> Table:
    """The table of a snapshot called so; raises UserError with the names there are."""
    tables = available(meta)
    try:
        return tables[name]
    except KeyError as error:
        names = ", ".join(tables)
        raise UserError(f"There is no table {name!r} to export. Choose one of: {names}.") from error


@cache
def left_out() -> Mapping[str, str]:
    """The tables of a snapshot that are not offered, and why."""
    return dict(_read()["left_out"])


@cache
def licence() -> Licence:
    """The licence of every table offered."""
    return Licence(**_read()["licence"])


def _table(name: str, told: Mapping[str, Any]) -> Table:
    columns = _of_snapshot(name, told) if told["from"] == "snapshot" else _of_answer(told)
    mark = _column(SAMPLE, _read()["column"][SAMPLE])
    return Table(
        name=name,
        origin=told["from"],
        title=told["title"],
        what=told["what"],
        columns=(*columns, mark),
        sources=tuple(Source(**_read()["source"][key]) for key in told["sources"]),
    )


def _column(name: str, told: Mapping[str, str]) -> Column:
    return Column(name, told["type"], told.get("unit", ""), told["id"], told["en"])


def _of_answer(told: Mapping[str, Any]) -> tuple[Column, ...]:
    shared, own = _read()["column"], told.get("column", {})
    return tuple(
        _column(name, shared.get(name, {}) | own.get(name, {})) for name in told["columns"]
    )


def _of_snapshot(name: str, told: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of the published table but those it goes `without`."""
    meanings, units = _read()["meaning_id"], _read()["unit"]
    return tuple(
        Column(
            name=one.name,
            type="array" if one.type.endswith("[]") else _TYPES[one.type],
            unit=units.get(one.name, ""),
            meaning_id=meanings.get(f"{name}.{one.name}") or meanings[one.name],
            meaning_en=one.meaning,
        )
        for one in described()[name].columns
        if one.name not in told.get("without", {})
    )
