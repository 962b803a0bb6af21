"""What rules out most pairs of postings before their sketches are loaded: place, text, employer.

Of the pairs that share a bucket in a dense market one in twenty is of one opening; the others are
mostly jobs of one title at other employers, and texts of one employer for other places. A mark
stays in memory, 42 bytes a posting and the name of each employer once; loading and comparing a
sketch costs fifty times as much.
"""

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np
import orjson
import rensa
from numpy.typing import NDArray

from nlp.duplicate_sketch import RULES, Name, Shingles, Sketch
from nlp.duplicates_judge import Employers, compare_employers

_TEXT: Final = RULES["text"]
_PERMUTATIONS: Final = int(RULES["candidates"]["permutations"])
_SEED: Final = 17
# Of each MinHash four bits: two texts with nothing in common agree in one of sixteen.
_BITS: Final = 4
_BY_CHANCE: Final = 1 / 2**_BITS
_NIBBLES: Final = np.uint64(0x1111111111111111)
# A text alike enough has fewer agreeing hashes than this many standard deviations below what is
# expected in 1 of 1,000 cases.
_DEVIATIONS: Final = 3.0
_COARSE: Final = 100  # a regency's code less its last two digits is its province's
_MOST: Final = np.iinfo(np.uint16).max
_MARK: Final = np.dtype(
    [("place", "<i4"), ("shingles", "<u2"), ("hashes", "<u8", _PERMUTATIONS * _BITS // 64)]
)
_UNKNOWN: Final = -1

Digest = NDArray[np.uint32]


def digest(shingles: Shingles) -> Digest:
    """The MinHashes of a text, shape (permutations,)."""
    mini = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    mini.update([str(shingle) for shingle in shingles.tolist()])
    return np.array(mini.digest(), dtype=np.uint32)


def mark(one: Sketch, hashes: Digest) -> bytes:
    """The mark of a posting: its place, the length and hashes of its text, its employer's names."""
    told = np.zeros((), dtype=_MARK)
    told["place"] = _code_place(one)
    told["shingles"] = min(len(one.shingles), _MOST)
    told["hashes"] = _pack(hashes)
    return told.tobytes() + orjson.dumps(one.employers)


def _pack(hashes: Digest) -> NDArray[np.uint64]:
    """The lowest bits of each hash, side by side."""
    low = (hashes & (2**_BITS - 1)).astype(np.uint8)
    return (low[::2] | low[1::2] << _BITS).view("<u8")


def _code_place(one: Sketch) -> int:
    """The only regency, or the only province where no regency is told; 0 where it is not as plain.

    Only of such places a conflict is certain (`duplicates_judge.find_conflict`).
    """
    if len(one.regencies) == 1:
        (regency,) = one.regencies
        return int(regency) if one.provinces == {regency[:2]} else 0
    return int(next(iter(one.provinces))) if not one.regencies and len(one.provinces) == 1 else 0


class Marks:
    """The marks of postings in their order, as they are added."""

    def __init__(self) -> None:
        self._fixed = bytearray()
        self._employers: array[int] = array("i")
        self._numbers: dict[bytes, int] = {}
        # As they are stored: most employers are never compared.
        self._names: list[bytes] = []

    def add(self, packed: Iterable[bytes]) -> None:
        """Add the marks of the postings that follow; an empty one rules nothing out."""
        for one in packed:
            if not one:
                self._fixed += bytes(_MARK.itemsize)
                self._employers.append(_UNKNOWN)
                continue
            self._fixed += one[: _MARK.itemsize]
            told = one[_MARK.itemsize :]
            number = self._numbers.get(told)
            if number is None:
                number = self._numbers[told] = len(self._names)
                self._names.append(told)
            self._employers.append(number)

    def may_be_same(self, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which pairs of rows, shape (n, 2), are worth judging."""
        marks = np.frombuffer(self._fixed, dtype=_MARK)
        employers = np.frombuffer(self._employers, dtype=np.int32)
        a, b = pairs[:, 0], pairs[:, 1]
        is_known = (employers[a] != _UNKNOWN) & (employers[b] != _UNKNOWN)
        kept: NDArray[np.bool_] = ~(is_known & _are_apart(marks["place"][a], marks["place"][b]))
        doubtful = np.flatnonzero(kept & is_known)
        is_alike = _may_be_copies(marks[a[doubtful]], marks[b[doubtful]])
        doubtful = doubtful[~is_alike]
        kept[doubtful] = self._are_related(employers[a[doubtful]], employers[b[doubtful]])
        return kept

    def _are_related(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether employers are one, or one an alias of the other: their texts may then differ."""
        first, second = np.minimum(a, b).astype(np.int64), np.maximum(a, b)
        pairs, of = np.unique(first << 32 | second, return_inverse=True)
        names = self._names
        related = [
            compare_employers(_read(names[pair >> 32]), _read(names[pair & 0xFFFFFFFF]))
            >= Employers.ALIAS
            for pair in pairs.tolist()
        ]
        found: NDArray[np.bool_] = np.array(related, dtype=bool)[of]
        return found


def _read(names: bytes) -> tuple[Name, ...]:
    return tuple(map(tuple, orjson.loads(names)))


def _are_apart(a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether places are surely in conflict."""
    is_fine = (a >= _COARSE) & (b >= _COARSE)
    one, other = (np.where(code >= _COARSE, code // _COARSE, code) for code in (a, b))
    differs = np.where(is_fine, a != b, one != other)
    return np.asarray((a > 0) & (b > 0) & differs, dtype=bool)


def _may_be_copies(a: "NDArray[np.void]", b: "NDArray[np.void]") -> NDArray[np.bool_]:
    """Whether texts may be as alike as those of one opening under two employers' names are.

    That is a Jaccard of `brand`, or `copied` of the shorter one in the longer one.
    """
    shorter, longer = (
        pick(a["shingles"], b["shingles"]).astype(float) for pick in (np.minimum, np.maximum)
    )
    ratio = longer / np.maximum(shorter, 1)
    # |A∩B| = held·|A|, so J = held·|A| / (|A| + |B| − held·|A|).
    held = _TEXT["copied"] / (1 + ratio - _TEXT["copied"])
    needed = np.minimum(_TEXT["brand"], held)
    chance = needed + (1 - needed) * _BY_CHANCE
    bound = _PERMUTATIONS * chance - _DEVIATIONS * np.sqrt(_PERMUTATIONS * chance * (1 - chance))
    return np.asarray((shorter >= _TEXT["fewest"]) & (_count_agreeing(a, b) >= bound), dtype=bool)


def _count_agreeing(a: "NDArray[np.void]", b: "NDArray[np.void]") -> NDArray[np.int64]:
    """How many hashes of each pair agree in the bits that are kept."""
    differs = a["hashes"] ^ b["hashes"]
    differs |= differs >> np.uint64(1)
    differs |= differs >> np.uint64(2)
    found = np.bitwise_count(differs & _NIBBLES).sum(axis=1, dtype=np.int64)
    return np.asarray(_PERMUTATIONS - found, dtype=np.int64)
