"""Put postings together that advertise the same opening: across portals, and posted again.

Candidates come from equal employers and from texts that share MinHash bands; a pair is judged by
text, title, employer and time; conflicts (another place, level, requisition) forbid it. Groups grow
from the surest pair on, and a pair in conflict keeps two groups apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import rensa
from rapidfuzz import fuzz

from nlp.duplicate_sketch import RULES, Sketch

_TEXT, _TITLE, _TIME = RULES["text"], RULES["title"], RULES["time"]
_CANDIDATES: Final[Mapping[str, int]] = RULES["candidates"]
_SEED: Final = 17


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two postings are of one opening, how sure (0 to 1), and what spoke against it."""

    is_same: bool
    score: float
    conflict: str | None = None


def find_conflict(a: Sketch, b: Sketch) -> str | None:
    """What forbids that two postings are of one opening: place, level, outlet, requisition."""
    if a.regencies and b.regencies:
        if a.regencies.isdisjoint(b.regencies):
            return "other_place"
    elif a.provinces and b.provinces and a.provinces.isdisjoint(b.provinces):
        return "other_place"
    if a.title_places and b.title_places and a.title_places.isdisjoint(b.title_places):
        return "other_outlet"
    if a.level != b.level:
        return "other_level"
    if a.requisition != b.requisition and a.requisition and b.requisition:
        return "other_requisition"
    return None


def judge(a: Sketch, b: Sketch) -> Verdict:
    """Whether two postings advertise the same opening."""
    if conflict := find_conflict(a, b):
        return Verdict(is_same=False, score=0.0, conflict=conflict)
    employer = _compare_employers(a.employer, b.employer)
    if employer == 0.0:
        return Verdict(is_same=False, score=0.0, conflict="other_employer")
    title = fuzz.token_sort_ratio(a.title, b.title)
    jaccard, held = compare_texts(a.shingles, b.shingles)
    gap = abs((a.posted - b.posted).days) if a.posted and b.posted else 0
    if gap > (_TIME["copy_days"] if jaccard >= _TEXT["same"] else _TIME["window_days"]):
        return Verdict(is_same=False, score=0.0, conflict="other_time")
    has_texts = min(len(a.shingles), len(b.shingles)) >= _TEXT["fewest"]
    if has_texts:
        is_same = title >= _TITLE["alike"] and (jaccard >= _TEXT["alike"] or held >= _TEXT["held"])
        # The same text under a title that is not: chains reuse texts for other jobs.
        is_same = is_same or (jaccard >= _TEXT["same"] and title >= 60 and employer == 1.0)
    else:
        is_same = (
            title >= _TITLE["same"]
            and employer == 1.0
            and bool(a.regencies and b.regencies)
            and not _pay_differs(a, b)
        )
    score = (title / 100 + (max(jaccard, held) if has_texts else 0.5) + employer) / 3
    return Verdict(is_same, score)


def _compare_employers(a: str, b: str) -> float:
    """1 for equal names, less for alike ones or where one is hidden, 0 for two employers."""
    if not a or not b:
        return 0.5
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return 1.0
    alike = fuzz.token_sort_ratio(a, b)
    return alike / 100 if alike >= RULES["employer"]["alike"] else 0.0


def compare_texts(a: frozenset[int], b: frozenset[int]) -> tuple[float, float]:
    """The true Jaccard of two sets of shingles, and how much of the smaller is in the larger."""
    if not a or not b:
        return 0.0, 0.0
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared), shared / min(len(a), len(b))


def _pay_differs(a: Sketch, b: Sketch) -> bool:
    return a.pay != b.pay and None not in (*a.pay, *b.pay)


def find_bands(shingles: frozenset[int]) -> list[tuple[int, ...]]:
    """The MinHash bands of a text: texts that share one are candidates."""
    n, bands = _CANDIDATES["permutations"], _CANDIDATES["bands"]
    mini = rensa.RMinHash(num_perm=n, seed=_SEED)
    mini.update([str(shingle) for shingle in shingles])
    digest = mini.digest()
    rows = n // bands
    return [(band, *digest[band * rows : (band + 1) * rows]) for band in range(bands)]


def find_candidates(sketches: Sequence[Sketch]) -> set[tuple[int, int]]:
    """Pairs worth judging, as places in `sketches`.

    They have the employer and a word of the title in common, or a band of their texts. In each
    bucket a posting meets its neighbours in time only.
    """
    buckets: dict[object, list[int]] = defaultdict(list)
    for at, one in enumerate(sketches):
        if one.employer:
            for word in set(one.title.split()):
                buckets[(one.employer, word)].append(at)
        if len(one.shingles) >= _TEXT["fewest"]:
            for band in find_bands(one.shingles):
                buckets[band].append(at)
    pairs: set[tuple[int, int]] = set()
    far = date.min
    for members in buckets.values():
        if len(members) > 1:
            members.sort(key=lambda at: (sketches[at].posted or far, at))
            for place, at in enumerate(members):
                for other in members[place + 1 : place + 1 + _CANDIDATES["bucket"]]:
                    pairs.add((min(at, other), max(at, other)))
    return pairs


class Groups:
    """Groups that grow pair by pair; two with a pair in conflict are never put together."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches
        self._leader = list(range(len(sketches)))
        self.members: dict[int, list[int]] = {at: [at] for at in self._leader}

    def find(self, at: int) -> int:
        """The group of a posting."""
        while self._leader[at] != at:
            self._leader[at] = self._leader[self._leader[at]]
            at = self._leader[at]
        return at

    def join(self, a: int, b: int) -> bool:
        """Put the groups of two postings together, unless any two of them are in conflict."""
        first, second = self.find(a), self.find(b)
        if first == second:
            return True
        sketches = self._sketches
        if any(
            find_conflict(sketches[x], sketches[y])
            for x in self.members[first]
            for y in self.members[second]
        ):
            return False
        keep, gone = min(first, second), max(first, second)
        self._leader[gone] = keep
        self.members[keep] += self.members.pop(gone)
        return True


def group(sketches: Sequence[Sketch]) -> list[list[int]]:
    """The postings of each opening, as places in `sketches`, in the order of the first of each."""
    judged = (
        (verdict.score, a, b)
        for a, b in find_candidates(sketches)
        if (verdict := judge(sketches[a], sketches[b])).is_same
    )
    groups = Groups(sketches)
    for _, a, b in sorted(judged, key=lambda row: (-row[0], row[1], row[2])):
        groups.join(a, b)
    return [sorted(members) for _, members in sorted(groups.members.items())]


def name_vacancies(sketches: Sequence[Sketch], groups: Iterable[Sequence[int]]) -> Iterator[str]:
    """The vacancy id of each posting, in order: that of the first posting of its group.

    First is who was posted first; so an opening keeps its id when it is posted again.
    """
    names = [""] * len(sketches)
    for members in groups:
        first = min(members, key=lambda at: (sketches[at].posted or date.max, sketches[at].key))
        for at in members:
            names[at] = sketches[first].key
    yield from names
