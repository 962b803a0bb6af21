"""Kill import, reading, putting together and publish at random moments; count what is lost.

    python -m benchmarks crash --kills 100

Each kill is a `kill -9` of a forked child at a random moment of one step. After it, the store must
be sound and hold everything that was acknowledged; the step is then run again, until all are
through. Half of the postings go in first, then all, so that new ones meet vacancies that are
there. In the end store and snapshot must equal those of a run nobody disturbed. A reader in another
process opens and verifies the served snapshot all the while.
"""

import gzip
import json
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
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
from data.vacancies import Vacancies
from data.writer import Writer
from nlp import duplicates_stored
from nlp.reading import read_posting
from settings import ROOT, Settings

# What `process` does is two steps here: reading, and putting postings together.
STEPS: Final = ("import", "read", "group", "publish")
# Half of the file, then all of it.
_PLAN: Final = (*((step, part) for part in (0, 1) for step in STEPS[:3]), ("publish", 1))
# Batches small enough that a kill falls between and inside many of them.
_BATCH: Final = 200
_GROUPED: Final = 50

_READER: Final = """
import sys
import time
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
        time.sleep(0.05)
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
    time.sleep(0.05)  # so that those who are killed get the machine, too
"""


@dataclass
class Report:
    """What the kills did."""

    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    finished: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STEPS, 0))
    cycles: int = 0
    reads: int = 0
    acknowledged: int = 0
    # In each round: vacancies of several postings, and those that became part of another.
    shared: int = 0
    merged: int = 0


def make_input(path: Path, n: int) -> Path:
    """A file of sample postings."""
    write_sample(path, n=n)
    return path


def _halve(source: Path) -> tuple[Path, Path]:
    """A file with every other row, and the whole one."""
    half = source.with_name("half.jsonl.gz")
    with gzip.open(source) as whole, gzip.open(half, "wb") as target:
        target.writelines(row for n, row in enumerate(whole) if n % 2)
    return half, source


def _run_step(step: str, state: Path, snapshots: Path, source: Path, acknowledge: Any) -> None:
    """One step in this process; every committed batch is acknowledged through the pipe."""
    pipeline.BATCH = importer.BATCH = _BATCH  # type: ignore[misc]
    duplicates_stored._WRITTEN = _GROUPED  # type: ignore[misc]
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
    elif step == "read":
        done = 0

        def tell_batch(total: int) -> None:
            nonlocal done
            acknowledge.send(total - done)
            done = total

        with store.writing() as writer:
            pipeline.read_new(writer, Counter(), tell_batch)
    elif step == "group":
        place = Vacancies.save

        def place_and_tell(vacancies: Vacancies, placed: Any) -> int:
            waited = place(vacancies, placed)
            acknowledge.send(waited)
            return waited

        Vacancies.save = place_and_tell  # type: ignore[method-assign]
        with store.writing() as writer:
            pipeline.group_new(Vacancies(writer, is_sample=True), Counter())
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
    tables = ("posting", "posting_version", "payload", "reading", "mention", "vacancy", "sketch")
    queries = {table: f"SELECT * FROM {table} ORDER BY 1, 2" for table in (*tables, "sketch_body")}
    changes = "SELECT kind, vacancy_id, other_id FROM vacancy_change ORDER BY 1, 2, 3"
    prints = {}
    for table, query in (queries | {"vacancy_change": changes}).items():
        rows = connection.execute(query).fetchall()
        prints[table] = sha256(repr(rows).encode()).hexdigest()
    connection.close()
    return prints


def _count_vacancies(state: Path) -> tuple[int, int]:
    """How many vacancies have several postings, and how many became part of another."""
    connection = sqlite3.connect(state / "store.sqlite")
    shared = "SELECT 1 FROM reading GROUP BY vacancy_id HAVING count(*) > 1"
    merged = "SELECT 1 FROM vacancy_change WHERE kind = 'merged'"
    found = [len(connection.execute(query).fetchall()) for query in (shared, merged)]
    connection.close()
    return found[0], found[1]


_COUNTED: Final = {
    "import": "SELECT count(*) FROM posting",
    "read": "SELECT count(*) FROM reading",
    "group": "SELECT count(*) FROM sketch WHERE state = 'done'",
    "publish": "SELECT 0",
}
# Each vacancy has its lead among its postings.
_HEADLESS: Final = """
    SELECT count(*) FROM vacancy v WHERE NOT EXISTS (
        SELECT 1 FROM reading r WHERE r.posting_id = v.lead_posting_id AND r.vacancy_id = v.id
    )
"""


