"""What is the advertised wage: median, quartiles, how many said one, how sure we are."""

import math

import pandas as pd

from analytics.filter import Filter
from analytics.wages_estimate import estimate, judge
from analytics.wages_filter import IMPLAUSIBLE, PAID
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
    asked = snapshot.frame(
        f"""
        SELECT v.employer, coalesce({PAID.format(v="v")}, false) AS is_paid,
            list_contains(string_split(replace(coalesce(v.wage_flags, ''), ' ', ''), ','), $flag)
                AS is_implausible,
            coalesce(v.wage_min_idr, v.wage_max_idr)::DOUBLE AS low_idr,
            coalesce(v.wage_max_idr, v.wage_min_idr)::DOUBLE AS high_idr
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "flag": IMPLAUSIBLE},
    )
    usable = asked[asked["is_paid"].astype(bool)]
    n, employers = len(usable), int(usable["employer"].nunique())
    figures = estimate(usable, (25, 50, 75)) if judge(usable).reason is None else {}
    median, low, high = (figures.get(one, {}) for one in (50, 25, 75))
    return pd.DataFrame(
        {
            "n": [n],
            "employers": [employers],
            "n_all": [len(asked)],
            "n_implausible": [int((asked["is_implausible"] & asked["low_idr"].notna()).sum())],
            "median_idr": [median.get("pay_idr", math.nan)],
            "interval_low": [median.get("interval_low", math.nan)],
            "interval_high": [median.get("interval_high", math.nan)],
            "quartile_low_idr": [low.get("pay_idr", math.nan)],
            "quartile_high_idr": [high.get("pay_idr", math.nan)],
        }
    )
