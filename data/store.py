"""The store: the system of record. Only this module and the writer read and write its tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, func, select

from data.database import check_connection, migrate, open_engine, open_writer, read_revision
from data.errors import DataError
from data.models import POSTING, READING, RUN, SCHEMA_REVISION, VACANCY
from data.writer import Writer, is_unread, unread_join

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

    def count_unread(self, reader: str) -> int:
        """How many postings wait to be read by that reader."""
        query = select(func.count()).select_from(unread_join()).where(is_unread(reader))
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
