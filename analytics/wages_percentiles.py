"""What is paid: percentiles of advertised pay, the rules for showing them, their place."""

import math
from dataclasses import asdict
from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_estimate import AT_LEAST, FIGURES, Verdict, estimate, judge
from analytics.wages_pays import BY, estimate_groups, judge_all, read_pays
from data.snapshot import Snapshot


def find_market(snapshot: Snapshot, where: Filter) -> tuple[pd.DataFrame, Verdict, str]:
    """The pays of the narrowest place that may be shown, and that place; else of the nation."""
    told, place, wide = judge(0, 0, math.nan), "", where
    for place, wide in wider(where):  # noqa: B007 - it stops at the answer
        told = judge_all(snapshot, wide)
        if told.reason is None:
            break
    return read_pays(snapshot, wide), told, place


def measure_percentiles(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Percentiles of advertised pay in the narrowest place that may show a median.

    One row a percentile (10, 25, 50, 75, 90). Columns: percentile, pay_idr, pay_high_idr (rupiah a
    month: so many of 100 advertisements pay less; one figure, or the stretch in which it lies),
    interval_low, interval_high (95 %), n (vacancies with pay), employers, top_share, reason (why
    it is missing: "few" below AT_LEAST of that percentile, "employers", "dominant", else None),
    place ("regency", "province", "nation"), n_asked, employers_asked, top_share_asked,
    reason_asked (the same of the place asked about). What it cannot say: what people earn, and
    what silent advertisements pay.
    """
    pays, told, place = find_market(snapshot, where)
    asked = told if place == next(wider(where))[0] else judge_all(snapshot, where)
    reasons = {
        percentile: told.reason or ("few" if told.n < at_least else None)
        for percentile, at_least in AT_LEAST.items()
    }
    figures = estimate(pays, [one for one, reason in reasons.items() if reason is None])
    return pd.DataFrame(
        {"percentile": one, **figures.get(one, _NOTHING), **asdict(told), "reason": reason,
         "place": place, **{f"{key}_asked": value for key, value in asdict(asked).items()}}
        for one, reason in reasons.items()
    )  # fmt: skip


_NOTHING: Final = dict.fromkeys(FIGURES, float("nan"))


def measure_groups(snapshot: Snapshot, where: Filter, by: str) -> pd.DataFrame:
    """The median advertised pay of each group that `by` tells apart (a key of wages_pays.BY).

    Columns: group, n, employers, top_share, reason (as in `measure_percentiles`), pay_idr,
    pay_high_idr, interval_low, interval_high (rupiah a month, 95 %; missing where `reason` says
    why). Groups in the order of their names; those without any pay have no row.
    """
    rows = [
        {"group": group, **asdict(told), **figures.get(50, _NOTHING)}
        for group, (told, figures) in estimate_groups(snapshot, where, BY[by], [50]).items()
    ]
    return pd.DataFrame(rows, columns=["group", "n", "employers", "top_share", "reason", *FIGURES])
