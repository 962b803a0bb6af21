"""Make the tables of a snapshot out of the stage, each by the query of its name in data/sql."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from data.reference.tables import path_of
from data.snapshot import limit_memory, quote

_SQL: Final = Path(__file__).parent / "sql"
# In this order: a query may read the stage and every table before it.
QUERIED: Final = (
    "vacancies",
    "postings",
    "looks",
    "spells",
    "portal_sets",
    "skills",
    "mentions",
    "mentions_by_skill",
    "unlisted_mentions",
    "risks",
    "vacancy_counts",
    "skill_counts",
    "portal_counts",
    "portal_overlap",
)
# What the vacancies are made of, one after the other: in one query it would not fit in memory.
_STAGED: Final = ("asked_stage", "sighted_stage", "vacancy_stage")
# All that a snapshot holds; of the last four three are data/publish_topics.py's, and one
# data/publish_changes.py's.
TABLES: Final = (*QUERIED, "topics", "vacancy_topics", "new_titles", "changes")


def write_tables(stage: Mapping[str, Path], folder: Path) -> None:
    """Write every queried table as a Parquet file; the same stage gives the same bytes.

    Sorted by DuckDB beyond memory, in default row groups, compressed by zstd (PLATFORM.md §4).
    """
    with open_tables(stage, folder) as connection:
        skills = quote(path_of("skills"))
        connection.execute(
            "CREATE VIEW skill_reference AS "
            f"FROM read_csv('{skills}', header = true, all_varchar = true)"
        )
        staged = [write_query(connection, name, folder) for name in _STAGED]
        # Its rows get their place in the file as their number.
        view_file(connection, "vacancy_stage", staged[-1], "file_row_number = true")
        for name in QUERIED:
            write_query(connection, name, folder)
    for file in staged:
        file.unlink()


def write_query(connection: duckdb.DuckDBPyConnection, name: str, folder: Path) -> Path:
    """Write the table of this name by its query and make it readable for those after it."""
    query = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    target = folder / f"{name}.parquet"
    connection.execute(f"COPY ({query}) TO '{quote(target)}' (FORMAT parquet, COMPRESSION zstd)")
    view_file(connection, name, target)
    return target


@contextmanager
def open_tables(files: Mapping[str, Path], folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Parquet files under their names; what does not fit in memory is spilled into the folder."""
    with duckdb.connect(":memory:") as connection:
        limit_memory(connection, folder)
        for name, file in files.items():
            view_file(connection, name, file)
        yield connection


def view_file(
    connection: duckdb.DuckDBPyConnection, name: str, file: Path, option: str = ""
) -> None:
    """Make a Parquet file readable under a name, with an option of DuckDB's read_parquet."""
    told = f"'{quote(file)}'" + (f", {option}" if option else "")
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS FROM read_parquet({told})")
