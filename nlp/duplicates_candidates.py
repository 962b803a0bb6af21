"""Find the pairs of postings worth judging: far fewer than all, and none of one opening lost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, TypeAlias

import rensa

from nlp.duplicate_sketch import RULES, Shingles, Sketch

_TEXT, _RULES = RULES["text"], RULES["candidates"]
_SEED: Final = 17
Pair: TypeAlias = tuple[int, int]


def find_bands(shingles: Shingles) -> list[tuple[int, ...]]:
    """The MinHash bands of a text: texts that share one are candidates."""
    n, bands = _RULES["permutations"], _RULES["bands"]
    mini = rensa.RMinHash(num_perm=n, seed=_SEED)
    mini.update([str(shingle) for shingle in shingles.tolist()])
    digest = mini.digest()
    rows = n // bands
    return [(band, *digest[band * rows : (band + 1) * rows]) for band in range(bands)]


def name_buckets(one: Sketch) -> Iterator[tuple[object, ...]]:
    """The buckets in which a posting meets others, but for those of its text.

    An employer's jobs by each word of the title, also apart by place so that large employers do
    not fill a bucket; and jobs of one title in one place, whoever offers them.
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
    if one.title:
        for place in sorted(one.regencies):
            yield ("job", *sorted(one.title), place)


def find_candidates(sketches: Sequence[Sketch]) -> set[Pair]:
    """Pairs worth judging, as places in `sketches`, the smaller first.

    They share a bucket or a band of their texts; in each, a posting meets its neighbours in time.
    """
    buckets: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(sketches):
        for name in name_buckets(one):
            buckets[hash(name)].append(at)
        if len(one.shingles) >= _TEXT["fewest"]:
            for band in find_bands(one.shingles):
                buckets[hash(band)].append(at)
    far = date.min
    pairs: set[Pair] = set()
    for members in buckets.values():
        if len(members) > 1:
            members.sort(key=lambda at: (sketches[at].posted or far, sketches[at].key))
            pairs.update(_pair_neighbours(members, _RULES["bucket"]))
    return pairs


def _pair_neighbours(members: Sequence[int], most: int) -> Iterable[Pair]:
    for place, at in enumerate(members):
        for other in members[place + 1 : place + 1 + most]:
            yield (at, other) if at < other else (other, at)
