"""A delivery of an official table: what data/reference/schema.toml says of it, as a delivery."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from data.errors import UserError
from data.operator_schema import Column, Rule, Table, content, fold_spellings
from data.reference import official, schema, tables

_NUMBERS: Final = {"integer": "whole", "number": "number"}
_PERIODS: Final = ("period", "year")
# Signs of a unit that tells what a number can be at all.
_SHARE: Final = "percent of"
_SIGNED: Final = "percent"
_LONGEST: Final = 500
_SHIPPED: Final = (
    "this period is in the table that comes with the programme; add --replace to put the figures "
    "of the file in its place"
)


def names() -> tuple[str, ...]:
    """The official tables that take new periods: those that official figures are read from."""
    return tuple(dict.fromkeys(official.table_of(name) for name in official.names()))


def figures_of(table: str) -> tuple[str, ...]:
    """The official figures that are read from the table."""
    return tuple(name for name in official.names() if official.table_of(name) == table)


def period_column(table: str) -> str:
    """The column of the table that holds the period."""
    return str(official.columns_of(figures_of(table)[0])["period"])


def describe(name: str, *, replace: bool) -> Table:
    """The delivery of a table; periods that are shipped with it are refused unless `replace`.

    Raises UserError where there is no such official table.
    """
    if name not in names():
        raise UserError(
            f"There is no official table {name!r} to load; there are {', '.join(names())}."
        )
    shipped = schema.described()[name]
    told = content()["official"]
    rows = tables.rows(name)
    columns = tuple(
        _column(column, shipped, [row[column.name] for row in rows], replace=replace)
        for column in shipped.columns
    )
    numbers = tuple(column.name for column in columns if column.type in _NUMBERS.values())
    return Table(
        name=name,
        what=shipped.what,
        command=told["command"],
        stored_in=told["stored_in"],
        published_as=told["published_as"],
        # The source of a delivery is its note: two sources of one figure would be two figures.
        key=tuple(column for column in shipped.key if column not in shipped.source_columns),
        columns=columns,
        rules=(Rule("any_filled", numbers, f"a row needs {' or '.join(numbers)}"),),
    )


def _needed(table: schema.Table) -> frozenset[str]:
    """Columns without which a row is no figure: its key, what tells it apart, its unit."""
    needed = set(table.key)
    for name in figures_of(table.name):
        parts = official.columns_of(name)
        needed.update(parts["by"])
        needed.update(parts[part] for part in ("value", "unit_column") if part in parts)
    return frozenset(needed.difference(table.source_columns))


def _column(
    column: schema.Column, table: schema.Table, shipped: list[str], *, replace: bool
) -> Column:
    """The column as a delivery has it; `shipped` are its cells in the table as it comes."""
    kind, allowed, spellings = _kind(column, shipped)
    is_period = column.name == period_column(table.name)
    is_number = kind in _NUMBERS.values()
    return Column(
        name=column.name,
        type=kind,
        meaning=column.meaning,
        unit=column.unit,
        headers=tuple(content()["official"]["headers"].get(column.name, ())),
        is_required=column.name in _needed(table) and not column.may_be_empty,
        allowed=allowed,
        spellings=spellings,
        least=0 if is_number and column.unit != _SIGNED else None,
        most=100 if column.unit.startswith(_SHARE) else None,
        longest=_LONGEST if kind == "text" else None,
        lengths=tuple(sorted({len(cell) for cell in shipped})) if is_period else (),
        when_empty="" if kind in ("province", "regency") else None,
        refused=frozenset(shipped) if is_period and not replace else frozenset(),
        why_refused=_SHIPPED,
    )


def _kind(column: schema.Column, shipped: list[str]) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """The type of a column in a delivery, its allowed values and how else they may be written."""
    told = content()["official"]
    if column.name in ("bps_province_code", "bps_code"):
        kind = "province" if column.name == "bps_province_code" else "regency"
        whole = told["indonesia"] if column.may_be_empty else []
        return kind, (), fold_spellings((), {"": whole})
    if column.type in _NUMBERS:
        return _NUMBERS[column.type], (), {}
    if column.type in _PERIODS:
        return column.type, (), {}
    if column.type == "source":
        known = tuple(official.sources())
        return "source", known, fold_spellings(known, {})
    if column.name in told["open_columns"]:
        return "text", (), {}
    allowed = tuple(sorted({cell for cell in shipped if cell}))
    return "choice", allowed, fold_spellings(allowed, {})


def figures_in(table: str, cells: Mapping[str, Any]) -> Iterator[tuple[str, official.Figure]]:
    """The figures in one stored row of the table, each with its name."""
    empty = {column.name: "" for column in schema.described()[table].columns}
    row = empty | {name: str(cell) for name, cell in cells.items()}
    for name in figures_of(table):
        for figure in official.read_figures(name, [row]):
            yield name, figure
