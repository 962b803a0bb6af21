"""How many bytes a call of ours touches, and how many this machine's memory moves a second."""

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

import duckdb
import numpy as np
import pandas as pd

from data.snapshot import META, Snapshot

_ARRAY_BYTES: Final = 256_000_000
_ROUNDS: Final = 5
_WORDS: Final = re.compile(r"'[^']*'")


@dataclass(frozen=True, slots=True)
class Touched:
    """What the queries of one call read, summed over their scans of files.

    `compressed` is DuckDB's own count: the column chunks, as they lie in the file, of the columns
    shown or filtered by, in the row groups that were not left out by their bounds. `decoded` is
    the same columns uncompressed (by the files' footers, as many of them as of the compressed
    bytes): dictionary codes and values as Parquet writes them, which are fewer than DuckDB's
    vectors. What is read of a footer, and what is made in memory between, is in neither.
    """

    queries: int
    rows: int
    compressed: int
    decoded: float


class Recorder(Snapshot):
    """A snapshot that remembers what it was asked, for as long as someone listens."""

    def __init__(self, path: Path, lease: IO[bytes]) -> None:
        super().__init__(path, lease)
        self.heard: list[tuple[str, Mapping[str, object] | None]] | None = None

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer to a query."""
        if self.heard is not None:
            self.heard.append((sql, parameters))
        return super().frame(sql, parameters)


def open_recorder(folder: Path) -> Recorder:
    """The snapshot of this folder, opened to be listened to."""
    return Recorder(folder, (folder / META).open("rb"))


def measure_touched(snapshot: Recorder, ask: Callable[[Snapshot], object]) -> Touched:
    """What a call that was asked before reads: its queries are asked again, each with a profile."""
    snapshot.heard = []
    ask(snapshot)
    heard, snapshot.heard = snapshot.heard, None
    scans = [scan for sql, values in heard for scan in _scan(snapshot, sql, values)]
    return Touched(
        queries=len(heard),
        rows=sum(scan.get("rows_scanned", 0) for scan in scans),
        compressed=sum(scan.get("bytes_scanned", 0) for scan in scans),
        decoded=sum(_decoded(scan) for scan in scans),
    )


def _scan(
    snapshot: Snapshot, sql: str, values: Mapping[str, object] | None
) -> Iterator[Mapping[str, Any]]:
    """Every reading of a file in the profile of a query; none where bounds alone answer it."""
    told = snapshot.frame(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
    yield from _find_scans(json.loads(told["explain_value"].iloc[0]).get("operator", []))


def _find_scans(operators: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for operator in operators:
        if operator["name"] == "READ_PARQUET":
            yield operator
        yield from _find_scans(operator.get("children", []))


def _decoded(scan: Mapping[str, Any]) -> float:
    """The uncompressed bytes of what a scan read."""
    told = scan["extra_info"]
    sizes = _read_sizes(told["Filename(s)"])
    shown = told.get("Projections") or []
    filters = " ".join(_words(told.get("Filters")) + _words(told.get("Dynamic Filters")))
    named = set(re.findall(r"\w+", _WORDS.sub("", filters)))
    columns = [name for name in sizes if name in named | set(_words(shown))]
    compressed = sum(sizes[name][0] for name in columns)
    whole = sum(sizes[name][1] for name in columns)
    return whole * float(scan.get("bytes_scanned", 0)) / compressed if compressed else 0.0


def _words(told: object) -> list[str]:
    """One text or many as a list, without the quotes of names."""
    many = told if isinstance(told, list) else [told] if told else []
    return [str(one).replace('"', "") for one in many]


@cache
def _read_sizes(file: str) -> Mapping[str, tuple[int, int]]:
    """The compressed and the uncompressed bytes of each column of a file."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT split_part(path_in_schema, ',', 1), sum(total_compressed_size),"
            " sum(total_uncompressed_size) FROM parquet_metadata($file) GROUP BY 1",
            {"file": file},
        ).fetchall()
    return {str(name): (int(packed), int(whole)) for name, packed, whole in rows}


@dataclass(frozen=True, slots=True)
class Bandwidth:
    """Bytes a second of memory, in GB, by what is done and by how many threads."""

    done: str
    threads: int
    gigabytes: float


def measure_bandwidth() -> list[Bandwidth]:
    """As STREAM does: large arrays, no reuse, the best of some rounds; a copy reads and writes."""
    length = _ARRAY_BYTES // 8
    source, target = np.ones(length), np.zeros(length)
    found = []
    for threads in (1, 2):
        cuts = np.linspace(0, length, threads + 1).astype(int)
        parts = [slice(a, b) for a, b in itertools.pairwise(cuts)]
        for done, arrays, work in (
            ("copy", 2, lambda part: np.copyto(target[part], source[part])),
            ("sum", 1, lambda part: source[part].sum()),
        ):
            best = min(_time(work, parts) for _ in range(_ROUNDS))
            found.append(Bandwidth(done, threads, arrays * _ARRAY_BYTES / best / 1e9))
    return found


def _time(work: Callable[[slice], object], parts: list[slice]) -> float:
    workers = [threading.Thread(target=work, args=(part,)) for part in parts]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.perf_counter() - began
