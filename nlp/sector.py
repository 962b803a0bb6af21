"""Read the employer's sector: which KBLI 2020 section do company, branch and text tell?

Cue words count points for sections by where they stand (nlp/sector.toml); a linear model over all
words judges beside them, and says when nothing tells the sector (nlp/sector_model.py).
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from data.text import fold_words
from nlp.posting import Posting
from nlp.sector_model import judge_sector

_TABLE: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_SECTIONS: Final[dict[str, dict[str, list[str]]]] = _TABLE["sections"]
_POINTS: Final[dict[str, float]] = _TABLE["points"]
_LONGEST: Final[int] = _TABLE["read"]["longest_cue"]
_CHARACTERS: Final[int] = _TABLE["read"]["text_characters"]
_LEAD_IN_WORDS: Final[int] = _TABLE["read"]["lead_in_words"]
_AGENCY: Final = "N"
# A company's ending needs some letters of its own before it: "textile" is no "tex".
_OWN_LETTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Sector:
    """A KBLI 2020 section letter and the chance that it is right."""

    code: str
    score: float


class _Cues(dict[str, str]):
    """Cues and what each tells; `lengths` has how many words follow a first word, most first."""

    def index(self) -> "_Cues":
        """The same cues, ready for `_find`."""
        lengths: dict[str, set[int]] = {}
        for cue in self:
            lengths.setdefault(cue.split(" ")[0], set()).add(cue.count(" ") + 1)
        self.lengths = {
            word: sorted((n for n in found if n <= _LONGEST), reverse=True)
            for word, found in lengths.items()
        }
        return self


def _index(place: str) -> _Cues:
    """The sections, as letters, that a cue tells at a place."""
    cues = _Cues()
    for section, places in _SECTIONS.items():
        for cue in places.get(place, []):
            if section not in cues.get(cue, ""):
                cues[cue] = cues.get(cue, "") + section
    return cues.index()


_CUES: Final = {
    place: _index(place)
    for place in (
        "company",
        "company_weak",
        "ending",
        "industry",
        "category",
        "employer",
        "title",
        "text",
    )
}
_LEAD_INS: Final = _Cues(dict.fromkeys(_TABLE["read"]["lead_ins"], "")).index()
_ENDINGS: Final = tuple(sorted(_CUES["ending"], key=len, reverse=True))


def _find(words: Sequence[str], cues: _Cues) -> Iterator[tuple[int, str]]:
    """Each cue among the words and the place after it; the longest first, none inside another."""
    lengths = cues.lengths
    after = 0
    for at in [i for i, word in enumerate(words) if word in lengths]:
        if at < after:
            continue
        for length in lengths[words[at]]:
            cue = " ".join(words[at : at + length])
            if cue in cues and at + length <= len(words):
                after = at + length
                yield after, cue
                break


def _count(words: Sequence[str], place: str, most: float = math.inf) -> dict[str, float]:
    """The points of each section at a place; a cue of several sections is shared."""
    points: dict[str, float] = {}
    cues = _CUES[place]
    for cue in dict.fromkeys(cue for _, cue in _find(words, cues)):
        for section in cues[cue]:
            share = _POINTS[place] / len(cues[cue])
            points[section] = min(points.get(section, 0.0) + share, most)
    return points


@lru_cache(maxsize=16_384)
def _count_company(company: str) -> Mapping[str, float]:
    """What the company's name tells: whole words, words of a loose sense, endings."""
    words = fold_words(company[:_CHARACTERS])
    points = _count(words, "company")
    for section, number in _count(words, "company_weak").items():
        points[section] = points.get(section, 0.0) + number
    for word in words:
        if not word.endswith(_ENDINGS):
            continue
        ending = next(e for e in _ENDINGS if word.endswith(e))
        if len(word) >= len(ending) + _OWN_LETTERS and word not in _CUES["company"]:
            for section in _CUES["ending"][ending]:
                points[section] = points.get(section, 0.0) + _POINTS["ending"]
    if _AGENCY in points:
        points[_AGENCY] = min(points[_AGENCY], _POINTS["agency"])
    return MappingProxyType(points)


@lru_cache(maxsize=4_096)
def _count_industry(industry: str) -> Mapping[str, float]:
    """What the portal's branch tells, and its category, which often is the kind of work."""
    words = fold_words(industry[:_CHARACTERS])
    points = _count(words, "category")
    for section, number in _count(words, "industry").items():
        points[section] = points.get(section, 0.0) + number
    return MappingProxyType(points)


def count_points(
    posting: Posting, words: Sequence[str], employer_words: Sequence[str]
) -> dict[str, float]:
    """The points of each section that a cue word of the posting tells."""
    points: dict[str, float] = {}
    for found in (
        _count_company(posting.company),
        _count_industry(posting.industry),
        _count(fold_words(posting.title[:_CHARACTERS]), "title", _POINTS["title"]),
        _count(employer_words, "employer", _POINTS["most_employer"]),
        _count(words, "text", _POINTS["most_text"]),
    ):
        for section, number in found.items():
            points[section] = points.get(section, 0.0) + number
    return points


def list_words(posting: Posting) -> Sequence[str]:
    """The folded words of the first part of the description."""
    return posting.fold_head(_CHARACTERS)


def list_employer_words(words: Sequence[str]) -> list[str]:
    """The words after phrases such as "bergerak di bidang" or "we are a"."""
    told: list[str] = []
    last = -1
    for after, _ in _find(words, _LEAD_INS):
        start = max(after, last)
        last = after + _LEAD_IN_WORDS
        told += [*words[start:last], "."]
    return told


def read_sector(posting: Posting) -> Sector | None:
    """The employer's sector, or None where neither company, branch nor text tells it."""
    words = list_words(posting)
    employer_words = list_employer_words(words)
    points = count_points(posting, words, employer_words)
    found = judge_sector(points, posting, words, employer_words)
    return found and Sector(found[0], round(found[1], 4))
