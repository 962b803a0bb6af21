"""The questions about pay answered again from what another way counts; see queries_others_again."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.skills_pay import CELLS_AT_LEAST, PAYERS_AT_LEAST, WITH_AT_LEAST
from analytics.statistics_poverty import poverty_gap
from analytics.wages_estimate import AT_LEAST, Verdict, estimate, judge
from analytics.wages_minimum import add_minimum
from benchmarks.queries_others_again import share_of
from benchmarks.queries_others_ways import Way

_LEAST = statistics.SHARE_AT_LEAST


def compare_pay(way: Way, where: Filter, skill: str) -> pd.DataFrame:
    row: dict[str, object] = {}
    for place, wide in wider(where):
        rows = way.skill_pays(wide, skill)
        has = rows["has_skill"].astype(bool)
        n, employers = int(has.sum()), int(rows.loc[has, "employer"].nunique())
        cells = int(rows["cell"].nunique())
        enough = cells >= CELLS_AT_LEAST and n >= WITH_AT_LEAST and employers >= PAYERS_AT_LEAST
        row = {"n": n, "n_without": len(rows) - n, "employers": employers, "cells": cells,
               "difference": _slope(rows) if enough else math.nan,
               "reason": None if enough else "few", "place": place}  # fmt: skip
        if enough:
            break
    return pd.DataFrame([row])


def _slope(rows: pd.DataFrame) -> float:
    """By how much pay differs with the skill within a cell."""
    low, high = rows["low_idr"].astype(float), rows["high_idr"].astype(float)
    middle = (low.fillna(high) + high.fillna(low)) / 2
    pay = pd.Series(np.log(middle.to_numpy()), index=rows.index)
    has = rows["has_skill"].astype(float)
    cell = rows["cell"].astype(str)
    x, y = (one - one.groupby(cell).transform("mean") for one in (has, pay))
    return math.expm1(float((x * y).sum() / (x**2).sum()))


def _judge(pays: pd.DataFrame) -> Verdict:
    """Whether a median of these pays may be shown."""
    counts = pays["employer"].value_counts()
    return judge(len(pays), len(counts), counts.iloc[0] / len(pays) if len(counts) else math.nan)


def _estimate(pays: pd.DataFrame, percentiles: Sequence[int]) -> dict[int, dict[str, float]]:
    """Percentiles of pays; those of the same bounds are counted first."""
    bounds = pays[["low_idr", "high_idr"]].astype(float)
    counts = bounds.groupby(["low_idr", "high_idr"], dropna=False).size().rename("n")
    return estimate(counts.reset_index(), percentiles)


def measure_percentiles(way: Way, where: Filter) -> pd.DataFrame:
    pays, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        pays = way.pays(wide, None)
        if _judge(pays).reason is None:
            break
    told = _judge(pays)
    reasons = {
        p: told.reason or ("few" if told.n < least else None) for p, least in AT_LEAST.items()
    }
    figures = _estimate(pays, [p for p, reason in reasons.items() if reason is None])
    nothing = dict.fromkeys(("pay_idr", "pay_high_idr", "interval_low", "interval_high"), math.nan)
    return pd.DataFrame(
        {"percentile": p, **figures.get(p, nothing), "n": told.n, "employers": told.employers,
         "top_share": told.top_share, "reason": reason, "place": place}
        for p, reason in reasons.items()
    )  # fmt: skip


def rank_pay(way: Way, where: Filter) -> pd.DataFrame:
    rows = []
    of = Filter(province=where.province, regency=where.regency)
    for group, pays in way.pays(of, "occupation").groupby("group", observed=True):
        told = _judge(pays)
        if told.reason is None:
            row = {"occupation": str(group), "n": told.n, "employers": told.employers}
            rows.append({**row, "top_share": told.top_share, **_estimate(pays, [50])[50]})
    found = pd.DataFrame(rows)
    if found.empty:
        return found
    return found.sort_values(["pay_idr", "occupation"], ascending=[False, True])


def measure_wage(way: Way, where: Filter) -> pd.DataFrame:
    pays = way.pays(where, None)
    low, high = pays["low_idr"].astype(float), pays["high_idr"].astype(float)
    pays = pays.assign(low_idr=low.fillna(high), high_idr=high.fillna(low))
    told = _judge(pays)
    figures = _estimate(pays, (25, 50, 75)) if told.reason is None else {}
    median, lower, upper = (figures.get(one, {}) for one in (50, 25, 75))
    return pd.DataFrame([{
        "n": told.n, "employers": told.employers, "median_idr": median.get("pay_idr"),
        "interval_low": median.get("interval_low"), "interval_high": median.get("interval_high"),
        "quartile_low_idr": lower.get("pay_idr"), "quartile_high_idr": upper.get("pay_idr"),
    }])  # fmt: skip


def count_stated(way: Way, where: Filter) -> pd.DataFrame:
    found = way.stated(where)
    n, base = int(found["n"].iloc[0]), int(found["base"].iloc[0])
    return found.assign(**share_of(n, base))


def measure_shortfall(way: Way, where: Filter) -> pd.DataFrame:
    pays = add_minimum(way.full_time(where).dropna(subset="year"))
    pays = pays[pays["minimum_idr"].notna()]
    rows = []
    for year, own in pays.groupby(pays["year"].astype(int).astype(str)):
        line = own["minimum_idr"].to_numpy(float)
        offered = own["high_idr"].astype(float).fillna(own["minimum_idr"]).to_numpy(float)
        employers = int(own["employer"].nunique())
        enough = len(own) >= _LEAST and employers >= statistics.EMPLOYERS_AT_LEAST
        share = poverty_gap(offered, line, 0) if enough else None
        gap = poverty_gap(offered, line, 1) if enough else None
        rows.append({
            "group": year, "n": len(own), "n_umk": int((own["basis"] == "umk").sum()),
            "n_below": int((offered < line).sum()), "employers": employers,
            "share": share.value if share else math.nan, "gap": gap.value if gap else math.nan,
        })  # fmt: skip
    return pd.DataFrame(rows)
