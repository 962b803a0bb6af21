"""`dedup`: postings of a file put together into vacancies, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from data.errors import DataError
from data.files import check_source
from terminal import progress, say_counts


def dedup(
    source: Annotated[Path, typer.Argument(help="Postings, one JSON object a line.")],
    target: Annotated[Path, typer.Argument(help="Where the vacancy of each goes, a line each.")],
) -> None:
    """Group postings into vacancies without a store: an id and its vacancy a line."""
    from nlp.duplicates_file import dedup_file  # the place index takes a moment to load

    size = check_source(source)
    with progress(f"Dedup {source.name}", size, "") as tell:
        counts = dedup_file(source, target, tell)
    say_counts(counts, f"Grouped {source.name}")
    if counts["failed"] and not counts["postings"]:
        raise DataError(
            f"No line of {source} could be read: each must be one posting as a JSON object with an "
            f"id; a .gz is unpacked first. The reasons are in {target}."
        )
