"""What the command line shows: sentences, progress, times, and errors without a traceback."""

import errno
import os
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final

import duckdb
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

import settings as configuration
from data.errors import SinyalError
from data.snapshot import SnapshotMeta
from data.times import JAKARTA

_out: Final = Console()
_err: Final = Console(stderr=True)

# Where nobody watches a terminal (logs, CI), a line this often says that it goes on.
LINE_EVERY_SECONDS: Final = 60.0
STOPPED: Final = "Stopped. What was taken in stays; repeat the command to go on."
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def say(text: str) -> None:
    """A line of the answer."""
    _print(_out, text)


def remark(text: str) -> None:
    """A line beside the answer: progress, faults, errors."""
    _print(_err, text)


def _print(console: Console, text: str) -> None:
    """Never as markup and never wrapped: the text may hold a path or a word of a portal."""
    console.print(_printable(text), markup=False, highlight=False, emoji=False, soft_wrap=True)


def _printable(text: str) -> str:
    """The text without what would steer the terminal or stop the encoder: file names hold both."""
    if text.isprintable():
        return text
    return "".join(
        c.encode("unicode_escape").decode()
        if unicodedata.category(c)[0] == "C" and c != "\n"
        else c
        for c in text
    )


def show_time(moment: datetime) -> str:
    """A moment as people in Jakarta write it: 2026-11-24 20:12 WIB."""
    return f"{moment.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"


def say_counts(counts: Mapping[str, int], what: str) -> None:
    """What a step did."""
    say(f"{what}: {_numbers(counts)}")


def _numbers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in counts.items())


def say_snapshot(meta: SnapshotMeta) -> None:
    """What is served."""
    kind = "sample" if meta.is_sample else "real"
    say(
        f"Published {meta.id} at {show_time(meta.created_at)}: {meta.vacancies:,} vacancies from "
        f"{meta.postings:,} postings of {len(meta.portals)} portals ({kind} data)"
    )


def say_status(state: Mapping[str, Any], meta: SnapshotMeta | None) -> None:
    """What is stored and published, a line each: also a pipe and a mail can hold it."""
    if meta is not None:
        say_snapshot(meta)
    elif state["snapshot_error"]:
        say(f"Published: cannot be read: {state['snapshot_error']}")
    else:
        say("Published: nothing yet. Make a snapshot: python -m cli run --sample, or publish")
    if state["store_error"]:
        say(f"Store: {state['store_error']}")
        return
    if not state["portals"]:
        say("Store: empty. Take postings in: python -m cli import FILE --portal NAME")
    say(f"Waiting to be read: {state['unread']:,} postings")
    say(f"Waiting to be put together: {state['waiting']:,} postings")
    if state["portals"]:
        say("Portals:")
    for row in state["portals"]:
        seen = f", last seen {show_time(row['last_seen'])}" if row["last_seen"] else ""
        kind = " (sample data)" if row["is_sample"] else ""
        say(f"  {row['portal']} {row['postings']:,} postings{seen}{kind}")
    if state["runs"]:
        say("Last runs:")
    for row in state["runs"]:
        when = show_time(row["finished_at"] or row["started_at"])
        words = (row["kind"], row["subject"], row["state"], when, _numbers(row["counts"]))
        say(f"  {' '.join(word for word in words if word)}")
        if row["error"]:
            say(f"    {row['error']}")


def iso(value: object) -> str:
    """Moments in UTC with a Z, days as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the status")


@contextmanager
def progress(
    label: str, total: int | None = None, unit: str = "", then: str = ""
) -> Iterator[Callable[[int], None]]:
    """A bar in a terminal, a line now and then elsewhere; `total` None means not known.

    `then` names what the step does when it has gone through all and no longer counts.
    """
    if _err.is_terminal:
        columns = (TextColumn("{task.description}", markup=False), BarColumn())
        shown = (*columns, TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*shown, console=_err, transient=True) as bar:
            task = bar.add_task(_printable(label), total=total)

            def move(done: int) -> None:
                bar.update(task, completed=done)
                if then and total is not None and done >= total:
                    bar.update(task, description=f"{_printable(label)}: {then}", total=None)

            yield move
        return
    lines = _Lines(label, total, unit, then)
    try:
        yield lines.tell
    finally:
        lines.stop()


class _Lines:
    """Progress as lines, from a thread of its own: a step that is silent is still at work."""

    def __init__(self, label: str, total: int | None, unit: str, then: str) -> None:
        self._label, self._total, self._unit, self._then = label, total, unit, then
        self._done = self._told = 0
        self._seconds = 0.0
        self._is_through = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def tell(self, done: int) -> None:
        """How much is done now."""
        self._done = done
        if self._then and self._total is not None and done >= self._total > 0:
            if not self._is_through:
                remark(f"{self._label}: {self._then}")
            self._is_through = True

    def stop(self) -> None:
        """No line after this."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(LINE_EVERY_SECONDS):
            self._seconds += LINE_EVERY_SECONDS
            remark(f"{self._label}: {self._state()}")

    def _state(self) -> str:
        if self._done == self._told or self._is_through:
            what = self._then if self._then and self._done else "at work"
            return f"{what}, {self._seconds:.0f} s"
        self._told = self._done
        if self._total:
            return f"{self._done / self._total:4.0%}"
        return f"{self._done:,} {self._unit}".rstrip()


