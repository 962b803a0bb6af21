"""How the store's database is opened, locked and migrated, on SQLite and PostgreSQL."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import filelock
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError

from data.errors import Busy, DataError, UserError
from data.models import SCHEMA_REVISION

T = TypeVar("T")

MIGRATIONS: Final = Path(__file__).parent / "migrations"
# Any constant will do, so long as every writer of the same database uses it.
_ADVISORY_KEY: Final = 0x53494E59414C
_POLL_SECONDS: Final = 0.1
# Values told in one statement; SQLite takes 32,766, PostgreSQL 65,535.
_TOLD: Final = 1_000

# WAL lets readers go on while one writes. NORMAL: a killed process loses nothing; a power cut can
# take the last batches of a running command, never a part of one, and the position of a collector
# goes with its postings; the checkpoint when a command ends makes all of it last. FULL waited 6 to
# 8 ms a commit, and a collector commits three times a page. The limit cuts the WAL file back.
_SQLITE_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 30000",
    "PRAGMA cache_size = -65536",
    "PRAGMA journal_size_limit = 67108864",
)


def open_engine(url: str) -> Engine:
    """An engine for the address; SQLite files get their folder made.

    Raises UserError where the address is not one of SQLite or PostgreSQL.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise UserError(f"DATABASE_URL is not a database address: {url!r}") from error
    if address.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if address.get_backend_name() != "sqlite":
        raise UserError(
            f"DATABASE_URL names {address.get_backend_name()!r}; "
            "use sqlite:///path or postgresql://user@host/name"
        )
    if not address.database or address.database == ":memory:":
        raise UserError("DATABASE_URL must name a SQLite file; a store in memory would be lost.")
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Take transactions away from the driver, which would begin them late and deferred."""
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the write lock at once: a deferred one fails with "database is locked"."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def open_writer(engine: Engine, wait_seconds: float) -> Iterator[Connection]:
    """The one connection that may write; the kernel or the server frees it if this process dies.

    Raises Busy where another process is still writing after `wait_seconds`.
    """
    if engine.dialect.name == "sqlite":
        lock = filelock.FileLock(f"{engine.url.database}.lock")
        try:
            lock.acquire(timeout=wait_seconds, poll_interval=_POLL_SECONDS)
        except filelock.Timeout as error:
            raise Busy(_busy_sentence(engine)) from error
        try:
            with engine.connect().execution_options(writes=True) as connection:
                yield connection
        finally:
            lock.release()
        return
    with engine.connect().execution_options(writes=True) as connection:
        # The lock lives on the connection that writes: who loses the one loses the other.
        deadline = time.monotonic() + wait_seconds
        while not _try_advisory_lock(connection):
            if time.monotonic() >= deadline:
                raise Busy(_busy_sentence(engine))
            time.sleep(_POLL_SECONDS)
        try:
            yield connection
        finally:
            # Ends the server session, and with it the lock, whatever state it is in.
            connection.invalidate()


def _try_advisory_lock(connection: Connection) -> bool:
    with connection.begin():
        return bool(
            connection.execute(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY_KEY}
            ).scalar_one()
        )


def _busy_sentence(engine: Engine) -> str:
    who = "Another command"
    with engine.connect() as connection:
        if inspect(connection).has_table("run"):
            row = connection.execute(
                text("SELECT kind FROM run WHERE state = 'running' ORDER BY id DESC LIMIT 1")
            ).first()
            who = f"Another command ({row.kind})" if row else who
    return f"{who} is writing to the store. Wait until it ends, or stop it, then try again."


def portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values as many at a time as one statement may be told."""
    for begin in range(0, len(values), _TOLD):
        yield values[begin : begin + _TOLD]


def read_revision(connection: Connection) -> str | None:
    """The migration the database is at, or None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def migrate(connection: Connection, target: str = SCHEMA_REVISION) -> None:
    """Bring the schema up to date, in one transaction; the caller holds the writer lock.

    Raises DataError where a newer programme made the store.
    """
    with connection.begin():
        revision = read_revision(connection)
    if revision == target:
        return
    # Only now: importing Alembic takes a third of a second.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with connection.begin():
            command.upgrade(config, target)
    except CommandError as error:
        raise DataError(
            f"The store is at schema {revision}, which this programme (schema {target}) does not "
            "know: a newer version made it. Update the programme, or name another DATABASE_URL."
        ) from error


def check_connection(engine: Engine) -> None:
    """Raise a sentence where the database cannot be reached."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DatabaseError as error:
        reason = str(error.orig).strip().splitlines()[0].rstrip(". ")
        is_file = engine.dialect.name == "sqlite"
        check = "names a SQLite file this user may write" if is_file else "is right, the server up"
        raise DataError(
            f"The store at {engine.url.render_as_string(hide_password=True)} cannot be opened: "
            f"{reason}. Check that DATABASE_URL {check}."
        ) from error
