"""Read whom an advertisement shuts out: by age, sex, looks, marital status, height, religion."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nlp.patterns import any_of, whole_of
from nlp.posting import Posting
from nlp.sections import Line
from nlp.signs import Signs, watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_AGE: Final = _TABLE["age"]
_SEX: Final = _TABLE["sex"]
_LOOKS: Final = _TABLE["appearance"]
_MARITAL: Final = _TABLE["marital"]
_HEIGHT: Final = _TABLE["height"]
_FAITH: Final = _TABLE["religion"]
for _kind in ("age", "sex", "appearance", "marital", "height", "religion"):
    watch(_kind, _TABLE[_kind]["signs"])
_FAITHS: Final = ("islam", "kristen", "katolik", "hindu", "buddha")
# How far around a word its clause is looked at.
_NEAR: Final = 48
# A clause that begins this soon after the start of its line stands at its start.
_AT_START: Final = 26
_GLUED: Final = 5
_CUT_GAP: Final = 2


_UNIT: Final = r"(?:tahun|thn|th|years?|yrs?|y\.? ?o|y/o)"
_NUMBER = re.compile(r"[1-7](?<![0-9].)(?<![0-9][.,/:].)[0-9](?![0-9%]|[.,:][0-9])")
_UNIT_AFTER = re.compile(rf"[\s)+]{{0,3}}{_UNIT}")
_OLD_AFTER = re.compile(r"[\s)]{0,3}(?:years?[\s-]old|y\.? ?o|y/o|years of age|year old)(?![^\W_])")
# "20 - 30", "umur 20 tahun s/d 35", "min 21 tahun - max. 40".
_RANGE = re.compile(
    rf"\s?(?:{_UNIT}\.?)?[\s(]{{0,2}}"
    r"(?:-|–|—|−|~|to|s/d|s\.d\.?|sd|sampai dengan|sampai|hingga|and|dan)[\s.]{0,3}"
    r"(?:(?:maks|max|maksimal|maximal|maximum)[\s.:]{1,2})?([1-7][0-9])(?![0-9%]|[.,][0-9])"
)
_CUE = re.compile(
    rf"(?P<age>(?<![^\W_]){_AGE['word']}(?![^\W_])|usia|umur)|{whole_of(_AGE['other'])}"
)
_OF_OTHERS = re.compile(rf"{whole_of(_AGE['of_others'])}\s(?:\w{{1,12}} )?$")
_FILLER: Final = (
    r"(?:(?:usia|umur|berusia|berumur|ages?|aged|of|is|are|saat|ini|melamar|pada|adalah|dari|range|antara"
    r"|calon|karyawan|pelamar|kandidat|sebesar|at)?[\s.:=(,-]{1,3}){0,4}"
)
_MOST = re.compile(rf"(?:(?:{any_of(_AGE['most'])})[\s.:=(]{{0,3}}{_FILLER}|[<≤]=?\s?)$")
_LEAST = re.compile(rf"(?:(?:{any_of(_AGE['least'])})[\s.:=(]{{0,3}}{_FILLER}|[>≥]=?\s?)$")
# "maksimal 24 tahun (wanita) dan 26 tahun (pria)": the bound holds for the second number too.
_AND_BEFORE = re.compile(r"\)\s?(?:dan|and|atau|or|,|/|&)\s{1,2}$")
_BOUND_OVER = re.compile(
    rf"[1-7][0-9]\s?(?:{_UNIT})?\s?\(\w{{1,12}}\)\s?(?:dan|and|atau|or|,|/|&)\s{{1,2}}$"
)
_ENDS: Final = r"(?=\s{0,2}(?:[.,;)]|$))"
_UNIT_MAYBE: Final = rf"[\s)]{{0,2}}(?:{_UNIT}(?: old)?)?[\s,(-]{{0,3}}"
_MOST_AFTER = re.compile(
    rf"{_UNIT_MAYBE}(?:(?:ke ?bawah|or below)|(?:{any_of(_AGE['most_after'])}){_ENDS})"
)
_LEAST_AFTER = re.compile(
    rf"{_UNIT_MAYBE}(?:(?:ke ?atas|and above|and over)|(?:{any_of(_AGE['least_after'])}){_ENDS})"
)
# "usia 20 tahun, maksimal 35": the first number is the lower bound.
_MOST_FOLLOWS = re.compile(rf"{_UNIT_MAYBE}(?:dan )?(?:{any_of(_AGE['most'])})[\s.:]{{0,3}}[0-9]")
_OTHER_AFTER = re.compile(
    rf"[\s)+]{{0,3}}(?:{_UNIT}[\s’']{{0,3}})?(?:{any_of(_AGE['other_after'])})(?![^\W_])"
)
_PREFERS_AGE = re.compile(
    rf"(?:^|[,;.(•-]|lebih|\n)\s{{0,2}}(?:{any_of(_AGE['preferred'])})[ :]{{1,2}}"
    r"(?:[\w.]{1,12} ){0,3}$"
)
_AGE_PREFERRED = re.compile(rf"{_UNIT_MAYBE}(?:{any_of(_AGE['preferred_after'])}){_ENDS}")
_SEX_WORD = re.compile(
    rf"(?<![^\W_])(?:(?P<female>{any_of(_SEX['female'])})|(?P<male>{any_of(_SEX['male'])}))(?![^\W_])"
)
_SEX_JOINED = re.compile(r"[\s)(\d]{0,3}(?:[/&,|+-]|atau|ataupun|dan|or|and|maupun)[\s(]{0,3}$")
_SEX_LEAD = re.compile(rf"(?:^|{whole_of(_SEX['lead'])})[\W\d]{{0,6}}$")
_SEX_FOLLOW = re.compile(rf"\s{{0,3}}(?:$|[-–:(0-9/\]]|(?:{any_of(_SEX['follow'])})(?![^\W_]))")
_TITLE_OUT = re.compile(whole_of(_SEX["title_lead_out"]))
_TITLE_LEAD = re.compile(rf"(?:[(\[|:–-]\s{{0,2}}|{whole_of(_SEX['title_lead'])}\s)$")
_TITLE_FOLLOW = re.compile(r"\s{0,2}(?:$|[)\]|(–-]|only|talent)")
_PREFERS = re.compile(rf"{whole_of(_SEX['preferred'])}")
_LOOKS_DEMAND = re.compile("|".join(_LOOKS["demand"]))
_LOOKS_OTHER = re.compile(whole_of(_LOOKS["other"]))
_SINGLE = re.compile(rf"(?<![^\W_])(?:{any_of(_MARITAL['single'])})(?![^\W_])")
_MARRIED = re.compile(rf"(?<![^\W_])(?:{any_of(_MARITAL['married'])})(?![^\W_])")
_BEFORE_SINGLE = re.compile(
    rf"(?:^[\W\d]{{0,6}}|{whole_of(_MARITAL['before_single'])}\s\W{{0,3}})$"
)
_TALL = re.compile(
    r"(?:tinggi(?: badan)?|height|tb)\b[^0-9.;\n]{0,24}(?:min\.? ?)?"
    r"([12])[.,]?([0-9]{2})(?![0-9.,][0-9])"
)
_FAITH_WORD = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(f"(?P<{faith}>{any_of(_FAITH[faith])})" for faith in _FAITHS)
    + r")(?![^\W_])"
)
_FAITH_LEAD = re.compile(rf"(?:^|{whole_of(_FAITH['lead'])})[\W\d]{{0,6}}$")
_FAITH_FOLLOW = re.compile(rf"\s{{0,3}}(?:$|[-–:(0-9/]|(?:{any_of(_FAITH['follow'])})(?![^\W_]))")
# Not the dot of "max. 35"; line breaks may be lost: "bidang sales.Max 35 tahun".
_CLAUSE_END = re.compile(
    r"[,;•|()]|[-–](?=\s|m(?:ax|in|ak))|(?<!min)(?<!max)(?<!maks)\.(?=\s|[a-z]{3}|[0-9]{2})"
)
_CLAUSE = re.compile(r"[,;.•|()\n]|\s[-–]\s|[0-9]\)")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in small letters, the words in it that make readers read on, and its lines."""

    lower: str
    signs: Signs
    lines: Sequence[Line]
    starts: Sequence[int]

    def line_at(self, at: int) -> Line | None:
        """The line that holds the character, None between lines."""
        index = bisect_right(self.starts, at) - 1
        line = self.lines[index] if index >= 0 else None
        return line if line is not None and at < line.end else None

    def line_cut_at(self, match: re.Match[str]) -> Line | None:
        """The line whose end "max. 26. Minimal SMA" was taken for a number of a list."""
        index = bisect_right(self.starts, match.start()) - 1
        if index < 0 or match.start() - self.lines[index].end > _CUT_GAP:
            return None
        line = self.lines[index]
        return Line(line.start, match.end(), line.kind, is_heading=False)

    def clause(self, line: Line, start: int, end: int) -> tuple[str, str]:
        """What stands before and after the span in its clause."""
        before = self.lower[max(line.start, start - _NEAR) : start]
        after = self.lower[end : min(line.end, end + _NEAR)]
        return _CLAUSE.split(before)[-1], _CLAUSE.split(after, maxsplit=1)[0]


