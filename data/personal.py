"""What counts as personal in a text, and the text as the finders read it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple

Kind = Literal["phone", "email", "chat", "name", "nik", "social"]

MARKS: Final[dict[Kind, str]] = {
    "phone": "[telepon]",
    "email": "[email]",
    "chat": "[chat]",
    "name": "[nama]",
    "nik": "[nik]",
    "social": "[akun]",
}

with (Path(__file__).with_name("privacy.toml")).open("rb") as _file:
    WORDS: Final = tomllib.load(_file)

# In the "shadow" (same length as the text) what is already found or marked is filled with these,
# so that later rules see "a number stood here" and positions stay those of the text.
NUMBER, MAIL, DONE = "\ue000", "\ue002", "\ue001"
FILLS: Final[dict[Kind, str]] = {
    "phone": NUMBER,
    "chat": NUMBER,
    "nik": DONE,
    "email": MAIL,
    "social": NUMBER,
    "name": DONE,
}
_MARK = re.compile(r"\[(?:(telepon|chat|akun)|(email)(?: [a-z0-9.-]{1,40})?|nama|nik)\]")
_ODD: Final[dict[int, str]] = {
    **dict.fromkeys(range(0xE000, 0xE003), "\ufffd"),
    **dict.fromkeys((0xA0, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x202F), " "),
    **{ord(odd): plain for odd, plain in zip("＠﹫＋（）－．", "@@+()-.", strict=True)},
    # Digits of other scripts and styles ("０８１２", "𝟎𝟖𝟏𝟐") count as the digits they are.
    **{
        n: str(unicodedata.digit(chr(n)))
        for n in range(128, 0x1FBFA)
        if unicodedata.category(chr(n)) == "Nd"
    },
}


class Personal(NamedTuple):
    """Where a text tells something about a person."""

    kind: Kind
    start: int
    end: int


def any_of(words: Iterable[str]) -> str:
    """The words as one regular expression, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def plain_from_odd(text: str) -> str:
    """The same number of characters, with plain digits, spaces and signs."""
    return text if text.isascii() else text.translate(_ODD)


def fill_marks(text: str) -> str:
    """The text with marks of an earlier removal filled, as if just found."""

    def fill(match: re.Match[str]) -> str:
        char = NUMBER if match[1] else MAIL if match[2] else DONE
        return char * len(match.group())

    return _MARK.sub(fill, text) if "[" in text else text
