"""When ads end that were only found missing: by the lifetimes of their portal, Turnbull's curve."""

import threading
import weakref
from typing import Final

import numpy as np
import pandas as pd

from analytics.statistics_wages import turnbull
from data.snapshot import Snapshot

# Advertisements older than this are as good as without an end; days.
OLDEST: Final = 400
# Advertisements a portal whose lifetimes are fitted; the first by a hash of their numbers.
_FITTED: Final = 20_000
_DAY: Final = "((epoch_ms({}) + 25200000) // 86400000)"
_HOUR: Final = "(epoch_ms({}) // 3600000)"

# What the looks at a portal tell of each advertisement, in days since 1970 (Asia/Jakarta), as SQL:
# `told` has portal, portal_id, vacancy_id, begins, last_seen, closed and was_missed: whether a
# sweep found it missing, so that it ended between its last sighting and `closed`.
TOLD: Final = f"""
    looked AS (
        SELECT DISTINCT portal, {_HOUR.format("moment")} AS hour FROM (
            SELECT portal, first_seen AS moment FROM postings
            UNION ALL SELECT portal, last_seen FROM postings
        ) WHERE moment IS NOT NULL
    ), told AS (
        SELECT p.portal, p.portal_id, p.vacancy_id,
            least(
                coalesce(p.posted - DATE '1970-01-01', {_DAY.format("p.first_seen")}),
                {_DAY.format("p.first_seen")}
            )::BIGINT AS begins,
            {_DAY.format("coalesce(p.last_seen, p.first_seen)")}::BIGINT AS last_seen,
            {_DAY.format("p.closed")}::BIGINT AS closed,
            l.hour IS NOT NULL AS was_missed
        FROM postings p LEFT JOIN looked l
            ON l.portal = p.portal AND l.hour = {_HOUR.format("p.closed")}
        WHERE p.first_seen IS NOT NULL
    )
"""  # noqa: S608 - constants

_kept: "weakref.WeakKeyDictionary[Snapshot, dict[str, list[float]]]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def read_lifetimes(snapshot: Snapshot) -> dict[str, list[float]]:
    """For each portal the share of advertisements that are gone by their day 0 to OLDEST.

    Of those whose end no one told: found missing between two sightings, or still there (open to
    the right). Most portals take an advertisement off on a fixed day of its life, which the ranges
    of many tell to the day though each alone is as wide as the time between two full sweeps.
    Turnbull's curve (`statistics_wages.turnbull`); kept as long as the snapshot.
    """
    with _lock:
        found = _kept.get(snapshot)
        if found is None:
            found = _kept[snapshot] = _fit(snapshot)
        return found


def _fit(snapshot: Snapshot) -> dict[str, list[float]]:
    rows = snapshot.frame(
        f"""
        WITH {TOLD}
        SELECT portal, last_seen - begins AS low,
            CASE WHEN closed IS NOT NULL THEN greatest(closed, last_seen) - begins END AS high
        FROM told WHERE was_missed OR closed IS NULL
        QUALIFY row_number() OVER (PARTITION BY portal ORDER BY md5(portal_id)) <= {_FITTED}
        """  # noqa: S608 - constants
    )
    return {str(portal): _curve(group) for portal, group in rows.groupby("portal", sort=True)}


def _curve(ages: pd.DataFrame) -> list[float]:
    low = np.minimum(ages["low"].to_numpy(float), OLDEST)
    high = np.minimum(ages["high"].to_numpy(float), OLDEST)
    # It was there on its last day and gone on the day it was missed, so it ended between.
    stretches = turnbull(low + 1, np.maximum(high, low + 1))
    gone = np.zeros(OLDEST + 1)
    for one in stretches[np.isfinite(stretches["high"])].itertuples(index=False):
        # Where in a stretch of days no data can tell: evenly.
        first, last = int(one.low), min(int(one.high), OLDEST)
        gone[min(first, last) : last + 1] += one.share / (last - min(first, last) + 1)
    return [float(share) for share in np.cumsum(gone)]
