"""The one text normaliser: what text may be stored as, and how two texts are compared."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# Longer texts are cut: spaCy refuses more than a million characters (PLATFORM.md §5.2).
MAX_CHARACTERS: Final = 1_000_000

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# NUL breaks PostgreSQL, lone surrogates cannot be encoded, other controls carry no meaning.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_WORD = re.compile(r"[\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# Every character of ASCII in small letters, and what is neither letter nor digit as a space.
_SMALL: Final = {code: c.lower() if (c := chr(code)).isalnum() else " " for code in range(128)}


def clean(text: str) -> str:
    """The text as it may be stored: composed Unicode, `\\n` line ends, no control characters.

    >>> clean("Gaji\\x00 5 jt\\r\\nMess")
    'Gaji 5 jt\\nMess'
    """
    if text.isascii() and text.isprintable():
        return text[:MAX_CHARACTERS].strip()
    text = _UNSTORABLE.sub("", _LINE_ENDS.sub("\n", text[:MAX_CHARACTERS]))
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """The text as it is compared: lower case, no diacritics, words parted by single spaces.

    >>> fold("Kab. Bandung–Barat")
    'kab bandung barat'
    """
    return " ".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    """The words of the folded text."""
    plain = text if text.isascii() else _BEYOND_ASCII.sub(_spell, text)
    if plain.isascii():  # as nearly all texts are by now; five times faster
        return plain.translate(_SMALL).split()
    return _NOT_WORD.sub(" ", _drop_marks(text).lower()).split()


def _spell(match: re.Match[str]) -> str:
    return _spell_run(match[0])


@lru_cache(maxsize=4_096)
def _spell_run(run: str) -> str:
    """A run of characters beyond ASCII folded: "é" as "e", "–" as a space."""
    return _NOT_WORD.sub(" ", _drop_marks(run))


def _drop_marks(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in text if not unicodedata.combining(c))
