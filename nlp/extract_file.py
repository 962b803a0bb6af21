"""Read a file of postings, one JSON object a line, and write what was read, in the same order."""

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from data.errors import UserError
from data.files import sync_file
from nlp.extract import read_row

# Lines a worker gets at once: a second of work, so that handing over costs nothing.
_CHUNK: Final = 500
# Chunks that may wait for each worker, so that memory does not grow with the file.
_AHEAD: Final = 3


def prepare() -> None:
    """Load what the readers know, once and for all processes that are made from this one.

    What is loaded stays: told so, the collector of garbage neither looks through it again nor,
    by marking it, makes each worker copy it.
    """
    read_row({"title": "Kasir", "location": "Bandung", "description": "Melayani pelanggan."})
    gc.collect()
    gc.freeze()


def extract_lines(lines: list[bytes]) -> list[bytes]:
    """The output line of every input line; a bad one says what is wrong instead."""
    return [orjson.dumps(_extract_line(line), option=orjson.OPT_APPEND_NEWLINE) for line in lines]


def _extract_line(line: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return {"id": None, "error": f"not JSON: {error.msg}"}
    if not isinstance(fields, dict):
        return {"id": None, "error": "not a JSON object"}
    return read_row(fields)


def extract_file(
    source: Path, target: Path, workers: int, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Write what was read out of every line; the target appears when it is whole.

    Returns the counts read and failed. Raises UserError where the source is missing.
    """
    if not source.is_file():
        raise UserError(f"There is no file {source}.")
    counts = {"read": 0, "failed": 0}
    aside = target.with_name(f".{target.name}.aside")
    with source.open("rb") as lines, aside.open("wb") as out:
        for results in _map_chunks(_chunks(lines), workers):
            for result in results:
                counts["failed" if b'"error":' in result[:40] else "read"] += 1
            out.writelines(results)
            progress(lines.tell())
    sync_file(aside)
    aside.replace(target)
    return counts


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    filled = (line for line in lines if not line.isspace())
    while chunk := list(islice(filled, _CHUNK)):
        yield chunk


def _map_chunks(chunks: Iterator[list[bytes]], workers: int) -> Iterator[list[bytes]]:
    """The results in the order of the chunks, from this process or from several."""
    prepare()
    if workers <= 1:
        yield from map(extract_lines, chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[bytes]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(extract_lines, chunk))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
