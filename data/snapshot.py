"""Snapshots: what readers see. Immutable folders of Parquet; a pointer file names the one served.

    SNAPSHOT_DIR/CURRENT                     the id of the snapshot served
    SNAPSHOT_DIR/<id>/meta.json              SnapshotMeta
    SNAPSHOT_DIR/<id>/<table>.parquet        one file a table

A crash at any point leaves the old snapshot served: files are written in a folder aside, flushed,
verified, renamed, and only then the pointer is swapped. A reader holds a shared lock on the
meta.json of the snapshot it opened, so that it is not cleared away under it.
"""

import fcntl
import re
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import duckdb
from pydantic import BaseModel, ConfigDict, ValidationError

from data.errors import DataError, NoSnapshot
from data.files import sha256, sync_file, sync_folder, write_whole

if TYPE_CHECKING:
    import pandas as pd

POINTER: Final = "CURRENT"
META: Final = "meta.json"
# A new layout of the files gets a new number; a reader refuses what it does not know.
LAYOUT: Final = 5
# A reader that is between reading the pointer and opening the folder gets this long.
SECONDS_KEPT_AT_LEAST: Final = 600
# What publishing needs above this is spilled to disk: it must not push the dashboard out of memory.
_PUBLISH_MEMORY: Final = "2GB"

_ID = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
_ASIDE: Final = ".aside-"


class TableMeta(BaseModel):
    """One file of a snapshot."""

    model_config = ConfigDict(frozen=True)
    rows: int
    bytes: int
    sha256: str


class PortalMeta(BaseModel):
    """What one portal gave to a snapshot."""

    model_config = ConfigDict(frozen=True)
    name: str
    postings: int
    posted_from: date | None
    posted_to: date | None
    last_seen: datetime | None


class TopicsMeta(BaseModel):
    """How themes were looked for (data/publish_topics.py); `version` is None where they were not.

    `vacancies` have a title; below `at_least` of them the tables are empty.
    """

    model_config = ConfigDict(frozen=True)
    version: str | None
    at_least: int
    vacancies: int


class SnapshotMeta(BaseModel):
    """What a snapshot holds, from when, and what made it."""

    model_config = ConfigDict(frozen=True)
    id: str
    layout: int = LAYOUT
    created_at: datetime
    is_sample: bool
    vacancies: int
    postings: int
    posted_from: date | None
    posted_to: date | None
    portals: Sequence[PortalMeta]
    filled: Mapping[str, float]
    regencies: Mapping[str, int]
    versions: Mapping[str, str]
    tables: Mapping[str, TableMeta]
    forced: str | None = None
    # None: made before themes were looked for, so that it has no tables of them.
    topics: TopicsMeta | None = None


class Snapshot:
    """One published snapshot, opened for reading; safe to use from several threads.

    `is_unfinished`: by who publishes it, within what publishing may take.
    """

    def __init__(self, path: Path, lease: IO[bytes], *, is_unfinished: bool = False) -> None:
        self.path = path
        self._lease = lease
        self.meta = SnapshotMeta.model_validate_json(lease.read())
        if self.meta.layout != LAYOUT:
            raise DataError(
                f"Snapshot {path.name} has layout {self.meta.layout}, this programme reads "
                f"{LAYOUT}. Publish a new one: python -m cli publish"
            )
        self._lock = threading.Lock()
        self._connection = duckdb.connect(":memory:")
        if is_unfinished:
            limit_memory(self._connection, path)
        for table in self.meta.tables:
            file = quote(path / f"{table}.parquet")
            self._connection.execute(
                f"CREATE VIEW \"{table}\" AS SELECT * FROM read_parquet('{file}')"  # noqa: S608 - names come from our own meta.json
            )
        # Whatever a query says, it reads this folder and nothing else (PLATFORM.md §5.2).
        self._connection.execute(f"SET allowed_directories = ['{quote(path)}']")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    @property
    def id(self) -> str:
        """The name of the snapshot: the second it was made, in UTC."""
        return self.meta.id

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> "pd.DataFrame":
        """The answer to a query over the tables; values only as $name parameters."""
        with self._lock:
            cursor = self._connection.cursor()
        try:
            return cursor.execute(sql, parameters or None).df()
        finally:
            cursor.close()

    def close(self) -> None:
        """Let the snapshot go; it may be cleared away after this."""
        self._connection.close()
        self._lease.close()


