"""Put new postings of a store together with the open ones: group by group, in bounded memory.

In memory is a row of numbers for each posting that time still allows to be joined, and some tens
of thousands of sketches; everything else is asked of the store when it is needed. What happens to
one group hangs on no other: groups written before a kill stay, the others come out the same later.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, pairwise
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from data.vacancy import OpenPosting, Placed, is_plain, name_vacancy, read_founder
from nlp.duplicate_sketch import Sketch, sketch
from nlp.duplicates import (
    Edge,
    compare_groups,
    find_lead,
    grow_groups,
    judge_pairs,
    name_vacancies,
    order_sketches,
)
from nlp.duplicates_candidates import (
    FARTHEST_DAYS,
    SLACK_DAYS,
    UNDATED,
    Buckets,
    Candidates,
    find_buckets,
)
from nlp.duplicates_marks import Marks, digest, mark
from nlp.duplicates_packed import pack, unpack

# A change of the sketch or of the rules gets a new number: all postings are then put together
# anew, and vacancies keep their ids as far as they hold the same postings.
RULES_VERSION: Final = "5"
# The farthest two postings of one opening may be apart where neither portal told a date.
REACH_DAYS: Final = FARTHEST_DAYS + 2 * SLACK_DAYS
_PAIRS: Final = 5_000
_SKETCHES_HELD: Final = 30_000
# Postings whose groups are written at a time.
_WRITTEN: Final = 1_000
# The vacancy and the state of postings by key.
_Members: TypeAlias = dict[int, tuple[str, str]]


class Shelf(Protocol):
    """What is asked of the store; data/vacancies.py answers."""

    def stream_waiting(self) -> Iterator[list[tuple[date | None, bytes]]]:
        """The day and the buckets of the postings that wait to be put together."""

    def stream_open(self, since: date | None) -> Iterator[list[OpenPosting]]:
        """All postings of that day or later (None: all) in order of time, undated ones last."""

    def load_sketches(self, keys: Sequence[int]) -> Mapping[int, bytes]:
        """The packed sketches of postings."""

    def load_members(self, vacancies: Sequence[str]) -> list[tuple[int, str, str]]:
        """The key, vacancy and state of all postings of these vacancies."""


@dataclass(frozen=True, slots=True)
class StoredSketch:
    """A sketch as it is stored, and what tells which others it is worth comparing with."""

    posted: date | None
    is_told: bool
    buckets: bytes
    mark: bytes
    body: bytes


def sketch_stored(
    key: int,
    portal: str,
    content: Mapping[str, object],
    posted: date | None,
    seen: date | None,
    pay: tuple[float | None, float | None],
) -> StoredSketch:
    """The sketch of a posting; `pay` is its monthly minimum and maximum in rupiah."""
    told = {name: text for name, text in content.items() if isinstance(text, str)}
    found = sketch(
        name_vacancy(key),
        portal,
        told.get("title"),
        told.get("company"),
        told.get("location"),
        told.get("description"),
        posted,
        pay,
        seen,
        told.get("education"),
    )
    hashes = digest(found.shingles)
    buckets = find_buckets(found, hashes).astype("<u4").tobytes()
    return StoredSketch(found.posted, found.is_told, buckets, mark(found, hashes), pack(found))


def put_together(shelf: Shelf) -> Iterator[Placed]:
    """Put the waiting postings of a store together with all that time allows, part by part."""
    sketches = _Sketches(shelf)
    with Candidates() as candidates:
        if (window := _want(shelf, candidates)) is None:
            return
        postings = _read_open(shelf, candidates, window)
        edges = _judge(postings, candidates, sketches)
    for components in _find_components(postings, edges):
        yield _place(components, shelf, sketches)


@dataclass(slots=True)
class _Window:
    """The first day to look at; None: every day."""

    since: date | None


def _want(shelf: Shelf, candidates: Candidates) -> _Window | None:
    """Tell the buckets of the waiting postings; None where none waits."""
    earliest, has_undated, waiting = date.max, False, 0
    for chunk in shelf.stream_waiting():
        waiting += len(chunk)
        for day, _ in chunk:
            has_undated |= day is None
            earliest = min(earliest, day or earliest)
        candidates.want(_join(packed for _, packed in chunk))
    if not waiting:
        return None
    first = earliest.toordinal() - REACH_DAYS
    return _Window(None if has_undated or first < 1 else date.fromordinal(first))


def _join(packed: Iterable[bytes]) -> Buckets:
    return np.frombuffer(b"".join(packed), dtype="<u4").astype(np.uint32)


@dataclass(slots=True)
class _Postings:
    """A row a posting that may be joined, in order of time."""

    keys: "array[int]" = field(default_factory=lambda: array("q"))
    days: "array[int]" = field(default_factory=lambda: array("i"))
    is_told: "array[int]" = field(default_factory=lambda: array("b"))
    is_new: "array[int]" = field(default_factory=lambda: array("b"))
    founders: "array[int]" = field(default_factory=lambda: array("q"))
    marks: Marks = field(default_factory=Marks)
    # Of the few whose name is not that of their founder alone.
    others: dict[int, str] = field(default_factory=dict)


def _read_open(shelf: Shelf, candidates: Candidates, window: _Window) -> _Postings:
    """The postings that may be joined; their buckets are told to the candidates."""
    found = _Postings()
    for chunk in shelf.stream_open(window.since):
        first = len(found.keys)
        for one in chunk:
            found.keys.append(one.key)
            found.days.append(UNDATED if one.day is None else one.day.toordinal())
            found.is_told.append(one.is_told)
            found.is_new.append(one.state != "done")
            found.founders.append(read_founder(one.vacancy))
            if not is_plain(one.vacancy):
                found.others[one.key] = one.vacancy
        sizes = [len(one.buckets) // 4 for one in chunk]
        found.marks.add(one.mark for one in chunk)
        places = np.repeat(np.arange(first, first + len(chunk)), sizes)
        candidates.add(places, _join(one.buckets for one in chunk))
    return found


class _Sketches:
    """Sketches by the key of the posting; of those used before, the latest are held."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held: dict[int, Sketch] = {}

    def load(self, keys: Iterable[int]) -> dict[int, Sketch]:
        """The sketches of these postings by key."""
        wanted = dict.fromkeys(keys)
        found = {key: self._held.pop(key) for key in wanted if key in self._held}
        missing = [key for key in wanted if key not in found]
        for key, packed in self._shelf.load_sketches(missing).items():
            found[key] = unpack(name_vacancy(key), packed)
        self._held |= found
        for key in list(islice(self._held, max(0, len(self._held) - _SKETCHES_HELD))):
            del self._held[key]
        return found


