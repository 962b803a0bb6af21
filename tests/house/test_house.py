"""The house rules that a machine can check: sizes, banned idioms, settings told to the operator."""

import re
from pathlib import Path

import pytest

from settings import Settings
from tests.conftest import ROOT

PACKAGES = ("data", "nlp", "analytics", "scrapers", "ui", "pages", "commands")
TOP = ("app.py", "cli.py", "collection.py", "pipeline.py", "settings.py", "terminal.py")
SOURCES = [
    *(ROOT / name for name in TOP),
    *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))),
]
BANNED = {
    r"\bexcept\s*:": "a bare except",
    r"\bexcept Exception\b": "a broad except",
    r"(?<![.\w])print\(": "print; only cli talks to the terminal",
    r"plotly\.express": "plotly.express costs seven times graph_objects",
    r"st\.(line|bar|area)_chart": "Streamlit's own charts",
    r"\bNotImplementedError\b|\bTODO\b|\bFIXME\b": "something left open",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert text.startswith('"""'), "the first line says what the module is for"
    assert text.count("\n") <= 400
    for pattern, what in BANNED.items():
        assert not re.search(pattern, text), what


def test_every_setting_is_explained_in_the_example_file() -> None:
    example = (ROOT / ".env.example").read_text()
    for name, field in Settings.model_fields.items():
        assert re.search(rf"^# ?{name.upper()}=", example, re.MULTILINE), name
        assert field.description
        assert field.description in example.replace("\n# ", " "), name


def test_every_make_target_is_listed_by_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())  # type: ignore[index]
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert phony == explained
