"""`dedup`: postings of a file put together into vacancies, without a store."""

from pathlib import Path
from typing import Annotated

import typer

from terminal import progress, say_counts


def dedup(
    source: Annotated[Path, typer.Argument(help="Postings, one JSON object a line.")],
    target: Annotated[Path, typer.Argument(help="Where the vacancy of each goes, a line each.")],
) -> None:
    """Group postings into vacancies without a store: an id and its vacancy a line."""
    from nlp.duplicates_file import dedup_file  # the place index takes a moment to load

    size = source.stat().st_size if source.is_file() else 0
    with progress(f"Dedup {source.name}", size, "") as tell:
        say_counts(dedup_file(source, target, tell), f"Grouped {source.name}")
