"""Kill a collecting run at random moments; resumed, it must end as one that nobody disturbed."""

import multiprocessing
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from benchmarks.collect import served, sweep, write_listing

TABLES: Final = ("posting", "posting_version", "payload", "listed", "checkpoint")
# One whose list says it all, one with details.
PORTALS: Final = ("kalibrr", "dealls")


@dataclass
class Report:
    """What the kills did."""

    kills: int = 0
    rounds: int = 0


def fingerprint(folder: Path) -> dict[str, str]:
    """A hash of every table that collecting writes, row by row in the order of the keys."""
    connection = sqlite3.connect(folder / "store.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    prints = {}
    for table in TABLES:
        rows = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        prints[table] = sha256(repr(rows).encode()).hexdigest()
    connection.close()
    return prints


def _is_swept(folder: Path) -> bool:
    """Whether the sweep was completed before the kill."""
    path = folder / "store.sqlite"
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "checkpoint" not in tables:
            return False
        row = connection.execute("SELECT sweeps FROM checkpoint").fetchone()
    return row is not None and row[0] > 0


def run(kills: int, postings: int, folder: Path, tell: Callable[[str], None]) -> Report:
    """Kill sweeps at least `kills` times; raises AssertionError at the first difference."""
    report = Report()
    for portal in PORTALS:
        market = folder / f"{portal}.jsonl.gz"
        write_listing(market, postings, portal)
        with served(market) as addresses:
            _run_portal(
                addresses[portal], portal, kills // len(PORTALS), folder / portal, report, tell
            )
    return report


def _run_portal(
    address: str, portal: str, kills: int, folder: Path, report: Report, tell: Callable[[str], None]
) -> None:
    draw = random.Random(20261128)
    begin = time.monotonic()
    _sweep_in_child(address, portal, folder / "reference").join()
    duration = time.monotonic() - begin
    reference = fingerprint(folder / "reference")
    goal = report.kills + kills
    while report.kills < goal:
        place = folder / f"round{report.rounds}"
        longest = duration
        while True:
            child = _sweep_in_child(address, portal, place)
            child.join(draw.uniform(0, longest))
            longest *= 1.05  # a busy machine must not keep a sweep from ever ending
            if child.exitcode is not None:
                assert child.exitcode == 0, child.exitcode
                break
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            child.join()
            report.kills += 1
            # Killed on its way out: one more run would be a second sweep, not the rest of this one.
            if _is_swept(place):
                break
        found = fingerprint(place)
        assert found == reference, [name for name in found if found[name] != reference[name]]
        report.rounds += 1
        tell(f"{report.kills} kills, {report.rounds} rounds equal to an undisturbed one")


def _sweep_in_child(address: str, portal: str, folder: Path) -> multiprocessing.process.BaseProcess:
    context = multiprocessing.get_context("fork")
    child = context.Process(target=sweep, args=(address, portal, folder))
    child.start()
    return child
