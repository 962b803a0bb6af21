"""`process` and `publish`: from stored postings to the next snapshot."""

from typing import Annotated

import typer

import pipeline
import settings as configuration
from commands.opening import open_store
from nlp.reading import READER
from terminal import progress, say_counts, say_snapshot


def process() -> None:
    """Read what is new in the store: titles, places, wages, dates."""
    with open_store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what waits can be counted
        waiting = store.count_unread(READER)
        with progress("Process", waiting, "postings") as tell:
            counts = pipeline.process(store, configuration.load(), tell)
    say_counts(counts, "Processed")


def publish(
    force: Annotated[
        str | None, typer.Option(help="Publish in spite of the gate, for this reason.")
    ] = None,
) -> None:
    """Write the next snapshot for the dashboard, unless it is worse than the last."""
    with open_store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what is stored can be counted
        rows = store.count_postings(is_sample=False) or store.count_postings(is_sample=True)
        with progress("Publish", rows, "postings", "sorting and verifying") as tell:
            meta = pipeline.publish(store, configuration.load(), force=force, progress=tell)
    say_snapshot(meta)
