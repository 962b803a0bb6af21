"""What hurried writers and careless copying do to the texts of the sample market."""

import re
from random import Random
from typing import Final

from data.sample_draw import read_table

_WORD: Final = re.compile(r"[A-Za-z]+")
# Age limits and pay are part of the truth: what is written in figures stays as it is.
_BULLETS: Final = re.compile(r"\n+(?:- |• |\d{1,2}\. )?")


def write_sloppily(text: str, rng: Random) -> str:
    """Some words abbreviated or misspelt."""
    rules = read_table("phrases")["sloppy"]
    words: dict[str, str] = rules["words"]
    share: float = rules["share"]
    known = {word for word in words if rng.random() < share}
    return _WORD.sub(lambda match: words[match[0]] if match[0] in known else match[0], text)


def lose_lines(text: str, rng: Random) -> str:
    """The text on one line, as scraping leaves it: parted by a space, or glued together."""
    return _BULLETS.sub("" if rng.random() < 0.4 else " ", text)
