"""Takes personal data out of advertisement texts before anything is stored (law 27/2022)."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from data.errors import DataError
from data.personal import FILLS, MARKS, WORDS, Personal, fill_marks, plain_from_odd
from data.personal_links import find_accounts, find_links, find_mailboxes, mail_mark
from data.personal_names import CHANNEL, HONORIFICS, STRONG, TITLED, WEAK, find_names
from data.personal_numbers import find_niks, find_phones
from data.text import fold

# Deeper values are not what a portal delivers; they would also exhaust the stack.
MAX_DEPTH: Final = 40
# A find can bear out the next one (a number its owner's name); three rounds were the most seen.
MAX_ROUNDS: Final = 6

# Portals repeat the same short fields (places, terms, employers) many thousand times.
SHORT: Final = 80

# Cheap looks that spare most texts the real rules.
_UNUSUAL = re.compile(
    r"[٠-٩۰-۹\uff01-\uff5e\ufe6b\ue000-\ue002\U0001d7ce-\U0001d7ff\u200b-\u200d\xa0]"
)
_LONG_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,])[(+]{0,2}[0-9](?:[^\w@]{0,4}\d){8}|\d{16}|[(+]\d{2,4}[^\w@]{1,3}\d{3}"
)
# Starts with a plain digit, which makes the look itself ten times cheaper than the next one.
_DIGITS = re.compile(r"\d(?:[^\w@]{0,4}\d){6}")
_LOCAL_NUMBER = re.compile(r"[2-9]\d{2,3}[ .-]{0,3}\d{3,4}")
_LETTERS = re.compile(r"[a-z]{2,20}")
_HOSTS: Final = {*WORDS["chat"]["hosts"], *WORDS["social"]["profiles"]}
# Of "whatsapp.com" and "api.whatsapp.com" the first is enough.
_LINK_SIGNS: Final = tuple(
    sorted(h for h in _HOSTS if not any(other in h for other in _HOSTS - {h}))
)
_MAIL_SIGNS: Final = (
    "@",
    "(at)",
    "[at]",
    "{at}",
    "<at>",
    "-at-",
    "( at )",
    "[ at ]",
    " gmail",
    " yahoo",
    "(a)",
    " dot ",
    " titik ",
)
_EIGHT: Final = ("delapan", "eight")
_LOCAL_SIGNS: Final = ("tel", "tlp", "phone", "fax", "faks")
_ACCOUNT_SIGNS: Final = ("@", "telegram", "line id", "id line", "skype", "wechat id")
_MARKED: Final = ("[telepon]", "[chat]", "[email", "[akun]")
_NAME_SIGNS: Final = tuple(WORDS["name"]["dotted_signs"])
_PHRASES: Final = tuple(word for word in STRONG if " " in word)
_BEARING: Final = (STRONG | WEAK).difference(_PHRASES)
_CHAT_WORDS: Final = frozenset(WORDS["chat"]["words"]) | {"hp", "telp", "telepon"}
# "Ms" and "dr" are left out: "Ms Office" and "dr" for "dari" stand in every tenth text.
_TITLES: Final = HONORIFICS - {"ms", "dr", "ir", "ka", "ce", "ko", "om", "uni", "ci", "sir", "apt"}

_COLUMNS: Final = frozenset(WORDS["columns"]["personal"])

Finder = Callable[[str], Iterator[Personal]]


def _has_any(lower: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:  # noqa: SIM110 - a generator costs three times as much, on every field
        if sign in lower:
            return True
    return False


def _list_finders(text: str, lower: str) -> list[Finder]:
    """The finders that have anything to do in this text, names aside."""
    finders = list[Finder]()
    if _has_any(lower, _LINK_SIGNS):
        finders.append(find_links)
    if _has_any(lower, _MAIL_SIGNS):
        finders.append(find_mailboxes)
    if _has_any(lower, _ACCOUNT_SIGNS):
        finders.append(find_accounts)
    if (_DIGITS.search(text) and _LONG_NUMBER.search(text)) or _has_any(lower, _EIGHT):
        finders += [find_niks, find_phones]
    elif _LOCAL_NUMBER.search(text) and _has_any(lower, _LOCAL_SIGNS):
        finders.append(find_phones)
    return finders


def _may_hold_names(lower: str) -> bool:
    """Whether the words by which contact persons are introduced occur at all."""
    if ("[" in lower and _has_any(lower, _MARKED)) or _has_any(lower, _NAME_SIGNS):
        return True
    words = set(_LETTERS.findall(lower))
    if not words.isdisjoint(_BEARING) or _has_any(lower, _PHRASES):
        return True
    if not words.isdisjoint(_TITLES):
        return not (words.isdisjoint(TITLED) and words.isdisjoint(CHANNEL))
    return "(" in lower and not words.isdisjoint(_CHAT_WORDS)


def _add_found(finder: Finder, shadow: str, found: list[Personal]) -> str:
    """Note what the finder finds; the shadow with it filled."""
    pieces, end = [], 0
    for span in sorted(finder(shadow), key=lambda s: (s.start, -s.end)):
        if end <= span.start < span.end:
            found.append(span)
            pieces += [shadow[end : span.start], FILLS[span.kind] * (span.end - span.start)]
            end = span.end
    return "".join([*pieces, shadow[end:]]) if end else shadow


def find_personal(text: str) -> list[Personal]:
    """Everything personal in the text, in its order, without overlaps."""
    shadow = text
    if not text.isascii() and _UNUSUAL.search(text):
        shadow = plain_from_odd(text)
    lower, found = shadow.lower(), list[Personal]()
    finders = _list_finders(shadow, lower)
    if not finders and not _may_hold_names(lower):
        return []
    shadow = fill_marks(shadow)
    for finder in finders:
        shadow = _add_found(finder, shadow, found)
    for _ in range(MAX_ROUNDS):
        before = len(found)
        shadow = _add_found(find_names, shadow, found)
        if len(found) == before:
            break
    return sorted(found, key=lambda span: span.start)


def remove_personal(text: str) -> str:
    """The text with a mark in place of everything personal; the rest stays byte for byte."""
    return _remove_short(text) if len(text) <= SHORT else _remove(text)


@lru_cache(maxsize=65_536)
def _remove_short(text: str) -> str:
    return _remove(text)


def _remove(text: str) -> str:
    for _ in range(MAX_ROUNDS):
        spans = find_personal(text)
        if not spans:
            return text
        pieces, end = [], 0
        for span in spans:
            mark = MARKS[span.kind]
            if span.kind == "email":
                mark = mail_mark(text[span.start : span.end])
            pieces += [text[end : span.start], mark]
            end = span.end
        text = "".join([*pieces, text[end:]])
    return text


def is_personal_column(name: str) -> bool:
    """Whether a column of a delivered file holds persons by its very name: phone, PIC, contact."""
    return not _COLUMNS.isdisjoint(fold(name).split())


def remove_personal_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """The same record with every text in it cleared; keys are left as they are."""
    return {key: _remove_inside(value, 1) for key, value in fields.items()}


def _remove_inside(value: object, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise DataError(f"record nested deeper than {MAX_DEPTH} levels: not stored")
    if isinstance(value, str):
        return remove_personal(value)
    if isinstance(value, Mapping):
        return {key: _remove_inside(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_remove_inside(item, depth + 1) for item in value]
    return value
