"""The command line: python -m cli COMMAND, from the root of the repository."""

import ctypes
import fcntl
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Final

import typer
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

import pipeline
import settings as configuration
from data.database import read_revision
from data.errors import DataError, SinyalError, UserError
from data.importer import PORTAL_NAME, ColumnMap
from data.operator_schema import Unacceptable
from data.snapshot import read_meta
from data.store import Store
from nlp.reading import READER
from terminal import (
    first_line,
    iso,
    progress,
    remark,
    say,
    say_counts,
    say_snapshot,
    say_status,
    sentences,
)


class _Commands(typer.core.TyperGroup):
    """The commands; what goes wrong in any of them is one sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        with sentences():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
_Sample = Annotated[bool, typer.Option(help="Take the built-in sample market.")]


def _read_address() -> URL:
    """The address of the store; it may hold a password and is never shown."""
    url = configuration.load().store_url
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise UserError(
            "DATABASE_URL is not a database address; write sqlite:///path or "
            "postgresql://user@host:port/name, the port a number."
        ) from error


@contextmanager
def _store() -> Iterator[Store]:
    _read_address()
    with closing(Store(configuration.load().store_url)) as store:
        yield store


@app.command()
def collect(sample: _Sample = False) -> None:
    """Collect postings: from the portals that are switched on, or the sample market."""
    if not sample:
        raise UserError(
            "No portal collector is built in yet. Take old postings in with: "
            "python -m cli import FILE --portal NAME, or the sample with: "
            "python -m cli collect --sample"
        )
    with _store() as store, progress("Sample market", None, "bytes") as tell:
        counts = pipeline.collect_sample(store, configuration.load(), tell)
    say_counts(counts, "Collected from the sample market")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .csv, .jsonl (also .gz) or .parquet file.")],
    portal: Annotated[str | None, typer.Option(help="Portal of rows that name none.")] = None,
    map_: Annotated[
        Path | None, typer.Option("--map", help="TOML: which of their columns is which of ours.")
    ] = None,
) -> None:
    """Take old postings in from a file; safe to interrupt and to repeat."""
    settings = configuration.load()
    columns = ColumnMap.load(map_) if map_ else ColumnMap()
    if portal is not None:
        if not PORTAL_NAME.fullmatch(portal.lower()):
            raise UserError(
                f"--portal {portal!r} is not a portal name: write a short one of small letters, "
                "digits and _+.- without spaces, for example --portal jobstreet"
            )
        columns = ColumnMap(portal.lower(), columns.columns, columns.ignore)
    if not file.is_file():
        raise UserError(f"There is no file {file}.")
    with _store() as store, progress(f"Import {file.name}", file.stat().st_size, "") as tell:
        counts = pipeline.import_postings(store, settings, file, columns, progress=tell)
    say_counts(counts, f"Imported {file.name}")
    if counts["rejected"]:
        path = pipeline.rejects_path(settings, file)
        say(f"Rows that could not be read, with the reasons: {path}")
        if counts["rejected"] == sum(counts.values()):
            raise DataError(
                f"Nothing of {file} was taken in: every row was rejected. Look at the reasons, "
                "then name the columns with --map (docs/import.md) and the portal with --portal."
            )


_File = Annotated[Path, typer.Argument(help="A .csv, .jsonl (also .gz) or .parquet file.")]
_Note = Annotated[str, typer.Option("--source", help="Who delivered the file, and when.")]
# Faults shown; all of them are in the rejects file.
_FAULTS_SHOWN: Final = 50


def _load(kind: str, file: Path, note: str, table: str = "", *, replace: bool = False) -> None:
    settings = configuration.load()
    if not file.is_file():
        raise UserError(f"There is no file {file}.")
    with _store() as store, progress(f"Load {file.name}", file.stat().st_size, "") as tell:
        try:
            counts = pipeline.load_operator_data(
                store, settings, file, kind, note, table=table, replace=replace, progress=tell
            )
        except Unacceptable as error:
            for fault in error.faults[:_FAULTS_SHOWN]:
                remark(fault.sentence)
            raise
    say_counts(counts, f"Loaded {file.name}")


@app.command("load-prakerja")
def load_prakerja(file: _File, source: _Note) -> None:
    """Take Kartu Prakerja figures in: enrolment and outcomes (docs/operator-data.md)."""
    _load("prakerja", file, source)


@app.command("load-trainings")
def load_trainings(file: _File, source: _Note) -> None:
    """Take a catalogue of trainings in (docs/operator-data.md)."""
    _load("trainings", file, source)


@app.command("load-official")
def load_official(
    file: _File,
    table: Annotated[str, typer.Option(help="Official table, as docs/data.md names it.")],
    source: _Note,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put periods of the shipped table aside.")
    ] = False,
) -> None:
    """Take new periods of an official table in (docs/operator-data.md)."""
    _load("official", file, source, table, replace=replace)


@app.command()
def extract(
    source: Annotated[Path, typer.Argument(help="Postings, one JSON object a line.")],
    target: Annotated[Path, typer.Argument(help="Where the readings go, a line each.")],
    workers: Annotated[int, typer.Option(min=1, help="Processes that read.")] = 1,
) -> None:
    """Read postings without a store: skills, occupation, wage and the rest."""
    from nlp.extract_file import extract_file  # spaCy takes a second to load

    size = source.stat().st_size if source.is_file() else 0
    with progress(f"Extract {source.name}", size, "") as tell:
        say_counts(extract_file(source, target, workers, tell), f"Extracted {source.name}")


@app.command()
def evaluate(gold: Path, write: bool = False) -> None:
    """Score extract against labelled postings; --write also makes docs/accuracy.md."""
    from nlp.evaluate import PAGE, evaluate_file  # spaCy takes a second to load

    with progress(f"Evaluate {gold.name}", None, "postings") as tell:
        table = evaluate_file(gold, page=PAGE if write else None, progress=tell)
    say(table)


@app.command()
def process() -> None:
    """Read what is new in the store: titles, places, wages, dates."""
    with _store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what waits can be counted
        waiting = store.count_unread(READER)
        with progress("Process", waiting, "postings") as tell:
            counts = pipeline.process(store, configuration.load(), tell)
    say_counts(counts, "Processed")


@app.command()
def publish(
    force: Annotated[
        str | None, typer.Option(help="Publish in spite of the gate, for this reason.")
    ] = None,
) -> None:
    """Write the next snapshot for the dashboard, unless it is worse than the last."""
    with _store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what is stored can be counted
        rows = store.count_postings(is_sample=False) or store.count_postings(is_sample=True)
        with progress("Publish", rows, "postings", "sorting and verifying") as tell:
            meta = pipeline.publish(store, configuration.load(), force=force, progress=tell)
    say_snapshot(meta)


@app.command()
def run(sample: _Sample = False) -> None:
    """Collect, process and publish in turn."""
    collect(sample)
    process()
    publish(None)


# Streamlit is ready within seconds; a machine that needs longer than this is in trouble.
_READY_WITHIN_SECONDS: Final = 120.0
_POLL_SECONDS: Final = 0.1
_PR_SET_PDEATHSIG: Final = 1


@app.command()
def serve() -> None:
    """Open the dashboard; Ctrl-C stops it."""
    settings = configuration.load()
    host = settings.serve_host
    port = _find_port(host, settings.serve_port)
    words = [sys.executable, "-m", "streamlit", "run", str(configuration.ROOT / "app.py")]
    words += [f"--server.address={host}", f"--server.port={port}"]
    # In a session of its own, so that Ctrl-C reaches it once: from here. Its banner is not ours.
    child = subprocess.Popen(  # noqa: S603 - fixed words, no shell
        words,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread runs yet in this process
    )

    def forward(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, forward)
    name = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104 - only compared
    is_ready = _wait_until_ready(child, host, port)
    if is_ready:
        say(f"Dashboard: http://{_bracketed(name)}:{port} (Ctrl-C stops it)")
    elif child.poll() is None:
        child.kill()
        child.wait()
        raise DataError(f"The dashboard was not ready after {_READY_WITHIN_SECONDS:.0f} seconds.")
    code = child.wait()
    if code > 0 and not is_ready:
        remark(f"The dashboard ended with exit code {code} before it was ready.")
    raise typer.Exit(code if code >= 0 else 128 - code)


def _find_port(host: str, port: int) -> int:
    """The port, or a free one for 0; a sentence where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"The dashboard cannot listen on {_bracketed(host)}:{port} ({error.strerror}). "
                "Choose another with SERVE_PORT or SERVE_HOST, for example: "
                "SERVE_PORT=8502 make serve"
            ) from error
        return int(probe.getsockname()[1])


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _end_with_parent() -> None:
    """Run in the child: a parent that is killed outright leaves no server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_ready(child: "subprocess.Popen[bytes]", host: str, port: int) -> bool:
    """Ask the server until it answers; False where it ended first or took too long."""
    asked = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - only compared
    deadline = time.monotonic() + _READY_WITHIN_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(asked, port, timeout=2)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.client.OK:
                return True
        except (OSError, http.client.HTTPException):
            time.sleep(_POLL_SECONDS)  # not there yet
        finally:
            connection.close()
    return False


# Runs and rows shown by status; the store keeps all.
_RUNS_SHOWN: Final = 20


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programmes.")] = False,
) -> None:
    """What is stored and published, how fresh each portal is, what failed (exit code 1)."""
    settings = configuration.load()
    state: dict[str, Any] = {"snapshot": None, "snapshot_error": None}
    meta = None
    try:
        meta = read_meta(settings.snapshots)
    except (SinyalError, OSError) as error:
        state["snapshot_error"] = str(error)
    if meta is not None:
        state["snapshot"] = meta.model_dump()
    state |= _look_into_store()
    newest: dict[str, str] = {}
    for row in state["runs"]:
        newest.setdefault(row["kind"], row["state"])
    state["runs"] = state["runs"][:_RUNS_SHOWN]
    if as_json:
        sys.stdout.write(json.dumps(state, indent=2, default=iso) + "\n")
    else:
        say_status(state, meta)
    failed = set(newest.values()) & {"failed", _KILLED}
    raise typer.Exit(1 if failed or state["store_error"] or state["snapshot_error"] else 0)


_KILLED: Final = "running or killed"


def _look_into_store() -> dict[str, Any]:
    """What the store holds; a store that is not there yet is empty, and is not made."""
    found: dict[str, Any] = {"store_error": None, "portals": [], "runs": [], "unread": 0}
    try:
        address = _read_address()
        file = Path(address.database or "") if address.get_backend_name() == "sqlite" else None
        if file is not None and not file.exists():
            return found
        with _store() as store, store.engine.connect() as connection:
            if read_revision(connection) is None:
                return found
            # Asked before and after: a run may begin or end while we look.
            is_written = _has_writer(connection, file)
            found["portals"] = [dict(row._mapping) for row in store.portals()]
            found["unread"] = store.count_unread(READER)
            found["runs"] = [dict(row._mapping) for row in store.last_runs()]
            is_written = is_written or _has_writer(connection, file)
    except DBAPIError as error:
        found["store_error"] = f"The store cannot be read: {first_line(error.orig)}"
    except (SinyalError, OSError) as error:
        found["store_error"] = str(error)
    for row in found["runs"]:
        if row["state"] == "running" and not is_written:
            row["state"] = _KILLED
    return found


def _has_writer(connection: Connection, file: Path | None) -> bool:
    """Whether a command holds the writer lock now (data/database.py takes it)."""
    if file is None:
        query = (
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(connection.execute(text(query)).scalar_one())
    try:
        with Path(f"{file}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def main() -> None:
    """Run a command."""
    app()


if __name__ == "__main__":
    main()
