"""How long vacancies are advertised: first and last sight, end or still open, reposts, staleness.

METHODS §3.10: an advert that stands too long is "lowongan basi" (stale), never "palsu" (fake).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from data.times import JAKARTA
from data.vacancy import Measured, ReadSighted, Sighted
from nlp.duplicate_sketch import RULES, Shingles
from nlp.duplicates_judge import compare_texts

_STALE: Final[Mapping[str, float]] = RULES["stale"]
# The longest usual duration in days by occupation and portal; "" stands for any.
Limits: TypeAlias = Mapping[tuple[str, str], float]
_ANY: Final = ""
# Texts asked for at a time, and postings that wait for them: a few megabytes.
_ASKED: Final = 1_000
_HELD: Final = 10_000
_NO_TEXT: Final[Shingles] = np.empty(0, dtype=np.uint32)
# The shingles of the texts of postings, by key.
LoadShingles: TypeAlias = Callable[[Sequence[int]], Mapping[int, Shingles]]


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """One posting of a vacancy over time; moments are aware."""

    portal: str
    posted: datetime | None
    first_seen: datetime
    last_seen: datetime
    closed_at: datetime | None  # None: still listed when last looked at
    changed_at: datetime | None  # when its content was last found changed
    shingles: Shingles  # of its text, see nlp/duplicate_sketch.py


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A vacancy over time. Open ones are censored: they last at least `days`."""

    first_seen: datetime
    last_seen: datetime
    closed_at: datetime | None  # None: open, the end is not known
    days: float
    postings: int
    portals: int
    reposts: int

    @property
    def is_open(self) -> bool:
        """Whether the vacancy still stood when it was last looked for."""
        return self.closed_at is None


def measure_lifetime(sightings: Sequence[Sighting]) -> Lifetime:
    """The lifetime of the vacancy behind the postings, of which there is at least one.

    It is closed when all its postings are, and then with the last of them.
    """
    ordered = sorted(sightings, key=_begin)
    first, last = _begin(ordered[0]), max(one.last_seen for one in ordered)
    ends = [one.closed_at for one in ordered]
    closed = [end for end in ends if end is not None]
    closed_at = max(closed) if len(closed) == len(ends) else None
    portals = len({one.portal for one in ordered})
    end = closed_at or max([last, *closed])
    return Lifetime(
        first_seen=first,
        last_seen=last,
        closed_at=closed_at,
        days=max(0.0, (end - first) / timedelta(days=1)),
        postings=len(ordered),
        portals=portals,
        reposts=len(find_reposts(ordered)),
    )


def _begin(one: Sighting) -> datetime:
    """When a posting began: when it says, never later than it was seen."""
    return min(one.posted, one.first_seen) if one.posted else one.first_seen


def find_reposts(sightings: Iterable[Sighting]) -> list[Sighting]:
    """The postings that came on a portal where the vacancy had been before: not crossposts."""
    seen: set[str] = set()
    again = []
    for one in sorted(sightings, key=_begin):
        if one.portal in seen:
            again.append(one)
        seen.add(one.portal)
    return again


def measure_intensity(lifetimes: Iterable[Lifetime]) -> float:
    """Posting intensity: postings a vacancy; NaN of no vacancies."""
    postings = [one.postings for one in lifetimes]
    return sum(postings) / len(postings) if postings else float("nan")


def find_limits(completed: pd.DataFrame) -> Limits:
    """The 95th percentile of `days` by `occupation` and `portal`, of postings that are closed.

    A group with too few to tell is left out; those of all occupations on a portal, and of all
    together, stand under "".
    """
    limits: dict[tuple[str, str], float] = {}
    whole = completed.assign(any=_ANY)
    for keys in (["any", "any"], ["any", "portal"], ["occupation", "portal"]):
        for (occupation, portal), days in whole.groupby([whole[key] for key in keys])["days"]:
            if len(days) >= _STALE["fewest"]:
                limits[str(occupation), str(portal)] = float(days.quantile(_STALE["share"]))
    return limits


def find_limit(limits: Limits, occupation: str | None, portal: str) -> float | None:
    """The limit in days for an occupation on a portal, or the nearest wider one that is known."""
    keys = ((occupation or _ANY, portal), (_ANY, portal), (_ANY, _ANY))
    return next((limits[key] for key in keys if key in limits), None)


