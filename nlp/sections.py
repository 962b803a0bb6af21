"""Part a description into lines; tell which speak of duties, demands, benefits, the employer."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import daachorse

from data.text import fold
from nlp.taxonomy import skills

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_HEADINGS: Final[dict[str, str]] = {
    heading: kind for kind, headings in _TABLE["headings"].items() for heading in headings
}
_EMPLOYER: Final = daachorse.CharwiseDoubleArrayAhoCorasick(
    sorted({phrase.lower() for phrase in _TABLE["employer"]["phrases"]})
)
_LONGEST_HEADING: Final = max(len(heading) for heading in _HEADINGS) + 12

_BULLETS: Final = "•●▪■◦✓✔✅➢►➤▶·"
# Line ends, bullets inside a line, "; " lists. Each pattern begins with a set of characters, which
# `re` skips to without trying anything in between: three times faster than looking back everywhere.
_BREAK: Final = re.compile(
    rf"[\n.;:{_BULLETS}](?:(?<=\n)\n*+|(?<=[{_BULLETS}])|(?<=[.;:])(?!\n)\s++(?=[-–*]\s)"
    r"|(?<=[.;])(?!\n)\s*+(?=\d{1,2}[.)]\s?[A-Z]))"
)
# Places where a line break was lost: "TeamMaintain".
_LOST_BREAK: Final = re.compile(r"[A-Z](?<=[a-z0-9.,;:)\]][A-Z])(?=[a-z]{2})")
_BULLET: Final = re.compile(r"[\s\-–—*•●▪■◦✓✔✅➢►➤▶·>]*(?:o\s+)?(?:\d{1,2}[.)]|[a-z][.)])?\s*")
_WORD_AROUND: Final = re.compile(r"[A-Za-z]+")
_HEADING_END: Final = re.compile(r"\s{0,3}[:：]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a description and what it speaks of.

    `kind` is one of requirements, duties, benefits, about, apply, or "" before any heading.
    `is_heading` lines name a section and hold nothing else.
    """

    start: int
    end: int
    kind: str
    is_heading: bool


def split_lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line, white space and bullets at its edges left out."""
    cuts = [0, len(text)]
    for match in _BREAK.finditer(text):
        at, end = match.span()
        if text[at] not in _BULLETS:
            cuts.append(end)
        elif not _is_in_name(text, at):
            cuts.append(at)
    for match in _LOST_BREAK.finditer(text):
        at = match.start()
        if not _is_in_name(text, at):
            cuts.append(at)
    cuts.sort()
    lines = []
    for cut, next_cut in pairwise(cuts):
        end = cut + len(text[cut:next_cut].rstrip())
        bullet = _BULLET.match(text, cut, end)
        start = bullet.end() if bullet else cut
        if start < end:
            lines.append((start, end))
    return lines


def _is_in_name(text: str, at: int) -> bool:
    """Whether what stands at `at` goes on a name such as "JavaScript"."""
    if not at or not text[at - 1].isalnum():
        return False
    start = at
    while start and text[start - 1].isalpha() and text[start - 1].isascii():
        start -= 1
    match = _WORD_AROUND.match(text, start)
    return start < at and match is not None and match.group().lower() in _names()


@cache
def _names() -> frozenset[str]:
    """Words that may be written with a capital inside: those of all skills, and others seen."""
    words = (w for one in skills() for name in one.aliases for w in _WORD_AROUND.findall(name))
    return frozenset(_TABLE["names"]["camel"]).union(word.lower() for word in words)


def find_lines(text: str) -> list[Line]:
    """The lines of a description in order, each with what it speaks of."""
    lines: list[Line] = []
    kind = ""
    # Of the same length as the text: the capital I with a dot would become two characters.
    phrases = _EMPLOYER.find_overlapping(text.replace("İ", "i").lower())
    at = 0
    for start, end in split_lines(text):
        body = start
        found = _read_heading(text, start, end)
        if found is not None:
            kind, body = found
            lines.append(Line(start, body, kind, is_heading=True))
            while body < end and not text[body].isalnum():
                body += 1
        if body < end:
            is_employer = False
            while at < len(phrases) and phrases[at][1] <= end:
                is_employer = is_employer or phrases[at][0] >= body
                at += 1
            is_employer = is_employer and kind != "requirements"
            lines.append(Line(body, end, "about" if is_employer else kind, is_heading=False))
    return lines


def _read_heading(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The kind of section the line opens and where the heading ends, or None."""
    head = text[start : min(end, start + _LONGEST_HEADING)]
    colon = _HEADING_END.search(head)
    if colon:
        kind = _kind_of(head[: colon.start()])
        if kind:
            return kind, start + colon.end()
    if end - start <= _LONGEST_HEADING:
        kind = _kind_of(head)
        if kind:
            return kind, end
    return None


def _kind_of(heading: str) -> str | None:
    folded = fold(heading)
    return _HEADINGS.get(folded) or _HEADINGS.get(folded.removesuffix(" anda"))
