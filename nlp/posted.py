"""Read the day a posting went up: "Tayang 12 hari yang lalu", "22 Mei", "2025-09-25T18:04:56Z"."""

import re
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from data.times import EARLIEST, JAKARTA

_WORDS: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_MONTH: Final = {word: int(n) for n, words in _WORDS["month_names"].items() for word in words}
_UNIT: Final = {word: unit for unit, words in _WORDS["units"].items() for word in words}
_ONE: Final = {word: unit for unit, words in _WORDS["ones"].items() for word in words}
_SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800}
_MONTHS: Final = {"months": 1, "years": 12}
# A longer text is no date column.
_LONGEST: Final = 60

_AGO: Final = r"\s*(?:yang\s+lalu|yg\s+lalu|lalu|ago)"
_TIME: Final = r"(?:[ ,]+[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:\s?(?:wib|wita|wit|am|pm))?)?"
_LEAD = re.compile(rf"(?:{'|'.join(_WORDS['lead'])})(?:\s+pada)?[\s:]+")
# "5 jam yang lalu", "41m ago"; "30+ hari yang lalu" has no match, being only a bound.
_COUNT = re.compile(rf"([0-9]{{1,4}})\s*([a-z]+){_AGO}")
_ONE_AGO = re.compile(rf"([a-z]+(?:\s[a-z]+)??){_AGO}")
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"\s?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})/([0-9]{{1,2}})/([0-9]{{1,2}}){_TIME}")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}|[0-9]{{2}}){_TIME}")
# "22 Mei", "Senin, 11 Nov 2015", "14-Jul-23".
_DAY_MONTH = re.compile(
    rf"(?:[a-z]{{3,9}},\s*)?([0-9]{{1,2}})[\s-]+([a-z]+)\.?(?:,?[\s-]+([0-9]{{4}}|[0-9]{{2}}))?{_TIME}"
)
_MONTH_DAY = re.compile(rf"([a-z]+)\.?\s+([0-9]{{1,2}})(?:,\s*|\s+)([0-9]{{4}}){_TIME}")


def read_posted(text: str | None, seen: date | None) -> date | None:
    """The day in Asia/Jakarta, or None: unreadable, before 2000, after `seen`, or only a bound.

    "30+ hari yang lalu" is None: it says that the posting is older than a month, not how old.
    Relative wordings and a day without a year need `seen`, the day the page was seen.

    >>> read_posted("Tayang 12 hari yang lalu", date(2025, 9, 27))
    datetime.date(2025, 9, 15)
    """
    if not text or len(text) > _LONGEST:
        return None
    if isinstance(seen, datetime):
        seen = seen.date()
    words = " ".join(text.lower().split())
    if lead := _LEAD.match(words):
        words = words[lead.end() :]
    for read in _READERS:
        try:
            day = read(words, seen)
        except (ValueError, OverflowError):
            # No such day, as 31 April; a year before the calendar begins.
            return None
        if day is not None:
            return day if day >= EARLIEST and (seen is None or day <= seen) else None
    return None


def _read_relative(words: str, seen: date | None) -> date | None:
    """ "hari ini", "kemarin", "5 jam yang lalu", "sebulan yang lalu"."""
    if seen is None:
        return None
    if words in _WORDS["today"]:
        return seen
    if words in _WORDS["yesterday"]:
        return seen - timedelta(days=1)
    if match := _COUNT.fullmatch(words):
        return _go_back(seen, int(match[1]), _UNIT.get(match[2]))
    if match := _ONE_AGO.fullmatch(words):
        return _go_back(seen, 1, _ONE.get(match[1]))
    return None


def _go_back(seen: date, count: int, unit: str | None) -> date | None:
    """The day so many units before; hours count as whole days only, months by the calendar."""
    if unit in _SECONDS:
        return seen - timedelta(days=count * _SECONDS[unit] // _SECONDS["days"])
    if unit not in _MONTHS:
        return None
    year, month = divmod(seen.year * 12 + seen.month - 1 - count * _MONTHS[unit], 12)
    for day in range(seen.day, seen.day - 4, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            # 31 March less a month is the last day of February.
            continue
    return None


def _read_stamp(words: str, _seen: date | None) -> date | None:
    """ISO dates; a stamp with a zone becomes the day in Jakarta."""
    if not _STAMP.fullmatch(words):
        return None
    stamp = datetime.fromisoformat(words.upper().replace(" Z", "Z").replace(" +", "+"))
    return (stamp if stamp.tzinfo is None else stamp.astimezone(JAKARTA)).date()


def _read_numbers(words: str, _seen: date | None) -> date | None:
    """ "2024/08/22", "22/08/2024 11:32:21": the day first, as is the custom in Indonesia."""
    if match := _DAY_FIRST.fullmatch(words):
        return date(_full_year(match[4]), int(match[3]), int(match[1]))
    if match := _YEAR_FIRST.fullmatch(words):
        return date(int(match[1]), int(match[2]), int(match[3]))
    return None


def _read_month_name(words: str, seen: date | None) -> date | None:
    """ "22 Mei", "11 Nov 2015", "14-Jul-23", "May 22, 2024"."""
    if match := _DAY_MONTH.fullmatch(words):
        day, name, year = int(match[1]), match[2], match[3]
    elif match := _MONTH_DAY.fullmatch(words):
        day, name, year = int(match[2]), match[1], match[3]
    else:
        return None
    month = _MONTH.get(name)
    if month is None:
        return None
    if year:
        return date(_full_year(year), month, day)
    return _latest_before(seen, month, day) if seen else None


def _latest_before(seen: date, month: int, day: int) -> date | None:
    """The latest such day not after `seen`; 29 February may be up to eight years back."""
    for year in range(seen.year, seen.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= seen:
            return found
    return None


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


_READERS: Final[tuple[Callable[[str, date | None], date | None], ...]] = (
    _read_relative,
    _read_stamp,
    _read_numbers,
    _read_month_name,
)
