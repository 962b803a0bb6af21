"""What is known of vacancies without their texts: names, postings that may join, what was made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple, TypeAlias

_LENGTH: Final = 17


def name_vacancy(key: int) -> str:
    """The id of the vacancy that is named by the posting of that key."""
    return f"v{key:016x}"


def read_founder(vacancy: str) -> int:
    """The key of the posting that a vacancy is named by."""
    return int(vacancy[1:_LENGTH], 16)


def is_plain(vacancy: str) -> bool:
    """Whether the id is the posting's first: it gets another where the first is still in use."""
    return len(vacancy) == _LENGTH


class OpenPosting(NamedTuple):
    """A posting that others may still join, but for its sketch."""

    key: int
    day: date | None
    is_told: bool
    state: str  # "new", "changed" since it was put together, "done"
    vacancy: str
    buckets: bytes
    mark: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """Some vacancies as they now are: the vacancy of each posting, and who speaks for each.

    Most postings are alone and stay so: what is `alone` stands in the store as it was read.
    """

    vacancies: Mapping[int, str]
    leads: Mapping[str, int]
    alone: frozenset[str]
    before: frozenset[str]  # the vacancies that these postings were
    born: int  # vacancies that were none before
    merged: tuple[tuple[str, str], ...]  # what it is now, what it was
    split: tuple[tuple[str, str], ...]  # what it was, what it is now


class Sighted(NamedTuple):
    """A posting of a vacancy over time; moments in UTC."""

    vacancy_id: str
    key: int
    portal: str
    occupation: str | None
    is_lead: bool
    posted: date | None
    first_seen: datetime | None
    last_seen: datetime | None
    closed_at: datetime | None
    changed_at: datetime | None  # since when it has the content it has now


class Measured(NamedTuple):
    """How long a vacancy has stood; None where it was never seen."""

    vacancy_id: str
    days_open: float | None
    is_stale: bool | None
    reposts: int


# Reads all postings, those of a vacancy one after another; may be asked more than once.
ReadSighted: TypeAlias = Callable[[], Iterator[Sighted]]
# How lifetimes are measured (nlp/lifetimes.py), which this layer does not know.
MeasureLifetimes: TypeAlias = Callable[[ReadSighted], Iterator[Measured]]
