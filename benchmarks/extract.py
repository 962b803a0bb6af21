"""How fast `extract` reads: whole and each reader alone, its start, two workers against one."""

import gzip
import random
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson

import nlp
from benchmarks.steps import measure as measure_command
from nlp.extract_file import extract_lines, prepare
from nlp.posting import Posting
from nlp.readers import READERS, Reader
from nlp.sections import find_lines
from nlp.signs import find_signs

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
    """CPU seconds a posting takes: the whole first, then its parts.

    The whole is from JSON to JSON, of postings that were not read before; the parts are of some of
    the same ones again. "words and Doc" is what only the spaCy pipeline does.
    """
    prepare()
    seconds = {"whole": _measure_whole(rows)}
    some = rows[: max(1, len(rows) // (ROUNDS + 1))]
    postings = [Posting.of(row) for row in some]
    for posting in postings:
        # What readers share is a part of its own.
        _ = posting.signs, posting.title_signs, posting.lines, posting.line_starts
    make_doc = nlp.build().make_doc
    steps: dict[str, Callable[[], object]] = {
        "lines": lambda: [find_lines(posting.description) for posting in postings],
        "signs": lambda: [find_signs(posting.lower) for posting in postings],
    }
    steps |= {name: partial(_run, reader, postings) for name, reader in READERS.items()}
    steps["words and Doc"] = lambda: [make_doc(posting.description) for posting in postings]
    return seconds | {name: _time(step) / len(some) for name, step in steps.items()}


def _measure_whole(rows: Rows) -> float:
    """CPU seconds a posting, the median of rounds of different postings."""
    lines = [orjson.dumps(row) for row in rows]
    size = max(1, len(lines) // (ROUNDS + 1))
    extract_lines(lines[:size])
    taken = []
    for at in range(size, len(lines) - size + 1, size) or [0]:
        begin = time.process_time()
        extract_lines(lines[at : at + size])
        taken.append((time.process_time() - begin) / size)
    return statistics.median(taken)


def _run(reader: Reader, postings: Sequence[Posting]) -> None:
    for posting in postings:
        reader(posting, {})


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


def measure_start(row: Mapping[str, Any], folder: Path, rounds: int = ROUNDS) -> float:
    """CPU seconds of the whole command for one posting, the median."""
    source = folder / "one.jsonl"
    source.write_bytes(orjson.dumps(row))
    words = ("extract", str(source), str(folder / "read.jsonl"))
    return statistics.median(measure_command(folder, *words).cpu for _ in range(rounds))


def measure_workers(
    rows: Rows, postings: int, folder: Path, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Wall seconds of the command with one worker and with two, the medians.

    The rows again and again, as many postings as asked for; one and two in turns, so that what else
    the machine does falls on both.
    """
    source = folder / "many.jsonl"
    with source.open("wb") as lines:
        for number in range(postings):
            row = orjson.dumps(rows[number % len(rows)], option=orjson.OPT_APPEND_NEWLINE)
            lines.write(row)
    walls: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for workers, taken in enumerate(walls, start=1):
            words = ("extract", str(source), str(folder / "read.jsonl"))
            usage = measure_command(folder, *words, "--workers", str(workers))
            taken.append(usage.wall)
    return statistics.median(walls[0]), statistics.median(walls[1])
