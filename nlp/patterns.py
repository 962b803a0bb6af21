"""Regular expressions out of word lists: one alternation, the longest wording first."""

from collections.abc import Iterable


def any_of(patterns: Iterable[str]) -> str:
    """Any of the patterns, the longest tried first."""
    return "|".join(sorted(patterns, key=len)[::-1])


def whole_of(patterns: Iterable[str]) -> str:
    """Any of the patterns, not inside a longer word."""
    return rf"(?<![^\W_])(?:{any_of(patterns)})(?![^\W_])"