@dataclass(slots=True)
class _Edges:
    """The pairs of one opening: how sure, and their rows among the postings."""

    scores: "array[float]" = field(default_factory=lambda: array("d"))
    first: "array[int]" = field(default_factory=lambda: array("q"))
    second: "array[int]" = field(default_factory=lambda: array("q"))


def _judge(postings: _Postings, candidates: Candidates, sketches: _Sketches) -> _Edges:
    edges = _Edges()
    days = np.array(postings.days, dtype=np.int32)
    is_told = np.array(postings.is_told, dtype=bool)
    is_new = np.array(postings.is_new, dtype=bool)
    for shared in candidates.find_pairs(days, is_told, is_new):
        part = shared[postings.marks.may_be_same(shared)]
        for begin in range(0, len(part), _PAIRS):
            pairs = part[begin : begin + _PAIRS]
            rows = np.unique(pairs)
            keys = [postings.keys[row] for row in rows.tolist()]
            found = sketches.load(keys)
            ordered = [found[key] for key in keys]
            local = np.searchsorted(rows, pairs).tolist()
            for score, a, b in judge_pairs(ordered, local):
                edges.scores.append(score)
                edges.first.append(rows[a])
                edges.second.append(rows[b])
    return edges


@dataclass(slots=True)
class _Component:
    """Postings that hang together by pairs or by their vacancies, with a new one among them."""

    keys: list[int]
    vacancies: set[str]  # those of its postings, and those that bear their names
    edges: list[tuple[float, int, int]] = field(default_factory=list)  # of keys


