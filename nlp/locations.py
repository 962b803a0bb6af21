"""Find where the work is: in the portal's column, or where title and text state it plainly."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from data.reference import places
from data.reference.place_index import ALIAS, DISTRICT, index
from data.reference.place_words import LONGEST_NAME, key_of, qualifying_words
from data.text import fold
from nlp.posting import Posting
from nlp.signs import watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORDS: Final = {name: frozenset(words) for name, words in _TABLE["words"].items()}
_LIMITS: Final[dict[str, float]] = _TABLE["limits"]
_REACH: Final = int(_LIMITS["reach"])
_SIGNS: Final = watch("locations", _TABLE["cues"]["glance"])
_WORK = re.compile(rf"(?:{_TABLE['cues']['work']})(?![^\W_])", re.MULTILINE)
_SEAT = re.compile(rf"(?<![^\W_])(?:{_TABLE['cues']['seat']})(?![^\W_])", re.IGNORECASE)
# The statement ends with its line or sentence, or where a line break was lost.
_END = re.compile(r"[;\n!?]|\.\s|\.$|(?<=[a-z.)])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")
_SEGMENT = re.compile(r"[()\[\]|]|\s[-–—]\s?|[-–—]\s|[-–—](?=[^\W\d_]{4})|:\s|,\s|/|_")
_MAX_TITLE: Final = 200
# These bound the time a hostile text can take.
_MAX_CUES: Final = 20
_MAX_PLACES: Final = 40
_MAX_SEAT: Final = 20_000
_LEADING: Final = " \t:\n-–•*"
# "D.I. Yogyakarta" is the province.
_SPELT: Final = frozenset({"d", "i"})

Location = dict[str, str | None]
Token = tuple[str, int, int]


def read_locations(posting: Posting) -> list[Location]:
    """Every work place in order: {"province", "regency"} as BPS codes, abroad {"country"}.

    >>> read_locations(Posting(location="Sleman"))
    [{'province': '34', 'regency': '3404'}]
    """
    column = _find(posting.location) if posting.location else []
    told = _read_text(posting) or _read_title(posting.title)
    if told:
        return _merge(told, column, posting.location)
    if not column:
        return _read_seat(posting.description)
    return column if _is_sure(posting.location) else _settle(column, posting.description)


def _find(text: str) -> list[Location]:
    """The places in a text that is nothing but places."""
    found = places.find(text)
    if found.places:
        return [{"province": place.province, "regency": place.regency} for place in found.places]
    if found.country and found.country != "ID":
        return [{"country": found.country}]
    return []


def _is_sure(text: str) -> bool:
    """Whether the column can stand for one place only; "Bogor" may be the Kota or Kabupaten."""
    return places.find(text).certainty >= _LIMITS["sure"]


def _settle(column: list[Location], text: str) -> list[Location]:
    """The column, or the Kabupaten of its name where the employer's address lies in that."""
    seat = _read_seat(text)
    names = _short_names(seat)
    # A province has no short names: nothing would equal nothing, and the province be lost.
    return seat if names and names == _short_names(column) else column


def _short_names(locations: Sequence[Location]) -> list[str]:
    codes = [place.get("regency") for place in locations]
    return [places.regency(code).short_name for code in codes if code]


def _merge(told: list[Location], column: list[Location], text: str) -> list[Location]:
    """What title or text tell, but the column where that is narrower and sure."""
    provinces = {place.get("province") for place in told}
    is_wide = len(told) <= _LIMITS["wide_areas"] and not any(p.get("regency") for p in told)
    narrower = [place for place in column if place.get("regency")]
    is_known = is_wide and bool(narrower) and _all_in(narrower, provinces)
    if is_known and places.find(text).certainty >= _LIMITS["least_of_wide"]:
        return column
    return _prefer_kabupaten(told, column)


