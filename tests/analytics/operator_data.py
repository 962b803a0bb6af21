"""A drawn market together with data of the operator, taken in by the real load and checks."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pipeline
from data.operator_publish import TABLES, write_operator_tables
from data.snapshot import META, Snapshot, SnapshotMeta, TableMeta, open_snapshot
from data.store import Store
from settings import Settings
from tests.ui.market import Row, publish

NOTE = "Contoh operator, surat 12 Maret 2026"


def open_with(
    folder: Path,
    rows: Sequence[Row],
    deliveries: Mapping[str, Sequence[Mapping[str, Any]]],
    table: str = "",
) -> Snapshot:
    """The market of these openings with deliveries by kind ("prakerja", "trainings", "official").

    `table` is the one that official figures are of.
    """
    meta = publish(folder / "snapshots", rows)
    settings = Settings(_env_file=None, state_dir=folder / "var", lock_wait_seconds=1)
    settings.state_dir.mkdir(parents=True)
    store = Store(f"sqlite:///{folder / 'store.sqlite'}")
    for kind, delivery in deliveries.items():
        path = folder / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            names = list(dict.fromkeys(name for row in delivery for name in row))
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(delivery)
        pipeline.load_operator_data(store, settings, path, kind, NOTE, table=table)
    own = folder / "snapshots" / meta.id
    if deliveries:
        write_operator_tables(store, own)
    store.close()
    found = {
        name: TableMeta(rows=1, bytes=0, sha256="")
        for name in TABLES
        if (own / f"{name}.parquet").exists()
    }
    told = meta.model_copy(update={"tables": {**meta.tables, **found}})
    (own / META).write_text(SnapshotMeta.model_validate(told).model_dump_json(), encoding="utf-8")
    return open_snapshot(folder / "snapshots")
