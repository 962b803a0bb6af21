"""Find the pairs of postings worth judging: far fewer than all, and hardly one of an opening lost.

Memory hangs on the size of a part, not on how many postings there are: what is not looked at lies
in temporary files, parted by bucket and then by posting.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from tempfile import TemporaryFile
from typing import Final, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.duplicate_sketch import RULES, Sketch, find_telling
from nlp.duplicates_marks import Digest, Marks, digest, mark

_TEXT, _TIME, _RULES = RULES["text"], RULES["time"], RULES["candidates"]
_PARTS: Final = 64
_WANTED: Final = 1 << 24
_PLACE: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)
_NARROW: Final = 0xFFFFFFFE
# Pairs held before those that came twice are dropped.
_HELD: Final = 2_000_000
# The longest time that a rule of nlp/duplicates_judge.py allows between two postings of one
# opening, and by how much a posting without a date may be older than it was seen.
FARTHEST_DAYS: Final = int(
    max(days for name, told in _TIME.items() if name != "seen_days" for days in np.atleast_1d(told))
)
SLACK_DAYS: Final = int(_TIME["seen_days"])
# The day of a posting of which neither date nor sighting is known.
UNDATED: Final = np.iinfo(np.int32).max

Buckets: TypeAlias = NDArray[np.uint32]
Values: TypeAlias = NDArray[np.uint64]
Pair: TypeAlias = tuple[int, int]


def find_bands(hashes: Digest) -> list[int]:
    """Hashes of the MinHash bands of a text: texts that share one are candidates."""
    bands = hashes.astype("<u4").reshape(int(_RULES["bands"]), -1)
    return [crc32(rows.tobytes(), band) for band, rows in enumerate(bands)]


def name_buckets(one: Sketch) -> Iterator[tuple[str, ...]]:
    """The buckets in which a posting meets those of its employer.

    By each word of the title, also apart by place so that large employers do not fill a bucket.
    """
    places = sorted(one.regencies) or sorted(one.provinces)
    for name in one.employers:
        firm = "".join(name)
        yield (firm, *sorted(one.title))
        for place in places:
            yield ("firm", firm, place)
        for word in set(one.title):
            yield ("word", firm, word)
            for place in places:
                yield ("at", firm, word, place)


def name_wide_buckets(one: Sketch) -> Iterator[tuple[str, ...]]:
    """Those in which it meets others' jobs of its title in its place.

    Anyone's, and once more those of employers that share a word with its own.
    """
    for place in sorted(one.regencies) if one.title else ():
        yield ("job", *sorted(one.title), place)
        for word in find_telling(one.employers):
            yield ("kin", *sorted(one.title), place, word)


def find_buckets(one: Sketch, text: Digest) -> Buckets:
    """Hashes of all buckets of a posting, sorted, the same in every process.

    `text` are the MinHashes of its text.

    Levels meet apart: postings of two are never of one opening. Wide buckets have odd numbers.
    """
    level = "\0".join(sorted(one.level))
    hashes = {crc32("\0".join((level, *name)).encode()) & _NARROW for name in name_buckets(one)}
    hashes |= {crc32("\0".join((level, *name)).encode()) | 1 for name in name_wide_buckets(one)}
    if len(one.shingles) >= _TEXT["fewest"]:
        start = crc32(level.encode())
        hashes.update((start ^ band) & _NARROW for band in find_bands(text))
    return np.array(sorted(hashes), dtype=np.uint32)


class _Parted:
    """Many numbers in files, those between two edges in one."""

    def __init__(self, edges: Values) -> None:
        self._edges = edges
        self._files = [TemporaryFile() for _ in range(len(edges) + 1)]  # noqa: SIM115 - see close

    def add(self, values: Values) -> None:
        """Add numbers; their order does not matter."""
        values = np.sort(values)
        bounds = [0, *np.searchsorted(values, self._edges).tolist(), len(values)]
        for file, begin, end in zip(self._files, bounds, bounds[1:], strict=False):
            file.write(values[begin:end].tobytes())

    def take(self) -> Iterator[Values]:
        """The numbers part by part, sorted, each once; a part is gone once it was given."""
        for file in self._files:
            file.seek(0)
            values = np.frombuffer(file.read(), dtype=np.uint64)
            file.close()
            yield np.unique(values)

    def close(self) -> None:
        """Drop what was not taken."""
        for file in self._files:
            file.close()


class Candidates:
    """Pairs worth judging among postings that are told by their place in order of time.

    They share a bucket; in each, a posting meets its neighbours in time. First tell the buckets
    of the new postings (`want`), then those of all (`add`); then `find_pairs`, once.
    A context manager: what lies on disk goes with it.
    """

    def __init__(self) -> None:
        self._wanted = np.zeros(_WANTED, dtype=bool)
        edges = (np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(32)) // np.uint64(_PARTS)
        self._entries = _Parted(edges << _SHIFT)

    def __enter__(self) -> "Candidates":
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def want(self, buckets: Buckets) -> None:
        """These buckets hold a new posting: the others need not be kept."""
        self._wanted[buckets % _WANTED] = True

    def add(self, places: NDArray[np.int64], buckets: Buckets) -> None:
        """Put postings into buckets: two arrays of one length."""
        kept = self._wanted[buckets % _WANTED]
        values = buckets[kept].astype(np.uint64) << _SHIFT | places[kept].astype(np.uint64)
        self._entries.add(values)

    def find_pairs(
        self, days: NDArray[np.int32], is_told: NDArray[np.bool_], is_new: NDArray[np.bool_]
    ) -> Iterator[NDArray[np.int64]]:
        """Pairs with a new posting that time allows, as rows of two places, the smaller first.

        `days` since 0001-01-01 or UNDATED, ascending; `is_told`: by the portal.
        """
        edges = np.arange(1, _PARTS, dtype=np.uint64) * np.uint64(len(days)) // np.uint64(_PARTS)
        with closing(_Parted(edges << _SHIFT)) as pairs:
            for entries in self._entries.take():
                for found in _pair_neighbours(entries):
                    a, b = _split(found)
                    kept = (is_new[a] | is_new[b]) & _is_near(days, is_told, a, b)
                    pairs.add(np.unique(found[kept]))
            for part in pairs.take():
                if len(part):
                    yield np.stack(_split(part), axis=1)


def _split(pairs: Values) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return (pairs >> _SHIFT).astype(np.int64), (pairs & _PLACE).astype(np.int64)


def _pair_neighbours(entries: Values) -> Iterator[Values]:
    """The pairs of each bucket, in portions: a posting with those that follow it there."""
    buckets, places = entries >> _SHIFT, entries & _PLACE
    at = np.arange(len(entries))
    held: list[Values] = []
    for step in range(1, int(_RULES["bucket"]) + 1):
        at = at[at + step < len(entries)]
        at = at[buckets[at] == buckets[at + step]]
        if step == int(_RULES["wide_bucket"]) + 1:
            at = at[~_is_wide(buckets[at])]
        if not len(at):
            break
        held.append(places[at] << _SHIFT | places[at + step])
        if sum(map(len, held)) > _HELD:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


def _is_wide(buckets: Values) -> NDArray[np.bool_]:
    """Whether jobs of other employers meet there."""
    return np.asarray(buckets & np.uint64(1) == 1, dtype=bool)


def _is_near(
    days: NDArray[np.int32],
    is_told: NDArray[np.bool_],
    a: NDArray[np.int64],
    b: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Whether any rule allows so much time between the two (nlp/duplicates_judge.py)."""
    slack = SLACK_DAYS * (2 - is_told[a].astype(np.int64) - is_told[b])
    gap = np.abs(days[a].astype(np.int64) - days[b])
    is_open: NDArray[np.bool_] = gap <= FARTHEST_DAYS + slack
    is_open |= (days[a] == UNDATED) | (days[b] == UNDATED)
    return is_open


