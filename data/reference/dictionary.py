"""Write the data dictionary docs/data.md: `python -m data.reference.dictionary`."""

from collections.abc import Iterator
from typing import Final

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
