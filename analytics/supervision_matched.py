"""What changed at a circular on the same portals: a change of the mix of portals is no change."""

import math
from datetime import timedelta
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.supervision import DEMANDS, WINDOW_DAYS, circulars, count_demands
from data.snapshot import Snapshot

_Z: Final = 1.959964
# Advertisements are compared with those shown on the same portals.
_KEY: Final = "v.portal_set * 2 + (v.posted >= $day)::INTEGER"
_COLUMNS: Final = (
    "demand", "matched", "matched_low", "matched_high", "matched_n_before", "matched_n_after",
    "matched_share",
)  # fmt: skip


def compare_matched(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The difference after less before each demand's circular, portal by portal; one row a demand.

    Same windows as `measure_circulars`; ask with the place that it ended at. Advertisements are
    told apart by the portals that show them, and differences within each are pooled by Mantel and
    Haenszel's weights, so that a portal read on one side only has no say. Columns: demand, matched
    (0.1 is ten points), matched_low, matched_high (95 %; all three missing below SHARE_AT_LEAST on
    a side, and where none makes the demand), matched_n_before, matched_n_after (advertisements on
    portals of both sides), matched_share (their part of all on both sides, 0 to 1). Raw, not
    corrected for reading errors.
    It cannot tell a change of behaviour from one of a portal's form or of who advertises there.
    Source: Mantel & Haenszel's difference with the variance of Sato (1989), Biometrics
    45:1323-1324; see Klingenberg (2014), Statistics in Medicine 33:2968-2983.
    """
    rows = {}
    for circular in circulars().values():
        sides = _read(snapshot, where, circular.name)
        for demand in DEMANDS.values():
            if demand.circular == circular.name:
                rows[demand.name] = {"demand": demand.name} | _pool(sides, demand.name)
    return pd.DataFrame([rows[name] for name in DEMANDS], columns=list(_COLUMNS))


def _read(snapshot: Snapshot, where: Filter, circular: str) -> pd.DataFrame:
    """The counts of all demands by portals, after (True) and before the day."""
    day, window = circulars()[circular].day, timedelta(days=WINDOW_DAYS)
    counts = count_demands(
        snapshot,
        where,
        _KEY,
        "v.posted >= $start AND v.posted < $stop",
        {"day": day, "start": day - window, "stop": day + window},
    )
    return counts.assign(portals=counts["key"] // 2, is_after=counts["key"] % 2 == 1)


def _pool(sides: pd.DataFrame, demand: str) -> dict[str, float]:
    split = [
        sides.loc[sides["is_after"] == after].set_index("portals")[[demand, "n"]]
        for after in (False, True)
    ]
    both = split[0].merge(split[1], left_index=True, right_index=True, suffixes=("_0", "_1"))
    both = both.astype(float)
    y0, y1 = both[f"{demand}_0"], both[f"{demand}_1"]
    n0, n1 = both["n_0"], both["n_1"]
    row = {
        "matched_n_before": float(n0.sum()),
        "matched_n_after": float(n1.sum()),
        "matched_share": float((n0.sum() + n1.sum()) / sides["n"].sum()) if len(sides) else 0.0,
    }
    few = min(n0.sum(), n1.sum()) < statistics.SHARE_AT_LEAST
    if few or y0.sum() + y1.sum() == 0:
        return row
    total = n0 + n1
    weight = float((n0 * n1 / total).sum())
    difference = float(((y1 * n0 - y0 * n1) / total).sum()) / weight
    p = (n1**2 * y0 - n0**2 * y1 + n1 * n0 * (n0 - n1) / 2) / total**2
    q = (y1 * (n0 - y0) + y0 * (n1 - y1)) / (2 * total)
    variance = (difference * float(p.sum()) + float(q.sum())) / weight**2
    reach = _Z * math.sqrt(max(variance, 0.0))
    return row | {
        "matched": difference,
        "matched_low": difference - reach,
        "matched_high": difference + reach,
    }
