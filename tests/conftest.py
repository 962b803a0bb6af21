"""What all tests share: a fresh store on each engine, look-alike postings, no stray settings."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.posting import RawPosting
from data.store import Store
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REAL_POSTINGS = SHARED / "postings" / "postings.jsonl.gz"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def restore_main() -> Iterator[None]:
    """A page run by AppTest stays `__main__`, which a process started later would run again."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose files all lie in a temporary folder."""
    return Settings(_env_file=None, state_dir=tmp_path / "var", lock_wait_seconds=0.2)


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL of our own on loopback, gone after the tests."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian package postgresql)")
    # Not under pytest's folder: another pytest beginning as root would close it to the server.
    with tempfile.TemporaryDirectory(prefix="sinyal-postgres-") as name:
        yield from _serve_postgres(programs, Path(name))


def _serve_postgres(programs: Path, folder: Path) -> Iterator[str]:
    user = None
    if os.getuid() == 0:  # the server refuses to run as root
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        folder.chmod(0o755)
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster = folder / "cluster"

    def call(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, user=user, cwd=folder)

    call(str(programs / "initdb"), "-D", str(cluster), "-U", "sinyal", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = str(programs / "pg_ctl")
    log = str(folder / "log")
    call(control, "-D", str(cluster), "-w", "-l", log, "-o", options, "start")
    try:
        yield f"postgresql://sinyal@127.0.0.1:{port}/"
    finally:
        call(control, "-D", str(cluster), "-m", "immediate", "stop")


@pytest.fixture
def postgres_url(postgres_address: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    import psycopg

    name = f"test_{os.urandom(6).hex()}"
    with psycopg.connect(f"{postgres_address}postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{postgres_address}{name}"
    with psycopg.connect(f"{postgres_address}postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store on each engine."""
    store = Store(store_url)
    yield store
    store.close()


def make_posting(
    portal_id: str = "a1",
    *,
    portal: str = "contoh",
    seen: str | None = "2026-03-01",
    closed: str | None = None,
    is_sample: bool = False,
    url: str | None = None,
    wording: str | None = None,
    **content: object,
) -> RawPosting:
    """A look-alike posting; `seen` is both first and last sighting."""
    moment = datetime.fromisoformat(seen).replace(tzinfo=UTC) if seen else None
    closed_at = datetime.fromisoformat(closed).replace(tzinfo=UTC) if closed else None
    told = {
        "title": "Operator Jahit",
        "company": "PT Benang Contoh",
        "location": "Cimahi, Jawa Barat",
        "salary": "Rp 3,5 - 4 juta",
        **content,
    }
    return RawPosting(
        portal=portal,
        portal_id=portal_id,
        content=told,
        url=url or f"https://contoh.example/{portal_id}",
        posted_text=wording,
        posted_text_seen=moment if wording else None,
        first_seen=moment,
        last_seen=moment,
        closed_at=closed_at,
        is_sample=is_sample,
    )
