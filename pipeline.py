"""Collect, process, publish, in that order: what the commands do, without the terminal."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import SinyalError
from data.importer import ColumnMap, import_file
from data.privacy import remove_personal
from data.publish import publish as publish_snapshot
from data.snapshot import SnapshotMeta
from data.store import Store
from data.times import jakarta_day
from data.vacancies import SketchRow, Vacancies
from data.writer import BATCH, ReadPosting, Unread, Writer
from nlp.engine import EngineError, Kind, run
from nlp.posted import read_posted
from nlp.reading import READER, read_posting
from settings import Settings

if TYPE_CHECKING:
    from nlp.duplicate_sketch import Shingles

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
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
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
    """Take a file of old postings in; returns the counts new, changed, unchanged, rejected.

    Also undated, where rows come in without the day of posting they tell. Raises NothingTaken, and
    the run counts as failed, where no row came in.
    """
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "import", path.name) as counts,
    ):
        rejects = rejects_path(settings, path)
        import_file(
            writer,
            path,
            columns,
            rejects,
            counts,
            is_sample=is_sample,
            progress=progress,
            read_day=read_posted,
        )
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
    """Read what is new, and put postings of one opening together as vacancies.

    What is stored does not depend on the engine. Returns the counts read, grouped (postings), born,
    merged, split (vacancies). Raises EngineError where reading fails; what was read is stored.
    """
    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "process") as counts,
    ):
        batches = _load_unread(writer)
        scheduler = settings.dask_scheduler
        read = run(read_batch, batches, kind=engine, workers=workers, scheduler=scheduler)
        save_read(writer, read, counts, progress)
        for is_sample in (False, True):
            group_new(Vacancies(writer, is_sample=is_sample), counts)
    return dict(counts)


def read_new(writer: Writer, counts: Counter[str], progress: Progress = _say_nothing) -> None:
    """Read every posting whose content or reader is new, in this process; counts those read."""
    save_read(writer, map(read_batch, _load_unread(writer)), counts, progress)


def _load_unread(writer: Writer) -> Iterator[list[Unread]]:
    after = -1
    while batch := writer.load_unread(READER, after, BATCH):
        yield batch
        after = batch[-1].key


def read_batch(postings: Sequence[Unread]) -> list[ReadPosting]:
    """What is stored of some postings; a worker finds this function by its name."""
    return [_read(posting) for posting in postings]


def save_read(
    writer: Writer,
    batches: Iterable[list[ReadPosting]],
    counts: Counter[str],
    progress: Progress = _say_nothing,
) -> None:
    """Store what was read, batch by batch as it comes."""
    counts["read"] += 0
    for batch in batches:
        if any(posting.reading["reader"] != READER for posting in batch):
            raise EngineError(
                "A worker reads with other code or models than this machine has; nothing of its "
                "batch is stored. Bring all workers to the same version."
            )
        writer.save_readings(batch)
        counts["read"] += len(batch)
        progress(counts["read"])


def _read(posting: Unread) -> ReadPosting:
    """What is stored of one posting: rests on nothing but the posting and the reader."""
    seen = jakarta_day(posting.posted_text_seen) if posting.posted_text_seen else None
    reading = asdict(read_posting(posting.content, posted_text=posting.posted_text, seen=seen))
    mentions = [{"n": n, **mention} for n, mention in enumerate(reading.pop("mentions"))]
    row = {"read_key": posting.read_key, "reader": READER, **reading}
    return ReadPosting(posting.key, row, mentions)


def group_new(vacancies: Vacancies, counts: Counter[str]) -> None:
    """Sketch what was read, and put it together with what is open; counts grouped, born and more.

    Killed anywhere, it goes on where it was: a sketch waits until its vacancy is written, and
    vacancies are written whole, with all their postings at once.
    """
    # Only here: they bring the place index and scipy, which no other command needs.
    from nlp.duplicates_stored import RULES_VERSION, put_together, sketch_stored

    counts.update(grouped=0, born=0, merged=0, split=0)
    after = -1
    while batch := vacancies.load_unsketched(READER, RULES_VERSION, after, BATCH):
        rows = []
        for one in batch:
            told = (one.key, one.portal, one.content, one.posted, one.seen, one.pay)
            rows.append(SketchRow(one.key, one.read_key, **asdict(sketch_stored(*told))))
        vacancies.save_sketches(rows, READER, RULES_VERSION)
        after = batch[-1].key
    for placed in put_together(vacancies):
        counts["grouped"] += vacancies.save(placed)
        counts.update(born=placed.born, merged=len(placed.merged), split=len(placed.split))


def publish(
    store: Store,
    settings: Settings,
    *,
    force: str | None = None,
    progress: Progress = _say_nothing,
) -> SnapshotMeta:
    """Write the next snapshot and serve it, unless the gate holds it back.

    Themes are looked for too, unless the settings say not to.
    """
    # Only here: they bring pandas, which no other command needs.
    from analytics.changes import CHANGES
    from nlp.duplicates_packed import unpack_shingles
    from nlp.duplicates_stored import RULES_VERSION
    from nlp.lifetimes import measure_vacancies
    from nlp.topics_stored import FINDER

    def load_shingles(keys: Sequence[int]) -> "dict[int, Shingles]":
        return {key: unpack_shingles(body) for key, body in store.load_sketches(keys).items()}

    with (
        store.writing(settings.lock_wait_seconds) as writer,
        _recorded(writer, "publish") as counts,
    ):
        meta = publish_snapshot(
            store,
            settings.snapshots,
            settings.snapshots_kept,
            reader=READER,
            rules=RULES_VERSION,
            measure=lambda read: measure_vacancies(read, load_shingles),
            changes=CHANGES,
            topics=FINDER if settings.publish_topics else None,
            force=force,
            progress=progress,
        )
        counts.update(vacancies=meta.vacancies, postings=meta.postings)
    return meta
