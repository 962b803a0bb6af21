"""How advertised pay stands to the minimum wage of its place: surely below, perhaps, above."""

from datetime import date
from functools import lru_cache
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_filter import PAID
from data.reference import wages as reference
from data.snapshot import Snapshot

# A minimum wage is for a month of full-time work; these are paid by other measures.
NOT_FULL_TIME: Final = ("part_time", "internship", "freelance", "daily")

_COLUMNS: Final = ("area", "year", "low_idr", "high_idr", "n")


def compare_minimum(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How many advertisements offer less than the minimum wage of their area and year, in one row.

    An advertisement is surely below where the most it offers is less, perhaps below where only the
    least it offers is; with one bound told, the other is open. Columns: n (vacancies with pay, a
    place and a day, full-time as far as they say), n_umk (measured by the regency's own minimum
    wage), n_ump (by the province's, because no UMK is listed or no regency told), n_below,
    n_perhaps (surely below not among them), share (n_below in n; missing below SHARE_AT_LEAST),
    interval_low, interval_high (Wilson, 95 %), share_perhaps, perhaps_low, perhaps_high (surely or
    perhaps below, likewise), n_not_full_time, n_unplaced (left out: no province or no day told, or
    no minimum wage known for them), place (the narrowest of "regency", "province", "nation" with
    enough, else the nation). What it cannot say: whether a law is broken; micro and small firms
    are exempt, and allowances may not be in the advertised pay.
    """
    row, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        row = _compare(snapshot, wide)
        if row["n"].iloc[0] >= statistics.SHARE_AT_LEAST:
            break
    return row.assign(place=place)


def _compare(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    condition, parameters = where.condition()
    known = f"{PAID.format(v='v')} AND {condition}"
    types = ", ".join(f"'{name}'" for name in NOT_FULL_TIME)
    left = f"coalesce(v.employment_type IN ({types}), false) OR v.wage_period = 'hour'"
    pays = snapshot.frame(
        f"""
        SELECT coalesce(v.regency, v.province) AS area, year(v.posted) AS year,
            v.wage_min_idr::DOUBLE AS low_idr, v.wage_max_idr::DOUBLE AS high_idr, count(*) AS n,
            {left} AS is_left
        FROM vacancies v WHERE {known} GROUP BY ALL
        """,  # noqa: S608 - the condition is Filter's own text, types are constants
        parameters,
    )
    is_left = pays["is_left"].fillna(value=False).astype(bool)
    n_left = int(pays.loc[is_left, "n"].sum())
    counted = add_minimum(pays.loc[~is_left, list(_COLUMNS)])
    placed = counted[counted["minimum_idr"].notna()]
    n = int(placed["n"].sum())
    is_below = placed["high_idr"] < placed["minimum_idr"]
    is_perhaps = ~is_below & (placed["low_idr"].fillna(0) < placed["minimum_idr"])
    below, perhaps = int(placed.loc[is_below, "n"].sum()), int(placed.loc[is_perhaps, "n"].sum())
    row: dict[str, float] = {
        "n": n,
        "n_umk": int(placed.loc[placed["basis"] == "umk", "n"].sum()),
        "n_ump": int(placed.loc[placed["basis"] == "ump", "n"].sum()),
        "n_below": below,
        "n_perhaps": perhaps,
        **_share(below, n, ("share", "interval_low", "interval_high")),
        **_share(below + perhaps, n, ("share_perhaps", "perhaps_low", "perhaps_high")),
        "n_not_full_time": n_left,
        "n_unplaced": int(counted["n"].sum()) - n,
    }
    return pd.DataFrame([row])


def _share(successes: int, n: int, names: tuple[str, str, str]) -> dict[str, float]:
    interval = statistics.share_interval(successes, n)
    if interval is None or n < statistics.SHARE_AT_LEAST:
        return dict.fromkeys(names, float("nan"))
    return dict(zip(names, (successes / n, interval.low, interval.high), strict=True))


def add_minimum(pays: pd.DataFrame) -> pd.DataFrame:
    """The rows with minimum_idr and basis ("umk" or "ump") of their `area` in their `year`.

    Both are missing where the area or the year is, or where no minimum wage is known.
    """
    found = [_minimum(area, year) for area, year in zip(pays["area"], pays["year"], strict=True)]
    return pays.assign(
        minimum_idr=pd.Series([m.idr if m else None for m in found], pays.index, dtype=float),
        basis=pd.Series([m.basis if m else None for m in found], pays.index, dtype=object),
    )


def _minimum(area: object, year: object) -> reference.MinimumWage | None:
    if not isinstance(area, str) or year is None or pd.isna(year):  # type: ignore[call-overload]
        return None
    return minimum_of(area, int(year))  # type: ignore[call-overload]


@lru_cache(maxsize=8192)
def minimum_of(area: str, year: int) -> reference.MinimumWage | None:
    """The minimum wage of a province or regency in a year, or None where none is known."""
    return reference.minimum_wage(area, date(year, 1, 1))


def minimum_now(snapshot: Snapshot, area: str) -> reference.MinimumWage | None:
    """The minimum wage of an area in the year of the newest advertisement, or the newest known."""
    newest = snapshot.meta.posted_to or snapshot.meta.created_at
    return minimum_of(area, min(newest.year, reference.latest_year()))
