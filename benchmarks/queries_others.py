"""The pages' questions beside pandas, SQLite and DuckDB over unsorted rows, and beside memory."""

import os
import statistics
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.queries_others_bytes import Touched, measure_bandwidth
from benchmarks.queries_others_questions import Days, compare, questions
from benchmarks.queries_others_spans import write_spans
from benchmarks.queries_others_stores import SPANS, write_shuffled, write_sqlite
from benchmarks.queries_others_tables import Asked, Held, write
from benchmarks.queries_others_ways import OURS, SQLITE, UNSORTED, WAYS
from benchmarks.queries_others_worker import Worker
from data.snapshot import open_snapshot

# What one question of one way may take of a run; then it is not asked again.
_SECONDS_AT_MOST: Final = 4.0
Say = Callable[[str], None]


@dataclass(slots=True)
class Report:
    """Lines of Markdown, and where answers differ: with any, the run has failed."""

    lines: list[str]
    unlike: list[str] = field(default_factory=list)


def report(snapshots: Path, folder: Path, repeat: int, minutes: float, say: Say) -> Report:
    """Ask every question of every way in turns, from the snapshot served from a folder.

    `folder` gets the same rows in shuffled Parquet and in SQLite. Everything is asked once and
    compared, then up to `repeat` times more, as long as the asking has taken less than `minutes`.
    """
    load = os.getloadavg()[0]
    bandwidth = measure_bandwidth()
    days, written, path = _prepare(snapshots, folder, say)
    unlike: list[str] = []
    with ExitStack() as stack:
        workers = {OURS: stack.enter_context(Worker(OURS, path, days))}
        for way in WAYS:
            say(f"opening {way}")
            workers[way] = stack.enter_context(Worker(way, folder, days))
        until = time.monotonic() + 60 * minutes
        asked = []
        for question in questions(days):
            for address in question.addresses:
                asked.append(_ask_first(workers, question.key, address, unlike))
                say(f"{question.key}, {address}")
        for turn in range(repeat):
            say(f"turn {turn + 1}, {until - time.monotonic():,.0f} s left")
            for one in asked:
                if time.monotonic() < until:
                    one.ask_again(workers, turn)
        held = [
            Held(way, written.get(way, 0.0), one.opened.seconds, one.opened.empty_mb,
                 one.opened.open_mb, one.peak())
            for way, one in workers.items()
        ]  # fmt: skip
    loads = f"Load before {load:.1f}, after {os.getloadavg()[0]:.1f}."
    return Report([loads, "", *write([one.told() for one in asked], held, bandwidth)], unlike)


def _prepare(snapshots: Path, folder: Path, say: Say) -> tuple[Days, dict[str, float], Path]:
    """Write the rows for the other ways; how many seconds each took."""
    snapshot = open_snapshot(snapshots)
    try:
        say("shuffling")
        began = time.monotonic()
        write_shuffled(snapshot.path, folder)
        days = write_spans(snapshot, folder / f"{SPANS}.parquet")
        shuffled = time.monotonic() - began
        newest = snapshot.meta.posted_to
        if days is None or newest is None:
            raise ValueError(f"{snapshots}: nothing dated, or no portal was ever looked at.")
        say("writing SQLite")
        began = time.monotonic()
        write_sqlite(folder)
        written = {UNSORTED: shuffled, SQLITE: time.monotonic() - began}
        return Days(newest, *days), written, snapshot.path
    finally:
        snapshot.close()


def _ask_first(
    workers: Mapping[str, Worker], key: str, address: str, unlike: list[str]
) -> "_Asking":
    """Once each, with the answers compared, and what our call touches now that it is warm."""
    first = {way: worker.ask(key, address, shown=True) for way, worker in workers.items()}
    ours = first[OURS].answer
    for way, told in first.items():
        if ours is not None and told.answer is not None and way != OURS:
            unlike += [f"{key}, {address}, {way}: {one}" for one in compare(ours, told.answer)]
    times = {way: [(told.ms, told.cpu_ms)] for way, told in first.items()}
    return _Asking(key, address, times, workers[OURS].measure(key, address))


@dataclass(slots=True)
class _Asking:
    """A question at an address, and the milliseconds of each way so far, the first among them."""

    key: str
    address: str
    times: dict[str, list[tuple[float, float]]]
    touched: Touched

    def ask_again(self, workers: Mapping[str, Worker], turn: int) -> None:
        """Ask all ways once more, each turn another way first, but for those that took long."""
        names = list(workers)
        start = turn % len(names)
        for way in (*names[start:], *names[:start]):
            if sum(ms for ms, _ in self.times[way]) < 1e3 * _SECONDS_AT_MOST:
                told = workers[way].ask(self.key, self.address)
                self.times[way].append((told.ms, told.cpu_ms))

    def told(self) -> Asked:
        """Medians of all times but the first, or the first where there is no other."""
        later = {way: told[1:] or told for way, told in self.times.items()}
        return Asked(
            self.key, self.address,
            ms={way: statistics.median(ms for ms, _ in told) for way, told in later.items()},
            cpu_ms={way: statistics.median(cpu for _, cpu in told) for way, told in later.items()},
            times={way: len(told) - 1 for way, told in self.times.items()},
            touched=self.touched,
        )  # fmt: skip
