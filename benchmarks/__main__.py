"""python -m benchmarks [NAME]: what the programme costs, and how it does beside its peers.

Names: steps, memory, collect, collect-crash, extract, extract-memory, duplicates, openings, topics,
truth, crash; without one, all of these. Only by their names: pages, which needs Chromium, peers,
which installs 2 GB, scale, which takes two hours, queries, which needs a published sample market,
and questions, which needs real postings published.
What it prints on stdout is Markdown for benchmarks/README.md; how far it is goes to stderr.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import orjson
import typer

from benchmarks import collect as collecting
from benchmarks import collect_crash as collecting_crashes
from benchmarks import crash as crashes
from benchmarks import duplicates as pairings
from benchmarks import extract as readings
from benchmarks import extract_memory as readers_memory
from benchmarks import openings as reach
from benchmarks import pages as speeds
from benchmarks import peer_readers as reading_peers
from benchmarks import queries as querying
from benchmarks import queries_market
from benchmarks import queries_others as others
from benchmarks import questions as asking
from benchmarks import scale as sizes
from benchmarks import steps as costs
from benchmarks import topics as themes
from benchmarks import truth as truths
from data.sample import sample_postings
from settings import ROOT
from settings import load as load_settings

SHARED = ROOT.parent / "shared"
REAL = SHARED / "postings" / "postings.jsonl.gz"
app = typer.Typer(invoke_without_command=True, pretty_exceptions_enable=False)


@app.callback()
def everything(context: typer.Context) -> None:
    """Measure everything but peers."""
    if context.invoked_subcommand is None:
        steps()
        memory()
        collect()
        collect_crash()
        extract()
        extract_memory()
        duplicates()
        openings()
        topics()
        truth()
        crash()


@contextmanager
def _section(title: str) -> Iterator[Path]:
    """A heading, when and where it was measured, and a folder to measure in."""
    print(f"## {title}\n")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}, Python {platform.python_version()}.\n")
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
    print()


@app.command()
def steps(
    file: Annotated[Path | None, typer.Option(help="default: the real postings, if there")] = None,
) -> None:
    """What import, process and publish cost."""
    with _section("What each step costs") as folder:
        source = file or (REAL if REAL.exists() else _sample(folder, 100_000))
        rows = costs.count_rows(source)
        print(f"`{source.name}`, {rows:,} rows, {source.stat().st_size / 1e6:,.1f} MB.\n")
        print(costs.table(costs.measure_steps(source, rows, folder / "var")))


@app.command()
def memory(gigabytes: float = 2.0) -> None:
    """That the memory of an import does not grow with the file."""
    with _section("Memory of an import by the size of the file") as folder:
        seed = folder / "seed.jsonl"
        rows = [_without_id(row) for row in sample_postings(2_000)]
        seed.write_bytes(b"\n".join(orjson.dumps(row) for row in rows))
        found = []
        for size in (gigabytes / 10, gigabytes):
            source = folder / "large.jsonl"
            n = costs.write_large(source, seed, int(size * 1e9))
            usage = costs.measure(folder / f"var{size}", "import", str(source))
            found.append(costs.Cost(f"import {size:g} GB", n, usage))
            source.unlink()
        print(costs.table(found))


@app.command()
def extract(
    file: Annotated[Path | None, typer.Option(help="default: the real postings, if there")] = None,
    postings: int = 3_000,
    handed: Annotated[int, typer.Option(help="postings for one and for two workers")] = 6_000,
) -> None:
    """How many postings a second of CPU are read, whole and by part; the start; two workers."""
    with _section("Reading postings") as folder:
        source = file or (REAL if REAL.exists() else _sample(folder, postings))
        chosen = readings.choose(source, postings)
        letters = sum(len(str(row.get("description") or "")) for row in chosen) / len(chosen)
        print(
            f"`{source.name}`: {len(chosen):,} postings of {letters:,.0f} characters, one core.\n"
        )
        print(readings.table(readings.measure(chosen)))
        start = readings.measure_start(chosen[0], folder)
        print(f"\nStart, until one posting is read: {start:.2f} s of CPU.")
        one, two = readings.measure_workers(chosen, handed, folder)
        print(
            f"Two workers against one, {handed:,} postings, start included: {one:.1f} s and"
            f" {two:.1f} s, {one / two:.2f} times as fast; load {os.getloadavg()[0]:.1f}."
        )


@app.command()
def extract_memory(
    file: Annotated[Path | None, typer.Option(help="default: the real postings, if there")] = None,
    postings: Annotated[int, typer.Option(help="1000000 takes an hour or less")] = 100_000,
) -> None:
    """That the memory of a worker does not grow with the postings it reads."""
    with _section("Memory of a worker by postings read") as folder:
        source = file or (REAL if REAL.exists() else _sample(folder, 2_000))
        found = readers_memory.measure(readings.choose(source, 2_000), postings)
        print(readers_memory.table(found))


@app.command()
def duplicates() -> None:
    """How well postings of one vacancy are put together, and at what cost."""
    with _section("Postings put together"):
        pairings.print_report(REAL, SHARED / "gold")


@app.command()
def openings(vacancies: int = 100_000) -> None:
    """How long the questions of Karier take on many open vacancies."""
    with _section("Which openings accept a person, and what opens more") as folder:
        reach.write_market(folder, vacancies)
        print(f"{vacancies:,} made-up open vacancies.\n")
        print(reach.table(reach.measure(folder)))


@app.command()
def topics(n: int = 10_000, load: int = 100_000) -> None:
    """What finding themes costs, how well they hold together, how many stay."""
    with _section("Themes") as folder:
        for line in themes.report(REAL, folder, n, load):
            print(line)


@app.command()
def scale(
    kept: Annotated[Path | None, typer.Option(help="where files and stores stay")] = None,
    size: Annotated[list[int] | None, typer.Option(help="instead of these three")] = None,
    first: Annotated[
        sizes.StepName, typer.Option(help="begin here: the rest is done in --kept")
    ] = ("import"),
) -> None:
    """What a posting costs at 10,000, 100,000 and 1,000,000 postings."""
    with _section("Cost of a posting by how many there are") as folder:
        say = partial(print, file=sys.stderr, flush=True)
        chosen = size or sizes.SIZES
        steps = [s for n in chosen for s in sizes.measure_size(kept or folder, n, say, first)]
        print(sizes.table(steps))


@app.command()
def queries(
    snapshots: Annotated[Path, typer.Option(help="folder of a published sample market")],
    vacancies: int = 1_000_000,
    seconds: Annotated[int, typer.Option(help="of ten readers at once; 0: leave pages out")] = 60,
    repeat: Annotated[int, typer.Option(help="of each other way; 0: leave those out")] = 5,
    minutes: Annotated[float, typer.Option(help="of asking them; all are asked once")] = 8,
) -> None:
    """Every question of every page on a million vacancies, and the same questions asked elsewhere.

    Alone and by ten readers at once; then in turns with pandas, SQLite and DuckDB over unsorted
    rows, and against the bandwidth of memory. Fails where an answer of theirs is not ours.
    """
    with _section("Questions of the pages on many vacancies") as folder:
        name = (snapshots / "CURRENT").read_text().strip()
        market, elsewhere = folder / "market", folder / "elsewhere"
        elsewhere.mkdir()
        queries_market.multiply(snapshots / name, market, vacancies)
        say = partial(print, file=sys.stderr, flush=True)
        if seconds:
            asked = querying.record(snapshots, say)
            print(querying.table(querying.measure(asked, market, seconds, say)))
        if repeat:
            found = others.report(market, elsewhere, repeat, minutes, say)
            print("\n## The same questions asked elsewhere\n")
            print("\n".join(found.lines))
            if found.unlike:
                raise ValueError("Answers differ:\n" + "\n".join(found.unlike))


@app.command()
def truth(
    state: Annotated[Path | None, typer.Option(help="where `run --sample` was run")] = None,
    write: Annotated[bool, typer.Option(help="also into docs/accuracy.md")] = False,
) -> None:
    """What the analytics say of the sample market beside what is true of it."""
    with _section("Answers beside the truth of the sample market") as folder:
        if state is None:
            costs.measure(folder, "run", "--sample")
        lines = truths.report(state or folder)
        print("\n".join(lines))
        if write:
            asking.replace_part(ROOT / "docs" / "accuracy.md", lines)


@app.command()
def pages(
    snapshots: Annotated[
        Path | None, typer.Option(help="published ones; default: the sample market's, multiplied")
    ] = None,
    vacancies: int = 100_000,
) -> None:
    """How fast pages are, beside an empty page and the same content written as usual."""
    with _section("Speed of the pages") as folder:
        if snapshots is None:
            costs.measure(folder / "var", "run", "--sample")
            served = folder / "var" / "snapshots"
            newest = served / (served / "CURRENT").read_text().strip()
            snapshots = folder / "snapshots"
            queries_market.multiply(newest, snapshots, vacancies)
        say = partial(print, file=sys.stderr, flush=True)
        (folder / "sites").mkdir()
        print("\n".join(speeds.report(snapshots, folder / "sites", speeds.Amount(), say)))


@app.command()
def questions(
    file: Annotated[Path, typer.Option(help="the raw postings that were published")] = REAL,
    snapshots: Annotated[Path | None, typer.Option(help="default: those of the settings")] = None,
    write: Annotated[bool, typer.Option(help="also into docs/questions.md")] = False,
) -> None:
    """Ten questions of readers, answered by analytics and again by plain pandas."""
    with _section("Questions answered twice"):
        lines = asking.report(file, snapshots or load_settings().snapshots)
        print("\n".join(lines))
        if write:
            asking.replace_part(ROOT / "docs" / "questions.md", lines)


@app.command()
def peers(
    gold: Annotated[Path, typer.Option(help="labelled postings")] = SHARED / "gold" / "dev.jsonl",
    scripts: Annotated[Path, typer.Option(help="the peers' scripts")] = SHARED / "peers",
    folder: Annotated[Path, typer.Option(help="their environment, kept")] = ROOT / "var" / "peers",
    postings: Annotated[int | None, typer.Option(help="only the first so many")] = None,
) -> None:
    """Ours beside open readers of skills, on the same labelled postings; installs 2 GB."""
    with _section("Ours beside open readers of skills"):
        rows = [orjson.loads(line) for line in gold.read_bytes().splitlines()][:postings]
        folder.mkdir(parents=True, exist_ok=True)
        say = partial(print, file=sys.stderr, flush=True)
        print(reading_peers.report(rows, scripts, folder, say))


@app.command()
def crash(kills: int = 100, postings: int = 1_500) -> None:
    """Kill import, process and publish at random moments."""
    with _section("Kills at random moments") as folder:
        report = crashes.run(kills, postings, folder, lambda line: print(line, file=sys.stderr))
        print(
            f"{postings:,} sample postings, {report.cycles} rounds that ended equal to one nobody "
            f"disturbed; {report.acknowledged:,} acknowledged batches, none lost; "
            f"{report.reads:,} reads of the served snapshot meanwhile, none torn. Each round leaves"
            f" {report.shared:,} vacancies of several postings; {report.merged:,} became part of "
            "another when the second half came.\n"
        )
        print("| step | killed | went through |\n|---|--:|--:|")
        for step in crashes.STEPS:
            print(f"| {step} | {report.kills[step]} | {report.finished[step]} |")


@app.command()
def collect(postings: int = 200_000, few: int = 10_000) -> None:
    """Collecting from look-alike portals, beside Scrapy on the same pages."""
    with _section("Collecting") as folder:
        sweeps = []
        for portal, n in (("kalibrr", few), ("kalibrr", postings), ("dealls", few)):
            market = folder / f"{portal}{n}.jsonl.gz"
            collecting.write_listing(market, n, portal)
            with collecting.served(market) as addresses:
                place = folder / f"{portal}{n}"
                sweeps.append(collecting.measure_ours(addresses, portal, n, place))
                if (portal, n) == ("kalibrr", few):
                    sweeps.append(collecting.measure_scrapy(addresses, n, folder / "scrapy"))
            market.unlink()
        print(collecting.table(sweeps))


@app.command("collect-crash")
def collect_crash(kills: int = 200, postings: int = 2_000) -> None:
    """Kill collecting runs at random moments."""
    with _section("Kills of collecting runs") as folder:
        report = collecting_crashes.run(
            kills, postings, folder, lambda line: print(line, file=sys.stderr)
        )
        print(
            f"{postings:,} postings a portal ({', '.join(collecting_crashes.PORTALS)}): "
            f"{report.kills} kills; {report.rounds} rounds, each ended with a store equal, table "
            "by table, to that of an undisturbed run."
        )


def _without_id(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "id"}


def _sample(folder: Path, n: int) -> Path:
    return crashes.make_input(folder / "sample.jsonl.gz", n)


if __name__ == "__main__":
    app()
