"""The formats that rows can be taken away in: CSV for machines, CSV for Excel, XLSX, Parquet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import xlsxwriter  # type: ignore[import-untyped]  # it has no types

from data.errors import UserError

# What Excel itself can hold, with the row of headings.
EXCEL_ROWS: Final = 1_048_576
_EXCEL_CHARACTERS: Final = 32_767
# A cell that begins so would be run as a formula by Excel: titles come from strangers.
_FORMULA: Final = r"^([=+\-@\t\r])"
_BOM: Final = b"\xef\xbb\xbf"
_WIDEST: Final = 40
_DICTIONARY: Final = ("kolom / column", "satuan / unit", "arti", "meaning")

Batches = Iterator[pa.RecordBatch]
Write = Callable[[pa.Schema, Batches, Path], int]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its media type, and what writes rows into a file and says how many."""

    media_type: str
    write: Write


def _write_parquet(schema: pa.Schema, batches: Batches, path: Path) -> int:
    """Nested columns and the dictionary stay as they are."""
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _write_csv(schema: pa.Schema, batches: Batches, path: Path) -> int:
    """UTF-8 without a mark, comma between values, a point in numbers, ISO 8601, arrays as JSON."""
    with path.open("wb") as file:
        return _write_lines(schema, map(_flatten, batches), file, ",")


def _write_excel_csv(schema: pa.Schema, batches: Batches, path: Path) -> int:
    """As Excel set to Indonesian opens it by a double click: UTF-8 mark, semicolon, comma."""
    with path.open("wb") as file:
        file.write(_BOM)
        return _write_lines(schema, map(_with_commas, map(_flatten, batches)), file, ";")


def _write_lines(schema: pa.Schema, batches: Batches, file: Any, delimiter: str) -> int:
    empty = pa.RecordBatch.from_pylist([], schema=schema)
    first = next(batches, _flatten(empty))
    options = pa_csv.WriteOptions(delimiter=delimiter)
    rows = 0
    with pa_csv.CSVWriter(file, first.schema, write_options=options) as writer:
        for batch in chain([first], batches):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _flatten(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Moments as ISO 8601 to the second, arrays as JSON; the rest as it is."""
    columns: list[Any] = []
    for column in batch.columns:
        if pa.types.is_timestamp(column.type):
            seconds: Any = pc.cast(column, pa.timestamp("s", "UTC"), safe=False)
            columns.append(pc.strftime(seconds, format="%Y-%m-%dT%H:%M:%SZ"))
        elif pa.types.is_nested(column.type):
            columns.append(pa.array(map(_as_json, column.to_pylist()), type=pa.string()))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _as_json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def _with_commas(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Numbers with a decimal comma; text that Excel would run as a formula behind an apostrophe."""
    columns = []
    for column in batch.columns:
        if pa.types.is_floating(column.type):
            columns.append(pc.replace_substring(pc.cast(column, pa.string()), ".", ","))
        elif pa.types.is_string(column.type):
            columns.append(pc.replace_substring_regex(column, _FORMULA, r"'\1"))
        else:
            columns.append(column)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _write_xlsx(schema: pa.Schema, batches: Batches, path: Path) -> int:
    """Sheets `data`, `kamus` (the dictionary) and `tentang` (source, licence, sample mark).

    Text is never a formula. Raises UserError where Excel cannot hold the rows.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("data")
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(schema.names):
            sheet.set_column(place, place, min(max(len(name) + 2, 10), _WIDEST))
        sheet.write_row(0, 0, schema.names, bold)
        rows = 0
        for batch in map(_flatten, batches):
            if rows + batch.num_rows >= EXCEL_ROWS:
                raise UserError(
                    f"Excel holds at most {EXCEL_ROWS - 1:,} rows and this table has more. "
                    "Take it as csv or parquet."
                )
            _write_cells(sheet, rows + 1, batch, day)
            rows += batch.num_rows
        _write_notes(book, bold, schema)
    return rows


def _write_cells(sheet: Any, first: int, batch: pa.RecordBatch, day: Any) -> None:
    """Row by row, as the mode of little memory wants it; empty cells are not written."""
    writers = [_writer_of(sheet, column.type, day) for column in batch.columns]
    columns = [column.to_pylist() for column in batch.columns]
    for number, values in enumerate(zip(*columns, strict=True), first):
        for place, (value, write) in enumerate(zip(values, writers, strict=True)):
            if value is not None:
                write(number, place, value)


def _writer_of(sheet: Any, kind: pa.DataType, day: Any) -> Callable[[int, int, Any], object]:
    write: Callable[[int, int, Any], object] = sheet.write_number
    if pa.types.is_boolean(kind):
        write = sheet.write_boolean
    elif pa.types.is_date(kind):
        write = partial(_write_day, sheet, day)
    elif pa.types.is_string(kind):
        write = partial(_write_text, sheet)
    return write


def _write_day(sheet: Any, form: Any, row: int, place: int, value: Any) -> None:
    sheet.write_datetime(row, place, value, form)


def _write_text(sheet: Any, row: int, place: int, value: str) -> None:
    sheet.write_string(row, place, value[:_EXCEL_CHARACTERS])


def _write_notes(book: Any, bold: Any, schema: pa.Schema) -> None:
    words = book.add_worksheet("kamus")
    words.set_column(0, 0, 22)
    words.set_column(2, 3, 70)
    words.write_row(0, 0, _DICTIONARY, bold)
    for number, field in enumerate(schema, 1):
        about = _texts(field.metadata)
        told = (field.name, about.get("unit", ""), about["arti"], about["meaning"])
        for place, text in enumerate(told):
            words.write_string(number, place, text)
    notes = book.add_worksheet("tentang")
    notes.set_column(0, 0, 14)
    notes.set_column(1, 1, 110)
    for number, (key, text) in enumerate(_texts(schema.metadata).items()):
        notes.write_string(number, 0, key, bold)
        notes.write_string(number, 1, text)


def _texts(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {key.decode(): value.decode() for key, value in (metadata or {}).items()}


# By the end of the file's name, as an address and the command line write it.
FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format("text/csv; charset=utf-8", _write_csv),
    "excel.csv": Format("text/csv; charset=utf-8", _write_excel_csv),
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _write_xlsx
    ),
    "parquet": Format("application/vnd.apache.parquet", _write_parquet),
}
