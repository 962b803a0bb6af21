"""Collect several portals at once with one polite client, and stop cleanly when told to."""

import asyncio
import math
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from data.ledger import Ledger
from data.writer import Writer
from scrapers.client import Client, hosts_of
from scrapers.client_policy import Policy, read_policy
from scrapers.collect import Outcome, Task, collect_portal
from scrapers.limits import Limits
from scrapers.portal import Reader, Request


@dataclass(frozen=True)
class Network:
    """How portals are reached: the live ones, or look-alikes on loopback at these addresses."""

    contact: str = ""
    proxy: str = ""
    cache: Path | None = None
    look_alikes: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_replay(self) -> bool:
        """Whether these are look-alikes."""
        return bool(self.look_alikes)

    def api(self, portal: Reader) -> str:
        """Where the portal's API is asked."""
        return self.look_alikes.get(portal.FACTS.name, portal.FACTS.api)

    def limits(self, portal: Reader) -> Limits:
        """How often the portal may be asked; a server of our own as often as it can."""
        facts = portal.FACTS
        if self.is_replay:
            return Limits(hosts_of(self.api(portal)), math.inf, facts.concurrency)
        hosts = hosts_of(facts.api, facts.pages) | frozenset(facts.hosts)
        return Limits(hosts, facts.rate_per_second, facts.concurrency)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Client]:
        """The client; SIGINT and SIGTERM end all its waits at once."""
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        try:
            async with Client(
                contact=self.contact,
                cache=self.cache,
                allow_loopback=self.is_replay,
                proxy=self.proxy,
                stop=stop,
                policy=_in_haste() if self.is_replay else None,
            ) as client:
                yield client
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


async def collect_all(
    tasks: Sequence[Task],
    client: Client,
    network: Network,
    writer: Writer,
    headers: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """One run of every task, side by side; a fault of one portal does not touch the others.

    `headers` go with every call (the moment that look-alikes are to answer for).
    """

    async def collect(task: Task) -> Outcome:
        limits = network.limits(task.portal)

        async def fetch(request: Request) -> bytes:
            if headers:
                request = replace(request, headers={**request.headers, **headers})
            answer = await client.fetch(request, limits, find_error=task.portal.find_error)
            return answer.body

        return await collect_portal(task, fetch, Ledger(writer, task.name))

    return list(await asyncio.gather(*map(collect, tasks)))


def _in_haste() -> Policy:
    """The policy towards look-alikes: the same tries, without the waits that spare real ones."""
    policy = read_policy()
    retry = policy.retry.model_copy(update={"first_wait": 0.005, "longest_wait": 0.02})
    return policy.model_copy(update={"retry": retry})


def stopped_clock(moment: datetime) -> Callable[[], datetime]:
    """A clock that always shows this moment."""
    return lambda: moment
