"""Keep the ids of themes from run to run: which theme of today is which of the last run?"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from nlp.topics_text import SETTINGS

Weights: TypeAlias = Mapping[str, float]
_LEAST: Final[float] = SETTINGS["match"]["likeness"]
_ID_TERMS: Final[int] = SETTINGS["match"]["id_terms"]


def name_themes(
    themes: Sequence[Weights], previous: Mapping[str, Weights]
) -> list[tuple[str, float | None]]:
    """The id of each theme, and how like it is to the theme that had it: None for a new one.

    Each old id goes to one theme at most, such that all pairs together are the most alike; a pair
    less alike than `match.likeness` is none. A new id is made of the theme's first terms.
    """
    old = list(previous)
    likeness = np.array([[liken(one, previous[id_]) for id_ in old] for one in themes])
    likeness = likeness.reshape(len(themes), len(old))
    named: dict[int, tuple[str, float | None]] = {}
    for row, column in zip(*linear_sum_assignment(likeness, maximize=True), strict=True):
        if likeness[row, column] >= _LEAST:
            named[int(row)] = old[column], float(likeness[row, column])
    taken = set(old)
    for row, theme in enumerate(themes):
        if row not in named:
            named[row] = _make_id(theme, taken), None
            taken.add(named[row][0])
    return [named[row] for row in range(len(themes))]


def liken(one: Weights, other: Weights) -> float:
    """The cosine of two sets of weighted terms: 0 where none is shared, 1 where all are equal."""
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    return shared / (_length(one.values()) * _length(other.values())) if shared else 0.0


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))


def _make_id(theme: Weights, taken: set[str]) -> str:
    """Words of the first terms, each once, with a number where another theme has them already."""
    words = [word for term in list(theme)[: 2 * _ID_TERMS] for word in term.split()]
    # Without a term that stands in several of its texts a theme has no words to be known by.
    stem = "-".join(list(dict.fromkeys(words))[:_ID_TERMS]) or "topic"
    made, number = stem, 1
    while made in taken:
        number += 1
        made = f"{stem}-{number}"
    return made
