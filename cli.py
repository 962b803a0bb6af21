"""The command line: python -m cli COMMAND, from the root of the repository."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import pipeline
import settings as configuration
from data.errors import SinyalError, UserError
from data.importer import ColumnMap
from data.operator_schema import Unacceptable
from data.snapshot import SnapshotMeta, read_meta
from data.store import Store
from nlp.reading import READER

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out: Final = Console()
err: Final = Console(stderr=True)

# Where nobody watches a terminal (logs, CI), a line this often says that it goes on.
_LINE_EVERY_SECONDS: Final = 2.0


@contextmanager
def _progress(label: str, total: int | None, unit: str) -> Iterator[Callable[[int], None]]:
    """A bar in a terminal, a line now and then elsewhere; `total` None means not known."""
    if err.is_terminal:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
            task = bar.add_task(label, total=total)
            yield lambda done: bar.update(task, completed=done)
        return
    last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _LINE_EVERY_SECONDS:
            last = time.monotonic()
            share = f"{done / total:4.0%}" if total else f"{done:,} {unit}"
            err.print(f"{label}: {share}", highlight=False)

    yield tell


@contextmanager
def _store() -> Iterator[Store]:
    store = Store(configuration.load().store_url)
    try:
        yield store
    finally:
        store.close()


def _say(counts: dict[str, int], what: str) -> None:
    numbers = ", ".join(f"{n:,} {name}" for name, n in counts.items())
    out.print(f"{what}: {numbers}", highlight=False)


@app.command()
def collect(
    sample: Annotated[bool, typer.Option(help="Take the built-in sample market.")] = False,
) -> None:
    """Collect postings: from the portals that are switched on, or the sample market."""
    if not sample:
        raise UserError(
            "No portal collector is built in yet. Take old postings in with: "
            "python -m cli import FILE --portal NAME, or the sample with: "
            "python -m cli collect --sample"
        )
    with _store() as store, _progress("Sample market", None, "bytes") as progress:
        counts = pipeline.collect_sample(store, configuration.load(), progress)
    _say(counts, "Collected from the sample market")


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
    if portal:
        columns = ColumnMap(portal, columns.columns, columns.ignore)
    if not file.is_file():
        raise UserError(f"There is no file {file}.")
    with _store() as store, _progress(f"Import {file.name}", file.stat().st_size, "") as progress:
        counts = pipeline.import_postings(store, settings, file, columns, progress=progress)
    _say(counts, f"Imported {file.name}")
    if counts["rejected"]:
        path = pipeline.rejects_path(settings, file)
        out.print(f"Rows that could not be read, with the reasons: {path}", highlight=False)


_File = Annotated[Path, typer.Argument(help="A .csv, .jsonl (also .gz) or .parquet file.")]
_Note = Annotated[str, typer.Option("--source", help="Who delivered the file, and when.")]
# Faults shown; all of them are in the rejects file.
_FAULTS_SHOWN: Final = 50


def _load(kind: str, file: Path, note: str, table: str = "", *, replace: bool = False) -> None:
    settings = configuration.load()
    if not file.is_file():
        raise UserError(f"There is no file {file}.")
    with _store() as store, _progress(f"Load {file.name}", file.stat().st_size, "") as progress:
        try:
            counts = pipeline.load_operator_data(
                store, settings, file, kind, note, table=table, replace=replace, progress=progress
            )
        except Unacceptable as error:
            for fault in error.faults[:_FAULTS_SHOWN]:
                err.print(fault.sentence, markup=False, highlight=False, soft_wrap=True)
            raise
    _say(counts, f"Loaded {file.name}")


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
def process() -> None:
    """Read what is new in the store: titles, places, wages, dates."""
    with _store() as store:
        with store.writing(configuration.load().lock_wait_seconds):
            pass  # brings the schema up to date, so that what waits can be counted
        waiting = store.count_unread(READER)
        with _progress("Process", waiting, "postings") as progress:
            counts = pipeline.process(store, configuration.load(), progress)
    _say(counts, "Processed")


@app.command()
def publish(
    force: Annotated[
        str | None, typer.Option(help="Publish in spite of the gate, for this reason.")
    ] = None,
) -> None:
    """Write the next snapshot for the dashboard, unless it is worse than the last."""
    with _store() as store, _progress("Publish", None, "postings") as progress:
        meta = pipeline.publish(store, configuration.load(), force=force, progress=progress)
    _say_snapshot(meta)


def _say_snapshot(meta: SnapshotMeta) -> None:
    kind = "sample" if meta.is_sample else "real"
    out.print(
        f"Published {meta.id}: {meta.vacancies:,} vacancies from {meta.postings:,} postings "
        f"of {len(meta.portals)} portals ({kind} data)",
        highlight=False,
    )


@app.command()
def run(
    sample: Annotated[bool, typer.Option(help="Take the built-in sample market.")] = False,
) -> None:
    """Collect, process and publish in turn."""
    collect(sample)
    process()
    publish(None)


@app.command()
def serve() -> None:
    """Open the dashboard; Ctrl-C stops it."""
    settings = configuration.load()
    host, port = settings.serve_host, settings.serve_port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"The dashboard cannot listen on {host}:{port} ({error.strerror}). "
                "Choose another with SERVE_PORT, for example: SERVE_PORT=8502 make serve"
            ) from error
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104 - only compared
    out.print(f"Dashboard: http://{shown}:{port} (Ctrl-C stops it)", highlight=False)
    words = [sys.executable, "-m", "streamlit", "run", str(configuration.ROOT / "app.py")]
    words += [f"--server.address={host}", f"--server.port={port}"]
    sys.stdout.flush()
    os.execv(sys.executable, words)  # noqa: S606 - fixed words, no shell


@app.command()
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For programmes.")] = False,
) -> None:
    """What is stored and published, how fresh each portal is, what failed."""
    settings = configuration.load()
    meta = read_meta(settings.snapshots)
    with _store() as store:
        portals = [dict(row._mapping) for row in store.portals()]
        runs = [dict(row._mapping) for row in store.last_runs()]
        waiting = store.count_unread(READER)
    if as_json:
        state = {
            "snapshot": meta.model_dump(mode="json") if meta else None,
            "portals": portals,
            "runs": runs,
            "unread": waiting,
        }
        out.print_json(json.dumps(state, default=str))
        return
    if meta is None:
        out.print("Published: nothing yet. Make a snapshot: python -m cli publish")
    else:
        _say_snapshot(meta)
    out.print(f"Waiting to be read: {waiting:,} postings", highlight=False)
    out.print(_table("Portals", portals))
    out.print(_table("Last runs", runs))


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in rows[0] if rows else ():
        table.add_column(name)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    return table


def main() -> None:
    """Run a command; what goes wrong is one sentence and an exit code."""
    try:
        app()
    except SinyalError as error:
        err.print(f"[red]Error:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
