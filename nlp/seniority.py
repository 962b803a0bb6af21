"""Tell the rank an advertisement is for: intern, entry, staff, supervisor, manager, director."""

import re
import tomllib
from pathlib import Path
from typing import Final

from nlp.employment_type import read_employment_type
from nlp.experience import read_experience
from nlp.posting import Posting

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_TITLE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (row["rank"], re.compile(rf"(?<![^\W_])(?:{row['words']})(?![^\W_])"))
    for row in _TABLE["title"]
)
_COLUMN: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (row["rank"], re.compile(row["words"])) for row in _TABLE["column"]
)
_MAX_TITLE: Final = 200


def read_seniority(posting: Posting) -> str | None:
    """The rank; where none is named, "entry" if beginners are accepted, else "staff".

    None where there is no title to tell it.
    """
    return rank(posting, read_employment_type(posting), read_experience(posting))


def rank(posting: Posting, employment_type: str | None, years: float | None) -> str | None:
    """The rank of a posting of which the kind of employment and the years are already read."""
    if employment_type == "internship":
        return "intern"
    title = posting.title.lower()[:_MAX_TITLE]
    named = next((found for found, words in _TITLE if words.search(title)), None)
    if named is None:
        column = posting.experience.lower()[:_MAX_TITLE]
        named = next((found for found, words in _COLUMN if words.search(column)), None)
    if named not in (None, "staff"):
        return named
    if years == 0:
        return "entry"
    return "staff" if title.strip() or named else None
