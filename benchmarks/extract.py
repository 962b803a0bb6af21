"""How many postings a second of CPU `extract` reads: whole, and each component alone."""

import gzip
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson
from spacy.tokens import Doc

import nlp
from nlp.extract import extract
from nlp.pipeline import READERS, Reader, read
from nlp.posting import Posting
from nlp.sections import find_lines

# Every measure is the median of so many rounds; one before them fills what is kept in memory.
ROUNDS: Final = 5
SEED: Final = 17
# The rate is told for descriptions of about 1,000 characters; portals often show only a line.
CHARACTERS: Final = range(800, 1_201)
_GZIP: Final = b"\x1f\x8b"
Rows = Sequence[Mapping[str, Any]]


def choose(source: Path, n: int) -> list[dict[str, Any]]:
    """So many postings of the usual length at random, the same ones each time; all if none is."""
    with source.open("rb") as file:
        is_gzip = file.read(2) == _GZIP
    with gzip.open(source) if is_gzip else source.open("rb") as lines:
        usual = _draw((row for row in map(orjson.loads, lines) if _length(row) in CHARACTERS), n)
    if usual:
        return usual
    with gzip.open(source) if is_gzip else source.open("rb") as lines:
        return _draw(map(orjson.loads, lines), n)


def _length(row: Mapping[str, Any]) -> int:
    return len(str(row.get("description") or ""))


def _draw(rows: Iterable[dict[str, Any]], n: int) -> list[dict[str, Any]]:
    """So many rows at random, in one pass."""
    chance = random.Random(SEED)
    drawn: list[dict[str, Any]] = []
    for i, row in enumerate(rows):
        if i < n:
            drawn.append(row)
        elif (at := chance.randrange(i + 1)) < n:
            drawn[at] = row
    return drawn


def measure(rows: Rows) -> dict[str, float]:
    """CPU seconds a posting takes: the whole first, then its parts."""
    whole = nlp.build()
    postings = [Posting.of(row) for row in rows]
    docs = [read(whole, posting) for posting in postings]
    texts = [doc.text for doc in docs]
    steps: dict[str, Callable[[], object]] = {
        "whole": lambda: [extract(whole, row) for row in rows],
        "words and Doc": lambda: [whole.make_doc(text) for text in texts],
        "lines": lambda: [find_lines(posting.description) for posting in postings],
    }
    steps |= {name: partial(_run, reader, docs) for name, reader in READERS.items()}
    return {name: _time(step) / len(rows) for name, step in steps.items()}


def _run(reader: Reader, docs: Sequence[Doc]) -> None:
    for doc in docs:
        reader(doc._.posting, doc._.lines, doc)


def _time(step: Callable[[], object]) -> float:
    """CPU seconds of a step, warm."""
    step()
    taken = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        step()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def table(seconds: Mapping[str, float]) -> str:
    """A Markdown table of what `measure` found."""
    lines = ["| part | postings per CPU second | µs a posting |", "|---|--:|--:|"]
    lines += [
        f"| {name} | {1 / taken:,.0f} | {taken * 1e6:,.0f} |" for name, taken in seconds.items()
    ]
    return "\n".join(lines)
