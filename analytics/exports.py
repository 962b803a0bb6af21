"""Write a table of a snapshot into a file, whole or not at all, and keep those already written.

FOLDER/<snapshot>-<programme>/<table>.<format>        a file that was asked for
FOLDER/<snapshot>-<programme>/<table>.<format>.json   what was written (Written)
"""

import os
import shutil
import threading
from functools import cache
from hashlib import sha256 as new_hash
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from analytics.exports_formats import FORMATS, Batches
from analytics.exports_package import Written, describe_file
from analytics.exports_registry import Table
from analytics.exports_rows import BATCH_ROWS, read_rows
from data.files import sha256, sync_file, sync_folder, write_whole
from data.snapshot import Snapshot
from settings import ROOT

_RECEIPT: Final = ".json"
# Written before all others: it keeps types and dictionary.
FIRST: Final = "parquet"


def write_export(snapshot: Snapshot, table: Table, form: str, path: Path) -> Written:
    """Write the table in a format (a key of FORMATS); a reader sees the whole file or none.

    Raises UserError where the format cannot hold the rows; what stood at `path` stays then.
    """
    facts: dict[bytes | str, bytes | str] = dict(describe_file(snapshot.meta, table).items())
    schema, batches = read_rows(snapshot, table, facts)
    return _write(schema, batches, form, path)


def _write(schema: pa.Schema, batches: Batches, form: str, path: Path) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        rows = FORMATS[form].write(schema, batches, aside)
        sync_file(aside)
        written = Written(rows=rows, bytes=aside.stat().st_size, sha256=sha256(aside))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)  # gone already where all went well
    sync_folder(path.parent)
    return written


def keep_export(snapshot: Snapshot, table: Table, form: str, folder: Path) -> Path:
    """The file of the table in a format under `folder`, written if it is not there yet.

    Answers are worked out once: the other formats are written from the Parquet file. Files of other
    snapshots, and of other versions of the programme, are cleared away.
    """
    path = locate(folder, snapshot.id, table, form)
    if read_written(path) is not None:
        return path
    if form == FIRST:
        written = write_export(snapshot, table, form, path)
    else:
        with pq.ParquetFile(keep_export(snapshot, table, FIRST, folder)) as first:
            written = _write(first.schema_arrow, first.iter_batches(BATCH_ROWS), form, path)
    write_whole(_receipt(path), written.model_dump_json().encode())
    for other in folder.iterdir():
        # Only older ones: a run that began with the last snapshot may still be writing.
        if other != path.parent and other.name.rpartition("-")[0] <= snapshot.id:
            shutil.rmtree(other, ignore_errors=True)  # another process may do the same
    return path


def locate(folder: Path, snapshot: str, table: Table, form: str) -> Path:
    """Where `keep_export` keeps the file."""
    return folder / f"{snapshot}-{version()}" / f"{table.name}.{form}"


def read_written(path: Path) -> Written | None:
    """What is known of a kept file, or None where it was not written yet."""
    try:
        written = Written.model_validate_json(_receipt(path).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return written if path.is_file() else None


def _receipt(path: Path) -> Path:
    return path.with_name(f"{path.name}{_RECEIPT}")


@cache
def version() -> str:
    """Which programme writes: another answer to the same snapshot must not hide behind a file."""
    digest = new_hash()
    for path in sorted([*(ROOT / "analytics").glob("*.*"), ROOT / "data" / "snapshot.toml"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
