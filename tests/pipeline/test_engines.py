"""Whoever reads, the same is stored; and what was read before a fault stays."""

import json
from pathlib import Path
from typing import Any

import pytest

import pipeline
from data.importer import ColumnMap
from data.publish_tables import TABLES
from data.store import Store
from nlp import engine
from settings import Settings

ROWS: list[dict[str, Any]] = [
    {
        "id": str(number),
        "title": title,
        "location": place,
        "description": f"Kualifikasi:\n- Menguasai {tool}\n- Pengalaman {number % 4} tahun",
        "posted": f"2026-02-{1 + number:02d}",
        "scraped": "2026-03-01",
    }
    for number, (title, place, tool) in enumerate(
        [
            ("Kasir", "Bandung", "Microsoft Excel"),
            ("Admin Gudang", "Bekasi", "SAP"),
            ("Guru Matematika", "Jayapura", "Microsoft Word"),
            ("Welder", "Batam", "las listrik"),
        ]
        * 6
    )
]


def store_rows(url: str, settings: Settings, path: Path) -> Store:
    store = Store(url)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS))
    pipeline.import_postings(store, settings, path, ColumnMap(portal="contoh"))
    return store


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "BATCH", 5)


def test_every_engine_stores_the_same(settings: Settings, tmp_path: Path) -> None:
    hashes = []
    for name, told in (
        ("one", {}),
        ("two", {"workers": 2}),
        ("dask", {"engine": "dask", "workers": 2}),
    ):
        here = settings.model_copy(update={"state_dir": tmp_path / name})
        store = store_rows(f"sqlite:///{tmp_path / name}.sqlite", here, tmp_path / "rows.jsonl")
        assert pipeline.process(store, here, **told)["read"] == len(ROWS)  # type: ignore[arg-type]
        meta = pipeline.publish(store, here)
        hashes.append({table: meta.tables[table].sha256 for table in TABLES})
        store.close()
    assert hashes[0] == hashes[1] == hashes[2]


def test_what_was_read_before_a_fault_stays(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_rows(f"sqlite:///{tmp_path / 's'}.sqlite", settings, tmp_path / "rows.jsonl")
    told: list[int] = []
    monkeypatch.setattr(pipeline, "run", _break_at_the_third)
    with pytest.raises(engine.EngineError, match="gone"):
        pipeline.process(store, settings, told.append)
    assert told == [5, 10]
    assert store.count_unread(pipeline.READER) == len(ROWS) - 10
    monkeypatch.undo()
    assert pipeline.process(store, settings)["read"] == len(ROWS) - 10
    store.close()


def _break_at_the_third(work: Any, parts: Any, **_: Any) -> Any:
    for number, part in enumerate(parts):
        if number == 2:
            raise engine.EngineError("The scheduler is gone.")
        yield work(part)


def test_a_worker_with_other_code_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_rows(f"sqlite:///{tmp_path / 's'}.sqlite", settings, tmp_path / "rows.jsonl")

    def read_otherwise(parts: Any) -> Any:
        read = pipeline.read_batch(parts)
        read[0].reading["reader"] = "old"  # type: ignore[index]
        return read

    monkeypatch.setattr(pipeline, "run", lambda _, parts, **__: map(read_otherwise, parts))
    with pytest.raises(engine.EngineError, match="other code"):
        pipeline.process(store, settings)
    assert store.count_unread(pipeline.READER) == len(ROWS)
    store.close()
