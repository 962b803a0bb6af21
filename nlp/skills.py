"""Read the skills a posting asks for: those of the taxonomy, and those that stand in no list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.matcher import Match, matcher
from nlp.posting import Posting
from nlp.sections import Line, find_lines
from nlp.tagger import MarkedLine, Tagger, tagger
from nlp.taxonomy import Skill
from nlp.words import WORD

# Sections that speak of the employer or of what is offered: no skills there. How to apply is read,
# since demands often follow it without a heading.
SILENT: Final = frozenset({"about", "benefits"})
# Known skills of these kinds count also where the tagger passes them over: they seldom mean
# anything else (folds: recall of licences +6, soft skills +5 points at the same F1).
SURE_KINDS: Final = frozenset({"tool", "license", "language", "soft"})
# Known skills of these kinds count also inside a longer one that is mostly something else:
# "mengelola database MySQL" (folds: recall of tools +1 point at the same F1; hard ones -1.5).
NESTED_KINDS: Final = frozenset({"tool"})
# What employers say of themselves asks for soft skills between the lines: "we look for honest
# people" (folds: recall of soft skills +2.4 points, F1 +0.2; of hard ones 122 right, 283 wrong).
ABOUT_KINDS: Final = frozenset({"soft"})
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
    """The words of a line, how the tagger sees them, and the known skills among them.

    A silent line is not shown to the tagger.
    """

    field: str
    text: str
    start: int
    line: MarkedLine
    matches: Sequence[Match]
    is_silent: bool
    _spans: list[tuple[int, int]]

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """The place of each word in its field; looked for only where it is asked."""
        if not self._spans:
            self._spans.extend(_find_places(self.text, self.start, self.line.words))
        return self._spans


def _find_places(text: str, start: int, words: Sequence[str]) -> list[tuple[int, int]]:
    places, find = [], text.index
    for word in words:
        at = find(word, start)
        start = at + len(word)
        places.append((at, start))
    return places


def mark_words(field: str, text: str, line: Line, matches: Sequence[Match]) -> Words:
    """The words of a line, each marked with the known skill it belongs to."""
    words = WORD.findall(text, line.start, line.end)
    known = ["0"] * len(words)
    spans: list[tuple[int, int]] = []
    if matches:
        spans = _find_places(text, line.start, words)
        at = 0
        for match in matches:
            while at < len(spans) and spans[at][1] <= match.start:
                at += 1
            # A word that two skills share is marked by the first.
            while at < len(spans) and spans[at][0] < match.end:
                known[at] = ("B" if match.start >= spans[at][0] else "I") + match.skill.kind[0]
                at += 1
    marked = MarkedLine(words, known, line.kind)
    return Words(field, text, line.start, marked, matches, line.kind in SILENT, spans)


def prepare(posting: Posting, lines: Sequence[Line] | None = None) -> list[Words]:
    """The lines that may name skills, with their words and the known skills in them."""
    find = matcher().find
    prepared = []
    if posting.title:
        whole = Line(0, len(posting.title), "title", is_heading=False)
        words = mark_words("title", posting.title, whole, find(posting.title))
        # A title of one word that no list has is a job: 3 of 55 such were labelled as a skill.
        if words.matches or len(words.line.words) > 1:
            prepared.append(words)
    text = posting.description
    matches = find(text)
    at = 0
    for line in find_lines(text) if lines is None else lines:
        while at < len(matches) and matches[at].start < line.start:
            at += 1
        last = at
        while last < len(matches) and matches[last].end <= line.end:
            last += 1
        if not line.is_heading:
            known = matches[at:last]
            if line.kind == "about":
                known = [match for match in known if match.skill.kind in ABOUT_KINDS]
            if line.kind not in SILENT or (line.kind == "about" and known):
                prepared.append(mark_words("description", text, line, known))
        at = last
    return prepared


def read_skills(posting: Posting, lines: Sequence[Line] | None = None) -> list[SkillMention]:
    """Every skill mention of a posting, each distinct text once a field, in order."""
    return read_with(tagger(), posting, lines)


def read_with(
    model: Tagger, posting: Posting, lines: Sequence[Line] | None = None
) -> list[SkillMention]:
    """The same with another tagger than the shipped one."""
    prepared = prepare(posting, lines)
    tagged = iter(model.tag_lines([words.line for words in prepared if not words.is_silent]))
    mentions: dict[tuple[str, str], SkillMention] = {}
    for words in prepared:
        places = [
            (words.spans[first][0], words.spans[last - 1][1])
            for first, last in (() if words.is_silent else next(tagged))
            if last - first <= LONGEST
        ]
        places += [
            (match.start, match.end)
            for match in words.matches
            if match.skill.kind in SURE_KINDS and _is_missed(match, places)
        ]
        places.sort()
        for start, end in places:
            mention = _mention(words, start, end)
            mentions.setdefault((words.field, mention.text.lower()), mention)
    return list(mentions.values())


def _is_missed(match: Match, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a known skill lies apart from the places found, or as a small part within one."""
    touched = [(s, e) for s, e in places if s < match.end and match.start < e]
    if not touched:
        return True
    return match.skill.kind in NESTED_KINDS and all(
        start <= match.start and match.end <= end and 2 * (match.end - match.start) < end - start
        for start, end in touched
    )


def _mention(words: Words, start: int, end: int) -> SkillMention:
    """The mention, linked to the known skill it names or mostly consists of."""
    text, field = words.text[start:end], words.field
    # What it names goes before what it is a part of: "pelatihan" in "administrasi pelatihan".
    best = matcher().look_up(text)
    if best is None:
        best = _mostly(words.matches, start, end)
    if best is None:
        return SkillMention(None, text, text, field, start, end, "hard")
    return SkillMention(best.id, best.name_id, text, field, start, end, best.kind)


def _mostly(matches: Sequence[Match], start: int, end: int) -> Skill | None:
    """The known skill that fills at least half of what it and the place cover together."""
    for match in matches:
        if match.end <= start:
            continue
        if match.start >= end:
            break
        shared = min(end, match.end) - max(start, match.start)
        if 2 * shared >= max(end, match.end) - min(start, match.start):
            return match.skill
    return None
