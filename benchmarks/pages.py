"""How fast the dashboard is, beside an empty Streamlit page and the same content written as usual.

Everything in one run on one machine: a phone's first visit over a slow network, what a change of a
filter costs the server and the wire, the map, many readers at once, memory. Targets: UX.md §2.6.
"""

import asyncio
import math
import os
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from benchmarks import pages_browser as browsing
from benchmarks import pages_client as readers
from benchmarks import pages_sites as sites
from benchmarks.pages_sites import Site
from data.snapshot import read_meta
from ui.server_site import site_pages

DELAY_MS: Final = 150.0
# Plotly charts on the first page written as usual.
_CHARTS: Final = 4
_MAP: Final = "peta"
_SECTORS: Final = "CFGHIJKMNPQS"
# The options of the second choice of `usual/map_ours.py`.
_SAME: Final = tuple(f"Sama {number}" for number in range(1, 13))
Say = Callable[[str], None]


@dataclass(frozen=True)
class Amount:
    """How often each thing is done; the defaults are those of the README."""

    loads: int = 3
    rounds: int = 2
    choices: int = 10
    clicks: int = 8
    sessions: int = 50
    seconds: float = 20.0
    runs: int = 600
    megabits: float = 1.6


@dataclass(frozen=True)
class Row:
    """A measure of the three sites; NaN where it says nothing there. `is_met` None: no target."""

    name: str
    figures: tuple[float, float, float]
    digits: int
    target: str = ""
    is_met: bool | None = None


def report(snapshots: Path, folder: Path, amount: Amount, say: Say) -> list[str]:
    """Markdown of the whole comparison, measured on the snapshot served from a folder."""
    meta = read_meta(snapshots)
    if meta is None:
        raise ValueError(f"No snapshot is published in {snapshots}.")
    told = (
        f"{meta.vacancies:,} vacancies, {meta.postings:,} advertisements; load before"
        f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; medians of {amount.loads} loads,"
        f" {amount.rounds} rounds of {amount.choices} choices, {amount.clicks} clicks.\n"
    )
    rows = []
    for row in _measure(snapshots, folder, snapshots / meta.id, amount, say):
        say(_write(row))
        rows.append(row)
    return [told, *_table(rows), f"\nLoad after: {os.getloadavg()[0]:.1f}."]


def _measure(
    snapshots: Path, folder: Path, snapshot: Path, amount: Amount, say: Say
) -> Iterator[Row]:
    with ExitStack() as stack:
        start = stack.enter_context
        state = folder / "state"
        state.mkdir()
        say("our site, its very first reader")
        ours = start(sites.ours(snapshots, state, log=folder / "ours.log"))
        cold = asyncio.run(readers.visit(ours, ""))
        empty = start(sites.usual("empty.py", snapshot, folder / "usual", log=folder / "empty.log"))
        usual = start(sites.usual("usual.py", snapshot, folder / "usual", log=folder / "usual.log"))
        three = (ours, empty, usual)
        firsts = [cold, *(asyncio.run(readers.visit(site, "")) for site in (empty, usual))]
        yield Row("seconds until the server answers", _each(three, lambda site: site.start), 2)
        yield Row("first reader of all, seconds", _each(firsts, lambda run: run.seconds), 2)
        say("warming up")
        ours.rest()
        warm = asyncio.run(readers.visit(ours, ""))
        yield Row("ours once it has warmed itself, seconds", (warm.seconds, math.nan, math.nan), 2)
        largest = max(
            ((asyncio.run(readers.visit(ours, page)).size, page) for page in site_pages()),
        )
        yield from _filters(three, largest, amount, say)
        yield from _crowds(three, amount, say)
        with browsing.chromium() as browser:
            yield from _loads(browser, three, amount, say)
            our_map = start(sites.our_map(snapshots, state, folder / "map", log=folder / "map.log"))
            yield from _maps(browser, our_map, empty, usual, amount, say)


def _filters(
    three: Sequence[Site], largest: tuple[int, str], amount: Amount, say: Say
) -> Iterator[Row]:
    """What a change of the filter costs: first choices of all, then choices made before."""
    first, again, sizes = [], [], []
    for site, name in zip(three, ("ours", "empty", "usual"), strict=True):
        say(f"filters: {name}")
        site.rest()
        rounds = asyncio.run(readers.change_filter(site, "", amount.choices, amount.rounds + 1))
        first.append(1000 * statistics.median(run.cpu for run in rounds[0]))
        later = [run for runs in rounds[1:] for run in runs]
        again.append(1000 * statistics.median(run.cpu for run in later))
        sizes.append(statistics.median(run.size for run in later) / 1000)
    name = "a change of the filter, ms of server CPU"
    yield Row(f"{name}, asked for the first time", _three(first), 1)
    yield Row(name, _three(again), 1, "≤ 30", again[0] <= 30)
    ratio = again[0] / again[2]
    figures = (ratio, again[1] / again[2], 1.0)
    yield Row("the same, as part of the usual way", figures, 2, "≤ 0.20", ratio <= 0.2)
    yield Row("a change of the filter, KB", _three(sizes), 0, "≤ 250", sizes[0] <= 250)
    size, page = largest[0] / 1000, largest[1]
    figures = (size, math.nan, math.nan)
    yield Row(f"largest page, `/{page}` on a desk, KB", figures, 0, "≤ 250", size <= 250)


