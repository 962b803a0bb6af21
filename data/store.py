"""The store: the system of record. Only this module reads and writes its tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import zstandard
from sqlalchemy import Connection, Engine, Row, Table, and_, delete, func, insert, or_, select
from sqlalchemy import update as update_rows
from sqlalchemy.dialects import postgresql, sqlite

from data.database import check_connection, migrate, open_engine, open_writer, read_revision
from data.errors import DataError
from data.merge import Stored, add_new, merge
from data.models import (
    SCHEMA_REVISION,
    Mention,
    Payload,
    Posting,
    PostingVersion,
    Reading,
    Run,
    Vacancy,
    posting_key,
)
from data.posting import RawPosting

# Rows in one transaction; 1,000 was the fastest measured (PLATFORM.md §3).
BATCH: Final = 1_000
# zstd level 3 halves the payload at 25 µs each; higher levels gain little.
_ZSTD_LEVEL: Final = 3
# Rows fetched at a time when a whole table is streamed.
_FETCH: Final = 10_000

POSTING: Final[Table] = Posting.metadata.tables["posting"]
VERSION: Final[Table] = PostingVersion.metadata.tables["posting_version"]
PAYLOAD: Final[Table] = Payload.metadata.tables["payload"]
READING: Final[Table] = Reading.metadata.tables["reading"]
MENTION: Final[Table] = Mention.metadata.tables["mention"]
VACANCY: Final[Table] = Vacancy.metadata.tables["vacancy"]
RUN: Final[Table] = Run.metadata.tables["run"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A posting whose current content has not been read yet by the current reader."""

    key: int
    read_key: bytes
    posted_text: str | None
    posted_text_seen: datetime | None
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadPosting:
    """What nlp read out of a posting: the row of `reading` and the rows of `mention`."""

    key: int
    reading: Mapping[str, Any]
    mentions: Sequence[Mapping[str, Any]]


class Store:
    """A store, opened for reading; `writing` opens it for the one writer."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        check_connection(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def writing(self, wait_seconds: float = 10.0) -> Iterator["Writer"]:
        """The writer, with the schema brought up to date.

        Raises Busy where another process is still writing after `wait_seconds`.
        """
        with open_writer(self.engine, wait_seconds) as connection:
            migrate(connection)
            writer = Writer(connection)
            writer.close_killed_runs()
            yield writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for queries, all in one transaction.

        Raises DataError where the store is empty or of another schema.
        """
        with self.engine.connect() as connection:
            revision = read_revision(connection)
            if revision is None:
                raise DataError(
                    "The store is empty. Take postings in first: python -m cli import FILE, "
                    "or python -m cli run --sample"
                )
            if revision != SCHEMA_REVISION:
                raise DataError(
                    f"The store is at schema {revision}, this programme needs {SCHEMA_REVISION}. "
                    "Any writing command brings it up to date, for example: python -m cli process"
                )
            yield connection

    def count_postings(self, *, is_sample: bool) -> int:
        """How many postings of that kind are stored."""
        query = select(func.count()).select_from(POSTING).where(POSTING.c.is_sample == is_sample)
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def count_unread(self, reader: str) -> int:
        """How many postings wait to be read by that reader."""
        query = select(func.count()).select_from(_unread_join()).where(_is_unread(reader))
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def portals(self) -> list[Row[Any]]:
        """A row a portal: portal, is_sample, postings, last_seen; most postings first."""
        n = func.count().label("postings")
        query = (
            select(
                POSTING.c.portal,
                POSTING.c.is_sample,
                n,
                func.max(POSTING.c.last_seen, type_=POSTING.c.last_seen.type).label("last_seen"),
            )
            .group_by(POSTING.c.portal, POSTING.c.is_sample)
            .order_by(n.desc(), POSTING.c.portal)
        )
        with self.reading() as connection:
            return list(connection.execute(query))

    def last_runs(self) -> list[Row[Any]]:
        """The newest run of each kind and subject, newest first."""
        newest = select(func.max(RUN.c.id)).group_by(RUN.c.kind, RUN.c.subject)
        query = select(RUN).where(RUN.c.id.in_(newest)).order_by(RUN.c.id.desc())
        with self.reading() as connection:
            return list(connection.execute(query))

    def stream_read_postings(self, *, is_sample: bool) -> Iterator[list[tuple[Any, ...]]]:
        """All postings that were read, in chunks of plain rows, in the order of STREAM_COLUMNS."""
        columns = [
            *(POSTING.c[name] for name in _STREAM_POSTING),
            *(READING.c[name] for name in _STREAM_READING),
            (VACANCY.c.lead_posting_id == POSTING.c.id).label("is_lead"),
        ]
        query = (
            select(*columns)
            .join(READING, READING.c.posting_id == POSTING.c.id)
            .join(VACANCY, VACANCY.c.id == READING.c.vacancy_id)
            .where(POSTING.c.is_sample == is_sample)
            .execution_options(yield_per=_FETCH)
        )
        with self.reading() as connection:
            for chunk in connection.execute(query).partitions():
                yield [tuple(row) for row in chunk]


