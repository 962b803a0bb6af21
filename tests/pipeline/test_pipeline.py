"""From a file to a snapshot: what goes in comes out, sample and real never mixed."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import collection
import pipeline
from data.errors import GateClosed, UserError
from data.importer import ColumnMap
from data.snapshot import open_snapshot, read_meta
from data.store import Store
from scrapers.collect import Outcome
from settings import Settings

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "title": "DIBUTUHKAN SEGERA: STAFF GUDANG (Pria)",
        "company": "PT Rak Contoh",
        "location": "Cikarang, Bekasi",
        "salary": "Rp4jt-Rp4,5jt",
        "posted_text": "3 hari yang lalu",
        "scraped": "2026-02-14",
    },
    {
        "id": "2",
        "title": "Guru Bimbel",
        "location": "Jayapura, Papua",
        "salary": "25rb/jam",
        "posted": "2026-01-31",
        "scraped": "2026-02-14",
    },
    {"id": "3", "title": "Data Entry (Remote)", "location": "Remote", "salary": "Negosiasi"},
]


def take_in(store: Store, settings: Settings, rows: list[dict[str, Any]]) -> None:
    path = settings.state_dir / "rows.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    pipeline.import_postings(store, settings, path, ColumnMap(portal="contoh"))
    pipeline.process(store, settings)


def collect_small(store: Store, settings: Settings, until: date | None = None) -> list[Outcome]:
    """The sample market, two months of it."""
    small = settings.model_copy(update={"sample_openings": 300, "sample_months": 2})
    return collection.collect_sample(store, small, lambda _: None, until)


def vacancies(settings: Settings) -> list[dict[str, Any]]:
    snapshot = open_snapshot(settings.snapshots)
    try:
        query = """
            SELECT v.*, p.portal_id FROM vacancies v JOIN postings p USING (vacancy_id)
            ORDER BY p.portal_id"""
        frame = snapshot.frame(query)
        return frame.astype(object).where(frame.notna(), None).to_dict("records")
    finally:
        snapshot.close()


def test_what_an_advertisement_says_comes_out(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    meta = pipeline.publish(store, settings)
    assert (meta.vacancies, meta.postings, meta.is_sample) == (3, 3, False)
    first, second, third = vacancies(settings)
    assert first["title"] == "Staff Gudang"
    assert (first["province"], first["regency"]) == ("32", "3216")
    assert (first["wage_min_idr"], first["wage_max_idr"]) == (4_000_000, 4_500_000)
    assert str(first["posted"])[:10] == "2026-02-11"
    assert first["month"] == "2026-02"
    assert second["province"] == "94"
    assert second["wage_min_idr"] == 25_000 * 173
    assert third["remote"] == "remote"
    assert (third["wage_min_idr"], third["posted"], third["province"]) == (None, None, None)


def test_processing_again_reads_nothing_again(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    assert set(pipeline.process(store, settings).values()) == {0}


def test_the_same_store_gives_the_same_files(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    first, second = pipeline.publish(store, settings), pipeline.publish(store, settings)
    assert first.id < second.id
    assert first.tables == second.tables


def test_both_engines_give_the_same_files(
    tmp_path: Path, settings: Settings, postgres_url: str
) -> None:
    tables = []
    for i, url in enumerate((f"sqlite:///{tmp_path / 's.sqlite'}", postgres_url)):
        store = Store(url)
        here = settings.model_copy(update={"state_dir": tmp_path / str(i)})
        take_in(store, here, ROWS)
        tables.append(pipeline.publish(store, here).tables)
        store.close()
    assert tables[0] == tables[1]


def test_the_sample_steps_aside_when_real_postings_come(store: Store, settings: Settings) -> None:
    outcomes = collect_small(store, settings)
    assert sum(outcome.counts["new"] for outcome in outcomes) >= 300
    assert [fault for outcome in outcomes for fault in outcome.faults] == []
    pipeline.process(store, settings)
    assert pipeline.publish(store, settings).is_sample
    take_in(store, settings, ROWS)
    meta = pipeline.publish(store, settings)
    assert (meta.is_sample, meta.vacancies) == (False, 3)
    assert {portal.name for portal in meta.portals} == {"contoh"}


def test_an_unread_sample_holds_no_real_posting_back(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    collect_small(store, settings)
    assert (
        store.count_unread(pipeline.READER)
        > 0
        == store.count_unread(pipeline.READER, is_sample=False)
    )
    assert pipeline.publish(store, settings).vacancies == 3


def test_nothing_is_published_before_it_is_read(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    later = [{**ROWS[0], "title": "Kepala Gudang", "scraped": "2026-03-01"}]
    path = settings.state_dir / "later.jsonl"
    path.write_text(json.dumps(later[0]))
    pipeline.import_postings(store, settings, path, ColumnMap(portal="contoh"))
    with pytest.raises(GateClosed, match="1 postings wait to be read"):
        pipeline.publish(store, settings)
    pipeline.process(store, settings)
    pipeline.publish(store, settings)
    assert vacancies(settings)[0]["title"] == "Kepala Gudang"


def test_an_empty_store_has_nothing_to_publish(store: Store, settings: Settings) -> None:
    with store.writing():
        pass
    with pytest.raises(GateClosed, match="nothing to publish"):
        pipeline.publish(store, settings)


def test_the_sample_never_replaces_real_postings(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    take_in(store, settings, ROWS)
    served = pipeline.publish(store, settings).id
    other = Store(f"sqlite:///{tmp_path / 'lost.sqlite'}")
    collect_small(other, settings)
    pipeline.process(other, settings)
    with pytest.raises(GateClosed, match="holds the sample"):
        pipeline.publish(other, settings)
    other.close()
    kept = read_meta(settings.snapshots)
    assert kept is not None
    assert kept.id == served


def test_a_later_sample_takes_the_place_of_the_earlier(store: Store, settings: Settings) -> None:
    for day in (date(2026, 11, 1), date(2026, 11, 2)):
        collect_small(store, settings, until=day)
        pipeline.process(store, settings)
        meta = pipeline.publish(store, settings)
        assert meta.posted_to is not None
        assert timedelta() <= day - meta.posted_to < timedelta(days=4)


def test_a_stored_sample_market_is_not_collected_again(store: Store, settings: Settings) -> None:
    collect_small(store, settings)
    assert all(outcome.counts["pages"] == 0 for outcome in collect_small(store, settings))


def test_counts_of_a_broken_import_are_kept(store: Store, settings: Settings) -> None:
    path = settings.state_dir / "rows.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"id": i, "title": f"Kerja {i}", "n": f"{i * 7919:x}"}) for i in range(30_000)
    ]
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-20_000])
    with pytest.raises(UserError):
        pipeline.import_postings(store, settings, path, ColumnMap(portal="contoh"))
    (run,) = store.last_runs()
    assert run.state == "failed"
    assert run.counts["new"] == store.count_postings(is_sample=False) > 1_000


def test_a_broken_meta_file_is_told_and_can_be_overridden(store: Store, settings: Settings) -> None:
    take_in(store, settings, ROWS)
    served = pipeline.publish(store, settings).id
    (settings.snapshots / served / "meta.json").write_text("{")
    with pytest.raises(GateClosed, match="cannot be read"):
        pipeline.publish(store, settings)
    assert pipeline.publish(store, settings, force="meta.json was damaged").vacancies == 3


def test_a_worse_snapshot_waits_for_a_reason(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(store, settings, ROWS)
    served = pipeline.publish(store, settings).id
    meta = read_meta(settings.snapshots)
    assert meta is not None
    better = meta.model_copy(update={"vacancies": 300})
    monkeypatch.setattr("data.publish.read_meta", lambda _: better)
    with pytest.raises(GateClosed, match="3 vacancies where the last has 300"):
        pipeline.publish(store, settings)
    kept = read_meta(settings.snapshots)
    assert kept is not None
    assert kept.id == served
    failed = next(run for run in store.last_runs() if run.kind == "publish")
    assert failed.state == "failed"
    assert "300" in failed.error
    forced = pipeline.publish(store, settings, force="half of the portals left")
    assert forced.forced == "half of the portals left"