def _check_store(state: Path, step: str, expected: int) -> int:
    """Sound, at least so much done of the step, no half batch; returns how much is done."""
    path = state / "store.sqlite"
    if not path.exists():
        assert not expected
        return 0
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    done = 0
    if "sketch" in names:
        assert connection.execute(_HEADLESS).fetchone() == (0,)
        done = int(connection.execute(_COUNTED[step]).fetchone()[0])
    connection.close()
    if step != "publish":
        assert done >= expected, (step, done, expected)
    return done


def _load_readers() -> None:
    """Load what reads before forking, so that kills fall into the work, not into the loading."""
    read_posting({"title": "Kasir", "description": "Menguasai Excel"}, posted_text=None, seen=None)


def run(kills: int, postings: int, folder: Path, tell: Callable[[str], None]) -> Report:
    """Kill each step at least `kills` times; raises AssertionError at the first damage."""
    draw = random.Random(20261124)
    _load_readers()
    sources = _halve(make_input(folder / "input.jsonl.gz", postings))
    snapshots = folder / "snapshots"
    durations, reference, tables = _undisturbed(folder / "reference", sources)
    report = Report()
    report.shared, report.merged = _count_vacancies(folder / "reference")
    assert report.shared, "no two postings advertise the same: the step `group` would be idle"
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER, str(snapshots)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    try:
        while min(report.kills.values()) < kills:
            state = folder / f"cycle{report.cycles}"
            for at, (step, part) in enumerate(_PLAN):
                durations[at] = _push_through(
                    step, state, snapshots, sources[part], durations[at], draw, report
                )
                _check_reader(reader)
            found = fingerprint(state)
            assert found == reference, [name for name in found if found[name] != reference[name]]
            served = (snapshots / "CURRENT").read_text().strip()
            meta = json.loads((snapshots / served / "meta.json").read_bytes())
            written = {name: t["sha256"] for name, t in meta["tables"].items()}
            differs = {name for name in tables if written.get(name) != tables[name]}
            # How like a theme is to one before hangs on the snapshot before: here, after the first
            # round, that of the round before.
            assert differs <= ({"topics"} if report.cycles else set()), differs
            assert written.keys() == tables.keys()
            report.cycles += 1
            tell(f"{report.cycles} rounds whole again, kills: {report.kills}")
        # A busy machine may not have come to its first read yet; it ends in any case.
        first = reader.stdout.readline()
        assert first, "the reader ended before its first read"
        _check_reader(reader)
    finally:
        reader.kill()
        output, _ = reader.communicate()
    report.reads = int((first + output).split()[-1])
    return report


def _check_reader(reader: "subprocess.Popen[bytes]") -> None:
    """Raise AssertionError where it ended: by what it met (1, see above), or by a signal (-9)."""
    code = reader.poll()
    assert code is None, f"the reader of the served snapshot ended with {code}"


def _undisturbed(
    state: Path, sources: tuple[Path, Path]
) -> tuple[list[float], dict[str, str], dict[str, str]]:
    """How long each step of the plan takes alone, and what all leave."""
    durations = []
    snapshots = state / "snapshots"
    for step, part in _PLAN:
        begin = time.monotonic()
        child, receiver = _fork(step, state, snapshots, sources[part])
        child.join()
        assert child.exitcode == 0, step
        _drain(receiver)
        durations.append(time.monotonic() - begin)
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
) -> float:
    """Run the step, killing it at random moments, until once it is faster than the kill.

    Returns how long it takes alone, as measured where the first run came through: a machine that is
    busy now may be idle later, and kills must fall into the work.
    """
    longest = 1.4 * duration
    killed = 0
    done = _check_store(state, step, 0)
    while True:
        before = read_pointer(snapshots) or ""
        begin = time.monotonic()
        child, receiver = _fork(step, state, snapshots, source)
        child.join(draw.uniform(0, longest))
        elapsed = time.monotonic() - begin
        longest *= 1.05  # a busy machine must not keep a step from ever ending
        if child.exitcode is None:
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            report.kills[step] += 1
            killed += 1
        child.join()
        told = _drain(receiver)
        report.acknowledged += len(told)
        # What is imported again is acknowledged again; what is read or grouped is not.
        done = _check_store(state, step, sum(told) if step == "import" else done + sum(told))
        if step == "publish" and told:
            served = read_pointer(snapshots)
            assert served is not None
            assert served > before
        if child.exitcode == 0:
            report.finished[step] += 1
            return duration if killed else elapsed
        assert child.exitcode == -signal.SIGKILL, (step, child.exitcode)
