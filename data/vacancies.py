"""The store's side of putting duplicates together: sketches, what waits, the vacancies made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import orjson
import zstandard
from sqlalchemy import Row, Select, and_, bindparam, delete, insert, select, update

from data.database import portions
from data.models import (
    PAYLOAD,
    POSTING,
    READING,
    SKETCH,
    SKETCH_BODY,
    VACANCY,
    VACANCY_CHANGE,
)
from data.times import jakarta_day
from data.vacancy import OpenPosting, Placed
from data.writer import Writer, is_unsketched

# Rows fetched at a time when many are streamed.
_FETCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class Unsketched:
    """A posting that was read and whose sketch is missing or of another reading."""

    key: int
    read_key: bytes
    portal: str
    content: Mapping[str, Any]
    posted: date | None  # the earliest told
    seen: date | None
    pay: tuple[int | None, int | None]  # rupiah a month


@dataclass(frozen=True, slots=True)
class SketchRow:
    """A posting's sketch as it is stored."""

    key: int
    read_key: bytes
    posted: date | None  # where nobody tells, when it was seen
    is_told: bool
    buckets: bytes
    mark: bytes
    body: bytes


class Vacancies:
    """Sketches and vacancies of the real postings, or of the sample: the two never mix.

    What is saved is a transaction of its own.
    """

    def __init__(self, writer: Writer, *, is_sample: bool) -> None:
        self._writer = writer
        self._is_sample = is_sample
        self._decompress = zstandard.ZstdDecompressor().decompress

    # sketches ---------------------------------------------------------------------------------

    def load_unsketched(self, reader: str, rules: str, after: int, limit: int) -> list[Unsketched]:
        """The next postings to sketch, by key, beginning after that key."""
        query = (
            select(
                POSTING,
                PAYLOAD.c.body,
                READING.c.posted.label("posted_read"),
                READING.c.wage_min_idr,
                READING.c.wage_max_idr,
            )
            .join(READING, READING.c.posting_id == POSTING.c.id)
            .join(PAYLOAD, PAYLOAD.c.hash == POSTING.c.hash)
            .outerjoin(SKETCH, SKETCH.c.posting_id == POSTING.c.id)
            .where(
                POSTING.c.id > after,
                POSTING.c.is_sample.is_(self._is_sample),
                READING.c.read_key == POSTING.c.read_key,
                READING.c.reader == reader,
                is_unsketched(reader, rules),
            )
            .order_by(POSTING.c.id)
            .limit(limit)
        )
        with self._writer.transaction() as connection:
            return [self._unsketched(row) for row in connection.execute(query)]

    def _unsketched(self, row: Row[Any]) -> Unsketched:
        told = [day for day in (row.posted, row.posted_read) if day]
        seen = row.first_seen or row.last_seen
        return Unsketched(
            key=row.id,
            read_key=row.read_key,
            portal=row.portal,
            content=orjson.loads(self._decompress(row.body)),
            posted=min(told, default=None),
            seen=jakarta_day(seen) if seen else None,
            pay=(row.wage_min_idr, row.wage_max_idr),
        )

    def save_sketches(self, sketches: Sequence[SketchRow], reader: str, rules: str) -> None:
        """Store sketches; a posting whose sketch is another than before waits again."""
        keys = [one.key for one in sketches]
        stored = (
            select(
                SKETCH.c.posting_id,
                SKETCH.c.state,
                SKETCH.c.rules,
                SKETCH.c.day,
                SKETCH_BODY.c.body,
            )
            .join(SKETCH_BODY, SKETCH_BODY.c.posting_id == SKETCH.c.posting_id)
            .where(SKETCH.c.posting_id.in_(keys))
        )
        with self._writer.transaction() as connection:
            before = {row.posting_id: row for row in connection.execute(stored)}
            rows = []
            for one in sketches:
                there = before.get(one.key)
                state = "new" if there is None else there.state
                told = (one.body, rules, one.posted)
                if there and state == "done" and (there.body, there.rules, there.day) != told:
                    state = "changed"
                rows.append(
                    {
                        "posting_id": one.key,
                        "read_key": one.read_key,
                        "reader": reader,
                        "rules": rules,
                        "state": state,
                        "day": one.posted,
                        "is_told": one.is_told,
                        "buckets": one.buckets,
                        "mark": one.mark,
                    }
                )
            self._writer.upsert(SKETCH, rows)
            bodies = [{"posting_id": one.key, "body": one.body} for one in sketches]
            self._writer.upsert(SKETCH_BODY, bodies)

    # what is asked to put postings together -----------------------------------------------------

    def stream_waiting(self) -> Iterator[list[tuple[date | None, bytes]]]:
        """The day and the buckets of the postings that wait to be put together."""
        query = select(SKETCH.c.day, SKETCH.c.buckets).where(SKETCH.c.state != "done")
        for chunk in self._stream(query):
            yield [(row.day, row.buckets) for row in chunk]

    def stream_open(self, since: date | None) -> Iterator[list[OpenPosting]]:
        """All postings of that day or later (None: all) in order of time, undated ones last."""
        query = select(
            SKETCH.c.posting_id,
            SKETCH.c.day,
            SKETCH.c.is_told,
            SKETCH.c.state,
            READING.c.vacancy_id,
            SKETCH.c.buckets,
            SKETCH.c.mark,
        ).join(READING, READING.c.posting_id == SKETCH.c.posting_id)
        dated = query.where(SKETCH.c.day.is_not(None) if since is None else SKETCH.c.day >= since)
        undated = query.where(SKETCH.c.day.is_(None))
        for part in (dated, undated):
            for chunk in self._stream(part.order_by(SKETCH.c.day, SKETCH.c.posting_id)):
                yield [_open_posting(row) for row in chunk]

    def _stream(self, query: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
        mine = query.join(POSTING, POSTING.c.id == SKETCH.c.posting_id).where(
            POSTING.c.is_sample.is_(self._is_sample)
        )
        with self._writer.transaction() as connection:
            rows = connection.execute(mine.execution_options(yield_per=_FETCH))
            yield from rows.partitions()

    def load_sketches(self, keys: Sequence[int]) -> dict[int, bytes]:
        """The packed sketches of postings."""
        query = select(SKETCH_BODY.c.posting_id, SKETCH_BODY.c.body)
        found: dict[int, bytes] = {}
        with self._writer.transaction() as connection:
            for some in portions(keys):
                rows = connection.execute(query.where(SKETCH_BODY.c.posting_id.in_(some)))
                found |= {row.posting_id: row.body for row in rows}
        return found

    def load_members(self, vacancies: Sequence[str]) -> list[tuple[int, str, str]]:
        """The key, vacancy and state of all postings of these vacancies."""
        query = select(READING.c.posting_id, READING.c.vacancy_id, SKETCH.c.state).join(
            SKETCH, SKETCH.c.posting_id == READING.c.posting_id
        )
        found: list[tuple[int, str, str]] = []
        with self._writer.transaction() as connection:
            for some in portions(vacancies):
                rows = connection.execute(query.where(READING.c.vacancy_id.in_(some)))
                found += [(row.posting_id, row.vacancy_id, row.state) for row in rows]
        return found

    # what was put together ----------------------------------------------------------------------

    def save(self, placed: Placed) -> int:
        """Store whole vacancies; those that are no more go. Returns how many postings waited."""
        now = datetime.now(UTC)
        changes = [
            {"at": now, "kind": kind, "vacancy_id": one, "other_id": other}
            for kind, pairs in (("merged", placed.merged), ("split", placed.split))
            for one, other in pairs
        ]
        # Each row more is a page of the store read, and often one written.
        moves = [
            {"key": key, "vacancy": vacancy}
            for key, vacancy in placed.vacancies.items()
            if vacancy not in placed.alone
        ]
        leads = [
            {"id": name, "lead_posting_id": lead}
            for name, lead in placed.leads.items()
            if name not in placed.alone
        ]
        waited = 0
        with self._writer.transaction() as connection:
            self._writer.upsert(VACANCY, leads)
            if moves:
                connection.execute(
                    update(READING)
                    .where(
                        READING.c.posting_id == bindparam("key"),
                        READING.c.vacancy_id != bindparam("vacancy"),
                    )
                    .values(vacancy_id=bindparam("vacancy")),
                    moves,
                )
            for some in portions(sorted(placed.before - placed.leads.keys())):
                connection.execute(delete(VACANCY).where(VACANCY.c.id.in_(some)))
            for keys in portions(list(placed.vacancies)):
                waiting = and_(SKETCH.c.posting_id.in_(keys), SKETCH.c.state != "done")
                waited += connection.execute(
                    update(SKETCH).where(waiting).values(state="done")
                ).rowcount
            if changes:
                connection.execute(insert(VACANCY_CHANGE), changes)
        return waited


def _open_posting(row: Row[Any]) -> OpenPosting:
    told = row.posting_id, row.day, row.is_told, row.state, row.vacancy_id
    return OpenPosting(*told, row.buckets, row.mark)
