"""Find skills that stand in no list: a trained linear tagger over the words of each line.

A linear-chain model (begin, inside, outside) whose features all belong to single words, so that
reading needs one table look-up a word and offset, and no library but numpy. How it was trained and
how well it does: nlp/models/tagger.toml.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

MODEL: Final = Path(__file__).parent / "models" / "tagger.json.gz"
LABELS: Final = ("B", "I", "O")
OFFSETS: Final = (-2, -1, 0, 1, 2)
# Beyond two words away only the word itself tells anything.
_FAR: Final = 2
PAD: Final = ""
_PADDING: Final = (PAD, PAD)
_NOTHING: Final = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a line as the tagger sees it: written form, gazetteer mark, section."""

    word: str
    # "0" outside any known skill, else "B" or "I" and the kind of the known skill
    known: str
    section: str


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """The words of a line with the gazetteer mark of each, in one section."""

    words: Sequence[str]
    known: Sequence[str]
    section: str

    @property
    def tokens(self) -> Sequence[Token]:
        """The words one by one, as the trainer takes them."""
        pairs = zip(self.words, self.known, strict=True)
        return [Token(word, known, self.section) for word, known in pairs]


Clusters = Mapping[str, Sequence[int]]
Triple = tuple[float, float, float]
# The marks before, at and after a word, the section, min(place, 2), min(words of the line, 6).
Place = tuple[str, str, str, str, int, int]


def word_features(word: str, clusters: Clusters) -> list[str]:
    """What is told by a word alone: itself, its ends, its shape, the company it keeps."""
    if word == PAD:
        return ["pad"]
    lower = word.lower()
    features = [f"w={lower}", f"s={_shape(word)}"]
    if len(lower) > 3 and lower.isalpha():
        features += [f"a={lower[:3]}", f"z={lower[-3:]}", f"y={lower[-2:]}", f"x={lower[:5]}"]
    features += [f"g{grain}={label}" for grain, label in enumerate(clusters.get(lower, ()))]
    return features


def _shape(word: str) -> str:
    if word.isdigit() or word[0].isdigit():
        return "9"
    if not word[0].isalnum():
        return word[0]
    if word.isupper():
        return "X" if len(word) > 1 else "x"
    return "Xx" if word[0].isupper() else "xx"


def line_features(line: Sequence[Token], clusters: Clusters) -> list[list[str]]:
    """The features of every word of a line, as the trainer sees them."""
    words = [*_PADDING, *(token.word for token in line), *_PADDING]
    return [
        [
            *(
                f"{offset}{feature}"
                for offset in OFFSETS
                for feature in _at(words[i + 2 + offset], offset, clusters)
            ),
            *state_features(line, i),
        ]
        for i in range(len(line))
    ]


def _at(word: str, offset: int, clusters: Clusters) -> list[str]:
    features = word_features(word, clusters)
    return features[:1] if abs(offset) == _FAR else features


def state_features(line: Sequence[Token], i: int) -> list[str]:
    """What is told by the place of a word: known skills around it, its section, the line."""
    token = line[i]
    before = line[i - 1].known if i else "-"
    after = line[i + 1].known if i + 1 < len(line) else "-"
    return _place_features(
        (before, token.known, after, token.section, min(i, 2), min(len(line), 6))
    )


def _place_features(place: Place) -> list[str]:
    before, known, after, section, i, n = place
    return [
        f"k={known}",
        f"kb={before}|{known[0]}",
        f"ka={known[0]}|{after}",
        f"c={section}",
        f"ck={section}|{known}",
        f"i={i}|{section}",
        f"n={n}",
    ]


