"""Make the next snapshot out of the store: stream, aggregate, sort, verify, swap in."""

import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from data.errors import DataError, GateClosed
from data.gate import find_objections
from data.models import SCHEMA_REVISION
from data.operator_publish import write_operator_tables
from data.publish_changes import Changes, write_changes
from data.publish_finder import TopicFinder
from data.publish_lifetimes import write_lifetimes
from data.publish_stage import write_stage
from data.publish_tables import view_file, write_tables
from data.publish_topics import read_topics, write_topics
from data.snapshot import (
    PortalMeta,
    Snapshot,
    SnapshotMeta,
    TableMeta,
    TopicsMeta,
    read_meta,
    write_snapshot,
)
from data.store import Store
from data.vacancy import MeasureLifetimes
from settings import ROOT


def publish(
    store: Store,
    folder: Path,
    keep: int,
    *,
    reader: str,
    rules: str,
    measure: MeasureLifetimes,
    changes: Changes,
    topics: TopicFinder | None = None,
    force: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> SnapshotMeta:
    """Write the next snapshot; real postings where there are any, else the sample.

    The caller holds the writer lock. `reader` and `rules` are the versions of reading and of
    putting together; `measure` measures how long vacancies stand, `changes` tells what changed,
    `topics` finds themes (None: they are left out).
    Raises GateClosed where it must not replace the old one and
    `force`, the reason to override, is not given.
    """
    is_sample = store.count_postings(is_sample=False) == 0
    objections = [] if force else _find_obstacles(store, reader, rules, is_sample=is_sample)
    last, themes = None, None
    sought: TopicsMeta | None = None
    try:
        last = read_meta(folder)
        themes = read_topics(folder, last, is_sample=is_sample) if topics else None
    except DataError as error:
        objections.append(str(error))

    def write_files(aside: Path) -> None:
        nonlocal sought
        stage = dict(write_stage(store, aside, is_sample=is_sample, progress=progress))
        stage["lifetime_stage"] = write_lifetimes(stage["stage"], aside, measure)
        write_tables(stage, aside)
        for file in stage.values():
            file.unlink()
        sought = write_topics(store, aside, topics, themes, is_sample=is_sample)
        write_operator_tables(store, aside)

    def describe(name: str, now: datetime, tables: Mapping[str, TableMeta]) -> SnapshotMeta:
        facts = _read_facts(folder / f".aside-{name}")
        return SnapshotMeta(
            id=name,
            created_at=now,
            is_sample=is_sample,
            versions={
                "code": read_code_version(),
                "schema": SCHEMA_REVISION,
                "reader": reader,
                "duplicates": rules,
                "changes": changes.version,
            },
            tables=tables,
            forced=force,
            topics=sought,
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

    def derive(unfinished: Snapshot) -> Path:
        return write_changes(unfinished, changes)

    return write_snapshot(folder, write_files, describe, approve, keep, derive)


def _find_obstacles(store: Store, reader: str, rules: str, *, is_sample: bool) -> list[str]:
    """Postings not read, or read by an older reader, would be served stale or not at all.

    Those not put together would be counted more than once.
    """
    waits = {
        "read": store.count_unread(reader, is_sample=is_sample),
        "put together": store.count_waiting(reader, rules, is_sample=is_sample),
    }
    return [
        f"{n:,} postings wait to be {what} (python -m cli process)"
        for what, n in waits.items()
        if n
    ]


def _read_facts(aside: Path) -> dict[str, Any]:
    """The counts of a snapshot, read from its own files."""
    with duckdb.connect(":memory:") as connection:
        for table in ("vacancies", "postings"):
            view_file(connection, table, aside / f"{table}.parquet")

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
