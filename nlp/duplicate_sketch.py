"""What of a posting tells whether another one advertises the same opening."""

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from data import reference
from data.reference.areas import regencies
from data.text import fold, fold_words
from nlp.title import normalise_title

RULES: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "duplicates.toml").read_text(encoding="utf-8")
)
_FORMS: Final = frozenset(RULES["employer"]["forms"])
_HIDDEN: Final = frozenset(RULES["employer"]["hidden"])
_COMMON: Final = frozenset(RULES["employer"]["common"])
# Letters from which on a word of an employer's name tells it from others.
_TOLD: Final = 3
_GENERIC: Final = frozenset(RULES["title"]["generic"])
_BESIDE: Final = frozenset(RULES["beside"]["words"])
_LEVELS: Final = {word: level for level, words in RULES["levels"].items() for word in words}
_MEANINGS: Final[dict[str, str]] = {
    word: name for name, words in RULES["title"]["meanings"].items() for word in words
}
_LONG: Final = int(RULES["title"]["long"])
_MISSPELT: Final = int(RULES["title"]["misspelt"])
_LONG_WORDS: Final = tuple(word for word in _MEANINGS if len(word) >= _LONG)
PROGRAMMES: Final = frozenset(RULES["programmes"]["portals"])
_STUDIES: Final[str] = RULES["programmes"]["studies"]
_INTERN: Final = frozenset(["intern"])
_REQUISITION = re.compile(r"(?:#|\b(?:req|id|ref|kode|code|no)\b[\W_]{0,3})\s?([a-z0-9-]*\d{3,})")
_DATES = re.compile(r"\[[^\]]*\]|\d+")
# Where a portal or a collector lost the ends of lines: "teliti dan jujurMemiliki SIM".
# A capital first: half as slow as a search that begins with what stands before it.
_GLUED = re.compile(r"[A-Z](?<=[a-z].)")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_PHRASES = re.compile(rf"\b(?:{'|'.join(RULES['title']['phrases'])})\b")
_TAILS = re.compile(r"[-–—|(),/]| di | area | wilayah | cabang | outlet ")

Name: TypeAlias = tuple[str, ...]
Shingles: TypeAlias = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A posting as duplicates are looked for; what it does not tell is empty or None."""

    key: str
    portal: str
    employers: tuple[Name, ...]  # the name, and the one in brackets: a brand and its firm
    job: str  # the title folded, without place
    title: Name  # the words of the job without level and generic ones
    beside: frozenset[str]  # what else the title tells: an outlet, a batch, a code
    level: frozenset[str]
    regencies: frozenset[str]
    provinces: frozenset[str]
    title_places: frozenset[str]
    requisition: str
    shingles: Shingles  # sorted, each once
    pay: tuple[float | None, float | None]
    posted: date | None  # where the portal tells none, when it was seen
    is_told: bool  # whether the portal told the date
    studies: frozenset[str]  # the fields of study that an opening of a programme is for


def sketch(
    key: str,
    portal: str,
    title: str | None,
    company: str | None,
    location: str | None,
    description: str | None,
    posted: date | None,
    pay: tuple[float | None, float | None] = (None, None),
    seen: date | None = None,
    education: str | None = None,
) -> Sketch:
    """The sketch of a posting; `pay` is its monthly minimum and maximum in rupiah."""
    job, words, level, beside = read_title(title or "")
    employers = name_employers(company or "")
    places, provinces = find_places(location or "")
    named = {word for name in employers for word in name}
    # Not of places: in "Kota Adm. Jakarta Utara" nobody is an administrator.
    known = {*fold_words(location or ""), *named, *map(_find_meaning, named)}
    return Sketch(
        key=key,
        portal=portal,
        employers=employers,
        job=job,
        title=tuple(word for word in words if word not in known) or words,
        beside=beside - {word for name in employers for word in name},
        level=(level - _INTERN) | _INTERN if portal in PROGRAMMES else level,
        regencies=places,
        provinces=provinces,
        title_places=_find_in_title(title or ""),
        requisition=_find_requisition(title or ""),
        shingles=make_shingles(description or ""),
        pay=pay,
        posted=posted or seen,
        is_told=posted is not None,
        studies=_find_studies(education or "") if portal in PROGRAMMES else frozenset(),
    )


@lru_cache(maxsize=50_000)
def read_title(title: str) -> tuple[str, Name, frozenset[str], frozenset[str]]:
    """The job, its words, its level, and the words beside the job."""
    plain = _PHRASES.sub(" ", fold(normalise_title(title))).split() if title else []
    told = [word for word in plain if word not in _LEVELS and word not in _GENERIC]
    words = tuple(map(_find_meaning, told or plain))
    beside = frozenset(fold_words(title)) - frozenset(plain) - _BESIDE - _GENERIC
    level = frozenset(_LEVELS[word] for word in plain if word in _LEVELS)
    return " ".join(plain), words, level, frozenset(word for word in beside if word not in _LEVELS)


@lru_cache(maxsize=100_000)
def _find_meaning(word: str) -> str:
    """The word that stands for all of its meaning; the word itself where it has no other.

    A long word one letter from a known one is that one, misspelt: "recritment".
    """
    if word in _MEANINGS or len(word) < _LONG:
        return _MEANINGS.get(word, word)
    near = process.extractOne(word, _LONG_WORDS, scorer=fuzz.ratio, score_cutoff=_MISSPELT)
    return _MEANINGS[near[0]] if near else word


@lru_cache(maxsize=50_000)
def name_employers(company: str) -> tuple[Name, ...]:
    """An employer's names without legal form, case and signs; none where it is hidden.

    >>> name_employers("PT. Contoh Jaya, Tbk (Tokonya)")
    (('contoh', 'jaya'), ('tokonya',))
    """
    if fold(company) in _HIDDEN:
        return ()
    names = []
    # What stands in brackets is a place as often as a name: "PT Contoh Jaya (Jakarta)".
    beside = [part for part in _BRACKETED.findall(company) if not find_places(part)[1]]
    for part in (_BRACKETED.sub(" ", company), *beside):
        words = fold_words(part)
        kept = tuple(word for word in words if word not in _FORMS)
        if sum(map(len, kept)) >= 2 and kept not in names:
            names.append(kept)
    whole = tuple(fold_words(company))
    return tuple(names) or ((whole,) if whole else ())


@lru_cache(maxsize=50_000)
def find_telling(names: tuple[Name, ...]) -> frozenset[str]:
    """The words of employers' names by which one is the alias of another."""
    words = {word for name in names for word in name}
    return frozenset(word for word in words if len(word) >= _TOLD and word not in _COMMON)


