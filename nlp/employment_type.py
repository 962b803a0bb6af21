"""Tell the kind of employment an advertisement offers: full time, contract, internship …"""

import re
import tomllib
from pathlib import Path
from typing import Final

from nlp.posting import Posting
from nlp.signs import watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
Kinds = tuple[tuple[str, re.Pattern[str]], ...]


def _compile(place: str, shape: str) -> Kinds:
    return tuple((row["type"], re.compile(shape % row["words"])) for row in _TABLE[place])


_COLUMN: Final = _compile("column", r"(?:%s)")
_TITLE: Final = _compile("title", r"(?:(?<![^\W_])|(?=[(\[-]))(?:%s)(?![^\W_])")
_TEXT: Final = _compile("text", r"(?:%s)")
# A glance before the patterns: most descriptions have none of these.
_GLANCE: Final = (
    "kontrak", "contract", "harian", "daily", "magang", "intern", "freelance", "part", "paruh",
    "full", "penuh waktu", "tetap", "permanent", "pkwt",
)  # fmt: skip
_SIGNS: Final = watch("employment", _GLANCE)
# The column holds a wage or a way of working in some portals.
_MAX_COLUMN: Final = 200


def read_employment_type(posting: Posting) -> str | None:
    """full_time, part_time, contract, internship, freelance or daily; None where none is told."""
    return (
        _find(posting.title.lower(), _TITLE)
        or _find(posting.employment_type.lower()[:_MAX_COLUMN], _COLUMN)
        or _read_text(posting)
    )


def _find(text: str, kinds: Kinds) -> str | None:
    return next((kind for kind, pattern in kinds if pattern.search(text)), None) if text else None


def _read_text(posting: Posting) -> str | None:
    """The kind told in the first line that speaks of it."""
    for number in posting.lines_with(_SIGNS):
        line = posting.lines[number]
        if kind := _find(posting.description[line.start : line.end].lower(), _TEXT):
            return kind
    return None
