"""Collect postings: from live portals, or the sample market through look-alike portals."""

import asyncio
import gzip
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import orjson

import settings as configuration
from data import sample
from data.errors import DataError
from data.ledger import Ledger, forget_portals
from data.store import Store
from data.writer import Writer
from scrapers.client import Client
from scrapers.collect import COUNTED, Outcome, Task
from scrapers.configured import configure
from scrapers.gather import Network, collect_all, stopped_clock
from scrapers.portal import Reader, find_portal
from scrapers.replay import NOW_HEADER
from settings import Settings

# What a step calls with how far it is: postings seen live, weekly rounds of the sample market.
Progress = Callable[[int], None]

# The sample market is looked at as often as a small observatory would, with a full sweep a month.
SAMPLE_EVERY: Final = timedelta(days=7)
SAMPLE_FULL_EVERY: Final = timedelta(days=28)
# A stored sample market is young enough for so long: `make run` then starts in seconds.
SAMPLE_GOOD_FOR: Final = timedelta(days=7)
# The name under which the store remembers how far the sample market was collected.
_SAMPLE_BOOK: Final = "contoh"


def collect_live(
    store: Store,
    settings: Settings,
    portals: Sequence[Reader],
    *,
    since: date | None = None,
    limit: int | None = None,
    progress: Progress,
) -> list[Outcome]:
    """One run of each portal, side by side; every run is noted in the store with its faults."""
    portals = configure(
        portals,
        jsonld_sites=settings.jsonld_sites,
        tech_in_asia_key=settings.tech_in_asia_key,
    )
    network = Network(settings.contact, settings.http_proxy_url, settings.state_dir / "cache")
    told = _Tally(progress)

    async def go(writer: Writer) -> list[Outcome]:
        tasks = [
            Task(
                portal,
                network.api(portal),
                settings.dead_letters,
                since=since,
                limit=limit,
                on_page=told.add,
            )
            for portal in portals
        ]
        async with network.open() as client:
            return await collect_all(tasks, client, network, writer)

    with store.writing(settings.lock_wait_seconds) as writer:
        names = [portal.FACTS.name for portal in portals]
        with _noted(writer, names) as outcomes:
            outcomes.extend(asyncio.run(go(writer)))
    return outcomes


def collect_sample(
    store: Store, settings: Settings, progress: Progress, until: date | None = None
) -> list[Outcome]:
    """Collect the sample market week by week, as if it had been watched all along.

    Takes up where an earlier run ended. Without `until`, a market of the last week stays as it is;
    one up to another day, or of another size, replaces what is stored. What each portal counts is
    summed over the rounds: new, and sightings (changed, unchanged); also rounds and failed_rounds.
    """
    with store.writing(settings.lock_wait_seconds) as writer:
        book = Ledger(writer, _SAMPLE_BOOK)
        done = book.load().position or {}
        market = _name_market(settings, until, done.get("market", ""))
        path = settings.state_dir / "sample" / market
        if not path.exists():
            day = date.fromisoformat(market.split("_")[1])
            sample.write_market(
                path, until=day, openings=settings.sample_openings, months=settings.sample_months
            )
        with _served(path) as addresses:
            portals = [find_portal(name) for name in addresses if find_portal(name).FACTS.is_on]
            names = [f"contoh_{portal.FACTS.name}" for portal in portals]
            if done.get("market") != market:
                writer.remove_sample()
                forget_portals(writer, [*names, _SAMPLE_BOOK])
                done = {}
            after = datetime.fromisoformat(done["moment"]) if "moment" in done else None
            moments = [moment for moment in _moments(path) if after is None or moment > after]
            with _noted(writer, names) as outcomes:
                rounds = _Rounds(writer, settings, portals, addresses, progress)
                outcomes.extend(asyncio.run(rounds.go(moments, book, market)))
    return outcomes


def _name_market(settings: Settings, until: date | None, stored: str) -> str:
    """The file of the market to collect: the stored one where it will do."""
    size = f"{settings.sample_openings}_{settings.sample_months}.jsonl.gz"
    latest = sample.find_yesterday()
    if until is None and stored.endswith(f"_{size}"):
        day = date.fromisoformat(stored.split("_")[1])
        if timedelta() <= latest - day < SAMPLE_GOOD_FOR:
            return stored
    return f"market_{until or latest}_{size}"


