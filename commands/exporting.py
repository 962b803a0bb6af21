"""`export`: a table of the served snapshot as a file, with its dictionary."""

from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import orjson
import typer

import settings as configuration
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


def export(
    name: Annotated[
        str,
        typer.Argument(metavar="[TABLE]", help="Which table; none lists all there are."),
    ] = "",
    form: Annotated[
        Form,
        typer.Option(
            "--format",
            help="csv has comma and point; excel.csv semicolon and comma, as Excel in Indonesian.",
        ),
    ] = Form.CSV,
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
    path = output or Path(f"{name}.{form}")
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
