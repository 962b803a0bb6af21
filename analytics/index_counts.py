"""When openings were advertised on each portal, and on which days the portals reported."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filter import Filter
from analytics.index_ends import OLDEST, TOLD, read_lifetimes
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
# Whole numbers only: DuckDB rounds where a number with a fraction becomes a whole one.
_DAY_OF: Final = "((epoch_ms({}) + 25200000) // 86400000)"


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """When each opening was advertised on each portal, in order of opening and first day.

    `begins` and `ends` count days from `first`, both included; `opening` and `portal` are numbers,
    the latter places in `portals`; `n` is how many openings a row stands for. `reported` (days ×
    portals) is whether the portal was looked at often enough to know. The days go from the first
    look at any portal to the last.
    """

    first: date
    portals: tuple[str, ...]
    opening: NDArray[np.uint64]
    portal: Whole
    begins: Whole
    ends: Whole
    n: Whole
    reported: Flags

    @property
    def days(self) -> pd.DatetimeIndex:
        """The day of each row of `reported`."""
        return pd.date_range(self.first, periods=len(self.reported), freq="D", name="day")

    def count_stock(self, portals: Flags) -> Floats:
        """Openings that stand on each day on one or more of the portals, each counted once."""
        rows = portals[self.portal]
        opening, begins, ends, n = (
            column[rows] for column in (self.opening, self.begins, self.ends, self.n)
        )
        if not len(opening):
            return np.zeros(len(self.reported))
        # Raised by the opening's number, the furthest end so far is that of the same opening.
        raised = np.cumsum(np.append(False, opening[1:] != opening[:-1])) * (1 << 24)
        furthest = np.maximum.accumulate(ends + raised) - raised
        starts = np.ones(len(opening), dtype=bool)
        starts[1:] = (opening[1:] != opening[:-1]) | (begins[1:] > furthest[:-1] + 1)
        lasts = np.append(starts[1:], True)
        steps = np.zeros(len(self.reported) + 1)
        np.add.at(steps, begins[starts].clip(0, len(self.reported)), n[starts])
        np.add.at(steps, (furthest[lasts] + 1).clip(0, len(self.reported)), -n[lasts])
        stock: Floats = np.cumsum(steps)[:-1]
        return stock

    def count_new(self, portals: Flags) -> Floats:
        """Openings whose first day on any of the portals each day is."""
        rows = portals[self.portal]
        opening, begins, n = (column[rows] for column in (self.opening, self.begins, self.n))
        is_first = np.ones(len(opening), dtype=bool)
        is_first[1:] = opening[1:] != opening[:-1]
        inside = is_first & (begins >= 0) & (begins < len(self.reported))
        days = len(self.reported)
        return np.bincount(begins[inside], n[inside], minlength=days).astype(float)


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
    looks = _find_looks(snapshot)
    if where.portal is not None:
        looks = {name: days for name, days in looks.items() if name == where.portal}
    if not looks:
        return None
    first = min(days[0] for days in looks.values())
    last = max(days[-1] for days in looks.values())
    portals = tuple(sorted(looks))
    found = _find(snapshot, replace(where, period_from=None, period_to=None), portals)
    return Spans(
        first=_EPOCH + timedelta(days=int(first)),
        portals=portals,
        opening=found["opening"].to_numpy(),
        portal=found["portal"].to_numpy(np.int64),
        begins=found["begins"].to_numpy(np.int64) - first,
        ends=found["ends"].to_numpy(np.int64) - first,
        n=found["n"].to_numpy(np.int64),
        reported=np.column_stack([_find_reported(looks[p], first, last) for p in portals]),
    )


def _find_looks(snapshot: Snapshot) -> dict[str, list[int]]:
    """The days on which each portal was looked at, in order, as days since 1970."""
    found = snapshot.frame(
        f"""
        SELECT DISTINCT portal, {_DAY_OF.format("moment")}::INTEGER AS day
        FROM (
            SELECT portal, first_seen AS moment FROM postings
            UNION ALL SELECT portal, last_seen FROM postings
        ) WHERE moment IS NOT NULL ORDER BY portal, day
        """  # noqa: S608 - a constant
    )
    return {str(name): days["day"].tolist() for name, days in found.groupby("portal", sort=True)}


def _find_reported(looks: list[int], first: int, last: int) -> Flags:
    """For each day whether the portal was looked at on it, or shortly before and after it."""
    days, at = np.arange(first, last + 1), np.asarray(looks)
    after = np.searchsorted(at, days)
    before = np.searchsorted(at, days, side="right") - 1
    inside = (before >= 0) & (after < len(at))
    gap = at[np.minimum(after, len(at) - 1)] - at[np.maximum(before, 0)]
    reported: Flags = inside & (gap <= GAP_DAYS)
    return reported


def _find(snapshot: Snapshot, where: Filter, portals: tuple[str, ...]) -> pd.DataFrame:
    """Columns: opening, portal (place in `portals`), begins, ends (days since 1970), n.

    In order of opening and first day. Openings of a single advertisement that are alike are one
    row, n says how many; that is a fifth of the rows of a large market, or less.
    """
    condition, parameters = where.condition()
    lifetimes = read_lifetimes(snapshot)
    asked = f"SEMI JOIN (SELECT v.vacancy_id FROM vacancies v WHERE {condition}) USING (vacancy_id)"  # noqa: S608 - the condition is Filter's own text, values are parameters
    return snapshot.frame(
        f"""
        WITH {TOLD}, numbered AS (
            -- A number for the opening, only to tell it from others.
            SELECT hash(t.vacancy_id) AS opening, list_position($portals, t.portal) - 1 AS portal,
                t.begins, t.last_seen, t.closed, t.was_missed,
                -- Between 0 and 1, the same for the same advertisement everywhere.
                ('0x' || left(md5(t.portal_id), 6))::INTEGER / 16777216.0 AS part,
                -- Share of the portal's advertisements gone by each day of their life that the end
                -- may be: day 1 of the list is that of the last sighting.
                CASE WHEN t.was_missed THEN list_slice(
                    c.gone,
                    least(t.last_seen - t.begins, {OLDEST}) + 1,
                    least(greatest(t.closed, t.last_seen) - t.begins, {OLDEST}) + 1
                ) END AS gone
            FROM told t LEFT JOIN (
                SELECT unnest($portals) AS portal, unnest($lifetimes) AS gone
            ) c USING (portal) {"" if condition == "true" else asked}
            WHERE list_contains($portals, t.portal)
        ), spans AS (
            SELECT opening, portal::BIGINT AS portal, begins,
                (CASE WHEN closed IS NULL THEN last_seen + {GRACE_DAYS}
                    WHEN was_missed AND gone[-1] - gone[1] > 1e-9 THEN last_seen + greatest(len(
                            list_filter(gone, lambda x: x < gone[1] + part * (gone[-1] - gone[1]))
                        ) - 1, 0)
                    WHEN was_missed
                        THEN last_seen + floor(part * greatest(closed - last_seen, 0))
                    ELSE greatest(least(closed, last_seen + {BELIEVED_DAYS}), last_seen)
                END)::BIGINT AS ends
            FROM numbered
        ), grouped AS (
            SELECT opening, count(*) AS adverts, any_value(portal) AS portal,
                any_value(begins) AS begins, any_value(ends) AS ends
            FROM spans GROUP BY opening
        )
        SELECT min(opening) AS opening, portal, begins, ends, count(*) AS n
        FROM grouped WHERE adverts = 1 GROUP BY portal, begins, ends
        UNION ALL
        SELECT s.opening, s.portal, s.begins, s.ends, 1
        FROM spans s SEMI JOIN (FROM grouped WHERE adverts > 1) g USING (opening)
        ORDER BY opening, begins, ends, portal
        """,  # noqa: S608 - as above
        {
            **parameters,
            "portals": list(portals),
            "lifetimes": [lifetimes.get(name, []) for name in portals],
        },
    )
