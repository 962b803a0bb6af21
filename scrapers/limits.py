"""How often a host is asked: rate, concurrency, rests, and the counts for the run report."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from scrapers.client_errors import Blocked, FetchError, HostDown
from scrapers.client_policy import BreakerRule

_DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a portal may ask: on which hosts, calls a second, calls at once, bytes of an answer.

    A host is written as in an address, with its port where that is not the scheme's own.
    `rate_per_second` may be infinite for a server of our own; `max_bytes` None: as client.toml.
    """

    hosts: frozenset[str]
    rate_per_second: float
    concurrency: int = 1
    max_bytes: int | None = None


@dataclass(slots=True)
class Counts:
    """What was asked of a host in this run."""

    requests: int = 0
    bytes: int = 0
    retries: int = 0
    cached: int = 0
    errors: int = 0
    seconds_waited: float = 0.0


class Gate:
    """Lets calls to a host through one after the other, so far apart as its rate asks."""

    def __init__(self, limits: Limits, counts: Counts) -> None:
        self._interval = 1.0 / limits.rate_per_second
        self._at_once = limits.concurrency
        self.slots = asyncio.Semaphore(limits.concurrency)
        self._counts = counts
        self._line = asyncio.Lock()
        self._last = self._paused_until = -math.inf

    def narrow(self, limits: Limits) -> None:
        """Two portals on one host: the slower rate and the fewer calls at once hold."""
        self.slow_down(1.0 / limits.rate_per_second)
        if limits.concurrency < self._at_once:
            self._at_once = limits.concurrency
            self.slots = asyncio.Semaphore(limits.concurrency)

    def slow_down(self, interval: float) -> None:
        """Keep calls at least so many seconds apart."""
        self._interval = max(self._interval, interval)

    def pause(self, seconds: float) -> None:
        """Let nothing through for so many seconds from now."""
        self._paused_until = max(self._paused_until, monotonic() + seconds)

    async def turn(self) -> None:
        """Wait until this call may go."""
        started = monotonic()
        async with self._line:
            # Looked at again after each sleep: a pause or a slower rate may have come meanwhile.
            while (wait := self._earliest() - monotonic()) > 0:
                await asyncio.sleep(wait)
            self._last = monotonic()
        self._counts.seconds_waited += self._last - started

    def _earliest(self) -> float:
        return max(self._paused_until, self._last + self._interval)


class Breaker:
    """Leaves a host alone that refuses us, or that failed too often in a row."""

    def __init__(self, host: str, rule: BreakerRule) -> None:
        self._host, self._rule = host, rule
        self._failures = 0
        self._rest = rule.rest
        self._open_until = -math.inf
        self._shut: Callable[[], FetchError] | None = None

    def check(self) -> None:
        """Raise Blocked or HostDown where the host must not be asked now."""
        if self._shut is not None:
            raise self._shut()
        if (left := self._open_until - monotonic()) > 0:
            raise HostDown(
                self._host,
                f"it failed {self._rule.failures} times in a row and is left alone for another "
                f"{_tell(left)}. Other portals go on; collect again later.",
            )

    def succeed(self) -> None:
        """The host answered as it should."""
        self._failures = 0
        self._rest = self._rule.rest

    def fail(self) -> None:
        """The host failed; after too many in a row it rests, and then gets one trial."""
        self._failures += 1
        if self._failures >= self._rule.failures:
            self._open_until = monotonic() + self._rest
            self._rest = min(2 * self._rest, self._rule.longest_rest)
            self._failures = self._rule.failures - 1

    def block(self, what: str) -> Blocked:
        """Leave the host alone for the rest of the run, because it refuses us."""
        self._shut = lambda: Blocked(self._host, what)
        return Blocked(self._host, what)

    def give_up(self, what: str) -> None:
        """Leave the host alone for the rest of the run, because it asked for a long pause."""
        self._shut = lambda: HostDown(self._host, what)


def _tell(seconds: float) -> str:
    """A span in the unit a person would use."""
    for size, unit in ((_DAY_SECONDS, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(1, round(seconds))} seconds"


@dataclass(slots=True)
class Host:
    """All that is known of a host in this run."""

    name: str
    counts: Counts
    gate: Gate
    breaker: Breaker
    robots_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
