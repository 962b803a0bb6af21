"""Cut a text into words, also where line breaks were lost ("TeamMaintain" is two words)."""

import re
from typing import Final

# Letters are cut before a capital that begins a new word; numbers keep their points and commas.
WORD: Final = re.compile(
    # Most words, ahead of the rest only because it is faster so.
    r"[A-Z]?[a-z]++(?![^\W\d_A-Z])"
    r"|[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?![^\W\d_A-Z])|[A-Z]?[^\W\d_A-Z]+"
    r"|\d{1,12}(?:[.,]\d{1,12}){0,5}|[^\w\s]|_"
)


def find_words(text: str) -> list[tuple[int, int]]:
    """Start and end of every word and sign of the text, white space left out."""
    return [match.span() for match in WORD.finditer(text)]
