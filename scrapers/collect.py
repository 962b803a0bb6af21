"""Collect a portal: sweep its list page by page, fetch the details of what is new or changed.

A run for what is new ends at the first page of known postings; a full sweep sees the whole list,
and what several of them miss is closed. Every page is stored with the position of the sweep.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import orjson

from data.ledger import Ledger, Seen, Sweeps, hash_listed
from data.models import posting_key
from data.posting import RawPosting
from scrapers import dead_letters
from scrapers.checks import LIMITS, check_filled, check_page, judge_sweep
from scrapers.client_errors import FetchError, HostDown, NotFound, StatusError, Stopped
from scrapers.portal import Facts, Page, Reader, Request, ShapeError, Step
from scrapers.position import Position

# Asks a portal once, as politely as its facts demand; the body of a good answer.
Fetch = Callable[[Request], Awaitable[bytes]]
# More sweeps than a portal will ever see.
_FOREVER: Final = 1_000_000
COUNTED: Final = ("pages", "details", "new", "changed", "unchanged", "closed", "unreadable")


@dataclass(frozen=True)
class Task:
    """What to collect, from where, and what it counts as."""

    portal: Reader
    api: str
    dead_letters: Path
    since: date | None = None
    limit: int | None = None
    is_sample: bool = False
    # A full sweep whatever the schedule says; else one so often.
    is_full: bool = False
    full_every: timedelta = timedelta(days=LIMITS["full_every_days"])
    # Called with the number of postings of each page that was stored.
    on_page: Callable[[int], None] = lambda _: None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC).replace(microsecond=0)

    @property
    def name(self) -> str:
        """The portal's name in the store; a look-alike's can never be taken for the real one."""
        name = self.portal.FACTS.name
        return f"contoh_{name}" if self.is_sample else name


@dataclass
class Outcome:
    """What a run brought; `faults` are sentences, and any makes the run a failed one."""

    portal: str
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(COUNTED, 0)))
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_stopped: bool = False


async def collect_portal(task: Task, fetch: Fetch, ledger: Ledger) -> Outcome:
    """One run of one portal; what it brought up to a fault is stored."""
    run = _Run(task, fetch, ledger)
    try:
        await run.go()
    except Stopped:
        run.outcome.is_stopped = True
        run.outcome.faults.append(f"{task.name}: stopped; the next run goes on where this one was.")
    except (FetchError, ShapeError) as error:
        run.outcome.faults.append(str(error))
    return run.outcome


class _Run:
    """A run in progress."""

    def __init__(self, task: Task, fetch: Fetch, ledger: Ledger) -> None:
        self.task, self.fetch, self.ledger = task, fetch, ledger
        self.portal: Reader = task.portal
        self.facts: Facts = task.portal.FACTS
        self.outcome = Outcome(task.name)
        self.sweeps: Sweeps = ledger.load()
        self.strange: set[str] = set()
        self.known_pages = 0

    async def go(self) -> None:
        """Resume or begin a sweep; where one way in has gone, take the next."""
        now = self.task.clock()
        position = self._resume(now)
        ways = self.facts.ways
        for number, way in enumerate(ways):
            if position is not None and position.way != way and position.way in ways[number:]:
                continue
            begun = position if position is not None and position.way == way else self._begin(way)
            try:
                await self._sweep(begun)
            except (StatusError, HostDown, ShapeError) as error:
                # Only a way that never answered has gone; a break in the middle is a fault.
                if begun.page or begun.done or number + 1 == len(ways):
                    raise
                self.outcome.notes.append(f"{error} The way {ways[number + 1]!r} is taken.")
                continue
            break
        if self.strange:
            named = ", ".join(sorted(self.strange)[:10])
            self.outcome.notes.append(f"{self.facts.name}: fields never seen before: {named}")

    def _resume(self, now: datetime) -> Position | None:
        if self.sweeps.position is None:
            return None
        position = Position.unpack(self.sweeps.position)
        if position.way not in self.facts.ways:
            return None
        is_stale = now - position.started > timedelta(hours=LIMITS["resume_hours"])
        return None if is_stale else position

    def _begin(self, way: str) -> Position:
        now, last = self.task.clock(), self.sweeps.last_full
        is_due = last is None or now - last >= self.task.full_every
        is_full = self.task.is_full or is_due or not self.facts.newest_first
        return Position(now, is_full, way, list(self.facts.queries))

    async def _sweep(self, position: Position) -> None:
        while position.queries:
            page = await self._ask(position.step)
            if page is not None:
                postings = self._take_in(page, position)
                await self._store(postings, position)
            if page is None or self._is_over(page, position):
                position.next_query()
                self.known_pages = 0
            else:
                position.page += 1
            if page is not None:
                position.queries += [
                    query
                    for query in page.follow
                    if query not in position.done and query not in position.queries
                ]
            self.sweeps.position = position.pack()
            self.ledger.save(self.sweeps)
            if self._has_enough():
                # The next run begins anew: what is here already ends it early.
                self.ledger.end_sweep(self.sweeps)
                return
        self._finish(position)

    async def _ask(self, step: Step) -> Page | None:
        """The page, or None where the portal says that there is none so far on."""
        request = self.portal.ask_page(self.task.api, step)
        try:
            body = await self.fetch(request)
        except StatusError as error:
            if step.page and error.status in self.facts.end_statuses:
                return None
            raise
        self.outcome.counts["pages"] += 1
        try:
            page = self.portal.parse_listing(body)
            # The look-alike of a small portal in a small market may really list nothing.
            if not (self.task.is_sample and (self.sweeps.usual or 0) < LIMITS["few"]):
                check_page(self.facts, step, page)
        except ShapeError as error:
            self._keep_dead("listing", body, str(error))
            raise
        for fault in page.unreadable:
            self.outcome.counts["unreadable"] += 1
            self._keep_dead("row", orjson.dumps(fault.row, default=str), fault.reason)
        self.strange |= page.strange
        return page

    def _take_in(self, page: Page, position: Position) -> list[RawPosting]:
        """The postings of a page under the name they are stored by; old ones left out."""
        position.received += page.rows
        if page.total is not None:
            position.total = page.total
        now = self.task.clock()
        adopted = [self._adopt(posting, now) for posting in page.postings]
        since = self.task.since
        return [p for p in adopted if not (since and p.posted and p.posted < since)]

    def _adopt(self, posting: RawPosting, now: datetime) -> RawPosting:
        url = posting.url
        if self.task.is_sample and url:
            url = url.replace(self.facts.pages, f"https://{self.facts.name}.contoh.invalid", 1)
        return replace(
            posting,
            portal=self.task.name,
            url=url,
            first_seen=now,
            last_seen=now,
            posted_text_seen=now if posting.posted_text else None,
            is_sample=self.task.is_sample,
        )

    async def _store(self, postings: Sequence[RawPosting], position: Position) -> None:
        """Store what is new or changed, with details; note all that was seen."""
        keyed = {posting_key(p.portal, p.portal_id): p for p in postings}
        known = self.ledger.look_up(list(keyed))
        hashes = {key: hash_listed(posting) for key, posting in keyed.items()}
        fresh = {
            key: posting
            for key, posting in keyed.items()
            if key not in known
            # A link does not tell whether what it leads to has changed.
            or (known[key].list_hash != hashes[key] and posting.content)
            or (not known[key].has_detail and self._wants_detail(key))
        }
        position.found += len(keyed)
        is_known_page = bool(keyed) and not any(key not in known for key in keyed)
        self.known_pages = self.known_pages + 1 if is_known_page else 0
        whole, failure = await self._complete(fresh, known)
        # What a link led to may be no posting.
        whole = {key: told for key, told in whole.items() if told[0].content}
        check_filled(self.facts, [posting for posting, _ in whole.values()])
        seen = [
            Seen(key, hashes[key], whole[key][1]) if key in whole else known[key]
            for key in keyed
            if key in whole or key in known
        ]
        stored = [posting for posting, _ in whole.values()]
        now = self.task.clock()
        self.outcome.counts.update(self.ledger.save_page(stored, seen, self.sweeps, now))
        self.task.on_page(len(keyed))
        if failure is not None:
            raise failure

    def _wants_detail(self, key: int) -> bool:
        """Whether this posting is among those whose detail is fetched; the same on every run."""
        return self.facts.has_details and key % 10_000 < self.facts.detail_share * 10_000

    async def _complete(
        self, fresh: dict[int, RawPosting], known: dict[int, Seen]
    ) -> tuple[dict[int, tuple[RawPosting, bool]], FetchError | None]:
        """The postings with their details, as (posting, is whole), and what ended it early.

        A posting whose detail could not be had is stored as the list shows it, unless an earlier
        run had its detail: then it waits, lest the good text be overwritten.
        """
        gate = asyncio.Semaphore(self.facts.concurrency)
        whole: dict[int, tuple[RawPosting, bool]] = {}
        failures: list[FetchError] = []

        async def complete(key: int, posting: RawPosting) -> None:
            wants = self._wants_detail(key) or not posting.content
            request = self.portal.ask_detail(self.task.api, posting) if wants else None
            if request is None:
                whole[key] = (posting, True)
                return
            async with gate:
                if not failures:
                    try:
                        whole[key] = (await self._fetch_detail(request, posting), True)
                        return
                    except (NotFound, ShapeError) as error:
                        self.outcome.notes.append(f"{posting.portal_id}: {error}")
                    except FetchError as error:
                        failures.append(error)
            before = known.get(key)
            if posting.content and not (before and before.has_detail):
                whole[key] = (posting, False)

        await asyncio.gather(*(complete(key, posting) for key, posting in fresh.items()))
        return whole, failures[0] if failures else None

    async def _fetch_detail(self, request: Request, posting: RawPosting) -> RawPosting:
        body = await self.fetch(request)
        self.outcome.counts["details"] += 1
        try:
            return self._adopt(self.portal.parse_detail(body, posting), self.task.clock())
        except ShapeError as error:
            self.outcome.counts["unreadable"] += 1
            self._keep_dead("detail", body, str(error))
            raise

    def _keep_dead(self, kind: str, body: bytes, reason: str) -> None:
        dead_letters.keep(
            self.task.dead_letters, self.facts.name, kind, body, reason, self.task.clock()
        )

    def _is_over(self, page: Page, position: Position) -> bool:
        """Whether the query has no page after this one that is worth asking."""
        if not position.is_full and self.known_pages >= LIMITS["known_pages"]:
            return True
        since = self.task.since
        dated = [posting.posted for posting in page.postings if posting.posted]
        if self.facts.newest_first and since and dated and max(dated) < since:
            return True
        if page.has_more is not None:
            return not page.has_more
        if position.total is not None:
            return position.received >= position.total or page.rows == 0
        return page.rows < self.facts.page_size

    def _has_enough(self) -> bool:
        counts = self.outcome.counts
        return self.task.limit is not None and counts["new"] + counts["changed"] >= self.task.limit

    def _finish(self, position: Position) -> None:
        """The sweep is over; a full one without doubts closes what it did not see."""
        if not position.is_full or self.task.since is not None:
            self.ledger.end_sweep(self.sweeps)
            return
        # How many a look-alike lists is the market's affair.
        least = 1 if self.task.is_sample else self.facts.expect.postings
        doubts = judge_sweep(self.facts, position.found, position.short, self.sweeps.usual, least)
        if doubts:
            self.ledger.end_sweep(self.sweeps)
            self.outcome.faults += [f"{self.task.name}: {doubt}." for doubt in doubts]
            return
        patience = LIMITS["patience"] if self.facts.shows_all else _FOREVER
        self.outcome.counts["closed"] += self.ledger.complete_sweep(
            self.sweeps, position.found, self.task.clock(), patience
        )
