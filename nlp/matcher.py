"""Find every skill of the taxonomy in a text, in one pass, with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import daachorse

from nlp.taxonomy import Skill, blockers, lone_wordings, skills

# One for each small letter from a to z, nothing for the other bytes.
_SMALL: Final = bytes(97 <= byte <= 122 for byte in range(256))
# Hyphens, slashes and hard spaces part words like spaces do: "follow-up" is "follow up".
_PARTING: Final = "-–—‑/_\xa0\t\n\r"


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a skill stands in a text."""

    start: int
    end: int
    skill: Skill


def shape(text: str) -> str:
    """The text as patterns are compared with it: lower case, of the same length."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals become two letters
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for sign in _PARTING:  # ten times faster than `translate` on text beyond ASCII
        lower = lower.replace(sign, " ")
    return lower


class Matcher:
    """All wordings of all skills as one automaton; what blocks is found and says nothing."""

    def __init__(
        self,
        entries: tuple[Skill, ...],
        blocking: tuple[str, ...] = (),
        lone: Mapping[str, str] | None = None,
    ) -> None:
        patterns: dict[str, list[tuple[Skill, str]]] = {shape(phrase): [] for phrase in blocking}
        for skill in entries:
            for alias in skill.aliases:
                patterns.setdefault(shape(alias), []).append((skill, alias))
        self._owners = list(patterns.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(patterns))
        self._named = patterns
        if lone:
            by_id = {skill.id: skill for skill in entries}
            alone = {shape(words): [(by_id[id_], words)] for words, id_ in lone.items()}
            self._named = patterns | alone

    def find(self, text: str) -> list[Match]:
        """The skills in the text in order, longest first where two overlap."""
        # Most hits are inside words; those where a small letter follows one are told at a glance.
        small = f" {text} ".encode("latin-1", "replace").translate(_SMALL)
        hits = [
            (start - end, start, end, pattern)
            for start, end, pattern in self._automaton.find_overlapping(shape(text))
            if not (small[start] and small[start + 1]) and not (small[end] and small[end + 1])
        ]
        hits.sort()
        taken = bytearray(len(text))
        found = []
        for _, start, end, pattern in hits:
            if taken[start] or taken[end - 1] or not _is_whole(text, start, end):
                continue
            owners = self._owners[pattern]
            skill = _owner(owners, text[start:end])
            if skill is not None or not owners:
                taken[start:end] = b"\x01" * (end - start)
            if skill is not None:
                found.append(Match(start, end, skill))
        found.sort(key=lambda match: match.start)
        return found

    def look_up(self, text: str) -> Skill | None:
        """The skill that the whole text names, wordings that need to stand alone too, or None."""
        return _owner(self._named.get(shape(text), []), text)


def _owner(owners: list[tuple[Skill, str]], written: str) -> Skill | None:
    """The skill a wording stands for; where case tells, it must be written as in the list."""
    for skill, alias in owners:
        if not skill.is_case_sensitive or written == alias:
            return skill
    return None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Not inside a longer word; a capital after a small letter begins a word ("timExcel")."""
    if start:
        before, first = text[start - 1], text[start]
        if before.isalnum() and first.isalnum() and not (first.isupper() and before.islower()):
            return False
        if before == "#" or (before == "." and start > 1 and text[start - 2].isalnum()):
            return False
    if end < len(text):
        last, after = text[end - 1], text[end]
        if last.isalnum() and after.isalnum() and not (after.isupper() and last.islower()):
            return False
        if after in "#+" and last.isalnum():
            return False
    # "R&D" is no R.
    return end - start > 1 or "&" not in text[max(start - 1, 0) : end + 1]


@cache
def matcher() -> Matcher:
    """The matcher of the shipped taxonomy."""
    return Matcher(skills(), blockers(), lone_wordings())
