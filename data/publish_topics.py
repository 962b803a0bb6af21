"""Have themes of vacancies and new titles looked for; the answers are tables of the snapshot."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import duckdb
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard
from sqlalchemy import select

from data.errors import DataError
from data.models import PAYLOAD, POSTING, VACANCY
from data.publish_finder import TopicFinder
from data.publish_tables import view_file, write_query
from data.snapshot import SnapshotMeta, TopicsMeta
from data.store import Store

if TYPE_CHECKING:
    import pandas as pd

_FETCH: Final = 5_000
_TEXT: Final[pa.DataType] = pa.string()
_LIST: Final[pa.DataType] = pa.list_(_TEXT)
_COUNT: Final[pa.DataType] = pa.int32()
_SHARE: Final[pa.DataType] = pa.float32()
_SCHEMAS: Final[Mapping[str, pa.Schema]] = {
    "topics": pa.schema(
        {
            **dict.fromkeys(("id", "label_id", "label_en"), _TEXT),
            "terms": _LIST,
            "weights": pa.list_(_SHARE),
            **dict.fromkeys(("n", "employers"), _COUNT),
            "examples": _LIST,
            "likeness": _SHARE,
        }
    ),
    "new_titles": pa.schema(
        {
            **dict.fromkeys(("key", "title", "first_month"), _TEXT),
            **dict.fromkeys(("n", "n_before", "employers", "portals"), _COUNT),
            **dict.fromkeys(("occupation_score", "probability"), _SHARE),
            "examples": _LIST,
        }
    ),
}
# What data/sql/vacancy_topics.sql gets of each vacancy.
_STAGE: Final = pa.schema({"vacancy_id": _TEXT, "topic": _TEXT, "probability": _SHARE})
_UP: Final[Literal["ascending"]] = "ascending"
_DOWN: Final[Literal["descending"]] = "descending"
_SORTED: Final[Mapping[str, list[tuple[str, Literal["ascending", "descending"]]]]] = {
    "topics": [("n", _DOWN), ("id", _UP)],
    "new_titles": [("probability", _DOWN), ("n", _DOWN), ("key", _UP)],
}
_QUERY: Final = """
    SELECT vacancy_id, title, language, month, occupation_score, employer, portals
    FROM vacancies WHERE title IS NOT NULL ORDER BY vacancy_id
"""
_EMPLOYERS: Final = """
    SELECT topic, count(DISTINCT employer) AS employers FROM vacancy_topics
    WHERE topic IS NOT NULL GROUP BY topic
"""


def write_topics(
    store: Store,
    folder: Path,
    finder: TopicFinder | None,
    previous: "pd.DataFrame | None",
    *,
    is_sample: bool,
) -> TopicsMeta:
    """Write topics, vacancy_topics and new_titles beside the vacancies that stand in the folder.

    Empty where `finder` is None or finds too few vacancies. `previous` are the topics of the
    snapshot before, whose ids are kept where a theme is still there.
    """
    with duckdb.connect(":memory:") as connection:
        view_file(connection, "vacancies", folder / "vacancies.parquet")
        rows = connection.execute(_QUERY).df()
        tables = {name: schema.empty_table() for name, schema in _SCHEMAS.items()}
        placed = _STAGE.empty_table()
        found = None
        if finder and len(rows) >= finder.at_least:
            found = finder.find(rows, lambda: _read_contents(store, is_sample=is_sample), previous)
            placed = pa.Table.from_pandas(found.vacancies, schema=_STAGE, preserve_index=False)
        connection.register("topic_stage", placed)
        write_query(connection, "vacancy_topics", folder)
        if found:
            employers = connection.execute(_EMPLOYERS).df().set_index("topic")["employers"]
            topics = found.topics.assign(employers=found.topics["id"].map(employers))
            tables = {
                "topics": _arrange("topics", topics),
                "new_titles": _arrange("new_titles", found.titles),
            }
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return TopicsMeta(
        version=finder.version if finder else None,
        at_least=finder.at_least if finder else 0,
        vacancies=len(rows),
    )


def read_topics(
    folder: Path, last: SnapshotMeta | None, *, is_sample: bool
) -> "pd.DataFrame | None":
    """The topics of a snapshot, or None where it has none or holds the other kind of postings.

    Raises DataError where they cannot be read.
    """
    if last is None or last.is_sample != is_sample or "topics" not in last.tables:
        return None
    file = folder / last.id / "topics.parquet"
    try:
        with duckdb.connect(":memory:") as connection:
            view_file(connection, "topics", file)
            return connection.execute("FROM topics").df()
    except duckdb.Error as error:
        raise DataError(
            f"The topics of the snapshot served, {file}, cannot be read "
            f"({type(error).__name__}). Publish a new one: python -m cli publish --force 'reason'"
        ) from error


def _arrange(name: str, frame: "pd.DataFrame") -> pa.Table:
    schema = _SCHEMAS[name]
    table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
    return table.replace_schema_metadata().sort_by(_SORTED[name])


def _read_contents(store: Store, *, is_sample: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    decompress = zstandard.ZstdDecompressor().decompress
    query = (
        select(VACANCY.c.id, PAYLOAD.c.body)
        .join(POSTING, POSTING.c.id == VACANCY.c.lead_posting_id)
        .join(PAYLOAD, PAYLOAD.c.hash == POSTING.c.hash)
        .where(POSTING.c.is_sample == is_sample)
        .execution_options(yield_per=_FETCH)
    )
    with store.reading() as connection:
        for row in connection.execute(query):
            yield row.id, orjson.loads(decompress(row.body))
