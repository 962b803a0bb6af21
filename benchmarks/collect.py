"""What collecting costs, against look-alike portals without rate limits; Scrapy beside it.

One process collects, another serves the look-alikes; only the CPU of the collecting one counts.
"""

import asyncio
import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Final

import orjson

from benchmarks.steps import Usage, measure_process
from data.sample import sample_market
from data.sample_advert import Advert, write_advert
from data.store import Store
from scrapers.collect import Task
from scrapers.gather import Network, collect_all, stopped_clock
from scrapers.portal import Reader, find_portal
from scrapers.replay import NOW_HEADER
from settings import ROOT

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
_SEEDS: Final = 2_000


def write_listing(path: Path, n: int, portal: str) -> None:
    """A market in which the portal lists `n` adverts at NOW, no two texts the same."""
    seeds = list(sample_market(openings=_SEEDS))
    head = {"from": "2026-05-01", "until": "2026-06-01", "outages": {}}
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(orjson.dumps(head) + b"\n")
        for number, advert in zip(count(1), cycle(seeds), strict=False):
            if number > n:
                break
            file.write(write_advert(_shifted(advert, number, portal)))


def _shifted(advert: Advert, number: int, portal: str) -> Advert:
    """The advert under another number, on another day, with a line of its own in the text."""
    return replace(
        advert,
        portal=portal,
        number=number,
        description=f"{advert.description}\n- Kode lowongan {number:07d}",
        posted=NOW - timedelta(seconds=number),
        bumped=(),
        closes=None,
        gone=NOW + timedelta(days=30),
    )


@contextmanager
def served(market: Path) -> Iterator[dict[str, str]]:
    """The look-alikes of the market in another process; their addresses."""
    words = [sys.executable, "-m", "scrapers.replay", str(market)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as server:
        try:
            assert server.stdout is not None
            yield orjson.loads(server.stdout.readline())
        finally:
            server.terminate()


def expecting_any(portal: Reader) -> Reader:
    """The portal, whatever the number of postings it lists."""
    facts = portal.FACTS
    expect = facts.expect.model_copy(update={"postings": 1, "postings_most": 10**9})
    return _Facts(portal, facts.model_copy(update={"expect": expect}))  # type: ignore[return-value]


class _Facts:
    """A portal with other facts."""

    def __init__(self, portal: Reader, facts: object) -> None:
        self._portal, self.FACTS = portal, facts

    def __getattr__(self, name: str) -> object:
        return getattr(self._portal, name)


def sweep(address: str, name: str, folder: Path) -> int:
    """One full sweep of the look-alike into a fresh store; the number of postings stored."""
    portal = expecting_any(find_portal(name))
    network = Network(look_alikes={name: address})
    task = Task(portal, address, folder / "dead", is_sample=True, clock=stopped_clock(NOW))

    async def go() -> int:
        with store.writing() as writer:
            async with network.open() as client:
                headers = {NOW_HEADER: NOW.isoformat()}
                outcome = (await collect_all([task], client, network, writer, headers))[0]
        if outcome.faults:
            raise RuntimeError(outcome.faults)
        return outcome.counts["new"]

    folder.mkdir(parents=True, exist_ok=True)
    store = Store(f"sqlite:///{folder / 'store.sqlite'}")
    try:
        return asyncio.run(go())
    finally:
        store.close()


@dataclass(frozen=True)
class Sweep:
    """What a sweep by ours or by a peer took."""

    who: str
    postings: int
    usage: Usage


def measure_ours(addresses: dict[str, str], name: str, n: int, folder: Path) -> Sweep:
    """A sweep in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.collect", addresses[name], name, str(folder)]
    usage = measure_process(words)
    store = Store(f"sqlite:///{folder / 'store.sqlite'}")
    stored = store.count_postings(is_sample=True)
    store.close()
    if stored != n:
        raise RuntimeError(f"{stored} of {n} postings were stored")
    return Sweep(f"ours, {name}", stored, usage)


def measure_scrapy(addresses: dict[str, str], n: int, folder: Path) -> Sweep:
    """The same list by Scrapy, installed into a venv of its own in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    peers = ROOT / "benchmarks" / "peers"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "-q", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    install = [*uv, "pip", "install", "-q", "--python", str(python)]
    subprocess.run([*install, "-r", str(peers / "requirements-scrapy.txt")], check=True)
    target = folder / "scrapy.sqlite"
    script = str(peers / "scrapy_collect.py")
    words = [str(python), script, addresses["kalibrr"], NOW.isoformat(), str(target)]
    usage = measure_process(words)
    with closing(sqlite3.connect(target)) as connection:
        stored = connection.execute("SELECT count(*) FROM posting").fetchone()[0]
    if stored != n:
        raise RuntimeError(f"Scrapy stored {stored} of {n} postings")
    return Sweep("Scrapy, kalibrr", stored, usage)


def table(sweeps: Sequence[Sweep]) -> str:
    """The sweeps as Markdown."""
    lines = [
        "| who | postings | wall s | CPU s | postings per CPU s | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for one in sweeps:
        u = one.usage
        lines.append(
            f"| {one.who} | {one.postings:,} | {u.wall:.1f} | {u.cpu:.1f} "
            f"| {one.postings / u.cpu:,.0f} | {u.peak_mb:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sweep(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
