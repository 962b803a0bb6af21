"""Readers without a browser: sessions over Streamlit's websocket that change a filter."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qsl

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.pages_sites import Site
from ui.server_visit import PROTOCOL, STREAM, is_end, read_answer, write_visit

# After a run stock Streamlit collects garbage: its CPU belongs to the run.
_AFTER_SECONDS: Final = 0.25
_DESK: Final = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0"


@dataclass(frozen=True)
class Run:
    """One run of a script: seconds until its end, bytes sent, seconds of the server's CPU."""

    seconds: float
    size: int
    cpu: float


@dataclass
class Choice:
    """A select box seen on the page."""

    name: str = ""
    options: list[str] = field(default_factory=list)


class Session:
    """A reader at a page: `async with Session(site, "gaji") as reader: await reader.run()`."""

    def __init__(self, site: Site, address: str) -> None:
        self._site, self._address = site, address
        self._query: dict[str, str] = {}
        self.choice = Choice()
        self.errors: list[str] = []
        self._socket: ClientConnection

    async def __aenter__(self) -> Self:
        address = self._site.address.replace("http", "ws", 1) + STREAM
        self._socket = await connect(
            address, subprotocols=[PROTOCOL], max_size=None, compression=None,
            user_agent_header=_DESK, open_timeout=120, ping_interval=None,
        )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        await self._socket.close()

    async def run(self, option: str | None = None, *, settle: float = 0.0) -> Run:
        """Have the page run, with this option of its first select box where one is given.

        `settle` seconds after its end still count into the CPU.
        """
        widgets = {} if option is None else {self.choice.name: option}
        begun, cpu = time.perf_counter(), self._site.cpu()
        site = self._site.address
        await self._socket.send(write_visit(self._address, self._query, widgets, site))
        size, is_over = 0, False
        while not is_over:
            content = await self._socket.recv(decode=False)
            size += len(content)
            message = read_answer(content)
            self._note(message)
            is_over = is_end(message)
        seconds = time.perf_counter() - begun
        if settle:
            await asyncio.sleep(settle)
        return Run(seconds, size, self._site.cpu() - cpu)

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self._query = dict(parse_qsl(message.page_info_changed.query_string))
        elif kind == "delta":
            element = message.delta.new_element
            if element.WhichOneof("type") == "selectbox" and not self.choice.name:
                self.choice = Choice(element.selectbox.id, list(element.selectbox.options))
            elif element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)


async def change_filter(site: Site, address: str, choices: int, rounds: int) -> list[list[Run]]:
    """The runs after so many options of the first select box, one list a round."""
    async with Session(site, address) as reader:
        await reader.run()
        found = []
        for _ in range(rounds):
            options = reader.choice.options[-choices:]
            found.append([await reader.run(one, settle=_AFTER_SECONDS) for one in options])
        if reader.errors:
            raise RuntimeError(f"{site.address}/{address}: {reader.errors[0]}")
        return found


async def visit(site: Site, address: str) -> Run:
    """The run a new session begins with."""
    async with Session(site, address) as reader:
        run = await reader.run(settle=_AFTER_SECONDS)
        if reader.errors:
            raise RuntimeError(f"{site.address}/{address}: {reader.errors[0]}")
        return run


@dataclass(frozen=True)
class Crowd:
    """Many sessions at once: runs a second, median seconds of one, bytes of memory a session."""

    rate: float
    median: float
    memory: float


async def crowd(site: Site, address: str, sessions: int, choices: int, seconds: float) -> Crowd:
    """Sessions that change the filter as soon as the last change has come, for so long.

    They choose among the last so many options, as `change_filter` does.
    """
    before = site.resident()
    readers = [Session(site, address) for _ in range(sessions)]
    for reader in readers:
        await reader.__aenter__()
    try:
        await asyncio.gather(*(reader.run() for reader in readers))
        until = time.perf_counter() + seconds
        begun = time.perf_counter()
        told = await asyncio.gather(
            *(
                _change_until(reader, reader.choice.options[-choices:], number, until)
                for number, reader in enumerate(readers)
            )
        )
        took = time.perf_counter() - begun
        held = site.resident() - before
    finally:
        for reader in readers:
            await reader.__aexit__(None, None, None)
    runs = [run for one in told for run in one]
    return Crowd(len(runs) / took, statistics.median(runs), held / sessions)


async def _change_until(
    reader: Session, options: Sequence[str], number: int, until: float
) -> Sequence[float]:
    found: list[float] = []
    while time.perf_counter() < until:
        run = await reader.run(options[(number + len(found)) % len(options)])
        found.append(run.seconds)
    return found


async def grow(site: Site, address: str, choices: int, runs: int) -> tuple[int, int]:
    """Bytes of memory after a third of so many filter changes of one session, and after all."""
    async with Session(site, address) as reader:
        await reader.run()
        options = reader.choice.options[-choices:]
        sizes = []
        for number in range(runs):
            await reader.run(options[number % len(options)])
            if number + 1 in (runs // 3, runs):
                sizes.append(site.resident())
        return sizes[0], sizes[-1]
