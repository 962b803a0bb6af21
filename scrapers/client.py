"""The one HTTP client of all collectors: polite, bounded, honest about who asks.

    async with Client(contact=settings.contact, cache=folder, stop=stop) as client:
        answer = await client.fetch(request, limits, find_error=portal.find_error)

`fetch` brings an Answer or raises one of scrapers/client_errors.py. Numbers: client.toml.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import httpx

from scrapers.addresses import Reach, refuse_literal_outside
from scrapers.client_errors import FetchError, OffLimits, Stopped
from scrapers.client_policy import Policy, read_policy, require_contact, user_agent
from scrapers.client_transport import CheckedTransport, cached
from scrapers.client_wire import Call, Reply, Wire
from scrapers.limits import Breaker, Counts, Gate, Host, Limits
from scrapers.portal import Request
from scrapers.robots import RobotsBook

FindError = Callable[[bytes], str | None]

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# What a caller may still say to another host it was sent to; keys and sessions stay behind.
_CARRIED: Final = frozenset({"accept", "accept-language", "content-type"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer; `fetched_at` is when the portal last vouched for it, in UTC."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    from_cache: bool
    fetched_at: datetime


def authority(url: httpx.URL) -> str:
    """The host of an address, with its port where that is not the scheme's own."""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return host if url.port is None else f"{host}:{url.port}"


def hosts_of(*addresses: str) -> frozenset[str]:
    """The hosts of addresses, as Limits wants them."""
    return frozenset(authority(httpx.URL(address)) for address in addresses)


