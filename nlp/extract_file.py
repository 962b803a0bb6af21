"""Read a file of postings, one JSON object a line, and write what was read, in the same order."""

import gc
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice, starmap
from pathlib import Path
from typing import Any, Final

import orjson

from data.files import check_source, check_target, sync_file
from data.posting import TEXT_FIELDS
from nlp.extract import read_row

# Lines a worker gets at once: a second of work, so that handing over costs nothing.
_CHUNK: Final = 500
# Chunks that may wait for each worker, so that memory does not grow with the file.
_AHEAD: Final = 3
# How the line of a row that failed begins, and no other: what is read begins with its id.
_FAILED: Final = b'{"error":'


def prepare() -> None:
    """Load what the readers know, once and for all processes that are made from this one.

    What is loaded stays: told so, the collector of garbage neither looks through it again nor,
    by marking it, makes each worker copy it.
    """
    read_row({"title": "Kasir", "location": "Bandung", "description": "Melayani pelanggan."})
    gc.collect()
    gc.freeze()


def extract_lines(lines: list[bytes], first: int = 1) -> list[bytes]:
    """The output line of every input line but blank ones; a bad one says what is wrong, and where.

    `first` is the number of the first line in its file.
    """
    return [
        orjson.dumps(_extract_line(number, line), option=orjson.OPT_APPEND_NEWLINE)
        for number, line in enumerate(lines, first)
        if not line.isspace()
    ]


def _extract_line(number: int, line: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return {"error": f"line {number} is not JSON: {error.msg}", "id": None}
    if not isinstance(fields, dict):
        return {"error": f"line {number} is not a JSON object", "id": None}
    if not any(name in fields for name in TEXT_FIELDS):
        known = ", ".join(TEXT_FIELDS)
        reason = f"line {number} has none of the fields that are read: {known}"
        return {"error": reason, "id": fields.get("id")}
    return read_row(fields)


def extract_file(
    source: Path, target: Path, workers: int, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Write what was read out of every line; the target appears when it is whole.

    Returns the counts read and failed. Raises UserError where the source cannot be read, or the
    target not be written or the same file.
    """
    check_source(source)
    check_target(target, source)
    counts = {"read": 0, "failed": 0}
    aside = target.with_name(f".{target.name}.aside")
    with source.open("rb") as lines, aside.open("wb") as out:
        for results in _map_chunks(_chunks(lines), workers):
            for result in results:
                counts["failed" if result.startswith(_FAILED) else "read"] += 1
            out.writelines(results)
            progress(lines.tell())
    sync_file(aside)
    aside.replace(target)
    return counts


def _chunks(lines: Iterator[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """Some lines at a time, and the number of the first of them."""
    first = 1
    while chunk := list(islice(lines, _CHUNK)):
        yield chunk, first
        first += len(chunk)


def _map_chunks(chunks: Iterator[tuple[list[bytes], int]], workers: int) -> Iterator[list[bytes]]:
    """The results in the order of the chunks, from this process or from several."""
    prepare()
    if workers <= 1:
        yield from starmap(extract_lines, chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[bytes]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(extract_lines, *chunk))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
