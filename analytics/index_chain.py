"""One series out of many portals: gaps filled from the others, entries and exits linked."""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# The daily counts over a set of portals, given as a flag for each.
Count = Callable[[Flags], Floats]

# What a portal adds to the others is measured over so many days on either side of a change: a
# single day of a small market is noise.
LINK_DAYS: Final = 28


def find_usual(reported: Flags, longest_gap: int) -> Flags:
    """On which days (rows) a portal (columns) belongs to the sum, whether it reported or not.

    That is from its first reported day to its last one, without silences of more than
    `longest_gap` days. A shorter silence that has not ended belongs to it: the portal may only
    have failed. A portal that has not yet reported on LINK_DAYS days does not belong to it.
    """
    usual = np.zeros_like(reported)
    for portal in range(reported.shape[1]):
        days = np.flatnonzero(reported[:, portal])
        breaks = np.flatnonzero(np.diff(days) > longest_gap + 1) + 1
        for spell in np.split(days, breaks):
            if len(spell) < LINK_DAYS:
                continue
            may_return = len(reported) - 1 - spell[-1] <= longest_gap
            usual[spell[0] : len(reported) if may_return else spell[-1] + 1, portal] = True
    return usual


def link(count: Count, reported: Flags, usual: Flags) -> Floats:
    """One daily series that portals' coming, failing and leaving does not move.

    Between two changes of the set of usual portals it is their count (`_complete`) times a factor.
    At a change the factor follows from the portals in both sets: their part of the old count in
    the LINK_DAYS before, to their part of the new count in the LINK_DAYS after, so that only their
    own movement shows. The last factor is 1: the newest part of the series is the count itself.
    Days before a change that no portal survives are nan: they cannot be compared with today. This
    is the chained matched growth of METHODS 3.1, with the link measured over weeks, not a day.
    """
    days = len(reported)
    series = np.full(days, np.nan)
    factor, later = 1.0, None
    for start, stop in reversed(list(_runs(usual))):
        here = usual[start]
        if not here.any():
            break
        level = _complete(count, reported, here, start, stop)
        if later is not None:
            before = slice(max(start, stop - LINK_DAYS), stop)
            after = slice(stop, min(stop + LINK_DAYS, later[1]))
            stay = here & usual[stop]
            factor *= _part(count, reported, stay, level, before) / _part(
                count, reported, stay, later[0], after
            )
            if not np.isfinite(factor) or factor <= 0:
                break
        series[start:stop] = level[start:stop] * factor
        later = (level, stop)
    return series


def _runs(rows: Flags) -> Iterator[tuple[int, int]]:
    """Start and stop of each run of equal rows."""
    changes = np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1
    yield from zip([0, *changes.tolist()], [*changes.tolist(), len(rows)], strict=True)


def _part(count: Count, reported: Flags, stay: Flags, level: Floats, window: slice) -> float:
    """The part of the level that portals have in a window, nan where it can't be told."""
    if not stay.any():
        return np.nan
    days = reported[window][:, stay].all(axis=1) & np.isfinite(level[window])
    whole = float(level[window][days].sum())
    return float(count(stay)[window][days].sum()) / whole if whole > 0 else np.nan


def _complete(count: Count, reported: Flags, portals: Flags, start: int, stop: int) -> Floats:
    """The count over portals from day `start` up to `stop`, as if all had reported.

    Where some did not, it is the count over the others times the ratio of all to these. The ratio
    goes in a straight line from that of the LINK_DAYS complete days before to that of the LINK_DAYS
    after; without days after (a gap that has not ended) it keeps the one before. Nan where no
    portal reported, or no complete days tell the ratio.
    """
    whole = count(portals)
    level = np.full(len(reported), np.nan)
    told = np.asarray(reported[:, portals].all(axis=1))
    told[:start] = told[stop:] = False
    level[told] = whole[told]
    for first, last in find_runs(~told[start:stop]):
        gap = np.arange(start + first, start + last + 1)
        before = np.flatnonzero(told[: gap[0]])[-LINK_DAYS:]
        after = gap[-1] + 1 + np.flatnonzero(told[gap[-1] + 1 :])[:LINK_DAYS]
        part = np.arange(1, len(gap) + 1) / (len(gap) + 1)
        present = reported[gap] & portals
        for low, high in _runs(present):
            these = present[low]
            if not these.any():
                continue
            rest = count(these)
            ratios = [_ratio(whole[days], rest[days]) for days in (before, after)]
            begin, end = (
                ratio if np.isfinite(ratio) else other
                for ratio, other in zip(ratios, reversed(ratios), strict=True)
            )
            inside = slice(low, high)
            level[gap[inside]] = rest[gap[inside]] * (begin + (end - begin) * part[inside])
    return level


def _ratio(whole: Floats, rest: Floats) -> float:
    """The whole to the rest, nan where the rest is nothing."""
    return float(whole.sum() / rest.sum()) if rest.sum() > 0 else np.nan


def share_reported(count: Count, told: Flags, usual: Flags) -> Floats:
    """On each day what part of the usual portals' openings those have that reported, 0 to 1.

    Measured as in `link` over the nearest days on which all of them did; on days of a set that
    never reported as a whole it is the part of the portals by number.
    """
    share = np.asarray(told.sum(axis=1) / np.maximum(usual.sum(axis=1), 1), float)
    for start, stop in _runs(usual):
        portals = usual[start]
        if not portals.any():
            continue
        level = _complete(count, told, portals, start, stop)
        for low, high in _runs(told[start:stop]):
            days = slice(start + low, start + high)
            known = np.isfinite(level[days]) & (level[days] > 0)
            part = count(told[start + low])[days][known] / level[days][known]
            share[days][known] = np.minimum(part, 1)
    return share


def find_runs(flags: Flags) -> list[tuple[int, int]]:
    """First and last position of each run of true values."""
    edges = np.diff(np.concatenate(([0], flags.astype(int), [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start), int(stop) - 1) for start, stop in zip(starts, stops, strict=True)]


def mean_7(series: Floats) -> Floats:
    """The mean of each day and the six before it; nan where one of them is missing."""
    means = np.full(len(series), np.nan)
    if len(series) >= 7:
        means[6:] = np.lib.stride_tricks.sliding_window_view(series, 7).mean(axis=1)
    return means
