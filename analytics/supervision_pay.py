"""How far advertised pay falls short of the minimum wage: how many offers, and by how much."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.growth import KINDS
from analytics.statistics import Estimate
from analytics.statistics_poverty import poverty_gap
from analytics.wages_filter import PAID
from analytics.wages_minimum import NOT_FULL_TIME, add_minimum
from data.snapshot import Snapshot

# What the shortfall is told by, as an expression on a row `v` of vacancies; "" is the whole.
GROUPS: Final = {
    "": "''",
    "month": "v.month",
    "year": "year(v.posted)::VARCHAR",
    **{name: KINDS[name] for name in ("province", "regency", "sector")},
    "occupation": KINDS["occupation"],
}
# An area and a year in one number.
_YEARS: Final = 10_000
_COLUMNS: Final = (
    "group", "n", "n_umk", "n_below", "share", "share_low", "share_high", "gap", "gap_low",
    "gap_high", "gap_below", "employers",
)  # fmt: skip


def measure_shortfall(
    snapshot: Snapshot, where: Filter, by: str = "", digits: int = 2
) -> pd.DataFrame:
    """Offers below the minimum wage of their area and year: share and depth (METHODS idea 7).

    The measures of Foster, Greer & Thorbecke with α = 0 and 1, on the most an advertisement offers
    (the kindest reading: with no upper bound told it is not below), of those that
    `wages_minimum.compare_minimum` counts: pay told by the month, full-time as far as they say, no
    internships, place and day known. One row a group of `by` (of GROUPS, "" is all in one row;
    `digits` of KBJI for "occupation"). Columns: group, n (vacancies), n_umk (measured by the
    regency's own minimum wage, the others by the province's), n_below, share (α = 0: 0 to 1),
    share_low, share_high, gap (α = 1: mean shortfall over all, in minimum wages, 0 to 1), gap_low,
    gap_high (95 %), gap_below (mean shortfall of those below alone, likewise; missing below
    SHARE_AT_LEAST of them), employers. Shares and gaps are missing below SHARE_AT_LEAST
    vacancies or EMPLOYERS_AT_LEAST employers. Micro and small firms are exempt by law and
    advertisements do not say who they are, so it is not the share of offers that
    break the law; nor does it say what is paid, or what those offer who are silent about pay.
    """
    if by not in GROUPS:
        raise ValueError(f"{by!r} is no group: {', '.join(GROUPS)}")
    more = {"digits": digits} if by == "occupation" else {}
    # The whole is one group, in which no row need say so.
    name = f', {GROUPS[by]} AS "group"' if by else ""
    pays = _read(snapshot, where, f"v.employer{name}", more)
    groups = pays.groupby("group") if by else [("", pays)] if len(pays) else []
    rows = [_measure(str(name), group) for name, group in groups]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def find_below(snapshot: Snapshot, where: Filter, limit: int) -> pd.DataFrame:
    """The newest vacancies that `measure_shortfall` counts as below, at most `limit`.

    Columns: vacancy_id, posted (day), offered_idr (the most it offers, rupiah a month),
    minimum_idr, basis ("umk" or "ump"), n (all that are below).
    """
    pays = _read(snapshot, where, "v.vacancy, v.posted", {})
    below = pays[pays["high_idr"] < pays["minimum_idr"]].rename(columns={"high_idr": "offered_idr"})
    below = below.assign(basis=below["is_umk"].map({True: "umk", False: "ump"}).astype(object))
    newest = below["posted"].sort_values(ascending=False).head(limit)
    # All of the last day: numbers go by province, and of one day it is not the first one's turn.
    shown = below[below["posted"] >= newest.min()] if len(newest) else below
    named = snapshot.frame(
        "SELECT vacancy, vacancy_id FROM vacancies"
        " WHERE list_contains($numbers::INTEGER[], vacancy)",
        {"numbers": shown["vacancy"].tolist()},
    )
    in_order = shown.merge(named, on="vacancy").sort_values(
        ["posted", "vacancy_id"], ascending=[False, True], ignore_index=True
    )
    columns = ["vacancy_id", "posted", "offered_idr", "minimum_idr", "basis"]
    return in_order[columns].head(limit).assign(n=len(below))


def _read(
    snapshot: Snapshot, where: Filter, columns: str, more: Mapping[str, object]
) -> pd.DataFrame:
    """The pays that count: high_idr, minimum_idr, is_umk and the columns asked for."""
    condition, parameters = where.condition()
    types = ", ".join(f"'{name}'" for name in NOT_FULL_TIME)
    pays = snapshot.frame(
        f"""
        SELECT coalesce(v.regency, v.province)::INTEGER AS area, year(v.posted)::INTEGER AS year,
            v.wage_max_idr::DOUBLE AS high_idr, {columns}
        FROM vacancies v
        WHERE {PAID.format(v="v")} AND {condition} AND v.posted IS NOT NULL
            AND coalesce(v.regency, v.province) IS NOT NULL
            AND NOT coalesce(v.employment_type IN ({types}), false) AND v.wage_period <> 'hour'
        """,  # noqa: S608 - the condition is Filter's own text, the rest constants
        {**parameters, **more},
    )
    # Areas and years are few, and so are the minimum wages that hundreds of thousands are held to.
    which, pairs = pd.factorize(pays["area"].to_numpy() * _YEARS + pays["year"].to_numpy())
    known = add_minimum(
        pd.DataFrame({"area": [str(one // _YEARS) for one in pairs], "year": pairs % _YEARS})
    )
    pays = pays.drop(columns=["area", "year"]).assign(
        minimum_idr=known["minimum_idr"].to_numpy()[which],
        is_umk=(known["basis"] == "umk").to_numpy(bool)[which],
    )
    return pays[pays["minimum_idr"].notna()]


def _measure(name: str, pays: pd.DataFrame) -> dict[str, object]:
    line = pays["minimum_idr"].to_numpy(float)
    offered = pays["high_idr"].to_numpy(float)
    # Where no upper bound is told, it may be as high as the minimum wage at least.
    offered = np.where(np.isnan(offered), line, offered)
    below = int((offered < line).sum())
    row: dict[str, object] = {
        "group": name,
        "n": len(pays),
        "n_umk": int(pays["is_umk"].sum()),
        "n_below": below,
        "employers": int(pays["employer"].nunique()),
    }
    few = len(pays) < statistics.SHARE_AT_LEAST
    if few or pays["employer"].nunique() < statistics.EMPLOYERS_AT_LEAST:
        return row
    gap = poverty_gap(offered, line, 1)
    row |= _columns("share", poverty_gap(offered, line, 0)) | _columns("gap", gap)
    if gap is not None and below >= statistics.SHARE_AT_LEAST:
        row["gap_below"] = gap.value * len(pays) / below
    return row


def _columns(name: str, found: Estimate | None) -> dict[str, object]:
    if found is None:
        return {}
    return {
        name: found.value,
        f"{name}_low": found.interval.low,
        f"{name}_high": found.interval.high,
    }
