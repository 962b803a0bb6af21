"""The rows of a table that is offered, as Arrow batches with their dictionary in the schema."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.exports_answers import ANSWERS
from analytics.exports_registry import SAMPLE, Table
from data.snapshot import Snapshot

# One row group of Parquet, as DuckDB writes them; what is held in memory at a time.
BATCH_ROWS: Final = 122_880
_ARROW: Final[Mapping[str, pa.DataType]] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
    "array": pa.list_(pa.string()),
}


def read_rows(
    snapshot: Snapshot, table: Table, facts: dict[bytes | str, bytes | str]
) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """The schema and, batch by batch, the rows of a table; `facts` go into the schema's metadata.

    Every field carries its unit and its meaning in both languages; the last one is SAMPLE.
    """
    names = [column.name for column in table.columns if column.name != SAMPLE]
    if table.origin == "snapshot":
        file = pq.ParquetFile(snapshot.path / f"{table.name}.parquet")
        types = [file.schema_arrow.field(name).type for name in names]
        batches = _published(file, names)
    else:
        types = [_ARROW[column.type] for column in table.columns if column.name != SAMPLE]
        frame = ANSWERS[table.name](snapshot)
        batches = iter(to_arrow(frame, names, types).to_batches(BATCH_ROWS))
    fields = [
        pa.field(column.name, kind, metadata=_about(column.unit, column.meaning_id,
                                                    column.meaning_en))
        for column, kind in zip(table.columns, [*types, pa.bool_()], strict=True)
    ]  # fmt: skip
    schema = pa.schema(fields, metadata=facts)
    return schema, _marked(batches, schema, is_sample=snapshot.meta.is_sample)


def to_arrow(frame: pd.DataFrame, names: list[str], types: list[pa.DataType]) -> pa.Table:
    """These columns of a frame in these types; NaN becomes null.

    Raises KeyError for a column the frame lacks, pyarrow.ArrowInvalid for a value that would be cut
    to fit, as a fraction among whole numbers.
    """
    columns = [_column(frame[name], kind) for name, kind in zip(names, types, strict=True)]
    return pa.Table.from_arrays(columns, names=names)


def _column(values: "pd.Series[Any]", kind: pa.DataType) -> Any:
    if pa.types.is_date32(kind):
        return pa.array(pd.to_datetime(values).dt.date, type=kind, from_pandas=True)
    if pa.types.is_integer(kind):
        # A count that some rows lack comes as a float; the cast refuses fractions.
        return pa.array(values, from_pandas=True).cast(kind)
    return pa.array(values, type=kind, from_pandas=True)


def _published(file: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch]:
    with file:
        for batch in file.iter_batches(BATCH_ROWS, columns=names):
            yield batch.select(names)


def _marked(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, *, is_sample: bool
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        mark = pa.repeat(pa.scalar(is_sample), batch.num_rows)
        yield pa.RecordBatch.from_arrays([*batch.columns, mark], schema=schema)


def _about(unit: str, meaning_id: str, meaning_en: str) -> dict[str, str]:
    told = {"unit": unit, "arti": meaning_id, "meaning": meaning_en}
    return {key: words for key, words in told.items() if words}
