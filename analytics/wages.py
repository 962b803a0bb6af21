"""What is the advertised wage: median, quartiles, how many said one, how sure we are."""

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.wages_estimate import estimate
from analytics.wages_filter import FLAGGED
from analytics.wages_pays import Told, estimate_groups, judge_all, read_pays
from data.snapshot import Snapshot


def measure_wage(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The advertised wage in rupiah a month, in one row.

    A range counts with all its amounts alike and a lone bound as the amount; left out are wages
    flagged "implausible" and those that do not say what time they are for, which is never guessed.
    Columns: n (vacancies with a usable wage), employers (different companies behind them), n_all
    (vacancies asked about), n_implausible (left out), median_idr, interval_low, interval_high
    (95 %), quartile_low_idr, quartile_high_idr. The median is missing below MEDIAN_AT_LEAST
    openings or EMPLOYERS_AT_LEAST employers, or where one employer has most of them
    (`wages_estimate.judge`), the quartiles below QUARTILES_AT_LEAST openings.
    """
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        SELECT count(*) AS n_all,
            count(coalesce(v.wage_min_idr, v.wage_max_idr))
                FILTER (WHERE {FLAGGED.format(v="v")}) AS n_implausible
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    )
    told, figures = judge_all(snapshot, where), {}
    if told.reason is None:
        figures = estimate(read_pays(snapshot, where, is_closed=True), _PERCENTILES)
    median, low, high = (figures.get(one, {}) for one in (50, 25, 75))
    return pd.DataFrame(
        {
            "n": [told.n],
            "employers": [told.employers],
            "n_all": [int(counts["n_all"].iloc[0])],
            "n_implausible": [int(counts["n_implausible"].iloc[0])],
            "median_idr": [median.get("pay_idr", math.nan)],
            "interval_low": [median.get("interval_low", math.nan)],
            "interval_high": [median.get("interval_high", math.nan)],
            "quartile_low_idr": [low.get("pay_idr", math.nan)],
            "quartile_high_idr": [high.get("pay_idr", math.nan)],
        }
    )


def measure_wages(
    snapshot: Snapshot, where: Filter, by: Told, groups: Sequence[str]
) -> pd.DataFrame:
    """The pay of `measure_wage` of each of some groups, in their order.

    `by` tells the groups apart (mostly one of `wages_pays.BY`). Columns: group, n_wage (vacancies
    with a usable wage), median_idr, wage_low, wage_high (95 %), quartile_low_idr,
    quartile_high_idr (rupiah a month); the last five missing where `measure_wage` may show none.
    """
    paid = estimate_groups(snapshot, where, by, _PERCENTILES, groups, is_closed=True)
    rows = []
    for group in groups:
        told, estimated = paid.get(group, (None, {}))
        median, low, high = (estimated.get(one, {}) for one in (50, 25, 75))
        n = told.n if told else 0
        figures = (
            median.get(name, math.nan) for name in ("pay_idr", "interval_low", "interval_high")
        )
        ends = (one.get("pay_idr", math.nan) for one in (low, high))
        rows.append((group, n, *figures, *ends))
    return pd.DataFrame(rows, columns=list(_BY_GROUP)).astype({"group": object, "n_wage": int})


_PERCENTILES: Final = (25, 50, 75)
_BY_GROUP: Final = (
    "group", "n_wage", "median_idr", "wage_low", "wage_high", "quartile_low_idr",
    "quartile_high_idr",
)  # fmt: skip
