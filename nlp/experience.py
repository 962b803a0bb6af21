"""Read the years of experience an advertisement demands: "min. 2 tahun", "fresh graduate"."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nlp.patterns import any_of
from nlp.posting import Posting, to_lower
from nlp.sections import Line
from nlp.signs import watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_WORDS: Final = _TABLE["patterns"]
_NUMBERS: Final[dict[str, int]] = _TABLE["numbers"]
_LIMITS: Final = _TABLE["limits"]
_SUMMARY: Final = tuple(_WORDS["summary"])
_MONTHS: Final = frozenset(_TABLE["units"]["months"])
_MONTHS_A_YEAR: Final = 12
_BEFORE: Final = 160
_AFTER: Final = 90
# A short line that names experience heads the next: "Year of Experience", "0-1 Years".
_HEADING: Final = 40


_ALL_UNITS: Final[list[str]] = [word for words in _TABLE["units"].values() for word in words]
_UNIT: Final = "|".join(re.escape(word) for word in sorted(_ALL_UNITS, key=len)[::-1])
# What may stand between a number and "tahun": "2+", "3 (tiga)", "1-2", "dua sampai tiga".
_REST: Final = (
    r"\+?(?:\s?\([a-z0-9 ]{1,12}\))?"
    r"(?:\s{0,2}(?:-|–|—|~|to|sampai|sampai dengan|hingga|s/d|sd|atau|or)\s{0,2}"
    rf"(?:[0-9]{{1,2}}(?:[.,]5)?|{any_of(_NUMBERS)})\+?(?:\s?\([a-z0-9 ]{{1,12}}\))?)?"
    rf"\s{{0,2}}(?:{_UNIT})(?![a-z(])"
)
_SPAN = re.compile(rf"[0-9](?<![0-9].)(?<![0-9][.,].)[0-9]?(?:[.,]5)?{_REST}")
_SPELT = re.compile(rf"(?<![a-z])(?:{any_of(_NUMBERS)}){_REST}")
_HAS_SPELT = re.compile(rf"(?:{any_of(_NUMBERS)})[^a-z]{{1,4}}(?:tahun|years?|thn)")
_UNIT_WORDS: Final = ("tahun", "year", "thn", "yrs", " th", "bulan", "month", "yoe")
_FRESH_WORDS: Final = (
    "fresh", "lulus", "pengalaman", "experience", "graduate", "entry",
)  # fmt: skip
_UNIT_SIGNS: Final = watch("experience", _UNIT_WORDS)
_FRESH_SIGNS: Final = watch("fresh", _FRESH_WORDS)
_NUMBER = re.compile(rf"[0-9]{{1,2}}(?:[.,]5)?|{any_of(_NUMBERS)}")
_UNIT_AT_END = re.compile(rf"(?:{_UNIT})$")
_EXPERIENCE = re.compile(any_of(_WORDS["experience"]))
_OF_WORK = re.compile(rf"[\s(,:’']{{0,4}}(?:{any_of(_WORDS['of_work'])})(?![^\W_])")
_LEAST = re.compile(
    rf"(?<![^\W_])(?:{any_of(_WORDS['least'])})(?:[\s.:]|memiliki|have|of|berpengalaman|pengalaman|kerja){{0,24}}$"
)
_AGE = re.compile(rf"(?<![^\W_])(?:{any_of(_WORDS['age'])})(?![^\W_])[^,;]{{0,32}}$")
_AGE_AFTER = re.compile(r"[\s.]{0,3}(?:old|of age|usia|umur|ke bawah|yang lalu|ago)")
_OTHER = re.compile(rf"(?<![^\W_])(?:{any_of(_WORDS['other'])})(?![^\W_])[^,;.]{{0,24}}$")
# "Looking for an engineer with 5 years" is no duration.
_DURING = re.compile(
    rf"(?<![^\W_])(?:{any_of(_WORDS['during'])})(?![^\W_])"
    r"(?:(?!\b(?:with|has|have|having|dengan|memiliki)\b)[^,;.]){0,24}$"
)
_MOST = re.compile(rf"(?<![^\W_])(?:{any_of(_WORDS['most'])})[\s.:]{{0,3}}$")
_LESS = re.compile(rf"(?:{any_of(_WORDS['less'])})\s{{0,2}}$")
_PREFERRED = re.compile(rf"(?<![^\W_])(?:{any_of(_WORDS['preferred'])})(?![^\W_])")
_OF_FIELD = re.compile(rf"[\s(:]{{0,3}}(?:{any_of(_WORDS['of_field'])})(?![^\W_])")
_CLAUSE_BREAK = re.compile(r"[,;()\n]|\.\s|\.$|\s[-–]\s")
_CLAUSE_END = re.compile(rf"{_CLAUSE_BREAK.pattern}|\b(?:{any_of(_WORDS['next_demand'])})\b")
_NEEDS_END: Final = frozenset(_WORDS["needs_end"])
_HAVING = re.compile(r"\b(?:have|having|possess|memiliki|mempunyai)\W{1,3}(?:an? )?$")
# Line breaks were lost: "a related fieldAt least".
_GLUED = re.compile(r"(?<=[a-z0-9)])(?=[A-Z][a-z])")
# Not the dot of "min. 2"; line breaks may be lost: "an advantage.at least 1 year".
_SENTENCE_END = re.compile(r"[;\n]|[.!?]\s(?=[^\d\s])|(?<=[a-z)])[.](?=[a-z]{2})")
_OR = re.compile(r"\b(?:or|atau)\b")
_FRESH = re.compile(rf"(?:(?<![^\W_])|(?=pengalaman))(?:{any_of(_WORDS['fresh'])})")
_NOT_FRESH = re.compile(rf"(?<![^\W_])(?:{any_of(_WORDS['not_fresh'])})\s(?:\w{{1,12}}\s)?$")
_NOT_WELCOME = re.compile(r"[^,.;]{0,16}\b(?:tidak|not|are not|bukan)\b (?!masalah|perlu)")
_COLUMN_FRESH = re.compile(
    r"fresh|lulusan baru|kurang dari|less than|(?:tanpa|tidak perlu|no) (?:pengalaman|experience)"
)
_COLUMN_YEARS = re.compile(rf"([0-9]{{1,3}})(?:\s?[-–]\s?[0-9]{{1,2}})?\s?({_UNIT})")


def read_experience(posting: Posting) -> float | None:
    """The least years of experience demanded, 0 where none is needed, None where none is told."""
    if _is_open_to_fresh(posting) or (
        posting.title_signs[_FRESH_SIGNS] and _is_fresh(posting.lower_title)
    ):
        return 0
    told = next(_find_demands(posting), None)
    return told if told is not None else _read_column(to_lower(posting.experience))


def _read_column(column: str) -> float | None:
    """The least years in the portal's column: "1-2 Tahun; Fresh Graduate", "36 bulan"."""
    if _COLUMN_FRESH.search(column):
        return 0
    years = [_in_years(float(m[1]), m[2]) for m in _COLUMN_YEARS.finditer(column[:200])]
    return min((year for year in years if year <= _LIMITS["years"]), default=None)


