"""That the memory of a worker of `extract` does not grow with the postings it reads."""

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import orjson

from nlp.extract_file import extract_lines, prepare

SEED: Final = 23
STEPS: Final = 10
_CHUNK: Final = 500
_LETTERS: Final = "abdegiklmnoprstu"
_NEW_LETTERS: Final = 9
# Words that no posting had before, in each posting: about what real ones bring at first.
_NEW_WORDS: Final = 2
_STATM: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory that a worker held after so many postings, in megabytes."""

    postings: int
    megabytes: float


def measure(rows: Sequence[Mapping[str, Any]], postings: int, steps: int = STEPS) -> list[Memory]:
    """What a process of its own holds: after loading, then after each step of the postings."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_read, [dict(row) for row in rows], postings, steps).result()


def _read(rows: Sequence[Mapping[str, Any]], postings: int, steps: int) -> list[Memory]:
    prepare()
    found = [Memory(0, _resident())]
    lines = vary(rows, postings)
    size = max(1, postings // steps)
    chunk: list[bytes] = []
    for number, line in enumerate(lines, start=1):
        chunk.append(line)
        if len(chunk) == _CHUNK or number % size == 0 or number == postings:
            extract_lines(chunk)
            chunk = []
        if number % size == 0 or number == postings:
            found.append(Memory(number, _resident()))
    return found


def vary(rows: Sequence[Mapping[str, Any]], postings: int) -> Iterator[bytes]:
    """The rows again and again as JSON, each time with words, a title and a firm of their own."""
    chance = random.Random(SEED)
    for number in range(postings):
        row = dict(rows[number % len(rows)])
        words = str(row.get("description") or "").split(" ")
        for _ in range(_NEW_WORDS):
            words[chance.randrange(len(words))] = _make_word(chance)
        row["description"] = " ".join(words)
        for field in ("title", "company"):
            row[field] = f"{row.get(field) or ''} {_make_word(chance)}"
        yield orjson.dumps(row)


def _make_word(chance: random.Random) -> str:
    return "".join(chance.choices(_LETTERS, k=_NEW_LETTERS))


def _resident() -> float:
    """Megabytes of memory that this process holds now."""
    pages = int(_STATM.read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def table(found: Sequence[Memory]) -> str:
    """A Markdown table of what `measure` found."""
    lines = ["| postings | MB |", "|--:|--:|"]
    return "\n".join([*lines, *(f"| {m.postings:,} | {m.megabytes:,.0f} |" for m in found)])