class Client:
    """Asks hosts, one run long; `counts` tells what was asked of each.

    Without a contact address only this machine is visited, and only with `allow_loopback`;
    anything else raises UserError here. The proxy, where one is set, is not used with
    `allow_loopback`. `stop`: setting it ends all waits and calls at once with Stopped.
    """

    def __init__(
        self,
        *,
        contact: str,
        cache: Path | None = None,
        allow_loopback: bool = False,
        proxy: str = "",
        stop: asyncio.Event | None = None,
        policy: Policy | None = None,
    ) -> None:
        if not allow_loopback:
            require_contact(contact)
        self._policy = policy or read_policy()
        self._reach = Reach(public=bool(contact), loopback=allow_loopback)
        plain = CheckedTransport(self._reach, "" if allow_loopback else proxy)
        front = cached(plain, cache, self._policy.cache) if cache is not None else plain
        self._wire = Wire(plain, front, self._policy, user_agent(contact))
        self._book = RobotsBook(
            self._policy.identity.name, self._policy.robots, cache and cache / "robots"
        )
        self._stop = stop or asyncio.Event()
        self._hosts: dict[str, Host] = {}
        self._running: set[asyncio.Timeout] = set()
        self._watch: asyncio.Task[None] | None = None

    @property
    def counts(self) -> Mapping[str, Counts]:
        """What was asked of each host so far."""
        return {name: host.counts for name, host in self._hosts.items()}

    async def __aenter__(self) -> Self:
        self._watch = asyncio.create_task(self._end_all_on_stop())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        await self._wire.close()

    async def fetch(
        self, request: Request, limits: Limits, *, find_error: FindError | None = None
    ) -> Answer:
        """The answer to a request.

        `find_error` finds an error inside a good answer ("RATE_LIMITED"), which is then treated
        like a 429. Raises FetchError.
        """
        url, host = self._enter(request, limits)
        try:
            async with asyncio.timeout(None) as deadline:
                self._running.add(deadline)
                try:
                    return await self._follow(url, host, request, limits, find_error)
                finally:
                    self._running.discard(deadline)
        except TimeoutError:
            raise self._stopped(host.name) from None
        except FetchError:
            host.counts.errors += 1
            raise

    def _enter(self, request: Request, limits: Limits) -> tuple[httpx.URL, Host]:
        """The address and its host, checked."""
        try:
            url = httpx.URL(request.url)
            if request.params:
                url = url.copy_merge_params(dict(request.params))
        except (httpx.InvalidURL, UnicodeError) as error:
            raise OffLimits(request.url[:200], f"is no address ({error}).") from error
        host = self._host(url, limits)
        if self._stop.is_set():
            raise self._stopped(host.name)
        return url, host

    async def _follow(
        self,
        url: httpx.URL,
        host: Host,
        request: Request,
        limits: Limits,
        find_error: FindError | None,
    ) -> Answer:
        """Ask, and go where the answer sends us, if that is allowed."""
        for _ in range(self._policy.redirect.most + 1):
            await self._book.obey(host, str(url), partial(self._load_robots, url, host, limits))
            call = Call(url, request, limits.max_bytes or self._policy.size.body, find_error)
            reply = await self._wire.ask(host, call)
            if reply.status not in _REDIRECTS:
                return self._answer(reply, url, host)
            target = self._next_stop(url, reply, host)
            following = self._host(target, limits)
            request = _resend(request, reply.status, is_same=following is host)
            url, host = target, following
        raise OffLimits(
            host.name,
            f"sent us on more than {self._policy.redirect.most} times. Look at {str(url)[:200]} "
            "by hand.",
        )

    async def _load_robots(self, url: httpx.URL, host: Host, limits: Limits) -> bytes:
        """The robots.txt of the host of an address."""
        url = url.copy_with(path="/robots.txt", query=None, fragment=None)
        for _ in range(self._policy.redirect.most + 1):
            call = Call(url, Request(str(url)), self._policy.size.robots, is_robots=True)
            reply = await self._wire.ask(host, call)
            if reply.status not in _REDIRECTS:
                return reply.body
            url = self._next_stop(url, reply, host)
            host = self._host(url, limits)
        raise OffLimits(host.name, "its robots.txt sends us on and on.")

    def _host(self, url: httpx.URL, limits: Limits) -> Host:
        """What is known of the host of an address, if the portal may visit it."""
        name = authority(url)
        if url.scheme not in ("http", "https") or url.userinfo or name not in limits.hosts:
            allowed = ", ".join(sorted(limits.hosts))
            raise OffLimits(
                name or str(url)[:200],
                f"{str(url)[:200]} is not an address of this portal, whose hosts are: {allowed}. "
                "Nothing was sent; if the portal has moved, add the host to its facts.",
            )
        refuse_literal_outside(url.host, self._reach)
        host = self._hosts.get(name)
        if host is None:
            counts = Counts()
            breaker = Breaker(name, self._policy.breaker)
            host = self._hosts[name] = Host(name, counts, Gate(limits, counts), breaker)
        else:
            host.gate.narrow(limits)
        return host

    @staticmethod
    def _next_stop(url: httpx.URL, reply: Reply, host: Host) -> httpx.URL:
        """Where an answer sends us on to; never from https to http."""
        try:
            target = url.join(reply.headers.get("location", ""))
        except (httpx.InvalidURL, UnicodeError) as error:
            raise OffLimits(host.name, f"sent us on to no address ({error}).") from error
        if url.scheme == "https" and target.scheme != "https":
            raise OffLimits(
                host.name, f"sent us on to {str(target)[:200]}, which is not encrypted."
            )
        return target

    @staticmethod
    def _answer(reply: Reply, url: httpx.URL, host: Host) -> Answer:
        host.counts.cached += reply.from_cache
        now = datetime.now(UTC)
        age = timedelta(seconds=reply.age)
        return Answer(
            str(url), reply.status, reply.headers, reply.body, reply.from_cache, now - age
        )

    async def _end_all_on_stop(self) -> None:
        await self._stop.wait()
        now = asyncio.get_running_loop().time()
        for deadline in self._running:
            deadline.reschedule(now)

    @staticmethod
    def _stopped(host: str) -> Stopped:
        return Stopped(host, "the run was stopped before an answer came. Collect again to go on.")


def _resend(request: Request, status: int, *, is_same: bool) -> Request:
    """The request for the next host; 303, and by custom 301 and 302, turn a POST into a GET."""
    if status == httpx.codes.SEE_OTHER or (status in (301, 302) and request.method == "POST"):
        request = replace(request, method="GET", json=None)
    if not is_same:
        kept = {k: v for k, v in request.headers.items() if k.lower() in _CARRIED}
        request = replace(request, headers=kept)
    return request
