"""Pasted text made readable: HTML as its words, a title from the first line, words in context."""

import re
from itertools import islice
from typing import Final

from analytics.advert_check import rules
from data.html_text import to_text
from data.reference import places

_LINES: Final = re.compile(r"[ \t]*\n\s*\n+")
_TITLE_CHARACTERS: Final = 80
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_AROUND: Final = 40
# "untuk cabang di Jakarta Selatan"; the name of a place begins with a capital.
_AT: Final = re.compile(r"(?<!\w)(?:di|in|wilayah|area|daerah) ((?:[A-Z][\w.]{0,20} ?){1,4})")
_SURE: Final = 0.6
_TRIES: Final = 20


def read_text(pasted: str) -> str:
    """The words of what was pasted: HTML without its tags, plain text as it is, both cleaned.

    >>> read_text("<p>Dicari</p><ul><li>Welder</li></ul>")
    'Dicari\\n- Welder'
    """
    return _LINES.sub("\n", to_text(pasted) or "").strip()


def count_words(text: str) -> int:
    """How many words of letters there are."""
    return len(_LETTERS.findall(text))


def first_line(text: str) -> str:
    """The first line with a word, as a title; empty where that is a whole paragraph."""
    line = next((one.strip() for one in text.splitlines() if _LETTERS.search(one)), "")
    return line if len(line) <= _TITLE_CHARACTERS else ""


def words_around(text: str, start: int, end: int) -> str:
    """The words at [start:end] with some of their line around them, cut at blanks, marked by "…".

    >>> words_around("Tugas ringan. Wajib deposit dahulu.", 14, 27)
    'Tugas ringan. Wajib deposit dahulu.'
    """
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    low, high = max(line_start, start - _AROUND), min(line_end, end + _AROUND)
    if low > line_start:
        low = min(text.find(" ", low, start) + 1 or start, start)
    if high < line_end:
        high = max(text.rfind(" ", end, high), end)
    before, after = ("…" if low > line_start else ""), ("…" if high < line_end else "")
    return f"{before}{text[low:high].strip()}{after}"


def find_place(text: str) -> places.Place | None:
    """The first place that a sentence names after "di" or "in"; None where none is sure.

    Looser than the reader of postings, which asks for a heading or a word such as "penempatan":
    a message has neither, and whoever pasted it sees what was read and can say otherwise.

    >>> find_place("Dicari kasir untuk toko di Jakarta Selatan.").regency
    '3171'
    """
    for match in islice(_AT.finditer(text), _TRIES):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if any(word in line.lower() for word in rules()["words"]["not_work"]):
            continue
        found = places.find(match[1])
        if found.places and found.certainty >= _SURE:
            return found.places[0]
    return None
