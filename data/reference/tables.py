"""The tables of this folder as rows of text, each read once, at first use."""

import csv
import gzip
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from data.errors import DataError

FOLDER: Final = Path(__file__).resolve().parent

Row = Mapping[str, str]


def path_of(table: str) -> Path:
    """The file of a table, plain or compressed."""
    for name in (f"{table}.csv", f"{table}.csv.gz"):
        path = FOLDER / name
        if path.exists():
            return path
    raise DataError(f"No reference table {table!r} in {FOLDER}; see docs/data.md for the names.")


def read_text(path: Path) -> str:
    """The content of a plain or gzip-compressed UTF-8 file."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return content.decode("utf-8")


@lru_cache(maxsize=128)
def rows(table: str) -> tuple[Row, ...]:
    """All rows of the table; every cell is text, an empty cell is "", codes keep their zeros."""
    return tuple(csv.DictReader(io.StringIO(read_text(path_of(table)), newline="")))


def number(cell: str) -> float | None:
    """The number in the cell, None where the source has none."""
    return float(cell) if cell else None


def whole(cell: str) -> int | None:
    """The whole number in the cell, None where the source has none."""
    return int(float(cell)) if cell else None
