"""What advertisements demand that circulars advise against: by month, by sector, by place."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from analytics import overview, statistics
from analytics.filter import EVERYTHING, Filter
from analytics.growth import KINDS
from analytics.statistics_shrink import shrink_shares
from analytics.supervision_reading import correct
from data.snapshot import Snapshot

# The windows before and after a circular are of a year, so that both hold the same seasons.
WINDOW_DAYS: Final = 365
# In the tables by group.
GROUPS: Final = ("sector", "province", "regency", "occupation")


@dataclass(frozen=True, slots=True)
class Circular:
    """A letter of the ministry and the first day on which it stood."""

    name: str
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Demand:
    """What is looked for in an advertisement: a condition on a row `v` of vacancies.

    is_limit: read by the reader of limits, whose errors are known. is_compared: not named in the
    circular, measured only to see what changed without it.
    """

    name: str
    circular: str
    test: str
    is_limit: bool = False
    is_compared: bool = False


_LIMITS: Final = {
    "age": "v.age_max IS NOT NULL OR v.age_min IS NOT NULL",
    "sex": "v.sex IS NOT NULL",
    "looks": "coalesce(v.appearance, false)",
    "marital": "v.marital IS NOT NULL",
    "height": "v.height IS NOT NULL",
    "religion": "v.religion IS NOT NULL",
}
# Kinds of nlp/risk.toml.
_WARNINGS: Final = ("diploma_kept", "deposit", "penalty", "fee")
DEMANDS: Final[Mapping[str, Demand]] = {
    demand.name: demand
    for demand in (
        *(Demand(name, "limits", test, is_limit=True) for name, test in _LIMITS.items()),
        Demand("any_limit", "limits", " OR ".join(f"({test})" for test in _LIMITS.values())),
        Demand("experience", "limits", "v.experience_min_years >= 1", is_compared=True),
        *(
            Demand(kind, "diploma", f"list_contains(coalesce(v.risks, []), '{kind}')")
            for kind in _WARNINGS
        ),
    )
}
_COUNTS: Final = ", ".join(
    f"count(*) FILTER (WHERE {demand.test}) AS {name}" for name, demand in DEMANDS.items()
)
# What is asked of a person stands in the text; the portal's list alone tells little of it.
DESCRIBED: Final = "v.posted IS NOT NULL AND v.description_characters IS NOT NULL"


@lru_cache(maxsize=1)
def circulars() -> Mapping[str, Circular]:
    """The circulars by name, from supervision.toml."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        name: Circular(name, row["number"], row["day"]) for name, row in told["circular"].items()
    }


def share_by_month(snapshot: Snapshot, where: Filter, last: int = 36) -> pd.DataFrame:
    """How many advertisements make each demand, month by month, oldest first.

    Columns: demand (of DEMANDS), month ("YYYY-MM"), found (vacancies with the demand), n (vacancies
    with a description), share (found in n, 0 to 1; missing below SHARE_AT_LEAST), interval_low,
    interval_high (Wilson, 95 %), share_corrected, corrected_low, corrected_high (for what the
    reader misses and misreads, METHODS 3.14; only limits, only where that takes away more error
    than it adds, never in a sample snapshot; else missing), is_after (the month begins on or after
    the circular's day: the month of the circular is before), is_complete. Months without any
    advertisement in the whole snapshot are missing. Warnings (diploma_kept, deposit, penalty, fee)
    have no measured reading errors, so they are raw. It cannot say whether a limit is lawful
    because the work truly needs it, nor what employers do without writing it; it tells of no single
    employer.
    """
    counts = count_demands(snapshot, where, "v.month").set_index("key")
    return share_months(snapshot, counts, last, DEMANDS.values())


def share_months(
    snapshot: Snapshot, counts: pd.DataFrame, last: int, demands: Iterable[Demand]
) -> pd.DataFrame:
    """`share_by_month` of these demands, from the counts of `count_demands` by month (index)."""
    months = overview.count_by_month(snapshot, EVERYTHING, last)
    counts = counts.reindex(months["month"].tolist(), fill_value=0)
    counts = counts[months["n"].notna().to_numpy()]
    complete = months.set_index("month")["is_complete"]
    rows = []
    for demand in demands:
        day = circulars()[demand.circular].day
        for month, found, n in zip(counts.index, counts[demand.name], counts["n"], strict=True):
            rows.append(
                {"demand": demand.name, "month": month}
                | share_of(snapshot, demand, int(found), int(n))
                | {
                    "is_after": date.fromisoformat(f"{month}-01") >= day,
                    "is_complete": bool(complete[month]),
                }
            )
    return pd.DataFrame(rows, columns=["demand", "month", *SHARE, "is_after", "is_complete"])


