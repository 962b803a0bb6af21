"""The store: the system of record. Only this module and the writer read and write its tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    Text,
    cast,
    func,
    or_,
    select,
)

from data.database import (
    check_connection,
    migrate,
    open_engine,
    open_writer,
    portions,
    read_revision,
)
from data.errors import DataError
from data.models import (
    MENTION,
    POSTING,
    READING,
    RUN,
    SCHEMA_REVISION,
    SKETCH,
    SKETCH_BODY,
    VACANCY,
)
from data.writer import Writer, is_unread, is_unsketched, unread_join

# Rows fetched at a time when a whole table is streamed.
_FETCH: Final = 10_000


class Store:
    """A store, opened for reading; `writing` opens it for the one writer."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = open_engine(url)
        check_connection(self.engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def writing(self, wait_seconds: float = 10.0) -> Iterator[Writer]:
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

    def count_unread(self, reader: str, *, is_sample: bool | None = None) -> int:
        """How many postings (None: real and sample) wait to be read by that reader."""
        query = select(func.count()).select_from(unread_join()).where(is_unread(reader))
        if is_sample is not None:
            query = query.where(POSTING.c.is_sample.is_(is_sample))
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def count_waiting(self, reader: str, rules: str, *, is_sample: bool | None = None) -> int:
        """How many were read and wait to be put together as vacancies by these rules."""
        query = (
            select(func.count())
            .select_from(READING)
            .join(POSTING, POSTING.c.id == READING.c.posting_id)
            .outerjoin(SKETCH, SKETCH.c.posting_id == READING.c.posting_id)
            .where(or_(is_unsketched(reader, rules), SKETCH.c.state != "done"))
        )
        if is_sample is not None:
            query = query.where(POSTING.c.is_sample.is_(is_sample))
        with self.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def load_sketches(self, keys: Sequence[int]) -> dict[int, bytes]:
        """The packed sketches of postings."""
        found: dict[int, bytes] = {}
        with self.reading() as connection:
            for some in portions(keys):
                query = select(SKETCH_BODY).where(SKETCH_BODY.c.posting_id.in_(some))
                found |= {row.posting_id: row.body for row in connection.execute(query)}
        return found

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
        """All postings that were read, in chunks of plain rows, in the order of STREAM_COLUMNS.

        JSON comes as its text.
        """
        columns = [
            POSTING.c.id.label("posting_id"),
            *(POSTING.c[name] for name in _STREAM_POSTING),
            *(_plain(READING.c[name]) for name in _STREAM_READING),
            (VACANCY.c.lead_posting_id == POSTING.c.id).label("is_lead"),
        ]
        query = (
            select(*columns)
            .join(READING, READING.c.posting_id == POSTING.c.id)
            .join(VACANCY, VACANCY.c.id == READING.c.vacancy_id)
            .where(POSTING.c.is_sample == is_sample)
        )
        yield from self._stream(query)

    def stream_mentions(self, *, is_sample: bool) -> Iterator[list[tuple[Any, ...]]]:
        """The skills and risks told by the lead posting of each vacancy, like MENTION_COLUMNS."""
        query = (
            select(VACANCY.c.id, *(MENTION.c[name] for name in MENTION_COLUMNS[1:]))
            .join(MENTION, MENTION.c.posting_id == VACANCY.c.lead_posting_id)
            .join(POSTING, POSTING.c.id == VACANCY.c.lead_posting_id)
            .where(POSTING.c.is_sample == is_sample, MENTION.c.what.in_(("skill", "risk")))
        )
        yield from self._stream(query)

    def _stream(self, query: Select[Any]) -> Iterator[list[tuple[Any, ...]]]:
        with self.reading() as connection:
            rows = connection.execute(query.execution_options(yield_per=_FETCH))
            for chunk in rows.partitions():
                yield [tuple(row) for row in chunk]


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    """The column itself; JSON as the text it is stored as, which is equal on both engines."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


_STREAM_POSTING: Final = (
    "portal",
    "portal_id",
    "url",
    "posted",
    "first_seen",
    "last_seen",
    "closed_at",
    "changed_at",
)
# All that was read; what ties the reading to its posting is told otherwise.
_STREAM_READING: Final = tuple(
    column.name for column in READING.c if column.name not in ("posting_id", "read_key", "reader")
)
STREAM_COLUMNS: Final = (
    "posting_id",
    *_STREAM_POSTING,
    *("posted_read" if name == "posted" else name for name in _STREAM_READING),
    "is_lead",
)
MENTION_COLUMNS: Final = ("vacancy_id", "n", "what", "field", "text", "value", "kind")