def find_candidates(
    ordered: Sequence[Sketch], is_new: Sequence[bool] | None = None
) -> Iterator[Pair]:
    """Pairs worth judging among postings in order of time, as places there, the smaller first."""
    texts = [digest(one.shingles) for one in ordered]
    marks = Marks()
    marks.add(mark(*both) for both in zip(ordered, texts, strict=True))
    for part in find_neighbours(ordered, texts, is_new):
        yield from map(tuple, part[marks.may_be_same(part)].tolist())


def find_neighbours(
    ordered: Sequence[Sketch], texts: Sequence[Digest], is_new: Sequence[bool] | None = None
) -> Iterator[NDArray[np.int64]]:
    """Pairs that meet in a bucket, as rows of two places; `texts` are the MinHashes of each."""
    new = np.array([True] * len(ordered) if is_new is None else is_new, dtype=bool)
    told = [find_buckets(*both) for both in zip(ordered, texts, strict=True)]
    places = np.repeat(np.arange(len(told)), [len(buckets) for buckets in told])
    days = [one.posted.toordinal() if one.posted else UNDATED for one in ordered]
    is_told = np.array([one.is_told for one in ordered], dtype=bool)
    with Candidates() as candidates:
        for at in np.flatnonzero(new).tolist():
            candidates.want(told[at])
        candidates.add(places, np.concatenate(told) if told else np.empty(0, dtype=np.uint32))
        yield from candidates.find_pairs(np.array(days, dtype=np.int32), is_told, new)
