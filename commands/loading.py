"""`import` and `load-…`: take files in, old postings or the operator's own data."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

import pipeline
import settings as configuration
from commands.opening import open_store
from data.errors import UserError
from data.files import check_source
from data.importer import PORTAL_NAME, ColumnMap, NothingTaken
from data.operator_schema import Unacceptable
from terminal import progress, remark, say, say_counts

_File = Annotated[
    Path, typer.Argument(help="A .csv, .jsonl, .ndjson (all also .gz) or .parquet file.")
]


def import_(
    file: _File,
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
    size = _check_filled(file)
    rejects = pipeline.rejects_path(settings, file)
    try:
        with open_store() as store, progress(f"Import {file.name}", size, "") as tell:
            counts = pipeline.import_postings(store, settings, file, columns, progress=tell)
    except NothingTaken as error:
        _say_imported(file, error.counts, rejects)
        raise
    undated = counts.pop("undated", 0)
    _say_imported(file, counts, rejects)
    if undated:
        say(
            f"Rows taken in without the day of posting they tell: {undated:,}. It cannot be read, "
            f"lies before 2000 or ahead. Their lines: {rejects}. What can be read: docs/import.md"
        )


def _say_imported(file: Path, counts: Mapping[str, int], rejects: Path) -> None:
    say_counts(counts, f"Imported {file.name}")
    if counts["rejected"]:
        say(f"Rows that could not be read, with the reasons: {rejects}")


def _check_filled(file: Path) -> int:
    """The size of a file to take in."""
    size = check_source(file)
    if not size:
        raise UserError(f"{file} is empty (0 bytes). Get it again from whoever made it.")
    return size


_Note = Annotated[str, typer.Option("--source", help="Who delivered the file, and when.")]
# Faults shown; all of them are in the rejects file.
_FAULTS_SHOWN: Final = 50


def _load(kind: str, file: Path, note: str, table: str = "", *, replace: bool = False) -> None:
    settings = configuration.load()
    size = _check_filled(file)
    with open_store() as store, progress(f"Load {file.name}", size, "") as tell:
        try:
            counts = pipeline.load_operator_data(
                store, settings, file, kind, note, table=table, replace=replace, progress=tell
            )
        except Unacceptable as error:
            for fault in error.faults[:_FAULTS_SHOWN]:
                remark(fault.sentence)
            raise
    say_counts(counts, f"Loaded {file.name}")


def load_prakerja(file: _File, source: _Note) -> None:
    """Take Kartu Prakerja figures in: enrolment and outcomes (docs/operator-data.md)."""
    _load("prakerja", file, source)


def load_trainings(file: _File, source: _Note) -> None:
    """Take a catalogue of trainings in (docs/operator-data.md)."""
    _load("trainings", file, source)


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
