"""Collect, process, publish, in that order: what the commands do, without the terminal."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from data.errors import SinyalError
from data.importer import ColumnMap, import_file
from data.privacy import remove_personal
from data.publish import publish as publish_snapshot
from data.snapshot import SnapshotMeta
from data.store import Store
from data.times import jakarta_day
from data.writer import BATCH, ReadPosting, Unread, Writer
from nlp.engine import EngineError, Kind, run
from nlp.reading import READER, read_posting
from settings import Settings

# What a step calls with how much of its work is done: rows, or bytes of a file.
Progress = Callable[[int], None]


def _say_nothing(_done: int) -> None:
    """Progress of a step nobody watches."""


@contextmanager
def _recorded(writer: Writer, kind: str, subject: str | None = None) -> Iterator[Counter[str]]:
    """Note a run in the store: its counts, and how it ended whatever happened."""
    run = writer.start_run(kind, subject)
    counts: Counter[str] = Counter()
    try:
        yield counts
    except SinyalError as error:
        writer.finish_run(run, counts, error=str(error))
        raise
    except KeyboardInterrupt:
        writer.finish_run(run, counts, error="Stopped by hand; repeat the command to go on.")
        raise
    except BaseException as error:
        writer.finish_run(run, counts, error=_describe(error))
        raise
    writer.finish_run(run, counts)


def _describe(error: BaseException) -> str:
    """What went wrong, without the values of the statement that a database error carries."""
    original = getattr(error, "orig", None)
    reason = str(original or "").strip().partition("\n")[0]
    return f"{type(error).__name__}: {remove_personal(reason)}" if reason else type(error).__name__


def import_postings(
    store: Store,
    settings: Settings,
    path: Path,
    columns: ColumnMap,
    *,
    is_sample: bool = False,
    progress: Progress = _say_nothing,
) -> dict[str, int]:
    """Take a file of old postings in; returns the counts new, changed, unchanged, rejected."""
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "import", path.name) as counts,
    ):
        rejects = rejects_path(settings, path)
        import_file(writer, path, columns, rejects, counts, is_sample=is_sample, progress=progress)
    return dict(counts)


def rejects_path(settings: Settings, path: Path) -> Path:
    """Where the rows of a file that could not be read are written; each file has its own."""
    place = blake2b(str(path.resolve()).encode(), digest_size=3).hexdigest()
    return settings.rejects / f"{path.name}.{place}.jsonl"


def load_operator_data(
    store: Store,
    settings: Settings,
    path: Path,
    kind: str,
    note: str,
    *,
    table: str = "",
    replace: bool = False,
    progress: Progress = _say_nothing,
) -> dict[str, int]:
    """Take the operator's own data in: `kind` is prakerja, trainings, or official with a `table`.

    Returns the counts rows, new, replaced; raises Unacceptable with all faults, nothing stored.
    """
    # Only here: the checks bring pandera, which no other command needs.
    from data import operator_load

    described = operator_load.describe(kind, table, replace=replace)
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, described.command, path.name) as counts,
    ):
        rejects = settings.rejects / f"{described.command}.{path.name}.rejects.jsonl"
        counts.update(
            operator_load.load_file(writer, path, described, note, rejects, progress=progress)
        )
    return dict(counts)


def process(
    store: Store,
    settings: Settings,
    progress: Progress = _say_nothing,
    *,
    engine: Kind = "local",
    workers: int = 1,
) -> dict[str, int]:
    """Read every posting whose content or reader is new, batch by batch; returns the count.

    What is stored does not depend on the engine. Raises EngineError where it fails; the batches
    before are stored.
    """
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "process") as counts,
    ):
        counts["read"] = 0
        scheduler = settings.dask_scheduler
        batches = _load_unread(writer)
        for batch in run(read_batch, batches, kind=engine, workers=workers, scheduler=scheduler):
            if any(posting.reading["reader"] != READER for posting in batch):
                raise EngineError(
                    "A worker reads with other code or models than this machine has; nothing of "
                    "its batch is stored. Bring all workers to the same version."
                )
            writer.save_readings(batch)
            counts["read"] += len(batch)
            progress(counts["read"])
    return dict(counts)


def _load_unread(writer: Writer) -> Iterator[list[Unread]]:
    after = -1
    while batch := writer.load_unread(READER, after, BATCH):
        yield batch
        after = batch[-1].key


def read_batch(postings: Sequence[Unread]) -> list[ReadPosting]:
    """What is stored of some postings; a worker finds this function by its name."""
    return [_read(posting) for posting in postings]


def _read(posting: Unread) -> ReadPosting:
    """What is stored of one posting: rests on nothing but the posting and the reader."""
    seen = jakarta_day(posting.posted_text_seen) if posting.posted_text_seen else None
    reading = asdict(read_posting(posting.content, posted_text=posting.posted_text, seen=seen))
    mentions = [{"n": n, **mention} for n, mention in enumerate(reading.pop("mentions"))]
    # Until duplicates are put together, each posting is a vacancy of its own.
    vacancy = f"v{posting.key:016x}"
    row = {"read_key": posting.read_key, "reader": READER, "vacancy_id": vacancy, **reading}
    return ReadPosting(posting.key, row, mentions)


def publish(
    store: Store,
    settings: Settings,
    *,
    force: str | None = None,
    progress: Progress = _say_nothing,
) -> SnapshotMeta:
    """Write the next snapshot and serve it, unless the gate holds it back."""
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "publish") as counts,
    ):
        meta = publish_snapshot(
            store,
            settings.snapshots,
            settings.snapshots_kept,
            reader=READER,
            force=force,
            progress=progress,
        )
        counts.update(vacancies=meta.vacancies, postings=meta.postings)
    return meta
