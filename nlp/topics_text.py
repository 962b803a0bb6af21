"""Take out of a title and its duties the words that tell what is worked, without boilerplate."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from data.text import fold_words
from nlp.patterns import whole_of
from nlp.posting import Posting

SETTINGS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("topics.toml").read_text(encoding="utf-8")
)
_TEXT: Final = SETTINGS["text"]
_STOP: Final = frozenset(word for words in SETTINGS["stop"].values() for word in words.split())
_LENGTHS: Final = range(_TEXT["shortest"], _TEXT["longest"] + 1)
CHARACTERS: Final[int] = _TEXT["characters"]
_TITLE_TIMES: Final[int] = _TEXT["title_times"]
# Each word of the glossary, in either language, as the first Indonesian one that means the same.
GLOSSARY: Final[dict[str, str]] = SETTINGS["glossary"]
INDONESIAN: Final = {english: word for word, english in reversed(GLOSSARY.items())}
_CANON: Final = {**INDONESIAN, **{word: INDONESIAN[english] for word, english in GLOSSARY.items()}}
# A pair of words is never read over the end of a sentence or of an item of a list.
_JOINED: Final[dict[str, str]] = SETTINGS["joined"]
_APART: Final = re.compile(whole_of(map(re.escape, _JOINED)))
_CLAUSE: Final = re.compile(r"[\n.;:,()•/–—]+")


def take_duties(posting: Posting) -> str:
    """The lines of a description that speak of duties, else those without a heading above."""
    for kind in ("duties", ""):
        lines = [x for x in posting.lines if x.kind == kind and not x.is_heading]
        if lines:
            return "\n".join(posting.description[x.start : x.end] for x in lines)
    return ""


def list_terms(title: str, duties: str) -> list[str]:
    """The telling words of both and the pairs that stand side by side, as "laporan_pajak".

    A term stands as often as it counts: those of the title count more.
    """
    named = _read_clauses(title)
    return named * _TITLE_TIMES + _read_clauses(duties[:CHARACTERS])


def _read_clauses(text: str) -> list[str]:
    terms: list[str] = []
    text = _APART.sub(lambda match: _JOINED[match[0]], text.lower())
    for clause in _CLAUSE.split(text):
        kept = [word if _tells(word) else "" for word in fold_words(clause)]
        terms += [_CANON.get(word, word).replace(" ", "_") for word in kept if word]
        terms += [f"{one}_{two}" for one, two in pairwise(kept) if one and two and one != two]
    return terms


def _tells(word: str) -> bool:
    return len(word) in _LENGTHS and word not in _STOP and word.isalpha()