def _crowds(three: Sequence[Site], amount: Amount, say: Say) -> Iterator[Row]:
    """Many readers at once, and whether memory grows with what one asks."""
    found = []
    for site, name in zip(three, ("ours", "empty", "usual"), strict=True):
        say(f"{amount.sessions} sessions: {name}")
        site.rest()
        told = readers.crowd(site, "", amount.sessions, amount.choices, amount.seconds)
        found.append(asyncio.run(told))
    many = f"{amount.sessions} sessions at once"
    rates = _each(found, lambda one: one.rate)
    yield Row(f"{many}, reruns a second", rates, 1, "≥ 35", rates[0] >= 35)
    yield Row(f"{many}, median seconds of one", _each(found, lambda one: one.median), 2)
    sizes = _each(found, lambda one: one.memory / 1e6)
    yield Row(f"{many}, MB of each", sizes, 2, "≤ 1", sizes[0] <= 1)
    say("memory")
    # As often the usual way would take half an hour.
    grown = [asyncio.run(readers.grow(site, "", amount.choices, amount.runs)) for site in three[:2]]
    more = [(last - first) / 1e6 for first, last in grown]
    name = f"MB more after {amount.runs} changes than after a third of them"
    yield Row(name, (more[0], more[1], math.nan), 1, "≤ 10", more[0] <= 10)
    held = [site.resident() / 1e6 for site in three]
    yield Row("MB of the process then", _three(held), 0)


def _loads(browser: Browser, three: Sequence[Site], amount: Amount, say: Say) -> Iterator[Row]:
    """A phone's first visit."""
    found = []
    for site, charts in zip(three, (0, 0, _CHARTS), strict=True):
        say(f"loading {site.address}, {charts} charts")
        # After one reader scripts are compressed hard, each in its turn.
        browsing.load(browser, f"{site.address}/", charts, 100, 1)
        site.rest()
        loads = [
            browsing.load(browser, f"{site.address}/", charts, amount.megabits, DELAY_MS)
            for _ in range(amount.loads)
        ]
        found.append(loads)

    def middle(read: Callable[[browsing.Load], float]) -> tuple[float, float, float]:
        return _each(found, lambda loads: statistics.median(map(read, loads)))

    size = middle(lambda one: one.size)
    yield Row("first visit, KB", size, 0, "≤ 800", size[0] <= 800)
    plotly = middle(lambda one: sum("plotly" in name.lower() for name in one.names))
    yield Row("parts of Plotly in it", plotly, 0, "0", plotly[0] == 0)
    slow = f"at {amount.megabits} Mbit/s and {DELAY_MS:.0f} ms, seconds"
    first = middle(lambda one: one.first)
    yield Row(f"first content {slow}", first, 2, "≤ 1", first[0] <= 1)
    whole = middle(lambda one: one.whole)
    yield Row(f"all content {slow}", whole, 1, "≤ 7", whole[0] <= 7)
    hosts = _each(found, lambda loads: len(set().union(*(one.foreign for one in loads))))
    yield Row("other hosts asked, first page", hosts, 0, "0", hosts[0] == 0)


def _maps(
    browser: Browser, ours: Site, empty: Site, usual: Site, amount: Amount, say: Say
) -> Iterator[Row]:
    """514 regencies by another rate."""
    say("maps")
    mine = browsing.click_through(browser, ours.address, _SECTORS, "[role=option]", amount.clicks)
    theirs = browsing.click_through(
        browser, f"{usual.address}/{_MAP}", _SECTORS, ".js-plotly-plot .main-svg", amount.clicks
    )
    floor = browsing.click_through(browser, empty.address, _SECTORS, "h1", amount.clicks)
    same = browsing.click_through(browser, ours.address, _SAME, "[role=option]", amount.clicks)
    three = (mine.size, floor.size, theirs.size)
    yield Row("a change of the map of 514 regencies, KB", three, 1, "≤ 10", mine.size <= 10)
    three = (mine.work, floor.work, theirs.work)
    yield Row("the same, CPU ms of the browser's main thread, click and rerun with it", three, 0)
    three = (same.work, math.nan, math.nan)
    yield Row("a click and rerun that leaves the map as it is, CPU ms there", three, 0)
    own_work = mine.work - same.work
    three = (own_work, math.nan, math.nan)
    yield Row("what is left for the map", three, 0, "≤ 30", own_work <= 30)
    asked = browsing.load(browser, f"{usual.address}/{_MAP}", 1, 100, 1)
    own = browsing.load(browser, ours.address, 0, 100, 1)
    hosts = (len(own.foreign), math.nan, len(asked.foreign))
    yield Row("other hosts asked, map", hosts, 0, "0", not own.foreign)


def _each(of: Sequence[Any], read: Callable[[Any], float]) -> tuple[float, float, float]:
    return _three([read(one) for one in of])


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    ours, empty, usual = values
    return ours, empty, usual


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| measure | ours | empty page | usual way | wanted | met |"
    yield "|---|--:|--:|--:|--:|---|"
    yield from map(_write, rows)


def _write(row: Row) -> str:
    figures = " | ".join(
        "–" if math.isnan(figure) else f"{figure:,.{row.digits}f}" for figure in row.figures
    )
    met = {None: "", True: "yes", False: "**no**"}[row.is_met]
    return f"| {row.name} | {figures} | {row.target} | {met} |"
