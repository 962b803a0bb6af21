"""Whether the cost of reading grows with the text and no faster: ratios within a run, no seconds.

A busy machine makes all of it dearer alike; what is left of its noise gets more tries.
"""

from collections.abc import Callable
from itertools import count
from time import thread_time
from typing import Final

_TIMES_AS_LONG: Final = 4
# In line it would be 4, by the square 16.
_TIMES_AS_DEAR: Final = 8.0
_TRIES: Final = 5
_NUMBER: Final = count()


def grows_in_line(
    read: Callable[[str], object], piece: str, length: int = 20_000, most: float = _TIMES_AS_DEAR
) -> bool:
    """Whether `length` characters of `piece` cost less than `most` times what a quarter costs."""
    return any(_ratio(read, piece, length) < most for _ in range(_TRIES))


def _ratio(read: Callable[[str], object], piece: str, length: int) -> float:
    short, long = (
        min(_seconds(read, piece, characters) for _ in range(3))
        for characters in (length // _TIMES_AS_LONG, length)
    )
    return long / short


def _seconds(read: Callable[[str], object], piece: str, length: int) -> float:
    # A number before it: no reader may answer from what it kept of the same text.
    text = f"{next(_NUMBER)} {piece * (length // len(piece) + 1)}"[:length]
    begun = thread_time()
    read(text)
    return thread_time() - begun
