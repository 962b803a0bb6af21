"""What changed since a month and since a year ago: findings beyond noise, for ui to word."""

import math
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from analytics import overview, statistics
from analytics.changes_counts import Windows, count_changes, list_windows
from analytics.compare import compare_estimates
from analytics.filter import EVERYTHING, Filter
from analytics.statistics import Interval
from analytics.statistics_growth import growth_posterior
from analytics.wages import measure_wages
from analytics.wages_pays import Told
from data.publish_changes import Changes
from data.snapshot import Snapshot

# The last so many complete months against as many, so many months earlier: the last month with the
# one before, and the last quarter with the same months of the year before, whose season is the
# same. A single month a year ago would show less: it is a third of the vacancies.
SINCE: Final[Mapping[str, tuple[int, int]]] = {"month": (1, 1), "year": (3, 12)}
# A share changed if it surely (CLEAR_FROM) grew by more than this, or fell by as much backwards
# (+20 % or −17 %): METHODS 3.3 for the many small ones; half for the few that are the market's
# frame, where a tenth is news.
MORE_THAN: Final[Mapping[str, float]] = {
    "province": 0.1, "sector": 0.1, "occupation": 0.2, "skill": 0.2, "asked": 0.1,
}  # fmt: skip
CLEAR_FROM: Final = 0.9
# A finding of one employer's campaign is no change of the market.
LARGEST_BELOW: Final = 0.5
OCCUPATION_DIGITS: Final = 4

# What is told apart, as an expression on a row `v` of vacancies; what has no answer there is not in
# the base either.
_KINDS: Final[Mapping[str, str]] = {
    "province": "v.province",
    "sector": "v.sector",
    "occupation": (
        f"CASE WHEN v.occupation_digits >= {OCCUPATION_DIGITS} "
        f"THEN left(v.occupation, {OCCUPATION_DIGITS}) END"
    ),
}
# What a described vacancy may ask or offer; each is its own share.
ASKED: Final[Mapping[str, str]] = {
    "pay_told": "coalesce(v.wage_min_idr, v.wage_max_idr) IS NOT NULL",
    "age": "coalesce(v.age_min, v.age_max) IS NOT NULL",
    "sex": "v.sex IS NOT NULL",
    "appearance": "coalesce(v.appearance, false)",
    "degree": "v.education_min IN ('d4', 's1', 's2', 's3')",
    "beginner": "v.experience_min_years = 0",
    "remote": "v.remote = 'remote'",
}
SUBJECTS: Final = ("total", "pay", *_KINDS, "skill", "asked")
_COLUMNS: Final = (
    "since", "months", "month", "month_before", "subject", "code", "direction", "n", "n_before",
    "base", "base_before", "value", "value_before", "change", "interval_low", "interval_high",
    "level", "test", "more_than", "chance", "is_clear",
)  # fmt: skip


def find_changes(measured: pd.DataFrame, limit: int = 5) -> pd.DataFrame:
    """The clear rows of `measure_changes`, at most `limit` of a subject and since, surest first.

    None clear is a finding as well: nothing changed beyond noise among as many figures as
    `measured` has rows.
    """
    clear = measured[measured["is_clear"]]
    order = clear.assign(
        since_order=clear["since"].map({name: i for i, name in enumerate(SINCE)}),
        subject_order=clear["subject"].map({name: i for i, name in enumerate(SUBJECTS)}),
        size=np.abs(np.log1p(clear["change"].to_numpy(float))),
    ).sort_values(
        ["since_order", "subject_order", "chance", "size", "code"],
        ascending=[True, True, False, False, True],
    )
    return (
        order.groupby(["since", "subject"], sort=False)
        .head(limit)[list(_COLUMNS)]
        .reset_index(drop=True)
    )


