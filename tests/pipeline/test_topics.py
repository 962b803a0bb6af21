"""Themes from stored postings to the snapshot: found, kept from run to run, left out, and why."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import pipeline
from data import publish_topics
from data.errors import GateClosed
from data.importer import ColumnMap
from data.publish_finder import Discovered, ReadContents, TopicFinder
from data.snapshot import open_snapshot, read_meta
from data.store import Store
from nlp import topics_stored
from nlp.topics_stored import FINDER
from nlp.topics_titles import COLUMNS
from settings import Settings
from tests.nlp.test_topics import market


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, state_dir=tmp_path / "var")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    settings.state_dir.mkdir()
    opened = Store(settings.store_url)
    yield opened
    opened.close()


def take_in(store: Store, settings: Settings, rows: list[dict[str, str]]) -> None:
    """Import and process these postings."""
    source = settings.state_dir / "rows.jsonl"
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    pipeline.import_postings(store, settings, source, ColumnMap(portal="contoh"))
    pipeline.process(store, settings)


def few(n: int = 3) -> list[dict[str, str]]:
    return [
        {
            "id": str(number),
            "title": f"Kasir Toko {number}",
            "company": f"PT Uji {number}",
            "description": f"Tanggung jawab:\n- Melayani pembeli nomor {number}",
            "posted": "2026-02-03",
        }
        for number in range(n)
    ]


def ask(settings: Settings, query: str) -> pd.DataFrame:
    snapshot = open_snapshot(settings.snapshots)
    answer = snapshot.frame(query)
    snapshot.close()
    return answer


def find_one(
    rows: pd.DataFrame, read_contents: ReadContents, previous: pd.DataFrame | None
) -> Discovered:
    """All vacancies as one theme, called what it was called before."""
    said = [content["description"] for _, content in read_contents()]
    assert len(said) == len(rows)
    ids = rows["vacancy_id"].tolist()
    topics = pd.DataFrame(
        {
            "id": ["toko" if previous is None else f"{previous['id'][0]}-lagi"],
            "label_id": ["Toko"],
            "label_en": ["Shop"],
            "terms": [["toko"]],
            "weights": [[0.5]],
            "n": [len(ids)],
            "examples": [ids[:1]],
            "likeness": pd.array([None if previous is None else 1.0], dtype="Float64"),
        }
    )
    placed = pd.DataFrame({"vacancy_id": ids, "topic": topics["id"][0], "probability": 0.75})
    return Discovered(topics, placed, pd.DataFrame(columns=list(COLUMNS)))


def use(monkeypatch: pytest.MonkeyPatch, at_least: int = 1) -> None:
    """Let `find_one` find the themes."""
    monkeypatch.setattr(topics_stored, "FINDER", TopicFinder("uji", at_least, find_one))


def test_themes_of_postings_are_published_and_keep_their_ids(
    store: Store, settings: Settings
) -> None:
    rows = [
        {
            "id": row["vacancy_id"],
            "title": row["title"],
            "company": f"PT Contoh {number}",
            "description": f"Tanggung Jawab:\n{row['duties']}\nKualifikasi:\nUsia maksimal 25",
            "posted": f"{row['month']}-03",
        }
        for number, row in enumerate(market(1).to_dict("records"))
    ]
    take_in(store, settings, rows)
    meta = pipeline.publish(store, settings)
    assert meta.topics is not None
    assert meta.topics.version == FINDER.version
    assert meta.topics.vacancies == meta.vacancies
    topics = ask(settings, "FROM topics ORDER BY n DESC, id")
    # Four kinds of work, each with its words; demands are no duties.
    assert len(topics) == 4
    said = {term for terms in topics["terms"] for term in terms}
    assert {"pajak", "kopi", "pasien", "paket"} <= said
    assert "usia" not in said
    assert (topics["employers"] == topics["n"]).all()
    counted = ask(settings, "SELECT topic AS id, count(*) AS n FROM vacancy_topics GROUP BY ALL")
    assert counted.dropna().set_index("id")["n"].to_dict() == topics.set_index("id")["n"].to_dict()
    lost = """SELECT count(*) AS n FROM vacancy_topics t FULL JOIN vacancies v USING (vacancy)
              WHERE t.month IS DISTINCT FROM v.month"""
    assert ask(settings, lost)["n"].item() == 0
    pipeline.publish(store, settings)
    again = ask(settings, "FROM topics ORDER BY n DESC, id")
    assert again["id"].tolist() == topics["id"].tolist()
    assert topics["likeness"].isna().all()
    assert again["likeness"].tolist() == pytest.approx([1] * 4)


def test_too_few_vacancies_have_no_themes_and_the_snapshot_says_so(
    store: Store, settings: Settings
) -> None:
    take_in(store, settings, few())
    meta = pipeline.publish(store, settings)
    assert meta.topics is not None
    assert (meta.topics.vacancies, meta.topics.at_least) == (3, FINDER.at_least)
    assert {meta.tables[name].rows for name in ("topics", "vacancy_topics", "new_titles")} == {0}


def test_themes_can_be_switched_off(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    take_in(store, settings, few())
    meta = pipeline.publish(store, settings.model_copy(update={"publish_topics": False}))
    assert meta.topics is not None
    assert meta.topics.version is None
    assert meta.tables["topics"].rows == 0


def test_the_themes_of_the_last_snapshot_are_handed_on(
    store_url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    settings.state_dir.mkdir()
    store = Store(store_url)
    take_in(store, settings, few())
    for name in ("toko", "toko-lagi", "toko-lagi-lagi"):
        pipeline.publish(store, settings)
        assert ask(settings, "FROM topics")["id"].tolist() == [name]
    placed = ask(settings, "FROM vacancy_topics")
    assert placed["probability"].tolist() == [0.75] * 3
    assert placed["month"].tolist() == ["2026-02"] * 3
    assert ask(settings, "FROM topics")["employers"].tolist() == [3]
    store.close()


def test_a_snapshot_without_themes_is_followed_by_one_with_them(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    take_in(store, settings, few())
    before = pipeline.publish(store, settings)
    path = settings.snapshots / before.id / "meta.json"
    told = json.loads(path.read_text())
    del told["topics"]
    for name in ("topics", "vacancy_topics", "new_titles"):
        del told["tables"][name]
        (path.parent / f"{name}.parquet").unlink()
    path.write_text(json.dumps(told))
    assert ask(settings, "SELECT count(*) AS n FROM vacancies")["n"].item() == 3
    pipeline.publish(store, settings)
    assert ask(settings, "FROM topics")["id"].tolist() == ["toko"]


def test_a_sample_hands_no_themes_to_real_postings(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    take_in(store, settings, few())
    meta = pipeline.publish(store, settings)
    assert publish_topics.read_topics(settings.snapshots, meta, is_sample=False) is not None
    assert publish_topics.read_topics(settings.snapshots, meta, is_sample=True) is None


def test_themes_that_cannot_be_read_hold_the_next_snapshot_back_until_forced(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    take_in(store, settings, few())
    before = pipeline.publish(store, settings)
    (settings.snapshots / before.id / "topics.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(GateClosed, match=r"topics\.parquet, cannot be read"):
        pipeline.publish(store, settings)
    pipeline.publish(store, settings, force="its themes are torn")
    assert ask(settings, "FROM topics")["id"].tolist() == ["toko"]


def test_a_failure_while_finding_themes_leaves_the_old_snapshot_served(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch)
    take_in(store, settings, few())
    before = pipeline.publish(store, settings)

    def fail(*_: object) -> Discovered:
        raise MemoryError

    monkeypatch.setattr(topics_stored, "FINDER", TopicFinder("uji", 1, fail))
    with pytest.raises(MemoryError):
        pipeline.publish(store, settings)
    served = read_meta(settings.snapshots)
    assert served is not None
    assert served.id == before.id
    assert not list(settings.snapshots.glob(".aside-*"))
