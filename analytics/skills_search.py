"""Which skill the words of a reader mean: by name, by alias in either language, or misspelled."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process

from data.reference import tables
from data.snapshot import Snapshot

# As `2C++`, `C#`, `e-learning` are written; blanks and hyphens do not count.
_WORD: Final = re.compile(r"[\w+#]+")
# Below this likeness (0 to 100) a wording is another one, not a misspelling; shorter words have no
# room for a slip: "sap" is not "sas".
_NEAR_FROM: Final = 82.0
_NEAR_CHARACTERS: Final = 4
_MATCHES: Final = ("exact", "begins", "near")

COLUMNS: Final = ("skill", "name_id", "name_en", "kind", "n", "wording", "match")


@dataclass(frozen=True, slots=True)
class _Wordings:
    """All wordings of the taxonomy: folded, the same after a blank, as written, and whose."""

    folded: tuple[str, ...]
    padded: tuple[str, ...]
    written: tuple[str, ...]
    skill: tuple[str, ...]


@cache
def _wordings() -> _Wordings:
    rows = [
        (_fold(wording), wording.strip(), row["id"])
        for row in tables.rows("skills")
        for wording in (row["name_id"], row["name_en"], *row["aliases"].split("|"))
        if wording.strip()
    ]
    folded, written, skill = zip(*rows, strict=True)
    return _Wordings(folded, tuple(f" {one}" for one in folded), written, skill)


@cache
def _squeezed() -> dict[str, dict[str, str]]:
    """By the wording without blanks: the skills so called, and how it is written."""
    known = _wordings()
    found: dict[str, dict[str, str]] = {}
    for folded, written, skill in zip(known.folded, known.written, known.skill, strict=True):
        found.setdefault(folded.replace(" ", ""), {}).setdefault(skill, written)
    return found


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def search_skills(snapshot: Snapshot, words: str, limit: int = 20) -> pd.DataFrame:
    """The skills that the words may mean, the likeliest first.

    Columns: skill (id), name_id, name_en, kind, n (vacancies that ask for it), wording (the name or
    alias that fits best), match: "exact" (that wording, blanks aside), "begins" (each word begins
    one of its words) or "near" (misspelled; only where nothing else fits). Within a match those
    asked for most come first. No rows for no words.
    """
    asked = _fold(words)
    if not asked:
        return pd.DataFrame(columns=list(COLUMNS))
    found = _fit(asked) or _misspelled(asked)
    matches = pd.DataFrame(
        [(skill, wording, match) for skill, (match, wording) in found.items()],
        columns=["skill", "wording", "match"],
    )
    known = snapshot.frame(
        """
        SELECT s.id AS skill, s.name_id, s.name_en, s.kind, coalesce(c.n, 0) AS n
        FROM skills s LEFT JOIN skill_counts c ON c.level = 'skill' AND c.skill = s.id
        WHERE list_contains($skills, s.id)
        """,
        {"skills": matches["skill"].tolist()},
    )
    joined = known.merge(matches, on="skill")
    joined["rank"] = joined["match"].map(_MATCHES.index)
    in_order = joined.sort_values(["rank", "n", "name_id"], ascending=[True, False, True])
    return in_order[list(COLUMNS)].head(limit).reset_index(drop=True)


def _fit(asked: str) -> dict[str, tuple[str, str]]:
    """Skills with a wording that is what is asked, or whose words begin with the words asked."""
    known = _wordings()
    exact = _squeezed().get(asked.replace(" ", ""), {})
    found = {skill: ("exact", written) for skill, written in exact.items()}
    first, *rest = (f" {word}" for word in asked.split())
    for place, padded in enumerate(known.padded):
        if first in padded and all(start in padded for start in rest):
            found.setdefault(known.skill[place], ("begins", known.written[place]))
    return found


def _misspelled(asked: str) -> dict[str, tuple[str, str]]:
    """Skills with a wording that differs by slips of the hand, the likest wording of each."""
    if len(asked) < _NEAR_CHARACTERS:
        return {}
    known = _wordings()
    near = process.extract(
        asked, known.folded, scorer=fuzz.ratio, score_cutoff=_NEAR_FROM, limit=50
    )
    found: dict[str, tuple[str, str]] = {}
    for _, _, place in near:
        found.setdefault(known.skill[place], ("near", known.written[place]))
    return found
