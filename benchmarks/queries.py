"""How long every question a page asks takes on a million vacancies, one reader and ten at once."""

import gc
import os
import re
import resource
import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from streamlit.testing.v1 import AppTest

import settings
from data.snapshot import Snapshot, open_snapshot
from settings import ROOT
from ui import state

# What readers choose: nothing, a province, a place with an occupation, a skill and a sector.
ADDRESSES: Final[tuple[Mapping[str, str], ...]] = (
    {},
    {"prov": "32"},
    {"prov": "32", "kab": "3273", "kbji": "5223", "skill": "microsoft-excel", "sektor": "G"},
)
_REPEATS: Final = 5
_READERS: Final = 10
# What a quick reader looks at a page for before the next one.
PAUSE_SECONDS: Final = 5.0
MEDIAN_MS: Final = 150
P95_MS: Final = 400


@dataclass(frozen=True)
class Call:
    """A question as a page asked it."""

    page: str
    address: int  # its place in ADDRESSES
    name: str
    ask: Callable[[Snapshot], object]

    @property
    def key(self) -> tuple[str, str]:
        """The page and the function."""
        return self.page, self.name


@dataclass(frozen=True)
class Timing:
    """Milliseconds of a question: the first time, then the median of some; p95 among readers.

    `crowded`: who never pause; `read`: who look at each page for a while.
    """

    page: str
    address: int
    name: str
    first: float
    median: float
    crowded: float
    read: float


def record(snapshots: Path, say: Callable[[str], None]) -> list[Call]:
    """Every question that the pages ask of a snapshot at ADDRESSES, each once an address."""
    calls: dict[tuple[str, int, str, str], Call] = {}
    page, place, is_there = "", 0, False

    def note(question: Any, opened: Snapshot, where: Any, more: Any, named: str) -> Any:
        del named
        name = f"{question.__module__}.{question.__name__}"
        key = (page, place, name, repr((where, more)))
        # A part of a page is kept the same way; what it asks comes by here as well.
        if is_there and name.startswith("analytics."):
            calls.setdefault(key, Call(page, place, name, lambda one: question(one, where, *more)))
        return question(opened, where, *more)

    kept = state._keep
    state._keep = note  # type: ignore[assignment]
    os.environ["SNAPSHOT_DIR"] = str(snapshots)
    settings.load.cache_clear()
    try:
        for page in re.findall(r'"pages/(\w+)\.py"', (ROOT / "app.py").read_text()):
            for place, address in enumerate(ADDRESSES):  # noqa: B007 - `note` reads it
                app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
                for name, value in address.items():
                    app.query_params[name] = value
                # An app begins at its first page, whose questions are not those of the others.
                is_there = page == "beranda"
                app.run()
                if not is_there:
                    is_there = True
                    app.switch_page(f"pages/{page}.py").run()
                if app.exception:
                    raise RuntimeError(f"{page} {address}: {app.exception[0].value}")
            say(f"{page} seen: {len(calls)} questions so far")
    finally:
        state._keep = kept
        del os.environ["SNAPSHOT_DIR"]
        settings.load.cache_clear()
    return list(calls.values())


def measure(
    calls: Sequence[Call], snapshots: Path, seconds: int, say: Callable[[str], None]
) -> list[Timing]:
    """Each question alone, then all of them by many readers at once, each in its own order."""
    with closing(open_snapshot(snapshots)) as snapshot:
        alone = []
        for call in calls:
            alone.append(_repeat(call, snapshot))
            median = statistics.median(alone[-1][1:])
            say(f"{call.page} {call.name}: {median:,.0f} ms, {len(alone)} of {len(calls)}")
        crowds = []
        for pause in (0.0, PAUSE_SECONDS):
            say(f"{_READERS} readers for {seconds} s, {pause:.0f} s a page")
            crowds.append(_crowd(calls, snapshot, seconds, pause))
    return [
        Timing(call.page, call.address, call.name, times[0], statistics.median(times[1:]), *slow)
        for call, times, *slow in zip(calls, alone, *crowds, strict=True)
    ]


def _repeat(call: Call, snapshot: Snapshot) -> list[float]:
    times = []
    for _ in range(_REPEATS + 1):
        gc.collect()
        began = time.perf_counter()
        call.ask(snapshot)
        times.append(1e3 * (time.perf_counter() - began))
    return times


def _crowd(calls: Sequence[Call], snapshot: Snapshot, seconds: int, pause: float) -> list[float]:
    """The 95th percentile of each question's milliseconds while many readers ask.

    Each asks the questions of a page in a row, then pauses; nothing is kept for the others.
    """
    times: list[list[float]] = [[] for _ in calls]
    until = time.monotonic() + seconds

    def read(reader: int) -> None:
        at = reader * len(calls) // _READERS
        while time.monotonic() < until:
            began = time.perf_counter()
            calls[at].ask(snapshot)
            times[at].append(1e3 * (time.perf_counter() - began))
            following = (at + 1) % len(calls)
            told, then = calls[at], calls[following]
            if (told.page, told.address) != (then.page, then.address):
                time.sleep(pause)
            at = following

    readers = [threading.Thread(target=read, args=(n,)) for n in range(_READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return [
        statistics.quantiles(sorted(told), n=20)[-1] if len(told) > 1 else float("nan")
        for told in times
    ]


def table(timings: Sequence[Timing]) -> str:
    """The slowest questions, and every page's together at its slowest address, as Markdown."""
    by_page: dict[str, list[Timing]] = {}
    for one in timings:
        by_page.setdefault(one.page, []).append(one)
    lines = [
        (
            "| page | questions | together ms | slowest ms | p95 of ten readers ms |"
            f" p95, {PAUSE_SECONDS:.0f} s a page |"
        ),
        "|---|--:|--:|--:|--:|--:|",
    ]
    for page, told in by_page.items():
        together = max(
            sum(one.median for one in told if one.address == place)
            for place in range(len(ADDRESSES))
        )
        lines.append(
            f"| {page} | {len(told)} | {together:,.0f} | {max(one.median for one in told):,.0f} | "
            f"{max(one.crowded for one in told):,.0f} | {max(one.read for one in told):,.0f} |"
        )
    quick = [one for one in timings if one.median < MEDIAN_MS]
    calm = sum(one.crowded < P95_MS for one in timings)
    paced = sum(one.read < P95_MS for one in timings)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    lines += [
        "",
        (
            f"{len(quick)} of {len(timings)} questions take less than {MEDIAN_MS} ms at median, "
            f"{calm} less than {P95_MS} ms at the 95th percentile with {_READERS} readers at once "
            f"who never pause, {paced} with as many who look at a page for {PAUSE_SECONDS:.0f} s; "
            f"peak memory of the process {peak:,.0f} MB."
        ),
        "",
        (
            "| question | page | first ms | median ms | p95 of ten readers ms |"
            f" p95, {PAUSE_SECONDS:.0f} s a page |"
        ),
        "|---|---|--:|--:|--:|--:|",
    ]
    slowest = sorted(timings, key=lambda one: -one.median)
    lines += [
        f"| {one.name.removeprefix('analytics.')} | {one.page} | {one.first:,.0f} | "
        f"{one.median:,.0f} | {one.crowded:,.0f} | {one.read:,.0f} |"
        for one in slowest[:25]
    ]
    return "\n".join(lines)
