"""Copy the operator's own data into a snapshot: prakerja, trainings, official."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from data.operator_official import figures_in
from data.operator_store import stream_rows
from data.store import Store

_TEXT: Final[pa.DataType] = pa.string()
_COUNT: Final[pa.DataType] = pa.int64()
_SHARE: Final[pa.DataType] = pa.float64()
_ORIGIN: Final = {"source": _TEXT, "upload_id": pa.int32()}

# Columns of each table of the snapshot; rows are sorted by them from left to right.
_SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "prakerja": pa.schema(
        {
            **dict.fromkeys(("period", "province", "regency", "sex", "age_group"), _TEXT),
            **dict.fromkeys(("education", "training_category", "outcome"), _TEXT),
            **dict.fromkeys(("enrolled", "recipients", "completed", "outcome_count"), _COUNT),
            "outcome_percent": _SHARE,
            "outcome_n": _COUNT,
            **_ORIGIN,
        }
    ),
    "trainings": pa.schema(
        {
            **dict.fromkeys(("title", "provider", "platform", "mode"), _TEXT),
            **dict.fromkeys(("province", "regency", "place"), _TEXT),
            "price_idr": _COUNT,
            **dict.fromkeys(("skills", "url", "duration"), _TEXT),
            "duration_hours": _SHARE,
            **_ORIGIN,
        }
    ),
    "official": pa.schema(
        {
            **dict.fromkeys(("figure", "area", "period", "breakdown", "unit"), _TEXT),
            "value": _SHARE,
            "table_name": _TEXT,
            **_ORIGIN,
        }
    ),
}
_STORED: Final = {
    "prakerja": "prakerja_figure", "trainings": "training", "official": "official_figure",
}  # fmt: skip


# What a snapshot may hold beside its own tables.
TABLES: Final = frozenset(_SCHEMAS)


def write_operator_tables(store: Store, folder: Path) -> None:
    """Write a Parquet file for each kind that holds rows.

    The same rows give the same bytes on either engine: they are sorted here, since databases
    collate text in their own ways.
    """
    for name, kind in _STORED.items():
        rows: Iterable[dict[str, Any]] = stream_rows(store, kind)
        if name == "official":
            rows = _figures(rows)
        schema = _SCHEMAS[name]
        table = pa.Table.from_pylist(list(rows), schema=schema)
        if table.num_rows == 0:
            continue
        pq.write_table(
            table.sort_by(_ascending(schema.names)), folder / f"{name}.parquet", compression="zstd"
        )


def _ascending(names: Iterable[str]) -> list[tuple[str, Literal["ascending", "descending"]]]:
    return [(name, "ascending") for name in names]


def _figures(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The official figures in stored rows; `breakdown` is JSON of what they are told apart by."""
    for row in rows:
        for name, figure in figures_in(row["table_name"], row["cells"]):
            yield {
                "figure": name,
                "area": figure.area,
                "period": figure.period,
                "breakdown": orjson.dumps(figure.by, option=orjson.OPT_SORT_KEYS).decode(),
                "unit": figure.unit,
                "value": figure.value,
                "table_name": row["table_name"],
                "source": row["source"],
                "upload_id": row["upload_id"],
            }
