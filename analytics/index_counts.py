"""When openings were advertised on each portal, and on which days the portals reported."""

import threading
import weakref
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filter import EVERYTHING, Filter
from analytics.index_ends import BEGINS, CLOSED, LAST_SEEN, OLDEST, read_lifetimes
from analytics.index_steps import Steps, count_steps
from data.snapshot import Snapshot

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

# An advertisement whose end nobody told or noticed yet stands so long after its last sighting:
# half of the 28 days between two full sweeps of a small observatory, the middle of what is
# possible. Measured on the postings of the sample market, looked at weekly: with 0, 7, 14 and 28
# days the stock index errs by 1.9, 1.5, 1.3 and 1.6 % on average.
GRACE_DAYS: Final = 14
# A closing day told is believed so long after the last sighting; see `advertisements.UNSEEN_DAYS`.
BELIEVED_DAYS: Final = 60
# Between two looks at a portal as far apart as this, nearly every advertisement is seen at least
# once: a weekly look that slips by some days. In a longer gap some come and go unseen.
GAP_DAYS: Final = 10
# A portal not seen for so long has left; one that comes back later counts as a new one.
LEFT_DAYS: Final = 60

_EPOCH: Final = date(1970, 1, 1)
# Chances are whole numbers below this.
_CHANCES: Final = 1 << 24


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """When each opening was advertised on each portal, in order of opening and first day.

    `begins` and `ends` count days from `first`, both included; `opening` and `portal` are numbers,
    the latter places in `portals`. `reported` (days × portals) is whether the portal was looked at
    often enough to know. The days go from the first look at any portal to the last.
    """

    first: date
    portals: tuple[str, ...]
    opening: Whole
    portal: Whole
    begins: Whole
    ends: Whole
    reported: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """What `Spans` add up to by day; `reported` as there."""

    days: pd.DatetimeIndex
    portals: tuple[str, ...]
    reported: Flags
    steps: Steps


@dataclass(frozen=True, slots=True, eq=False)
class _Looks:
    """The days from the first look at any portal to the last, and what each portal reported."""

    first: date
    portals: tuple[str, ...]
    reported: Flags


_kept: "weakref.WeakKeyDictionary[Snapshot, Openings]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def count_openings(snapshot: Snapshot, where: Filter) -> Openings | None:
    """The openings asked about by day and portals, or None where no portal was ever looked at.

    Those of the whole market are kept as long as the snapshot.
    """
    if replace(where, period_from=None, period_to=None) != EVERYTHING:
        return _count(find_spans(snapshot, where))
    with _lock:
        found = _kept.get(snapshot)
        if found is None:
            found = _count(find_spans(snapshot, where))
            if found is not None:
                _kept[snapshot] = found
        return found


def _count(spans: Spans | None) -> Openings | None:
    if spans is None:
        return None
    rows = (spans.opening, spans.portal, spans.begins, spans.ends)
    days = pd.date_range(spans.first, periods=len(spans.reported), freq="D", name="day")
    steps = count_steps(*rows, len(days), len(spans.portals))
    return Openings(days, spans.portals, spans.reported, steps)


def find_spans(snapshot: Snapshot, where: Filter) -> Spans | None:
    """The spans of all openings asked about, or None where no portal was ever looked at.

    A period in the filter is left aside: it would cut advertisements off; a portal leaves only
    itself. An advertisement stands from its day of posting (of its first sighting where none is
    told) until the day its portal told as its end. One that a sweep found missing ended between
    its last sighting and that sweep: the days between are shared out by the lifetimes of the
    portal's advertisements (`index_ends`), evenly where these tell nothing, by a hash of its
    number. One that is neither ends GRACE_DAYS after its last sighting. Days are those of
    Asia/Jakarta.
    """
    looks = _find_looks(snapshot, where.portal)
    if looks is None:
        return None
    asked = replace(where, period_from=None, period_to=None, portal=None)
    told = _read(snapshot, asked, looks.portals)
    begins = told["begins"].to_numpy(np.int64)
    first = (looks.first - _EPOCH).days
    return Spans(
        first=looks.first,
        portals=looks.portals,
        opening=told["opening"].to_numpy(np.int64),
        portal=told["portal"].to_numpy(np.int64),
        begins=begins - first,
        ends=_find_ends(snapshot, told, looks.portals) - first,
        reported=looks.reported,
    )


def find_reporting(snapshot: Snapshot, last: int) -> dict[str, float]:
    """For each portal ever looked at the part of the `last` days on which it reported, 0 to 1."""
    looks = _find_looks(snapshot)
    if looks is None:
        return {}
    parts = looks.reported[-last:].mean(axis=0)
    return dict(zip(looks.portals, parts.tolist(), strict=True))


