"""A snapshot is whole or not there, and stays while somebody reads it."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data import snapshot
from data.errors import DataError, GateClosed, NoSnapshot
from data.files import sha256
from data.snapshot import (
    Snapshot,
    SnapshotMeta,
    TableMeta,
    open_snapshot,
    read_meta,
    write_snapshot,
)


def write(
    folder: Path,
    n: int = 3,
    *,
    keep: int = 3,
    approve: Callable[[SnapshotMeta], None] = lambda _: None,
    derive: Callable[[Snapshot], Path] | None = None,
) -> SnapshotMeta:
    def write_tables(aside: Path) -> None:
        pq.write_table(pa.table({"vacancy_id": list(range(n))}), aside / "vacancies.parquet")

    def describe(name: str, now: datetime, tables: Mapping[str, TableMeta]) -> SnapshotMeta:
        return SnapshotMeta(
            id=name,
            created_at=now,
            is_sample=True,
            vacancies=n,
            postings=n,
            posted_from=None,
            posted_to=None,
            portals=[],
            filled={},
            regencies={},
            versions={},
            tables=tables,
        )

    return write_snapshot(folder, write_tables, describe, approve, keep, derive)


def folders(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def assert_only(folder: Path, old: SnapshotMeta) -> None:
    """Nothing but this snapshot is there, and it is served."""
    assert folders(folder) == [old.id]
    assert read_meta(folder) == old


def age(folder: Path, name: str) -> None:
    long_ago = time.time() - 10 * snapshot.SECONDS_KEPT_AT_LEAST
    os.utime(folder / name, (long_ago, long_ago))


def test_what_was_written_is_served(tmp_path: Path) -> None:
    meta = write(tmp_path, 5)
    opened = open_snapshot(tmp_path)
    assert opened.id == meta.id
    assert opened.frame("SELECT count(*) AS n FROM vacancies")["n"].item() == 5
    assert meta.tables["vacancies"].rows == 5
    assert opened.frame("SELECT $a AS a", {"a": "x'; --"})["a"].item() == "x'; --"
    opened.close()


def test_without_a_snapshot_the_sentence_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="python -m cli run --sample"):
        open_snapshot(tmp_path)
    assert read_meta(tmp_path / "nowhere") is None


@pytest.mark.parametrize("step", ["approve", "derive"])
def test_a_failure_while_writing_leaves_the_old_one_served(tmp_path: Path, step: str) -> None:
    old = write(tmp_path)

    def fail(_: object) -> Any:
        raise GateClosed("no")

    with pytest.raises(GateClosed):
        write(tmp_path, **{step: fail})
    assert_only(tmp_path, old)


def test_a_derived_table_is_made_of_the_others_and_served_with_them(tmp_path: Path) -> None:
    def count(unfinished: Snapshot) -> Path:
        n = unfinished.frame("SELECT count(*) AS n FROM vacancies")
        n.to_parquet(unfinished.path / "counted.parquet")
        return unfinished.path / "counted.parquet"

    meta = write(tmp_path, 7, derive=count)
    with closing(open_snapshot(tmp_path)) as opened:
        assert opened.frame("SELECT n FROM counted")["n"].item() == 7
        assert opened.meta == meta
    file = tmp_path / meta.id / "counted.parquet"
    assert meta.tables["counted"].sha256 == sha256(file)


def test_what_a_killed_publisher_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".aside-20260101T000000Z").mkdir(parents=True)
    meta = write(tmp_path)
    assert folders(tmp_path) == [meta.id]


def test_a_torn_table_never_gets_served(tmp_path: Path) -> None:
    def write_torn(aside: Path) -> None:
        path = aside / "vacancies.parquet"
        pq.write_table(pa.table({"vacancy_id": list(range(50_000))}), path)
        content = bytearray(path.read_bytes())
        content[100:20_000] = bytes(19_900)
        path.write_bytes(content)

    with pytest.raises(duckdb.Error):
        write_snapshot(tmp_path, write_torn, lambda *_: pytest.fail("described"), print, 3)
    assert folders(tmp_path) == []


def test_old_ones_go_but_not_the_served_nor_the_young_nor_the_open(tmp_path: Path) -> None:
    first = write(tmp_path, keep=9)
    reader = open_snapshot(tmp_path)
    others = [write(tmp_path, keep=9) for _ in range(3)]
    for meta in (first, *others):
        age(tmp_path, meta.id)
    last = write(tmp_path, keep=2)
    assert folders(tmp_path) == [first.id, others[2].id, last.id]
    assert reader.frame("SELECT count(*) AS n FROM vacancies")["n"].item() == 3
    reader.close()
    assert snapshot.clear_old(tmp_path, 2) == [first.id]
    young = [write(tmp_path, keep=1) for _ in range(2)]
    assert {meta.id for meta in young} <= set(folders(tmp_path))


def test_names_sort_by_time_within_a_second(tmp_path: Path) -> None:
    metas = [write(tmp_path, keep=99) for _ in range(4)]
    assert [meta.id for meta in metas] == sorted(meta.id for meta in metas)


@pytest.mark.parametrize("name", ["", "../../etc", "20260101T000000Z/..", "x" * 300])
def test_a_damaged_pointer_is_told_and_never_followed(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / "CURRENT").write_text(name)
    with pytest.raises(DataError, match="does not name a snapshot"):
        open_snapshot(tmp_path)


def test_an_unknown_layout_is_refused(tmp_path: Path) -> None:
    meta = write(tmp_path)
    path = tmp_path / meta.id / "meta.json"
    path.write_text(meta.model_copy(update={"layout": 99}).model_dump_json())
    with pytest.raises(DataError, match="layout 99"):
        open_snapshot(tmp_path)


def test_queries_cannot_leave_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "snapshots")
    (tmp_path / "secret.txt").write_text("rahasia")
    opened = open_snapshot(tmp_path / "snapshots")
    for query in (
        f"SELECT * FROM read_text('{tmp_path / 'secret.txt'}')",
        f"COPY vacancies TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
        f"ATTACH '{tmp_path / 'x.db'}'",
    ):
        with pytest.raises(duckdb.Error):
            opened.frame(query)
    opened.close()


def test_created_at_is_in_utc(tmp_path: Path) -> None:
    assert write(tmp_path).created_at.tzinfo == UTC
