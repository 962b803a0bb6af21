"""Small linear models in one file each: features with 8-bit weights, vouched for by a card.

Read by nlp/occupation.py and nlp/sector_model.py, made by nlp/training/linear.py.
"""

import hashlib
import json
import math
import tomllib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data.errors import DataError

VERSION: Final = 1
Floats: TypeAlias = NDArray[np.float32]


class Block:
    """The features of one kind: where each stands in the model and how much it tells."""

    def __init__(self, features: Sequence[str], idf: Floats, first: int, weight: float) -> None:
        self.places = {feature: place for place, feature in enumerate(features, first)}
        self._idf = idf
        self._first = first
        self._weight = weight

    def find(self, features: Iterable[str]) -> list[int]:
        """The rows of the known features."""
        return [row for row in map(self.places.get, features) if row is not None]

    def weigh(self, features: Iterable[str]) -> tuple[NDArray[np.intp], Floats]:
        """The rows of the known features and their values, which have the block's length."""
        rows = np.array(self.find(features), dtype=np.intp)
        values = self._idf[rows - self._first]
        length = math.sqrt(float(values @ values))
        return rows, values * np.float32(self._weight / length if length else 0.0)


class Linear:
    """A softmax over codes; `block_weights` say how much each block of features counts."""

    def __init__(
        self,
        header: Mapping[str, Any],
        arrays: Mapping[str, NDArray[Any]],
        block_weights: Mapping[str, float],
    ) -> None:
        self.codes: list[str] = header["codes"]
        self._bias = arrays["bias"]
        self._scale = arrays["scale"]
        self._weights = arrays["weights"].reshape(-1, len(self.codes))
        self.blocks: dict[str, Block] = {}
        first = 0
        for name, weight in block_weights.items():
            features = header["features"][name]
            idf = arrays["idf"][first : first + len(features)]
            self.blocks[name] = Block(features, idf, first, weight)
            first += len(features)

    def weigh(self, block: str, features: Iterable[str]) -> Floats | None:
        """What the features of a block add to the score of each code; None if all are unknown."""
        rows, values = self.blocks[block].weigh(features)
        if not len(rows):
            return None
        told: Floats = (values * self._scale[rows]) @ self._weights[rows].astype(np.float32)
        return told

    def chances(self, scores: Floats) -> Floats:
        """The model's own chance of each code, not yet calibrated."""
        return softmax(scores + self._bias)


def softmax(scores: Floats) -> Floats:
    """The shares, of sum 1 over the last axis, that scores stand for."""
    chances: Floats = np.exp(scores - scores.max(-1, keepdims=True))
    chances /= chances.sum(-1, keepdims=True)
    return chances


def calibrate(chance: float, slope: float, shift: float) -> float:
    """The share of right codes among those that the model gives this chance."""
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(slope * math.log(chance / (1 - chance)) + shift)))


def pack_model(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The model as one file: a line that says what follows, then the arrays; compressed."""
    shapes = [[name, str(array.dtype), array.size] for name, array in arrays.items()]
    head = json.dumps({**header, "version": VERSION, "arrays": shapes}, ensure_ascii=False)
    parts = [f"{head}\n".encode(), *(array.tobytes() for array in arrays.values())]
    return zlib.compress(b"".join(parts), 9)


def unpack_arrays(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays of a file; DataError where this program cannot read it."""
    plain = zlib.decompress(content)
    end = plain.index(b"\n")
    header = json.loads(plain[:end])
    if header["version"] != VERSION:
        raise DataError(
            f"The model is of version {header['version']}, this program reads {VERSION}:"
            " train it again (make train)."
        )
    arrays, at = {}, end + 1
    for name, kind, size in header["arrays"]:
        arrays[name] = np.frombuffer(plain, dtype=kind, count=size, offset=at)
        at += arrays[name].nbytes
    return header, arrays


def read_checked(model: Path, card: Path) -> bytes:
    """The content of a model's file, if it is the one that its card describes."""
    try:
        content = model.read_bytes()
        told = tomllib.loads(card.read_text(encoding="utf-8"))["sha256"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as problem:
        raise DataError(
            f"A model or its card cannot be read ({problem}): restore {model} and {card}, or"
            " train it again (make train)."
        ) from problem
    if hashlib.sha256(content).hexdigest() != told:
        raise DataError(
            f"{model} is not the file that {card.name} describes (sha256 differs): restore it or"
            " train it again (make train)."
        )
    return content