class Tagger:
    """The trained model."""

    def __init__(
        self,
        weights: Mapping[str, Sequence[float]],
        transitions: Sequence[Sequence[float]],
        clusters: Clusters,
        outside_bias: float = 0.0,
    ) -> None:
        """`outside_bias` is added to every word's score of being no skill: less, more recall."""
        self._weights = weights
        self._clusters = clusters
        self._outside_bias = outside_bias
        self._transitions = transitions
        self._rows: dict[str, int] = {}
        self._table = np.zeros((1024, len(OFFSETS), len(LABELS)), dtype=np.float32)
        self._states: dict[Place, Triple] = {}
        self._row(PAD)

    def _row(self, word: str) -> int:
        """The row of a word in the table, made at first sight."""
        row = self._rows.get(word)
        if row is not None:
            return row
        row = len(self._rows)
        if row == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        for at, offset in enumerate(OFFSETS):
            for feature in _at(word, offset, self._clusters):
                found = self._weights.get(f"{offset}{feature}")
                if found is not None:
                    self._table[row, at] += found
        self._rows[word] = row
        return row

    def _state(self, place: Place) -> Triple:
        found = self._states.get(place)
        if found is None:
            rows = [self._weights.get(feature, _NOTHING) for feature in _place_features(place)]
            b, i, o = (sum(row[label] for row in rows) for label in range(3))
            found = self._states[place] = (b, i, o + self._outside_bias)
        return found

    def _line_states(self, line: MarkedLine) -> list[Triple]:
        """What the places of the words tell; far from known skills and edges it is the same."""
        known, section = line.known, line.section
        n = len(known)
        size = min(n, 6)
        states = [self._state(("0", "0", "0", section, 2, size))] * n
        odd = {0, 1, n - 1}
        for i, mark in enumerate(known):
            if mark != "0":
                odd.update((i - 1, i, i + 1))
        for i in odd:
            if 0 <= i < n:
                before = known[i - 1] if i else "-"
                after = known[i + 1] if i + 1 < n else "-"
                states[i] = self._state((before, known[i], after, section, min(i, 2), size))
        return states

    def tag(self, lines: Sequence[Sequence[Token]]) -> list[list[tuple[int, int]]]:
        """The skills of each line as (first word, word after the last)."""
        return self.tag_lines(
            [
                MarkedLine([t.word for t in line], [t.known for t in line], line[0].section)
                if line
                else MarkedLine((), (), "")
                for line in lines
            ]
        )

    def tag_lines(self, lines: Sequence[MarkedLine]) -> list[list[tuple[int, int]]]:
        """The same for lines whose words are all in one section, as a posting has them."""
        rows: list[int] = []
        known_row, add_row = self._rows.get, self._row
        pad = self._rows[PAD]
        for line in lines:
            rows += (pad, pad)
            for word in line.words:
                row = known_row(word)
                rows.append(add_row(word) if row is None else row)
        rows += [pad, pad]
        if len(rows) <= len(_PADDING) * 2:
            return [[] for _ in lines]
        index = np.asarray(rows)
        n = len(rows) - 4
        emissions = sum(
            self._table[index[2 + offset : 2 + offset + n], at] for at, offset in enumerate(OFFSETS)
        )
        scores: list[list[float]] = np.asarray(emissions).tolist()
        spans, begin = [], 0
        for line in lines:
            end = begin + len(line.words)
            spans.append(self._decode(scores[begin:end], self._line_states(line)))
            begin = end + 2
        return spans

    def _decode(
        self, scores: Sequence[Sequence[float]], states: Sequence[Triple]
    ) -> list[tuple[int, int]]:
        """The best begin/inside/outside sequence, as spans."""
        if not scores:
            return []
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = self._transitions
        (b, _, o), (sb, _, so) = scores[0], states[0]
        best_b, best_i, best_o = b + sb, float("-inf"), o + so
        back: list[tuple[int, int, int]] = []
        for (b, i, o), (sb, si, so) in zip(scores[1:], states[1:], strict=True):
            # Spelt out because `max` and `index` over triples take three times as long.
            to_b, to_i, to_o = best_b + bb, best_b + bi, best_b + bo
            at_b = at_i = at_o = 0
            if (other := best_i + ib) > to_b:
                to_b, at_b = other, 1
            if (other := best_o + ob) > to_b:
                to_b, at_b = other, 2
            if (other := best_i + ii) > to_i:
                to_i, at_i = other, 1
            if (other := best_i + io) > to_o:
                to_o, at_o = other, 1
            if (other := best_o + oo) > to_o:
                to_o, at_o = other, 2
            back.append((at_b, at_i, at_o))
            best_b, best_i, best_o = to_b + b + sb, to_i + i + si, to_o + o + so
        last = (best_b, best_i, best_o)
        label = last.index(max(last))
        path = [label]
        for step in reversed(back):
            label = step[label]
            path.append(label)
        path.reverse()
        return spans_of(path)


def spans_of(path: Sequence[int]) -> list[tuple[int, int]]:
    """The spans of a sequence of labels (0 begin, 1 inside, 2 outside)."""
    spans: list[tuple[int, int]] = []
    begin = None
    for i, label in enumerate((*path, 2)):
        if label != 1 and begin is not None:
            spans.append((begin, i))
            begin = None
        if label == 0:
            begin = i
    return spans


@cache
def tagger() -> Tagger:
    """The shipped model."""
    with gzip.open(MODEL) as file:
        model: dict[str, Any] = json.load(file)
    return Tagger(model["weights"], model["transitions"], model["clusters"], model["outside_bias"])