def measure_changes(snapshot: Snapshot, where: Filter = EVERYTHING) -> pd.DataFrame:
    """Every figure of the last complete months beside the same a month and a year before.

    One row a since (of SINCE), subject (of SUBJECTS) and code. Columns: since, months (in either
    window), month, month_before ("YYYY-MM", the last of each), subject, code (province, sector,
    occupation, skill, or of ASKED; missing for total and pay), direction ("up", "down"), n,
    n_before (vacancies behind the figure), base, base_before (that it is a share of; for total and
    pay as n), value, value_before (total: a count; pay: the median in rupiah a month; else a share,
    0 to 1), change (value to value_before, less 1; of shares by the posterior, drawn to no change
    as far as it is uncertain), interval_low, interval_high (`level`: 0.9 for shares, else 0.95),
    test ("posterior" or "interval"), more_than (of MORE_THAN) and chance (that the share changed by
    more than that, that way), both missing for "interval", is_clear (chance at least CLEAR_FROM; or
    the interval leaves out no change).
    The total against the month before is not here: it is `overview.compare_last_month`.
    Only portals with vacancies in each of the months count; a since whose months are not all
    complete, or where a base is below CHANGE_AT_LEAST, has no rows. Advertisements of one employer
    come in batches: counts are divided by their design effect Σn²/Σn over employers, and what the
    largest employer makes at least LARGEST_BELOW of is never clear. Against the month before,
    seasons and Lebaran show as change; the year before has the same season. A wave of closings
    before the first sweep makes the older months too small: in young snapshots totals rise by
    themselves. The median of pay moves with the mix of occupations as well as with pay.
    Source of the design effect: Kish, Survey Sampling (1965), §5.4, clusters taken whole.
    Of the nation and of a whole province it is read from the snapshot (`list_changes`).
    """
    is_kept = snapshot.meta.versions.get(_KEPT) == _VERSION
    if is_kept and where == Filter(province=where.province):
        return _read_kept(snapshot, where.province)
    return _work_out(snapshot, where)


def list_changes(snapshot: Snapshot) -> pd.DataFrame:
    """The rows of `measure_changes` of the nation and of each province, for the snapshot to keep.

    Columns: province (BPS code; missing: the nation) and those of `measure_changes`. Provinces in
    the order of their codes, the nation first.
    """
    found = [_work_out(snapshot, EVERYTHING).assign(province=None)]
    if not found[0].empty:
        named = snapshot.frame("SELECT DISTINCT province FROM vacancies ORDER BY province")
        found += [
            _work_out(snapshot, Filter(province=province)).assign(province=province)
            for province in named["province"].dropna()
        ]
    return pd.concat([rows for rows in found if len(rows)] or found[:1], ignore_index=True)


# A change of what is measured, or of its columns, gets a new number: of a snapshot published by
# another version it is worked out anew.
_VERSION: Final = "1"
_KEPT: Final = "changes"
CHANGES: Final = Changes(_VERSION, list_changes)


def _read_kept(snapshot: Snapshot, province: str | None) -> pd.DataFrame:
    found = snapshot.frame(
        f"SELECT {', '.join(_COLUMNS)} FROM {_KEPT} WHERE province IS NOT DISTINCT FROM $province",  # noqa: S608 - constants of this module
        {"province": province},
    )
    return found.astype({"is_clear": bool})


def _work_out(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    reach = sum(max(SINCE.values())) + 2
    known = overview.count_by_month(snapshot, EVERYTHING, last=reach)
    complete = known.loc[known["is_complete"], "month"].tolist()
    asked = {}
    for since, (length, back) in SINCE.items():
        if not complete:
            break
        last = pd.Period(complete[-1], freq="M")
        recent, before = (
            [str(end - i) for i in reversed(range(length))] for end in (last, last - back)
        )
        if set(recent + before) <= set(complete):
            asked[since] = Windows(before, recent)
    frames = _measure(snapshot, where, asked) if asked else []
    found = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(_COLUMNS))
    return found.reindex(columns=list(_COLUMNS)).astype({"is_clear": bool, "code": "str"})


def _measure(snapshot: Snapshot, where: Filter, asked: Mapping[str, Windows]) -> list[pd.DataFrame]:
    counts = count_changes(snapshot, where, asked, _KINDS, ASKED)
    pays = _pays(snapshot, where, asked)
    frames = []
    for since, windows in asked.items():
        own = counts[counts["since"] == since].drop(columns="since")
        parts = [_shares(own, subject) for subject in (*_KINDS, "skill", "asked")]
        if since == "year":
            parts.append(_total(own[own["subject"] == "total"]))
        parts.append(pays[since])
        frames += [
            part.assign(
                since=since,
                months=len(windows.recent),
                month=windows.recent[-1],
                month_before=windows.before[-1],
            )
            for part in parts
            if not part.empty
        ]
    return frames


