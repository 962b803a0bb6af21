"""The one-way import rule (DESIGN §2) for the modules that import-linter cannot read."""

import ast

import pytest

from tests.conftest import ROOT

OURS = {
    "settings", "data", "nlp", "analytics", "scrapers", "pipeline", "cli", "ui", "pages", "app",
    "terminal", "commands", "collection",
}  # fmt: skip
MAY_IMPORT = {
    "settings": set(),
    "pipeline": {"settings", "data", "nlp", "analytics", "scrapers"},
    "collection": {"settings", "data", "scrapers"},
    "terminal": {"settings", "data"},
    "cli": {"commands", "data", "terminal"},
    "app": {"settings", "data", "analytics", "ui", "pages"},
}


def imports_of(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("module", MAY_IMPORT)
def test_a_top_module_imports_only_what_stands_below_it(module: str) -> None:
    found = imports_of((ROOT / f"{module}.py").read_text()) & OURS
    assert found <= MAY_IMPORT[module]


def test_the_reader_of_imports_sees_every_form() -> None:
    source = "import data.store\nfrom nlp import wage\ndef f():\n    from ui.texts import t\n"
    assert imports_of(source) == {"data", "nlp", "ui"}
