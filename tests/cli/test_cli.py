"""What a person at the terminal meets: exit codes, sentences, progress, status, the dashboard."""

import errno
import gzip
import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import filelock
import pytest
from sqlalchemy.exc import OperationalError
from typer.testing import CliRunner, Result

import cli
import pipeline
import settings as configuration
import terminal
from benchmarks import steps
from commands.opening import open_store
from scrapers.portal import find_portal, portal_names
from tests.conftest import ROOT

Run = Callable[..., Result]
ROW = {"id": "1", "portal": "contoh", "title": "Kasir Toko", "scraped": "2026-02-14"}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of everything the commands write; not made yet."""
    folder = tmp_path / "var"
    monkeypatch.setenv("STATE_DIR", str(folder))
    monkeypatch.setenv("LOCK_WAIT_SECONDS", "0.1")
    monkeypatch.setenv("SAMPLE_OPENINGS", "300")
    monkeypatch.setenv("SAMPLE_MONTHS", "2")
    return folder


@pytest.fixture
def run(state: Path) -> Iterator[Run]:
    """A command in this process, with the settings read anew each time."""

    def call(*words: str) -> Result:
        configuration.load.cache_clear()
        return CliRunner().invoke(cli.app, list(words))

    yield call
    configuration.load.cache_clear()


def write_rows(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def start(*words: str, **environment: str) -> "subprocess.Popen[str]":
    """A command in a process of its own."""
    return subprocess.Popen(
        # What runs the tests in the background (nohup) has these ignored; a terminal has not.
        ["/usr/bin/env", "--default-signal=INT,HUP", sys.executable, "-m", "cli", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def assert_sentence(result: Result, code: int, *words: str) -> None:
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1
    for word in words:
        assert word in result.stderr


# settings and folders that cannot be used ---------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SERVE_PORT", "abc", ("SERVE_PORT is 'abc'", "a whole number", "Port the dashboard")),
        ("SERVE_PORT", "70000", ("SERVE_PORT", "less than or equal to 65535")),
        ("PUBLISH_TOPICS", "maybe", ("PUBLISH_TOPICS is 'maybe'", "must be true or false")),
        ("LOCK_WAIT_SECONDS", "soon", ("LOCK_WAIT_SECONDS is 'soon'", "must be a number")),
        ("CONTACT", "x y", ("CONTACT is 'x y', but it must be an e-mail", "reach who collects")),
        ("CONTACT", "x@y.id" * 40, ("CONTACT", "but it must have at most 200 characters")),
        ("DASK_SCHEDULER", "here", ("DASK_SCHEDULER is 'here'", "like tcp://10.0.0.5:8786")),
        ("HTTP_PROXY_URL", "ftp://x", ("HTTP_PROXY_URL", "must begin with http://")),
        ("STATE_DIR", "a?b", ("STATE_DIR is 'a?b'", "must not contain a question mark")),
        ("SNAPSHOTS_KEPT", "0", ("SNAPSHOTS_KEPT is '0'", "greater than or equal to 1", ".env")),
    ],
)
def test_a_setting_that_is_not_allowed_is_named_with_what_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv(name, value)
    for command in (("process",), ("serve",), ("status",)):
        assert_sentence(run(*command), 2, *words)


@pytest.mark.parametrize("address", ["postgresql://u:geheim@host:abc/n", "postgresql//u:geheim@h"])
def test_an_impossible_database_address_is_said_without_the_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    result = run("process")
    assert_sentence(result, 2, "DATABASE_URL", "postgresql://user@host:port/name")
    state = run("status", "--json")
    assert state.exit_code == 1
    assert "DATABASE_URL" in json.loads(state.stdout)["store_error"]
    assert "geheim" not in result.output + state.output


def test_a_state_folder_that_cannot_be_made_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "file" / "var"))
    for words in (("process",), ("publish",), ("run", "--sample")):
        assert_sentence(run(*words), 1, str(tmp_path / "file"), "STATE_DIR")


def test_another_writer_is_exit_code_3(run: Run, state: Path) -> None:
    state.mkdir()
    with filelock.FileLock(f"{state / 'store.sqlite'}.lock"):
        assert_sentence(run("process"), 3, "is writing")


# what breaks on the way ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (
            OperationalError(
                "INSERT INTO posting VALUES (?)",
                {"body": "rahasia"},
                sqlite3.OperationalError("database or disk is full\nDETAIL: rahasia"),
            ),
            1,
            ("database or disk is full", "Make room"),
        ),
        (
            OperationalError("SELECT 1", {}, sqlite3.OperationalError("disk I/O error")),
            1,
            ("disk I/O error", "DATABASE_URL"),
        ),
        (OSError(errno.ENOSPC, "No space left on device"), 1, ("No space left", "Make room")),
        (PermissionError(errno.EACCES, "Permission denied", "/a/[b]"), 1, ("/a/[b]: Permission",)),
        (OSError("pyarrow says no"), 1, ("pyarrow says no", "STATE_DIR")),
        (duckdb.IOException("IO Error: no room\nmore"), 1, ("no room", "Make room")),
        (
            duckdb.IOException('IO: {"m": "/x: No space left on device", "errno": "28"}'),
            1,
            ("written: No space left on device. Make room", "snapshots"),
        ),
        (duckdb.OutOfMemoryException("1.8 GiB used"), 1, ("1.8 GiB used", "Stop what else")),
        (
            duckdb.OutOfMemoryException("offload; max_temp_directory_size reached"),
            1,
            ("offload", "Make room"),
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_breaks_outside_the_programme_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, words: tuple[str, ...]
) -> None:
    def fail(*_words: object, **_names: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "publish", fail)
    result = run("publish")
    assert_sentence(result, code, *words)
    assert "rahasia" not in result.output
    assert "INSERT" not in result.output


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c_says_what_stays(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_words: object, **_names: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "process", fail)
    result = run("process")
    assert result.exit_code == 130
    assert result.stderr == f"{terminal.STOPPED}\n"


@pytest.mark.parametrize("error", [KeyError("title"), RuntimeError("a bug"), ValueError("a bug")])
def test_a_mistake_of_the_programme_keeps_its_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_words: object, **_names: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "process", fail)
    assert run("process").exception is error


def test_ctrl_c_in_the_middle_of_an_import_ends_with_130(state: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    steps.write_large(large, write_rows(tmp_path / "seed", {"title": "Kasir"}), 30_000_000)
    process = start("import", str(large), "--portal", "contoh")
    deadline = time.monotonic() + 60
    while not list(state.glob("store.sqlite-wal")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert told.splitlines()[-1] == terminal.STOPPED
    assert "Traceback" not in told


def test_a_limit_on_file_sizes_is_one_sentence(state: Path, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", *({**ROW, "id": str(n)} for n in range(3_000)))
    words = [sys.executable, "-m", "cli", "import", str(file)]
    done = subprocess.run(
        words,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: The store")
    assert "Traceback" not in done.stderr
    assert "INSERT" not in done.stderr


# names from outside -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["[/b]none.csv", "a[old].jsonl", "[red]x.csv", ":smile:.csv"])
def test_a_file_name_is_shown_as_it_is(run: Run, tmp_path: Path, name: str) -> None:
    missing = tmp_path / name.replace("/", "_")
    assert_sentence(run("import", str(missing)), 2, str(missing))
    assert_sentence(run("import", name), 2, f"There is no file {name}.")
    write_rows(tmp_path / "a[old].jsonl", ROW)
    result = run("import", str(tmp_path / "a[old].jsonl"))
    assert result.stdout.startswith("Imported a[old].jsonl: 1 new")


def test_a_name_cannot_steer_the_terminal(run: Run) -> None:
    assert_sentence(run("import", "a\x1b[31m\udcff.csv"), 2, "a\\x1b[31m\\udcff.csv")


def test_lines_are_not_broken_in_a_pipe(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    assert_sentence(run("import", str(folder / "x.csv")), 2, str(folder / "x.csv"))


# import -------------------------------------------------------------------------------------


@pytest.mark.parametrize("portal", ["", "two words", "[/b]", "a" * 65, "-x"])
def test_a_portal_name_is_checked_before_anything_is_read(
    run: Run, state: Path, tmp_path: Path, portal: str
) -> None:
    file = write_rows(tmp_path / "rows.jsonl", ROW)
    assert_sentence(run("import", str(file), f"--portal={portal}"), 2, "--portal", repr(portal))
    assert not state.exists()


def test_nothing_taken_in_is_exit_code_1(run: Run, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", {"name": "Kasir"}, {"name": "Guru"})
    result = run("import", str(file), "--portal", "contoh")
    assert result.exit_code == 1
    assert "2 rejected" in result.stdout
    assert f"{tmp_path / 'var' / 'rejects'}/rows.jsonl" in result.stdout
    assert "every row was rejected" in result.stderr
    lines = run("status").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "import rows.jsonl failed" in line)
    assert lines[at].endswith("2 rejected")
    assert "every row was rejected" in lines[at + 1]


@pytest.mark.parametrize(
    ("content", "words", "no_words"),
    [
        (
            b"id,judul,hp 081234567890\n1,Kasir,x\n",
            ("The columns found are id, judul, hp [telepon].", "--map MAP.toml"),
            ("UTF-8", "--portal", "081234567890"),
        ),
        ("id,title\n1,Pramusaji Café\n".encode("latin-1"), ("Save the file as UTF-8",), ("--map",)),
        (b"id,title\n1,Kasir\n", ("give --portal", "--portal jobstreet"), ("--map",)),
        (b"id,title\n1,Kasir,x\n", ("3 fields where the header has 2",), ("--map", "--portal")),
    ],
)
def test_why_nothing_came_in_decides_the_advice(
    run: Run, tmp_path: Path, content: bytes, words: tuple[str, ...], no_words: tuple[str, ...]
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    result = run("import", str(tmp_path / "a.csv"))
    assert_sentence(result, 1, "every row was rejected", *words)
    assert not [word for word in no_words if word in result.stderr]
    (told,) = read_status(run, 1)["runs"]
    assert (told["state"], f"Error: {told['error']}\n") == ("failed", result.stderr)


def test_something_taken_in_is_exit_code_0(run: Run, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", {"name": "Kasir"}, ROW)
    for counts in ("1 new, 0 changed, 0 unchanged, 1 rej", "0 new, 0 changed, 1 unchanged, 1 rej"):
        result = run("import", str(file), "--portal", "contoh")
        assert result.exit_code == 0
        assert counts in result.stdout


def test_rows_without_a_day_that_can_be_read_are_told(run: Run, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "rows.jsonl", ROW | {"posted": "31/02/2026"}, ROW | {"id": "2"})
    result = run("import", str(file))
    assert result.exit_code == 0
    assert result.stdout.startswith("Imported rows.jsonl: 2 new, 0 changed, 0 unchanged, 0 reject")
    assert "without the day of posting they tell: 1." in result.stdout
    (rejects,) = (tmp_path / "var" / "rejects").iterdir()
    assert json.loads(rejects.read_text())["row"] == {"posted": "31/02/2026"}


@pytest.mark.parametrize("command", ["import", "extract", "dedup", "evaluate", "parse"])
def test_what_is_no_file_to_read_is_a_sentence(run: Run, tmp_path: Path, command: str) -> None:
    more = {
        "import": ("--portal", "contoh"),
        "extract": (str(tmp_path / "out.jsonl"),),
        "dedup": (str(tmp_path / "out.jsonl"),),
        "parse": ("--portal", "kalibrr", "--kind", "listing"),
    }.get(command, ())
    (tmp_path / "folder.jsonl").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")
    for name, words in (
        ("none.jsonl", ("There is no file", "Check how it is written")),
        ("folder.jsonl", ("is a folder", "Name a file in it")),
        ("pipe.jsonl", ("is not a plain file", "Save what it holds")),
    ):
        assert_sentence(run(command, str(tmp_path / name), *more), 2, name, *words)


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.csv", b"", 2, ("is empty", "Get it again")),
        ("a.csv", b"id,title\n", 1, ("holds no rows",)),
        ("a.txt", b"x", 2, ("only .csv, .jsonl, .ndjson (all", "save it as one of these")),
        ("a.jsonl.gz", b"plain", 2, ("ending .gz", "Take .gz off its name")),
        (
            "a.jsonl.gz",
            gzip.compress(b"{}" * 9, mtime=0)[:-9],
            2,
            ("cut off", "get the file again"),
        ),
        ("a.parquet", b"PAR1", 2, ("not a readable Parquet file", "Get it again")),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_a_sentence(
    run: Run, tmp_path: Path, name: str, content: bytes, code: int, words: tuple[str, ...]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert_sentence(run("import", str(tmp_path / name), "--portal", "contoh"), code, name, *words)
    runs = json.loads(run("status", "--json").stdout)["runs"]
    assert [row["state"] for row in runs] in ([], ["failed"])


@pytest.mark.parametrize("command", ["extract", "dedup"])
def test_what_is_read_is_never_written_over(run: Run, tmp_path: Path, command: str) -> None:
    file = write_rows(tmp_path / "same.jsonl", ROW)
    (tmp_path / "link.jsonl").symlink_to(file)
    for target, words in (
        ("same.jsonl", ("would be overwritten", "Name another")),
        ("link.jsonl", ("would be overwritten",)),
        ("", ("is a folder", "Name the file to write")),
        ("none/out.jsonl", ("There is no folder", "mkdir -p")),
    ):
        assert_sentence(run(command, str(file), str(tmp_path / target)), 2, *words)
    assert json.loads(file.read_text()) == ROW
    lines = tmp_path / "lines.jsonl"
    lines.write_text("[]\n")
    result = run(command, str(lines), str(tmp_path / "out.jsonl"))
    assert (result.exit_code, "No line of" in result.stderr) == (1, True)


def test_extract_names_the_fields_it_reads_where_none_is_there(run: Run, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "foreign.jsonl", {"id": "4", "judul": "Kasir"})
    result = run("extract", str(file), str(tmp_path / "out.jsonl"))
    assert result.stdout == "Extracted foreign.jsonl: 0 read, 1 failed\n"
    assert_sentence(result, 1, "The fields that are read: title, company, location, salary")
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "4"


# progress -----------------------------------------------------------------------------------


def test_a_long_step_says_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(terminal, "LINE_EVERY_SECONDS", 0.05)
    with terminal.progress("Publish [/b]", 4, "postings", "sorting") as tell:
        time.sleep(0.08)
        tell(1)
        time.sleep(0.08)
        tell(4)
        time.sleep(0.2)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Publish [/b]: at work")
    assert "Publish [/b]:  25%" in lines
    assert "Publish [/b]: sorting" in lines
    assert "100%" not in "".join(lines)
    assert re.fullmatch(r"Publish \[/b\]: sorting, \d+ s", lines[-1])


def test_a_short_step_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress("Process", 10, "postings") as tell:
        tell(5)
    assert capsys.readouterr().err == ""


# status -------------------------------------------------------------------------------------


def read_status(run: Run, code: int) -> dict[str, Any]:
    assert run("status").exit_code == code
    result = run("status", "--json")
    assert result.exit_code == code
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def test_status_of_a_fresh_checkout_is_valid_and_makes_nothing(run: Run, state: Path) -> None:
    assert read_status(run, 0) == {
        "snapshot": None,
        "snapshot_error": None,
        "store_error": None,
        "portals": [],
        "runs": [],
        "unread": 0,
        "waiting": 0,
    }
    assert not state.exists()


def test_status_of_an_empty_store_is_valid(run: Run, state: Path) -> None:
    state.mkdir()
    (state / "store.sqlite").touch()
    assert read_status(run, 0)["store_error"] is None


def test_status_shows_what_is_published_whatever_the_store_is(run: Run, state: Path) -> None:
    assert run("run", "--sample").exit_code == 0
    for file in state.glob("store.sqlite*"):
        file.unlink()
    assert read_status(run, 0)["snapshot"]["is_sample"]
    (state / "store.sqlite").write_bytes(b"not a database, but long enough to look" * 100)
    told = read_status(run, 1)
    assert told["snapshot"]["is_sample"]
    assert "not a database" in told["store_error"]
    assert "(sample data)" in run("status").stdout


def test_status_says_which_snapshot_is_damaged(run: Run, state: Path) -> None:
    assert run("run", "--sample").exit_code == 0
    (meta,) = (state / "snapshots").glob("*/meta.json")
    for damage in ("{}", "no json", None):
        if damage is None:
            meta.unlink()
        else:
            meta.write_text(damage)
        told = read_status(run, 1)
        assert told["snapshot"] is None
        assert told["snapshot_error"]
        assert told["portals"]


def test_moments_are_utc_in_json_and_jakarta_for_people(run: Run, tmp_path: Path) -> None:
    row = {**ROW, "scraped": "2026-02-14T20:30:00Z"}
    run("import", str(write_rows(tmp_path / "rows.jsonl", row)))
    run("process")
    run("publish")
    text = run("status").stdout
    assert "contoh 1 postings, last seen 2026-02-15 03:30 WIB" in text
    result = run("status", "--json")
    assert json.loads(result.stdout)["portals"][0]["last_seen"] == "2026-02-14T20:30:00Z"
    moments = re.findall(r'"(\d{4}-\d\d-\d\dT[^"]*|\d{4}-\d\d-\d\d [^"]*)"', result.stdout)
    assert len(moments) > 5
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment) for moment in moments)


def test_status_fails_with_the_last_run_and_shows_its_error(run: Run, tmp_path: Path) -> None:
    good = write_rows(tmp_path / "rows.jsonl", ROW)
    bad = tmp_path / "cut[1].csv.gz"
    bad.write_bytes(b"\x1f\x8b\x08")
    assert run("import", str(bad), "--portal", "contoh").exit_code == 2
    assert read_status(run, 1)["runs"][0]["state"] == "failed"
    lines = run("status").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if "import cut[1].csv.gz failed" in line)
    assert " WIB" in lines[at]
    assert str(bad) in lines[at + 1]
    assert run("import", str(good)).exit_code == 0
    read_status(run, 0)


def test_a_run_without_a_writer_is_running_or_killed(run: Run, state: Path, tmp_path: Path) -> None:
    assert run("import", str(write_rows(tmp_path / "rows.jsonl", ROW))).exit_code == 0
    connection = sqlite3.connect(state / "store.sqlite")
    connection.execute("UPDATE run SET state = 'running', finished_at = NULL")
    connection.commit()
    connection.close()
    assert read_status(run, 1)["runs"][0]["state"] == "running or killed"
    with filelock.FileLock(f"{state / 'store.sqlite'}.lock"):
        assert read_status(run, 0)["runs"][0]["state"] == "running"


def test_a_run_is_seen_on_postgresql_too(
    run: Run, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    assert read_status(run, 0)["runs"] == []
    configuration.load.cache_clear()
    assert run("import", str(write_rows(tmp_path / "rows.jsonl", ROW))).exit_code == 0
    with open_store() as store, store.writing() as writer:
        writer.start_run("import", "rows.jsonl")
        assert read_status(run, 0)["runs"][0]["state"] == "running"
    assert read_status(run, 1)["runs"][0]["state"] == "running or killed"


def test_status_shows_at_most_20_runs(run: Run, tmp_path: Path) -> None:
    for n in range(22):
        assert run("import", str(write_rows(tmp_path / f"{n}.jsonl", ROW))).exit_code == 0
    runs = read_status(run, 0)["runs"]
    assert [row["subject"] for row in runs] == [f"{n}.jsonl" for n in range(21, 1, -1)]


# end to end ---------------------------------------------------------------------------------


def test_the_sample_goes_from_nothing_to_a_snapshot(state: Path) -> None:
    process = start("run", "--sample")
    told, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    *collected, processed, published = told.splitlines()
    assert [line.partition(":")[0] for line in collected] == [
        f"contoh_{name}" for name in portal_names() if find_portal(name).FACTS.is_on
    ]
    assert processed.startswith("Processed: ")
    assert published.endswith("(sample data)")
    assert (state / "snapshots" / "CURRENT").exists()


def is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_serve_says_where_when_it_is_ready_and_leaves_no_orphan(
    state: Path, number: signal.Signals
) -> None:
    process = start("serve", SERVE_PORT="0")
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.fullmatch(r"Dashboard: http://localhost:(\d+) \(Ctrl-C stops it\)\n", line)
        assert found
        assert found[1] != "0"
        health = f"http://localhost:{found[1]}/_stcore/health"
        fetched = subprocess.run(
            [sys.executable, "-c", f"import urllib.request as u; u.urlopen({health!r})"],
            check=False,
        )
        assert fetched.returncode == 0
        started = children(process.pid)
        assert started
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
        process.communicate()
    expected = {signal.SIGKILL: -9, signal.SIGHUP: 129}.get(number, 0)
    assert process.returncode == expected, errors
    deadline = time.monotonic() + 10
    while any(map(is_alive, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, started))


def test_serve_names_a_port_that_is_taken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("SERVE_PORT", port)
        assert_sentence(run("serve"), 2, port, "SERVE_PORT")


def test_serve_returns_the_code_of_a_dashboard_that_does_not_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SERVE_PORT", "0")
    monkeypatch.setattr(configuration, "ROOT", tmp_path)  # no ui/server.py there
    monkeypatch.chdir(tmp_path)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        result = run("serve")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "The dashboard ended with exit code 1 before it was ready."
    ]


# benchmarks ---------------------------------------------------------------------------------


def test_the_peak_of_a_small_process_is_small_though_ours_is_large() -> None:
    ours = bytearray(b"x" * 300_000_000)
    usage = steps.measure_process([sys.executable, "-S", "-c", "pass"])
    assert usage.peak_mb < 60
    large = steps.measure_process([sys.executable, "-S", "-c", "bytearray(b'x' * 100_000_000)"])
    assert large.peak_mb > 95
    assert len(ours) == 300_000_000


def test_rows_are_counted_in_plain_and_packed_files(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.jsonl").write_bytes(b"{}\n" * 700_000)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"{}\n" * 700_000, mtime=0))
    assert steps.count_rows(tmp_path / "a.jsonl") == 700_000
    assert steps.count_rows(tmp_path / "a.jsonl.gz") == 700_000
