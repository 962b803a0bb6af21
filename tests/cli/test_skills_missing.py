"""`skills-missing` as a person calls it: a table, a CSV, from a file and from the store."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
import settings as configuration

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))

    def call(*words: str) -> Result:
        configuration.load.cache_clear()
        return CliRunner().invoke(cli.app, list(words))

    yield call
    configuration.load.cache_clear()


@pytest.fixture
def postings(tmp_path: Path) -> Path:
    text = "Kualifikasi:\n- Menguasai mesin glimbrat\n- Teliti"
    rows = [
        {
            "id": str(i),
            "portal": "contoh",
            "title": "Lowongan",
            "company": f"PT Contoh {name}",
            "description": f"{text} nomor {i}",
            "scraped": "2026-02-14",
        }
        for i, name in enumerate(("Satu", "Dua", "Tiga"))
    ]
    path = tmp_path / "postings.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def test_a_file_gives_a_table_with_examples(run: Run, postings: Path) -> None:
    result = run("skills-missing", "--postings", str(postings))
    assert result.exit_code == 0, result.output
    head, first, *_ = result.stdout.splitlines()
    assert head.split() == ["employers", "phrase", "nearest", "entry"]
    assert first.split()[0] == "3"
    assert "glimbrat" in first
    assert "Menguasai mesin glimbrat" in result.stdout


def test_the_store_gives_the_same_as_a_csv(run: Run, postings: Path, tmp_path: Path) -> None:
    assert run("import", str(postings)).exit_code == 0
    target = tmp_path / "missing.csv"
    result = run("skills-missing", "--csv", str(target), "--limit", "5")
    assert result.exit_code == 0, result.output
    assert str(target) in result.stdout
    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert "glimbrat" in rows[0]["phrase"]
    assert (rows[0]["employers"], rows[0]["postings"]) == ("3", "3")


def test_nothing_missing_is_said_in_a_sentence(run: Run, postings: Path) -> None:
    result = run("skills-missing", "--postings", str(postings), "--employers", "4")
    assert result.exit_code == 0
    assert "No phrase is asked for by 4 employers" in result.stdout


def test_damaged_rows_are_counted(run: Run, postings: Path) -> None:
    with postings.open("a") as file:
        file.write("{broken\n")
    result = run("skills-missing", "--postings", str(postings))
    assert result.exit_code == 0
    assert "1 rows of postings.jsonl could not be read" in result.stderr


def test_a_missing_file_is_said(run: Run, tmp_path: Path) -> None:
    result = run("skills-missing", "--postings", str(tmp_path / "none.jsonl"))
    assert result.exit_code == 2
    assert "There is no file" in result.stderr