def read_restrictions(posting: Posting) -> dict[str, int | str | bool]:
    """The limits that are stated: `age_min`, `age_max`, `height` (cm) as numbers, `sex` "male" or
    "female", `appearance` True, `marital` "single" or "married", `religion` a word.

    What is only preferred is no limit, nor is "pria/wanita".
    """
    text = _Text(posting.lower, posting.signs, posting.lines, posting.line_starts)
    told = _read_ages(text)
    sex = _read_sex(text, posting)
    if sex:
        told["sex"] = sex
    if _has_appearance(text):
        told["appearance"] = True
    marital = _read_marital(text)
    if marital:
        told["marital"] = marital
    height = _read_height(text)
    if height:
        told["height"] = height
    religion = _read_religion(text)
    if religion:
        told["religion"] = religion
    return told


def _read_ages(text: _Text) -> dict[str, int | str | bool]:
    """The widest bounds told: several kinds of applicants may each have their own."""
    if not text.signs["age"]:
        return {}
    least: list[int] = []
    most: list[int] = []
    used = 0
    for match in _NUMBER.finditer(text.lower):
        if match.start() < used:
            continue
        line = text.line_at(match.start()) or text.line_cut_at(match)
        if line is None or line.kind == "about":
            continue
        low, high, used = _read_age(text.lower, line, match, used)
        least += [low] if low else []
        most += [high] if high else []
    told: dict[str, int | str | bool] = {}
    if least and not (most and min(least) > max(most)):
        told["age_min"] = min(least)
    if most:
        told["age_max"] = max(most)
    return told


