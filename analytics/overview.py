"""What is happening on the job market now: openings, months, titles, provinces, wages, portals."""

import calendar
from collections.abc import Sequence
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot

# A month counts as complete when postings are dated this near to its first and its last day.
EDGE_DAYS: Final = 3
# A portal below this share of both months does not decide whether they can be compared.
PORTAL_MATTERS: Final = 0.1


def count_vacancies(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How many openings, in one row.

    Columns: n (vacancies), n_dated, n_undated, n_placed (with a province), n_remote, employers
    (different company names), postings (advertisements behind them),
    posted_from, posted_to (first and last day of posting, or NaT).
    """
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        SELECT count(*) AS n, count(v.posted) AS n_dated,
            count(*) - count(v.posted) AS n_undated, count(v.province) AS n_placed,
            count(*) FILTER (WHERE v.remote = 'remote') AS n_remote,
            count(DISTINCT v.company) AS employers, coalesce(sum(v.postings), 0) AS postings,
            min(v.posted) AS posted_from, max(v.posted) AS posted_to
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    )


def count_by_month(snapshot: Snapshot, where: Filter, last: int = 24) -> pd.DataFrame:
    """New openings by month of posting, oldest first, at most the `last` months up to the newest.

    Columns: month ("YYYY-MM"), n (vacancies), first_day, last_day (days of the month between which
    the whole snapshot holds dated openings; missing where it holds none), is_complete. A month
    that the snapshot knows nothing about has n missing, not 0.
    """
    condition, parameters = where.condition()
    counted = "SELECT month, n FROM covered"
    if where != EVERYTHING:
        counted = (
            "SELECT v.month, count(*) AS n FROM vacancies v"  # noqa: S608 - as above
            f" WHERE v.posted IS NOT NULL AND {condition} GROUP BY v.month"
        )
    found = snapshot.frame(
        f"""
        WITH covered AS (
            SELECT month, sum(n)::BIGINT AS n, day(min(posted_from)) AS first_day,
                day(max(posted_to)) AS last_day
            FROM portal_counts WHERE kind = 'all' GROUP BY month
        ), counted AS ({counted})
        SELECT c.month, coalesce(k.n, 0) AS n, c.first_day, c.last_day
        FROM covered c LEFT JOIN counted k USING (month) ORDER BY c.month
        """,  # noqa: S608 - as above
        parameters,
    )
    months = _without_gaps(found).tail(last).reset_index(drop=True)
    lengths = months["month"].map(_month_length)
    months["is_complete"] = (
        ((months["first_day"] <= EDGE_DAYS) & (months["last_day"] > lengths - EDGE_DAYS))
        .fillna(value=False)
        .astype(bool)
    )
    if len(months):
        # Of the newest month, what is missing at its end has yet to come.
        newest = months.index[-1]
        whole = months.at[newest, "last_day"] == lengths[newest]
        months.loc[newest, "is_complete"] &= bool(whole)
    return months


def _month_length(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def _without_gaps(found: pd.DataFrame) -> pd.DataFrame:
    """The months with a row, n missing, for each month between that holds nothing."""
    counts = found.astype({"n": "Int64", "first_day": "Int64", "last_day": "Int64"})
    if counts.empty:
        return counts
    span = pd.period_range(counts["month"].iloc[0], counts["month"].iloc[-1], freq="M")
    names = pd.Index(span.strftime("%Y-%m"), name="month")
    return counts.set_index("month").reindex(names).reset_index()


def compare_last_month(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The last complete month against the one before, in one row; no row where none is complete.

    Columns: month, n, month_before, n_before, change (n / n_before - 1), interval_low,
    interval_high (95 %), reason. Where the change may not be shown it is missing and `reason`
    says why: "few" (a count below CHANGE_AT_LEAST), "gap" (the month before is not complete),
    "portals" (a portal that matters is in one of the two months only).
    """
    months = count_by_month(snapshot, where)
    names, counts = months["month"].tolist(), months["n"].tolist()
    complete = months["is_complete"].tolist()
    if True not in complete:
        return pd.DataFrame(columns=["month", "n"])
    last = len(complete) - 1 - complete[::-1].index(True)
    row: dict[str, object] = {"month": names[last], "n": counts[last], "reason": "gap"}
    row |= dict.fromkeys(("month_before", "n_before", "change", "interval_low", "interval_high"))
    if last > 0 and complete[last - 1]:
        row |= {"month_before": names[last - 1], "n_before": counts[last - 1]}
        row |= _change(snapshot, where, names[last - 1 : last + 1], counts[last - 1 : last + 1])
    return pd.DataFrame([row])


def _change(
    snapshot: Snapshot, where: Filter, months: list[str], counts: list[int]
) -> dict[str, object]:
    """The change from the first month to the second, or the reason why there is none."""
    before, after = counts
    if min(before, after) < statistics.CHANGE_AT_LEAST:
        return {"reason": "few"}
    if not _same_portals(snapshot, where, *months):
        return {"reason": "portals"}
    interval = statistics.change_interval(before, after)
    if interval is None:
        return {"reason": "few"}
    return {
        "change": after / before - 1,
        "interval_low": interval.low,
        "interval_high": interval.high,
        "reason": None,
    }


def _same_portals(snapshot: Snapshot, where: Filter, before: str, after: str) -> bool:
    """Whether every portal that matters in one of the months is in the other too."""
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        SELECT portal, count(*) FILTER (WHERE month = $before) AS before,
            count(*) FILTER (WHERE month = $after) AS after
        FROM (
            SELECT unnest(v.portals) AS portal, v.month FROM vacancies v
            WHERE v.month IN ($before, $after) AND {condition}
        ) GROUP BY portal
        """,  # noqa: S608 - as above
        {**parameters, "before": before, "after": after},
    )
    shares = counts[["before", "after"]] / counts[["before", "after"]].sum()
    matters = (shares >= PORTAL_MATTERS).any(axis=1)
    return bool((shares[matters] > 0).all(axis=None))


def rank_titles(snapshot: Snapshot, where: Filter, limit: int = 10) -> pd.DataFrame:
    """The most advertised titles, most first, only those with at least SHARE_AT_LEAST openings.

    Columns: title, n (vacancies), employers, share (of all openings asked about, 0 to 1),
    interval_low, interval_high (of the share, 95 %).
    """
    condition, parameters = where.condition()
    titles = snapshot.frame(
        f"""
        WITH asked AS (SELECT v.title, v.company FROM vacancies v WHERE {condition})
        SELECT title, count(*) AS n, count(DISTINCT company) AS employers,
            (SELECT count(*) FROM asked) AS total
        FROM asked WHERE title IS NOT NULL GROUP BY title HAVING count(*) >= $at_least
        ORDER BY n DESC, title LIMIT $limit
        """,  # noqa: S608 - as above
        {**parameters, "at_least": statistics.SHARE_AT_LEAST, "limit": limit},
    )
    return _with_shares(titles).drop(columns="total")


def count_titles(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How many different titles there are, in one row.

    Columns: n (different titles), n_small (titles below SHARE_AT_LEAST openings, not shown).
    """
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        SELECT count(*) AS n, count(*) FILTER (WHERE openings < $at_least) AS n_small
        FROM (
            SELECT count(*) AS openings FROM vacancies v
            WHERE v.title IS NOT NULL AND {condition} GROUP BY v.title
        )
        """,  # noqa: S608 - as above
        {**parameters, "at_least": statistics.SHARE_AT_LEAST},
    )


def rank_provinces(snapshot: Snapshot, where: Filter, codes: Sequence[str]) -> pd.DataFrame:
    """All provinces of `codes` (BPS), most openings first; those without any have n = 0.

    Columns: province, n (vacancies), share (of the openings with a known province, 0 to 1;
    missing below SHARE_AT_LEAST), interval_low, interval_high (95 %).
    """
    condition, parameters = where.condition()
    found = snapshot.frame(
        f"""
        SELECT v.province, count(*) AS n FROM vacancies v
        WHERE v.province IS NOT NULL AND {condition} GROUP BY v.province
        """,  # noqa: S608 - as above
        parameters,
    )
    counts = found.set_index("province")["n"].reindex(list(codes), fill_value=0).astype(int)
    provinces = counts.rename_axis("province").reset_index()
    provinces["total"] = int(found["n"].sum())
    provinces = provinces.sort_values(["n", "province"], ascending=[False, True])
    shares = _with_shares(provinces.reset_index(drop=True)).drop(columns="total")
    too_few = shares["n"] < statistics.SHARE_AT_LEAST
    shares.loc[too_few, ["share", "interval_low", "interval_high"]] = float("nan")
    return shares


def _with_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """The share of n in total, and Wilson's interval of it."""
    intervals = [
        statistics.share_interval(int(n), int(total))
        for n, total in zip(counts["n"], counts["total"], strict=True)
    ]
    shared = counts.copy()
    shared["share"] = (counts["n"] / counts["total"].where(counts["total"] > 0)).astype(float)
    shared["interval_low"] = pd.Series([i.low if i else None for i in intervals], dtype=float)
    shared["interval_high"] = pd.Series([i.high if i else None for i in intervals], dtype=float)
    return shared


def share_portals(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Where the openings were seen, most first.

    Columns: portal, n (vacancies seen there), share (of all vacancies asked about, 0 to 1; the
    shares add up to more than 1 where portals advertise the same opening), last_seen (UTC, of one
    of them, on any portal).
    """
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        WITH asked AS (SELECT v.portals, v.last_seen FROM vacancies v WHERE {condition})
        SELECT portal, count(*) AS n, count(*) / (SELECT count(*) FROM asked) AS share,
            max(last_seen) AS last_seen
        FROM (SELECT unnest(portals) AS portal, last_seen FROM asked)
        GROUP BY portal ORDER BY n DESC, portal
        """,  # noqa: S608 - as above
        parameters,
    )
