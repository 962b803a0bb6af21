"""Openings by day and by the portals that show them: counted once, for every set of portals."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

# A set of portals is a number with a bit for each: one of the machine's where these have enough,
# else one of Python's, which have any and are slower.
Bits = NDArray[Any]
_MACHINE_BITS: Final = 62


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """How many openings stand on each day on exactly some portals, and how many begin.

    `stand` has a row for each set of `sets` (sets × portals); `begin` one for each portal that
    openings begin on (`begin_on`) after they began on others (`begin_after`, sets × portals). The
    columns of both are the days.
    """

    sets: Flags
    stand: Floats
    begin_on: Whole
    begin_after: Flags
    begin: Floats

    def count_stock(self, portals: Flags) -> Floats:
        """Openings that stand on each day on one or more of the portals, each counted once."""
        stock: Floats = self.stand[self.sets[:, portals].any(axis=1)].sum(axis=0)
        return stock

    def count_new(self, portals: Flags) -> Floats:
        """Openings whose first day on any of the portals each day is."""
        is_first = portals[self.begin_on] & ~self.begin_after[:, portals].any(axis=1)
        new: Floats = self.begin[is_first].sum(axis=0)
        return new


def count_steps(
    opening: Whole, portal: Whole, begins: Whole, ends: Whole, days: int, portals: int
) -> Steps:
    """The steps of spans in order of opening and first day.

    `portal` are places among `portals`, `begins` and `ends` count from the first of `days`, both
    included; what lies outside of them counts as far as it reaches in. Most openings are on one
    portal once; for the others the sets of portals are followed through time.
    """
    differs = np.flatnonzero(opening[1:] != opening[:-1]) + 1
    is_first, is_last = np.zeros(len(opening), bool), np.zeros(len(opening), bool)
    is_first[:1], is_last[-1:] = True, True
    is_first[differs] = is_last[differs - 1] = True
    is_alone = is_first & is_last
    shared = ~is_alone
    begins, stops = begins.clip(-1, days), (ends + 1).clip(0, days)
    steps = _table(portal[is_alone], begins[is_alone].clip(0), portals, days)
    steps -= _table(portal[is_alone], stops[is_alone], portals, days)
    rows = opening[shared], portal[shared], begins[shared], stops[shared]
    sets, changes = _follow(*rows, days, portals)
    on, after, began = _order(*rows[:3], days, portals)
    alone = is_alone & (begins >= 0)
    return Steps(
        sets=np.concatenate([np.eye(portals, dtype=bool), _flags(sets, portals)]),
        stand=np.cumsum(np.concatenate([steps, changes]), axis=1)[:, :days],
        begin_on=np.concatenate([np.arange(portals), on]),
        begin_after=np.concatenate([np.zeros((portals, portals), bool), _flags(after, portals)]),
        begin=np.concatenate([_table(portal[alone], begins[alone], portals, days), began])[
            :, :days
        ],
    )


def _table(row: Whole, day: Whole, rows: int, days: int) -> Floats:
    """How often each row and day come together; the day after the last is what lies beyond."""
    width = days + 1
    counts = np.bincount(row * width + day, minlength=rows * width)
    return counts.reshape(rows, width).astype(float)


def _bits(portal: Whole, portals: int) -> Bits:
    """The set of each of these portals alone."""
    if portals > _MACHINE_BITS:
        return np.array([1 << place for place in portal.tolist()], object)
    return np.ones(len(portal), np.int64) << portal


def _flags(sets: Bits, portals: int) -> Flags:
    """Sets as rows of a flag for each portal."""
    flags: Flags = (sets[:, None] >> np.arange(portals).astype(sets.dtype) & 1).astype(bool)
    return flags


def _follow(
    opening: Whole, portal: Whole, begins: Whole, stops: Whole, days: int, portals: int
) -> tuple[Bits, Floats]:
    """The sets of portals that openings stand on, and how many more stand on each from each day."""
    if not len(opening):
        return _bits(portal, portals), np.zeros((0, days + 1))
    # An opening may be on a portal more than once: times that meet are one.
    group = _number(opening) * portals + portal
    order = np.argsort(group, kind="stable")
    group, begins, stops = group[order], begins[order].clip(0), stops[order]
    raised = np.cumsum(np.append(False, group[1:] != group[:-1])) * (days + 2)
    furthest = np.maximum.accumulate(stops + raised) - raised
    starts = np.ones(len(group), bool)
    starts[1:] = (group[1:] != group[:-1]) | (begins[1:] > furthest[:-1])
    lasts = np.append(starts[1:], True)
    bit, own = _bits(group % portals, portals), group // portals
    # What the set of an opening is after each of its steps: a portal comes or goes.
    when = np.concatenate([own[starts], own[lasts]]) * (days + 1)
    when += np.concatenate([begins[starts], furthest[lasts]])
    step = np.concatenate([bit[starts], -bit[lasts]])
    order = np.argsort(when, kind="stable")
    when, after = when[order], np.cumsum(step[order])
    is_last = np.append(when[1:] != when[:-1], True)
    day, after = when[is_last] % (days + 1), after[is_last]
    # All of an opening's portals are gone before the next one's first comes.
    before = np.append(0, after[:-1])
    sets, place = np.unique(np.concatenate([after, before]), return_inverse=True)
    changes = _table(place[: len(day)], day, len(sets), days)
    changes -= _table(place[len(day) :], day, len(sets), days)
    return sets[sets > 0], changes[sets > 0]


def _order(
    opening: Whole, portal: Whole, begins: Whole, days: int, portals: int
) -> tuple[Whole, Bits, Floats]:
    """Portals that openings begin on, the sets they began on before, and how many on each day."""
    bit = _bits(portal, portals)
    before = np.zeros_like(bit)
    firsts = np.flatnonzero(np.append(True, opening[1:] != opening[:-1])[: len(opening)])
    lengths = np.diff(np.append(firsts, len(opening)))
    for nth in range(1, int(lengths.max(initial=0))):
        rows = firsts[lengths > nth] + nth
        before[rows] = before[rows - 1] | bit[rows - 1]
    kept = (before & bit == 0) & (begins >= 0)
    sets, place = np.unique(before[kept], return_inverse=True)
    pairs, row = np.unique(place * portals + portal[kept], return_inverse=True)
    began = _table(row, begins[kept], len(pairs), days)
    return pairs % portals, sets[pairs // portals], began


def _number(opening: Whole) -> Whole:
    """Openings numbered from 0 in the order they stand in."""
    return np.cumsum(np.append(False, opening[1:] != opening[:-1]))