def _read_age(
    lower: str, line: Line, match: re.Match[str], used: int
) -> tuple[int | None, int | None, int]:
    """Lower and upper bound the number tells, and where reading goes on."""
    start, end = match.span()
    value = int(match.group())
    # "UmurMin.30 Tahun": where a line break was lost the word for age may end the line before.
    glued = line.start and lower[line.start - 1].isalnum()
    before = lower[max(line.start - (_GLUED if glued else 0), start - _NEAR, 0) : start]
    is_age, is_other = _find_cue(before)
    has_unit = _UNIT_AFTER.match(lower, end, line.end) is not None
    if not (is_age or has_unit or _RANGE.match(lower, end, line.end)):
        return None, None, end
    if not _AGE["lowest"] <= value <= _AGE["highest"]:
        return None, None, end
    if is_other or _PREFERS_AGE.search(before):
        return None, None, end
    bound_before = lower[max(line.start, start - _NEAR, used) : start]
    if _AND_BEFORE.search(bound_before):
        bound_before = _BOUND_OVER.sub("", before)
    second = _RANGE.match(lower, end, line.end)
    if second and value < int(second[1]) <= _AGE["highest"]:
        end = second.end()
        if _AGE_PREFERRED.match(lower, end, line.end):
            return None, None, end
        if is_age or _is_bare_range(lower, line, end, value):
            return value, int(second[1]), end
        return None, None, end
    if _AGE_PREFERRED.match(lower, end, line.end):
        return None, None, end
    if not is_age and not _is_bare_age(lower, line, start, end):
        return None, None, end
    low, high = _bound(lower, line, bound_before, value, end)
    if not is_age and low and not _is_of_person(lower, line, start, end):
        low = None
    return low, high, end


def _find_cue(before: str) -> tuple[bool, bool]:
    """Whether the last cue speaks of age, or, in the same clause, of something else."""
    cue = None
    for found in _CUE.finditer(before):
        cue = found
    if cue is None:
        return False, False
    if cue["age"] is not None:
        is_of_others = _OF_OTHERS.search(before, 0, cue.start()) is not None
        return not is_of_others, is_of_others
    return False, _CLAUSE_END.search(before, cue.end()) is None


def _bound(
    lower: str, line: Line, before: str, value: int, end: int
) -> tuple[int | None, int | None]:
    """The value as lower or upper bound; neither where the words tell none."""
    if _MOST.search(before):
        return None, value
    if _LEAST.search(before) or _MOST_FOLLOWS.match(lower, end, line.end):
        return value, None
    if _MOST_AFTER.match(lower, end, line.end):
        return None, value
    if _LEAST_AFTER.match(lower, end, line.end):
        return value, None
    return None, None


def _is_bare_range(lower: str, line: Line, end: int, low: int) -> bool:
    """Whether "20 - 40 tahun" without a word for age can only be one."""
    if low < _AGE["range_from"] or _OTHER_AFTER.match(lower, end, line.end):
        return False
    return _UNIT_AFTER.match(lower, end, line.end) is not None


