"""What one reading of a labelled posting got right, measure by measure, as gold/score.py counts."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

# Right ones and how many there were, for every measure of one posting.
Tally: TypeAlias = dict[str, tuple[int, int]]
Fields: TypeAlias = Mapping[str, Any]
Phrase: TypeAlias = tuple[str, str]  # field, text in small letters
Span: TypeAlias = tuple[int, int]

_PLAIN: Final = (
    *("language", "seniority", "remote"),
    *("education_min", "experience_min_years", "employment_type"),
)
# Of a phrase that stands in many places, as many are compared.
_PLACES_COMPARED: Final = 20
_HALF: Final = 0.5


def tally_reading(posting: Fields, labels: Fields, found: Fields) -> Tally:
    """What the reading of one posting got right."""
    code = (found.get("occupation") or {}).get("code") or ""
    codes = (labels["occupation"], *labels["occupation_also"])
    result: Tally = {
        f"occupation {digits} digits": (
            int(bool(code) and code[:digits] in {accepted[:digits] for accepted in codes}),
            1,
        )
        for digits in (1, 2, 3, 4)
    }
    sector = (found.get("sector") or {}).get("code")
    if labels["sector"] is None:
        result["sector null kept"] = (int(sector is None), 1)
    else:
        accepted = (labels["sector"], *labels["sector_also"])
        result["sector (where told)"] = (int(sector in accepted), 1)
    for name in _PLAIN:
        is_right = int(found.get(name) == labels[name])
        result |= _one(name, is_right, is_right, labels[name], found.get(name))
    return (
        result
        | _tally_sets(labels, found)
        | _tally_wage(labels["wage"], found.get("wage"))
        | (_tally_skills(posting, labels, found))
    )


def _one(name: str, is_right: int, is_same: int, told: object, read: object) -> Tally:
    """A thing a posting has once or not at all: recall where told, precision where read."""
    result = {name: (is_right, 1)}
    if told is not None:
        result[f"{name} recall"] = (is_same, 1)
    if read is not None:
        result[f"{name} precision"] = (is_same, 1)
    return result


def _many(name: str, hits: int, told: int, read: int) -> Tally:
    return {f"{name} recall": (hits, told), f"{name} precision": (hits, read)}


def _tally_sets(labels: Fields, found: Fields) -> Tally:
    told, read = _places(labels["locations"]), _places(found.get("locations"))
    result = {"locations exact set": (int(told == read), 1)}
    result |= _many("location", len(told & read), len(told), len(read))
    benefits, seen = set(labels["benefits"]), set(found.get("benefits") or ())
    result |= _many("benefits", len(benefits & seen), len(benefits), len(seen))
    limits, shown = labels["restrictions"], found.get("restrictions") or {}
    stated = {name: value for name, value in shown.items() if value not in (None, False)}
    right = sum(shown.get(name) == value for name, value in limits.items())
    result["restrictions recall"] = (right, len(limits))
    agreed = sum(limits.get(name) == value for name, value in stated.items())
    result["restrictions precision"] = (agreed, len(stated))
    return result


def _places(locations: Iterable[Fields] | None) -> set[tuple[str, str | None]]:
    return {(p["province"], p.get("regency")) for p in locations or () if p.get("province")}


def _tally_wage(told: Fields | None, read: Fields | None) -> Tally:
    """Both ends must agree, and the period where the label knows it."""
    is_same = False
    if told and read:
        ends = all(told[end] == read.get(end) for end in ("min", "max"))
        is_same = ends and told["period"] in (None, read.get("period"))
    is_right = is_same or (told is None and read is None)
    return _one("wage", int(is_right), int(is_same), told or None, read or None)


def _tally_skills(posting: Fields, labels: Fields, found: Fields) -> Tally:
    """Each labelled text is found once and each text read counts once."""
    kinds = {(s["field"], s["text"].lower()): s["type"] for s in labels["skills"]}
    spans: dict[Phrase, Span] = {}
    for skill in found.get("skills") or ():
        spans.setdefault((skill["field"], skill["text"].lower()), (skill["start"], skill["end"]))
    matched = _match(posting, kinds, spans)
    exact = len(kinds.keys() & spans.keys())
    result = _many("skills exact", exact, len(kinds), len(spans))
    result |= _many("skills half", len(matched), len(kinds), len(spans))
    for kind in set(kinds.values()):
        phrases = {phrase for phrase, of in kinds.items() if of == kind}
        result[f"skills half recall: {kind}"] = (len(phrases & matched), len(phrases))
    return result


def _match(posting: Fields, told: Iterable[Phrase], spans: Mapping[Phrase, Span]) -> set[Phrase]:
    """The labelled phrases that were found at least by half, the best overlaps paired first."""
    places = {phrase: _find_places(posting, phrase) for phrase in {*told, *spans}}
    pairs = []
    for phrase in told:
        for read, span in spans.items():
            if read[0] != phrase[0]:
                continue
            share = _best_overlap(span, places[read], places[phrase])
            if share >= _HALF:
                pairs.append((share, phrase, read))
    matched: dict[Phrase, Phrase] = {}
    used: set[Phrase] = set()
    for _, phrase, read in sorted(pairs, reverse=True):
        if phrase not in matched and read not in used:
            matched[phrase] = read
            used.add(read)
    return set(matched)


def _find_places(posting: Fields, phrase: Phrase) -> list[Span]:
    """Wherever the phrase stands in its field, also where it overlaps itself."""
    field, needle = phrase
    text = (posting.get(field) or "").lower()
    found: list[Span] = []
    start = text.find(needle) if needle else -1
    while start >= 0:
        found.append((start, start + len(needle)))
        start = text.find(needle, start + 1)
    return found


def _best_overlap(span: Span, read: list[Span], told: list[Span]) -> float:
    """The largest share at any place: the span itself, and the same words elsewhere."""
    near = told[:_PLACES_COMPARED]
    shares = [_overlap(span, place) for place in told]
    shares += [_overlap(other, place) for other in read[:_PLACES_COMPARED] for place in near]
    return max(shares, default=0.0)


def _overlap(one: Span, other: Span) -> float:
    """Characters in common, of all characters from the first to the last."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0
