"""Learn the weights of small linear models (nlp/linear.py) from examples with soft labels."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp  # scipy ships no types
from numpy.typing import NDArray

from nlp.linear import Block, Floats, softmax

# The features of each block of an example.
Features: TypeAlias = Mapping[str, Sequence[str]]
# For each step a share of it for the group of codes: the share, where each group begins, the
# place of each code's group.
Group: TypeAlias = tuple[float, NDArray[np.intp], NDArray[np.intp]]


class Space:
    """The features that the training examples have often enough, and their idf."""

    def __init__(
        self,
        examples: Sequence[Features],
        block_weights: Mapping[str, float],
        minimum: Mapping[str, int],
    ) -> None:
        self.features: dict[str, list[str]] = {}
        self._blocks: dict[str, Block] = {}
        idf: list[Floats] = []
        first = 0
        for name, weight in block_weights.items():
            counts = Counter(f for example in examples for f in example[name])
            told = sum(bool(example[name]) for example in examples)
            kept = sorted(f for f, n in counts.items() if n >= minimum[name])
            self.features[name] = kept
            idf.append(np.array([np.log(told / counts[f]) + 1 for f in kept], np.float32))
            self._blocks[name] = Block(kept, idf[-1], first, weight)
            first += len(kept)
        self.idf = np.concatenate(idf)

    def matrix(self, examples: Iterable[Features], blocks: Iterable[str] | None = None) -> Any:
        """The examples as rows of a sparse matrix, by the blocks named or by all."""
        named = list(self._blocks if blocks is None else blocks)
        starts, places, values = [0], [np.zeros(0, np.intp)], [np.zeros(0, np.float32)]
        for example in examples:
            for block in named:
                rows, weights = self._blocks[block].weigh(example[block])
                places.append(rows)
                values.append(weights)
            starts.append(starts[-1] + sum(map(len, places[-len(named) :])))
        shape = (len(starts) - 1, len(self.idf))
        return sp.csr_matrix((np.concatenate(values), np.concatenate(places), starts), shape=shape)


def list_targets(
    labels: Sequence[Sequence[str]], codes: Sequence[str], first_share: float
) -> Floats:
    """The share of each code in each label; the first has its own where there are others."""
    places = {code: place for place, code in enumerate(codes)}
    targets = np.zeros((len(labels), len(codes)), np.float32)
    for row, label in zip(targets, labels, strict=True):
        first, *others = dict.fromkeys(code for code in label if code in places)
        row[places[first]] = first_share if others else 1.0
        for code in others:
            row[places[code]] = (1 - first_share) / len(others)
    return targets


def fit(
    matrix: Any,
    targets: Floats,
    weights: Floats,
    settings: Mapping[str, Any],
    groups: Sequence[Group] = (),
) -> tuple[Floats, Floats]:
    """The weights and biases of a softmax by Adagrad; groups of codes share each other's steps.

    `settings` has epochs, batch, rate and rate_end (the last rate as a share of the first).
    """
    random = np.random.default_rng(0)
    table = np.zeros((matrix.shape[1], targets.shape[1]), np.float32)
    bias = np.zeros(targets.shape[1], np.float32)
    seen = np.full((matrix.shape[1], 1), 1e-3, np.float32)
    bias_seen = 1.0
    last = settings["rate"] * settings["rate_end"]
    for rate in np.linspace(settings["rate"], last, settings["epochs"]):
        order = random.permutation(matrix.shape[0])
        for at in range(0, len(order), settings["batch"]):
            batch = order[at : at + settings["batch"]]
            rows = matrix[batch]
            used, local = np.unique(rows.indices, return_inverse=True)
            rows = sp.csr_matrix((rows.data, local, rows.indptr), shape=(len(batch), len(used)))
            error = (softmax(rows @ table[used] + bias) - targets[batch]) * weights[batch][:, None]
            error = error + sum(
                share * np.add.reduceat(error, starts, axis=1)[:, spread]
                for share, starts, spread in groups
            )
            slope = rows.T @ error
            seen[used] += (slope * slope).sum(1, keepdims=True)
            table[used] -= np.float32(rate) * slope / np.sqrt(seen[used])
            slope = error.sum(0)
            bias_seen += float(slope @ slope)
            bias -= np.float32(rate / np.sqrt(bias_seen)) * slope
    return table, bias


def quantise(table: Floats, most: int) -> dict[str, NDArray[Any]]:
    """The largest weights, at most so many, in 8 bits each with one scale a feature."""
    size = np.abs(table)
    kept = min(most, size.size)
    limit = np.partition(size, size.size - kept, axis=None)[size.size - kept]
    scale = (size.max(1) / 127).astype(np.float32)
    steps = np.rint(table / np.where(scale, scale, 1)[:, None]).astype(np.int8)
    steps[size < limit] = 0
    return {"scale": scale, "weights": steps}