def _prefer_kabupaten(told: list[Location], column: list[Location]) -> list[Location]:
    """A bare "Cirebon" told beside the column's "Kabupaten Cirebon" is the Kabupaten."""
    kabupaten = {
        found.short_name: place
        for place in column
        if (code := place.get("regency")) and (found := places.regency(code)).kind == "kabupaten"
    }
    return [
        kabupaten.get(places.regency(code).short_name, place)
        if (code := place.get("regency"))
        else place
        for place in told
    ]


def _all_in(locations: Sequence[Location], provinces: set[str | None]) -> bool:
    return all(place.get("province") in provinces for place in locations)


def _read_text(posting: Posting) -> list[Location]:
    """The places a description states as those of the work."""
    told: list[Location] = []
    for number in posting.lines_with(_SIGNS):
        line = posting.lines[number]
        if line.kind != "about":
            body = posting.lower[line.start : line.end]
            for cue in islice(_WORK.finditer(body), _MAX_CUES):
                _add(told, _after(posting.description, line.start + cue.end()))
        if len(told) >= _MAX_PLACES:
            break
    return told


def _add(told: list[Location], more: list[Location]) -> None:
    """Put more places to those told before; no province beside its own regency told elsewhere."""
    narrow = {place.get("province") for place in told if place.get("regency")}
    fresh = [
        p for p in more if p not in told and (p.get("regency") or p.get("province") not in narrow)
    ]
    narrow = {place.get("province") for place in fresh if place.get("regency")}
    told[:] = [p for p in told if p.get("regency") or p.get("province") not in narrow]
    told.extend(fresh)


def _read_seat(text: str) -> list[Location]:
    """The employer's seat, where the posting tells no place of work."""
    for cue in islice(_SEAT.finditer(text[:_MAX_SEAT]), _MAX_CUES):
        told = _after(text, cue.end())
        if told:
            return told
    return []


def _after(text: str, start: int) -> list[Location]:
    """The places that stand just after a cue, or in the lines below where it is a heading."""
    statement = text[start : start + _REACH]
    body = len(statement) - len(statement.lstrip(_LEADING))
    if "\n" not in statement[:body]:
        end = _END.search(statement, body)
        return _first_in(statement[body : end.start()] if end else statement[body:])
    told: list[Location] = []
    for line in statement[body:].split("\n"):
        tokens = _tokens(line)
        span = _all_place(tokens)
        if span is None:
            break
        _add(told, _places_in(line[span[0] : span[1]]))
    return told


def _first_in(statement: str) -> list[Location]:
    """The places of the first stretch of names near the beginning of a statement."""
    tokens = _tokens(statement)
    skipped = 0
    for position, (word, begin, _) in enumerate(tokens):
        size = _name_at(tokens, position)
        if size:
            words = tuple(token[0] for token in tokens[position : position + size])
            is_clear = statement[begin].isupper() or (skipped == 0 and _is_wide(words))
            if is_clear and not _goes_on(statement, tokens, position + size):
                first, last = _stretch(tokens, position)
                return _places_in(statement[first:last])
        skipped += word not in _WORDS["filler"]
        if skipped > _LIMITS["skipped"]:
            break
    return []


