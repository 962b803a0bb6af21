"""A small made-up market as a published snapshot, for tests of analytics, pages and browser."""

import calendar
import random
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from data.publish_changes import Changes, write_changes
from data.publish_tables import QUERIED, TABLES
from data.reference.tables import path_of
from data.snapshot import (
    PortalMeta,
    Snapshot,
    SnapshotMeta,
    TableMeta,
    TopicsMeta,
    write_snapshot,
)
from settings import ROOT

Row = dict[str, Any]

# The columns and their types are those that the dictionary promises.
TYPES: dict[str, dict[str, str]] = {
    name: table.get("types", {})
    for name, table in tomllib.loads((ROOT / "data/snapshot.toml").read_text())["table"].items()
}
_SEEN = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def vacancy(number: int, **facts: Any) -> Row:
    """One opening with the given facts; the rest plain.

    `asks` are ids of skills it asks for, `warns` kinds of risk.
    """
    row: Row = dict.fromkeys(TYPES["vacancies"])
    row |= {
        "vacancy_id": f"v{number}",
        "title": "Staf Gudang",
        "company": f"PT Uji {number % 7}",
        "first_seen": _SEEN,
        "last_seen": _SEEN,
        "is_open": facts.get("closed") is None,
        "days_open": 0.0,
        "is_stale": False,
        "reposts": 0,
        "postings": 1,
        "portals": ("jobstreet",),
        "asks": (),
        "warns": (),
    }
    row |= facts
    if "wage_period" not in facts and (row["wage_min_idr"] or row["wage_max_idr"]):
        row["wage_period"] = "month"
    if row["occupation"] is not None:
        row["occupation_digits"] = len(row["occupation"])
    if row["posted"] is not None:
        row["month"] = row["posted"].strftime("%Y-%m")
    return row


def publish(
    folder: Path,
    vacancies: Sequence[Row],
    *,
    is_sample: bool = True,
    topics: Mapping[str, Sequence[Row]] | None = None,
    changes: Changes | None = None,
) -> SnapshotMeta:
    """Write these openings as the next snapshot of the folder.

    `topics` are the rows of topics, vacancy_topics and new_titles by table; None is too few.
    `changes` tells what changed; None leaves it to who asks.
    """
    # The queries would take such rows for one opening's, and put each to each.
    assert len({row["vacancy_id"] for row in vacancies}) == len(vacancies), "ids are not unique"
    postings = [
        {name: row.get(name) for name in TYPES["postings"]}
        | {"portal": portal, "portal_id": f"{portal}-{row['vacancy_id']}"}
        for row in vacancies
        for portal in row["portals"]
    ]

    def write(aside: Path) -> None:
        with duckdb.connect() as connection:
            _fill(connection, "made", vacancies)
            _fill(connection, "postings", postings)
            connection.execute(
                "UPDATE made SET employer = numbered.number FROM (SELECT company AS named,"
                " dense_rank() OVER (ORDER BY company) AS number FROM made) AS numbered"
                " WHERE company = named AND employer IS NULL"
            )
            connection.execute(
                "UPDATE made SET portal_set = numbered.number FROM (SELECT portals AS named,"
                " dense_rank() OVER (ORDER BY portals) AS number FROM made) AS numbered"
                " WHERE portals = named"
            )
            connection.execute(
                "CREATE TABLE mention_stage (vacancy_id VARCHAR, what VARCHAR, value VARCHAR,"
                " kind VARCHAR, text VARCHAR, field VARCHAR, n SMALLINT)"
            )
            mentions = [
                (row["vacancy_id"], what, value, "hard", value, "description", n)
                for row in vacancies
                for what, told in (("skill", row["asks"]), ("risk", row["warns"]))
                for n, value in enumerate(told)
            ]
            if mentions:
                connection.executemany(
                    "INSERT INTO mention_stage VALUES (?, ?, ?, ?, ?, ?, ?)", mentions
                )
            connection.execute(
                f"CREATE VIEW skill_reference AS FROM read_csv('{path_of('skills')}',"
                " header = true, all_varchar = true)"
            )
            _place(connection)
            placed = (topics or {}).get("vacancy_topics", ())
            connection.execute(
                "CREATE TABLE topic_stage (vacancy_id VARCHAR, topic VARCHAR, probability FLOAT)"
            )
            if placed:
                told = [(row["vacancy_id"], row["topic"], row["probability"]) for row in placed]
                connection.executemany("INSERT INTO topic_stage VALUES (?, ?, ?)", told)
            for name in TABLES:
                if name == "changes":
                    continue
                if name not in (*QUERIED, "vacancy_topics"):
                    _fill(connection, name, (topics or {}).get(name, ()))
                elif name not in ("vacancies", "postings"):
                    connection.execute(f"CREATE TABLE {name} AS {_query(name)}")
                connection.execute(f"COPY {name} TO '{aside / name}.parquet' (FORMAT parquet)")

    def describe(name: str, now: datetime, tables: Mapping[str, TableMeta]) -> SnapshotMeta:
        days = [row["posted"] for row in vacancies if row["posted"] is not None]
        portals = Counter(str(row["portal"]) for row in postings)
        return SnapshotMeta(
            id=name,
            created_at=now,
            is_sample=is_sample,
            vacancies=len(vacancies),
            postings=len(postings),
            posted_from=min(days, default=None),
            posted_to=max(days, default=None),
            portals=[
                PortalMeta(
                    name=portal, postings=n, posted_from=None, posted_to=None, last_seen=_SEEN
                )
                for portal, n in portals.items()
            ],
            filled={},
            regencies={},
            versions={"changes": changes.version} if changes else {},
            tables=tables,
            topics=TopicsMeta(version="uji", at_least=500, vacancies=500 if topics else 499),
        )

    def derive(unfinished: Snapshot) -> Path:
        return write_changes(unfinished, changes)  # type: ignore[arg-type]

    return write_snapshot(
        folder, write, describe, lambda _: None, keep=3, derive=derive if changes else None
    )