def _in_years(number: float, unit: str) -> float:
    return round(number / _MONTHS_A_YEAR, 2) if unit in _MONTHS else number


def _is_open_to_fresh(posting: Posting) -> bool:
    """Whether the text accepts those without experience."""
    lines = [posting.lines[number] for number in posting.lines_with(_FRESH_SIGNS)]
    return any(
        _is_fresh(posting.lower[line.start : line.end])
        for line in lines
        if not posting.lower.startswith(_SUMMARY, line.start)
    )


def _is_fresh(text: str) -> bool:
    """Whether the text names beginners and does not turn them away: "bukan fresh graduate"."""
    return any(
        not _NOT_FRESH.search(text[max(0, match.start() - 30) : match.start()])
        and not _NOT_WELCOME.match(text, match.end())
        for match in _FRESH.finditer(text)
    )


def _find_demands(posting: Posting) -> Iterator[float]:
    """The years demanded in the text, in order; "5 years … or 2 years …" is the lower of them."""
    for number in posting.lines_with(_UNIT_SIGNS):
        line = posting.lines[number]
        if posting.lower.startswith(_SUMMARY, line.start, line.end):
            continue
        follows = number > 0 and _is_heading(posting.lower, posting.lines[number - 1])
        text = to_lower(_GLUED.sub("\n", posting.description[line.start : line.end]))
        told: tuple[float, int] | None = None
        for match in _find_spans(text):
            years = _read_span(text, match, "requirements" if follows else line.kind)
            if years is None:
                continue
            if told is not None:
                is_other = _OR.search(text, told[1], match.start())
                yield min(told[0], years) if is_other else told[0]
            told = (years, match.end())
        if told is not None:
            yield told[0]