def _find_looks(snapshot: Snapshot, only: str | None = None) -> _Looks | None:
    """The looks at all portals or at one, or None where there was none."""
    found = snapshot.frame(
        "SELECT DISTINCT portal, ((epoch_ms(hour) + 25200000) // 86400000)::INTEGER AS day"
        " FROM looks WHERE $only IS NULL OR portal = $only ORDER BY portal, day",
        {"only": only},
    )
    if found.empty:
        return None
    first, last = int(found["day"].min()), int(found["day"].max())
    looks = {str(name): days["day"].tolist() for name, days in found.groupby("portal", sort=True)}
    return _Looks(
        first=_EPOCH + timedelta(days=first),
        portals=tuple(looks),
        reported=np.column_stack([_find_reported(days, first, last) for days in looks.values()]),
    )


def _find_reported(looks: list[int], first: int, last: int) -> Flags:
    """For each day whether the portal was looked at on it, or shortly before and after it."""
    days, at = np.arange(first, last + 1), np.asarray(looks)
    after = np.searchsorted(at, days)
    before = np.searchsorted(at, days, side="right") - 1
    inside = (before >= 0) & (after < len(at))
    gap = at[np.minimum(after, len(at) - 1)] - at[np.maximum(before, 0)]
    reported: Flags = inside & (gap <= GAP_DAYS)
    return reported


def _read(snapshot: Snapshot, where: Filter, portals: tuple[str, ...]) -> pd.DataFrame:
    """Columns: opening, portal (place in `portals`), begins, last_seen, closed (days since 1970,
    -1 where none is told), was_missed, chance; by opening, the earliest first.
    """
    condition, parameters = where.condition("s")
    told = snapshot.frame(
        f"""
        SELECT s.vacancy AS opening, list_position($portals, s.portal) - 1 AS portal,
            {BEGINS} AS begins, {LAST_SEEN} AS last_seen, coalesce({CLOSED}, -1) AS closed,
            s.was_missed, coalesce(s.chance, 0) AS chance
        FROM spells s
        WHERE s.begins IS NOT NULL AND list_position($portals, s.portal) IS NOT NULL
            AND {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "portals": list(portals)},
    )
    return put_in_order(told)


def put_in_order(told: pd.DataFrame) -> pd.DataFrame:
    """The rows by opening, the earliest first, as `spells` sorts them.

    Mostly they are: DuckDB keeps the order of a file. Where a condition needs a join (list_contains
    becomes one) it hands over the parts of a large file as they are ready, and an opening whose
    rows lie on either side of a seam would count twice.
    """
    opening = told["opening"].to_numpy()
    if (opening[1:] >= opening[:-1]).all():
        return told
    return told.sort_values(["opening", "begins"], kind="stable", ignore_index=True)


def _find_ends(snapshot: Snapshot, told: pd.DataFrame, portals: tuple[str, ...]) -> Whole:
    """The last day of each advertisement, days since 1970; see `find_spans`."""
    last, closed = told["last_seen"].to_numpy(np.int64), told["closed"].to_numpy(np.int64)
    ends = np.maximum(np.minimum(closed, last + BELIEVED_DAYS), last)
    ends[closed < 0] = last[closed < 0] + GRACE_DAYS
    missed = np.flatnonzero(told["was_missed"].to_numpy(bool))
    begins, last, closed = told["begins"].to_numpy(np.int64)[missed], last[missed], closed[missed]
    part = told["chance"].to_numpy(float)[missed] / _CHANCES
    after = np.floor(part * np.maximum(closed - last, 0)).astype(np.int64)
    # Days of an advertisement's life that its end may be: the first is that of its last sighting.
    young = np.minimum(last - begins, OLDEST)
    old = np.minimum(np.maximum(closed, last) - begins, OLDEST)
    lifetimes = read_lifetimes(snapshot)
    for place, name in enumerate(portals):
        own = np.flatnonzero(told["portal"].to_numpy(np.int64)[missed] == place)
        if name not in lifetimes or not len(own):
            continue
        gone = lifetimes[name]
        low, high = gone[young[own]], gone[old[own]]
        day = np.searchsorted(gone, low + part[own] * (high - low))
        day = np.maximum(np.clip(day, young[own], old[own] + 1) - young[own] - 1, 0)
        after[own] = np.where(high - low > 1e-9, day, after[own])
    ends[missed] = last + after
    return np.asarray(ends, np.int64)
