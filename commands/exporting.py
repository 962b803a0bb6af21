"""`export`: a table of the served snapshot as a file, with its dictionary."""

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

import settings as configuration
from data.errors import UserError
from data.files import write_whole
from data.snapshot import open_snapshot
from terminal import say

# Beside a file of plain text, which has no room for it.
_DESCRIPTOR: Final = ".datapackage.json"


class Form(StrEnum):
    """The formats of analytics.exports_formats.FORMATS."""

    CSV = "csv"
    EXCEL_CSV = "excel.csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


def _read_form(told: str) -> Form:
    try:
        return Form(told)
    except ValueError as error:
        raise UserError(
            f"There is no format {told!r}. Choose one of: {', '.join(Form)}."
        ) from error


def export(
    name: Annotated[
        str,
        typer.Argument(metavar="[TABLE]", help="Which table; none lists all there are."),
    ] = "",
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            parser=_read_form,
            metavar="|".join(Form),
            help="csv has comma and point; excel.csv semicolon and comma, as Excel in Indonesian. "
            "Without it the ending of --output tells, or it is csv.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; without it TABLE.FORMAT here.")
    ] = None,
) -> None:
    """Write what the data page offers: a table of the published snapshot as a file."""
    # Here, because they bring SciPy.
    from analytics.exports import write_export
    from analytics.exports_package import Resource, describe_package
    from analytics.exports_registry import find_table, offered

    if not name:
        for table in offered().values():
            say(f"{table.name:18} {table.title['en']}")
        return
    form = form or _form_by_ending(output)
    path = output or Path(f"{name}.{form}")
    _check_output(path, name, form)
    with closing(open_snapshot(configuration.load().snapshots)) as snapshot:
        meta = snapshot.meta
        table = find_table(meta, name)
        written = write_export(snapshot, table, form, path)
    kind = "sample" if meta.is_sample else "real"
    say(f"Wrote {path}: {written.rows:,} rows, {written.bytes:,} bytes ({kind} data)")
    if form in (Form.CSV, Form.EXCEL_CSV):
        beside = path.with_name(path.name + _DESCRIPTOR)
        told = describe_package(meta, [Resource(table, form, path.name, written)])
        write_whole(beside, orjson.dumps(told, option=orjson.OPT_INDENT_2))
        say(f"Wrote {beside}: what its columns mean, source and licence")


def _form_by_ending(output: Path | None) -> Form:
    """The format that the name of the file tells."""
    if output is None or output.is_dir():
        return Form.CSV
    # The longest first: .excel.csv ends in .csv, too.
    for form in sorted(Form, key=len, reverse=True):
        if output.name.lower().endswith(f".{form}"):
            return form
    raise UserError(
        f"The ending of {output} tells no format. Give it one of .{', .'.join(Form)}, or say "
        "--format."
    )


def _check_output(path: Path, table: str, form: Form) -> None:
    """Raise UserError where the file cannot be written, or would have another format's ending."""
    if path.is_dir():
        raise UserError(f"{path} is a folder. Name a file in it: {path / f'{table}.{form}'}")
    ending = path.suffix.lower()
    right = Path(f"x.{form}").suffix
    if ending != right and ending in {Path(f"x.{other}").suffix for other in Form}:
        raise UserError(
            f"{path} ends in {ending}, but {form} was asked for. Name it "
            f"{path.with_suffix(right)}, or leave --format out."
        )
