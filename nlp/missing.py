"""Find what advertisements ask for as a skill and the taxonomy does not have, most wanted first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from operator import attrgetter
from typing import Any, Final

from rapidfuzz import fuzz, process

from data.privacy import remove_personal_fields
from data.text import fold
from nlp.matcher import matcher, shape
from nlp.posting import Posting
from nlp.skills import SkillMention, read_skills
from nlp.taxonomy import Skill, skills

# Characters of an advertisement shown on each side of a phrase: enough to see what is meant.
_CONTEXT: Final = 35
_EXAMPLES: Final = 3
# Below this likeness (0 to 100, words in order) the nearest entry has nothing to do with it.
_LIKENESS: Final = 85
_SIGNS: Final = " .,;:!?()[]{}\"'“”‘’*•·+&|<>=~`"


@dataclass(frozen=True, slots=True)
class MissingPhrase:
    """A phrase without an entry; `nearest` is the id of the entry whose wording is most like it."""

    phrase: str
    employers: int
    postings: int
    examples: tuple[str, ...]
    nearest: str | None
    nearest_wording: str | None


@dataclass(slots=True)
class _Seen:
    """Where a phrase was met."""

    postings: int = 0
    employers: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)


def normalise(text: str) -> str:
    """The phrase as phrases are counted: small letters, single spaces, no signs at the ends."""
    return " ".join(shape(text).split()).strip(_SIGNS)


def find_missing(
    contents: Iterable[Mapping[str, Any]], limit: int = 50, least_employers: int = 3
) -> list[MissingPhrase]:
    """The phrases that at least so many employers ask for, and no entry has, most employers first.

    `contents` are the text fields of postings. Postings that name no employer count as one
    employer together. Personal data are taken out before anything is read.
    """
    seen: dict[str, _Seen] = {}
    for content in contents:
        posting = Posting.of(remove_personal_fields(content))
        for phrase, mention in _unlisted(posting):
            entry = seen.setdefault(phrase, _Seen())
            entry.postings += 1
            employer = fold(posting.company)
            if employer not in entry.employers and len(entry.examples) < _EXAMPLES:
                entry.examples.append(_context(posting, mention))
            entry.employers.add(employer)
    frequent = [
        _describe(phrase, entry)
        for phrase, entry in seen.items()
        if len(entry.employers) >= least_employers
    ]
    frequent.sort(key=attrgetter("phrase"))
    frequent.sort(key=attrgetter("employers", "postings"), reverse=True)
    return [_with_nearest(found) for found in frequent[:limit]]


def _unlisted(posting: Posting) -> Iterator[tuple[str, SkillMention]]:
    """The phrases of a posting that stand for no entry, each once."""
    phrases: dict[str, SkillMention] = {}
    for mention in read_skills(posting):
        phrase = normalise(mention.text)
        if mention.id is None and not _is_known(mention.text, phrase) and _is_word(phrase):
            phrases.setdefault(phrase, mention)
    yield from phrases.items()


def _is_known(written: str, phrase: str) -> bool:
    """A part of a longer known wording ("Word" in "Ms. Word") has no id, but has an entry."""
    look_up = matcher().look_up
    return look_up(written) is not None or look_up(phrase) is not None


def _is_word(phrase: str) -> bool:
    return len(phrase) > 1 and any(c.isalpha() for c in phrase)


def _context(posting: Posting, mention: SkillMention) -> str:
    """The phrase with some words around it, on one line, cut between words."""
    text = posting.title if mention.field == "title" else posting.description
    start, end = max(mention.start - _CONTEXT, 0), min(mention.end + _CONTEXT, len(text))
    before, after = text[start : mention.start], text[mention.end : end]
    if start and " " in before:
        before = f"…{before.partition(' ')[2]}"
    if end < len(text) and " " in after:
        after = f"{after.rpartition(' ')[0]}…"
    return " ".join(f"{before}{mention.text}{after}".split())


def _describe(phrase: str, entry: _Seen) -> MissingPhrase:
    examples = tuple(entry.examples)
    return MissingPhrase(phrase, len(entry.employers), entry.postings, examples, None, None)


def _with_nearest(found: MissingPhrase) -> MissingPhrase:
    """The phrase with the entry most like it, where there is one."""
    wordings = _wordings()
    best = process.extractOne(
        _in_order(found.phrase), wordings.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS
    )
    if best is None:
        return found
    wording, skill = wordings[best[0]]
    return replace(found, nearest=skill.id, nearest_wording=wording)


def _in_order(phrase: str) -> str:
    """The words in the order of the alphabet: "desain grafis" is like "grafis desain"."""
    return " ".join(sorted(phrase.split()))


@cache
def _wordings() -> Mapping[str, tuple[str, Skill]]:
    """Every wording of the taxonomy with its entry, by its words in order.

    Sorted once: to sort them anew for every phrase took most of the time.
    """
    pairs = ((normalise(alias), skill) for skill in skills() for alias in skill.aliases)
    return {_in_order(wording): (wording, skill) for wording, skill in pairs}
