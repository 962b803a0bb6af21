"""Find the pay an advertisement offers: in the portal's column, else in title or text."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from nlp.posting import Posting
from nlp.signs import watch
from nlp.wage import ASKED, Wage, read_wage

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PAY_WORDS: Final = tuple(_TABLE["pay"])
_SIGNS: Final = watch("pay", _PAY_WORDS)
_EARNINGS: Final = frozenset(_TABLE["earnings"])
_LIMITS: Final = _TABLE["limits"]
# These bound the time a hostile text can take.
_MAX_TRIES: Final = 10
_MAX_LINES: Final = 40


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len)[::-1])


_PAY = re.compile(rf"(?<![^\W_])(?:{_one_of(_PAY_WORDS)})(?![a-z]|{ASKED})", re.IGNORECASE)
_PROMISED = re.compile(_one_of(_TABLE["promised"]), re.IGNORECASE)
_OTHER = re.compile(_one_of(_TABLE["other"]), re.IGNORECASE)
_FIGURE = re.compile(r"[0-9]")


def read_advertised_wage(posting: Posting) -> Wage | None:
    """The base pay offered, or None where no figure is told; its span is that of `find_pay`."""
    found = find_pay(posting)
    return found[1] if found else None


def find_pay(posting: Posting) -> tuple[str, Wage] | None:
    """The pay offered and the field it stands in, where `start` and `end` of the wage count."""
    wage = read_wage(posting.salary)
    if wage is not None:
        return "salary", wage
    wage = _read_line(posting.title, 0, len(posting.title))
    if wage is not None:
        return "title", wage
    for start, end in islice(_lines_with_pay(posting), _MAX_LINES):
        wage = _read_line(posting.description, start, end)
        if wage is not None:
            return "description", wage
    return None


def _lines_with_pay(posting: Posting) -> Iterator[tuple[int, int]]:
    """Start and end of each line, but those about the employer, with a word of pay."""
    for number in posting.lines_with(_SIGNS):
        line = posting.lines[number]
        if line.kind != "about":
            yield line.start, line.end


def _read_line(text: str, start: int, end: int) -> Wage | None:
    """The first figure that follows a word of pay in one line."""
    line = text[start:end]
    if not _FIGURE.search(line):
        return None
    for word in islice(_PAY.finditer(line), _MAX_TRIES):
        before = line[max(0, word.start() - _LIMITS["before"]) : word.start()]
        told = line[word.start() : word.start() + _LIMITS["reach"]]
        wage = read_wage(told)
        if wage is None or _is_promise(word.group().lower(), before, told[: wage.start]):
            continue
        shift = start + word.start()
        return replace(wage, start=wage.start + shift, end=wage.end + shift)
    return None


def _is_promise(word: str, before: str, between: str) -> bool:
    """Whether the words tell what may be earned or risen to, not what is paid."""
    if _PROMISED.search(before) or _OTHER.search(between):
        return True
    return word in _EARNINGS and bool(_PROMISED.search(between))
