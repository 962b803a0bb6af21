"""Make the next snapshot out of the store: stream, aggregate, sort, verify, swap in."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import DataError, GateClosed
from data.gate import find_objections
from data.models import SCHEMA_REVISION
from data.operator_publish import write_operator_tables
from data.snapshot import (
    PortalMeta,
    SnapshotMeta,
    TableMeta,
    read_meta,
    write_snapshot,
)
from data.store import STREAM_COLUMNS, Store
from settings import ROOT

# Sorting spills to disk above this; publishing must not push the dashboard out of memory.
_MEMORY_LIMIT: Final = "2GB"

_INSTANT: Final = pa.timestamp("s", tz="UTC")
_STAGE_TYPES: Final[Mapping[str, pa.DataType]] = {
    "portal": pa.string(),
    "portal_id": pa.string(),
    "url": pa.string(),
    "posted": pa.date32(),
    "first_seen": _INSTANT,
    "last_seen": _INSTANT,
    "closed_at": _INSTANT,
    "vacancy_id": pa.string(),
    "title": pa.string(),
    "company": pa.string(),
    "province": pa.string(),
    "regency": pa.string(),
    "is_remote": pa.bool_(),
    "posted_read": pa.date32(),
    "wage_min_idr": pa.int64(),
    "wage_max_idr": pa.int64(),
    "wage_flags": pa.string(),
    "employment_type": pa.string(),
    "is_lead": pa.bool_(),
}
_STAGE_SCHEMA: Final = pa.schema(_STAGE_TYPES)
# A portal may bump its date: the earliest one told counts.
_STAGE: Final = (
    "SELECT *, least(coalesce(posted, posted_read), coalesce(posted_read, posted)) "
    "AS posted_first FROM read_parquet('{file}')"
)
_QUERIES: Final = sorted((Path(__file__).parent / "sql").glob("*.sql"))


def publish(
    store: Store,
    folder: Path,
    keep: int,
    *,
    reader: str,
    force: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> SnapshotMeta:
    """Write the next snapshot; real postings where there are any, else the sample.

    The caller holds the writer lock. Raises GateClosed where it must not replace the old one and
    `force`, the reason to override, is not given.
    """
    is_sample = store.count_postings(is_sample=False) == 0
    objections = [] if force else _find_obstacles(store, reader)
    last = None
    try:
        last = read_meta(folder)
    except DataError as error:
        objections.append(str(error))

    def write_tables(aside: Path) -> None:
        _write_tables(store, aside, is_sample=is_sample, progress=progress)

    def describe(name: str, now: datetime, tables: Mapping[str, TableMeta]) -> SnapshotMeta:
        facts = _read_facts(folder / f".aside-{name}")
        return SnapshotMeta(
            id=name,
            created_at=now,
            is_sample=is_sample,
            versions={"code": read_code_version(), "schema": SCHEMA_REVISION, "reader": reader},
            tables=tables,
            forced=force,
            **facts,
        )

    def approve(new: SnapshotMeta) -> None:
        if new.vacancies == 0:
            raise GateClosed(
                "There is nothing to publish: no posting is stored and read. Take postings in "
                "(python -m cli import FILE), read them (python -m cli process), publish again."
            )
        objections.extend(find_objections(new, last))
        if objections and force is None:
            raise GateClosed(
                f"The new snapshot was not published: {'; '.join(objections)}. What was served "
                "stays. Find out why, or override: python -m cli publish --force 'reason'"
            )

    return write_snapshot(folder, write_tables, describe, approve, keep)


def _find_obstacles(store: Store, reader: str) -> list[str]:
    """Postings not read, or read by an older reader, would be served stale or not at all."""
    waiting = store.count_unread(reader)
    if waiting == 0:
        return []
    return [f"{waiting:,} postings wait to be read (python -m cli process)"]


def _write_tables(
    store: Store, aside: Path, *, is_sample: bool, progress: Callable[[int], None]
) -> None:
    stage = aside / ".stage.parquet"
    with pq.ParquetWriter(stage, _STAGE_SCHEMA, compression="lz4") as writer:
        done = 0
        for chunk in store.stream_read_postings(is_sample=is_sample):
            columns = zip(STREAM_COLUMNS, zip(*chunk, strict=True), strict=True)
            arrays = {name: list(values) for name, values in columns}
            writer.write_table(pa.table(arrays, schema=_STAGE_SCHEMA))
            done += len(chunk)
            progress(done)
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET memory_limit = '{_MEMORY_LIMIT}'")
        connection.execute(f"SET temp_directory = '{_quote(aside / '.spill')}'")
        connection.execute(f"CREATE VIEW stage AS {_STAGE.format(file=_quote(stage))}")
        for query in _QUERIES:
            target = _quote(aside / f"{query.stem}.parquet")
            connection.execute(
                f"COPY ({query.read_text(encoding='utf-8')}) TO '{target}' "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
    stage.unlink()
    write_operator_tables(store, aside)


def _read_facts(aside: Path) -> dict[str, Any]:
    """The counts of a snapshot, read from its own files."""
    with duckdb.connect(":memory:") as connection:
        for table in (query.stem for query in _QUERIES):
            file = _quote(aside / f"{table}.parquet")
            connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{file}')")

        def fetch(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        columns = [row[0] for row in fetch("DESCRIBE vacancies")]
        counts = ", ".join(f'count("{name}")' for name in columns)
        n, posted_from, posted_to, *filled = fetch(
            f"SELECT count(*), min(posted), max(posted), {counts} FROM vacancies"  # noqa: S608 - our own columns
        )[0]
        portals = fetch(
            "SELECT portal, count(*), min(posted), max(posted), max(last_seen) "
            "FROM postings GROUP BY portal ORDER BY count(*) DESC, portal"
        )
        regencies = fetch(
            "SELECT regency, count(*) FROM vacancies WHERE regency IS NOT NULL "
            "GROUP BY regency ORDER BY regency"
        )
    return {
        "vacancies": n,
        "postings": sum(row[1] for row in portals),
        "posted_from": posted_from,
        "posted_to": posted_to,
        "portals": [
            PortalMeta(
                name=row[0], postings=row[1], posted_from=row[2], posted_to=row[3], last_seen=row[4]
            )
            for row in portals
        ],
        "filled": {name: k / n if n else 0.0 for name, k in zip(columns, filled, strict=True)},
        "regencies": dict(regencies),
    }


def read_code_version() -> str:
    """The commit of the code, or "unknown" outside a checkout."""
    try:
        answer = subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return answer.stdout.strip() or "unknown"


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")
