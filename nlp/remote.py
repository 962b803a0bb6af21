"""Tell where the work is done: at the employer's place, from elsewhere, or both."""

import re
import tomllib
from pathlib import Path
from typing import Final

from nlp.posting import Posting
from nlp.signs import watch

_TABLE: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_COLUMN: Final = tuple((mode, re.compile(words)) for mode, words in _TABLE["column"].items())
_TEXT: Final = tuple((mode, re.compile(words)) for mode, words in _TABLE["text"].items())
# A glance before the patterns: most descriptions have none of these.
_GLANCE: Final = (
    "hybrid", "hibrid", "remote", "wfo", "wfh", "wfa", "onsite", "on-site", "on site",
    "from office", "the office", "at office", "in office", "our office", "from home", "di rumah",
    "dari rumah", "kerja di kantor", "anywhere", "jarak jauh",
)  # fmt: skip
_SIGNS: Final = watch("remote", _GLANCE)
_MAX_COLUMN: Final = 200


def read_remote(posting: Posting) -> str | None:
    """ "onsite", "hybrid" or "remote"; None where the posting does not say."""
    columns = f"{posting.employment_type[:_MAX_COLUMN]}\n{posting.location[:_MAX_COLUMN]}".lower()
    in_columns = any(word in columns for word in _GLANCE)
    return (
        (_find(posting.title.lower(), _TEXT) if posting.title_signs[_SIGNS] else None)
        or (_find(columns, _COLUMN) if in_columns else None)
        or (_find(posting.description.lower(), _TEXT) if posting.signs[_SIGNS] else None)
    )


def _find(text: str, modes: tuple[tuple[str, re.Pattern[str]], ...]) -> str | None:
    return next((mode for mode, words in modes if words.search(text)), None)