def _find_components(postings: _Postings, edges: _Edges) -> Iterator[list[_Component]]:
    """All that hang together with a new posting, some at a time."""
    keys = np.array(postings.keys, dtype=np.int64)
    founders = np.array(postings.founders, dtype=np.int64)
    first, second = np.array(edges.first, np.int64), np.array(edges.second, np.int64)
    labels = _label(keys, founders, first, second)
    is_new = np.array(postings.is_new, dtype=bool)
    has_new = np.zeros(int(labels.max(initial=-1)) + 1, dtype=bool)
    has_new[labels[: len(keys)][is_new]] = True
    rows = np.flatnonzero(has_new[labels[: len(keys)]])
    rows = rows[np.argsort(labels[rows], kind="stable")]
    bounds = [0, *(np.flatnonzero(np.diff(labels[rows])) + 1).tolist(), len(rows)]
    by_label = np.argsort(labels[first], kind="stable") if len(first) else first
    edge_labels = labels[first[by_label]] if len(first) else first
    batch: list[_Component] = []
    size = 0
    for first_row, end_row in pairwise(bounds):
        members = rows[first_row:end_row]
        label = labels[members[0]]
        named = {*keys[members].tolist(), *founders[members].tolist()}
        one = _Component(keys[members].tolist(), {name_vacancy(key) for key in named})
        if postings.others:
            one.vacancies |= {postings.others[k] for k in one.keys if k in postings.others}
        begin, end = np.searchsorted(edge_labels, [label, label + 1]).tolist()
        for at in by_label[begin:end].tolist():
            a, b = int(keys[first[at]]), int(keys[second[at]])
            one.edges.append((edges.scores[at], a, b))
        batch.append(one)
        size += len(members)
        if size >= _WRITTEN:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _label(
    keys: NDArray[np.int64],
    founders: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
) -> NDArray[np.int32]:
    """The component of each posting.

    It hangs together with the postings it is paired with, with those of its vacancy, and with
    those of the vacancy that bears its name, whose name it may need.
    """
    names, of = np.unique(np.concatenate([keys, founders]), return_inverse=True)
    rows = np.arange(len(keys))
    a = np.concatenate([rows, rows, first])
    b = np.concatenate([of[: len(keys)] + len(keys), of[len(keys) :] + len(keys), second])
    n = len(keys) + len(names)
    graph = sparse.coo_matrix((np.ones(len(a), dtype=bool), (a, b)), shape=(n, n))
    _, labels = csgraph.connected_components(graph, directed=False)
    return np.asarray(labels, dtype=np.int32)


def _place(components: Sequence[_Component], shelf: Shelf, sketches: _Sketches) -> Placed:
    """Group the postings of each component, and name the vacancies."""
    owner = {name: at for at, one in enumerate(components) for name in sorted(one.vacancies)}
    members: list[_Members] = [{} for _ in components]
    for key, vacancy, state in shelf.load_members(list(owner)):
        members[owner[vacancy]][key] = vacancy, state
    both = list(zip(components, members, strict=True))
    texts = sketches.load(
        key for one, stored in both if not _is_alone(one, stored) for key in stored
    )
    vacancies: dict[int, str] = {}
    leads: dict[str, int] = {}
    alone: set[str] = set()
    merged: list[tuple[str, str]] = []
    split: list[tuple[str, str]] = []
    born = 0
    for component, stored in both:
        named = {name_vacancy(k): name for k, (name, state) in stored.items() if state != "new"}
        if _is_alone(component, stored):
            found = {name: name for name, _ in stored.values()}
            leads |= {name: key for key, (name, _) in stored.items()}
            # Reading made the vacancy of its own; one that is looked at again may have had others.
            alone |= {name for name, state in stored.values() if state == "new"}
        else:
            groups = _regroup(component, stored, texts)
            found = name_vacancies(groups, named)
            leads |= {found[group[0].key]: read_founder(find_lead(group).key) for group in groups}
        vacancies |= {read_founder(key): vacancy for key, vacancy in found.items()}
        changes = compare_groups(named, found)
        born += len(changes.born)
        merged += [(now, was) for now, of in changes.merged.items() for was in sorted(of)]
        split += [(was, now) for was, to in changes.split.items() for now in sorted(to)]
    before = frozenset(vacancy for stored in members for vacancy, _ in stored.values())
    return Placed(
        vacancies,
        leads,
        frozenset(alone),
        before,
        born,
        # What only moved from one vacancy to another merged none and split none.
        merged=tuple((now, was) for now, was in merged if was not in leads),
        split=tuple((was, now) for was, now in split if now not in before),
    )


def _is_alone(component: _Component, stored: _Members) -> bool:
    """Whether each posting is a vacancy of its own, before and now."""
    return not component.edges and all(
        vacancy == name_vacancy(key) for key, (vacancy, _) in stored.items()
    )


def _regroup(
    component: _Component, stored: _Members, texts: Mapping[int, Sketch]
) -> list[list[Sketch]]:
    """The postings of a component by vacancy; those done stay together, unless in conflict."""
    ordered = order_sketches(texts[key] for key in stored)
    place = {one.key: at for at, one in enumerate(ordered)}
    edges: list[Edge] = [
        (score, place[name_vacancy(a)], place[name_vacancy(b)]) for score, a, b in component.edges
    ]
    done = {name_vacancy(k): vacancy for k, (vacancy, state) in stored.items() if state == "done"}
    return grow_groups(ordered, edges, done)
