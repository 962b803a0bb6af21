"""Copy the operator's own data into a snapshot: prakerja, trainings, official."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.operator_official import figures_in
from data.operator_store import stream_rows
from data.store import Store

_TEXT: Final = pa.string()
_COUNT: Final = pa.int64()
_SHARE: Final = pa.float64()
_ORIGIN: Final = (("source", _TEXT), ("upload_id", pa.int32()))

# Columns of each table of the snapshot; rows are sorted by them from left to right.
_SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "prakerja": pa.schema(
        [
            *((name, _TEXT) for name in ("period", "province", "regency", "sex", "age_group")),
            *((name, _TEXT) for name in ("education", "training_category", "outcome")),
            *((name, _COUNT) for name in ("enrolled", "recipients", "completed")),
            ("outcome_count", _COUNT),
            ("outcome_percent", _SHARE),
            ("outcome_n", _COUNT),
            *_ORIGIN,
        ]
    ),
    "trainings": pa.schema(
        [
            *((name, _TEXT) for name in ("title", "provider", "platform", "mode")),
            *((name, _TEXT) for name in ("province", "regency", "place")),
            ("price_idr", _COUNT),
            *((name, _TEXT) for name in ("skills", "url", "duration")),
            ("duration_hours", _SHARE),
            *_ORIGIN,
        ]
    ),
    "official": pa.schema(
        [
            *((name, _TEXT) for name in ("figure", "area", "period", "by", "unit")),
            ("value", _SHARE),
            ("table_name", _TEXT),
            *_ORIGIN,
        ]
    ),
}
_STORED: Final = {
    "prakerja": "prakerja_figure", "trainings": "training", "official": "official_figure",
}  # fmt: skip


def write_operator_tables(store: Store, folder: Path) -> None:
    """Write a Parquet file for each kind that holds rows.

    The same rows give the same bytes on either engine: they are sorted here, since databases
    collate text in their own ways.
    """
    for name, kind in _STORED.items():
        rows: Iterable[Mapping[str, Any]] = stream_rows(store, kind)
        if name == "official":
            rows = _figures(rows)
        schema = _SCHEMAS[name]
        table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
        if table.num_rows == 0:
            continue
        order = [(column, "ascending") for column in schema.names]
        pq.write_table(table.sort_by(order), folder / f"{name}.parquet", compression="zstd")


def _figures(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The official figures in stored rows; `by` is JSON of what they are told apart by."""
    for row in rows:
        for name, figure in figures_in(row["table_name"], row["cells"]):
            yield {
                "figure": name,
                "area": figure.area,
                "period": figure.period,
                "by": orjson.dumps(figure.by, option=orjson.OPT_SORT_KEYS).decode(),
                "unit": figure.unit,
                "value": figure.value,
                "table_name": row["table_name"],
                "source": row["source"],
                "upload_id": row["upload_id"],
            }
