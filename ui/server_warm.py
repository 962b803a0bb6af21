"""The first visitor: the server visits its own pages at the start and after each new snapshot.

What such a visitor would wait for (modules, compiled pages, answers worked out) is then there.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

from starlette.types import ASGIApp, Message

import settings
from data.errors import DataError
from data.snapshot import read_pointer
from ui.server_site import site_pages
from ui.server_visit import PROTOCOL, STREAM, is_end, read_answer, write_visit

_LOGGER: Final = logging.getLogger(__name__)
_SITE: Final = "http://127.0.0.1"
# Its visitor has all tables written out in the background, which can wait until one comes.
_LEFT_OUT: Final = ("data",)
_POLL_SECONDS: Final = 5.0
# A page that takes longer is left to its readers.
_PAGE_SECONDS: Final = 120.0


class _Visitor:
    """A session of the application by its own ASGI interface, without a socket."""

    def __init__(self, app: ASGIApp) -> None:
        self._inbox: asyncio.Queue[Message] = asyncio.Queue()
        self._ended = asyncio.Event()
        self._inbox.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.ensure_future(app(_scope(), self._inbox.get, self._take))

    async def _take(self, message: Message) -> None:
        if message["type"] == "websocket.send" and is_end(read_answer(message["bytes"])):
            self._ended.set()

    async def see(self, address: str) -> None:
        """Have a page run to its end."""
        self._ended.clear()
        content = write_visit(address, {}, {}, _SITE)
        self._inbox.put_nowait({"type": "websocket.receive", "bytes": content})
        ended = asyncio.ensure_future(self._ended.wait())
        await asyncio.wait(
            {ended, self._task}, timeout=_PAGE_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        ended.cancel()
        if not self._ended.is_set():
            raise TimeoutError(address)

    async def leave(self) -> None:
        """End the session."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait({self._task})
        if (error := self._task.exception()) is not None:
            _LOGGER.warning("The session that warms up failed: %r", error)


def _scope() -> dict[str, Any]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": STREAM,
        "raw_path": STREAM.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"user-agent", b"warm-up")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "subprotocols": [PROTOCOL],
        "state": {},
    }


async def visit(app: ASGIApp, addresses: Iterable[str]) -> float:
    """See these pages one after another in one session; seconds it took."""
    begun = time.monotonic()
    visitor = _Visitor(app)
    try:
        for address in addresses:
            try:
                await visitor.see(address)
            except TimeoutError as error:
                _LOGGER.warning("/%s was not warmed up: it did not come to its end.", error)
                await visitor.leave()
                visitor = _Visitor(app)
    finally:
        await visitor.leave()
    return time.monotonic() - begun


async def keep_warm(app: ASGIApp) -> None:
    """Visit the pages now and whenever another snapshot is served; never ends."""
    pages = [address for address in site_pages() if address not in _LEFT_OUT]
    seen: str | None = None
    is_first = True
    while True:
        name = _served()
        if is_first or name != seen:
            is_first, seen = False, name
            await visit(app, pages)
        await asyncio.sleep(_POLL_SECONDS)


def _served() -> str | None:
    try:
        return read_pointer(settings.load().snapshots)
    except DataError:
        return None  # its page says so


@asynccontextmanager
async def lifespan(app: ASGIApp) -> AsyncIterator[None]:
    """While the server runs, keep it warm."""
    task = asyncio.create_task(keep_warm(app), name="warm-up")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
