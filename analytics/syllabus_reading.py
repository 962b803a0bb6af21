"""Which skills of the taxonomy a syllabus names, and in which of its lines."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from analytics.training_courses import find_skills

# A line this long that is followed by a small letter was broken by the page it was copied from.
_WRAPPED_FROM: Final = 60
# Where a book or a video stands is no skill, whatever its address is made of.
# Bounded before the at-sign: unbounded, a text without blanks would be read for minutes.
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+")
_CELLS: Final = re.compile(r"\t+|\s+\|\s+")
_CLAUSES: Final = re.compile(r"\t+|\s+\|\s+|[.;:,]\s+")
_BULLET: Final = re.compile(r"\s*[-–—•*·▪●○➢✓>]")
# "3.", "IV)", "a." before a heading.
_NUMBERING: Final = r"\W*(?:[0-9ivxIVX]{1,4}[.)]\s*|[A-Za-z][.)]\s*)?"


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a syllabus and what was read in them.

    lines: as pasted, those broken in the middle of a sentence put together. found: for each skill
    (id), in the order of their first line, the places in `lines` that name it (from 0). silent:
    places of the lines that speak of method, test, entry or books and are not read.
    """

    lines: tuple[str, ...]
    found: dict[str, tuple[int, ...]]
    silent: tuple[int, ...]

    @property
    def unread(self) -> tuple[int, ...]:
        """Places of the lines that were read and in which no skill was found."""
        named = {place for places in self.found.values() for place in places}
        return tuple(
            place
            for place, line in enumerate(self.lines)
            if place not in named and place not in self.silent and line.strip()
        )

    def quote(self, skill: str) -> str:
        """The clause that names a skill where it is found first; the line where no clause does."""
        line = self.lines[self.found[skill][0]]
        clauses = (clause.strip() for clause in _CLAUSES.split(line))
        told = next((one for one in clauses if skill in find_skills(one)), line)
        return _BULLET.sub("", told, count=1).strip()


def read_syllabus(text: str) -> Reading:
    """The skills that a syllabus (plain text, any length, Indonesian or English) names.

    By `training_courses.find_skills`, line by line and cell by cell, so a wording never runs from
    one item of a list into the next. Wordings about the syllabus itself ("capaian pembelajaran")
    are no skills. Like find_skills it knows the taxonomy's own wordings only: what is described
    and not named is missed.
    """
    lines = tuple(_unwrap(text))
    found: dict[str, list[int]] = {}
    silent: list[int] = []
    is_silent_list = False
    for place, line in enumerate(lines):
        if is_silent_list and _BULLET.match(line):
            silent.append(place)
            continue
        head = _silent_head().match(line)
        is_silent_list = head is not None and not (head["rest"] or "").strip()
        if head is not None:
            silent.append(place)
            continue
        for skill in sorted({one for part in _split(line) for one in find_skills(part)}):
            found.setdefault(skill, []).append(place)
    named = {skill: tuple(places) for skill, places in found.items()}
    return Reading(lines, named, tuple(silent))


def _unwrap(text: str) -> Iterator[str]:
    """The lines, a sentence that was broken over two put together."""
    whole = ""
    for line in text.splitlines():
        if len(whole) >= _WRAPPED_FROM and line[:1].islower() and "\t" not in line:
            whole = f"{whole} {line}"
            continue
        if whole:
            yield whole
        whole = line
    if whole:
        yield whole


def _split(line: str) -> Iterator[str]:
    """The cells of a line, parted where it speaks of the syllabus itself."""
    for cell in _CELLS.split(_ADDRESS.sub("\t", line)):
        yield from _own_words().split(cell)


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    path = Path(__file__).with_name("syllabus_reading.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: list(words["words"]) for name, words in table.items()}


def _any_of(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


@lru_cache(maxsize=1)
def _own_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(_words()['own'])})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _silent_head() -> re.Pattern[str]:
    heads = _any_of(_words()["silent"])
    return re.compile(rf"{_NUMBERING}(?:{heads})\s*(?:[:\t](?P<rest>.*))?$", re.IGNORECASE)
