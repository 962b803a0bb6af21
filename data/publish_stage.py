"""Carry what the store holds of postings and mentions into Parquet files that SQL can work on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.store import MENTION_COLUMNS, STREAM_COLUMNS, Store

_TEXT: Final = pa.string()
_INSTANT: Final = pa.timestamp("s", tz="UTC")
# What is not text; JSON is text here and gets its type in SQL.
_OTHER_TYPES: Final[Mapping[str, pa.DataType]] = {
    **dict.fromkeys(("posted", "posted_read"), pa.date32()),
    **dict.fromkeys(("first_seen", "last_seen", "closed_at", "changed_at"), _INSTANT),
    **dict.fromkeys(("occupation_score", "sector_score", "experience_min_years"), pa.float64()),
    **dict.fromkeys(("wage_min", "wage_max", "wage_min_idr", "wage_max_idr"), pa.int64()),
    "posting_id": pa.int64(),
    "description_characters": pa.int32(),
    "is_lead": pa.bool_(),
    "n": pa.int16(),
}


def write_stage(
    store: Store, folder: Path, *, is_sample: bool, progress: Callable[[int], None]
) -> Mapping[str, Path]:
    """Write the stage of postings and that of mentions; the file of each by the name in SQL."""
    streams = {
        "stage": (STREAM_COLUMNS, store.stream_read_postings(is_sample=is_sample), progress),
        "mention_stage": (
            MENTION_COLUMNS,
            store.stream_mentions(is_sample=is_sample),
            lambda _: None,
        ),
    }
    files = {name: folder / f".{name}.parquet" for name in streams}
    for name, (columns, chunks, tell) in streams.items():
        _write(files[name], columns, chunks, tell)
    return files


def _write(
    file: Path,
    columns: Sequence[str],
    chunks: Iterable[list[tuple[Any, ...]]],
    progress: Callable[[int], None],
) -> None:
    schema = pa.schema({name: _OTHER_TYPES.get(name, _TEXT) for name in columns})
    with pq.ParquetWriter(file, schema, compression="lz4") as writer:
        done = 0
        for chunk in chunks:
            told = zip(columns, zip(*chunk, strict=True), strict=True)
            arrays = {name: list(values) for name, values in told}
            writer.write_table(pa.table(arrays, schema=schema))
            done += len(chunk)
            progress(done)