def _goes_on(statement: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether a lesser name is the beginning of another one: "Semen Indonesia Cooperative"."""
    words = tuple(token[0] for token in tokens[:position][-1:])
    if position >= len(tokens) or not words or _is_wide(words):
        return False
    begin = tokens[position][1]
    if statement[tokens[position - 1][2] : begin] != " " or not statement[begin].isupper():
        return False
    return not _name_at(tokens, position) and tokens[position][0] not in _WORDS["joiner"]


def _tokens(text: str) -> list[Token]:
    """The words of the text, folded, with their places."""
    return [(fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def _name_at(tokens: Sequence[Token], position: int) -> int:
    """How many words from this one on are the name of a place, 0 where none is."""
    for size in range(min(LONGEST_NAME, len(tokens) - position), 0, -1):
        words = tuple(token[0] for token in tokens[position : position + size])
        if _is_name(words):
            return size
    return 0


@lru_cache(maxsize=65_536)
def _is_name(words: tuple[str, ...]) -> bool:
    """Whether the words are a name in the gazetteer that means no everyday thing."""
    names, name_key = index(), key_of(words)
    if name_key not in names.readings and not names.regions.get(name_key):
        return name_key in names.abroad and len(name_key) > 3
    is_telling = len(name_key) >= 3 and name_key not in names.alone
    is_everyday = words[0] in qualifying_words() or words[0] in _WORDS["everyday"]
    return len(words) > 1 or (is_telling and not is_everyday)


def _stretch(tokens: Sequence[Token], position: int) -> tuple[int, int]:
    """From the qualifier before the name at `position` to the last name that follows it."""
    first = position
    while first and (tokens[first - 1][0] in qualifying_words() or tokens[first - 1][0] in _SPELT):
        first -= 1
    end = tokens[position][2]
    while position < len(tokens):
        size = _name_at(tokens, position)
        if size:
            position += size
            end = tokens[position - 1][2]
        elif tokens[position][0] in _WORDS["joiner"]:
            if tokens[position][0] in qualifying_words():
                end = tokens[position][2]
            position += 1
        else:
            break
    return tokens[first][1], end


def _places_in(text: str) -> list[Location]:
    """The places in a stretch of names, none where the gazetteer doubts."""
    found = places.find(text.strip())
    if found.places and found.certainty < _LIMITS["least_certainty"]:
        return []
    return _find(text.strip())


def _read_title(title: str) -> list[Location]:
    """The places a title names apart from the job: "(Surabaya)", "- Area Bekasi", "… Gresik"."""
    told: list[Location] = []
    for text in _segment_names(title[:_MAX_TITLE]):
        _add(told, [place for place in _places_in(text) if place.get("province")])
    return told


def _segment_names(title: str) -> Iterator[str]:
    """The parts of the title that are places: whole segments, and the end of the first ones."""
    start = 0
    cuts = [*((m.start(), m.end()) for m in _SEGMENT.finditer(title)), (len(title), len(title))]
    for number, (end, following) in enumerate(cuts):
        tokens = _tokens(title[start:end])
        segment, start = title[start:end], following
        if not tokens:
            continue
        span = _all_place(tokens) if number else None
        span = span or _place_at_end(tokens)
        if span is not None:
            yield segment[span[0] : span[1]]


def _all_place(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """From the first name to the last where there are only places and words that go with them."""
    position, first, end = 0, -1, 0
    while position < len(tokens):
        size = _name_at(tokens, position)
        word = tokens[position][0]
        if size:
            first = tokens[position][1] if first < 0 else first
            end = tokens[position + size - 1][2]
        elif word in qualifying_words() and word not in _WORDS["title_only"]:
            first = tokens[position][1] if first < 0 else first
            end = tokens[position][2] if end else 0
        elif word not in _WORDS["title"]:
            return None
        position += size or 1
    return (first, end) if end else None


def _place_at_end(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Where a segment ends with the name of a regency or province: "Head Warehouse Gresik"."""
    if any(token[0] == "pt" for token in tokens):
        return None
    for position in range(max(1, len(tokens) - LONGEST_NAME), len(tokens)):
        words = tuple(token[0] for token in tokens[position:])
        if _is_name(words) and _is_wide(words):
            if tokens[position - 1][0] in _WORDS["not_before"]:
                return None
            first = position
            while first > 1 and tokens[first - 1][0] in qualifying_words():
                first -= 1
            return tokens[first][1], tokens[-1][2]
    return None


@lru_cache(maxsize=65_536)
def _is_wide(words: tuple[str, ...]) -> bool:
    """Whether the name is a regency, a province or a region, more than a part of a town."""
    readings = index().readings.get(key_of(words), ())
    is_region = bool(index().regions.get(key_of(words)))
    return is_region or any(reading.kind not in (DISTRICT, ALIAS) for reading in readings)
