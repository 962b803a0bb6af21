"""One call to one host: its turn, the attempts, what the answer's status and text say."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, cast

import httpx
import orjson

from scrapers.blocked import find_block, find_challenge
from scrapers.client_body import ACCEPTED, Unpacker, read_body, too_large
from scrapers.client_errors import Blocked, GaveUp, NotFound, StatusError
from scrapers.client_policy import Policy
from scrapers.limits import Host
from scrapers.portal import Request
from scrapers.retry import Trouble, back_off, raise_passing

_GONE: Final = frozenset({404, 410})
_OURS: Final = frozenset({"user-agent", "accept-encoding", "host", "content-length", "connection"})


_NO_CACHE: Final = {"from_cache": False, "revalidated": False}


@dataclass(frozen=True, slots=True)
class Call:
    """What to ask: the address, the request it came from, the most bytes, the error to look for."""

    url: httpx.URL
    request: Request
    max_bytes: int
    find_error: Callable[[bytes], str | None] | None = None
    is_robots: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came: a good answer or a redirect; `age` is seconds since the portal vouched for it."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    from_cache: bool
    age: float


class Wire:
    """Sends calls, as often as is polite; `plain` without the cache, `front` through it."""

    def __init__(
        self,
        plain: httpx.AsyncBaseTransport,
        front: httpx.AsyncBaseTransport,
        policy: Policy,
        agent: str,
    ) -> None:
        self._plain, self._front, self._policy, self._agent = plain, front, policy, agent
        time = policy.time
        self._timeout = httpx.Timeout(time.read, connect=time.connect, pool=time.total).as_dict()

    async def close(self) -> None:
        """Close all connections and the cache."""
        await self._front.aclose()

    async def ask(self, host: Host, call: Call) -> Reply:
        """The answer of a host, asked again while it says "later".

        Raises StatusError, NotFound, Blocked, TooLarge, Garbled, GaveUp, HostDown, OffLimits.
        """
        rule = self._policy.retry
        tries = rule.robots_tries if call.is_robots else rule.tries
        for number in range(1, tries + 1):
            async with host.gate.slots:
                host.breaker.check()
                await host.gate.turn()
                host.breaker.check()  # others may have failed while this one waited
                host.counts.retries += number > 1
                try:
                    reply = await self._attempt(host, call, is_again=number > 1)
                except Trouble as trouble:
                    host.breaker.fail()
                    wait = self._wait(host, trouble, number)
                    if number == tries:
                        raise self._give_up(host, call, trouble, tries) from trouble
                    host.gate.pause(wait)
                else:
                    host.breaker.succeed()
                    return self._judge(host, call, reply)
        raise AssertionError("the last try answers or raises")

    def _wait(self, host: Host, trouble: Trouble, failures: int) -> float:
        """Seconds until the next try; raises GaveUp where the host asks for too many."""
        rule = self._policy.retry
        wait = back_off(failures, rule)
        if trouble.wait is None:
            return wait
        if trouble.wait > rule.longest_retry_after:
            what = (
                f"{trouble.what} and asks us to wait {trouble.wait:.0f} seconds. It is left alone "
                "for the rest of this run; collect again later."
            )
            host.breaker.give_up(what)
            raise GaveUp(host.name, what)
        return trouble.wait + wait / 10

    @staticmethod
    def _give_up(host: Host, call: Call, trouble: Trouble, tries: int) -> GaveUp:
        return GaveUp(
            host.name,
            f"{trouble.what} when asked for {str(call.url)[:200]}, {tries} times. "
            "Collect again later; if it stays so, look at the portal by hand.",
        )

    async def _attempt(self, host: Host, call: Call, *, is_again: bool) -> Reply:
        """One try; raises Trouble where it may pass."""
        total = self._policy.time.total
        try:
            async with asyncio.timeout(total):
                reply = await self._send(host, call, is_again=is_again)
        except TimeoutError as error:
            raise Trouble(f"it was not done after {total:g} seconds") from error
        except httpx.TimeoutException as error:
            raise Trouble("it did not answer in time") from error
        except (httpx.TransportError, ssl.SSLError) as error:
            told = str(error) or type(error).__name__
            raise Trouble(f"the connection failed ({told[:200]})") from error
        if challenge := find_challenge(reply.headers, reply.body, self._policy.blocked):
            raise self._block(host, challenge)
        raise_passing(reply.status, reply.headers, self._policy.retry)
        is_good = reply.status < httpx.codes.MULTIPLE_CHOICES
        if is_good and call.find_error is not None and (found := call.find_error(reply.body)):
            raise Trouble(f"it answered {found[:200]!r}")
        return reply

    async def _send(self, host: Host, call: Call, *, is_again: bool) -> Reply:
        request = self._request(call, is_again=is_again)
        is_kept = request.method == "GET" and call.request.may_be_kept
        host.counts.requests += 1
        response = await (self._front if is_kept else self._plain).handle_async_request(request)
        cache = response.extensions.get("caching", _NO_CACHE)
        is_unasked = cache["from_cache"] and not cache["revalidated"]
        host.counts.requests -= is_unasked
        try:
            body = await self._read(host, call, response, is_counted=not cache["from_cache"])
        finally:
            await response.aclose()
        age = float(response.headers["age"]) if is_unasked else 0.0
        return Reply(response.status_code, response.headers, body, cache["from_cache"], age)

    async def _read(
        self, host: Host, call: Call, response: httpx.Response, *, is_counted: bool
    ) -> bytes:
        """The body of a response, within limits."""
        headers = response.headers
        unpacker = Unpacker(
            host.name, headers.get("content-encoding", ""), self._policy.size, call.max_bytes
        )
        told = headers.get("content-length", "")
        if told.isdigit() and int(told[:18]) > call.max_bytes:
            raise too_large(host.name, call.max_bytes)
        try:
            async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as pieces:
                return await read_body(pieces, unpacker)
        finally:
            host.counts.bytes += unpacker.packed_bytes if is_counted else 0

    def _request(self, call: Call, *, is_again: bool) -> httpx.Request:
        """The request as it is sent: the portal's words and, above them, who we are."""
        asked = call.request
        headers = {k: v for k, v in asked.headers.items() if k.lower() not in _OURS}
        headers |= {"User-Agent": self._agent, "Accept-Encoding": ACCEPTED}
        content = None
        if asked.json is not None:
            content = orjson.dumps(asked.json)
            headers.setdefault("Content-Type", "application/json")
        if is_again:
            # An error that came as a good answer may be in the cache.
            headers["Cache-Control"] = "no-cache"
        return httpx.Request(
            asked.method,
            call.url,
            headers=headers,
            content=content,
            extensions={"timeout": self._timeout},
        )

    def _judge(self, host: Host, call: Call, reply: Reply) -> Reply:
        """The reply where it is good or sends us on; raises where its status means no."""
        status = reply.status
        if status < 400 and status != httpx.codes.MULTIPLE_CHOICES:
            return reply
        if not call.is_robots and (
            why := find_block(status, reply.headers, reply.body, self._policy.blocked)
        ):
            raise self._block(host, why)
        what = f"it answered {status} to {str(call.url)[:200]}. "
        if status in _GONE:
            raise NotFound(host.name, what + "Nothing is there any more.", status, reply.body)
        raise StatusError(
            host.name, what + "Look whether the portal has changed its API.", status, reply.body
        )

    @staticmethod
    def _block(host: Host, why: str) -> Blocked:
        return host.breaker.block(
            f"{why}: the portal refuses this collector. It is left alone for the rest of this "
            "run and never tried under another name; ask the portal for permission, or leave it "
            "off."
        )
