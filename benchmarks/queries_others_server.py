"""The process of one way: it answers when asked, tells what that took and its peak of memory."""

import gc
import pickle
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from benchmarks.queries_others_bytes import measure_touched, open_recorder
from benchmarks.queries_others_pandas import PandasWay
from benchmarks.queries_others_questions import ADDRESSES, Days, questions
from benchmarks.queries_others_stores import SqliteWay, UnsortedWay
from benchmarks.queries_others_ways import OURS, PANDAS, SQLITE, UNSORTED, Way
from benchmarks.queries_others_worker import Opened, Timed

_WAYS: Final[dict[str, Callable[[Path], Way]]] = {
    PANDAS: PandasWay,
    SQLITE: SqliteWay,
    UNSORTED: UnsortedWay,
}
_PEAK: Final = re.compile(r"VmHWM:\s+(\d+) kB")


class Served:
    """What a worker's process does; the methods are those that `_call` names."""

    def __init__(self, way: str, folder: Path) -> None:
        self._way, self._folder = way, folder

    def open(self, days: Days) -> Opened:
        gc.collect()
        empty, began = self.peak(), time.perf_counter()
        self._questions = {one.key: one for one in questions(days)}
        if self._way == OURS:
            self._snapshot = open_recorder(self._folder)
        else:
            self._opened = _WAYS[self._way](self._folder)
        return Opened(time.perf_counter() - began, empty, self.peak())

    def _asked(self, key: str, address: str) -> Callable[[], pd.DataFrame]:
        question, where = self._questions[key], ADDRESSES[address]
        if self._way == OURS:
            return partial(question.ours, self._snapshot, where)
        return partial(question.same, self._opened, where)

    def ask(self, key: str, address: str, shown: bool) -> Timed:
        asked = self._asked(key, address)
        gc.collect()
        began, cpu = time.perf_counter(), time.process_time()
        answer = asked()
        spent, worked = time.perf_counter() - began, time.process_time() - cpu
        return Timed(answer if shown else None, 1e3 * spent, 1e3 * worked)

    def measure(self, key: str, address: str) -> object:
        question, where = self._questions[key], ADDRESSES[address]
        return measure_touched(self._snapshot, lambda snapshot: question.ours(snapshot, where))

    def peak(self) -> float:
        found = _PEAK.search(Path("/proc/self/status").read_text())
        return int(found[1]) / 1e3 if found else float("nan")


def serve(way: str, folder: Path) -> None:
    """Answer what comes on stdin until it ends."""
    told, sys.stdout = sys.stdout.buffer, sys.stderr
    served = Served(way, folder)
    while True:
        try:
            name, words = pickle.load(sys.stdin.buffer)  # noqa: S301 - of our own process
        except EOFError:
            return
        pickle.dump(getattr(served, name)(*words), told)
        told.flush()


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
