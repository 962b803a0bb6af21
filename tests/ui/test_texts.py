"""The two text tables say the same things, and what comes from postings stays text."""

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.texts import BREAK, load, plain, text

KEYS = sorted(load("id"))


def placeholders(words: str) -> list[tuple[str, str]]:
    return sorted(
        (name, spec or "") for _, name, spec, _ in string.Formatter().parse(words) if name
    )


def test_both_languages_have_the_same_keys() -> None:
    assert set(load("id")) == set(load("en"))


@pytest.mark.parametrize("key", KEYS)
def test_text_is_filled_and_asks_for_the_same_values(key: str) -> None:
    indonesian, english = load("id")[key], load("en")[key]
    assert indonesian
    assert english
    assert placeholders(indonesian) == placeholders(english)


@pytest.mark.parametrize("key", [key for key in KEYS if key.endswith((".title", "_title"))])
@pytest.mark.parametrize("language", ["id", "en"])
def test_titles_are_short_and_end_without_a_stop(key: str, language: str) -> None:
    words = load(language)[key]  # type: ignore[arg-type] - the two languages there are
    assert len(words.split()) <= 12
    assert not words.endswith(".")


def test_every_text_is_used_and_every_text_used_exists() -> None:
    root = Path(__file__).resolve().parents[2]
    files = [root / "app.py", *(root / "ui").glob("*.py"), *(root / "pages").glob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    asked = set(re.findall(r"""\bt\(\s*f?["']([a-z_.{}\[\]']+?)["'](?=[,)])""", code))
    made = {re.sub(r"\{[^}]*\}", "", key) for key in asked if "{" in key}
    exact = {key for key in asked if "{" not in key}
    assert exact <= set(KEYS)

    def unused() -> Iterator[str]:
        for key in KEYS:
            is_made = any(key.startswith(prefix) for prefix in made)
            if key not in exact and not is_made and not key.startswith("portal."):
                yield key

    assert list(unused()) == []


@pytest.mark.parametrize(
    "title",
    [
        "![x](http://other.example/x.png)",
        "[klik](javascript:alert(1))",
        "<img src=http://other.example/x.png>",
        ":material/home: :smile: :red[x] $x^2$",
        "Staf | Gudang\n# Judul",
        "Kirim ke hrd@other.example atau WWW.other.example, https://other.example/x",
        "x" * 200,
        "A & B - C/D (E) *F* `G` ~H~",
    ],
)
def test_no_punctuation_of_a_posting_is_left_bare(title: str) -> None:
    words = plain(title)
    assert "\n" not in words
    assert re.search(r"(?<!\\)[`*_{}\[\]()<>#!|~$:^&]", words) is None
    assert re.sub(r"\\(.)", r"\1", words).replace(BREAK, "") == " ".join(title.split())


@pytest.mark.parametrize("hostile", ["{n.__class__}", "{0}", "{n!r}"])
def test_a_posting_cannot_reach_into_the_filler(hostile: str) -> None:
    filled = text("id", "home.finding_title", n=5, title=hostile, n_title=2)
    assert re.sub(r"\\(.)", r"\1", filled).count(hostile) == 1
