"""What tests of pages share: a folder of snapshots, and a visit of the page of the module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import settings
from tests.pages.visiting import Visit, open_site
from ui import state


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of snapshots that the pages read."""
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    settings.load.cache_clear()
    monkeypatch.setattr(settings.Settings, "model_config", {"env_file": None, "frozen": True})
    yield tmp_path / "snapshots"
    state._open.clear()
    settings.load.cache_clear()


@pytest.fixture
def visit(request: pytest.FixtureRequest, tmp_path: Path) -> Visit:
    """Visits of the page that the module names as PAGE."""
    return open_site(request.module.PAGE, tmp_path / "site")
