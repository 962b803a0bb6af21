"""`process` and `publish`: from stored postings to the next snapshot."""

import os
from typing import Annotated, Final

import typer

import pipeline
import settings as configuration
from commands.opening import open_store
from data.writer import BATCH
from nlp.engine import Kind
from nlp.reading import READER
from terminal import progress, say_counts, say_snapshot

# Each takes a core and half a gigabyte; a second one pays from some batches on.
_MOST_WORKERS: Final = 4
_BATCHES_EACH: Final = 2


def process(
    engine: Annotated[
        Kind, typer.Option(help="Who reads: this machine, or a Dask cluster (DASK_SCHEDULER).")
    ] = "local",
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that read. Default: one a core, as far as it pays."),
    ] = None,
) -> None:
    """Read what is new, and put postings of one opening together as vacancies."""
    with open_store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what waits can be counted
        waiting = store.count_unread(READER)
        with progress("Process", waiting, "postings", "putting duplicates together") as tell:
            counts = pipeline.process(
                store,
                configuration.load(),
                tell,
                engine=engine,
                workers=workers or _find_workers(waiting),
            )
    say_counts(counts, "Processed")


def _find_workers(postings: int) -> int:
    cores = min(os.cpu_count() or 1, _MOST_WORKERS)
    return max(1, min(cores, postings // (_BATCHES_EACH * BATCH)))


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
