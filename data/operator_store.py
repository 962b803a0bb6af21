"""Keep the operator's own data: a delivery goes into the store whole, its rows by their keys."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Table, func, insert, select

from data.operator_models import OfficialFigure, PrakerjaFigure, Training, Upload
from data.store import Store
from data.writer import BATCH, Writer

UPLOAD: Final[Table] = Upload.metadata.tables["upload"]
KINDS: Final[Mapping[str, Table]] = {
    model.__tablename__: Upload.metadata.tables[model.__tablename__]
    for model in (PrakerjaFigure, Training, OfficialFigure)
}
_FETCH: Final = 10_000


def save_upload(
    writer: Writer,
    kind: str,
    facts: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> dict[str, int]:
    """Store a delivery in one transaction; rows with a key that is there are replaced.

    `facts` are file_name, sha256 and source_note; each row has its `id`. Returns the counts new
    and replaced.
    """
    table = KINDS[kind]
    with writer.transaction() as connection:
        before = connection.execute(select(func.count()).select_from(table)).scalar_one()
        # Not a sequence: those of PostgreSQL leave gaps, and both engines give the same snapshot.
        newest = connection.execute(select(func.max(UPLOAD.c.id))).scalar()
        upload = (newest or 0) + 1
        told = {"id": upload, "kind": kind, "loaded_at": datetime.now(UTC), "rows": len(rows)}
        connection.execute(insert(UPLOAD), told | dict(facts))
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            writer.upsert(table, [{**row, "upload_id": upload} for row in batch])
        after = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return {"new": after - before, "replaced": len(rows) - (after - before)}


def stream_rows(store: Store, kind: str) -> Iterator[dict[str, Any]]:
    """All rows of a kind, each with the `source` note of the upload it came with last."""
    table = KINDS[kind]
    query = (
        select(table, UPLOAD.c.source_note.label("source"))
        .join(UPLOAD, UPLOAD.c.id == table.c.upload_id)
        .execution_options(yield_per=_FETCH)
    )
    with store.reading() as connection:
        for row in connection.execute(query).mappings():
            yield dict(row)