def _query(name: str) -> str:
    return (ROOT / f"data/sql/{name}.sql").read_text(encoding="utf-8")


def _place(connection: duckdb.DuckDBPyConnection) -> None:
    """Vacancies as made, in their order, with what the query of a real snapshot works out.

    Numbers, whether pay counts, and fields: by a rule of their own here, tests would test that one.
    """
    connection.execute(
        "CREATE VIEW stage AS SELECT * REPLACE (coalesce(wage_min, wage_min_idr) AS wage_min,"
        " coalesce(wage_max, wage_max_idr) AS wage_max, '[]' AS locations, '[]' AS benefits),"
        " vacancy_id AS posting_id, true AS is_lead, '{}' AS restrictions, 'any' AS portal,"
        " NULL::DATE AS posted_read, closed AS closed_at FROM made"
    )
    connection.execute("CREATE VIEW lifetime_stage AS FROM made")
    for name in ("asked_stage", "sighted_stage"):
        connection.execute(f"CREATE VIEW {name} AS {_query(name)}")
    connection.execute(
        "CREATE VIEW vacancy_stage AS SELECT row_number() OVER () - 1 AS file_row_number, *"
        f" FROM ({_query('vacancy_stage')})"
    )
    connection.execute(
        "CREATE TABLE vacancies AS SELECT m.* REPLACE (n.vacancy AS vacancy, n.is_paid AS is_paid,"
        f" n.fields AS fields) FROM made m JOIN ({_query('vacancies')}) n USING (vacancy_id)"
        " ORDER BY n.vacancy"
    )


def _fill(connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[Row]) -> None:
    """A table of the dictionary's types with these rows; "made" has those of vacancies."""
    types = TYPES["vacancies" if name == "made" else name]
    columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
    connection.execute(f"CREATE TABLE {name} ({columns})")
    if rows:
        told = pa.table({column: [row[column] for row in rows] for column in types})
        connection.register("told", told)
        connection.execute(f"INSERT INTO {name} SELECT * FROM told")
        connection.unregister("told")


def spread(month: str, n: int, first: int = 1, last: int | None = None) -> list[date]:
    """n days spread evenly over a month, both ends met."""
    year, number = int(month[:4]), int(month[5:])
    last = last or calendar.monthrange(year, number)[1]
    return [date(year, number, first + round((last - first) * i / max(n - 1, 1))) for i in range(n)]


TITLES = (
    ("Staf Administrasi", 21), ("Sales Executive", 18), ("Operator Produksi", 14),
    ("Kasir", 11), ("Customer Service", 10), ("Barista", 9), ("Perawat", 8),
    ("Akuntan", 8), ("Teknisi Mesin", 7), ("Guru Matematika", 7), ("Pengemudi", 6),
    ("Software Engineer", 6),
)  # fmt: skip
PROVINCES = (
    ("31", 30), ("32", 22), ("35", 15), ("36", 10), ("33", 9), ("12", 5), ("51", 3), ("73", 2),
    ("34", 2), ("16", 1), ("64", 1), ("94", 1),
)  # fmt: skip
MONTHS = (
    ("2025-09", 61, 14, None), ("2025-10", 96, 1, None), ("2025-11", 104, 1, None),
    ("2025-12", 83, 1, None), ("2026-01", 121, 1, None), ("2026-02", 118, 1, None),
    ("2026-03", 97, 1, None), ("2026-04", 132, 1, None), ("2026-05", 141, 1, None),
    ("2026-06", 138, 1, None), ("2026-07", 129, 1, None), ("2026-08", 150, 1, None),
    ("2026-09", 162, 1, None), ("2026-10", 231, 1, None), ("2026-11", 88, 1, 18),
)  # fmt: skip


def _pick(chance: random.Random, table: Sequence[tuple[str, int]]) -> str:
    return chance.choices([name for name, _ in table], [weight for _, weight in table])[0]


def full_market(seed: int = 1) -> list[Row]:
    """About 1,900 openings over fifteen months, with gaps, flags and doubles as real ones have."""
    chance = random.Random(seed)
    days: list[date | None] = [
        day for month, n, first, last in MONTHS for day in spread(month, n, first, last)
    ]
    days += [None] * 47
    rows = []
    for number, day in enumerate(days):
        title, portals = _pick(chance, TITLES), ["jobstreet"]
        if chance.random() < 0.4:
            portals = ["glints"] if chance.random() < 0.6 else ["jobstreet", "loker_id"]
        facts: Row = {"title": title, "posted": day, "portals": portals, "postings": len(portals)}
        facts["company"] = f"PT Contoh {chance.randrange(300)}" if chance.random() < 0.95 else None
        facts["province"] = _pick(chance, PROVINCES) if chance.random() < 0.9 else None
        if chance.random() < 0.35:
            low = 50_000 * round(chance.lognormvariate(4.45, 0.35))
            facts |= {"wage_min_idr": low, "wage_max_idr": low + 250_000 * chance.randrange(7)}
        elif chance.random() < 0.01:
            facts |= {"wage_min_idr": 450_000_000, "wage_flags": "implausible"}
        rows.append(vacancy(number, **facts))
    return rows
