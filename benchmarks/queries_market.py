"""A snapshot of a million vacancies: a published sample market laid on itself many times."""

import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

import duckdb

from analytics.changes import CHANGES
from data.publish_changes import write_changes
from data.snapshot import open_older

# What tells a copy from another: ids get the number of the copy, employers that of its eighth.
_EMPLOYERS: Final = "employer * 8 + copy % 8"
# Copies stand where the one they are of stood.
_NUMBER: Final = "((vacancy - 1) * times + copy + 1)::INTEGER"
_CHANGED: Final = {
    "vacancies": {"vacancy": _NUMBER, "vacancy_id": "vacancy_id || '-' || copy",
                  "employer": _EMPLOYERS, "company": "company || ' ' || copy % 8"},
    "postings": {"vacancy_id": "vacancy_id || '-' || copy",
                 "portal_id": "portal_id || '-' || copy"},
    "mentions": {"vacancy": _NUMBER, "employer": _EMPLOYERS},
    "mentions_by_skill": {"vacancy": _NUMBER, "employer": _EMPLOYERS},
    "unlisted_mentions": {"vacancy": _NUMBER, "employer": _EMPLOYERS},
    "risks": {"vacancy": _NUMBER, "employer": _EMPLOYERS},
    "vacancy_topics": {"vacancy": _NUMBER, "employer": _EMPLOYERS},
}  # fmt: skip
# As data/sql sorts them.
_ORDER: Final = {
    "vacancies": "vacancy",
    "postings": "vacancy_id, portal, portal_id",
    "mentions": "vacancy, skill",
    "mentions_by_skill": "skill, month, vacancy",
    "unlisted_mentions": "wording, month, vacancy",
    "risks": "kind, month, vacancy",
    "vacancy_topics": "topic, month, vacancy",
}
_COUNTED: Final = (
    "looks", "spells", "portal_sets", "portal_overlap", "vacancy_counts", "skill_counts",
    "portal_counts",
)  # fmt: skip
_SQL: Final = Path(__file__).resolve().parents[1] / "data" / "sql"


def multiply(source: Path, target: Path, vacancies: int) -> Path:
    """Write the snapshot `source` laid on itself until it has about so many vacancies.

    Rows are sorted as `publish` sorts them; counts and what changed are made again. Copies are
    alike in everything but their ids and their employers, so shares are those of the sample and
    only sizes grow. Returns the snapshot's folder under `target`.
    """
    meta = json.loads((source / "meta.json").read_text())
    times = max(1, round(vacancies / meta["vacancies"]))
    folder = target / source.name
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '4GB'")
        connection.execute(f"SET temp_directory = '{folder / '.spill'}'")
        for name in meta["tables"]:
            file = folder / f"{name}.parquet"
            if name in _CHANGED:
                changed = ", ".join(f"{new} AS {old}" for old, new in _CHANGED[name].items())
                connection.execute(
                    f"COPY (SELECT * EXCLUDE (copy, times) REPLACE ({changed})"
                    f" FROM '{source / file.name}' CROSS JOIN"
                    f" (SELECT range AS copy, {times} AS times FROM range({times}))"
                    f" ORDER BY {_ORDER[name]}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
                )
                connection.execute(f"CREATE VIEW {name} AS FROM '{file}'")
            elif name not in _COUNTED:
                shutil.copy(source / file.name, file)
        for name in _COUNTED:
            query = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
            file = folder / f"{name}.parquet"
            connection.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
            connection.execute(f"CREATE VIEW {name} AS FROM '{file}'")
        for name, table in meta["tables"].items():
            (count,) = connection.execute(
                f"SELECT count(*) FROM '{folder / name}.parquet'"
            ).fetchall()[0]
            table["rows"] = count
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    meta["vacancies"] *= times
    meta["postings"] *= times
    (folder / "meta.json").write_text(json.dumps(meta))
    with closing(open_older(target, source.name)) as market:
        write_changes(market, CHANGES)
    (target / "CURRENT").write_text((source.parent / "CURRENT").read_text())
    return folder
