"""Migrations bring any earlier store to the schema of the models, even when they are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from data.database import MIGRATIONS, migrate, open_engine, open_writer, read_revision
from data.errors import DataError
from data.models import MENTION, POSTING, READING, SCHEMA_REVISION, SKETCH, Base
from data.store import Store
from tests.conftest import ROOT, make_posting


def test_migrated_schema_equals_the_models(store: Store) -> None:
    with store.writing():
        pass
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_revision_named_in_the_models_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == SCHEMA_REVISION


_POSTING = (
    "INSERT INTO payload VALUES (:key, :key)",
    """INSERT INTO posting (id, portal, portal_id, hash, read_key, is_sample)
    VALUES (7, 'contoh', 'a1', :key, :key, false)""",
)


def test_what_an_older_reader_read_is_kept_until_it_is_read_again(store: Store) -> None:
    with open_writer(store.engine, 1) as connection:
        migrate(connection, "0002")
        with connection.begin():
            for statement in (
                *_POSTING,
                "INSERT INTO vacancy VALUES ('v7', 7)",
                """INSERT INTO reading (posting_id, read_key, reader, vacancy_id, title, is_remote)
                VALUES (7, :key, '1', 'v7', 'Kasir', false)""",
                "INSERT INTO mention VALUES (7, 'wage', 'salary', 0, 4, '3 jt', '3')",
            ):
                told = {"key": bytes(16)} if ":key" in statement else {}
                connection.execute(text(statement), told)
    with store.writing():
        pass
    with store.reading() as connection:
        (reading,) = connection.execute(select(READING)).all()
        assert (reading.title, reading.occupation, reading.locations) == ("Kasir", None, None)
        assert connection.execute(select(MENTION)).all() == []
    assert (store.count_unread("1"), store.count_unread("2")) == (0, 1)


def test_when_a_stored_content_came_is_found_in_its_versions(store: Store) -> None:
    """Of 7 the content A came back after B, at 30 at the latest; that of 8 came at 20."""
    a, b = bytes([1] * 16), bytes([2] * 16)
    with open_writer(store.engine, 1) as connection:
        migrate(connection, "0005")
        with connection.begin():
            for key in (a, b):
                connection.execute(text("INSERT INTO payload VALUES (:key, :key)"), {"key": key})
            for posting, now in ((7, a), (8, b)):
                connection.execute(
                    text("""INSERT INTO posting (id, portal, portal_id, hash, read_key, is_sample)
                    VALUES (:id, 'contoh', :name, :key, :key, false)"""),
                    {"id": posting, "name": str(posting), "key": now},
                )
            for told in ((7, a, 10, 30), (7, b, 20, 20), (8, a, 10, 15), (8, b, 20, 40)):
                names = ("id", "key", "first", "last")
                connection.execute(
                    text("INSERT INTO posting_version VALUES (:id, :key, :first, :last)"),
                    dict(zip(names, told, strict=True)),
                )
    with store.writing():
        pass
    with store.reading() as connection:
        found = connection.execute(select(POSTING.c.id, POSTING.c.changed_at)).all()
    assert {key: int(at.timestamp()) for key, at in found} == {7: 30, 8: 20}


def test_a_sketch_of_before_marks_has_an_empty_one(store: Store) -> None:
    with open_writer(store.engine, 1) as connection:
        migrate(connection, "0006")
        with connection.begin():
            sketch = "INSERT INTO sketch VALUES (7, :key, '1', '4', 'done', NULL, false, :key)"
            for statement in (*_POSTING, sketch):
                connection.execute(text(statement), {"key": bytes(16)})
    with store.writing():
        pass
    with store.reading() as connection:
        (stored,) = connection.execute(select(SKETCH)).all()
    assert (stored.rules, stored.state, stored.mark) == ("4", "done", b"")


def test_a_store_of_a_newer_programme_is_refused_with_a_sentence(store: Store) -> None:
    with store.writing():
        pass
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DataError, match="newer version made it"), store.writing():
        pass
    with pytest.raises(DataError, match="schema 9999"):
        store.count_postings(is_sample=False)


def test_a_migration_killed_anywhere_runs_again_without_a_hand(tmp_path: Path) -> None:
    code = (
        "import sys; from data.store import Store\n"
        "store = Store(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "with store.writing(30): pass\n"
    )
    killed = 0
    for i in range(6):
        url = f"sqlite:///{tmp_path / f'{i}.sqlite'}"
        process = subprocess.Popen(
            [sys.executable, "-c", code, url], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(i * 0.1)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait()
        process.stdout.close()
        store = Store(url)
        with store.writing() as writer:
            writer.save_postings([make_posting()])
        store.close()
        engine = open_engine(url)
        with engine.connect() as connection:
            assert read_revision(connection) == SCHEMA_REVISION
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        engine.dispose()
    assert killed >= 1
