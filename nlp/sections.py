"""Part a description into lines; tell which speak of duties, demands, benefits, the employer."""

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from data.text import fold

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_HEADINGS: Final[dict[str, str]] = {
    heading: kind for kind, headings in _TABLE["headings"].items() for heading in headings
}
_EMPLOYER: Final = re.compile(
    "|".join(map(re.escape, _TABLE["employer"]["phrases"])), re.IGNORECASE
)
_CAMEL: Final = frozenset(_TABLE["names"]["camel"])
_LONGEST_HEADING: Final = max(len(heading) for heading in _HEADINGS) + 12

# Line ends, bullets inside a line, "; " lists, and places where a line break was lost.
_BREAK: Final = re.compile(
    r"\n+|(?=[•●▪■◦✓✔✅➢►➤▶·])|(?<=[.;:])\s+(?=[-–*]\s)|(?<=[.;])\s*(?=\d{1,2}[.)]\s?[A-Z])"
    r"|(?<=[a-z0-9.,;:)\]])(?=[A-Z][a-z]{2})"
)
_BULLET: Final = re.compile(r"[\s\-–—*•●▪■◦✓✔✅➢►➤▶·>o]*(?:\d{1,2}[.)]|[a-z][.)])?\s*")
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
    cuts = [0]
    for match in _BREAK.finditer(text):
        at = match.start()
        if match.start() == match.end() and at and text[at - 1].isalnum() and _is_name(text, at):
            continue
        cuts.append(match.end())
    cuts.append(len(text))
    lines = []
    for cut, next_cut in pairwise(cuts):
        end = cut + len(text[cut:next_cut].rstrip())
        bullet = _BULLET.match(text, cut, end)
        start = bullet.end() if bullet else cut
        if start < end:
            lines.append((start, end))
    return lines


def _is_name(text: str, at: int) -> bool:
    """Whether the capital at `at` stands inside a name such as "JavaScript"."""
    start = at
    while start and text[start - 1].isalpha() and text[start - 1].isascii():
        start -= 1
    match = _WORD_AROUND.match(text, start)
    return bool(match) and match.group().lower() in _CAMEL  # type: ignore[union-attr]


def find_lines(text: str) -> list[Line]:
    """The lines of a description in order, each with what it speaks of."""
    lines: list[Line] = []
    kind = ""
    for start, end in split_lines(text):
        body = start
        found = _read_heading(text, start, end)
        if found is not None:
            kind, body = found
            lines.append(Line(start, body, kind, is_heading=True))
            while body < end and not text[body].isalnum():
                body += 1
        if body < end:
            is_employer = kind != "requirements" and _EMPLOYER.search(text, body, end)
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
