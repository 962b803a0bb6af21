"""`extract` and `evaluate`: the reading of postings alone, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from data.errors import DataError
from data.files import check_source
from data.posting import TEXT_FIELDS
from terminal import progress, say, say_counts


def extract(
    source: Annotated[
        Path,
        typer.Argument(
            help="Postings, one JSON object a line: an id, and those there are of "
            f"{', '.join(TEXT_FIELDS)}."
        ),
    ],
    target: Annotated[Path, typer.Argument(help="Where the readings go, a line each.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that read.")] = 1,
) -> None:
    """Read postings without a store: skills, occupation, wage and the rest."""
    from nlp.extract_file import extract_file  # spaCy takes a second to load

    with progress(f"Extract {source.name}", check_source(source), "") as tell:
        counts = extract_file(source, target, workers, tell)
    say_counts(counts, f"Extracted {source.name}")
    if counts["failed"] and not counts["read"]:
        raise DataError(
            f"No line of {source} could be read: each must be one posting as a JSON object, for "
            'example {"id": "1", "title": "Kasir"}; a .gz is unpacked first. The fields that are '
            f"read: {', '.join(TEXT_FIELDS)}. The reasons are in {target}. Old postings as CSV: "
            "python -m cli import"
        )


def evaluate(
    gold: Annotated[Path, typer.Argument(help='One {"posting": {…}, "labels": {…}} a line.')],
    write: Annotated[bool, typer.Option("--write", help="Also make docs/accuracy.md.")] = False,
) -> None:
    """Score extract against labelled postings; --write also makes docs/accuracy.md."""
    from nlp.evaluate import PAGE, evaluate_file  # spaCy takes a second to load

    check_source(gold)
    with progress(f"Evaluate {gold.name}", None, "postings") as tell:
        table = evaluate_file(gold, page=PAGE if write else None, progress=tell)
    say(table)