_STREAM_POSTING: Final = (
    "portal",
    "portal_id",
    "url",
    "posted",
    "first_seen",
    "last_seen",
    "closed_at",
)
_STREAM_READING: Final = (
    "vacancy_id",
    "title",
    "company",
    "province",
    "regency",
    "is_remote",
    "posted",
    "wage_min_idr",
    "wage_max_idr",
    "wage_flags",
    "employment_type",
)
STREAM_COLUMNS: Final = (
    *_STREAM_POSTING,
    *("posted_read" if name == "posted" else name for name in _STREAM_READING),
    "is_lead",
)


def _unread_join() -> Any:
    return POSTING.outerjoin(READING, READING.c.posting_id == POSTING.c.id)


def _is_unread(reader: str) -> Any:
    return or_(
        READING.c.posting_id.is_(None),
        READING.c.read_key != POSTING.c.read_key,
        READING.c.reader != reader,
    )


class Writer:
    """Writes to the store in whole batches: each is there entirely or not at all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
        self._compress = zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress
        self._decompress = zstandard.ZstdDecompressor().decompress
        self._upserts: dict[str, Any] = {}

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The connection in one transaction, for a module with tables of its own."""
        with self._connection.begin():
            yield self._connection

    def upsert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        """Insert the rows, or replace those that are there; inside a transaction."""
        if not rows:
            return
        statement = self._upserts.get(table.name)
        if statement is None:
            statement = self._dialect.insert(table)
            keys = {column.name for column in table.primary_key}
            values = {c.name: statement.excluded[c.name] for c in table.c if c.name not in keys}
            statement = statement.on_conflict_do_update(
                index_elements=list(table.primary_key), set_=values
            )
            self._upserts[table.name] = statement
        self._connection.execute(statement, rows)

    # runs -------------------------------------------------------------------------------------

    def start_run(self, kind: str, subject: str | None = None) -> int:
        """Note that something begins; the key of the run."""
        row: dict[str, Any] = {
            "kind": kind,
            "subject": subject,
            "started_at": datetime.now(UTC),
            "state": "running",
            "counts": {},
        }
        with self._connection.begin():
            key = self._connection.execute(insert(RUN), row).inserted_primary_key
        if key is None:
            raise DataError("The database gave no key for a run.")
        return int(key[0])

    def finish_run(self, run: int, counts: Mapping[str, int], error: str | None = None) -> None:
        """Note how it ended."""
        values = {
            "finished_at": datetime.now(UTC),
            "state": "failed" if error else "done",
            "counts": dict(counts),
            "error": error,
        }
        with self._connection.begin():
            self._connection.execute(update_rows(RUN).where(RUN.c.id == run), values)

    def has_other_run(self, kind: str, subject: str) -> bool:
        """Whether this run of the kind, or the one before it, had another subject."""
        last = select(RUN.c.subject).where(RUN.c.kind == kind).order_by(RUN.c.id.desc()).limit(2)
        with self._connection.begin():
            subjects = list(self._connection.execute(last).scalars())
        return any(other != subject for other in subjects)

    def close_killed_runs(self) -> None:
        """Whoever holds the writer lock is alone: a run still "running" was killed."""
        with self._connection.begin():
            self._connection.execute(
                update_rows(RUN)
                .where(RUN.c.state == "running")
                .values(state="failed", error="The process was killed before it ended.")
            )

    # postings ---------------------------------------------------------------------------------

    def save_postings(self, postings: Sequence[RawPosting]) -> dict[str, int]:
        """Take one batch of sightings in, in one transaction.

        Returns how many postings were `new`, `changed` or `unchanged`.
        """
        keys = [posting_key(posting.portal, posting.portal_id) for posting in postings]
        with self._connection.begin():
            known = self._load_known(keys, postings)
            bodies: dict[bytes, bytes] = {}
            for key, posting in zip(keys, postings, strict=True):
                stored = known.get(key)
                if stored is None:
                    stored = known[key] = add_new(posting, key)
                else:
                    merge(stored, posting)
                if posting.hash in stored.changed_versions:
                    bodies[posting.hash] = posting.body
            self._write_payloads(bodies)
            return self._write_postings(list(known.values()))

    def _load_known(self, keys: list[int], postings: Sequence[RawPosting]) -> dict[int, Stored]:
        query = select(POSTING).where(POSTING.c.id.in_(set(keys)))
        rows = self._connection.execute(query).mappings()
        known = {row["id"]: Stored(dict(row), {}, is_new=False) for row in rows}
        if known:
            versions = select(VERSION).where(VERSION.c.posting_id.in_(list(known)))
            for version in self._connection.execute(versions):
                seen = [version.first_seen, version.last_seen]
                known[version.posting_id].versions[version.hash] = seen
        for key, posting in zip(keys, postings, strict=True):
            there = known[key].row if key in known else None
            if there and (there["portal"], there["portal_id"]) != (
                posting.portal,
                posting.portal_id,
            ):
                raise DataError(
                    f"Two postings have the same key {key}: {there['portal']} "
                    f"{there['portal_id']} and {posting.portal} {posting.portal_id}. "
                    "Nothing of this batch was stored."
                )
        return known

    def _write_payloads(self, bodies: Mapping[bytes, bytes]) -> None:
        stored = select(PAYLOAD.c.hash).where(PAYLOAD.c.hash.in_(list(bodies)))
        there = set(self._connection.execute(stored).scalars()) if bodies else set()
        rows = [
            {"hash": key, "body": self._compress(body)}
            for key, body in bodies.items()
            if key not in there
        ]
        if rows:
            self._connection.execute(insert(PAYLOAD), rows)

    def _write_postings(self, batch: Sequence[Stored]) -> dict[str, int]:
        self.upsert(POSTING, [s.row for s in batch if s.is_new or s.is_changed])
        versions = [
            {"posting_id": s.row["id"], "hash": key, "first_seen": seen[0], "last_seen": seen[1]}
            for s in batch
            for key in s.changed_versions
            for seen in (s.versions[key],)
        ]
        self.upsert(VERSION, versions)
        new = sum(s.is_new for s in batch)
        changed = sum(not s.is_new and bool(s.is_changed or s.changed_versions) for s in batch)
        return {"new": new, "changed": changed, "unchanged": len(batch) - new - changed}

    def remove_sample(self) -> None:
        """Take all sample postings out again, and what hangs on them, in one transaction."""
        sample = select(POSTING.c.id).where(POSTING.c.is_sample.is_(True))
        with self._connection.begin():
            for table, key in (
                (MENTION, MENTION.c.posting_id),
                (READING, READING.c.posting_id),
                (VACANCY, VACANCY.c.lead_posting_id),
                (VERSION, VERSION.c.posting_id),
                (POSTING, POSTING.c.id),
            ):
                self._connection.execute(delete(table).where(key.in_(sample)))
            used = select(VERSION.c.hash).where(VERSION.c.hash == PAYLOAD.c.hash).exists()
            self._connection.execute(delete(PAYLOAD).where(~used))

    # readings ---------------------------------------------------------------------------------

    def load_unread(self, reader: str, after: int, limit: int) -> list[Unread]:
        """The next postings to read, by key, beginning after that key."""
        query = (
            select(POSTING, PAYLOAD.c.body)
            .select_from(_unread_join().join(PAYLOAD, PAYLOAD.c.hash == POSTING.c.hash))
            .where(and_(POSTING.c.id > after, _is_unread(reader)))
            .order_by(POSTING.c.id)
            .limit(limit)
        )
        with self._connection.begin():
            return [
                Unread(
                    key=row.id,
                    read_key=row.read_key,
                    posted_text=row.posted_text,
                    posted_text_seen=row.posted_text_seen,
                    content=orjson.loads(self._decompress(row.body)),
                )
                for row in self._connection.execute(query)
            ]

    def save_readings(self, batch: Iterable[ReadPosting]) -> None:
        """Store what was read out of a batch of postings, in one transaction."""
        batch = list(batch)
        keys = [read.key for read in batch]
        vacancies = [
            {"id": read.reading["vacancy_id"], "lead_posting_id": read.key} for read in batch
        ]
        mentions = [
            {"posting_id": read.key, **mention} for read in batch for mention in read.mentions
        ]
        with self._connection.begin():
            self.upsert(VACANCY, vacancies)
            self.upsert(READING, [{"posting_id": read.key, **read.reading} for read in batch])
            self._connection.execute(delete(MENTION).where(MENTION.c.posting_id.in_(keys)))
            if mentions:
                self._connection.execute(insert(MENTION), mentions)