def _is_heading(lowered: str, line: Line) -> bool:
    is_short = line.end - line.start <= _HEADING
    return is_short and _EXPERIENCE.search(lowered[line.start : line.end]) is not None


def _find_spans(text: str) -> list[re.Match[str]]:
    """Every span of time in the text, in order."""
    spans = list(_SPAN.finditer(text))
    if _HAS_SPELT.search(text):
        spans = sorted([*spans, *_SPELT.finditer(text)], key=lambda match: match.start())
    return spans


def _read_span(text: str, match: re.Match[str], kind: str) -> float | None:
    """The years of one span of time where it is experience demanded, else None."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    after = text[match.end() : match.end() + _AFTER]
    years = _years_of(match.group())
    if years is None or not _is_demand(before, after, kind, years):
        return None
    return 0 if _LESS.search(before) else years


def _years_of(span: str) -> float | None:
    """The lower bound of "1-2 tahun" or "6 bulan" in years; None where it is no demand."""
    first, unit = _NUMBER.search(span), _UNIT_AT_END.search(span)
    if first is None or unit is None:
        return None
    word = first.group()
    number = float(_NUMBERS[word]) if word in _NUMBERS else float(word.replace(",", "."))
    years = _in_years(number, unit.group())
    return years if years <= _LIMITS["years"] else None


def _is_demand(before: str, after: str, kind: str, years: float) -> bool:
    """Whether the words around a span of time make it experience demanded."""
    sentence = _SENTENCE_END.split(before)[-1]
    rest = _SENTENCE_END.split(after, maxsplit=1)[0]
    if _AGE_AFTER.match(after) or _MOST.search(sentence):
        return False
    named = [m.end() for m in _EXPERIENCE.finditer(sentence)]
    since = sentence[named[-1] :] if named else sentence
    if _AGE.search(since) or _is_preferred(sentence, rest):
        return False
    is_least = bool(_LEAST.search(sentence))
    if kind == "about" and not is_least and not _HAVING.search(sentence):
        return False
    if named:
        return True
    if _OTHER.search(sentence) or (not is_least and _DURING.search(sentence)):
        return False
    if _EXPERIENCE.search(rest[:60]):
        return True
    is_listed = kind == "requirements" or is_least
    if is_listed and _OF_WORK.match(rest):
        return True
    is_alone = len(sentence.strip()) <= _AFTER // 9 and not rest.strip(" .+)")
    return kind == "requirements" and is_alone and years <= _LIMITS["bare_years"]


def _is_preferred(before: str, after: str) -> bool:
    """Whether the clause only prefers the years: "diutamakan 2 tahun", "2 tahun lebih disukai"."""
    if (found := _last(_PREFERRED, before)) and not _CLAUSE_BREAK.search(before, found.end()):
        return True
    clause = _CLAUSE_END.split(after, maxsplit=1)[0]
    wanted = _PREFERRED.search(clause)
    if wanted is None or _OF_FIELD.match(after, wanted.end()):
        return False
    rest = _CLAUSE_BREAK.split(after[wanted.end() :], maxsplit=1)[0]
    return wanted.group() not in _NEEDS_END or not rest.strip()


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
