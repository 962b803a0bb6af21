"""What is paid: percentiles of advertised pay, the rules for showing them, their place."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_estimate import AT_LEAST, FIGURES, estimate, judge
from analytics.wages_filter import BAND, PAID
from data.snapshot import Snapshot

# What pay may be told apart by, as SQL on a row `v` of vacancies.
_BY: Final[Mapping[str, str]] = {
    "province": "v.province",
    "regency": "v.regency",
    "experience": BAND.format(v="v"),
    "occupation": "CASE WHEN v.occupation_digits = 4 THEN v.occupation END",
}


def read_pays(snapshot: Snapshot, where: Filter, by: str | None = None) -> pd.DataFrame:
    """The advertised pay that counts, one row a vacancy.

    Columns: low_idr, high_idr (rupiah a month as advertised; missing where that bound is open),
    employer, group (what `by` tells apart, a key of _BY; rows that do not tell are left out).
    """
    condition, parameters = where.condition()
    group = _BY[by] if by else "''"
    return snapshot.frame(
        f"""
        SELECT v.wage_min_idr::DOUBLE AS low_idr, v.wage_max_idr::DOUBLE AS high_idr, v.employer,
            {group} AS "group"
        FROM vacancies v
        WHERE {PAID.format(v="v")} AND {group} IS NOT NULL AND {condition}
        ORDER BY v.vacancy_id
        """,  # noqa: S608 - the condition is Filter's own text, groups are constants
        parameters,
    )


def find_market(snapshot: Snapshot, where: Filter) -> tuple[pd.DataFrame, str]:
    """The pays of the narrowest place that may be shown, and that place; else of the nation."""
    pays, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        pays = read_pays(snapshot, wide)
        if judge(pays).reason is None:
            break
    return pays, place


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
    pays, place = find_market(snapshot, where)
    told = judge(pays)
    asked = told if place == next(wider(where))[0] else judge(read_pays(snapshot, where))
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
    """The median advertised pay of each group that `by` tells apart (a key of _BY).

    Columns: group, n, employers, top_share, reason (as in `measure_percentiles`), pay_idr,
    pay_high_idr, interval_low, interval_high (rupiah a month, 95 %; missing where `reason` says
    why). Groups in the order of their names; those without any pay have no row.
    """
    rows = []
    for group, pays in read_pays(snapshot, where, by).groupby("group"):
        told = judge(pays)
        figures = estimate(pays, [50] if told.reason is None else [])
        rows.append({"group": group, **asdict(told), **figures.get(50, _NOTHING)})
    return pd.DataFrame(rows, columns=["group", "n", "employers", "top_share", "reason", *FIGURES])