class _Tally:
    """How many postings were seen by all portals together."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._seen = progress, 0

    def add(self, postings: int) -> None:
        """A page with so many was stored."""
        self._seen += postings
        self._progress(self._seen)


class _Rounds:
    """The sample market collected at one moment after the other."""

    def __init__(
        self,
        writer: Writer,
        settings: Settings,
        portals: Sequence[Reader],
        addresses: Mapping[str, str],
        progress: Progress,
    ) -> None:
        self._writer, self._settings = writer, settings
        self._portals, self._progress = portals, progress
        self._network = Network(look_alikes=addresses)

    async def go(self, moments: Sequence[datetime], book: Ledger, market: str) -> list[Outcome]:
        """What all rounds brought, added up; faults are those of the last round."""
        sums = {f"contoh_{p.FACTS.name}": Outcome(f"contoh_{p.FACTS.name}") for p in self._portals}
        left = deque(moments)
        while left:
            # A portal that was down may be up a week later: then with a new client, to ask anew.
            async with self._network.open() as client:
                while left:
                    moment = left.popleft()
                    found = await self._look(client, moment, sums)
                    if any(outcome.is_stopped for outcome in found):
                        return list(sums.values())
                    sweeps = book.load()
                    sweeps.position = {"market": market, "moment": moment.isoformat()}
                    book.save(sweeps)
                    self._progress(len(moments) - len(left))
                    if any(outcome.faults for outcome in found):
                        break
        return list(sums.values())

    async def _look(
        self, client: Client, moment: datetime, sums: dict[str, Outcome]
    ) -> list[Outcome]:
        """One round; what it brought is added to the sums."""
        tasks = [self._task(portal, moment) for portal in self._portals]
        headers = {NOW_HEADER: moment.isoformat()}
        found = await collect_all(tasks, client, self._network, self._writer, headers)
        for outcome in found:
            total = sums[outcome.portal]
            total.counts.update(outcome.counts)
            total.counts["rounds"] += 1
            total.counts["failed_rounds"] += bool(outcome.faults)
            total.faults, total.notes = outcome.faults, outcome.notes
        return found

    def _task(self, portal: Reader, moment: datetime) -> Task:
        return Task(
            portal,
            self._network.api(portal),
            self._settings.dead_letters,
            is_sample=True,
            full_every=SAMPLE_FULL_EVERY,
            clock=stopped_clock(moment),
        )


def _moments(market: Path) -> list[datetime]:
    """When the market is looked at: weekly, the last time at the end of its last day."""
    with gzip.open(market) as file:
        head = orjson.loads(file.readline())
    last = datetime.fromisoformat(f"{head['until']}T16:59:59+00:00")
    first = datetime.fromisoformat(f"{head['from']}T16:59:59+00:00")
    count = int((last - first) / SAMPLE_EVERY)
    return [last - SAMPLE_EVERY * number for number in range(count, -1, -1)]


@contextmanager
def _served(market: Path) -> Iterator[dict[str, str]]:
    """The look-alike portals in a process of their own; their addresses by name."""
    words = [sys.executable, "-m", "scrapers.replay", str(market)]
    with subprocess.Popen(  # noqa: S603 - fixed words, no shell
        words, stdout=subprocess.PIPE, cwd=configuration.ROOT, start_new_session=True
    ) as server:
        try:
            line = server.stdout.readline() if server.stdout else b""
            if not line:
                raise DataError("The look-alike portals did not start; see the lines above.")
            yield orjson.loads(line)
        finally:
            server.terminate()


@contextmanager
def _noted(writer: Writer, names: Sequence[str]) -> Iterator[list[Outcome]]:
    """Note a run of each portal in the store, whatever happens."""
    runs = {name: writer.start_run("collect", name) for name in names}
    outcomes: list[Outcome] = []
    try:
        yield outcomes
    finally:
        found = {outcome.portal: outcome for outcome in outcomes}
        for name, run in runs.items():
            outcome = found.get(name)
            if outcome is None:
                writer.finish_run(run, Counter(dict.fromkeys(COUNTED, 0)), error="It was cut off.")
            else:
                writer.finish_run(run, outcome.counts, error=" ".join(outcome.faults) or None)
