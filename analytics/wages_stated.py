"""How many advertisements state pay, and why the others cannot be counted."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.wages_filter import IMPLAUSIBLE, PAID, list_scopes
from data.snapshot import Snapshot

_RUPIAH: Final = (
    "v.wage_currency = 'IDR' AND coalesce(v.wage_min, v.wage_max) IS NOT NULL"
    f" AND NOT contains(coalesce(v.wage_flags, ''), '{IMPLAUSIBLE}')"
)


def count_stated(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How many advertisements state pay that counts, in one row.

    Columns: n (vacancies with pay in rupiah that can be told by the month and is plausible), base
    (vacancies asked about), share (n in base, 0 to 1; missing below SHARE_AT_LEAST of base),
    interval_low, interval_high (Wilson, 95 %), n_no_period (pay in rupiah without a word on what
    time it is for: left out, never guessed), n_implausible, n_project (paid by the piece of work),
    n_foreign (other currencies). What it cannot say: what those that are silent pay.
    """
    condition, parameters = where.condition()
    found = snapshot.frame(
        f"""
        SELECT count(*) FILTER (WHERE {PAID.format(v="v")}) AS n, count(*) AS base,
            count(*) FILTER (WHERE contains(coalesce(v.wage_flags, ''), $flag)) AS n_implausible,
            count(*) FILTER (WHERE {_RUPIAH} AND v.wage_period IS NULL) AS n_no_period,
            count(*) FILTER (WHERE {_RUPIAH} AND v.wage_period = 'project') AS n_project,
            count(*) FILTER (WHERE v.wage_currency <> 'IDR') AS n_foreign
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "flag": IMPLAUSIBLE},
    )
    n, base = int(found["n"].iloc[0]), int(found["base"].iloc[0])
    interval = statistics.share_interval(n, base) if base >= statistics.SHARE_AT_LEAST else None
    return found.assign(
        share=n / base if interval else float("nan"),
        interval_low=interval.low if interval else float("nan"),
        interval_high=interval.high if interval else float("nan"),
    )


def compare_stated(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The share of advertisements that state pay beside the wider ones it is part of.

    Columns: scope (of `wages_filter.list_scopes`) and those of `count_stated`.
    """
    rows = [
        count_stated(snapshot, asked).assign(scope=scope)
        for scope, asked in list_scopes(where).items()
    ]
    return pd.concat(rows, ignore_index=True)
