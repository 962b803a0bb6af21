"""Kill import, process and publish at random moments; count what is lost, doubled or torn.

    python -m benchmarks crash --kills 100

Each kill is a `kill -9` of a forked child at a random moment of one step. After it, the store must
be sound and hold everything that was acknowledged; the step is then run again, until all three are
through; store and snapshot must then equal those of a run nobody disturbed. A reader in another
process opens and verifies the served snapshot all the while.
"""

import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pipeline
from data import importer
from data.importer import ColumnMap
from data.sample import write_sample
from data.snapshot import read_pointer
from data.store import Store
from data.writer import Writer
from settings import ROOT, Settings

STEPS: Final = ("import", "process", "publish")
# Batches small enough that a kill falls between and inside many of them.
_BATCH: Final = 200

_READER: Final = """
import sys
from pathlib import Path
from data.files import sha256
from data.errors import NoSnapshot
from data.snapshot import open_snapshot
folder, reads, last = Path(sys.argv[1]), 0, ''
print('ready', flush=True)
while True:
    try:
        snapshot = open_snapshot(folder)
    except NoSnapshot:
        continue
    assert snapshot.id >= last, f'went back from {last} to {snapshot.id}'
    last = snapshot.id
    for name, table in snapshot.meta.tables.items():
        assert sha256(snapshot.path / f'{name}.parquet') == table.sha256, name
        n = snapshot.frame(f'SELECT count(*) AS n FROM "{name}"')['n'].item()
        assert n == table.rows, (name, n)
    snapshot.close()
    reads += 1
    print(reads, flush=True)
"""


@dataclass
class Report:
    """What the kills did."""

    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    finished: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    cycles: int = 0
    reads: int = 0
    acknowledged: int = 0


def make_input(path: Path, n: int) -> Path:
    """A file of sample postings."""
    write_sample(path, n=n)
    return path


def _run_step(step: str, state: Path, snapshots: Path, source: Path, acknowledge: Any) -> None:
    """One step in this process; every committed batch is acknowledged through the pipe."""
    pipeline.BATCH = importer.BATCH = _BATCH  # type: ignore[misc]
    settings = Settings(
        _env_file=None, state_dir=state, snapshot_dir=snapshots, database_url="", snapshots_kept=3
    )
    save = Writer.save_postings

    def save_and_tell(writer: Writer, postings: Any) -> dict[str, int]:
        counts = save(writer, postings)
        acknowledge.send(sum(counts.values()))
        return counts

    Writer.save_postings = save_and_tell  # type: ignore[method-assign]
    store = Store(settings.store_url)
    if step == "import":
        pipeline.import_postings(store, settings, source, ColumnMap(), is_sample=True)
    elif step == "process":
        done = 0

        def tell_batch(total: int) -> None:
            nonlocal done
            acknowledge.send(total - done)
            done = total

        pipeline.process(store, settings, tell_batch)
    else:
        acknowledge.send(pipeline.publish(store, settings).vacancies)
    store.close()


def _fork(step: str, *places: Path) -> tuple[Any, Any]:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run_step, args=(step, *places, sender))
    child.start()
    sender.close()
    return child, receiver


def _drain(receiver: Any) -> list[int]:
    told = []
    try:
        while receiver.poll():
            told.append(receiver.recv())
    except EOFError:
        pass
    finally:
        receiver.close()
    return told


def fingerprint(state: Path) -> dict[str, str]:
    """A hash of every table of the store but `run`, row by row in the order of the keys."""
    connection = sqlite3.connect(state / "store.sqlite")
    tables = ("posting", "posting_version", "payload", "reading", "mention", "vacancy")
    prints = {}
    for table in tables:
        rows = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        prints[table] = sha256(repr(rows).encode()).hexdigest()
    connection.close()
    return prints


def _check_store(state: Path, step: str, told: list[int]) -> None:
    """Sound, nothing acknowledged lost, no half batch."""
    path = state / "store.sqlite"
    if not path.exists():
        assert not told
        return
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if "posting" in names:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("posting", "reading", "vacancy")
        }
        assert counts["reading"] == counts["vacancy"]
        if step == "import":
            assert counts["posting"] >= sum(told)
        if step == "process":
            assert counts["reading"] >= sum(told)
    else:
        assert not told
    connection.close()


def run(kills: int, postings: int, folder: Path, tell: Callable[[str], None]) -> Report:
    """Kill each step at least `kills` times; raises AssertionError at the first damage."""
    draw = random.Random(20261124)
    source = make_input(folder / "input.jsonl.gz", postings)
    snapshots = folder / "snapshots"
    durations, reference, tables = _undisturbed(folder / "reference", source)
    report = Report()
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(snapshots)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    try:
        while min(report.kills.values()) < kills:
            state = folder / f"cycle{report.cycles}"
            for step in STEPS:
                _push_through(step, state, snapshots, source, durations[step], draw, report)
                assert reader.poll() is None, "the reader met a torn snapshot"
            found = fingerprint(state)
            assert found == reference, [name for name in found if found[name] != reference[name]]
            served = (snapshots / "CURRENT").read_text().strip()
            meta = json.loads((snapshots / served / "meta.json").read_bytes())
            assert {name: t["sha256"] for name, t in meta["tables"].items()} == tables
            report.cycles += 1
            tell(f"{sum(report.kills.values())} kills, {report.cycles} rounds whole again")
        # A busy machine may not have come to its first read yet; it ends in any case.
        first = reader.stdout.readline()
        assert first, "the reader met a torn snapshot"
        assert reader.poll() is None, "the reader met a torn snapshot"
    finally:
        reader.kill()
        output, _ = reader.communicate()
    report.reads = int((first + output).split()[-1])
    return report


def _undisturbed(
    state: Path, source: Path
) -> tuple[dict[str, float], dict[str, str], dict[str, str]]:
    """How long each step takes alone, and what it leaves."""
    durations = {}
    snapshots = state / "snapshots"
    for step in STEPS:
        begin = time.monotonic()
        child, receiver = _fork(step, state, snapshots, source)
        child.join()
        assert child.exitcode == 0, step
        _drain(receiver)
        durations[step] = time.monotonic() - begin
    served = (snapshots / "CURRENT").read_text().strip()
    meta = json.loads((snapshots / served / "meta.json").read_bytes())
    tables = {name: table["sha256"] for name, table in meta["tables"].items()}
    return durations, fingerprint(state), tables


def _push_through(
    step: str,
    state: Path,
    snapshots: Path,
    source: Path,
    duration: float,
    draw: random.Random,
    report: Report,
) -> None:
    """Run the step, killing it at random moments, until once it is faster than the kill."""
    longest = 1.4 * duration
    read: list[int] = []
    while True:
        before = read_pointer(snapshots) or ""
        child, receiver = _fork(step, state, snapshots, source)
        child.join(draw.uniform(0, longest))
        longest *= 1.05  # a busy machine must not keep a step from ever ending
        if child.exitcode is None:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            report.kills[step] += 1
        child.join()
        told = _drain(receiver)
        report.acknowledged += len(told)
        if step == "process":  # what an earlier try acknowledged is not read again
            read += told
            _check_store(state, step, read)
        else:
            _check_store(state, step, told)
        if step == "publish" and told:
            served = read_pointer(snapshots)
            assert served is not None
            assert served > before
        if child.exitcode == 0:
            report.finished[step] += 1
            return
        assert child.exitcode == -signal.SIGKILL, (step, child.exitcode)
