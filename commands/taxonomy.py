"""`skills-missing`: what postings ask for and the skill taxonomy does not have (docs/skills.md)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import orjson
import typer
import zstandard
from sqlalchemy import select

from commands.opening import open_store
from data.files import check_source, write_whole
from data.models import PAYLOAD, POSTING
from data.rows import GoodRow, read_rows
from data.store import Store
from terminal import progress, remark, say

if TYPE_CHECKING:
    from nlp.missing import MissingPhrase

_COLUMNS: Final = ("employers", "postings", "phrase", "nearest", "nearest_wording", "examples")
_FETCH: Final = 1_000


def skills_missing(
    postings: Annotated[
        Path | None,
        typer.Option(
            help="A .csv, .jsonl, .ndjson (all also .gz) or .parquet file; else the store is read."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="Phrases listed.")] = 50,
    employers: Annotated[int, typer.Option(min=1, help="Fewest employers that ask for it.")] = 3,
    csv_: Annotated[Path | None, typer.Option("--csv", help="Write the list to this file.")] = None,
) -> None:
    """List phrases that employers ask for as skills and the taxonomy does not have."""
    from nlp.missing import find_missing  # the models take a second to load

    if postings is not None:
        damaged: Counter[str] = Counter()
        with progress(f"Read {postings.name}", check_source(postings), "") as tell:
            found = find_missing(_rows(postings, tell, damaged), limit, employers)
        if damaged:
            remark(f"{damaged.total():,} rows of {postings.name} could not be read, so were left.")
    else:
        with open_store() as store:
            is_sample = not store.count_postings(is_sample=False)
            n = store.count_postings(is_sample=is_sample)
            with progress("Read the store", n, "postings") as tell:
                found = find_missing(_contents(store, is_sample, tell), limit, employers)
    if csv_ is not None:
        write_whole(csv_, _to_csv(found).encode())
        say(f"Wrote {len(found):,} phrases to {csv_}")
    else:
        _show(found, employers)


def _rows(path: Path, tell: Any, damaged: Counter[str]) -> Iterator[Mapping[str, Any]]:
    for row in read_rows(path, tell):
        if isinstance(row, GoodRow):
            yield row.values
        else:
            damaged[row.reason] += 1


def _contents(store: Store, is_sample: bool, tell: Any) -> Iterator[Mapping[str, Any]]:
    """What every stored posting says, one after another."""
    decompress = zstandard.ZstdDecompressor().decompress
    query = (
        select(PAYLOAD.c.body)
        .join(POSTING, POSTING.c.hash == PAYLOAD.c.hash)
        .where(POSTING.c.is_sample == is_sample)
        .execution_options(yield_per=_FETCH)
    )
    with store.reading() as connection:
        for done, (body,) in enumerate(connection.execute(query), 1):
            yield orjson.loads(decompress(body))
            tell(done)


def _cells(found: "MissingPhrase") -> tuple[str, ...]:
    return (
        f"{found.employers}",
        f"{found.postings}",
        found.phrase,
        found.nearest or "",
        found.nearest_wording or "",
        " / ".join(found.examples),
    )


def _to_csv(found: Sequence["MissingPhrase"]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_cells(phrase) for phrase in found)
    return target.getvalue()


def _show(found: Sequence["MissingPhrase"], employers: int) -> None:
    """A table; the examples stand below their phrase."""
    if not found:
        say(f"No phrase is asked for by {employers} employers that the taxonomy does not have.")
        return
    wide = max(len(phrase.phrase) for phrase in found)
    say(f"{'employers':>9}  {'phrase':<{wide}}  nearest entry")
    for phrase in found:
        near = f"{phrase.nearest} ({phrase.nearest_wording})" if phrase.nearest else "-"
        say(f"{phrase.employers:>9,}  {phrase.phrase:<{wide}}  {near}")
        for example in phrase.examples:
            say(f"{'':>11}{example}")
