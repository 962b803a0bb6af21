"""All words readers see, from TOML files with the same keys a language; format sets numbers in.

`words/<language>/<subject>.toml`: one file a page, and `common.toml` for what pages share.
"""

import re
import string
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ui import format as formats
from ui import state
from ui.format import Language

_FOLDER: Final = Path(__file__).resolve().parent / "words"

# In a text "{n:number}" is set by format.number, and so on.
_FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "number": formats.number,
    "short": formats.short,
    "rupiah": formats.rupiah,
    "rupiah_short": formats.rupiah_short,
    "percent": formats.percent,
    "change": formats.change,
    "day": formats.day,
    "month": formats.month,
    "month_short": formats.month_short,
}

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&/@])")


# Addresses become links even behind backslashes; an invisible break keeps them text.
_ADDRESS: Final = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)
# A word longer than this may be broken, or a heading would push a phone's page sideways.
_LONG_WORD: Final = re.compile(r"\S{18}(?=\S)")
BREAK: Final = "\u200b"


def plain(text: str) -> str:
    """Text of a posting for a place that reads Markdown: shown as typed, no link, no fetch."""
    one_line = _ADDRESS.sub(BREAK, " ".join(text.split()))
    breakable = _LONG_WORD.sub(rf"\g<0>{BREAK}", one_line)
    return _MARKDOWN.sub(r"\\\1", breakable)


@lru_cache(maxsize=4)
def load(language: Language) -> Mapping[str, str]:
    """All texts of a language under dotted keys ("home.title")."""
    found: dict[str, str] = {}
    for file in sorted((_FOLDER / language).glob("*.toml")):
        for table, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for key, words in texts.items():
                name = f"{table}.{key}"
                if name in found:
                    raise ValueError(f"{file.name}: {name} stands in another file, too.")
                found[name] = words.strip()
    return found


class _Filler(string.Formatter):
    """Fills plain names only ({n}, {n:number}): no attributes, no indexes, no conversions."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, str]:
        del args
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "plain":
            return plain(str(value))
        if format_spec:
            return _FORMATS[format_spec](value, self._language)
        return str(value)


def text(language: Language, key: str, **values: object) -> str:
    """The text under `key` in a language, with the values set in."""
    words = load(language)[key]
    # Most have no place for a value, and looking for one takes longer than all the rest.
    return _Filler(language).vformat(words, (), values) if "{" in words else words


def t(key: str, **values: object) -> str:
    """The text under `key` in the language of this run."""
    return text(state.language(), key, **values)
