"""Write the data dictionary docs/data.md: `python -m data.reference.dictionary`."""

from collections.abc import Iterator
from typing import Final

from data import operator_official, operator_schema
from data.files import write_whole
from data.reference import official, schema, tables

TARGET: Final = tables.FOLDER.parents[1] / "docs" / "data.md"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _sources(table: schema.Table) -> str:
    if table.sources:
        return "one for the file: " + ", ".join(f"`{source}`" for source in table.sources)
    if table.source_columns:
        return "in each row: " + ", ".join(f"`{column}`" for column in table.source_columns)
    return "this table lists sources"


def _describe(table: schema.Table) -> Iterator[str]:
    yield f"### {table.name}"
    yield ""
    what = table.what[:1].upper() + table.what[1:]
    yield f"{what}. Rows: {len(tables.rows(table.name)):,}. Period: {table.period or 'not dated'}."
    yield ""
    if table.about:
        yield f"Trust and checks: {table.about}."
        yield ""
    yield f"File: `{tables.path_of(table.name).name}`. Key: {', '.join(table.key)}. "
    yield f"Source: {_sources(table)}."
    yield ""
    yield "| column | type | unit | meaning | may be empty |"
    yield "|---|---|---|---|---|"
    for column in table.columns:
        empty = "yes" if column.may_be_empty else ""
        yield (
            f"| {column.name} | {column.type} | {column.unit} | {_cell(column.meaning)} | {empty} |"
        )
    yield ""


def _list_figures() -> Iterator[str]:
    yield "| figure | table | unit | told apart by | rows |"
    yield "|---|---|---|---|--:|"
    for name in official.names():
        found = official.figures(name)
        by = ", ".join(found[0].by)
        units = "; ".join(sorted({figure.unit for figure in found}))
        yield f"| {name} | {official.table_of(name)} | {units} | {by} | {len(found):,} |"
    yield ""


def _describe_delivery(table: operator_schema.Table) -> Iterator[str]:
    yield f"### {table.name} (operator)"
    yield ""
    yield f"{table.what}. Loaded by `python -m cli {table.command} FILE --source NOTE`;"
    yield f"stored in `{table.stored_in}`, in the snapshot `{table.published_as}`."
    yield ""
    yield f"Key: {', '.join(table.key)}."
    yield ""
    yield "| column | type | unit | meaning | may be empty | allowed | also called |"
    yield "|---|---|---|---|---|---|---|"
    for column in table.columns:
        empty = "" if column.is_required else "yes"
        allowed = ", ".join(column.allowed) or _limits(column)
        also = ", ".join(column.headers)
        yield _cell_row(column.name, column.type, column.unit, column.meaning, empty, allowed, also)
    yield ""
    if table.rules:
        yield "Rules between columns:"
        yield ""
        yield from (f"- {', '.join(rule.columns)}: {rule.allowed}." for rule in table.rules)
        yield ""


def _cell_row(*cells: str) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _limits(column: operator_schema.Column) -> str:
    told = (("from", column.least), ("to", column.most), ("characters:", column.longest))
    return " ".join(f"{word} {limit}" for word, limit in told if limit is not None)


def _describe_operator_data() -> Iterator[str]:
    official_told = operator_schema.content()["official"]
    yield "## Data of the operator"
    yield ""
    yield "Delivered files, checked against `data/operator.toml`; `docs/operator-data.md` tells how"
    yield "to prepare one. Nothing of these comes with the programme. In the snapshot every row has"
    yield "its `source` (the note of the delivery) and its `upload_id`."
    yield ""
    for table in operator_schema.tables().values():
        yield from _describe_delivery(table)
    yield "### official (operator)"
    yield ""
    yield f"{official_told['what']}. Loaded by"
    yield f"`python -m cli {official_told['command']} FILE --table NAME --source NOTE`;"
    yield f"stored in `{official_told['stored_in']}`, in the snapshot"
    yield f"`{official_told['published_as']}`: figure, area, period, breakdown (JSON), unit, value,"
    yield "table_name. The columns are those of the table below; needed are its key, its values and"
    yield "what its figures are told apart by. Tables:"
    yield f"{', '.join(operator_official.names())}."
    yield ""


def write_dictionary() -> str:
    """The whole page as text."""
    lines = [
        "# Reference data: what each table holds",
        "",
        "Written by `python -m data.reference.dictionary` from `data/reference/schema.toml`;",
        "do not edit. Codes are text with their zeros. An empty cell means that no official figure",
        "was found: nothing is filled in. Sources and licences: `data/reference/SOURCES.md`.",
        "",
        "## Things to know before charting",
        "",
        *[f"- {note}" for note in schema.notes()],
        "",
        "## Official figures by name",
        "",
        'Read by `reference.figures("wage", area="31")`; `data/reference/figures.toml` lists them.',
        "",
        *_list_figures(),
        *_describe_operator_data(),
        "## Tables",
        "",
    ]
    for table in schema.described().values():
        lines += _describe(table)
    lines += ["## Other files", "", "| file | what it is |", "|---|---|"]
    lines += [f"| {file} | {what} |" for file, what in schema.other_files().items()]
    lines += ["", "## Left out", "", "Of the files collected, these are not carried:", ""]
    lines += [f"- `{file}`: {reason}." for file, reason in schema.left_out().items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    write_whole(TARGET, write_dictionary().encode())


if __name__ == "__main__":
    main()