@lru_cache(maxsize=1)
def _twins() -> dict[str, frozenset[str]]:
    """The regencies of one name, by code: Kota Bandung and Kabupaten Bandung."""
    named: dict[str, set[str]] = defaultdict(set)
    for code, regency in regencies().items():
        named[fold(regency.short_name)].add(code)
    return {code: frozenset(codes) for codes in named.values() for code in codes}


@lru_cache(maxsize=50_000)
def find_places(location: str) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of regencies and provinces a place text names.

    A name that a kota and a kabupaten share is both, unless the text tells which.
    """
    if not location:
        return frozenset(), frozenset()
    found = reference.places.find(location)
    codes = {place.regency for place in found.places if place.regency}
    if found.certainty < 1.0:
        codes = {twin for code in codes for twin in _twins().get(code, (code,))}
    return (
        frozenset(codes),
        frozenset(place.province for place in found.places if place.province),
    )


@lru_cache(maxsize=50_000)
def _find_in_title(title: str) -> frozenset[str]:
    """The regencies that a title names where places stand: in brackets, behind a dash."""
    tails = _TAILS.split(title)[1:]
    return frozenset(code for tail in tails for code in find_places(tail.strip())[0])


def _find_studies(education: str) -> frozenset[str]:
    """The fields of study told, each folded: "Sarjana; Program studi: Seni Tari, Seni Musik"."""
    told = education.partition(_STUDIES)[2]
    return frozenset(filter(None, map(fold, told.split(","))))


def _find_requisition(title: str) -> str:
    found = _REQUISITION.search(title.lower())
    return found.group(1) if found else ""


def make_shingles(text: str) -> Shingles:
    """Hashes of the runs of words of a text, sorted, the same in every process.

    Marks of removed persons and numbers are left out; words that stand glued are taken apart.
    """
    size = RULES["text"]["shingle"]
    words = fold_words(_GLUED.sub(r" \g<0>", _DATES.sub(" ", text))) if text else []
    hashes = {
        crc32(" ".join(words[at : at + size]).encode()) for at in range(len(words) - size + 1)
    }
    return np.array(sorted(hashes), dtype=np.uint32)
