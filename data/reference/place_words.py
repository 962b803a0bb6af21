"""How place names are written: keys that fit all spellings, qualifiers, directions."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from data.reference import tables
from data.text import fold

# The longest qualifier, "kota administrasi", has two words; a name has at most five.
LONGEST_NAME: Final = 5


@dataclass(frozen=True, slots=True)
class Qualified:
    """A name without its qualifier, and the kind of area the qualifier told."""

    words: tuple[str, ...]
    kind: str


@lru_cache(maxsize=1)
def word_lists() -> dict[str, Any]:
    """The content of location_words.toml."""
    return tomllib.loads(tables.read_text(tables.FOLDER / "location_words.toml"))


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    return dict(word_lists()["same"])


def key_of(words: tuple[str, ...] | list[str]) -> str:
    """One key for "Ilir Barat Dua", "ILIR BARAT II" and "Ilirbarat 2"."""
    same = _same()
    return "".join([same.get(word, word) for word in words])


def key(text: str) -> str:
    """The key of a name as written."""
    return key_of(fold(text).split())


@lru_cache(maxsize=1)
def _qualifiers() -> tuple[tuple[tuple[str, ...], bool, str], ...]:
    """All qualifiers as (words, stands before the name, kind), longest first."""
    found = [
        (tuple(fold(words).split()), side == "before", kind)
        for kind, sides in word_lists()["qualifiers"].items()
        for side in ("before", "after")
        for words in sides[side]
    ]
    return tuple(sorted(found, key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def qualifying_words() -> frozenset[str]:
    """All words that qualifiers are made of ("kota", "kab", "regency" …)."""
    return frozenset(word for words, _, _ in _qualifiers() for word in words)


def strip_qualifier(words: tuple[str, ...]) -> Qualified | None:
    """The name with one qualifier taken off, or None where there is none."""
    known = qualifying_words()
    if len(words) < 2 or (words[0] not in known and words[-1] not in known):
        return None
    for qualifier, before, kind in _qualifiers():
        size = len(qualifier)
        if size >= len(words):
            continue
        if before and words[:size] == qualifier:
            return Qualified(words[size:], kind)
        if not before and words[-size:] == qualifier:
            return Qualified(words[:-size], kind)
    return None


def translate(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The Indonesian order of an English name ("South Kuta" to "kuta selatan"), or None."""
    lists = word_lists()
    directions: dict[str, str] = lists["directions"]
    size = 0
    while size < len(words) - 1 and words[size] in directions:
        size += 1
    turned = words[size:] + tuple(directions[word] for word in reversed(words[:size]))
    if len(turned) > 1 and turned[-1] in lists["islands"]["after"]:
        turned = (lists["islands"]["name"], *turned[:-1])
    return turned if turned != words else None


def is_street(words: tuple[str, ...]) -> bool:
    """Whether the part of the text opens like a street address."""
    return bool(words) and words[0] in _street_words()


@lru_cache(maxsize=1)
def _street_words() -> frozenset[str]:
    return frozenset(word_lists()["streets"]["before"])
