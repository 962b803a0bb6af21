"""What import, process and publish cost: wall time, CPU time, peak memory, rows."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from settings import ROOT


@dataclass(frozen=True)
class Cost:
    """What one command took."""

    command: str
    rows: int
    wall: float
    cpu: float
    peak_mb: float

    @property
    def rows_per_cpu_second(self) -> float:
        """Rows a second of CPU, start of the interpreter included."""
        return self.rows / self.cpu


def measure(state: Path, *words: str) -> tuple[float, float, float]:
    """Wall and CPU seconds and peak memory in MB of one command of the cli."""
    environment = {**os.environ, "STATE_DIR": str(state)}
    begin = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, words
    wall = time.monotonic() - begin
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure_steps(source: Path, rows: int, state: Path) -> list[Cost]:
    """Import, import again, process and publish of one file, one after another."""
    commands = {
        "import": ("import", str(source), "--portal", "bench"),
        "import again": ("import", str(source), "--portal", "bench"),
        "process": ("process",),
        "publish": ("publish",),
        "publish again": ("publish",),
    }
    return [Cost(name, rows, *measure(state, *words)) for name, words in commands.items()]


def table(costs: list[Cost]) -> str:
    """The costs as a Markdown table."""
    lines = [
        "| command | rows | wall s | CPU s | rows per CPU s | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {c.command} | {c.rows:,} | {c.wall:.1f} | {c.cpu:.1f} | "
        f"{c.rows_per_cpu_second:,.0f} | {c.peak_mb:.0f} |"
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
