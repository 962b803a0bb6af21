"""`collect` and `parse` as a person calls them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import cli
import settings as configuration
from tests.conftest import ROOT

Run = Callable[..., Result]
EXAMPLES = ROOT / "tests" / "scrapers" / "examples"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("STATE_DIR", str(tmp_path / "var"))
    configuration.load.cache_clear()

    def call(*words: str) -> Result:
        configuration.load.cache_clear()
        return CliRunner().invoke(cli.app, list(words))

    return call


def test_live_run_without_a_contact_address_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("collect")
    assert result.exit_code == 2
    assert "CONTACT" in result.output
    assert not list((tmp_path / "var").glob("store.sqlite"))


def test_unknown_portal_is_named_with_those_there_are(run: Run) -> None:
    result = run("collect", "--portal", "kalibr")
    assert result.exit_code == 2
    assert "kalibrr" in result.output


def test_portals_that_cannot_be_reached_are_told_one_by_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A proxy at which nobody listens: no call leaves this machine.
    monkeypatch.setenv("CONTACT", "https://contoh.example/bot")
    monkeypatch.setenv("HTTP_PROXY_URL", "http://127.0.0.1:9")
    result = run("collect", "--portal", "kalibrr", "--portal", "dealls")
    assert result.exit_code == 1
    assert "www.kalibrr.com: " in result.output
    assert "api.sejutacita.id: " in result.output
    assert "2 of 2 portals" in result.output
    status = run("status", "--json")
    assert status.exit_code == 1
    assert '"postings"' not in status.stdout.partition('"runs"')[0]


def test_saved_answer_is_read_without_a_store(run: Run, tmp_path: Path) -> None:
    saved = EXAMPLES / "kalibrr" / "listing.json"
    result = run("parse", str(saved), "--portal", "kalibrr", "--kind", "listing")
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 2
    assert not (tmp_path / "var").exists()


def test_answer_of_another_shape_is_refused_in_a_sentence(run: Run, tmp_path: Path) -> None:
    strange = tmp_path / "answer.json"
    strange.write_text('{"jobs": 3}')
    result = run("parse", str(strange), "--portal", "kalibrr", "--kind", "listing")
    assert result.exit_code == 1
    assert "kalibrr: jobs:" in result.output


def test_portals_are_listed_with_why_some_are_off(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("portals").stdout
    assert "kalibrr: on." in told
    assert "jobstreet: off." in told
    assert "Why it is off: " in told
    monkeypatch.setenv("PORTALS_ON", "jobstreet")
    monkeypatch.setenv("PORTALS_OFF", "kalibrr, dealls")
    told = run("portals").stdout
    assert "jobstreet: on." in told
    assert "kalibrr: off." in told
