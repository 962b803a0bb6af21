"""Rows of a file, one after another, whatever its format: CSV, JSON Lines (both also .gz), Parquet.

Memory does not grow with the file. A row that cannot be read comes out as a BadRow that says
where and why; the rows around it are not lost.
"""

import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import UserError
from data.files import check_source

# A line or a field above this is damage, not a posting.
MAX_ROW_BYTES: Final = 16 * 1024 * 1024
MAX_FIELD_CHARACTERS: Final = 4 * 1024 * 1024
# A record of a CSV file that spans more lines has a quotation mark too many.
MAX_RECORD_LINES: Final = 500
NOT_UTF8: Final = "not UTF-8"
_PARQUET_ROWS: Final = 2_000
_DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row and where it stands, counted from 1 (the header of a CSV is line 1)."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, why, and the beginning of it."""

    line: int
    reason: str
    text: str


# Called with the bytes of the file read so far.
Progress = Callable[[int], None]


def read_rows(path: Path, progress: Progress = lambda _: None) -> Iterator[GoodRow | BadRow]:
    """The rows of a .csv, .jsonl, .ndjson (all also .gz) or .parquet file.

    Raises UserError where the file is missing or of another format, or damaged as a whole.
    """
    check_source(path)
    name = path.name.lower()
    if name.endswith(".parquet"):
        yield from _read_parquet(path, progress)
        return
    for ending, reader in ((".jsonl", _read_json), (".ndjson", _read_json), (".csv", _read_csv)):
        if name.endswith((ending, f"{ending}.gz")):
            with path.open("rb") as raw:
                file: IO[bytes] = raw
                if name.endswith(".gz"):
                    file = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]
                try:
                    for count, row in enumerate(reader(file)):
                        if count % 1_000 == 0:
                            progress(raw.tell())
                        yield row
                except gzip.BadGzipFile as error:
                    raise UserError(
                        f"{path} is not what its ending .gz says, or damaged ({error}). Take .gz "
                        "off its name if it was never compressed; else get the file again."
                    ) from error
                except (EOFError, zlib.error) as error:
                    raise UserError(
                        f"{path} is damaged or cut off ({error}). What stands well before the "
                        "damage was taken in; get the file again and repeat the command."
                    ) from error
                progress(raw.tell())
            return
    raise UserError(
        f"{path.name}: only .csv, .jsonl, .ndjson (all also .gz) and .parquet can be read, by that "
        "ending. Give the file the ending of what it is, or save it as one of these (a spreadsheet "
        "as CSV)."
    )


def _read_json(file: IO[bytes]) -> Iterator[GoodRow | BadRow]:
    number = 0
    while line := file.readline(MAX_ROW_BYTES):
        number += 1
        if len(line) == MAX_ROW_BYTES and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_ROW_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield BadRow(number, f"line is longer than {MAX_ROW_BYTES} bytes", _head(line))
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.isspace():
            continue
        try:
            values = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield BadRow(number, f"not JSON: {error.msg}", _head(line))
            continue
        if isinstance(values, dict):
            yield GoodRow(number, values)
        else:
            yield BadRow(number, "not a JSON object", _head(line))


def _read_csv(file: IO[bytes]) -> Iterator[GoodRow | BadRow]:
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    # Bytes that are not UTF-8 survive as surrogates, so that only their own row is refused.
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield from _read_csv_lines(lines)
    finally:
        lines.detach()


def _read_csv_lines(lines: io.TextIOWrapper) -> Iterator[GoodRow | BadRow]:
    first = lines.readline(MAX_FIELD_CHARACTERS)
    if not first:
        return
    names = _read_header(first)
    delimiter = max(_DELIMITERS, key=first.count)
    waiting: deque[str] = deque()
    number = 1
    while True:
        line = waiting.popleft() if waiting else lines.readline(MAX_FIELD_CHARACTERS)
        if not line:
            return
        number += 1
        record = _read_record(line, lines, waiting, delimiter)
        if record is None:
            yield BadRow(number, "a quotation mark opened here is not closed", line[:2_000])
            continue
        values, taken = record
        if len(values) not in (0, len(names)):
            if len(taken) > 1:  # a stray quotation mark has glued lines together
                waiting.extendleft(reversed(taken[1:]))
                taken = taken[:1]
            reason = f"{len(values)} fields where the header has {len(names)}"
            yield BadRow(number, reason, taken[0][:2_000])
        elif any(not text.isascii() and _has_surrogate(text) for text in values):
            yield BadRow(number, NOT_UTF8, delimiter.join(values)[:2_000])
        elif values:
            yield GoodRow(number, dict(zip(names, values, strict=True)))
        number += len(taken) - 1


def _read_header(line: str) -> list[str]:
    """The names of the columns; raises UserError where they cannot be told apart."""
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        names = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
    except csv.Error as error:
        raise UserError(f"The header line cannot be read ({error}); is this a CSV file?") from error
    if _has_surrogate(line):
        raise UserError("The header line is not UTF-8; save the file as UTF-8 and try again.")
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise UserError(f"The header names columns twice: {doubled}; give each its own name.")
    return names


def _read_record(
    line: str, lines: io.TextIOWrapper, waiting: deque[str], delimiter: str
) -> tuple[list[str], list[str]] | None:
    """The fields of the record that begins with `line`, and the lines it takes.

    None where a quotation mark is not closed as it should within MAX_RECORD_LINES; the lines
    looked at for it then wait to be read by themselves.
    """
    taken = [line]
    while (state := _judge("".join(taken), delimiter)) == "open":
        while True:  # only a line with a quotation mark can close the field
            following = waiting.popleft() if waiting else lines.readline(MAX_FIELD_CHARACTERS)
            if following:
                taken.append(following)
            if not following or len(taken) > MAX_RECORD_LINES:
                waiting.extendleft(reversed(taken[1:]))
                return None
            if '"' in following:
                break
    if state == "odd" and len(taken) > 1:
        waiting.extendleft(reversed(taken[1:]))
        return None
    return next(csv.reader(["".join(taken)], delimiter=delimiter), []), taken


def _judge(text: str, delimiter: str) -> str:
    """Whether the text is a "whole" record, still "open" in a quoted field, or quoted oddly."""
    if '"' not in text:
        return "whole"
    try:
        list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "open" if "unexpected end of data" in str(error) else "odd"
    return "whole"


def has_fixed_columns(path: Path) -> bool:
    """Whether every row of the file has the same columns."""
    return ".json" not in path.name.lower() and ".ndjson" not in path.name.lower()


def _read_parquet(path: Path, progress: Progress) -> Iterator[GoodRow | BadRow]:
    try:
        with pq.ParquetFile(path) as file:
            size, total, number = path.stat().st_size, max(file.metadata.num_rows, 1), 0
            for batch in file.iter_batches(batch_size=_PARQUET_ROWS):
                for values in batch.to_pylist():
                    number += 1
                    yield GoodRow(number, values)
                progress(size * number // total)
    except (pa.ArrowInvalid, OSError) as error:
        raise UserError(
            f"{path} is not a readable Parquet file: {str(error).rstrip('. ')}. Get it again, or "
            "give it the ending of what it is."
        ) from error


def _has_surrogate(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _head(line: bytes) -> str:
    return line[:200].decode("utf-8", "replace").rstrip("\n")
