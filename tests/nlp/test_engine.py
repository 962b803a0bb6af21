"""The same results from every engine, each part once, whoever is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import UserError
from nlp import engine
from tests.conftest import ROOT

# "folder/number" is a part: its result is the number's square.
Part = tuple[str, int]
Cluster = tuple[str, list["subprocess.Popen[bytes]"]]
KILLS = 3


def square(part: Part) -> int:
    """Notes that it was at work, and takes a moment, so that there is time to kill."""
    folder, number = part
    with (Path(folder) / "seen.txt").open("a") as seen:
        seen.write(f"{number} {os.getpid()}\n")
    time.sleep(0.05)
    return number * number


def square_or_die(part: Part) -> int:
    """The first to come to part 3 kills its own process, as the machine would without memory."""
    mark = Path(part[0]) / "died"
    if part[1] == KILLS and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return square(part)


def always_die(part: Part) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return part[1]


def parts(folder: Path, n: int) -> list[Part]:
    return [(str(folder), number) for number in range(n)]


def test_results_come_in_order_from_one_process_and_from_several(tmp_path: Path) -> None:
    alone = list(engine.run(square, parts(tmp_path, 9)))
    together = list(engine.run(square, parts(tmp_path, 9), workers=2))
    assert alone == together == [0, 1, 4, 9, 16, 25, 36, 49, 64]
    seen = [line.split() for line in (tmp_path / "seen.txt").read_text().splitlines()]
    assert str(os.getpid()) not in {process for _, process in seen[9:]}


def test_a_killed_worker_loses_and_doubles_nothing(tmp_path: Path) -> None:
    assert list(engine.run(square_or_die, parts(tmp_path, 6), workers=2)) == [0, 1, 4, 9, 16, 25]
    assert (tmp_path / "died").exists()


def test_a_worker_killed_while_results_are_stored_is_replaced(tmp_path: Path) -> None:
    results = engine.run(square_or_die, parts(tmp_path, 12), workers=2)
    found = [next(results)]
    until = time.monotonic() + 60
    while not (tmp_path / "died").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)  # the pool notices
    assert found + list(results) == [number * number for number in range(12)]


def test_what_kills_every_worker_is_told(tmp_path: Path) -> None:
    with pytest.raises(engine.EngineError, match="killed 3 times at the same postings"):
        list(engine.run(always_die, parts(tmp_path, 2), workers=2))


def test_parts_are_drawn_as_results_are_taken(tmp_path: Path) -> None:
    """A store of millions is not read ahead of the workers."""
    drawn: list[int] = []

    def draw() -> Iterator[Part]:
        for part in parts(tmp_path, 50):
            drawn.append(part[1])
            yield part

    results = engine.run(square, draw(), workers=2)
    assert next(results) == 0
    assert len(drawn) <= 2 * engine.AHEAD


def test_no_worker_at_all_is_an_impossible_wish(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--workers must be 1 or more, not 0"):
        engine.run(square, parts(tmp_path, 1), workers=0)


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_CONNECT_SECONDS", 1)
    with pytest.raises(
        engine.EngineError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:9"
    ):
        list(engine.run(square, [], kind="dask", scheduler="tcp://127.0.0.1:9"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers, each a process of its own; the address, and the three."""
    log = tmp_path / "scheduler.log"
    dask = [sys.executable, "-m", "dask"]
    processes = []
    with log.open("wb") as out:
        processes.append(
            subprocess.Popen(
                [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
                stdout=out, stderr=out, cwd=ROOT,
            )
        )  # fmt: skip
        try:
            until = time.monotonic() + 60
            while not (found := re.search(r"Scheduler at:\s+(tcp://\S+)", log.read_text())):
                assert time.monotonic() < until, log.read_text()
                time.sleep(0.1)
            for name in ("one", "two"):
                words = ["worker", found[1], "--nthreads", "1", "--no-nanny", "--name", name]
                processes.append(
                    subprocess.Popen(
                        [*dask, *words, "--no-dashboard", "--local-directory", str(tmp_path)],
                        stdout=out, stderr=out, cwd=ROOT,
                    )
                )  # fmt: skip
            yield found[1], processes
        finally:
            for process in processes:
                process.kill()
                process.wait(timeout=20)


def test_a_dask_worker_killed_in_the_middle_loses_and_doubles_nothing(
    cluster: Cluster, tmp_path: Path
) -> None:
    address, (_, first, second) = cluster
    results = engine.run(square, parts(tmp_path, 60), kind="dask", scheduler=address)
    found = [next(results) for _ in range(5)]
    until = time.monotonic() + 60
    while len({line.split()[1] for line in (tmp_path / "seen.txt").read_text().splitlines()}) < 2:
        assert time.monotonic() < until, "the second worker never joined"
        found.append(next(results))
    first.kill()
    found += results
    assert found == [number * number for number in range(60)]
    assert first.wait(timeout=20) == -signal.SIGKILL
    assert second.poll() is None


def fail(part: Part) -> int:
    raise FileNotFoundError(f"no model for {part[1]}")


def test_a_fault_of_the_work_is_not_told_as_the_scheduler_s(cluster: Cluster) -> None:
    with pytest.raises(
        engine.EngineError, match=r"failed on a worker \(FileNotFoundError: no model"
    ):
        list(engine.run(fail, [("", 1)], kind="dask", scheduler=cluster[0]))


def test_a_scheduler_without_workers_is_told(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, (_, *workers) = cluster
    for worker in workers:
        worker.terminate()
        worker.wait(timeout=30)
    monkeypatch.setattr(engine, "_CONNECT_SECONDS", 2)
    with pytest.raises(engine.EngineError, match="has no worker"):
        list(engine.run(square, [("", 1)], kind="dask", scheduler=address))


def test_a_killed_scheduler_is_told(cluster: Cluster, tmp_path: Path) -> None:
    address, (scheduler, *_) = cluster
    results = engine.run(square, parts(tmp_path, 400), kind="dask", scheduler=address)
    assert next(results) == 0
    scheduler.kill()
    with pytest.raises(engine.EngineError, match="scheduler is gone"):
        list(results)