def _is_bare_age(lower: str, line: Line, start: int, end: int) -> bool:
    """Whether "max. 35 tahun" or "30 years old" is an age though no word before it says so."""
    if _OTHER_AFTER.match(lower, end, line.end):
        return False
    if _is_of_person(lower, line, start, end):
        return True
    before = lower[max(line.start, start - _NEAR) : start]
    return (
        line.kind in ("", "requirements")
        and len(_CLAUSE_END.split(before)[-1]) <= _AT_START
        and int(lower[start:end]) >= _AGE["bare_from"]
        and _UNIT_AFTER.match(lower, end, line.end) is not None
    )


def _is_of_person(lower: str, line: Line, start: int, end: int) -> bool:
    """Whether "years old" follows or "Pria/Wanita" stands before."""
    if _OLD_AFTER.match(lower, end, line.end):
        return True
    return _SEX_WORD.search(lower, max(line.start, start - _AT_START), start) is not None


def _read_sex(text: _Text, posting: Posting) -> str | None:
    """The only sex accepted; None where both are, or none is named."""
    told = set(_read_title_sex(posting.lower_title)) if posting.title_signs["sex"] else set()
    if text.signs["sex"]:
        told.update(_find_sexes(text))
    return told.pop() if len(told) == 1 else None


def _read_title_sex(title: str) -> Iterator[str]:
    if _TITLE_OUT.search(title):
        return
    for match in _SEX_WORD.finditer(title):
        before, after = title[: match.start()], title[match.end() :]
        # "Female Housekeeping", "Admin (Wanita)", "Security Wanita".
        is_led = not before.strip() or _TITLE_LEAD.search(before)
        if is_led and (not before.strip() or _TITLE_FOLLOW.match(after) or before[-1] == " "):
            yield str(match.lastgroup)


def _find_sexes(text: _Text) -> Iterator[str]:
    """The sexes demanded, each as often as it is; of "pria/wanita" both."""
    previous: re.Match[str] | None = None
    for match in _SEX_WORD.finditer(text.lower):
        line = text.line_at(match.start())
        if line is None:
            continue
        if previous is not None and previous.lastgroup != match.lastgroup:
            between = text.lower[previous.end() : match.start()]
            if len(between) < _AT_START and _SEX_JOINED.fullmatch(between):
                yield from ("male", "female")
        previous = match
        if line.kind == "about":
            continue
        before, after = text.clause(line, match.start(), match.end())
        if _PREFERS.search(before) or _PREFERS.search(after):
            continue
        if _SEX_LEAD.search(before) and _SEX_FOLLOW.match(after):
            if line.kind == "duties" and before.strip(" -–") and not after.strip():
                continue
            yield str(match.lastgroup)


def _has_appearance(text: _Text) -> bool:
    """Whether good looks are demanded; neat or clean ones are not."""
    if not text.signs["appearance"]:
        return False
    for match in _LOOKS_DEMAND.finditer(text.lower):
        line = text.line_at(match.start())
        if line is None or line.kind in ("about", "benefits"):
            continue
        before = text.lower[max(line.start, match.start() - _AT_START) : match.start()]
        if not _LOOKS_OTHER.search(before + match.group()) and not _PREFERS.search(before):
            return True
    return False


def _read_marital(text: _Text) -> str | None:
    """The marital status demanded; None for "menikah / belum menikah"."""
    if not text.signs["marital"]:
        return None
    told = set()
    for status, pattern in (("single", _SINGLE), ("married", _MARRIED)):
        for match in pattern.finditer(text.lower):
            line = text.line_at(match.start())
            if line is None or line.kind in ("about", "duties", "benefits"):
                continue
            before, after = text.clause(line, match.start(), match.end())
            if _PREFERS.search(before) or _PREFERS.search(after):
                continue
            is_plain = match.group().startswith("belum") or _BEFORE_SINGLE.search(before)
            if is_plain and (status == "single" or not after.strip(" /") or "/" in after):
                told.add(status)
    return told.pop() if len(told) == 1 else None


def _read_height(text: _Text) -> int | None:
    """The least height demanded in centimetres; of several (for men, for women) the lowest."""
    if not text.signs["height"]:
        return None
    heights = [int(match[1] + match[2]) for match in _TALL.finditer(text.lower)]
    return min((h for h in heights if _HEIGHT["lowest"] <= h <= _HEIGHT["highest"]), default=None)


def _read_religion(text: _Text) -> str | None:
    """The one religion demanded of the applicant."""
    if not text.signs["religion"]:
        return None
    told = set()
    for match in _FAITH_WORD.finditer(text.lower):
        line = text.line_at(match.start())
        if line is None or line.kind in ("about", "duties", "benefits"):
            continue
        before, after = text.clause(line, match.start(), match.end())
        if _PREFERS.search(before) or _PREFERS.search(after):
            continue
        if _FAITH_LEAD.search(before) and _FAITH_FOLLOW.match(after):
            told.add(str(match.lastgroup))
    return told.pop() if len(told) == 1 else None
