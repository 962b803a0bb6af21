"""Read the lowest schooling an advertisement accepts: "min. SMA/SMK", "D3/S1", "Bachelor"."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.posting import Posting, to_lower
from nlp.sections import Line
from nlp.signs import Place, find_signs, watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_CONTEXT: Final = _TABLE["context"]
_ORDER: Final[dict[str, int]] = {level: n for n, level in enumerate(_TABLE["order"]["levels"])}
_SUMMARY: Final = tuple(_CONTEXT["summary"])
# Mentions this close with only joining words between them are one demand: "SMA, SMK atau D3".
_JOINED_WITHIN: Final = 26
_BEFORE: Final = 44
_AFTER: Final = 90


def _one_of(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len)[::-1]
    return "|".join(
        re.escape(w).replace(r"\~", "~").replace("~", r"[ \xa0.-]{0,2}").replace(r"\ ", r"\s{1,3}")
        # "Diploma in", "SD IV": a Roman number ends where the word ends.
        + (r"(?![a-z])" if w[-1] in "iv" else "")
        for w in ordered
    )


_LEVEL_OF: Final[dict[str, str]] = {
    re.sub(r"[\s.-]+", "", word.replace("~", "")): level
    for level, words in _TABLE["levels"].items()
    for word in words
}
_WORDS: Final = [word for words in _TABLE["levels"].values() for word in words]
_FIRST = re.compile(r"[^ ~.]+")
# Codes ("SMA", "S1", "D3") are searched by a pattern; wordings that begin with a longer word only
# where that word stands, which costs a tenth of the time.
_CODE_LETTERS: Final = 4
_CODES: Final = [w for w in _WORDS if len(_FIRST.findall(w)[0]) <= _CODE_LETTERS]
_LONG: Final = [w for w in _WORDS if w not in _CODES]
_SIGNS: Final = watch("education", sorted({_FIRST.findall(w)[0] for w in _LONG}))
_CODE = re.compile(
    rf"[{''.join(sorted({w[0] for w in _CODES}))}](?:"
    + "|".join(
        rf"(?<={first})(?:{_one_of(w[1:] for w in _CODES if w[0] == first)})"
        for first in sorted({w[0] for w in _CODES})
    )
    + r"|(?<=s)d(?=[^a-z0-9]{1,3}(?:smp|sltp)))",
)
_LONG_WORDING = re.compile(_one_of(_LONG))
_DIPLOMA_RANGE = re.compile(r"d[\s.-]?[1i]\b.{0,6}d[\s.-]?[34i]", re.IGNORECASE)
_PRIMARY = re.compile(r"\bSD\b")
_CUE_BEFORE = re.compile(rf"(?<![^\W_])(?:{_one_of(_CONTEXT['before'])})(?![^\W_])")
_CUE_AFTER = re.compile(rf"[\s)]{{0,3}}(?:{_one_of(_CONTEXT['after'])})(?![^\W_])")
_NOT_AFTER = re.compile(
    rf"(?<![^\W_])(?:(?:{_one_of(_CONTEXT['not_after'])})[\s:]{{1,3}}"
    rf"|(?:{_one_of(_CONTEXT['not_near'])})[\s:]{{1,3}}(?:\w{{1,20}}\s)?)$"
)
_UNFINISHED = re.compile(rf"(?:{_one_of(_CONTEXT['unfinished'])})")
# "Bachelor", "high school", "university graduate" say by themselves that schooling is meant.
_SELF_EVIDENT = re.compile(r"bachelor|school|degree|graduate")
_PROFESSION = re.compile(rf"(?:{_one_of(_TABLE['column']['s1'])})(?![^\W_])")
_PREFERRED = re.compile(rf"(?<![^\W_])(?:{_one_of(_CONTEXT['preferred'])})(?![^\W_])")
_OF_FIELD = re.compile(rf"[\s(:]{{0,3}}(?:{_one_of(_CONTEXT['of_field'])})(?![^\W_])")
_CLAUSE_BREAK = re.compile(r"[,;()\n]|\.\s|\.$|\s[-–]\s")
_CLAUSE_END = re.compile(rf"{_CLAUSE_BREAK.pattern}|\b(?:{_one_of(_CONTEXT['next_demand'])})\b")
_NEEDS_END: Final = frozenset(_CONTEXT["needs_end"])
# "Requirements :D3", "Pria/Wanita- SMA/SMK - 20 tahun": an item of a list that is nothing else.
_ITEM_BEFORE = re.compile(r"(?:^|[-–•]|[0-9][.)])\s{0,3}$")
_ITEM_AFTER = re.compile(r"\s{0,3}(?:$|[-–•/])")
_DEGREE = re.compile(r"['’]?s?\s{0,2}degree")
_JOINING = re.compile(
    r"(?:[\s/,&()+|.:–-]|dan|atau|or|and|hingga|sampai|s\.d\.|sederajat|setara|equivalent|degree|"
    r"['’]?s\b|minimal|min|lulusan|/?k\b|/?ma\b|kejuruan|umum|madrasah|aliyah|d[1234]|to|jurusan)*",
)


@dataclass(frozen=True, slots=True)
class _Demand:
    """The lowest level of levels told side by side, and how it is told.

    "plain" with words such as "pendidikan" or "lulusan", "bare" without, "summary" in a line in
    which the portal repeats its columns.
    """

    level: str
    wording: str


def read_education(posting: Posting) -> str | None:
    """The lowest level of schooling accepted, "sd" to "s3", or None where none is demanded."""
    told: dict[str, list[str]] = {"plain": [], "bare": [], "summary": []}
    for demand in _find_demands(posting):
        told[demand.wording].append(demand.level)
    return (
        _lowest(told["plain"])
        or _lowest(told["bare"])
        or _read_column(posting.education)
        or _lowest(told["summary"])
    )


def _lowest(levels: Iterable[str]) -> str | None:
    """The lowest of the levels; where SMA is accepted beside SMK, it is SMA."""
    told = set(levels)
    if "smk" in told and "sma" in told:
        told.remove("smk")
    return min(told, key=_ORDER.__getitem__, default=None)


def _read_column(text: str) -> str | None:
    """The lowest level in the portal's column, fields of study left out."""
    column = text.partition("Program studi")[0][:300]
    lowered = to_lower(column)
    levels = [
        _level_of(m.group()) for m in _find_levels(column, lowered, find_signs(lowered)[_SIGNS])
    ]
    if _PRIMARY.search(column):
        levels.append("sd")
    if _PROFESSION.search(lowered):
        levels.append("s1")
    return _lowest(_without_bare_diploma(lowered, levels))


