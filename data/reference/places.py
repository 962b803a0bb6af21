"""Find the places in the location text of an advertisement, and tell how sure that is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from data.reference.areas import District, Province, Regency, name, province, regency
from data.reference.place_index import ALIAS, DISTRICT, PROVINCE, WIDER, Index, index
from data.reference.place_nesting import Place, Readings, Told, decide, nest, weights
from data.reference.place_words import (
    LONGEST_NAME,
    is_street,
    key_of,
    qualifying_words,
    strip_qualifier,
    translate,
    word_lists,
)
from data.text import clean, fold

__all__ = [
    "District", "Found", "Place", "Province", "Regency", "find", "name", "province", "regency",
]  # fmt: skip

# A location text is short; what follows is a description that slipped into the wrong column.
_MAX_CHARACTERS: Final = 400
_MAX_PARTS: Final = 60
# Shorter words are like too many names; longer ones are sentences.
_SHORTEST_GUESS: Final = 5
_LONGEST_GUESS: Final = 40
_MANY_WORDS: Final = 2
# Kecamatan, regency, province.
_FULL_ADDRESS: Final = 3

_NESTS = re.compile(r",|\s[-–—]\s|[()\[\]:]")
_PARTED = re.compile(r"[,:]")
_TIGHT_COMMA = re.compile(r",(?=\S)")
# Line breaks were lost: "Kota SurabayaKesehatan".
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Found:
    """What a location text tells.

    `certainty` is 0 to 1, that of the least sure place (0 where nothing is found). A correctly
    spelt place is told only if likelier than not: a name that a kota and a kabupaten share has
    about 0.7, "Yogyakarta" (city or province) 0.6, a misspelt name less. `country` is "ID" where
    a place in Indonesia or Indonesia itself is named, else the ISO code of the first country
    abroad; `mode` is "remote", "hybrid" or "onsite" where the text says so.
    """

    places: tuple[Place, ...]
    certainty: float
    remote: bool
    country: str | None
    mode: str | None = None


@dataclass(slots=True)
class _Gathered:
    """What has been met so far while reading one text."""

    told: list[list[Told]] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    is_indonesia: bool = False


@lru_cache(maxsize=65_536)
def find(text: str) -> Found:
    """The places a location text names, in order; see `Found`.

    >>> find("Taman, Sidoarjo, Jawa Timur").places[0].regency
    '3515'
    """
    text = clean(text[:_MAX_CHARACTERS])
    gathered = _Gathered()
    whole = tuple(fold(text).split())
    is_one = not _PARTED.search(text) and bool(_look_up(whole, index()))
    groups = [[text]] if is_one else list(_groups(text))
    is_list = _TIGHT_COMMA.search(text) is not None and ", " not in text
    for group in groups:
        _read_group(group, gathered, is_list)
    return _conclude(gathered)


@lru_cache(maxsize=1)
def _separators() -> re.Pattern[str]:
    lists = word_lists()["separators"]
    characters = "".join(re.escape(character) for character in lists["characters"])
    labels = "|".join(re.escape(label) for label in lists["labels"])
    words = "|".join(re.escape(word) for word in lists["words"])
    return re.compile(rf"\b(?:{labels})\s?:|[{characters}]|(?<=\s)(?:{words})(?=\s)", re.IGNORECASE)


def _groups(text: str) -> Iterator[list[str]]:
    """The parts of the text: a list for each group of parts that may nest in each other."""
    budget = _MAX_PARTS
    for group in _separators().split(_GLUED.sub(";", text)):
        parts = [part for part in _NESTS.split(group) if part.strip()][:budget]
        budget -= len(parts)
        if parts:
            yield parts


def _of_kind(readings: Readings, kind: str) -> Readings:
    """The readings that agree with a qualifier ("Kab.", "Kecamatan", "Provinsi")."""
    if kind in ("kota", "kabupaten"):
        wanted = [
            r for r in readings if r.regency and not r.district and r.kind not in (ALIAS, WIDER)
            and regency(r.regency).kind == kind
        ]  # fmt: skip
        return tuple(r._replace(weight=1.0) for r in wanted)
    if kind == "province":
        return tuple(r._replace(weight=1.0) for r in readings if r.regency is None)
    if kind == "district":
        weight = weights()["district"]
        return tuple(r._replace(weight=weight * r.share) for r in readings if r.district)
    if kind == "regency_or_district":
        return _of_kind(readings, "kabupaten") or _of_kind(readings, "district")
    return ()


def _look_up(words: tuple[str, ...], names: Index) -> Readings:
    """All readings of a name as written, without its qualifier, or turned from English."""
    if qualifying_words().issuperset(words):
        return ()
    found = names.readings.get(key_of(words))
    if found:
        return found
    qualified = strip_qualifier(words)
    if qualified:
        inside = _look_up(qualified.words, names)
        if inside:
            return _of_kind(inside, qualified.kind) or inside
    turned = translate(words)
    return names.readings.get(key_of(turned), ()) if turned else ()


def _note_other(
    words: tuple[str, ...], names: Index, gathered: _Gathered, is_alone: bool = True
) -> bool:
    """Whether the words are a region, a country or a way of working; if so, note it.

    Beside other names "Bangka" is the kabupaten, alone it is the island.
    """
    name_key = key_of(words)
    if name_key in names.modes:
        gathered.modes.append(names.modes[name_key])
    elif name_key in names.indonesia:
        gathered.is_indonesia = True
    elif name_key in names.regions and (is_alone or name_key not in names.readings):
        gathered.regions.extend(names.regions[name_key])
        gathered.is_indonesia = True
    elif name_key in names.abroad:
        gathered.countries.append(names.abroad[name_key])
    else:
        return False
    return True


def _is_telling(word: str, name_key: str, names: Index) -> bool:
    """Whether one word inside a longer part may be a place at all."""
    return len(name_key) >= 3 and name_key not in names.alone and word not in qualifying_words()


def _scan(words: tuple[str, ...], gathered: _Gathered) -> list[Readings]:
    """Names inside a longer part, longest first from left to right."""
    names, found, start = index(), [], 0
    while start < len(words):
        for size in range(min(LONGEST_NAME, len(words) - start), 0, -1):
            piece = words[start : start + size]
            name_key = key_of(piece)
            if size == 1 and not _is_telling(piece[0], name_key, names):
                continue
            if _note_other(piece, names, gathered):
                break
            readings = _look_up(piece, names)
            if readings:
                found.append(readings)
                break
        start += size
    # A kecamatan counts inside other words only where it lies in another place named there.
    strong = [r for r in found if any(reading.kind != DISTRICT for reading in r)]
    if strong:
        return [r for r in found if r in strong or any(nest(r, other) for other in strong)]
    return [r for r in found if len({reading.regency for reading in r}) == 1]


def _read_group(parts: list[str], gathered: _Gathered, is_list: bool) -> None:
    """Read the parts of one group, put nested ones together, note what they tell."""
    chain: list[Readings] = []
    unknown: list[tuple[int, tuple[str, ...]]] = []
    likeness = 1.0
    for part in parts:
        words = tuple(fold(part).split())
        if not words or _note_other(words, index(), gathered, len(parts) == 1):
            continue
        readings, found_likeness = _read_part(words)
        likeness = min(likeness, found_likeness)
        if readings:
            chain.append(readings)
        elif not is_street(words):
            scanned = _scan(words, gathered)
            chain.extend(scanned)
            if not scanned:
                unknown.append((len(chain), words))
    told = _told_by(chain, is_list)
    if unknown and not any(item.place.regency for item in told):
        chain, likeness = _with_misspelt(chain, unknown)
        told = _told_by(chain, is_list)
    gathered.told.append([replace(item, certainty=item.certainty * likeness) for item in told])


def _read_part(words: tuple[str, ...]) -> tuple[Readings, float]:
    """The readings of a part taken whole: as written, or spelt nearly so if it has many words."""
    readings = _look_up(words, index())
    if readings or len(words) < _MANY_WORDS or is_street(words):
        return readings, 1.0
    return _guess(words, weights()["likeness_of_whole"])


def _told_by(chain: list[Readings], is_list: bool) -> list[Told]:
    """What a chain of names tells, after nesting neighbours in each other."""
    nested: list[Readings] = []
    floor = "nesting_floor_in_full" if len(chain) >= _FULL_ADDRESS else "nesting_floor"
    floor = "nesting_floor_in_list" if is_list else floor
    for readings in chain:
        if nested and (both := nest(nested[-1], readings, floor)):
            nested[-1] = both
        else:
            nested.append(readings)
    told = [item for readings in _as_provinces(nested) if (item := decide(readings))]
    return _without_localities(told)


def _as_provinces(names: list[Readings]) -> list[Readings]:
    """In a list of provinces "Yogyakarta" is the province, not the city."""
    is_province = [all(reading.kind == PROVINCE for reading in readings) for readings in names]
    if is_province.count(True) < 2 or is_province.count(True) < len(names) - 1:
        return names
    return [tuple(r for r in readings if r.kind == PROVINCE) or readings for readings in names]


def _without_localities(told: list[Told]) -> list[Told]:
    """Drop a kecamatan that does not lie in the area after it: it is a village of the same name."""
    kept = []
    for position, item in enumerate(told):
        followed = position + 1 < len(told) and not told[position + 1].is_local
        if item.is_local and followed and (len(told) == 2 or not item.is_unique):
            continue
        kept.append(item)
    return kept


@lru_cache(maxsize=1)
def _spellings() -> tuple[list[str], dict[str, Readings]]:
    long = {k: r for k, r in index().readings.items() if len(k) >= _SHORTEST_GUESS}
    return list(long), long


@lru_cache(maxsize=8_192)
def _guess(words: tuple[str, ...], cutoff: float) -> tuple[Readings, float]:
    """The readings of the name that is spelt most like these words, and how like it is (0 to 1)."""
    if qualifying_words().issuperset(words):
        return (), 1.0
    keys, readings = _spellings()
    qualified = strip_qualifier(words)
    name_key = key_of(qualified.words if qualified else words)
    if not _SHORTEST_GUESS <= len(name_key) <= _LONGEST_GUESS:
        return (), 1.0
    near = process.extractOne(name_key, keys, scorer=fuzz.ratio, score_cutoff=cutoff)
    if near is None:
        return (), 1.0
    found = readings[near[0]]
    if qualified:
        found = _of_kind(found, qualified.kind) or found
    return found, weights()["misspelling"] * near[1] / 100


def _with_misspelt(
    chain: list[Readings], unknown: list[tuple[int, tuple[str, ...]]]
) -> tuple[list[Readings], float]:
    """The chain with the unknown parts read as misspelt names where that fits the rest."""
    result, least = list(chain), 1.0
    for position, words in reversed(unknown):
        guess, likeness = _guess(words, weights()["likeness"])
        if guess and (not chain or any(nest(guess, readings) for readings in chain)):
            result.insert(position, guess)
            least = min(least, likeness)
    return result, least


def _conclude(gathered: _Gathered) -> Found:
    """One answer from all groups: no place twice, no province beside its own regency."""
    told = [item for group in gathered.told for item in group]
    if gathered.countries:
        told = [item for item in told if not item.is_local]
    told += [Told(Place(code), 1.0, False, True) for code in gathered.regions]
    narrow = {item.place.province for item in told if item.place.regency}
    places: dict[tuple[str | None, str | None], Told] = {}
    for item in told:
        area = (item.place.province, item.place.regency)
        is_wide = item.place.regency is None and item.place.province in narrow
        if area not in places and (not is_wide or item.place.province in gathered.regions):
            places[area] = item
    mode = gathered.modes[0] if gathered.modes else None
    is_home = bool(places) or gathered.is_indonesia
    country = "ID" if is_home else next(iter(gathered.countries), None)
    certainty = min((item.certainty for item in places.values()), default=0.0)
    if not places and country:
        certainty = 1.0
    return Found(
        tuple(item.place for item in places.values()), certainty, mode == "remote", country, mode
    )
