"""Where, with how much experience and in which occupation most is paid, and against which UMK."""

from dataclasses import replace

import pandas as pd

from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_filter import BANDS, PayFilter
from analytics.wages_minimum import minimum_now
from analytics.wages_percentiles import measure_groups
from data.snapshot import Snapshot


def rank_places(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The median pay of provinces, or of the regencies of the province asked about, most first.

    Columns: area (BPS code), those of `wages_percentiles.measure_groups` but group, minimum_idr
    (the minimum wage there now, rupiah a month, missing where none is known), basis ("umk" or
    "ump"), ratio (pay_idr / minimum_idr), ratio_low, ratio_high (of the interval), level
    ("regency", or "province" where none of the regencies asked about may be shown). Areas that may
    not be shown stand last, with the reason. A regency asked about is one of the rows.
    """
    level = "regency" if where.province is not None else "province"
    found = measure_groups(snapshot, replace(where, regency=None), level)
    if level == "regency" and not found["reason"].isna().any():
        level = "province"
        found = measure_groups(snapshot, replace(where, regency=None, province=None), level)
    found = found.rename(columns={"group": "area"})
    minimums = [minimum_now(snapshot, str(area)) for area in found["area"]]
    found["minimum_idr"] = pd.Series([m.idr if m else None for m in minimums], dtype=float)
    found["basis"] = pd.Series([m.basis if m else None for m in minimums], dtype=object)
    for name, of in (("ratio", "pay_idr"), ("ratio_low", "interval_low"),
                     ("ratio_high", "interval_high")):  # fmt: skip
        found[name] = found[of] / found["minimum_idr"]
    in_order = found.sort_values(["pay_idr", "n", "area"], ascending=[False, False, True])
    return in_order.reset_index(drop=True).assign(level=level)


def compare_experience(snapshot: Snapshot, where: PayFilter) -> pd.DataFrame:
    """The median pay by the experience that advertisements ask for, least first.

    Columns: band (of wages_filter.BANDS, those without pay too), those of
    `wages_percentiles.measure_groups` but group, place (the narrowest of "regency", "province",
    "nation" where two bands may be shown, else the nation). Advertisements that do not say how
    much they ask for are in none.
    """
    found, place = pd.DataFrame(), ""
    for place, wide in wider(replace(where, asks=None)):  # noqa: B007 - it stops at the answer
        found = measure_groups(snapshot, wide, "experience")
        if found["reason"].isna().sum() > 1:
            break
    rows = found.rename(columns={"group": "band"}).set_index("band").reindex(list(BANDS))
    rows[["n", "employers"]] = rows[["n", "employers"]].fillna(0).astype(int)
    rows["reason"] = rows["reason"].where(rows["n"] > 0, "few")
    return rows.reset_index().assign(place=place)


def rank_occupations(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The median pay of each occupation that may be shown in the place asked about, most first.

    Columns: occupation (KBJI 2014, 4 digits) and those of `wages_percentiles.measure_groups` but
    group.
    """
    found = measure_groups(snapshot, replace(where, occupation=None), "occupation")
    shown = found[found["reason"].isna()].rename(columns={"group": "occupation"})
    in_order = shown.sort_values(["pay_idr", "occupation"], ascending=[False, True])
    return in_order.reset_index(drop=True)
