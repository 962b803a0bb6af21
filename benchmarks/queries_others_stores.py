"""The same rows in shuffled Parquet and in SQLite, and both opened as a Way in SQL."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from benchmarks.queries_others_dialect import Values
from benchmarks.queries_others_sql import SqlWay

TABLES: Final = ("vacancies", "postings", "mentions", "skills", "vacancy_topics")
SPANS: Final = "spans"
_SQLITE: Final = "rows.sqlite"
_CHUNK: Final = 20_000
_CACHE_KB: Final = 262_144
# What a person would index: what a filter narrows by, the keys, and each other table both ways.
_INDICES: Final = {
    "vacancies": ("province, occupation", "regency, occupation", "occupation", "sector", "month",
                  "posted", "last_seen"),
    "vacancy_portals": ("portal, vacancy",),
    "mentions": ("vacancy, skill",),
    "postings": ("vacancy, portal",),
    "spans": ("vacancy, begins, ends",),
    "vacancy_topics": ("vacancy, topic", "topic, vacancy"),
}  # fmt: skip


def write_shuffled(snapshot: Path, folder: Path) -> None:
    """The tables of a snapshot that the questions are about, row by row as before, in no order.

    Postings get the number of their vacancy, so that no way joins by names where ours does not.
    """
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = '{folder / '.spill'}'")
        for table in TABLES:
            rows = f"SELECT * FROM '{snapshot / table}.parquet'"
            if table == "postings":
                numbers = f"SELECT vacancy_id, vacancy FROM '{snapshot / 'vacancies'}.parquet'"
                rows = f"SELECT * FROM ({rows}) p JOIN ({numbers}) v USING (vacancy_id)"
            connection.execute(
                f"COPY (SELECT * FROM ({rows}) t ORDER BY hash(t))"
                f" TO '{folder / table}.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )


def write_sqlite(folder: Path) -> None:
    """The shuffled tables in one database beside them, in normal form, with indices.

    Vacancies and skills have numbers, in the order of their ids; lists are tables of their own.
    """
    with duckdb.connect() as source, sqlite3.connect(folder / _SQLITE) as target:
        for table in (*TABLES, SPANS):
            source.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")
        source.execute(
            "CREATE TABLE numbers AS SELECT vacancy,"
            " row_number() OVER (ORDER BY vacancy_id) AS number FROM vacancies"
        )
        source.execute(
            "CREATE TABLE named AS SELECT id, row_number() OVER (ORDER BY id) AS skill FROM skills"
        )
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        number = "JOIN numbers b USING (vacancy)"
        for table, key in (
            ("vacancies", "INTEGER PRIMARY KEY"), ("postings", "INTEGER"), (SPANS, "INTEGER"),
            ("vacancy_topics", "INTEGER"),
        ):  # fmt: skip
            columns = _scalars(source, table)
            if table == "vacancy_topics":  # the rest is that of the vacancy
                columns = {"topic": columns["topic"]}
            query = (
                f"SELECT b.number, {', '.join(columns.values())} FROM {table} t {number}"
                " ORDER BY b.number"
            )
            _fill(source, target, table, {"vacancy": key, **dict.fromkeys(columns, "")}, query)
        _fill(source, target, "skills", {"skill": "INTEGER PRIMARY KEY"}
              | dict.fromkeys(("id", "name_id", "name_en", "kind", '"group"'), "TEXT"),
              'SELECT k.skill, k.id, name_id, name_en, kind, "group" FROM skills'
              " JOIN named k USING (id) ORDER BY 1")  # fmt: skip
        _fill(source, target, "mentions", {"skill": "INTEGER", "vacancy": "INTEGER"},
              f"SELECT k.skill, b.number FROM mentions t {number} JOIN named k ON k.id = t.skill"
              " ORDER BY 1, 2", "skill, vacancy")  # fmt: skip
        for table, column, listed in (("vacancy_portals", "portal", "portals"),
                                      ("vacancy_risks", "kind", "risks")):  # fmt: skip
            _fill(source, target, table, {"vacancy": "INTEGER", column: "TEXT"},
                  f"SELECT b.number, unnest(t.{listed}) FROM vacancies t {number} ORDER BY 1, 2",
                  f"vacancy, {column}")  # fmt: skip
        for table, indices in _INDICES.items():
            for index in indices:
                name = f"{table}_{index.replace(', ', '_')}"
                target.execute(f"CREATE INDEX {name} ON {table} ({index})")
        target.execute("CREATE INDEX vacancy_risks_kind ON vacancy_risks (kind, vacancy)")
        target.execute("ANALYZE")


def _scalars(source: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table that are no lists and no key, as SQLite can hold them."""
    columns = {}
    # Fields are a list as well, though written as one text; no question here is about them.
    left_out = {"vacancy", "fields"} | ({"vacancy_id"} if table != "vacancies" else set())
    for name, kind, *_ in source.execute(f"DESCRIBE {table}").fetchall():
        if name in left_out or kind.endswith("[]") or kind.startswith("STRUCT"):
            continue
        column = f't."{name}"'
        if kind == "DATE":
            column = f"strftime({column}, '%Y-%m-%d')"
        elif kind.startswith("TIMESTAMP"):
            column = f"epoch_us({column})"
        columns[name] = column
    return columns


