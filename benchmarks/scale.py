"""What reading, grouping and publishing cost at 10,000, 100,000 and 1,000,000 postings."""

import os
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

import pipeline
from benchmarks.steps import Usage, measure, measure_process
from data.sample import SEED, write_sample
from data.store import Store
from settings import load

SIZES: Final = (10_000, 100_000, 1_000_000)
StepName: TypeAlias = Literal["import", "read", "group", "publish"]
STEPS: Final = get_args(StepName)
# Reading alone, in a process of its own; what `process` does after it is the grouping.
_READ: Final = "from benchmarks.scale import read_stored; read_stored()"
_MEGABYTE: Final = 1e6
# What comes in afterwards, from a portal of its own: so many of a hundred, posted in a month.
_MORE_PERCENT: Final = 1
_MORE: Final = f"process {_MORE_PERCENT} % more"


@dataclass(frozen=True)
class Step:
    """One step at one size, with what it left on disk: bytes of the store, of the snapshot."""

    name: str
    postings: int
    usage: Usage
    megabytes: float

    @property
    def microseconds(self) -> float:
        """CPU a posting."""
        return 1e6 * self.usage.cpu / self.postings


def read_stored() -> None:
    """Read what is new in the store of the settings, in this process."""
    settings = load()
    with closing(Store(settings.store_url)) as store, store.writing(60) as writer:
        pipeline.read_new(writer, Counter())


def measure_size(
    folder: Path, postings: int, say: Callable[[str], None], first: StepName = "import"
) -> list[Step]:
    """Every step from `first` on with so many sample postings, in a state of their own.

    What comes before `first` must have been done in the folder.
    """
    state = folder / str(postings)
    source = folder / f"{postings}.jsonl.gz"
    if not source.exists():
        write_sample(source, n=postings)
    environment = {**os.environ, "STATE_DIR": str(state)}
    runs: tuple[Callable[[], Usage], ...] = (
        lambda: measure(state, "import", str(source), "--portal", "bench"),
        lambda: measure_process([sys.executable, "-c", _READ], environment),
        lambda: measure(state, "process"),
        lambda: measure(state, "publish"),
    )
    steps = []
    for name, run in list(zip(STEPS, runs, strict=True))[STEPS.index(first) :]:
        usage = run()
        kept = state / "snapshots" if name == "publish" else state
        steps.append(Step(name, postings, usage, _weigh(kept)))
        say(f"{postings:,} {name}: {usage.cpu:,.0f} CPU s, {usage.peak_mb:,.0f} MB")
    return [*steps, measure_more(folder, postings, say)]


def measure_more(folder: Path, postings: int, say: Callable[[str], None]) -> Step:
    """What it costs to read and group some postings more where so many stand already."""
    state, n = folder / str(postings), postings * _MORE_PERCENT // 100
    source = folder / f"{postings}-more.jsonl.gz"
    write_sample(source, n=n, months=1, seed=SEED + 1)
    measure(state, "import", str(source), "--portal", "later")
    usage = measure(state, "process")
    say(f"{postings:,} {_MORE}: {usage.cpu:,.0f} CPU s, {usage.peak_mb:,.0f} MB")
    return Step(_MORE, n, usage, _weigh(state))


def _weigh(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MEGABYTE


def table(steps: list[Step]) -> str:
    """The steps as Markdown, each beside the same step of the size before it."""
    lines = [
        "| step | postings | wall s | CPU s | µs a posting | ratio | peak MB | MB kept |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    before: dict[str, float] = {}
    for step in steps:
        last = before.get(step.name)
        ratio = f"{step.microseconds / last:.2f}" if last else ""
        before[step.name] = step.microseconds
        lines.append(
            f"| {step.name} | {step.postings:,} | {step.usage.wall:,.0f} | {step.usage.cpu:,.0f} | "
            f"{step.microseconds:,.0f} | {ratio} | {step.usage.peak_mb:,.0f} | "
            f"{step.megabytes:,.0f} |"
        )
    return "\n".join(lines)
