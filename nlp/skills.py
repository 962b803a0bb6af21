"""Read the skills a posting asks for: those of the taxonomy, and those that stand in no list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.matcher import Match, matcher
from nlp.posting import Posting
from nlp.sections import Line, find_lines
from nlp.tagger import MarkedLine, Token, tagger
from nlp.tokenizer import find_words

# Sections that speak of the employer, of what is offered, of how to apply: no skills there.
SILENT: Final = frozenset({"about", "benefits", "apply"})
# Known skills of these kinds count also where the tagger passes them over: they seldom mean
# anything else (folds: recall of licences +6, soft skills +5 points at the same F1).
SURE_KINDS: Final = frozenset({"tool", "license", "language", "soft"})
# A skill has one to six words (GUIDE.md); what the tagger finds beyond is a sentence.
LONGEST: Final = 8


@dataclass(frozen=True, slots=True)
class SkillMention:
    """A skill where it stands: `text == field[start:end]`; `id` is None where no list has it."""

    id: str | None
    name: str
    text: str
    field: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a line: their places in the field and how the tagger sees them."""

    spans: Sequence[tuple[int, int]]
    line: MarkedLine

    @property
    def tokens(self) -> Sequence[Token]:
        """The words one by one, as the trainer takes them."""
        return self.line.tokens


def mark_words(text: str, line: Line, matches: Sequence[Match], section: str) -> Words:
    """The words of a line, each marked with the known skill it belongs to."""
    spans = [
        (line.start + start, line.start + end)
        for start, end in find_words(text[line.start : line.end])
    ]
    known = ["0"] * len(spans)
    at = 0
    for match in matches:
        while at < len(spans) and spans[at][1] <= match.start:
            at += 1
        # A word that two skills share is marked by the first.
        while at < len(spans) and spans[at][0] < match.end:
            known[at] = ("B" if match.start >= spans[at][0] else "I") + match.skill.kind[0]
            at += 1
    return Words(spans, MarkedLine([text[start:end] for start, end in spans], known, section))


def prepare(
    posting: Posting, lines: Sequence[Line] | None = None
) -> list[tuple[str, Words, list[Match]]]:
    """The lines that may name skills, with their words and the known skills in them."""
    find = matcher().find
    prepared = []
    if posting.title:
        whole = Line(0, len(posting.title), "title", is_heading=False)
        known = find(posting.title)
        prepared.append(("title", mark_words(posting.title, whole, known, "title"), known))
    text = posting.description
    matches = find(text)
    at = 0
    for line in find_lines(text) if lines is None else lines:
        while at < len(matches) and matches[at].start < line.start:
            at += 1
        last = at
        while last < len(matches) and matches[last].end <= line.end:
            last += 1
        if not line.is_heading and line.kind not in SILENT:
            known = matches[at:last]
            prepared.append(("description", mark_words(text, line, known, line.kind), known))
        at = last
    return prepared


def read_skills(posting: Posting, lines: Sequence[Line] | None = None) -> list[SkillMention]:
    """Every skill mention of a posting, each distinct text once a field, in order."""
    prepared = prepare(posting, lines)
    tagged = tagger().tag_lines([words.line for _, words, _ in prepared])
    mentions: dict[tuple[str, str], SkillMention] = {}
    for (field, words, known), spans in zip(prepared, tagged, strict=True):
        text = posting.title if field == "title" else posting.description
        places = [
            (words.spans[first][0], words.spans[last - 1][1])
            for first, last in spans
            if last - first <= LONGEST
        ]
        places += [
            (match.start, match.end)
            for match in known
            if match.skill.kind in SURE_KINDS and not _touches(match, places)
        ]
        for start, end in sorted(places):
            mention = _mention(text, field, start, end, known)
            mentions.setdefault((field, mention.text.lower()), mention)
    return list(mentions.values())


def _touches(match: Match, places: Sequence[tuple[int, int]]) -> bool:
    return any(start < match.end and match.start < end for start, end in places)


def _mention(text: str, field: str, start: int, end: int, known: Sequence[Match]) -> SkillMention:
    """The mention, linked to the known skill it is or mostly consists of."""
    best = None
    for match in known:
        shared = min(end, match.end) - max(start, match.start)
        if 2 * shared >= max(end, match.end) - min(start, match.start) > 0:
            best = match.skill
            break
    words = text[start:end]
    if best is None:
        return SkillMention(None, words, words, field, start, end, "hard")
    return SkillMention(best.id, best.name_id, words, field, start, end, best.kind)
