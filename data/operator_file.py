"""Read a delivered file into rows of its table: headers, cells, places, keys."""

import csv
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from data.errors import UserError
from data.operator_cells import Located, Reader, Unreadable, text_of
from data.operator_numbers import find_decimal_mark
from data.operator_schema import Fault, Table, content, fold_header
from data.reference import areas
from data.rows import BadRow, read_rows
from data.text import clean, fold

# Under this name each row holds its key.
KEY: Final = "_key"
# Beginning of a cell that is shown and kept with a fault.
_SHOWN: Final = 120


@dataclass(slots=True)
class Delivery:
    """The rows of a file as values, each with its line and its cells as delivered.

    `headers` is what the file calls each of our columns.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    raw: list[dict[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_file(
    path: Path, table: Table, today: date, progress: Callable[[int], None] = lambda _: None
) -> Delivery:
    """The delivery in a file; what cannot be read at all is among its faults.

    Raises UserError where the file is missing, of another format, or damaged as a whole.
    """
    delivery = Delivery()
    delivered = _read_delivered(path, delivery.faults, progress)
    names = _map_headers(table, [row for _, row in delivered], delivery.faults)
    if not delivered and not delivery.faults:
        delivery.faults.append(Fault(None, None, "", "there are no rows under the header"))
    if any(fault.line is None for fault in delivery.faults):
        return delivery  # until the headers are right, the rows cannot be judged
    delivery.headers = {name: clean(header) for header, name in names.items()}
    reader = Reader(_decimal_mark(table, delivered, names), today)
    for line, cells in delivered:
        told = {names[header]: cell for header, cell in cells.items() if header in names}
        delivery.rows.append(_row_from_cells(table, told, reader))
        delivery.lines.append(line)
        delivery.raw.append({name: _show(cell) for name, cell in told.items()})
    return delivery


def _read_delivered(
    path: Path, faults: list[Fault], progress: Callable[[int], None]
) -> list[tuple[int, Mapping[str, Any]]]:
    """The rows of the file with their lines."""
    most = content()["most_rows"]
    delivered: list[tuple[int, Mapping[str, Any]]] = []
    try:
        for row in read_rows(path, progress):
            if isinstance(row, BadRow):
                faults.append(
                    Fault(row.line, None, clean(row.text[:_SHOWN]), f"it is {row.reason}")
                )
            elif any(text_of(cell) not in (None, "") for cell in row.values.values()):
                delivered.append((row.line, row.values))
            if len(delivered) > most:
                raise UserError(f"{path.name} has more than {most:,} rows; load it in parts.")
    except (zlib.error, csv.Error, pa.ArrowException, OverflowError, ValueError) as error:
        raise UserError(f"{path.name} is damaged ({error}); get the file again.") from error
    return delivered


def _map_headers(
    table: Table, rows: Sequence[Mapping[str, Any]], faults: list[Fault]
) -> dict[str, str]:
    """Our column name for each header of the file; faults where it is not told or told twice."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    known, names = table.by_header, dict[str, str]()
    ignored = {fold_header(header) for header in ("", *content()["ignored_headers"])}
    for header in headers:
        shown = clean(header[:_SHOWN])
        name = known.get(fold_header(header))
        if name is None and fold_header(header) not in ignored:
            columns = ", ".join(column.name for column in table.columns)
            says = f"the column {shown!r} is not known; known are {columns}"
            faults.append(Fault(None, None, shown, says))
        elif name in names.values():
            says = f"the column {shown!r} is a second one for {name}"
            faults.append(Fault(None, None, shown, says))
        elif name is not None:
            names[header] = name
    for column in table.columns if rows else ():
        if column.is_required and column.name not in names.values():
            says = f"the column {column.name} is missing: {column.meaning}"
            faults.append(Fault(None, None, "", says))
    return names


def _decimal_mark(
    table: Table, delivered: Sequence[tuple[int, Mapping[str, Any]]], names: Mapping[str, str]
) -> str | None:
    numeric = {column.name for column in table.columns if column.type in ("whole", "number")}
    headers = [header for header, name in names.items() if name in numeric]
    return find_decimal_mark(
        cell
        for _, cells in delivered
        for header in headers
        if isinstance(cell := cells.get(header), str)
    )


def _row_from_cells(table: Table, told: Mapping[str, object], reader: Reader) -> dict[str, Any]:
    """The values of one row under our names, with its key."""
    row: dict[str, Any] = {}
    for column in table.columns:
        value = reader.read(column, told.get(column.name))
        row[column.name] = column.when_empty if value is None else value
    if {"province", "regency"} <= row.keys() and not row["province"]:
        regency = row["regency"]
        if regency and not isinstance(regency, Unreadable):
            row["province"] = areas.regency(regency).province
    return row | {KEY: make_key(table, row)}


def make_key(table: Table, row: Mapping[str, Any]) -> str:
    """The key of a row: a hash of its dimensions, words compared without case and marks."""
    words = {column.name for column in table.columns if column.type == "text"}
    parts = [table.name]
    for name, value in split_place(row).items():
        if name in table.key:
            text = "" if value is None else str(value)
            parts.append(f"{name}={fold(text) or text if name in words else text}")
    return blake2b("\0".join(sorted(parts)).encode(), digest_size=16).hexdigest()


def split_place(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with province and regency beside its place, where its table has one."""
    if "place" not in row or isinstance(row["place"], Unreadable):
        return dict(row)
    place = row["place"] or Located("", None, None)
    codes = {"province": place.province, "regency": place.regency}
    return {**row, **codes, "place": place.text or None}


def _show(cell: object) -> str:
    text = text_of(cell)
    return (text.text if isinstance(text, Unreadable) else text or "")[:_SHOWN]
