"""The one writer of the store: whole batches, each there entirely or not at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
import zstandard
from sqlalchemy import Connection, Select, Table, and_, delete, insert, or_, select
from sqlalchemy import update as update_rows
from sqlalchemy.dialects import postgresql, sqlite

from data.collect_models import LISTED
from data.database import portions
from data.errors import DataError
from data.merge import Stored, add_new, merge
from data.models import (
    MENTION,
    PAYLOAD,
    POSTING,
    READING,
    RUN,
    SKETCH,
    SKETCH_BODY,
    VACANCY,
    VACANCY_CHANGE,
    VERSION,
    posting_key,
)
from data.posting import RawPosting
from data.vacancy import name_vacancy, read_founder

# Rows in one transaction; 1,000 was the fastest measured (PLATFORM.md §3).
BATCH: Final = 1_000
# zstd level 3 halves the payload at 25 µs each; higher levels gain little.
_ZSTD_LEVEL: Final = 3


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


def unread_join() -> Any:
    """Postings with their readings, where there are any."""
    return POSTING.outerjoin(READING, READING.c.posting_id == POSTING.c.id)


def is_unread(reader: str) -> Any:
    """The condition of a posting that this reader has not read as it now stands."""
    return or_(
        READING.c.posting_id.is_(None),
        READING.c.read_key != POSTING.c.read_key,
        READING.c.reader != reader,
    )


def is_unsketched(reader: str, rules: str) -> Any:
    """The condition of a posting and its reading without a sketch by these as they stand.

    A portal may tell the day only later, or an earlier one: that changes no reading.
    """
    return or_(
        SKETCH.c.posting_id.is_(None),
        SKETCH.c.read_key != READING.c.read_key,
        SKETCH.c.reader != reader,
        SKETCH.c.rules != rules,
        and_(
            POSTING.c.posted.is_not(None),
            or_(SKETCH.c.is_told.is_(False), POSTING.c.posted < SKETCH.c.day),
        ),
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

    def upsert(self, table: Table, rows: list[dict[str, Any]], keep: str = "") -> None:
        """Insert the rows, or replace those that are there; inside a transaction.

        The column `keep` of those that are there stays as it is.
        """
        if not rows:
            return
        statement = self._upserts.get(table.name)
        if statement is None:
            statement = self._dialect.insert(table)
            keys = {keep, *(column.name for column in table.primary_key)}
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
            self._remove_changes(sample)
            for table, key in (
                (SKETCH, SKETCH.c.posting_id),
                (SKETCH_BODY, SKETCH_BODY.c.posting_id),
                (MENTION, MENTION.c.posting_id),
                (READING, READING.c.posting_id),
                (VACANCY, VACANCY.c.lead_posting_id),
                (VERSION, VERSION.c.posting_id),
                (LISTED, LISTED.c.posting_id),
                (POSTING, POSTING.c.id),
            ):
                self._connection.execute(delete(table).where(key.in_(sample)))
            used = select(VERSION.c.hash).where(VERSION.c.hash == PAYLOAD.c.hash).exists()
            self._connection.execute(delete(PAYLOAD).where(~used))

    def _remove_changes(self, sample: Select[Any]) -> None:
        """Take out what became of sample vacancies, those included that are no more.

        Whose it was is told by the posting that a vacancy is named by.
        """
        changes = select(VACANCY_CHANGE.c.id, VACANCY_CHANGE.c.vacancy_id)
        by_founder: defaultdict[int, list[int]] = defaultdict(list)
        for change in self._connection.execute(changes):
            by_founder[read_founder(change.vacancy_id)].append(change.id)
        for founders in portions(list(by_founder)):
            found = self._connection.execute(sample.where(POSTING.c.id.in_(founders))).scalars()
            for gone in portions([change for key in found for change in by_founder[key]]):
                self._connection.execute(
                    delete(VACANCY_CHANGE).where(VACANCY_CHANGE.c.id.in_(gone))
                )

    # readings ---------------------------------------------------------------------------------

    def load_unread(self, reader: str, after: int, limit: int) -> list[Unread]:
        """The next postings to read, by key, beginning after that key."""
        query = (
            select(POSTING, PAYLOAD.c.body)
            .select_from(unread_join().join(PAYLOAD, PAYLOAD.c.hash == POSTING.c.hash))
            .where(and_(POSTING.c.id > after, is_unread(reader)))
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
        """Store what was read out of a batch of postings, in one transaction.

        One read for the first time is a vacancy of its own until duplicates are put together; one
        read again stays in its vacancy.
        """
        batch = list(batch)
        keys = [read.key for read in batch]
        mentions = [
            {"posting_id": read.key, **mention} for read in batch for mention in read.mentions
        ]
        readings = [
            {"posting_id": read.key, "vacancy_id": name_vacancy(read.key), **read.reading}
            for read in batch
        ]
        read_before = select(READING.c.posting_id).where(READING.c.posting_id.in_(keys))
        with self._connection.begin():
            there = set(self._connection.execute(read_before).scalars())
            new = {key: name_vacancy(key) for key in keys if key not in there}
            vacancies = [{"id": name, "lead_posting_id": key} for key, name in new.items()]
            self.upsert(VACANCY, vacancies)
            self.upsert(READING, readings, keep="vacancy_id")
            self._connection.execute(delete(MENTION).where(MENTION.c.posting_id.in_(keys)))
            if mentions:
                self._connection.execute(insert(MENTION), mentions)
