"""Learn the network of nlp/tagger.py: gradients written out in numpy, no library beyond.

Words become vectors (learnt features of their form and the vectors of `vectors.py`); two layers
look at five and three words; the loss is that of a linear chain over begin, inside, outside.
Dropout and few rounds keep so large a model from learning a thousand postings by heart.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import scipy.sparse as sparse
from numpy.typing import NDArray

from nlp.tagger import (
    INSIDE,
    LABELS,
    MARKS,
    OUTSIDE,
    PAD,
    PADS,
    SIZES,
    MarkedLine,
    frame_of,
    word_features,
)
from nlp.training.vectors import DIMENSIONS, Vectors

Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]
Gradients: TypeAlias = dict[str, Any]

# Chosen on the folds.
WIDTH: Final = 64
ROUNDS: Final = 12
POSTINGS_AT_ONCE: Final = 6
LEARNING_RATE: Final = 2e-3
DECAY: Final = 1e-2
DROP_FEATURES, DROP_WORDS, DROP_HIDDEN = 0.1, 0.2, 0.3
_WARM_UP: Final = 50
_STEEPEST: Final = 5.0
_LOSS_SCALE: Final = 10.0
# A feature that one word has once tells nothing of other words.
_SEEN_AT_LEAST: Final = 2
_COUNTED: Final = 3
_NEVER: Final = -1e4
_FIRST_REACH, _SECOND_REACH = 2, 1


@dataclass(frozen=True, slots=True)
class Sequences:
    """The lines of some postings with pads between them.

    `parts` has a row for the mark and each part of the frame, `labels` one label a place;
    a line begins at each of `starts` and has so many words as `lengths` says.
    """

    words: Sequence[str]
    parts: Ints
    labels: Ints
    starts: Ints
    lengths: Ints


def lay_out(lines: Sequence[tuple[MarkedLine, Sequence[int]]]) -> Sequences:
    """The lines of a posting and their labels as one sequence."""
    words, labels, starts, lengths = [], [], [], []
    parts: list[tuple[int, ...]] = []
    for line, told in lines:
        n = len(line.words)
        if n:
            words += [*[PAD] * PADS, *line.words]
            labels += [*[OUTSIDE] * PADS, *told]
            parts += [(0,) * len(SIZES)] * PADS
            parts += [
                (MARKS.index(mark), *frame_of(line.section, i, n))
                for i, mark in enumerate(line.known)
            ]
            starts.append(len(words) - n)
            lengths.append(n)
    return Sequences(
        [*words, *[PAD] * PADS],
        np.array([*parts, *[(0,) * len(SIZES)] * PADS], np.int64).T,
        np.array([*labels, *[OUTSIDE] * PADS], np.int64),
        np.array(starts, np.int64),
        np.array(lengths, np.int64),
    )


def _join(many: Sequence[Sequences]) -> Sequences:
    begins = np.cumsum([0, *(len(one.words) for one in many)])[:-1]
    return Sequences(
        [word for one in many for word in one.words],
        np.concatenate([one.parts for one in many], axis=1),
        np.concatenate([one.labels for one in many]),
        np.concatenate([one.starts + begin for one, begin in zip(many, begins, strict=True)]),
        np.concatenate([one.lengths for one in many]),
    )


def number_features(postings: Sequence[Sequences]) -> dict[str, int]:
    """A number for every word feature that more than one word, or a word more than once, has."""
    words = Counter(word for posting in postings for word in posting.words if word != PAD)
    counts: Counter[str] = Counter()
    for word, n in words.items():
        for feature in word_features(word):
            counts[feature] += min(n, _COUNTED)
    kept = sorted(feature for feature, n in counts.items() if n >= _SEEN_AT_LEAST)
    return {feature: i for i, feature in enumerate([PAD, *kept])}


class Network:
    """The parameters while they are learnt, and their gradients."""

    def __init__(self, features: Mapping[str, int], vectors: Vectors, seed: int = 1) -> None:
        self.features = features
        self.vectors = vectors
        self._random = random = np.random.default_rng(seed)
        self._known: dict[str, list[int]] = {PAD: [0]}

        def draw(rows: int, columns: int, scale: float) -> Floats:
            return (random.standard_normal((rows, columns)) * scale).astype(np.float32)

        first, second = (2 * _FIRST_REACH + 1) * WIDTH, (2 * _SECOND_REACH + 1) * WIDTH
        self.parameters: dict[str, Floats] = {
            "features": draw(len(features), WIDTH, 0.1),
            "vectors": draw(DIMENSIONS, WIDTH, DIMENSIONS**-0.5),
            **{name: draw(size, WIDTH, 0.2) for name, size in SIZES.items()},
            "first": draw(first, WIDTH, (2 / first) ** 0.5),
            "first_bias": np.zeros(WIDTH, np.float32),
            "second": draw(second, WIDTH, (2 / second) ** 0.5),
            "second_bias": np.zeros(WIDTH, np.float32),
            "out": draw(WIDTH, len(LABELS), 0.05),
            "out_bias": np.zeros(len(LABELS), np.float32),
            "transitions": np.zeros((len(LABELS), len(LABELS)), np.float32),
        }
        self.parameters["transitions"][OUTSIDE, INSIDE] = -8

    def _rows(self, word: str) -> list[int]:
        found = self._known.get(word)
        if found is None:
            found = [self.features[f] for f in word_features(word) if f in self.features]
            self._known[word] = found
        return found

    def _distinct(self, words: Sequence[str]) -> tuple[Ints, sparse.csr_matrix, Floats]:
        """The number of each word among the distinct ones; their features and vectors."""
        numbers: dict[str, int] = {}
        places = np.array([numbers.setdefault(word, len(numbers)) for word in words])
        rows = [self._rows(word) for word in numbers]
        ends = np.cumsum([0, *map(len, rows)])
        flat = np.array([feature for row in rows for feature in row], np.int64)
        data = np.ones(len(flat), np.float32)
        shape = (len(numbers), len(self.features))
        nothing = np.zeros(DIMENSIONS, np.float32)
        vectors = np.stack([self.vectors.get(word.lower(), nothing) for word in numbers])
        return places, sparse.csr_matrix((data, flat, ends), shape=shape), vectors

    def _drop(self, shape: tuple[int, ...], share: float) -> Floats:
        kept = self._random.random(shape, dtype=np.float32) > share
        return kept.astype(np.float32) / np.float32(1 - share)

    def learn(self, batch: Sequences) -> tuple[float, Gradients]:
        """The loss a word and the gradient of every parameter, with dropout."""
        p = self.parameters
        places, features, vectors = self._distinct(batch.words)
        features.data *= self._random.random(len(features.data)) > DROP_FEATURES
        of_words = features @ p["features"] + vectors @ p["vectors"]
        is_word = np.zeros((len(batch.words), 1), np.float32)
        for start, length in zip(batch.starts, batch.lengths, strict=True):
            is_word[start : start + length] = 1
        framed = sum(p[name][batch.parts[i]] for i, name in enumerate(SIZES))
        kept = self._drop((len(places), WIDTH), DROP_WORDS)
        seen = _window((of_words[places] + framed * is_word) * kept, _FIRST_REACH)
        one = seen @ p["first"] + p["first_bias"]
        low = np.maximum(one, 0) * is_word
        kept_low = self._drop(low.shape, DROP_HIDDEN)
        seen_low = _window(low * kept_low, _SECOND_REACH)
        two = seen_low @ p["second"] + p["second_bias"]
        kept_high = self._drop(low.shape, DROP_HIDDEN)
        high = (np.maximum(two, 0) + low) * is_word * kept_high
        scores = high @ p["out"] + p["out_bias"]

        loss, by_score, by_transition = chain_loss(scores, p["transitions"], batch)
        by_transition[OUTSIDE, INSIDE] = 0
        by_high = by_score @ p["out"].T * kept_high * is_word
        by_two: Floats = by_high * (two > 0)
        back = _unwind(by_two @ p["second"].T, _SECOND_REACH) * kept_low + by_high
        by_one: Floats = back * is_word * (one > 0)
        by_place = _unwind(by_one @ p["first"].T, _FIRST_REACH) * kept
        by_word = _gather(places, features.shape[0]) @ by_place
        by_frame = by_place * is_word
        used = np.unique(features.indices)
        gradients: Gradients = {
            "features": (used, (features.tocsc()[:, used].T @ by_word).astype(np.float32)),
            "vectors": vectors.T @ by_word,
            **{
                name: _gather(batch.parts[i], size) @ by_frame
                for i, (name, size) in enumerate(SIZES.items())
            },
            "first": seen.T @ by_one,
            "first_bias": by_one.sum(0),
            "second": seen_low.T @ by_two,
            "second_bias": by_two.sum(0),
            "out": high.T @ by_score,
            "out_bias": by_score.sum(0),
            "transitions": by_transition,
        }
        return loss, gradients


def _window(values: Floats, reach: int) -> Floats:
    """Every row with its neighbours beside it, zeros beyond the ends."""
    n, width = values.shape
    padded = np.zeros((n + 2 * reach, width), np.float32)
    padded[reach : reach + n] = values
    return np.concatenate([padded[at : at + n] for at in range(2 * reach + 1)], axis=1)


def _unwind(gradient: Floats, reach: int) -> Floats:
    """The gradient of `_window`."""
    n, width = len(gradient), gradient.shape[1] // (2 * reach + 1)
    padded = np.zeros((n + 2 * reach, width), np.float32)
    for at in range(2 * reach + 1):
        padded[at : at + n] += gradient[:, at * width : (at + 1) * width]
    return padded[reach : reach + n]


def _gather(numbers: Ints, size: int) -> sparse.csr_matrix:
    """Sums up what belongs to the same number."""
    ones = np.ones(len(numbers), np.float32)
    return sparse.csr_matrix((ones, (numbers, np.arange(len(numbers)))), (size, len(numbers)))


def chain_loss(
    scores: Floats, transitions: Floats, batch: Sequences
) -> tuple[float, Floats, Floats]:
    """Minus the mean log likelihood a word of the labels; its gradients, times _LOSS_SCALE."""
    order = np.argsort(-batch.lengths, kind="stable")
    starts, lengths, labels = batch.starts[order], batch.lengths[order], batch.labels
    longest, many = int(lengths[0]), len(lengths)
    active = [int((lengths > t).sum()) for t in range(longest)]
    size = len(LABELS)
    at = np.zeros((longest, many, size), np.float32)
    for t, a in enumerate(active):
        at[t, :a] = scores[starts[:a] + t]
    forward, backward = np.full_like(at, _NEVER), np.zeros_like(at)
    forward[0] = at[0]
    forward[0, :, INSIDE] = _NEVER
    for t in range(1, longest):
        a = active[t]
        forward[t, :a] = (
            np.logaddexp.reduce(forward[t - 1, :a, :, None] + transitions, 1) + at[t, :a]
        )
    for t in range(longest - 2, -1, -1):
        a = active[t + 1]
        ahead = at[t + 1, :a] + backward[t + 1, :a]
        backward[t, :a] = np.logaddexp.reduce(transitions + ahead[:, None, :], 2)
    total = np.logaddexp.reduce(forward[lengths - 1, np.arange(many)], 1)
    by_score, by_transition = np.zeros_like(scores), np.zeros_like(transitions)
    right = 0.0
    for t, a in enumerate(active):
        places = starts[:a] + t
        told = labels[places]
        by_score[places] = np.exp(forward[t, :a] + backward[t, :a] - total[:a, None])
        by_score[places, told] -= 1
        right += float(scores[places, told].sum())
        if t:
            before = labels[places - 1]
            pair = forward[t - 1, :a, :, None] + transitions
            pair = pair + (at[t, :a] + backward[t, :a] - total[:a, None])[:, None, :]
            by_transition += np.exp(pair).sum(0)
            np.add.at(by_transition, (before, told), -1)
            right += float(transitions[before, told].sum())
    scale = np.float32(_LOSS_SCALE / lengths.sum())
    loss = (float(total.sum()) - right) / float(lengths.sum())
    return loss, by_score * scale, by_transition * scale


class _Adam:
    """Adam with decoupled decay; rows of features that a batch lacks stay as they are."""

    def __init__(self, parameters: dict[str, Floats]) -> None:
        self._parameters = parameters
        self._means = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._squares = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._steps = 0

    def step(self, gradients: Gradients, rate: float) -> None:
        self._steps += 1
        corrected = rate * (1 - 0.999**self._steps) ** 0.5 / (1 - 0.9**self._steps)
        whole = slice(None)
        plain = {n: g if isinstance(g, tuple) else (whole, g) for n, g in gradients.items()}
        steep = sum(float((gradient**2).sum()) for _, gradient in plain.values()) ** 0.5
        shrink = np.float32(min(1.0, _STEEPEST / (steep + 1e-9)))
        for name, (rows, raw) in plain.items():
            gradient = raw * shrink
            value, mean, square = (
                table[name] for table in (self._parameters, self._means, self._squares)
            )
            mean[rows] = 0.9 * mean[rows] + 0.1 * gradient
            square[rows] = 0.999 * square[rows] + 0.001 * gradient**2
            value[rows] -= corrected * mean[rows] / (np.sqrt(square[rows]) + 1e-8)
            if value.ndim > 1:
                value[rows] -= corrected * DECAY * value[rows]


def learn(postings: Sequence[Sequences], vectors: Vectors, seed: int = 1) -> Network:
    """A network that has learnt the labels of the postings."""
    network = Network(number_features(postings), vectors, seed)
    optimiser = _Adam(network.parameters)
    random = np.random.default_rng(seed)
    batches = -(-len(postings) // POSTINGS_AT_ONCE)
    total, step = ROUNDS * batches, 0
    for _ in range(ROUNDS):
        order = random.permutation(len(postings))
        for batch in range(batches):
            chosen = order[batch * POSTINGS_AT_ONCE : (batch + 1) * POSTINGS_AT_ONCE]
            _, gradients = network.learn(_join([postings[i] for i in chosen]))
            slope = min(1.0, step / _WARM_UP) * (1 - step / total)
            optimiser.step(gradients, LEARNING_RATE * slope)
            step += 1
    return network
