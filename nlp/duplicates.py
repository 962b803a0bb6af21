"""Put postings together that advertise the same opening: across portals, and posted again.

Candidates (nlp/duplicates_candidates.py) are judged pair by pair (nlp/duplicates_judge.py). Groups
grow from the surest pair on; a pair in conflict keeps two groups apart. What was put together
before stays, under its id, and only pairs with a new posting are judged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Final, TypeAlias

from nlp.duplicate_sketch import Sketch
from nlp.duplicates_candidates import Pair, find_candidates
from nlp.duplicates_judge import are_two_texts, find_conflict, judge

_NONE_KNOWN: Final[Mapping[str, str]] = {}
# How sure it is that two postings are of one opening, and their places in order of time.
Edge: TypeAlias = tuple[float, int, int]


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
            find_conflict(sketches[x], sketches[y]) or are_two_texts(sketches[x], sketches[y])
            for x in self.members[first]
            for y in self.members[second]
        ):
            return False
        keep, gone = min(first, second), max(first, second)
        self._leader[gone] = keep
        self.members[keep] += self.members.pop(gone)
        return True


def order_sketches(sketches: Iterable[Sketch]) -> list[Sketch]:
    """The postings in order of time, undated ones last: no result hangs on the order of input."""
    return sorted(sketches, key=lambda one: (one.posted or date.max, one.key))


def group(sketches: Iterable[Sketch], known: Mapping[str, str] = _NONE_KNOWN) -> list[list[Sketch]]:
    """The postings of each opening, each in order of time.

    `known` has the vacancy of each posting that was grouped before, by key: such postings stay
    together unless they have come into conflict, and only pairs with another posting are judged.
    """
    ordered = order_sketches(sketches)
    is_new = [one.key not in known for one in ordered]
    return grow_groups(ordered, judge_pairs(ordered, find_candidates(ordered, is_new)), known)


def judge_pairs(ordered: Sequence[Sketch], pairs: Iterable[Pair]) -> Iterator[Edge]:
    """The pairs that are of one opening."""
    for a, b in pairs:
        verdict = judge(ordered[a], ordered[b])
        if verdict.is_same:
            yield verdict.score, a, b


def grow_groups(
    ordered: Sequence[Sketch], edges: Iterable[Edge], known: Mapping[str, str] = _NONE_KNOWN
) -> list[list[Sketch]]:
    """The groups that the pairs make out of postings in order of time, the surest pair first."""
    groups = Groups(ordered)
    leaders: dict[str, int] = {}
    for at, one in enumerate(ordered):
        if (vacancy := known.get(one.key)) is not None:
            groups.join(leaders.setdefault(vacancy, at), at)
    for _, a, b in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        groups.join(a, b)
    return [[ordered[at] for at in sorted(of)] for _, of in sorted(groups.members.items())]


def find_lead(members: Sequence[Sketch]) -> Sketch:
    """The posting that speaks for a vacancy: the one with the fullest text, of equals the first."""
    return max(members, key=lambda one: len(one.shingles))


def name_vacancies(
    groups: Iterable[Sequence[Sketch]], known: Mapping[str, str] = _NONE_KNOWN
) -> dict[str, str]:
    """The vacancy id of each posting, by key.

    A new vacancy is named by its first posting. A known one keeps its id: the group that holds the
    posting it is named by, else the one with most of its postings; of two merged, the older stays.
    """
    ordered = sorted(groups, key=lambda members: (members[0].posted or date.max, members[0].key))
    taken: set[str] = set()
    names: dict[int, str] = {}
    claims: list[tuple[bool, int, int, str]] = []
    for place, members in enumerate(ordered):
        keys = {one.key for one in members}
        votes = Counter(known[one.key] for one in members if one.key in known)
        claims += [(vacancy not in keys, -n, place, vacancy) for vacancy, n in votes.items()]
    order = {one.key: at for at, one in enumerate(one for members in ordered for one in members)}
    claims.sort(key=lambda claim: (claim[0], order.get(claim[3], len(order)), *claim[1:]))
    for _, _, place, vacancy in claims:
        if place not in names and vacancy not in taken:
            names[place] = vacancy
            taken.add(vacancy)
    for place, members in enumerate(ordered):
        if place not in names:
            free = (one.key for one in members if one.key not in taken)
            names[place] = next(free, _name_again(members[0].key, known))
            taken.add(names[place])
    return {one.key: names[place] for place, members in enumerate(ordered) for one in members}


def _name_again(key: str, known: Mapping[str, str]) -> str:
    """The name of a vacancy whose first posting left it for another, and this one again."""
    return f"{key}~{blake2b(known.get(key, '').encode(), digest_size=4).hexdigest()}"


def find_vacancies(
    sketches: Iterable[Sketch], known: Mapping[str, str] = _NONE_KNOWN
) -> dict[str, str]:
    """The vacancy id of each posting, by key; see `group` and `name_vacancies`."""
    return name_vacancies(group(sketches, known), known)


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of vacancies between two runs: ids, and for merges and splits which of which."""

    kept: frozenset[str]
    born: frozenset[str]
    ended: frozenset[str]  # none of their postings is there any more
    merged: Mapping[str, frozenset[str]]  # now one: what it was before
    split: Mapping[str, frozenset[str]]  # was one: what it is now


def compare_groups(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What became of the vacancies; both arguments give the vacancy of each posting by key."""
    into: dict[str, set[str]] = defaultdict(set)
    out_of: dict[str, set[str]] = defaultdict(set)
    for posting, old in before.items():
        if posting in after:
            into[old].add(after[posting])
            out_of[after[posting]].add(old)
    olds, news = set(before.values()), set(after.values())
    return Changes(
        kept=frozenset(olds & news),
        born=frozenset(news - set(out_of)),
        ended=frozenset(olds - set(into)),
        merged={new: frozenset(of) for new, of in sorted(out_of.items()) if len(of) > 1},
        split={old: frozenset(to) for old, to in sorted(into.items()) if len(to) > 1},
    )
