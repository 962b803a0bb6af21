"""From when to when each advertisement stands: given to the other ways, which only count days."""

from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.index_counts import BELIEVED_DAYS, GRACE_DAYS
from analytics.index_ends import OLDEST, read_lifetimes
from data.snapshot import Snapshot

# Days since 1970 in Asia/Jakarta, and hours.
_DAY: Final = "((epoch_ms({}) + 25200000) // 86400000)"
_HOUR: Final = "(epoch_ms({}) // 3600000)"
# Each advertisement that was ever seen, read off its row alone and the looks at its portal.
_TOLD: Final = f"""
    WITH looked AS (
        SELECT DISTINCT portal, {_HOUR.format("moment")} AS hour FROM (
            SELECT portal, first_seen AS moment FROM postings
            UNION ALL SELECT portal, last_seen FROM postings
        ) WHERE moment IS NOT NULL
    )
    SELECT v.vacancy, p.portal,
        least(
            coalesce(p.posted - DATE '1970-01-01', {_DAY.format("p.first_seen")}),
            {_DAY.format("p.first_seen")}
        )::BIGINT AS begins,
        {_DAY.format("p.first_seen")}::BIGINT AS first_seen,
        {_DAY.format("coalesce(p.last_seen, p.first_seen)")}::BIGINT AS last_seen,
        {_DAY.format("p.closed")}::BIGINT AS closed, l.hour IS NOT NULL AS was_missed,
        ('0x' || left(md5(p.portal_id), 6))::INTEGER / 16777216.0 AS part
    FROM postings p JOIN vacancies v USING (vacancy_id)
        LEFT JOIN looked l ON l.portal = p.portal AND l.hour = {_HOUR.format("p.closed")}
    WHERE p.first_seen IS NOT NULL ORDER BY hash(p.vacancy_id, p.portal_id)
"""


def write_spans(snapshot: Snapshot, file: Path) -> tuple[date, date] | None:
    """Write vacancy, portal, begins, ends (days since 1970), one row an advertisement.

    Returns the first and the last day on which a portal was looked at; None where none ever was,
    and then the file has no rows. The rule is that of `index_counts.find_spans`.
    """
    rows = snapshot.frame(_TOLD)
    lifetimes = read_lifetimes(snapshot)
    ends = pd.Series(0, index=rows.index)
    for portal, own in rows.groupby("portal"):
        ends[own.index] = _end(own, np.asarray(lifetimes.get(str(portal), []), float))
    rows[["vacancy", "portal", "begins"]].assign(ends=ends).to_parquet(file, index=False)
    if rows.empty:
        return None
    days = (rows["first_seen"].min(), rows["last_seen"].max())
    first, last = (date(1970, 1, 1) + timedelta(days=int(day)) for day in days)
    return first, last


def _end(rows: pd.DataFrame, curve: NDArray[np.float64]) -> NDArray[np.int64]:
    """The last day of each advertisement of a portal whose share gone by each age is told."""
    last, begins = rows["last_seen"].to_numpy(int), rows["begins"].to_numpy(int)
    is_open = rows["closed"].isna().to_numpy()
    closed = rows["closed"].fillna(rows["last_seen"]).to_numpy(int)
    part, missed = rows["part"].to_numpy(float), rows["was_missed"].to_numpy(bool)
    believed = np.maximum(np.minimum(closed, last + BELIEVED_DAYS), last)
    between = last + np.floor(part * np.maximum(closed - last, 0)).astype(int)
    if len(curve):
        low = np.minimum(last - begins, OLDEST)
        high = np.minimum(np.maximum(closed, last) - begins, OLDEST)
        reach = curve[high] - curve[low]
        # The first age by which so many are gone, counted from that of the last sighting.
        place = np.searchsorted(curve, curve[low] + part * reach, side="left")
        by_curve = last + np.maximum(np.clip(place, low, high + 1) - low - 1, 0)
        between = np.where(reach > 1e-9, by_curve, between)
    found: NDArray[np.int64] = np.where(
        is_open, last + GRACE_DAYS, np.where(missed, between, believed)
    )
    return found