@contextmanager
def sentences() -> Iterator[None]:
    """What goes wrong outside the programme becomes one sentence and an exit code.

    A mistake of the programme itself keeps its traceback.
    """
    try:
        yield
    except SinyalError as error:
        _end(str(error), error.exit_code)
    except KeyboardInterrupt:
        _end(STOPPED, 130, "")
    except BrokenPipeError:
        # Whoever read the answer has gone; Python must not fail again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _end(_about_files(error), 1)
    except DBAPIError as error:
        _end(_about_database(error), 1)
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        _end(_about_snapshot(error), 1)
    except ValidationError as error:
        if error.title != configuration.Settings.__name__:
            raise
        _end(_about_settings(error), 2)
    except RuntimeError as error:
        if str(error) != "Query interrupted":  # how DuckDB answers Ctrl-C
            raise
        _end(STOPPED, 130, "")


def _end(text: str, code: int, begin: str = "Error: ") -> None:
    remark(f"{begin}{text}")
    sys.exit(code)


def first_line(error: BaseException | None) -> str:
    """The first line of what the error says."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(". ")


def _room(path: str) -> str:
    place = path or str(configuration.load().state_dir)
    return (
        f"Make room on the disk of {place}, then repeat the command; what was stored before stays."
    )


def _about_files(error: OSError) -> str:
    """Which path, what is wrong with it, what to do."""
    paths = [str(os.fsdecode(p)) for p in (error.filename, error.filename2) if p is not None]
    what = f"{' and '.join(paths)}: " if paths else ""
    reason = (error.strerror or first_line(error)).rstrip(". ")
    if error.errno in _FULL:
        return f"{what}{reason}. {_room(paths[0] if paths else '')}"
    return (
        f"{what}{reason}. Check that the path is right and that this user may write there; "
        "STATE_DIR and SNAPSHOT_DIR name the folders that are written."
    )


def _about_snapshot(error: duckdb.Error) -> str:
    """DuckDB hides a full disk in a line of JSON, and calls a full disk for spilling memory too."""
    full, told = "No space left on device", str(error)
    is_disk = full in told or "temp_directory" in told
    begin = f"The snapshot cannot be written: {full if full in told else first_line(error)}."
    if isinstance(error, duckdb.OutOfMemoryException) and not is_disk:
        return (
            f"{begin} Stop what else needs memory on this machine, then repeat the command; what "
            "was stored before stays."
        )
    return f"{begin} {_room(str(configuration.load().snapshots))}"


def _about_database(error: DBAPIError) -> str:
    """The first line of what the database said: what follows may hold rows."""
    reason = first_line(error.orig)
    if "full" in reason or "No space left" in reason:
        return f"The store cannot be written: {reason}. {_room('')}"
    return (
        f"The store cannot be used: {reason}. Check DATABASE_URL, the rights on the store and "
        "the room on its disk, then repeat the command."
    )


# What pydantic says in words of programmers.
_RULES: Final = {
    "int_parsing": "it must be a whole number",
    "float_parsing": "it must be a number",
    "bool_parsing": "it must be true or false",
}


def _about_settings(error: ValidationError) -> str:
    """Which setting, what is allowed, where to change it."""
    told = []
    for fault in error.errors(include_url=False, include_context=False):
        field = str(fault["loc"][0]) if fault["loc"] else ""
        about = configuration.Settings.model_fields.get(field)
        rule = _RULES.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")
        for theirs in ("Input should ", "String should "):
            rule = rule.replace(f"{theirs}be", "it must be").replace(theirs, "it must ")
        value = "" if field == "database_url" else f" is {str(fault['input'])[:80]!r}, but"
        use = about.description if about else ""
        told.append(f"{field.upper()}{value} {rule.rstrip('. ')}. {use}".strip())
    return " ".join([*told, "Change it in the environment or in .env."])