def limit_memory(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Keep a connection within what publishing may take; the rest is spilled into the folder."""
    connection.execute(f"SET memory_limit = '{_PUBLISH_MEMORY}'")
    connection.execute(f"SET temp_directory = '{quote(folder / '.spill')}'")


def quote(path: Path) -> str:
    """The path as it may stand between quotes in SQL."""
    return str(path).replace("'", "''")


def read_pointer(folder: Path) -> str | None:
    """The id of the snapshot served, or None where none is published."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    if not _ID.fullmatch(name):
        raise DataError(
            f"{folder / POINTER} does not name a snapshot ({name[:40]!r}). "
            "Publish a new one: python -m cli publish"
        )
    return name


def open_snapshot(folder: Path) -> Snapshot:
    """The snapshot served now.

    Raises NoSnapshot where none is published.
    """
    for _ in range(3):  # between reading the pointer and opening, a newer one may have come
        name = read_pointer(folder)
        if name is None:
            break
        try:
            return open_older(folder, name)
        except NoSnapshot:
            continue
    raise NoSnapshot(
        f"No snapshot is published in {folder}. Make one: python -m cli run --sample, "
        "or import postings, then python -m cli process and python -m cli publish."
    )


def list_snapshots(folder: Path) -> list[str]:
    """The ids of all snapshots kept, oldest first."""
    return sorted(path.name for path in folder.iterdir() if _ID.fullmatch(path.name))


def open_older(folder: Path, name: str) -> Snapshot:
    """A kept snapshot by its id; raises NoSnapshot where it is gone."""
    gone = NoSnapshot(f"There is no snapshot {name[:40]!r} in {folder} any more.")
    if not _ID.fullmatch(name):
        raise gone
    try:
        # The lease lives as long as the snapshot is open.
        lease = (folder / name / META).open("rb")
    except FileNotFoundError:
        raise gone from None
    try:
        fcntl.flock(lease, fcntl.LOCK_SH)
        return Snapshot(folder / name, lease)
    except BaseException:
        lease.close()
        raise


def read_meta(folder: Path) -> SnapshotMeta | None:
    """The meta data of the snapshot served, without opening its tables; None if there is none."""
    name = read_pointer(folder)
    if name is None:
        return None
    try:
        return SnapshotMeta.model_validate_json((folder / name / META).read_bytes())
    except (OSError, ValidationError) as error:
        raise DataError(
            f"The snapshot served, {folder / name}, cannot be read "
            f"({type(error).__name__}). Publish a new one: python -m cli publish --force 'reason'"
        ) from error


def write_snapshot(
    folder: Path,
    write_tables: Callable[[Path], None],
    describe: Callable[[str, datetime, Mapping[str, TableMeta]], SnapshotMeta],
    approve: Callable[[SnapshotMeta], None],
    keep: int,
    derive: Callable[["Snapshot"], Path] | None = None,
) -> SnapshotMeta:
    """Write, verify, approve and swap in a new snapshot; the caller holds the writer lock.

    `write_tables` fills a folder with Parquet files, `describe` makes the meta data of them,
    `approve` raises GateClosed where the new one must not replace the old. `derive` writes one
    more table from the finished others and returns its file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(left_over)
    now = datetime.now(UTC).replace(microsecond=0)
    name = _free_name(folder, now)
    aside = folder / f"{_ASIDE}{name}"
    aside.mkdir()
    try:
        write_tables(aside)
        tables = {file.stem: _describe_table(file) for file in sorted(aside.glob("*.parquet"))}
        meta = describe(name, now, tables)
        write_whole(aside / META, meta.model_dump_json(indent=2).encode())
        approve(meta)
        if derive:
            file = _derive(aside, derive)
            meta = meta.model_copy(update={"tables": {**tables, file.stem: _describe_table(file)}})
            write_whole(aside / META, meta.model_dump_json(indent=2).encode())
        sync_folder(aside)
        aside.rename(folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)  # gone already where all went well
    sync_folder(folder)
    write_whole(folder / POINTER, f"{name}\n".encode("ascii"))
    clear_old(folder, keep)
    return meta


def _derive(aside: Path, derive: Callable[["Snapshot"], Path]) -> Path:
    with (
        (aside / META).open("rb") as lease,
        closing(Snapshot(aside, lease, is_unfinished=True)) as unfinished,
    ):
        return derive(unfinished)


def clear_old(folder: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots, the served one, and any a reader holds open."""
    served = read_pointer(folder)
    names = list_snapshots(folder)
    removed = []
    for name in names[:-keep]:
        path = folder / name
        if name == served or time.time() - path.stat().st_mtime < SECONDS_KEPT_AT_LEAST:
            continue
        if _is_leased(path / META):
            continue
        shutil.rmtree(path)
        removed.append(name)
    return removed


def _is_leased(meta: Path) -> bool:
    """Whether a reader holds the snapshot open."""
    try:
        with meta.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _describe_table(file: Path) -> TableMeta:
    """Read the file back: its footer must parse and every value be readable."""
    with duckdb.connect(":memory:") as connection:
        # The hash makes DuckDB decode every value, not only the footer.
        rows = connection.execute(
            "SELECT count(*), bit_xor(hash(t)) FROM read_parquet($file) t", {"file": str(file)}
        ).fetchall()[0][0]
    sync_file(file)
    return TableMeta(rows=rows, bytes=file.stat().st_size, sha256=sha256(file))


def _free_name(folder: Path, now: datetime) -> str:
    """A name that sorts by time and is not taken, even within one second."""
    base = now.strftime("%Y%m%dT%H%M%SZ")
    taken = {path.name for path in folder.iterdir()}
    names = [base, *(f"{base}-{i:03}" for i in range(1, 1000))]
    return next(name for name in names if name not in taken)
