"""The store keeps what was seen, once, with its history, on SQLite and PostgreSQL alike."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import zstandard
from sqlalchemy import select, text

from data.errors import Busy, DataError, UserError
from data.merge import earliest, latest
from data.models import MENTION, PAYLOAD, POSTING, READING, RUN, VERSION, posting_key
from data.store import MENTION_COLUMNS, STREAM_COLUMNS, Store
from data.writer import ReadPosting
from tests.conftest import make_posting


def rows(store: Store, table: Any) -> list[dict[str, Any]]:
    with store.reading() as connection:
        query = select(table).order_by(*table.primary_key)
        return [dict(row) for row in connection.execute(query).mappings()]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_posting_comes_back_as_it_was_stored(store: Store) -> None:
    posting = make_posting(description="Menjahit kaus. 😀 Ç", posted_by=["x"])
    with store.writing() as writer:
        assert writer.save_postings([posting]) == {"new": 1, "changed": 0, "unchanged": 0}
    (row,) = rows(store, POSTING)
    assert row["id"] == posting_key("contoh", "a1")
    assert row["first_seen"] == row["last_seen"] == day("2026-03-01")
    (payload,) = rows(store, PAYLOAD)
    assert orjson.loads(zstandard.decompress(payload["body"])) == posting.content


def test_the_same_sighting_twice_changes_nothing(store: Store) -> None:
    batch = [make_posting("a1"), make_posting("a2", title="Kasir")]
    with store.writing() as writer:
        writer.save_postings(batch)
        before = [rows(store, table) for table in (POSTING, VERSION, PAYLOAD)]
        assert writer.save_postings(batch) == {"new": 0, "changed": 0, "unchanged": 2}
    assert [rows(store, table) for table in (POSTING, VERSION, PAYLOAD)] == before


def test_a_changed_text_becomes_a_version_and_the_old_one_is_kept(store: Store) -> None:
    old = make_posting(seen="2026-03-01", salary="Rp 3 juta")
    new = make_posting(seen="2026-03-08", salary="Rp 4 juta")
    with store.writing() as writer:
        writer.save_postings([old])
        assert writer.save_postings([new]) == {"new": 0, "changed": 1, "unchanged": 0}
    (row,) = rows(store, POSTING)
    assert row["hash"] == new.hash
    assert (row["first_seen"], row["last_seen"]) == (day("2026-03-01"), day("2026-03-08"))
    versions = {row["hash"]: row["last_seen"] for row in rows(store, VERSION)}
    assert versions == {old.hash: day("2026-03-01"), new.hash: day("2026-03-08")}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("in_one_batch", [True, False])
def test_dated_sightings_end_in_the_same_store_in_any_order(
    store: Store, order: tuple[int, ...], in_one_batch: bool
) -> None:
    sightings = [
        make_posting(seen="2026-03-01", salary="Rp 3 juta"),
        make_posting(seen="2026-03-08", salary="Rp 4 juta"),
        make_posting(seen="2026-03-15", salary="Rp 4 juta"),
    ]
    batch = [sightings[i] for i in order]
    with store.writing() as writer:
        for part in [batch] if in_one_batch else [[posting] for posting in batch]:
            writer.save_postings(part)
    (row,) = rows(store, POSTING)
    assert row["hash"] == sightings[2].hash
    assert (row["first_seen"], row["last_seen"]) == (day("2026-03-01"), day("2026-03-15"))
    assert row["changed_at"] == day("2026-03-08")
    seen = {v["hash"]: (v["first_seen"], v["last_seen"]) for v in rows(store, VERSION)}
    assert seen[sightings[2].hash] == (day("2026-03-08"), day("2026-03-15"))


@pytest.mark.parametrize(
    ("contents", "changed"),
    [
        ("A", "03-01"),
        ("AAA", "03-01"),
        ("ABB", "03-02"),
        ("ABA", "03-03"),
        ("ABAA", "03-03"),
        ("AABBA", "03-05"),
        ("ABAB", "03-04"),
        ("ABCA", "03-04"),
    ],
)
def test_a_content_that_comes_back_counts_from_its_return(
    store: Store, contents: str, changed: str
) -> None:
    """A sighting a day: half of them first, then one by one, then all of the file again."""
    whole = [make_posting(seen=f"2026-03-0{n}", salary=c) for n, c in enumerate(contents, 1)]
    with store.writing() as writer:
        writer.save_postings(whole[::2])
        for one in whole:
            writer.save_postings([one])
        assert rows(store, POSTING)[0]["changed_at"] == day(f"2026-{changed}")
        assert writer.save_postings(whole)["unchanged"] == 1
    assert rows(store, POSTING)[0]["changed_at"] == day(f"2026-{changed}")


def test_undated_contents_of_one_id_do_not_flip_when_the_file_comes_again(store: Store) -> None:
    batch = [make_posting(seen=None, salary="a"), make_posting(seen=None, salary="b")]
    with store.writing() as writer:
        assert writer.save_postings(batch)["new"] == 1
        assert rows(store, POSTING)[0]["hash"] == batch[1].hash
        assert writer.save_postings(batch) == {"new": 0, "changed": 0, "unchanged": 1}
    assert rows(store, POSTING)[0]["hash"] == batch[1].hash


def test_a_posting_seen_after_it_was_closed_is_open_again(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting(seen="2026-03-01", closed="2026-03-05")])
        assert rows(store, POSTING)[0]["closed_at"] == day("2026-03-05")
        writer.save_postings([make_posting(seen="2026-03-03")])
        assert rows(store, POSTING)[0]["closed_at"] == day("2026-03-05")
        writer.save_postings([make_posting(seen="2026-03-09")])
    assert rows(store, POSTING)[0]["closed_at"] is None


def test_a_closing_told_by_an_older_sighting_counts_if_it_is_later(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting(seen="2026-10-10")])
        writer.save_postings([make_posting(seen="2026-10-05", closed="2026-10-12")])
    assert rows(store, POSTING)[0]["closed_at"] == day("2026-10-12")


def test_the_newest_link_counts(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting(seen="2026-10-10", url="https://x.example/new")])
        writer.save_postings([make_posting(seen="2026-10-05", url="https://x.example/old")])
        assert rows(store, POSTING)[0]["url"] == "https://x.example/new"
        writer.save_postings([make_posting(seen="2026-10-15", url="https://x.example/newest")])
    assert rows(store, POSTING)[0]["url"] == "https://x.example/newest"


def test_a_date_in_words_is_read_again_when_its_sighting_becomes_known(store: Store) -> None:
    wording = "3 hari yang lalu"
    with store.writing() as writer:
        writer.save_postings([make_posting(seen=None, wording=wording)])
        (unread,) = writer.load_unread("1", -1, 10)
        assert unread.posted_text_seen is None
        writer.save_readings([reading(unread.key, unread.read_key)])
        writer.save_postings([make_posting(seen="2026-10-01", wording=wording)])
        (unread,) = writer.load_unread("1", -1, 10)
        assert unread.posted_text_seen == day("2026-10-01")
        writer.save_readings([reading(unread.key, unread.read_key)])
        writer.save_postings([make_posting(seen="2026-10-09", wording="11 hari yang lalu")])
        assert writer.load_unread("1", -1, 10) == []


def test_the_sample_can_be_taken_out_again(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting("s", is_sample=True, title="Contoh"), make_posting("r")])
        unread = writer.load_unread("1", -1, 10)
        writer.save_readings([reading(p.key, p.read_key, spans=[1]) for p in unread])
        writer.remove_sample()
    assert [row["portal_id"] for row in rows(store, POSTING)] == ["r"]
    assert [len(rows(store, table)) for table in (PAYLOAD, READING, VERSION, MENTION)] == [1] * 4


def test_a_writer_locks_before_it_reads(store: Store, store_url: str) -> None:
    """Two who read first and write then must not both go on (SQLite: "database is locked")."""
    with store.engine.connect().execution_options(writes=True) as first, first.begin():
        first.execute(text("SELECT 1"))
        if store.engine.dialect.name == "sqlite":
            second = sqlite3.connect(store.engine.url.database or "", timeout=0.05)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                second.execute("BEGIN IMMEDIATE")
            second.close()


def test_equal_texts_of_two_postings_are_stored_once(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting("a1"), make_posting("b7", portal="lain")])
    assert len(rows(store, POSTING)) == 2
    assert len(rows(store, PAYLOAD)) == 1


def test_a_failing_batch_leaves_nothing_behind(store: Store) -> None:
    broken = make_posting("a2")
    object.__setattr__(broken, "first_seen", datetime(2026, 3, 1))  # noqa: DTZ001 - naive on purpose
    with store.writing() as writer:
        with pytest.raises(Exception, match="time zone"):
            writer.save_postings([make_posting("a1"), broken])
        assert rows(store, POSTING) == []
        assert rows(store, PAYLOAD) == []
        writer.save_postings([make_posting("a1")])
    assert len(rows(store, POSTING)) == 1


def test_two_ids_with_one_key_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.writer.posting_key", lambda _portal, _id: 7)
    with store.writing() as writer:
        writer.save_postings([make_posting("a1")])
        with pytest.raises(DataError, match="same key 7"):
            writer.save_postings([make_posting("a2")])


def test_only_new_and_changed_postings_wait_to_be_read(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting("a1"), make_posting("a2")])
        assert {p.content["title"] for p in writer.load_unread("1", -1, 10)} == {"Operator Jahit"}
        writer.save_readings([reading(p.key, p.read_key) for p in writer.load_unread("1", -1, 10)])
        assert writer.load_unread("1", -1, 10) == []
        writer.save_postings([make_posting("a2", seen="2026-04-01", title="Kepala Jahit")])
        assert [p.content["title"] for p in writer.load_unread("1", -1, 10)] == ["Kepala Jahit"]
        assert len(writer.load_unread("2", -1, 10)) == 2
    assert store.count_unread("1") == 1


def test_a_reading_comes_back_as_it_was_stored(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting()])
        (posting,) = writer.load_unread("1", -1, 10)
        told = reading(posting.key, posting.read_key, spans=[3, 3])
        writer.save_readings([told])
    (row,) = rows(store, READING)
    assert row == {"posting_id": posting.key, **told.reading}
    # Two mentions may rest on the same words.
    assert rows(store, MENTION) == [{"posting_id": posting.key, **m} for m in told.mentions]
    (chunk,) = store.stream_read_postings(is_sample=False)
    streamed = dict(zip(STREAM_COLUMNS, chunk[0], strict=True))
    assert streamed["restrictions"] == '{"age_max": 35, "appearance": true}'
    assert (streamed["benefits"], streamed["is_lead"]) == (None, True)
    assert streamed["changed_at"] == day("2026-03-01")
    (chunk,) = store.stream_mentions(is_sample=False)
    assert [dict(zip(MENTION_COLUMNS, row, strict=True))["n"] for row in chunk] == [0, 1]


def test_reading_again_replaces_the_mentions(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting()])
        (posting,) = writer.load_unread("1", -1, 10)
        writer.save_readings([reading(posting.key, posting.read_key, spans=[0, 5])])
        writer.save_readings([reading(posting.key, posting.read_key, spans=[9])])
    assert [mention["start"] for mention in rows(store, MENTION)] == [9]
    assert len(rows(store, READING)) == 1


def reading(key: int, content: bytes, spans: list[int] | None = None) -> ReadPosting:
    unsaid = dict.fromkeys(column.name for column in READING.c if column.name != "posting_id")
    row = unsaid | {
        "read_key": content,
        "reader": "1",
        "vacancy_id": f"v{key:x}",
        "title": "Operator Jahit",
        "occupation": "8153",
        "occupation_score": 0.9312,
        "locations": [{"province": "32", "regency": "3277"}, {"country": "MY"}],
        "posted": date(2026, 2, 27),
        "wage_min_idr": 3_500_000,
        "wage_max_idr": 4_000_000,
        "restrictions": {"age_max": 35, "appearance": True},
    }
    mention = {"what": "skill", "field": "description", "text": "x", "value": None, "kind": "hard"}
    mentions = [{"n": n, "start": i, "end": i + 1, **mention} for n, i in enumerate(spans or [])]
    return ReadPosting(key, row, mentions)


def test_a_killed_run_is_marked_by_the_next_writer(store: Store) -> None:
    with store.writing() as writer:
        writer.start_run("import", "a.csv")
    with store.writing() as writer:
        run = writer.start_run("process")
        writer.finish_run(run, {"read": 3})
    states = {row["kind"]: (row["state"], row["error"]) for row in rows(store, RUN)}
    assert states["process"] == ("done", None)
    assert states["import"][0] == "failed"
    assert "killed" in str(states["import"][1])


def test_a_second_writer_is_told_to_wait(store: Store, store_url: str) -> None:
    second = Store(store_url)
    with store.writing() as writer:
        writer.start_run("import", "a.csv")
        with pytest.raises(Busy, match=r"Another command \(import\)"), second.writing(0.1):
            pass
    with second.writing(0.1):
        pass
    second.close()


def test_readers_see_whole_batches_while_one_writes(store: Store) -> None:
    with store.writing() as writer:
        writer.save_postings([make_posting(f"a{i}") for i in range(10)])
        with (
            store.engine.connect().execution_options(isolation_level="REPEATABLE READ")
            if (store.engine.dialect.name == "postgresql")
            else store.engine.connect() as connection
        ):
            assert len(connection.execute(select(POSTING)).all()) == 10
            writer.save_postings([make_posting(f"b{i}") for i in range(10)])
            assert len(connection.execute(select(POSTING)).all()) == 10
        assert store.count_postings(is_sample=False) == 20


def test_an_empty_store_says_what_to_run(store: Store) -> None:
    with pytest.raises(DataError, match="python -m cli import"):
        store.count_postings(is_sample=False)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://x/y", "names 'mysql'"),
        ("nonsense", "not a database address"),
        ("sqlite://", "must name a SQLite file"),
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        Store(url)


def test_an_unreachable_server_is_a_sentence_without_the_password() -> None:
    with pytest.raises(DataError, match="cannot be opened") as caught:
        Store("postgresql://sinyal:rahasia@127.0.0.1:1/tidak_ada")
    assert "rahasia" not in str(caught.value)


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("bukan basis data" * 1000)
    with pytest.raises(DataError, match="cannot be opened"):
        Store(f"sqlite:///{path}")


def test_unknown_moments_are_neither_early_nor_late() -> None:
    early, late = day("2026-01-01"), day("2026-02-01")
    assert (earliest(None, late), latest(early, None)) == (late, early)
    assert (earliest(early, late), latest(early, late)) == (early, late)
    assert earliest(None, None) is None