def _fill(
    source: duckdb.DuckDBPyConnection, target: sqlite3.Connection, table: str,
    columns: Mapping[str, str], query: str, key: str = "",
) -> None:  # fmt: skip
    """A table of SQLite with the rows of a query; with a key, kept in its order."""
    told = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    ends = f", PRIMARY KEY ({key})) WITHOUT ROWID" if key else ")"
    target.execute(f"CREATE TABLE {table} ({told}{ends}")
    places = ", ".join("?" * len(columns))
    target.executemany(f"INSERT INTO {table} VALUES ({places})", _rows(source.execute(query)))


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while chunk := found.fetchmany(_CHUNK):
        yield from chunk


class UnsortedWay(SqlWay):
    """DuckDB over the shuffled files of a folder."""

    shown = "(SELECT *, unnest(portals) AS portal FROM vacancies)"
    ordered = "v.vacancy_id"

    def __init__(self, folder: Path) -> None:
        self._connection = duckdb.connect()
        for table in (*TABLES, SPANS):
            self._connection.execute(f"CREATE VIEW {table} AS FROM '{folder / table}.parquet'")

    def frame(self, sql: str, values: Values) -> pd.DataFrame:
        # DuckDB takes no value that the query does not name.
        named = {name: value for name, value in values.items() if f"${name}" in sql}
        return self._connection.execute(sql, named or None).df()

    def part_of(self, day: str, part: str) -> str:
        return f"{part}({day})"

    def moment(self, moment: pd.Timestamp) -> object:
        return moment.to_pydatetime()

    def moments(self, column: "pd.Series[int]") -> "pd.Series[pd.Timestamp]":
        return column  # type: ignore[return-value]

    def on_portals(self, portals: Sequence[str]) -> tuple[str, Values]:
        return "coalesce(list_has_any(v.portals, $portals), false)", {"portals": list(portals)}

    def has_risk(self, kinds: Sequence[str]) -> str:
        return f"list_has_any(v.risks, {list(kinds)!r})"

    def skill_of(self, skill: str) -> object:
        return skill

    def skill_ids(self, skills: "pd.Series[str]") -> "pd.Series[str]":
        return skills

    def close(self) -> None:
        self._connection.close()


class SqliteWay(SqlWay):
    """The database that `write_sqlite` made in a folder."""

    shown = (
        "(SELECT v.*, p.portal FROM vacancies v JOIN vacancy_portals p ON p.vacancy = v.vacancy)"
    )
    ordered = "v.vacancy"  # as write_sqlite numbers them

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / _SQLITE)
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._connection.execute("PRAGMA temp_store = MEMORY")
        rows = self._connection.execute("SELECT id, skill FROM skills")
        self._numbers: dict[str, int] = dict(rows.fetchall())
        self._ids = {number: name for name, number in self._numbers.items()}

    def frame(self, sql: str, values: Values) -> pd.DataFrame:
        told = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
        cursor = self._connection.execute(sql, told)
        names = [column[0] for column in cursor.description]
        return pd.DataFrame.from_records(cursor.fetchall(), columns=names)

    def part_of(self, day: str, part: str) -> str:
        first, letters = {"year": (1, 4), "day": (9, 2)}[part]
        return f"CAST(substr({day}, {first}, {letters}) AS INTEGER)"

    def moment(self, moment: pd.Timestamp) -> object:
        return moment.value // 1_000

    def moments(self, column: "pd.Series[int]") -> "pd.Series[pd.Timestamp]":
        return pd.to_datetime(column, unit="us", utc=True)

    def on_portals(self, portals: Sequence[str]) -> tuple[str, Values]:
        values = {f"portal_{place}": portal for place, portal in enumerate(portals)}
        names = ", ".join(f"${name}" for name in values)
        return (
            (
                "EXISTS (SELECT 1 FROM vacancy_portals p WHERE p.vacancy = v.vacancy"
                f" AND p.portal IN ({names}))"
            ),
            values,
        )

    def has_risk(self, kinds: Sequence[str]) -> str:
        names = ", ".join(f"'{kind}'" for kind in kinds)
        return f"v.vacancy IN (SELECT vacancy FROM vacancy_risks WHERE kind IN ({names}))"

    def skill_of(self, skill: str) -> object:
        return self._numbers.get(skill)

    def skill_ids(self, skills: "pd.Series[str]") -> "pd.Series[str]":
        return skills.map(self._ids)

    def close(self) -> None:
        self._connection.close()