def _shares(counts: pd.DataFrame, subject: str) -> pd.DataFrame:
    own = counts[counts["subject"] == subject].reset_index(drop=True)
    own = own[own["n"] + own["n_before"] >= statistics.SHARE_AT_LEAST].reset_index(drop=True)
    if own.empty or own[["base", "base_before"]].iloc[0].min() < statistics.CHANGE_AT_LEAST:
        return pd.DataFrame()
    return weigh_shares(own, MORE_THAN[subject])


def weigh_shares(counts: pd.DataFrame, more_than: float) -> pd.DataFrame:
    """The change of each share of `_count`'s rows, and whether it is clear; see `measure_changes`.

    Growth and fall are one posterior read from both ends.
    """
    base, base_before = float(counts["base"].iloc[0]), float(counts["base_before"].iloc[0])
    effect = counts["effect"].to_numpy(float)
    n, n_before = counts["n"].to_numpy(float), counts["n_before"].to_numpy(float)
    up = growth_posterior(n_before / effect, n / effect, base_before, base, more_than)
    is_up = up["growth"].to_numpy(float) >= 0
    chance = np.where(is_up, up["p_growth"], up["p_fall"])
    return counts.drop(columns=["largest", "effect"]).assign(
        value=n / base,
        value_before=n_before / base_before,
        direction=np.where(is_up, "up", "down"),
        change=up["growth"].to_numpy(float),
        interval_low=up["interval_low"].to_numpy(float),
        interval_high=up["interval_high"].to_numpy(float),
        level=0.9,
        test="posterior",
        more_than=more_than,
        chance=chance,
        is_clear=(chance >= CLEAR_FROM) & (counts["largest"].to_numpy(float) < LARGEST_BELOW),
    )


def _total(counts: pd.DataFrame) -> pd.DataFrame:
    if counts.empty:
        return pd.DataFrame()
    row = counts.iloc[0]
    n, n_before = int(row["n"]), int(row["n_before"])
    if min(n, n_before) < statistics.CHANGE_AT_LEAST:
        return pd.DataFrame()
    effect = max(float(row["effect"]), 1.0)
    interval = statistics.change_interval(round(n_before / effect), round(n / effect))
    if interval is None:
        return pd.DataFrame()
    return _told("total", n, n_before, (float(n), float(n_before)), interval)


def _pays(
    snapshot: Snapshot, where: Filter, asked: Mapping[str, Windows]
) -> dict[str, pd.DataFrame]:
    """The change of the median of pay, by since; empty where it may not be shown."""
    rows, months, values = list_windows(asked)
    windows = Told(
        "v.since || CASE WHEN v.is_recent THEN '+' ELSE '-' END",
        f"(SELECT v.*, w.since, w.is_recent FROM vacancies v JOIN ({rows}) w"  # noqa: S608 - constants of this package
        f" USING (month, portal_set) WHERE v.month IN ({months}))",
        values,
    )
    groups = [f"{since}{side}" for since in asked for side in "+-"]
    paid = measure_wages(snapshot, where, windows, groups).set_index("group")
    columns = ["n_wage", "median_idr", "wage_low", "wage_high"]
    sides = dict(zip(groups, paid.loc[groups, columns].to_numpy(float).tolist(), strict=True))
    found = {}
    for since in asked:
        (n, median, *ends), (n_before, median_before, *ends_before) = (
            sides[f"{since}{side}"] for side in "+-"
        )
        if any(map(math.isnan, (median, median_before, ends[0], ends_before[0]))):
            found[since] = pd.DataFrame()
            continue
        ratio = compare_estimates(median_before, Interval(*ends_before), median, Interval(*ends))
        interval = Interval(ratio.low - 1, ratio.high - 1)
        found[since] = _told("pay", int(n), int(n_before), (median, median_before), interval)
    return found


def _told(
    subject: str, n: int, n_before: int, values: tuple[float, float], interval: Interval
) -> pd.DataFrame:
    change = values[0] / values[1] - 1
    return pd.DataFrame(
        [
            {
                "subject": subject,
                "code": None,
                "direction": "up" if change >= 0 else "down",
                "n": n,
                "n_before": n_before,
                "base": n,
                "base_before": n_before,
                "value": values[0],
                "value_before": values[1],
                "change": change,
                "interval_low": interval.low,
                "interval_high": interval.high,
                "level": statistics.LEVEL,
                "test": "interval",
                "more_than": np.nan,
                "chance": np.nan,
                "is_clear": interval.low > 0 or interval.high < 0,
            }
        ]
    )