def is_stale(sightings: Sequence[Sighting], occupation: str | None, limits: Limits) -> bool:
    """Whether a vacancy is "lowongan basi".

    One of its postings is open, unchanged and older than usual for its occupation and portal; or
    it was posted again and again within half a year with the same text.
    """
    return any(_stands_too_long(one, occupation, limits) for one in sightings) or _is_repeated(
        sightings
    )


def _stands_too_long(one: Sighting, occupation: str | None, limits: Limits) -> bool:
    limit = find_limit(limits, occupation, one.portal)
    is_unchanged = one.changed_at is None or one.changed_at <= one.first_seen
    if limit is None or one.closed_at is not None or not is_unchanged:
        return False
    return (one.last_seen - _begin(one)) / timedelta(days=1) > limit


def _is_repeated(sightings: Sequence[Sighting]) -> bool:
    """Whether reposts with the text of the posting before them come as often as stale ones do."""
    last: dict[str, Sighting] = {}
    moments = []
    for one in sorted(sightings, key=_begin):
        before = last.get(one.portal)
        if before and _text_stays(before, one):
            moments.append(_begin(one))
        last[one.portal] = one
    times, window = int(_STALE["reposts"]), timedelta(days=_STALE["within_days"])
    return any(
        late - early <= window for early, late in zip(moments, moments[times - 1 :], strict=False)
    )


def _text_stays(a: Sighting, b: Sighting) -> bool:
    return compare_texts(a.shingles, b.shingles).jaccard >= _STALE["alike"]


def measure_vacancies(read: ReadSighted, load: LoadShingles) -> Iterator[Measured]:
    """How long each vacancy has stood, in the order in which they are read, which is done twice.

    Texts are asked for only where a vacancy was posted again often enough to be stale by it.
    """
    limits = find_limits(_list_completed(read()))
    held: list[list[Sighted]] = []
    asked: list[int] = []
    postings = 0
    for _, rows in groupby(read(), key=lambda row: row.vacancy_id):
        held.append(list(rows))
        postings += len(held[-1])
        if _count_reposts(held[-1]) >= _STALE["reposts"]:
            asked += [row.key for row in held[-1]]
        if len(asked) >= _ASKED or postings >= _HELD:
            yield from _measure_all(held, asked, limits, load)
            held, asked, postings = [], [], 0
    yield from _measure_all(held, asked, limits, load)


def _measure_all(
    held: Sequence[Sequence[Sighted]], asked: Sequence[int], limits: Limits, load: LoadShingles
) -> Iterator[Measured]:
    texts = load(asked) if asked else {}
    return (_measure(rows, limits, texts) for rows in held)


def _list_completed(rows: Iterable[Sighted]) -> pd.DataFrame:
    """How long postings stood that are closed: days by `occupation` and `portal`."""
    told = (
        (row.occupation, row.portal, (row.closed_at - _begin(seen)) / timedelta(days=1))
        for row in rows
        if row.closed_at is not None and (seen := _sight(row, _NO_TEXT)) is not None
    )
    completed = pd.DataFrame(told, columns=["occupation", "portal", "days"])
    return completed.astype({"days": float})


def _sight(row: Sighted, shingles: Shingles) -> Sighting | None:
    """The posting over time; None where it was never seen."""
    seen = [moment for moment in (row.first_seen, row.last_seen) if moment is not None]
    if not seen:
        return None
    posted = datetime.combine(row.posted, time(), JAKARTA) if row.posted else None
    moments = (posted, seen[0], seen[-1], row.closed_at, row.changed_at)
    return Sighting(row.portal, *moments, shingles)


def _count_reposts(rows: Sequence[Sighted]) -> int:
    return len(rows) - len({row.portal for row in rows})


def _measure(rows: Sequence[Sighted], limits: Limits, texts: Mapping[int, Shingles]) -> Measured:
    vacancy, reposts = rows[0].vacancy_id, _count_reposts(rows)
    found = (_sight(row, texts.get(row.key, _NO_TEXT)) for row in rows)
    sightings = [one for one in found if one is not None]
    if not sightings:
        return Measured(vacancy, None, None, reposts)
    occupation = next((row.occupation for row in rows if row.is_lead), None)
    lifetime = measure_lifetime(sightings)
    return Measured(vacancy, lifetime.days, is_stale(sightings, occupation, limits), reposts)
