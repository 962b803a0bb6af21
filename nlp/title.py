"""Say a job title plainly, for display and grouping: "URGENT!! STAFF ADMIN (JAKARTA)"."""

import csv
import html
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from data.text import clean, fold
from settings import ROOT

_WORDS: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_ALIASES: Final = ROOT / "data" / "reference" / "location_aliases.csv"
# A longer title is a description that slipped into the column.
_LONGEST: Final = 300
# Each pass takes something away; nested brackets need one pass a level.
_PASSES: Final = _LONGEST

_LEAD: Final = "|".join(re.escape(w) for w in sorted(_WORDS["lead"], key=len)[::-1])
_STARTS = re.compile(rf"(?:{_LEAD})(?![^\W_])[\s:;!.,~–-]*", re.IGNORECASE)
# "Sales Executive URGENT", "Staff Admin - urgently needed!!"
_TAIL = re.compile(
    r"(?<=[\s,/!-])(?:urgent(?:ly)?(?:\s(?:needed|hiring|required))?|dibutuhkan\ssegera)[\s!.]*$",
    re.IGNORECASE,
)
# "Batch 3 Tahun 2025", "batch viii"; never "Batching Plant" or "batch record".
_BATCH = re.compile(
    r"(?:^|(?<=\W))(?:batch|angkatan)\s(?:[0-9]{1,3}|[ivx]{1,6})(?:\s(?:tahun\s)?20[0-9]{2})?$",
    re.IGNORECASE,
)
# "Manager25086160", "Staff 25086160": a hotel chain's job number, glued to its titles.
_GLUED_CODE = re.compile(r"(?<=[A-Za-z)])\s?[0-9]{7,9}$")
# "(B-123683)", "[279]", "(ID: 696453)", "(JV2504003)", "(26-06430)", "2025".
_CODE = re.compile(
    r"(?:id|ref|req|job\sid|kode|code)\W{0,3}[a-z]{0,3}-?[0-9]{2,9}|[a-c]-[0-9]{4,7}"
    r"|jv[0-9]{5,9}|hirefi?t?id[0-9]{2,6}|[0-9]{2}-[0-9]{4,6}|[0-9]{3,9}|batch\s(?:[0-9]{1,3}|[ivx]{1,6})",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s?(?:\(([^()\[\]]{0,80})\)|\[([^()\[\]]{0,80})\])\s?")
_SEPARATOR = re.compile(r"\s?[|•·]\s?|\s[-–—_~]+\s?|[-–—_~]+\s|[-–—](?=[^\W\d_]{4})")
_GLUED: Final = frozenset("-–—")
_BASED = re.compile(r"-(?=based\b)", re.IGNORECASE)
_SYMBOLS = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf"
    "\u2b00-\u2bff\ufe00-\ufe0f\ufeff®™©\U0001f000-\U0001faff\U000e0000-\U000e0fff]"
)
_WIDE: Final = str.maketrans("（）【】［］{}｜～", "()[][]()|-", "")
_INNER = re.compile(r"(?<=[(\[])\s+|\s+(?=[)\],;:])|\s?/\s?")
_ENDS: Final = " \t\n-–—|,:;/&_*!~•·="
_TOKEN = re.compile(r"[^\W_](?:[\w.&/+#'’]*[^\W_+#])?[+#]*")
_PART = re.compile(r"[^\W_](?:[^\W_]|['’](?=[^\W_]))*")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-Þà-öø-þ'’]+")
_VOWEL = re.compile(r"[aeiouyà-öø-þ]", re.IGNORECASE)
_DOT_NET = re.compile(r"(?<!\w)\.net\b", re.IGNORECASE)
_ACRONYMS: Final = {word.lower(): word for word in _WORDS["acronyms"]}
_SMALL: Final = frozenset(_WORDS["small"])
_COMMON: Final = frozenset(_WORDS["common"])
_PLAIN: Final = frozenset(_WORDS["plain"])
_COMPANIONS: Final = frozenset(_WORDS["place_companions"])
_SEGMENTS: Final = frozenset(_WORDS["segments"])
_COMPANY_START: Final = frozenset(_WORDS["company_start"])
_COMPANY_END: Final = frozenset(_WORDS["company_end"])
# An unknown word without vowels is an acronym up to this length: "KPNM", "PLTMH" is longer.
_ACRONYM_LETTERS: Final = 4


def normalise_title(title: str) -> str:
    """The title without codes, places, urgency, sex and firm; empty only where it was blank.

    >>> normalise_title("URGENT!! STAFF ADMINISTRASI (JAKARTA)")
    'Staff Administrasi'
    """
    plain = _tidy(clean(title)[:_LONGEST]) or clean(title)[:_LONGEST]
    for _ in range(_PASSES):
        shorter = _drop_noise(plain)
        cased = _tidy(_set_capitals(shorter)) or shorter
        if shorter == plain == cased:
            break
        plain = cased
    return plain


def _tidy(text: str) -> str:
    """Plain brackets and blanks, no emoji, nothing dangling at the ends."""
    if "&" in text and ";" in text:
        text = clean(html.unescape(text))
    if not text.isascii():
        text = _SYMBOLS.sub(" ", text.translate(_WIDE))
    text = " ".join(text.split())
    text = _INNER.sub(lambda m: "/" if "/" in m[0] else "", text)
    return text.strip(_ENDS)


