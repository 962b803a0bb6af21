"""Tell in which language an advertisement is written: Indonesian, English, or both."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from nlp.posting import Posting
from nlp.sections import Line, find_lines

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_INDONESIAN: Final = frozenset(_TABLE["id"].split())
_ENGLISH: Final = frozenset(_TABLE["en"].split())
_SHARES: Final[dict[str, float]] = _TABLE["shares"]
# Words, parted also where line breaks were lost: "pelangganMemiliki".
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Longer texts are told by their beginning.
_MAX_CHARACTERS: Final = 20_000


def read_language(posting: Posting, lines: Sequence[Line] | None = None) -> str | None:
    """ "id", "en" or "mixed" (another language too); None where there are no words to tell by."""
    text = posting.description[:_MAX_CHARACTERS]
    words = _split_words(text)
    indonesian, english = _count(words)
    known = indonesian + english
    if known < _SHARES["foreign_share"] * len(words) or not known:
        return "mixed" if _is_long(text, words) else _read_title(posting.title)
    if min(indonesian, english) > _SHARES["negligible"] * known:
        found = lines if lines is not None else find_lines(posting.description)
        if _is_mixed(text, found):
            return "mixed"
    return "id" if indonesian >= english else "en"


def _is_long(text: str, words: Sequence[str]) -> bool:
    """Whether there is enough text to say that it is in neither language."""
    least = _SHARES["foreign_words"]
    return len(words) >= least or sum(1 for c in text if c.isalpha()) >= 2 * least


def _read_title(title: str) -> str | None:
    """The language of a posting whose description does not tell it."""
    indonesian, english = _count(_split_words(title[:_MAX_CHARACTERS]))
    if indonesian == english:
        return None
    return "id" if indonesian > english else "en"


def _split_words(text: str) -> list[str]:
    return "\n".join(_WORD.findall(text)).lower().split("\n")


def _count(words: Sequence[str]) -> tuple[int, int]:
    """How many of the words are known as Indonesian and as English."""
    return (
        len([word for word in words if word in _INDONESIAN]),
        len([word for word in words if word in _ENGLISH]),
    )


def _is_mixed(text: str, lines: Sequence[Line]) -> bool:
    """Whether both languages have whole lines, each line voting with its known words."""
    votes = {"id": 0, "en": 0}
    for line in lines:
        indonesian, english = _count(_split_words(text[line.start : line.end]))
        if indonesian > english:
            votes["id"] += indonesian
        elif english > indonesian:
            votes["en"] += english
    least = min(votes.values())
    return least >= max(_SHARES["least_words"], _SHARES["least_share"] * sum(votes.values()))
