"""What a portal is: facts in TOML, judgement in a module; the types the collector speaks with.

A portal `kalibrr` is `scrapers/kalibrr.toml` (a Facts) and `scrapers/kalibrr.py` (a Reader):

    ask_page(api, step) -> Request              how to ask for a page of its list
    parse_listing(body) -> Page                 what that page says
    ask_detail(api, posting) -> Request | None  how to ask for the rest of a posting; None: no need
    parse_detail(body, posting) -> RawPosting   the posting with what its own page adds
    find_error(body) -> str | None              an error inside a 200 answer ("RATE_LIMITED")

All of them are pure: no network, no clock, no settings.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.errors import DataError, UserError
from data.posting import RawPosting

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Request:
    """One call to a portal; `json` is the body of a POST.

    Answers are kept on disk, to ask "changed since?" next time, only with `may_be_kept`: where no
    person is named in them (sitemaps). Personal data is removed before anything is stored.
    """

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    json: object | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    may_be_kept: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A place in a portal's list: which of its ways in, which query, which page (from 0)."""

    way: str = ""
    query: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row of a list that could not be read: why, and the row for the dead letters."""

    reason: str
    row: object


@dataclass(frozen=True, slots=True)
class Page:
    """What one page of a list says.

    `rows` counts all rows of the page, those left out (abroad, gigs) included. `total` is the
    number of postings the portal says it has for the query. `has_more` is what the answer itself
    says; None: judge by total and by whether the page is full. A posting whose content is empty is
    only a link, and needs its detail before it can be stored. `follow` are further queries to ask
    (the parts of a sitemap index). `strange` are fields never seen before.
    """

    postings: tuple[RawPosting, ...]
    rows: int
    total: int | None = None
    has_more: bool | None = None
    unreadable: tuple[Unreadable, ...] = ()
    follow: tuple[str, ...] = ()
    strange: frozenset[str] = frozenset()


class ShapeError(DataError):
    """An answer that is not of the shape this portal had: which portal, which field, why."""

    def __init__(self, portal: str, field_name: str, reason: str) -> None:
        self.portal, self.field_name, self.reason = portal, field_name, reason
        super().__init__(f"{portal}: {field_name}: {reason}")


class Expect(BaseModel):
    """What a run should find: fewer marks the run, a field emptier than `filled` marks it too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    postings: int = Field(ge=0, description="Fewest postings of a full sweep")
    postings_most: int = Field(gt=0, description="Most postings of a full sweep")
    filled: dict[str, float] = Field(default_factory=dict)


class Facts(BaseModel):
    """The facts of a portal, as its TOML tells them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    home: str
    terms: str = Field(description="What its terms and robots.txt say, in a sentence")
    robots_checked: date
    is_on: bool = Field(description="Collected unless the operator says otherwise")
    off_reason: str = ""
    covers: str = Field(description="Whose work it shows; printed on the method page")
    # Addresses: where its API answers, and where its pages for people are.
    api: str
    pages: str
    # Further hosts it may redirect to.
    hosts: tuple[str, ...] = ()
    rate_per_second: float = Field(gt=0, le=5)
    concurrency: int = Field(default=1, ge=1, le=4)
    page_size: int = Field(gt=0)
    # Its ways in, best first; the next one is taken where one has gone.
    ways: tuple[str, ...] = ("",)
    queries: tuple[str, ...] = ("",)
    # Statuses that past the first page mean that the list is over.
    end_statuses: tuple[int, ...] = ()
    has_details: bool = False
    # Of new postings so many get their detail (1: all); the rest are stored as the list shows them.
    detail_share: float = Field(default=1.0, ge=0, le=1)
    # Sorted newest first: a page of known postings ends an incremental run.
    newest_first: bool = True
    # One of its queries may find nothing; only all of them together must find something.
    has_empty_queries: bool = False
    # A full sweep shows all there is; where it does not, what it misses may still be open.
    shows_all: bool = True
    # Hours of its times that carry no zone.
    utc_offset_hours: int = 7
    expect: Expect
    # Fields of its rows that were seen and are not kept; any other new one is reported.
    ignored: tuple[str, ...] = ()
    # Their words -> ours, by field of `extract`; "" = seen and ignored.
    words: dict[str, dict[str, str]] = Field(default_factory=dict)

    def word(self, field_name: str, theirs: object) -> str | None:
        """Our words for one of theirs; one that the table lacks is kept as it is."""
        if theirs is None or theirs == "":
            return None
        return self.words.get(field_name, {}).get(str(theirs), str(theirs)) or None


class Reader(Protocol):
    """The judgement of a portal: its module."""

    FACTS: Facts

    def ask_page(self, api: str, step: Step) -> Request:
        """The call for a page of the list."""

    def parse_listing(self, body: bytes) -> Page:
        """What a page says; raises ShapeError where it is of no known shape."""

    def ask_detail(self, api: str, posting: RawPosting) -> Request | None:
        """The call for the rest of a posting, or None where the list says it all."""

    def parse_detail(self, body: bytes, posting: RawPosting) -> RawPosting:
        """The posting with what its own page adds; raises ShapeError."""

    def find_error(self, body: bytes) -> str | None:
        """The error that an answer of status 200 carries, or None."""


def read_facts(name: str) -> Facts:
    """The facts of a portal, checked."""
    path = FOLDER / f"{name}.toml"
    try:
        return Facts.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise UserError(f"{path}: {error}") from error


@cache
def portal_names() -> tuple[str, ...]:
    """All portals there are: each module with facts beside it."""
    return tuple(
        sorted(
            path.stem
            for path in FOLDER.glob("*.toml")
            if path.with_suffix(".py").exists()
            and "pages" in tomllib.loads(path.read_text(encoding="utf-8"))
        )
    )


def find_portal(name: str) -> Reader:
    """The reader of a portal; raises UserError where there is none of that name."""
    if name not in portal_names():
        known = ", ".join(portal_names())
        raise UserError(f"No portal is called {name!r}. There are: {known}.")
    return cast("Reader", import_module(f"scrapers.{name}"))


def choose_portals(
    names: Sequence[str], on: Sequence[str] = (), off: Sequence[str] = ()
) -> list[Reader]:
    """The portals of these names; without names, those on by default and `on`, but not `off`.

    Raises UserError for a name that is none, and where nothing is left.
    """
    if names:
        return [find_portal(name) for name in dict.fromkeys(names)]
    switched = {name: find_portal(name) for name in (*on, *off)}
    chosen = [
        portal
        for name in portal_names()
        if (portal := switched.get(name) or find_portal(name))
        and name not in off
        and (portal.FACTS.is_on or name in on)
    ]
    if not chosen:
        raise UserError("Every portal is switched off: see PORTALS_ON and PORTALS_OFF in .env.")
    return chosen
