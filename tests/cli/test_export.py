"""`export`: what a person who wants a table at the terminal meets."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import cli
import settings as configuration
from analytics.exports_formats import FORMATS
from analytics.exports_registry import offered
from commands.exporting import Form
from tests.ui.market import publish, spread, vacancy

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """The command, in an empty folder of its own; nothing is published yet."""
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*words: str) -> Result:
        configuration.load.cache_clear()
        return CliRunner().invoke(cli.app, ["export", *words])

    yield call
    configuration.load.cache_clear()


@pytest.fixture
def published(tmp_path: Path) -> None:
    """Twelve openings of one sector."""
    rows = [vacancy(i, posted=day, sector="G") for i, day in enumerate(spread("2026-10", 12))]
    publish(tmp_path / "var" / "snapshots", rows)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("form", [str(form) for form in Form])
def test_a_table_is_written_here_under_its_name(run: Run, form: str) -> None:
    result = run("sectors", "--format", form)
    assert result.exit_code == 0, result.output
    path = Path(f"sectors.{form}")
    assert f"Wrote {path}: 1 rows, {path.stat().st_size:,} bytes (sample data)" in result.stdout


@pytest.mark.usefixtures("published")
def test_csv_comes_with_its_dictionary(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out" / "s.csv"
    assert run("sectors", "--output", str(path)).exit_code == 0
    (row,) = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    assert (row["sector"], row["n"], row["is_sample"]) == ("G", "12", "true")
    told = json.loads(path.with_name("s.csv.datapackage.json").read_text(encoding="utf-8"))
    (resource,) = told["resources"]
    assert resource["path"] == "s.csv"
    assert [field["name"] for field in resource["schema"]["fields"]] == list(row)
    assert resource["bytes"] == path.stat().st_size


@pytest.mark.usefixtures("published")
def test_an_unknown_table_is_a_sentence_with_those_there_are(run: Run) -> None:
    result = run("risks")
    assert result.exit_code == 2
    assert "There is no table 'risks' to export. Choose one of: vacancies, " in result.stderr
    assert not list(Path().iterdir())


def test_without_a_snapshot_it_says_what_to_do(run: Run) -> None:
    result = run("sectors")
    assert result.exit_code == 1
    assert "python -m cli publish" in result.stderr


def test_without_a_table_it_lists_all(run: Run) -> None:
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(offered())


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("name", ["s.xlsx", "s.parquet", "s.excel.csv", "S.CSV"])
def test_the_ending_tells_the_format(run: Run, name: str) -> None:
    assert run("sectors", "--output", name).exit_code == 0
    begin = {
        "s.xlsx": b"PK",
        "s.parquet": b"PAR1",
        "s.excel.csv": b"\xef\xbb\xbf",
        "S.CSV": b'"sec',
    }
    assert Path(name).read_bytes().startswith(begin[name])


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--format", "xlsx", "--output", "s.csv"),
            "s.csv ends in .csv, but xlsx was asked for. Name it s.xlsx, or leave --format out.",
        ),
        (("--output", "s.xls"), "The ending of s.xls tells no format."),
        (("--output", "folder"), "folder is a folder. Name a file in it: folder/sectors.csv"),
        (
            ("--format", "xls"),
            "There is no format 'xls'. Choose one of: csv, excel.csv, xlsx, parquet.",
        ),
    ],
)
def test_a_format_or_a_name_that_cannot_be_is_a_sentence(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    Path("folder").mkdir()
    result = run("sectors", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {sentence}")
    assert [path.name for path in Path().rglob("*")] == ["folder"]


@pytest.mark.usefixtures("published")
def test_a_format_may_have_an_ending_of_no_format(run: Run) -> None:
    assert run("sectors", "--format", "csv", "--output", "s.txt").exit_code == 0
    assert Path("s.txt").is_file()


def test_the_command_knows_every_format() -> None:
    assert [str(form) for form in Form] == list(FORMATS)
