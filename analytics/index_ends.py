"""When ads end that were only found missing: by the lifetimes of their portal, Turnbull's curve."""

import threading
import weakref
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics_wages import turnbull
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

# Advertisements older than this are as good as without an end; days.
OLDEST: Final = 400
# Advertisements a portal whose lifetimes are fitted; the first by a hash of their numbers.
_FITTED: Final = 20_000
_DAY: Final = "((epoch_ms({}) + 25200000) // 86400000)"

# Of a row `s` of spells that was ever seen, in days since 1970 (Asia/Jakarta), as SQL.
BEGINS: Final = "(s.begins - DATE '1970-01-01')"
LAST_SEEN: Final = _DAY.format("coalesce(s.last_seen, s.first_seen)")
CLOSED: Final = _DAY.format("s.closed")

_kept: "weakref.WeakKeyDictionary[Snapshot, dict[str, Floats]]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def read_lifetimes(snapshot: Snapshot) -> dict[str, Floats]:
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


def _fit(snapshot: Snapshot) -> dict[str, Floats]:
    rows = snapshot.frame(
        f"""
        SELECT s.portal, {LAST_SEEN} - {BEGINS} AS low,
            CASE WHEN s.closed IS NOT NULL
                THEN greatest({CLOSED}, {LAST_SEEN}) - {BEGINS} END AS high
        FROM spells s
        WHERE s.begins IS NOT NULL AND (s.was_missed OR s.closed IS NULL)
        QUALIFY row_number() OVER (PARTITION BY s.portal ORDER BY s.chance, s.vacancy) <= {_FITTED}
        """  # noqa: S608 - constants
    )
    return {str(portal): _curve(group) for portal, group in rows.groupby("portal", sort=True)}


def _curve(ages: pd.DataFrame) -> Floats:
    low = np.minimum(ages["low"].to_numpy(float), OLDEST)
    high = np.minimum(ages["high"].to_numpy(float), OLDEST)
    # It was there on its last day and gone on the day it was missed, so it ended between.
    stretches = turnbull(low + 1, np.maximum(high, low + 1))
    gone = np.zeros(OLDEST + 1)
    for one in stretches[np.isfinite(stretches["high"])].itertuples(index=False):
        # Where in a stretch of days no data can tell: evenly.
        first, last = int(one.low), min(int(one.high), OLDEST)
        gone[min(first, last) : last + 1] += one.share / (last - min(first, last) + 1)
    return np.cumsum(gone)
