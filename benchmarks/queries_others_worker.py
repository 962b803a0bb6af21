"""A way in a process of its own, so that its memory is its own: how it is asked."""

import pickle
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd

from benchmarks.queries_others_questions import Days
from settings import ROOT


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer and its milliseconds of the clock and of all threads' CPU."""

    answer: pd.DataFrame | None
    ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Opened:
    """Seconds until a way could answer, and MB its process held before and after that."""

    seconds: float
    empty_mb: float
    open_mb: float


class Worker(AbstractContextManager["Worker"]):
    """A way in a process of its own; one question at a time."""

    def __init__(self, way: str, folder: Path, days: Days) -> None:
        # Not a fork: memory of this process would count as its own.
        words = [sys.executable, "-m", "benchmarks.queries_others_server", way, str(folder)]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.opened: Opened = self._call("open", days)

    def ask(self, key: str, address: str, *, shown: bool = False) -> Timed:
        """Ask a question, with its answer where it is to be `shown`."""
        told: Timed = self._call("ask", key, address, shown)
        return told

    def measure(self, key: str, address: str) -> Any:
        """What the call touches; only ours can tell."""
        return self._call("measure", key, address)

    def peak(self) -> float:
        """The most MB that the process held so far."""
        told: float = self._call("peak")
        return told

    def _call(self, name: str, *words: object) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The process has no pipes.")
        pickle.dump((name, words), self._process.stdin)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)  # noqa: S301 - of our own process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._process.communicate()