def _without_bare_diploma(text: str, levels: list[str]) -> list[str]:
    """ "Diploma/D1/D2/D3" and "Diploma (D1 - D4)" begin at D1; "D1-D4" is found anyway."""
    return [*levels, "d1"] if _DIPLOMA_RANGE.search(text) else levels


def _level_of(word: str) -> str:
    return _LEVEL_OF.get(re.sub(r"[\s.-]+", "", word), "sd")


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Whether the match begins and ends with a word, or where a line break was lost: "SMKMahir"."""
    start, end = match.span()
    if start and (text[start - 1].isalnum() or text[start - 1] in "'’"):
        is_camel = text[start].isupper() and (
            text[start - 1].islower() or text[start + 1 : start + 2].islower()
        )
        if not is_camel:
            return False
    # "D 3" is a level, "d 3" the rest of something else.
    if " " in match.group()[:2] and not text[start].isupper():
        return False
    if end >= len(text) or not text[end].isalnum():
        return True
    return text[end].isupper() and not (text[end - 1].isupper() and text[end : end + 2].isupper())


def _find_levels(text: str, lowered: str, stems: Sequence[Place]) -> list[re.Match[str]]:
    """Every level named in the text, in order, none inside another."""
    matches = list(_CODE.finditer(lowered))
    for start, _ in stems:
        if match := _LONG_WORDING.match(lowered, start):
            matches.append(match)
    found: list[re.Match[str]] = []
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if (not found or match.start() >= found[-1].end()) and _is_word(text, match):
            found.append(match)
    return found


def _find_demands(posting: Posting) -> Iterator[_Demand]:
    """The levels demanded in the description, in order."""
    text, lowered = posting.description, posting.lower
    matches = _find_levels(text, lowered, posting.signs[_SIGNS])
    at = 0
    for line in posting.lines:
        own = []
        while at < len(matches) and matches[at].start() < line.end:
            if matches[at].start() >= line.start:
                own.append(matches[at])
            at += 1
        if own:
            yield from _read_line(text, lowered, line, own)
        if at == len(matches):
            return


def _read_line(
    text: str, lowered: str, line: Line, matches: Sequence[re.Match[str]]
) -> Iterator[_Demand]:
    """The demands of one line."""
    is_summary = lowered.startswith(_SUMMARY, line.start)
    run: list[re.Match[str]] = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        run.append(match)
        if following is not None and _is_joined(lowered, match, following):
            continue
        start, end = run[0].start(), run[-1].end()
        levels = [_level_of(m.group()) for m in run]
        if _DIPLOMA_RANGE.search(lowered, start, end):
            levels.append("d1")
        if _PRIMARY.search(text, max(line.start, start - 6), start):
            levels.append("sd")
        run = []
        level = _lowest(levels)
        wording = _judge(lowered, line, start, end)
        if level and wording:
            yield _Demand(level, "summary" if is_summary else wording)


def _is_joined(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    gap = other.start() - one.end()
    return gap <= _JOINED_WITHIN and bool(_JOINING.fullmatch(text, one.end(), other.start()))


def _judge(text: str, line: Line, start: int, end: int) -> str:
    """ "plain" or "bare" for a demand, empty where the level is only preferred or no demand."""
    before = text[max(line.start, start - _BEFORE) : start]
    after = text[end : min(line.end, end + _AFTER)]
    if _NOT_AFTER.search(before) or _is_preferred(before, after):
        return ""
    has_cue = _CUE_BEFORE.search(before) or _CUE_AFTER.match(after)
    if line.kind == "about" and not (_CUE_BEFORE.search(before) or _DEGREE.match(after)):
        return ""
    if text.startswith("degree in", start) and _UNFINISHED.search(before):
        return ""
    if has_cue or _SELF_EVIDENT.search(text, start, end):
        return "plain"
    is_first = start - line.start <= _JOINED_WITHIN
    is_item = before.endswith(":") or (_ITEM_BEFORE.search(before) and _ITEM_AFTER.match(after))
    return "bare" if line.kind == "requirements" or is_first or is_item else ""


def _is_preferred(before: str, after: str) -> bool:
    """Whether the clause only prefers the level: "diutamakan S1", not "S1, diutamakan Hukum"."""
    clause = _CLAUSE_BREAK.split(before)[-1]
    if _PREFERRED.search(clause):
        return True
    clause = _CLAUSE_END.split(after, maxsplit=1)[0]
    found = _PREFERRED.search(clause)
    if found is None or _OF_FIELD.match(after, found.end()):
        return False
    rest = _CLAUSE_BREAK.split(after[found.end() :], maxsplit=1)[0]
    return found.group() not in _NEEDS_END or not rest.strip()
