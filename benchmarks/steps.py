"""What import, process and publish cost: wall time, CPU time, peak memory, rows."""

import gzip
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from settings import ROOT

_CHUNK: Final = 1 << 20

# A small process between us and the command: Linux gives a child at least the peak of whoever
# starts it, and we may have grown. What the command says on stdout is not wanted.
_METER: Final = """
import json, os, sys, time
begin = time.monotonic()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(child, 0)
json.dump({
    "code": os.waitstatus_to_exitcode(status),
    "wall": time.monotonic() - begin,
    "cpu": usage.ru_utime + usage.ru_stime,
    "peak_mb": usage.ru_maxrss / 1024,
}, sys.stdout)
"""


@dataclass(frozen=True)
class Usage:
    """What a process took; CPU and memory of itself, not of what it started."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    command: str
    rows: int
    usage: Usage

    @property
    def rows_per_cpu_second(self) -> float:
        """Rows a second of CPU, start of the interpreter included."""
        return self.rows / self.usage.cpu


def measure_process(words: list[str], environment: dict[str, str] | None = None) -> Usage:
    """Run a programme, named by its path, and measure it.

    Raises RuntimeError with what it said where it fails.
    """
    meter = [sys.executable, "-I", "-S", "-c", _METER, *words]
    done = subprocess.run(meter, cwd=ROOT, env=environment, capture_output=True, check=True)
    told = json.loads(done.stdout)
    if code := told.pop("code"):
        raise RuntimeError(f"{words} ended with {code}: {done.stderr.decode()}")
    return Usage(**told)


def measure(state: Path, *words: str) -> Usage:
    """What one command of the cli takes."""
    environment = {**os.environ, "STATE_DIR": str(state)}
    return measure_process([sys.executable, "-m", "cli", *words], environment)


def count_rows(path: Path) -> int:
    """The lines of a JSON Lines file, also gzipped, without holding it in memory."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b""))


def measure_steps(source: Path, rows: int, state: Path) -> list[Cost]:
    """Import, import again, process and publish of one file, one after another."""
    commands = {
        "import": ("import", str(source), "--portal", "bench"),
        "import again": ("import", str(source), "--portal", "bench"),
        "process": ("process",),
        "publish": ("publish",),
        "publish again": ("publish",),
    }
    return [Cost(name, rows, measure(state, *words)) for name, words in commands.items()]


def table(costs: list[Cost]) -> str:
    """The costs as a Markdown table."""
    lines = [
        "| command | rows | wall s | CPU s | rows per CPU s | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {c.command} | {c.rows:,} | {c.usage.wall:.1f} | {c.usage.cpu:.1f} | "
        f"{c.rows_per_cpu_second:,.0f} | {c.usage.peak_mb:.0f} |"
        for c in costs
    ]
    return "\n".join(lines)


def write_large(path: Path, seed: Path, size: int) -> int:
    """A JSON Lines file of about `size` bytes: the seed's rows again and again under new ids."""
    lines = seed.read_bytes().splitlines()
    written = rows = 0
    with path.open("wb") as file:
        while written < size:
            for line in lines:
                written += file.write(line[:-1] + b',"id":"%d"}\n' % rows)
                rows += 1
    return rows