SHARE: Final = (
    "found", "n", "share", "interval_low", "interval_high", "share_corrected", "corrected_low",
    "corrected_high",
)  # fmt: skip


def share_of(snapshot: Snapshot, demand: Demand, found: int, n: int) -> dict[str, float]:
    """The columns of SHARE.

    Made-up advertisements are easier to read than those the errors were measured on: there the
    raw share is the nearer one (age, sample of 2026-11: true 21.5 %, raw 21.3 %, corrected 22.7 %).
    """
    row: dict[str, float] = dict.fromkeys(SHARE, float("nan")) | {"found": found, "n": n}
    interval = statistics.share_interval(found, n)
    if interval is None or n < statistics.SHARE_AT_LEAST:
        return row
    row |= {"share": found / n, "interval_low": interval.low, "interval_high": interval.high}
    is_known = demand.is_limit and not snapshot.meta.is_sample
    corrected = correct(found, n) if is_known else None
    if corrected is not None and corrected.is_worth_it:
        row |= {
            "share_corrected": corrected.value,
            "corrected_low": corrected.interval.low,
            "corrected_high": corrected.interval.high,
        }
    return row


def count_demands(
    snapshot: Snapshot,
    where: Filter,
    key: str,
    more: str = "true",
    values: Mapping[str, object] | None = None,
) -> pd.DataFrame:
    """Columns: key, n (described vacancies), and one a demand, how many make it."""
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        SELECT {key} AS key, count(*) AS n, {_COUNTS}
        FROM vacancies v WHERE {DESCRIBED} AND {more} AND {condition} GROUP BY 1 ORDER BY 1
        """,  # noqa: S608 - the condition is Filter's own text, the rest constants of this package
        {**parameters, **(values or {})},
    )


def compare_groups(
    snapshot: Snapshot, where: Filter, demand: str, by: str, digits: int = 2
) -> pd.DataFrame:
    """How often a demand is made in each sector, province, regency or occupation now and before.

    `by` is of GROUPS; `digits` how many of KBJI for "occupation". Columns: group (code), found, n
    (vacancies of the last WINDOW_DAYS with a description), share (0 to 1, drawn to the whole as far
    as the group has few), interval_low, interval_high (95 %), own_weight (below ½ say "perkiraan"),
    found_before, n_before, share_before, before_low, before_high (the year before the circular,
    likewise). Highest share first; groups with fewer than SHARE_AT_LEAST now are left out. Raw, not
    corrected for reading errors. Groups hold other kinds of work, so a higher share is no worse
    behaviour by itself.
    """
    if by not in GROUPS:
        raise ValueError(f"{by!r} is no group: {', '.join(GROUPS)}")
    day = circulars()[DEMANDS[demand].circular].day
    values: dict[str, object] = {"digits": digits} if by == "occupation" else {}
    newest = snapshot.meta.posted_to or day
    window = timedelta(days=WINDOW_DAYS)
    now = _grouped(snapshot, where, demand, by, newest - window, newest + timedelta(days=1), values)
    now = now[now["n"] >= statistics.SHARE_AT_LEAST]
    before = _grouped(snapshot, where, demand, by, day - window, day, values)
    before = before.rename(
        columns={
            "found": "found_before",
            "n": "n_before",
            "share": "share_before",
            "interval_low": "before_low",
            "interval_high": "before_high",
        }
    ).drop(columns="own_weight")
    found = now.merge(before, on="group", how="left")
    found[["found_before", "n_before"]] = found[["found_before", "n_before"]].fillna(0).astype(int)
    return found.sort_values(["share", "group"], ascending=[False, True]).reset_index(drop=True)


def _grouped(
    snapshot: Snapshot,
    where: Filter,
    demand: str,
    by: str,
    start: date,
    stop: date,
    values: Mapping[str, object],
) -> pd.DataFrame:
    counts = count_demands(
        snapshot,
        where,
        KINDS[by],
        f"v.posted >= $start AND v.posted < $stop AND {KINDS[by]} IS NOT NULL",
        {**values, "start": start, "stop": stop},
    )
    shares = shrink_shares(counts[demand].to_numpy(), counts["n"].to_numpy())
    return pd.DataFrame({"group": counts["key"], "found": counts[demand], "n": counts["n"]}).join(
        shares[["share", "interval_low", "interval_high", "own_weight"]]
    )
