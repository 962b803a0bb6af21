"""Have it measured how long each vacancy has stood; the answers are a stage that SQL works on."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.publish_tables import open_tables
from data.vacancy import Measured, MeasureLifetimes, Sighted

_ROWS: Final = 10_000
_TYPES: Final[Mapping[str, pa.DataType]] = {
    "vacancy_id": pa.string(),
    "days_open": pa.float32(),
    "is_stale": pa.bool_(),
    "reposts": pa.int32(),
}
_SCHEMA: Final = pa.schema(_TYPES)
# A told deadline may lie ahead of the newest sighting: such a posting is open yet.
_QUERY: Final = """
    SELECT
        vacancy_id, posting_id, portal, occupation, is_lead,
        least(coalesce(posted, posted_read), coalesce(posted_read, posted)),
        epoch(first_seen)::BIGINT, epoch(last_seen)::BIGINT,
        epoch(CASE WHEN closed_at <= (SELECT max(last_seen) FROM stage) THEN closed_at END)::BIGINT,
        epoch(changed_at)::BIGINT
    FROM stage ORDER BY vacancy_id, posting_id
"""


def write_lifetimes(stage: Path, folder: Path, measure: MeasureLifetimes) -> Path:
    """Write a row a vacancy of the stage: vacancy_id, days_open, is_stale, reposts."""
    file = folder / ".lifetime_stage.parquet"
    with (
        open_tables({"stage": stage}, folder) as connection,
        pq.ParquetWriter(file, _SCHEMA, compression="lz4") as writer,
    ):
        found = measure(lambda: _read(connection))
        while rows := list(islice(found, _ROWS)):
            told = zip(Measured._fields, zip(*rows, strict=True), strict=True)
            writer.write_table(pa.table({n: list(v) for n, v in told}, schema=_SCHEMA))
    return file


def _read(connection: duckdb.DuckDBPyConnection) -> Iterator[Sighted]:
    cursor = connection.cursor().execute(_QUERY)
    while rows := cursor.fetchmany(_ROWS):
        for row in rows:
            yield Sighted(*row[:6], *map(_moment, row[6:]))


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
