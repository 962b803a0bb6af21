"""What of a posting tells whether another one advertises the same opening."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from data import reference
from data.text import fold
from nlp.title import normalise_title

RULES: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "duplicates.toml").read_text(encoding="utf-8")
)
_FORMS: Final = frozenset(RULES["employer"]["forms"])
_HIDDEN: Final = frozenset(RULES["employer"]["hidden"])
_GENERIC: Final = frozenset(RULES["title"]["generic"])
_LEVELS: Final = {word: level for level, words in RULES["levels"].items() for word in words}
_REQUISITION = re.compile(r"(?:#|\b(?:req|id|ref|kode|code|no)\b[\W_]{0,3})\s?([a-z0-9-]*\d{3,})")
_DATES = re.compile(r"\[[^\]]*\]|\d+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A posting as duplicates are looked for; what it does not tell is empty or None."""

    key: str
    portal: str
    employer: str
    title: str  # folded, without place, level, generic words
    level: frozenset[str]
    regencies: frozenset[str]
    provinces: frozenset[str]
    title_places: frozenset[str]
    requisition: str
    shingles: frozenset[int]
    pay: tuple[float | None, float | None]
    posted: date | None


def sketch(
    key: str,
    portal: str,
    title: str | None,
    company: str | None,
    location: str | None,
    description: str | None,
    posted: date | None,
    pay: tuple[float | None, float | None] = (None, None),
) -> Sketch:
    """The sketch of a posting; `pay` is its monthly minimum and maximum in rupiah."""
    words = fold(normalise_title(title or "")).split()
    regencies, provinces = find_places(location or "")
    return Sketch(
        key=key,
        portal=portal,
        employer=fold_employer(company or ""),
        title=" ".join(w for w in words if w not in _LEVELS and w not in _GENERIC),
        level=frozenset(_LEVELS[word] for word in words if word in _LEVELS),
        regencies=regencies,
        provinces=provinces,
        title_places=_find_in_title(title or ""),
        requisition=_find_requisition(title or ""),
        shingles=frozenset(make_shingles(description or "")),
        pay=pay,
        posted=posted,
    )


@lru_cache(maxsize=50_000)
def fold_employer(company: str) -> str:
    """An employer's name without legal form, case and signs; "" where it is hidden.

    >>> fold_employer("PT. Contoh Jaya, Tbk")
    'contoh jaya'
    """
    folded = fold(company)
    if folded in _HIDDEN:
        return ""
    words = folded.split()
    kept = [word for word in words if word not in _FORMS]
    return " ".join(kept or words)


@lru_cache(maxsize=50_000)
def find_places(location: str) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of regencies and provinces a place text names."""
    found = reference.places.find(location).places if location else ()
    return (
        frozenset(place.regency for place in found if place.regency),
        frozenset(place.province for place in found if place.province),
    )


@lru_cache(maxsize=50_000)
def _find_in_title(title: str) -> frozenset[str]:
    """The regencies that a title names where places stand: in brackets, behind a dash."""
    tails = re.split(r"[-–—|(),/]| di | area | wilayah | cabang | outlet ", title)[1:]
    return frozenset(code for tail in tails for code in find_places(tail.strip())[0])


def _find_requisition(title: str) -> str:
    found = _REQUISITION.search(title.lower())
    return found.group(1) if found else ""


def make_shingles(text: str) -> Iterable[int]:
    """Hashes of the runs of words of a text, the same in every process.

    Marks of removed persons and numbers are left out.
    """
    size = RULES["text"]["shingle"]
    words = fold(_DATES.sub(" ", text)).split()
    return (crc32(" ".join(words[at : at + size]).encode()) for at in range(len(words) - size + 1))
