"""The tables of the store, on SQLite and PostgreSQL alike.

posting ──< posting_version >── payload      what a portal showed, and what it showed before
   │
   ├──── reading                             what nlp read out of the current version
   ├───< mention                             the spans of text a reading rests on
   ├──── sketch ── sketch_body               what tells whether another advertises the same
   └──── vacancy                             the one opening behind one or more postings
vacancy_change                               vacancies that were put together or fell apart
run                                          what was done, when, with what counts and errors

Instants are whole seconds since 1970 in UTC. A posting's key is computed from its portal and its
id there, so that any worker of any machine gives it the same one.
"""

from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# The newest migration in data/migrations; a test holds the two together.
SCHEMA_REVISION: Final = "0007"


class Instant(TypeDecorator[datetime]):
    """A moment, stored as whole seconds since 1970 in UTC: equal on both engines, and narrow."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Seconds of an aware datetime; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        return int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The datetime in UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


def posting_key(portal: str, portal_id: str) -> int:
    """The key of a posting: 63 bits of a hash of where it was shown and its id there."""
    digest = blake2b(f"{portal}\0{portal_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text,
        bytes: LargeBinary,
        datetime: Instant,
        date: Date,
        dict[str, Any]: JSON,
        bool: Boolean,
        float: None,
    }


class Payload(Base):
    """What an advertisement said, once for each distinct content, as zstd-compressed JSON."""

    __tablename__ = "payload"

    hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    body: Mapped[bytes]


class Posting(Base):
    """One advertisement on one portal: who, where, since when; narrow, for it is touched daily."""

    __tablename__ = "posting"
    __table_args__ = (UniqueConstraint("portal", "portal_id"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    portal: Mapped[str] = mapped_column(String(64))
    portal_id: Mapped[str]
    url: Mapped[str | None]
    posted: Mapped[date | None]
    posted_text: Mapped[str | None]
    posted_text_seen: Mapped[datetime | None]
    first_seen: Mapped[datetime | None]
    last_seen: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    # Since when it has the content it has now: a content may go and come back.
    changed_at: Mapped[datetime | None]
    hash: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("payload.hash"))
    # Of all that a reading rests on (content, wording of the date, its sighting).
    read_key: Mapped[bytes] = mapped_column(LargeBinary(16))
    is_sample: Mapped[bool]


class PostingVersion(Base):
    """A content that a posting had, and when it was seen with it."""

    __tablename__ = "posting_version"

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    hash: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("payload.hash"), primary_key=True
    )
    first_seen: Mapped[datetime | None]
    last_seen: Mapped[datetime | None]


class Vacancy(Base):
    """One real opening, after postings that advertise the same thing are put together."""

    __tablename__ = "vacancy"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    # The posting whose reading speaks for the vacancy.
    lead_posting_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("posting.id"))


class Reading(Base):
    """What nlp read out of the current version of a posting."""

    __tablename__ = "reading"

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    # Of which state and by which reader this is; a difference to the posting means: read again.
    read_key: Mapped[bytes] = mapped_column(LargeBinary(16))
    reader: Mapped[str] = mapped_column(String(32))
    vacancy_id: Mapped[str] = mapped_column(String(32), ForeignKey("vacancy.id"), index=True)
    title: Mapped[str | None]
    company: Mapped[str | None]
    language: Mapped[str | None] = mapped_column(String(8))
    # KBJI 2014, as many digits (1 to 4) as can be told.
    occupation: Mapped[str | None] = mapped_column(String(4))
    occupation_score: Mapped[float | None] = mapped_column(Double)
    seniority: Mapped[str | None] = mapped_column(String(16))
    sector: Mapped[str | None] = mapped_column(String(1))
    sector_score: Mapped[float | None] = mapped_column(Double)
    # All places told, in order; the two codes only where all places have the same one.
    locations: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    province: Mapped[str | None] = mapped_column(String(2))
    regency: Mapped[str | None] = mapped_column(String(4))
    remote: Mapped[str | None] = mapped_column(String(8))
    posted: Mapped[date | None]
    # As advertised, then the same in rupiah a month.
    wage_min: Mapped[int | None] = mapped_column(BigInteger)
    wage_max: Mapped[int | None] = mapped_column(BigInteger)
    wage_currency: Mapped[str | None] = mapped_column(String(3))
    wage_period: Mapped[str | None] = mapped_column(String(8))
    wage_min_idr: Mapped[int | None] = mapped_column(BigInteger)
    wage_max_idr: Mapped[int | None] = mapped_column(BigInteger)
    wage_flags: Mapped[str | None]
    education_min: Mapped[str | None] = mapped_column(String(8))
    experience_min_years: Mapped[float | None] = mapped_column(Double)
    employment_type: Mapped[str | None]
    restrictions: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    benefits: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # How much text there was to read from: a list entry without a description asks no skills.
    description_characters: Mapped[int | None] = mapped_column(Integer)


class Mention(Base):
    """A span of text that a reading rests on: `what` was read out of `field[start:end]`."""

    __tablename__ = "mention"
    # Kept in the order of the key, without a second copy of it.
    __table_args__ = {"sqlite_with_rowid": False}

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    # The place among the posting's mentions: two of one kind may rest on the same words.
    n: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    # skill, risk, wage or place.
    what: Mapped[str] = mapped_column(String(32))
    field: Mapped[str] = mapped_column(String(32))
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    text: Mapped[str]
    # The skill's id (null where no list has it), the kind of risk, the wage, the place's code.
    value: Mapped[str | None]
    # Of a skill: tool, hard, soft, language or license.
    kind: Mapped[str | None] = mapped_column(String(16))


class Sketch(Base):
    """What finds the postings that may advertise the same opening; narrow, for it is scanned."""

    __tablename__ = "sketch"
    __table_args__ = (Index("ix_sketch_day", "day", "posting_id"),)

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    # Of which reading and by which rules this is; a difference means: sketch again.
    read_key: Mapped[bytes] = mapped_column(LargeBinary(16))
    reader: Mapped[str] = mapped_column(String(32))
    rules: Mapped[str] = mapped_column(String(32))
    # new: not put together yet; changed: since it was; done.
    state: Mapped[str] = mapped_column(String(8), index=True)
    # When it was posted; where nobody tells, when it was seen.
    day: Mapped[date | None]
    is_told: Mapped[bool]
    # Postings that share one of these numbers (4 bytes each) are worth comparing.
    buckets: Mapped[bytes]
    # What rules out most of them unseen; empty in a sketch of rules before "5".
    mark: Mapped[bytes]


class SketchBody(Base):
    """What postings are compared by: employer, title, place, pay, hashes of the text."""

    __tablename__ = "sketch_body"

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    body: Mapped[bytes]


class VacancyChange(Base):
    """A vacancy that became part of another (merged), or out of which another came (split)."""

    __tablename__ = "vacancy_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(8))
    # merged: what it is now, what it was; split: what it was, what came out of it.
    vacancy_id: Mapped[str] = mapped_column(String(32))
    other_id: Mapped[str] = mapped_column(String(32))


class Run(Base):
    """One thing done to the store: import, collect, process, publish."""

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # running, done, failed; a run found "running" without a writer was killed.
    state: Mapped[str] = mapped_column(String(16))
    counts: Mapped[dict[str, Any]]
    error: Mapped[str | None]


Index("ix_run_kind_started_at", Run.kind, Run.started_at)

# The same tables for Core statements, which are fifteen times faster than the ORM's merge.
POSTING: Final[Table] = Base.metadata.tables["posting"]
VERSION: Final[Table] = Base.metadata.tables["posting_version"]
PAYLOAD: Final[Table] = Base.metadata.tables["payload"]
READING: Final[Table] = Base.metadata.tables["reading"]
MENTION: Final[Table] = Base.metadata.tables["mention"]
VACANCY: Final[Table] = Base.metadata.tables["vacancy"]
RUN: Final[Table] = Base.metadata.tables["run"]
SKETCH: Final[Table] = Base.metadata.tables["sketch"]
SKETCH_BODY: Final[Table] = Base.metadata.tables["sketch_body"]
VACANCY_CHANGE: Final[Table] = Base.metadata.tables["vacancy_change"]
