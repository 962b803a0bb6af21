"""How shares of the market grew: occupations, sectors and places, on the same portals."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from analytics import overview, statistics
from analytics.filter import EVERYTHING, Filter
from analytics.matched import ON_MATCHED, PORTALS
from analytics.statistics_growth import growth_posterior
from data.snapshot import Snapshot

# Months in each window, tried in this order. A year against the year before takes the seasons out.
# On the sample market it flags 2 of 17 skills that rise by more than a fifth, and none wrongly:
# what is not flagged may rise all the same (docs/accuracy.md).
WINDOWS: Final = (12, 6)
# Growth of more than this counts; flagged at a chance of 0.9 (METHODS 3.3).
GROWTH_MORE_THAN: Final = 0.2

# What can be told apart, as an expression on a row `v` of vacancies, missing where it is not told.
KINDS: Final[Mapping[str, str]] = {
    "sector": "v.sector",
    "province": "v.province",
    "regency": "v.regency",
    "occupation": "CASE WHEN v.occupation_digits >= $digits THEN left(v.occupation, $digits) END",
}
_MATCHED: Final = PORTALS.format(
    table="portal_counts",
    where="d.kind = 'all' AND d.month BETWEEN $first AND $last",
    months="$months",
)
# The vacancies that tell a kind by code, month and set of portals, as rows `v` of n vacancies each:
# of the whole market they are counted beforehand.
_WHOLE: Final = "(SELECT code, month, portal_set, n FROM portal_counts WHERE kind = $kind)"
_PART: Final = "(SELECT {told} AS code, month, portal_set, 1 AS n FROM vacancies v WHERE {asked})"
_CUT: Final = "CASE WHEN length(v.code) >= $digits THEN left(v.code, $digits) END"
GROWTH: Final = (
    "n_recent", "n_before", "growth", "growth_low", "growth_high", "p_growth", "months",
)  # fmt: skip


def growth_windows(snapshot: Snapshot, half: int) -> list[str]:
    """The last 2 x `half` complete months, oldest first; none where one of them is incomplete."""
    months = overview.count_by_month(snapshot, EVERYTHING, last=2 * half + 2)
    complete = months.index[months["is_complete"]]
    if complete.empty:
        return []
    span = months.loc[: complete[-1]].tail(2 * half)
    is_whole = len(span) == 2 * half and bool(span["is_complete"].all())
    return span["month"].tolist() if is_whole else []


def growth_of_shares(
    snapshot: Snapshot, where: Filter, kind: str, digits: int | None = None
) -> pd.DataFrame:
    """Growth of the share of each `kind` (of KINDS) in the vacancies that tell it; METHODS 3.3.

    Two windows of complete months each, the longest of WINDOWS that the snapshot holds. `digits` is
    how many of KBJI for "occupation", else not used. Columns: the kind's name, n_recent, n_before
    (vacancies in the later window and in the earlier, only from portals read in each of their
    months), growth (of the share, by the posterior mean of its logarithm: 0.2 is +20 %),
    growth_low, growth_high (90 %), p_growth (chance that it grew by more than GROWTH_MORE_THAN),
    months (in each window). No rows where no window is complete; growth is missing where each has
    one with fewer than CHANGE_AT_LEAST vacancies. Growth is of shares, so a market that grows as a
    whole does not show; with windows shorter than a year seasons do.
    """
    counts = pd.DataFrame({kind: pd.Series(dtype=object)}, columns=[kind, *GROWTH])
    for half in WINDOWS:
        months = growth_windows(snapshot, half)
        if not months:
            continue
        counts = _count(snapshot, where, kind, digits, months)
        before, recent = int(counts["n_before"].sum()), int(counts["n_recent"].sum())
        if min(before, recent) >= statistics.CHANGE_AT_LEAST:
            return _grow(counts, before, recent)
    return counts.reindex(columns=[kind, *GROWTH])


def _count(
    snapshot: Snapshot, where: Filter, kind: str, digits: int | None, months: list[str]
) -> pd.DataFrame:
    """How many vacancies tell each kind in each window."""
    condition, parameters = where.condition()
    rows = _PART.format(told=f"v.{kind}", asked=condition)
    if where == EVERYTHING:
        rows, parameters = _WHOLE, {"kind": kind}
    code = "v.code"
    if kind == "occupation":
        code, parameters = _CUT, {**parameters, "digits": digits}
    return (
        snapshot.frame(
            f"""
        WITH matched AS ({_MATCHED})
        SELECT {code} AS kind,
            coalesce(sum(v.n) FILTER (WHERE v.month >= $middle), 0)::BIGINT AS n_recent,
            coalesce(sum(v.n) FILTER (WHERE v.month < $middle), 0)::BIGINT AS n_before
        FROM {rows} v
        WHERE v.month BETWEEN $first AND $last AND {ON_MATCHED}
        GROUP BY 1 HAVING kind IS NOT NULL ORDER BY 1
        """,  # noqa: S608 - the condition is Filter's own text, kinds are the constants above
            {
                **parameters,
                "first": months[0],
                "middle": months[len(months) // 2],
                "last": months[-1],
                "months": len(months),
            },
        )
        .rename(columns={"kind": kind})
        .assign(months=len(months) // 2)
    )


def _grow(counts: pd.DataFrame, before: int, recent: int) -> pd.DataFrame:
    posterior = growth_posterior(
        counts["n_before"].to_numpy(),
        counts["n_recent"].to_numpy(),
        before,
        recent,
        GROWTH_MORE_THAN,
    )
    return counts.assign(
        growth=posterior["growth"].to_numpy(),
        growth_low=posterior["interval_low"].to_numpy(),
        growth_high=posterior["interval_high"].to_numpy(),
        p_growth=posterior["p_growth"].to_numpy(),
    )
