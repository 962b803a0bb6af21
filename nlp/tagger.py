"""Find skills that stand in no list: a small trained network over the words of each line.

A word is a row of a table; two layers look at five and three words; a linear chain chooses begin,
inside or outside for each. The first layer is summed up per word once and kept, so reading needs
look-ups, one small product of matrices and no library but numpy. How it was trained and how well
it does: nlp/models/tagger.toml; the file: nlp/training/tagger.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

MODEL: Final = Path(__file__).parent / "models" / "tagger.npz"
LABELS: Final = ("B", "I", "O")
BEGIN, INSIDE, OUTSIDE = range(3)
PAD: Final = ""
# Pads before, between and after lines: as far as the first layer sees.
PADS: Final = 2
# Outside any known skill, else "B" or "I" and the first letter of the kind of the known skill.
MARKS: Final = ("0", *(place + kind for place in "BI" for kind in "thsl"))
SECTIONS: Final = ("title", "", "requirements", "duties", "about", "benefits", "apply")
_NEAR_EDGE: Final = 3
_LENGTHS: Final = (*range(1, 8), 15)
# What is told by the place of a word beside the word, and how many values each has.
SIZES: Final = {
    "mark": len(MARKS),
    "section": len(SECTIONS),
    "from_start": _NEAR_EDGE + 1,
    "from_end": _NEAR_EDGE + 1,
    "length": len(_LENGTHS) + 1,
}
# So few words at a time that the BLAS of numpy stays in this thread: waking the others costs more
# than the product, ten times so on a busy machine.
_BLOCK: Final = 16
# Words kept ready; beyond, the table begins anew (1.3 kB a word).
_KEPT_WORDS: Final = 20_000
# Lines up to so many words are kept laid out.
_KEPT_LENGTH: Final = 200
# Chosen on the folds.
OUTSIDE_BIAS: Final = 0.0
# So far above the others "outside" is taken for certain; the chain chose otherwise
# nowhere in 1,000 postings (at 4.0 in 16 of them).
_CERTAIN: Final = 5.0
Floats: TypeAlias = NDArray[np.float32]
# Section, from the start, from the end, length: the numbers of `frame_of`.
Frame: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """The words of a line with the gazetteer mark of each, in one section."""

    words: Sequence[str]
    known: Sequence[str]
    section: str


def word_features(word: str) -> list[str]:
    """What is told by a word alone: its shape, itself, its ends."""
    lower = word.lower()
    features = [f"s={_shape(word)}", f"w={lower}"]
    if len(lower) > 3 and lower.isalpha():
        features += [f"a={lower[:3]}", f"z={lower[-3:]}", f"y={lower[-2:]}", f"x={lower[:5]}"]
    return features


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "9"
    if not word[0].isalnum():
        return word[0]
    if word.isupper():
        return "X" if len(word) > 1 else "x"
    return "Xx" if word[0].isupper() else "xx"


def frame_of(section: str, i: int, n: int) -> Frame:
    """The place of word i of n: section, from the start, from the end, length of the line."""
    length = next((at for at, most in enumerate(_LENGTHS) if n <= most), len(_LENGTHS))
    return SECTIONS.index(section), min(i, _NEAR_EDGE), min(n - 1 - i, _NEAR_EDGE), length


class Tagger:
    """The trained network; `arrays` as nlp/training/tagger.py writes them."""

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], outside_bias: float = OUTSIDE_BIAS
    ) -> None:
        """`outside_bias` is added to every word's score of being no skill: less, more recall."""
        self._features = _Rows(arrays, "features")
        self._words = _Rows(arrays, "words")
        self._parts = [np.asarray(arrays[name], np.float32) for name in SIZES]
        first = np.asarray(arrays["first"], np.float32)
        self._width = width = first.shape[1]
        # Beside each other what a word tells to the word two places on, one on, itself, ...
        self._first = _beside(first, width)
        self._first_bias = np.asarray(arrays["first_bias"], np.float32)
        self._second = _beside(np.asarray(arrays["second"], np.float32), width)
        self._second_bias = np.asarray(arrays["second_bias"], np.float32)
        self._out = np.asarray(arrays["out"], np.float32)
        self._out_bias = np.asarray(arrays["out_bias"], np.float32).copy()
        self._out_bias[OUTSIDE] += outside_bias
        self._transitions = np.asarray(arrays["transitions"], np.float64).tolist()
        # The first row is that of pads, which have no place.
        self._frame_table = np.zeros((1024, self._first.shape[1]), np.float32)
        self._frame_rows: dict[tuple[Frame, str], int] = {}
        self._lines: dict[tuple[str, int], tuple[list[Frame], list[int]]] = {}
        self._forget()

    def _forget(self) -> None:
        self._table = np.zeros((1024, self._first.shape[1]), np.float32)
        self._rows: dict[str, int] = {}
        self._row(PAD)

    def _row(self, word: str) -> int:
        """The row of a word in the table, made at first sight."""
        row = len(self._rows)
        if row == len(self._table):
            self._table = _double(self._table)
        self._table[row] = self._vector(word) @ self._first
        self._rows[word] = row
        return row

    def _vector(self, word: str) -> Floats:
        """The vector of a word: of the whole word where it is known, else of its parts."""
        if word == PAD:
            return self._words[PAD]
        shape, whole, *parts = word_features(word)
        vector = self._features[shape]
        if whole in self._words:
            return vector + self._words[whole]
        for part in parts:
            vector = vector + self._features[part]
        return vector

    def _frame(self, place: Frame, mark: str) -> int:
        """The row of a place in a line, with its mark, made at first sight."""
        row = self._frame_rows[place, mark] = len(self._frame_rows) + 1
        if row == len(self._frame_table):
            self._frame_table = _double(self._frame_table)
        parts = zip(self._parts, (MARKS.index(mark), *place), strict=True)
        told = sum(part[at] for part, at in parts) @ self._first
        # What a word tells itself holds the bias of the first layer.
        told[PADS * self._width : (PADS + 1) * self._width] += self._first_bias
        self._frame_table[row] = told
        return row

    def _lay_out(self, section: str, n: int) -> tuple[list[Frame], list[int]]:
        """The places of a line of so many words and their rows, none of them marked."""
        places = [frame_of(section, i, n) for i in range(n)]
        rows = [
            self._frame_rows.get((place, MARKS[0])) or self._frame(place, MARKS[0])
            for place in places
        ]
        if n <= _KEPT_LENGTH:
            self._lines[section, n] = places, rows
        return places, rows

    def tag_lines(self, lines: Sequence[MarkedLine]) -> list[list[tuple[int, int]]]:
        """The skills of each line as (first word, word after the last)."""
        spans: list[list[tuple[int, int]]] = [[] for _ in lines]
        scores = self._scores(lines)
        # Where "outside" is certain the chain is cut: only what stands between is decoded.
        margin = scores[:, OUTSIDE] - scores[:, :OUTSIDE].max(axis=1)
        unsure: list[int] = np.flatnonzero(margin < _CERTAIN).tolist()
        rows: list[list[float]] = scores[unsure].tolist()
        number, begin, end = -1, 0, 0
        at, n = 0, len(unsure)
        while at < n:
            first = unsure[at]
            while first >= end:
                number += 1
                begin = end + PADS
                end = begin + len(lines[number].words)
            after = at + 1
            while after < n and unsure[after] == first + after - at and unsure[after] < end:
                after += 1
            last = first + after - at
            for start, stop in self._decode(rows[at:after], first == begin, last == end):
                spans[number].append((start + first - begin, stop + first - begin))
            at = after
        return spans

    def _scores(self, lines: Sequence[MarkedLine]) -> Floats:
        """The scores of begin, inside, outside for every place; at pads outside is certain."""
        if len(self._rows) > _KEPT_WORDS:
            self._forget()
        known_row, add_row = self._rows.get, self._row
        rows: list[int] = []
        frames: list[int] = []
        for line in lines:
            rows += (0, 0)
            frames += (0, 0)
            begin, n = len(frames), len(line.words)
            for word in line.words:
                row = known_row(word)
                rows.append(add_row(word) if row is None else row)
            places, plain = self._lines.get((line.section, n)) or self._lay_out(line.section, n)
            frames += plain
            if line.known.count(MARKS[0]) < n:
                for i, mark in enumerate(line.known):
                    if mark != MARKS[0]:
                        key = (places[i], mark)
                        frames[begin + i] = self._frame_rows.get(key) or self._frame(*key)
        rows += (0, 0)
        frames += (0, 0)
        at_frame = np.array(frames)
        told = self._table[np.array(rows)]
        told += self._frame_table[at_frame]
        is_pad = at_frame == 0
        low = np.maximum(_gather(told, self._width), 0)
        low[is_pad] = 0
        high = np.maximum(_gather(_multiply(low, self._second), self._width) + self._second_bias, 0)
        high += low
        scores = _multiply(high, self._out)
        scores += self._out_bias
        scores[is_pad, OUTSIDE] = np.inf
        return scores

    def _decode(
        self, scores: Sequence[Sequence[float]], is_first: bool, is_last: bool
    ) -> list[tuple[int, int]]:
        """The best begin/inside/outside sequence, as spans; "outside" before and after it."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = self._transitions
        best_b, best_i, best_o = scores[0][0], float("-inf"), scores[0][2]
        if not is_first:
            best_b, best_o = best_b + ob, best_o + oo
        back: list[tuple[int, int, int]] = []
        for b, i, o in scores[1:]:
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
            best_b, best_i, best_o = to_b + b, to_i + i, to_o + o
        if not is_last:
            best_b, best_i, best_o = best_b + bo, best_i + io, best_o + oo
        last = (best_b, best_i, best_o)
        label = last.index(max(last))
        spans, stop = [], 0
        for i in range(len(scores) - 1, -1, -1):
            if label != OUTSIDE:
                stop = stop or i + 1
                if label == BEGIN:
                    spans.append((i, stop))
                    stop = 0
            if i:
                label = back[i - 1][label]
        spans.reverse()
        return spans


class _Rows:
    """Named vectors, kept as small integers with a scale for each."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
        names = bytes(arrays[f"{name}_names"]).decode().split("\n")
        self._at = {key: i for i, key in enumerate(names)}
        self._values, self._scales = arrays[name], arrays[f"{name}_scales"]
        self._nothing = np.zeros(self._values.shape[1], np.float32)

    def __contains__(self, key: str) -> bool:
        return key in self._at

    def __getitem__(self, key: str) -> Floats:
        """The vector of a name; zeros where it has none."""
        at = self._at.get(key)
        if at is None:
            return self._nothing
        vector: Floats = self._values[at].astype(np.float32) * np.float32(self._scales[at])
        return vector


