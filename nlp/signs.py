"""Find the words that readers look for before they read on: those of all readers in one pass.

A reader says at import which words make it read (`watch`), and asks the posting where they stand;
a hundred postings a second more than when each reader searches for each of its words.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import daachorse

Place = tuple[int, int]
Signs = dict[str, Sequence[Place]]

_WATCHED: dict[str, list[str]] = {}


def watch(key: str, words: Iterable[str]) -> str:
    """Look for these words, in small letters, from now on; their places stand under the key."""
    if key in _WATCHED:
        raise ValueError(f"Two readers watch for words as {key!r}; give one of them another key.")
    _WATCHED[key] = list(words)
    _finder.cache_clear()
    return key


def find_signs(lower: str) -> Signs:
    """Start and end of every word watched for, by key, in the order of their ends.

    Every key watched so far is there, so that asking for another one is an error and no silence.
    """
    return _finder().find(lower)


class _Finder:
    """The words of all keys as one automaton."""

    def __init__(self) -> None:
        keys: dict[str, list[str]] = {}
        for key, words in _WATCHED.items():
            for word in dict.fromkeys(words):
                keys.setdefault(word, []).append(key)
        self._keys = list(keys.values())
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(keys))
        self._none: Signs = dict.fromkeys(_WATCHED, ())

    def find(self, lower: str) -> Signs:
        """The places of the words, by key."""
        found: dict[str, list[Place]] = {}
        for start, end, word in self._automaton.find_overlapping(lower):
            for key in self._keys[word]:
                if key in found:
                    found[key].append((start, end))
                else:
                    found[key] = [(start, end)]
        return {**self._none, **found}


@cache
def _finder() -> _Finder:
    return _Finder()
