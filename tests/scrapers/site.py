"""A portal on loopback for the tests of the client: says what it is told to, resets included."""

import asyncio
import json
import socket
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from time import monotonic
from types import TracebackType
from typing import Any, Self

from scrapers.client import Client
from scrapers.client_policy import Policy, read_policy
from scrapers.limits import Limits

# Numbers that let a test wait for real without waiting long.
FAST: dict[str, dict[str, Any]] = {
    "time": {"connect": 1.0, "read": 0.3, "total": 0.6},
    "retry": {"first_wait": 0.02, "longest_wait": 0.05, "longest_retry_after": 1.5},
}


@dataclass(frozen=True, slots=True)
class Say:
    """An answer; `cut` ends it early, `drip` sends it byte by byte, `reset` sends nothing."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0
    cut: bool = False
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A call as the portal got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def json(self) -> Any:
        return json.loads(self.body)


NOTHING = Say(b"nothing here", 404)


class Site:
    """Answers by path; of several answers each is given once and the last for ever."""

    def __init__(self, **paths: Say | Iterable[Say]) -> None:
        self.answers: dict[str, list[Say]] = {}
        for name, told in paths.items():
            self.say(f"/{name}", told)
        self.heard: list[Heard] = []
        self.at_once = self.most_at_once = 0
        self.port = 0

    def say(self, path: str, told: Say | Iterable[Say]) -> None:
        self.answers[path] = [told] if isinstance(told, Say) else list(told)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def calls(self, path: str) -> list[Heard]:
        """The calls for a path, its query aside."""
        return [heard for heard in self.heard if heard.path.split("?")[0] == path]

    def gaps(self, path: str) -> list[float]:
        """Seconds between the calls for a path."""
        times = [heard.at for heard in self.calls(path)]
        return [later - sooner for sooner, later in pairwise(times)]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not await self._answer(head.decode(), reader, writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    async def _answer(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        first, *lines = head.strip().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.heard.append(Heard(method, path, headers, body, monotonic()))
        told = self.answers.get(path.split("?")[0], [NOTHING])
        say = told.pop(0) if len(told) > 1 else told[0]
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await _speak(say, headers, writer)
        finally:
            self.at_once -= 1


async def _speak(say: Say, asked: Mapping[str, str], writer: asyncio.StreamWriter) -> bool:
    """Send an answer; False where the connection must end."""
    await asyncio.sleep(say.wait)
    if say.reset:
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        return False
    etag = say.headers.get("etag")
    if etag is not None and asked.get("if-none-match") == etag:
        writer.write(f"HTTP/1.1 304 Not Modified\r\netag: {etag}\r\n\r\n".encode())
        await writer.drain()
        return True
    is_chunked = "transfer-encoding" in say.headers
    length = {} if is_chunked else {"content-length": str(len(say.body))}
    lines = {**length, **say.headers}
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    writer.write(f"HTTP/1.1 {say.status} Said\r\n{told}\r\n".encode())
    if say.drip:
        for byte in say.body:
            writer.write(bytes([byte]))
            await asyncio.sleep(say.drip)
    else:
        writer.write(say.body[: len(say.body) // 2] if say.cut else say.body)
    await writer.drain()
    return not say.cut


def policy(**changes: dict[str, Any]) -> Policy:
    """The policy of client.toml with short waits, and with these numbers in place of its own."""
    told = read_policy().model_dump()
    for part, numbers in (*FAST.items(), *changes.items()):
        told[part] |= numbers
    return Policy.model_validate(told)


def client(rules: Policy | None = None, **more: Any) -> Client:
    """A client that may visit this machine."""
    return Client(contact="", allow_loopback=True, policy=rules or policy(), **more)


def limits(*sites: Site, rate: float = 1000.0, **more: Any) -> Limits:
    """What may be asked of these sites."""
    return Limits(frozenset(site.host for site in sites), rate, **more)
