"""What is the advertised wage: median, quartiles, how many said one, how sure we are."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from data.snapshot import Snapshot

IMPLAUSIBLE: Final = "implausible"


def measure_wage(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The advertised wage in rupiah a month, in one row.

    An advertisement counts with the middle of its range, or with the one bound it states; wages
    flagged "implausible" are left out. Columns: n (vacancies with a usable wage), employers
    (different companies behind them), n_all (vacancies asked about), n_implausible (left out),
    median_idr, interval_low, interval_high (95 %, order statistics), quartile_low_idr,
    quartile_high_idr. The median is missing below MEDIAN_AT_LEAST openings or EMPLOYERS_AT_LEAST
    employers, the quartiles below QUARTILES_AT_LEAST openings.
    """
    condition, parameters = where.condition()
    asked = snapshot.frame(
        f"""
        SELECT v.company,
            list_contains(string_split(replace(coalesce(v.wage_flags, ''), ' ', ''), ','), $flag)
                AS is_implausible,
            (coalesce(v.wage_min_idr, v.wage_max_idr)
                + coalesce(v.wage_max_idr, v.wage_min_idr)) / 2.0 AS wage
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "flag": IMPLAUSIBLE},
    )
    stated = asked[asked["wage"].notna()]
    usable = stated[~stated["is_implausible"]]
    wages = usable["wage"].astype(float)
    n, employers = len(usable), int(usable["company"].nunique())
    may_show = n >= statistics.MEDIAN_AT_LEAST and employers >= statistics.EMPLOYERS_AT_LEAST
    has_quartiles = may_show and n >= statistics.QUARTILES_AT_LEAST
    interval = statistics.median_interval(wages.tolist()) if may_show else None
    return pd.DataFrame(
        {
            "n": [n],
            "employers": [employers],
            "n_all": [len(asked)],
            "n_implausible": [int(stated["is_implausible"].sum())],
            "median_idr": [wages.median() if may_show else float("nan")],
            "interval_low": [interval.low if interval else float("nan")],
            "interval_high": [interval.high if interval else float("nan")],
            "quartile_low_idr": [wages.quantile(0.25) if has_quartiles else float("nan")],
            "quartile_high_idr": [wages.quantile(0.75) if has_quartiles else float("nan")],
        }
    )