def _drop_noise(title: str) -> str:
    """One round of taking away what is not the job; whatever would leave no letter stays."""
    title = _keep(_STARTS.sub("", title, count=1) if _STARTS.match(title) else title, title)
    title = _keep(_GLUED_CODE.sub("", title), title)
    title = _keep(_BASED.sub(" ", title), title)
    if "(" in title or "[" in title:
        title = _keep(_BRACKETS.sub(_judge_brackets, title), title)
    if _SEPARATOR.search(title):
        title = _keep(_drop_segments(title), title)
    title = _keep(_TAIL.sub("", title), title)
    return _keep(_BATCH.sub("", title), title)


def _keep(shorter: str, title: str) -> str:
    """The shorter title where it still has a letter, else the one before."""
    if shorter == title:
        return title
    shorter = _tidy(shorter)
    return shorter if any(c.isalpha() for c in shorter) else title


def _judge_brackets(match: re.Match[str]) -> str:
    """Nothing where the brackets hold only noise, else the brackets as they are."""
    return " " if _is_noise(match[1] or match[2] or "") else match[0]


def _drop_segments(title: str) -> str:
    """The title without the noise between its dashes and bars."""
    kept = ""
    parts = _split_segments(title)
    for index, (separator, segment) in enumerate(parts):
        # Glued dashes part words ("Full-Stack") more often than places; only the last may go.
        glued = separator in _GLUED
        if _is_noise(segment) and (not glued or index == len(parts) - 1):
            continue
        kept += (separator if glued else " - ") + segment if kept else segment
    return kept


def _split_segments(title: str) -> list[tuple[str, str]]:
    """Each segment with the separator before it; those inside brackets part nothing."""
    parts: list[tuple[str, str]] = []
    before, at = "", 0
    for match in _SEPARATOR.finditer(title):
        head = title[: match.start()]
        if head.count("(") > head.count(")") or head.count("[") > head.count("]"):
            continue
        parts.append((before, title[at : match.start()]))
        before, at = match[0], match.end()
    return [*parts, (before, title[at:])]


@lru_cache(maxsize=65_536)
def _is_noise(segment: str) -> bool:
    """Whether a bracket or segment holds only a code, place, urgency, sex, batch or firm."""
    segment = segment.strip(_ENDS)
    if not segment or _CODE.fullmatch(segment):
        return True
    words = fold(segment)
    if not words or words in _SEGMENTS:
        return bool(words)
    parts = words.split()
    if (parts[0] in _COMPANY_START and len(parts) > 1) or parts[-1] in _COMPANY_END:
        return True
    return _is_place(parts)


def _is_place(words: list[str]) -> bool:
    """Whether the words are names of places and their companions, with one name at least."""
    places, has_name, at = _load_places(), False, 0
    while at < len(words):
        length = next((n for n in (4, 3, 2, 1) if " ".join(words[at : at + n]) in places), 0)
        if length:
            has_name = True
        elif words[at] not in _COMPANIONS and not (has_name and words[at].isdigit()):
            return False
        at += length or 1
    return has_name


@lru_cache(maxsize=1)
def _load_places() -> frozenset[str]:
    """Provinces, regencies, their areas and spellings, as folded names."""
    with _ALIASES.open(encoding="utf-8", newline="") as lines:
        names = {
            row["alias_normalized"] for row in csv.DictReader(lines) if row["level"] != "remote"
        }
    return frozenset(names | set(_WORDS["places"])) - frozenset(_WORDS["not_places"])


def _set_capitals(title: str) -> str:
    """Each word with one capital, acronyms as they are written."""
    uniform = title.isupper() or title.islower()
    first = True

    def recase(match: re.Match[str]) -> str:
        nonlocal first
        token = match[0]
        word = _recase_word(token, uniform, first)
        first = False
        return word

    return _DOT_NET.sub(".NET", _TOKEN.sub(recase, title))


@lru_cache(maxsize=65_536)
def _recase_word(token: str, uniform: bool, first: bool) -> str:
    """One word between blanks; its parts one by one where it is not known as a whole."""
    if (known := _ACRONYMS.get(token.lower())) is not None:
        return known
    if "/" in token:
        head, _, tail = token.partition("/")
        return f"{_recase_word(head, uniform, first)}/{_recase_word(tail, uniform, False)}"
    if _PART.fullmatch(token):
        return _recase_part(token, uniform, first)
    position = 0

    def recase(match: re.Match[str]) -> str:
        nonlocal position
        position += 1
        return _recase_part(match[0], uniform, first and position == 1)

    return _PART.sub(recase, token)


def _recase_part(part: str, uniform: bool, first: bool) -> str:
    """One run of letters and digits."""
    lower = part.lower()
    if (known := _ACRONYMS.get(lower)) is not None:
        return known
    if not _LATIN.fullmatch(part):
        return part
    # "Sales TO": in a mixed title a shouted small word is an abbreviation.
    if lower in _SMALL and not first and (uniform or not part.isupper()):
        return lower
    if uniform and 1 < len(part) <= _ACRONYM_LETTERS and not _VOWEL.search(part):
        return part.capitalize() if lower in _PLAIN else part.upper()
    if uniform or part.islower() or lower in _COMMON:
        return part[0].upper() + lower[1:]
    return part
