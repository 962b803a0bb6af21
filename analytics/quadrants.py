"""Which occupations grow or are asked for much, and pay more than the middle of the market."""

import math
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from analytics import occupations, wages_places
from analytics.filter import Filter
from analytics.growth import GROWTH
from analytics.occupations import wider
from analytics.wages_percentiles import measure_percentiles
from data.snapshot import Snapshot

# Fewer dots than two a quadrant tell nothing that a list does not.
OCCUPATIONS_AT_LEAST: Final = 8
# Right is growth, or more openings than the middle occupation; high is pay above the middle.
QUADRANTS: Final = ("right_high", "left_high", "right_low", "left_low")
_PAY: Final = ("n", "employers", "pay_idr", "pay_high_idr", "interval_low", "interval_high")
_COLUMNS: Final = (
    "occupation", "n", "employers", *GROWTH, "n_wage", "employers_wage", "pay_idr", "pay_high_idr",
    "interval_low", "interval_high", "middle_idr", "base_idr", "n_base", "base_n",
    "is_growth_clear", "is_pay_clear", "by_growth", "by_openings", "place",
)  # fmt: skip


def place_occupations(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Growth, openings and pay of the occupations that may show both, most openings first.

    Only occupations with at least SHARE_AT_LEAST openings and a median pay by the rules of
    `wages_percentiles.measure_groups`, of the narrowest place with OCCUPATIONS_AT_LEAST of them; no
    rows where the country has fewer. Columns: occupation (KBJI 2014, 4 digits), n (vacancies),
    employers, those of growth.GROWTH (missing without complete windows), n_wage, employers_wage
    (vacancies with pay, and who offers them), pay_idr, pay_high_idr (the median, rupiah a month,
    or the stretch it lies in), interval_low, interval_high (of the median, 95 %), middle_idr (one
    figure to draw: the geometric middle of the stretch), base_idr, n_base (the median of all pay
    in the place, and of how many), base_n (vacancies of the middle occupation of these rows),
    is_growth_clear (90 % all on one side of 0), is_pay_clear (95 % all on one side of base_idr),
    by_growth, by_openings (one of QUADRANTS; by_growth is missing with growth), place ("regency",
    "province", "nation").
    Growth is of a share of advertisements, and pay is what those that tell it offer: neither says
    how many people work in it or what they earn. Of a hundred occupations five are called clear in
    pay by chance.
    """
    found, place, wide = pd.DataFrame(), "", where
    for place, wide in wider(replace(where, occupation=None)):  # noqa: B007 - it stops at the answer
        found = _match(snapshot, wide)
        if len(found) >= OCCUPATIONS_AT_LEAST:
            break
    if len(found) < OCCUPATIONS_AT_LEAST:
        return pd.DataFrame(columns=list(_COLUMNS))
    percentiles = measure_percentiles(snapshot, wide)
    base = percentiles[percentiles["percentile"] == 50].iloc[0]
    # Of the whole, too, one employer may tell more than the rules allow.
    if not pd.isna(base["reason"]):
        return pd.DataFrame(columns=list(_COLUMNS))
    base_idr = math.sqrt(float(base["pay_idr"]) * float(base["pay_high_idr"]))
    base_n = float(found["n"].median())
    is_high = found["middle_idr"] >= base_idr
    grows = found["growth"].astype(float) > 0
    placed = found.assign(
        base_idr=base_idr,
        n_base=int(base["n"]),
        base_n=base_n,
        is_growth_clear=(found["growth_low"] > 0) | (found["growth_high"] < 0),
        is_pay_clear=(found["interval_low"] > base_idr) | (found["interval_high"] < base_idr),
        by_growth=_name_quadrants(grows, is_high).where(found["growth"].notna()),
        by_openings=_name_quadrants(found["n"] > base_n, is_high),
        place=place,
    )
    return placed[list(_COLUMNS)]


def _match(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Occupations with both openings and pay enough."""
    ranked = occupations.rank_occupations(snapshot, where)
    ranked = ranked[["occupation", "n", "employers", *GROWTH]]
    paid = wages_places.rank_occupations(snapshot, where)[["occupation", *_PAY]]
    paid = paid.rename(columns={"n": "n_wage", "employers": "employers_wage"})
    found = ranked.merge(paid, on="occupation").astype(dict.fromkeys(GROWTH, float))
    return found.assign(middle_idr=np.sqrt(found["pay_idr"] * found["pay_high_idr"]))


def _name_quadrants(is_right: "pd.Series[bool]", is_high: "pd.Series[bool]") -> "pd.Series[str]":
    side = is_right.map({True: "right", False: "left"})
    return side + "_" + is_high.map({True: "high", False: "low"})