def _double(table: Floats) -> Floats:
    return np.concatenate([table, np.zeros_like(table)])


def _beside(matrix: Floats, width: int) -> Floats:
    """The blocks of a stacked matrix beside each other."""
    return np.concatenate(np.split(matrix, len(matrix) // width), axis=1)


def _gather(told: Floats, width: int) -> Floats:
    """For each place the sum of what its neighbours tell it; beyond the ends stands nothing."""
    blocks = told.shape[1] // width
    reach = blocks // 2
    total = told[:, reach * width : (reach + 1) * width].copy()
    for block in range(blocks):
        part = told[:, block * width : (block + 1) * width]
        if block < reach:
            total[reach - block :] += part[: block - reach]
        elif block > reach:
            total[: reach - block] += part[block - reach :]
    return total


def _multiply(left: Floats, right: Floats) -> Floats:
    """The product, some rows at a time."""
    n = len(left)
    padded = np.zeros((-(-n // _BLOCK), _BLOCK, left.shape[1]), np.float32)
    padded.reshape(-1, left.shape[1])[:n] = left
    product: Floats = np.matmul(padded, right).reshape(-1, right.shape[1])[:n]
    return product


@cache
def tagger() -> Tagger:
    """The shipped model."""
    with np.load(MODEL, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Tagger(arrays)
