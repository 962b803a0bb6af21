"""What an occupation probably pays where too few advertise it: its own few, lent the rest."""

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.statistics_shrink import shrink_means
from analytics.wages_filter import PAID
from data.snapshot import Snapshot

COLUMNS: Final = ("area", "pay_low_idr", "pay_high_idr", "interval_low", "interval_high", "n",
                  "n_occupation", "n_area", "own_weight")  # fmt: skip

_Z: Final = NormalDist().inv_cdf((1 + statistics.LEVEL) / 2)
# Log pay of a cell that all advertise alike still differs by what an employer would agree to.
_LEAST_SPREAD: Final = 0.05
_TURNS: Final = 5


def guess_pay(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The pay that an occupation probably offers in a place, however few advertise it there.

    log pay = what the occupation pays + what the place pays beside the same occupations elsewhere;
    both are drawn to their parents (regency → province → nation) as far as they rest on few. The
    least and the most that is offered are two such figures, not the middle of ranges. One row, or
    none where the occupation or the place is not asked for or the nation has too few. Columns:
    area (BPS code), pay_low_idr, pay_high_idr (geometric mean of the least and of the most
    offered, rupiah a month), interval_low, interval_high (95 %, lower end of the first to upper
    end of the second), n (the occupation's vacancies with pay there), n_occupation (in the whole
    country), n_area (of all occupations there), own_weight (0 to 1, how much the n count; below
    ½ the figure is mostly lent). It supposes that places differ by the same factor for all
    occupations but for what the n say otherwise. Source: METHODS 3.7, small areas.
    """
    area = where.regency or where.province
    pays = _read(snapshot, where) if area and where.occupation else pd.DataFrame()
    own = pays[pays["is_asked"]] if len(pays) else pays
    n_occupation = int(own["n"].sum()) if len(own) else 0
    if n_occupation < statistics.MEDIAN_AT_LEAST:
        return pd.DataFrame(columns=list(COLUMNS))
    lows, highs = (_guess(pays, own, str(area), bound) for bound in ("low", "high"))
    row = {
        "area": area,
        "pay_low_idr": lows.middle,
        "pay_high_idr": highs.middle,
        "interval_low": lows.low,
        "interval_high": highs.high,
        "n": int(own.loc[own["area"] == area, "n"].sum()),
        "n_occupation": n_occupation,
        "n_area": int(pays.loc[pays["area"] == area, "n"].sum()),
        "own_weight": min(lows.own_weight, highs.own_weight),
    }
    return pd.DataFrame([row], columns=list(COLUMNS))


def _read(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The logs of both bounds of all advertised pay, one row an area and occupation.

    Columns: area (the regency where one is asked about and told, else the province), occupation,
    is_asked (of the occupation asked), n (vacancies), low, high (mean of the log rupiah; an open
    bound is the other one), low_squares, high_squares (sum of the squares about that mean).
    """
    everything = replace(where, occupation=None, regency=None, province=None)
    condition, parameters = everything.condition()
    area = "coalesce(v.regency, v.province)" if where.regency else "v.province"
    return snapshot.frame(
        f"""
        WITH told AS (
            SELECT {area} AS area, v.occupation,
                ln(coalesce(v.wage_min_idr, v.wage_max_idr)) AS low,
                ln(coalesce(v.wage_max_idr, v.wage_min_idr)) AS high
            FROM vacancies v
            WHERE {PAID.format(v="v")} AND v.province IS NOT NULL AND v.occupation_digits = 4
                AND coalesce(v.wage_min_idr, v.wage_max_idr) > 0 AND {condition}
        )
        SELECT area, occupation, starts_with(occupation, $of) AS is_asked, count(*) AS n,
            avg(low) AS low, avg(high) AS high,
            var_pop(low) * count(*) AS low_squares, var_pop(high) * count(*) AS high_squares
        FROM told GROUP BY area, occupation ORDER BY area, occupation
        """,  # noqa: S608 - the condition is Filter's own text, areas are constants
        {**parameters, "of": where.occupation},
    )


@dataclass(frozen=True, slots=True)
class _Guess:
    middle: float
    low: float
    high: float
    own_weight: float


def _guess(pays: pd.DataFrame, own: pd.DataFrame, area: str, bound: str) -> _Guess:
    """The figure of one bound in rupiah, with its interval."""
    squares = f"{bound}_squares"
    level = _shrink(pays["area"], pays["n"], pays[bound] - _usual(pays, bound), pays[squares], area)
    # What the other places pay more or less for all occupations is taken out before lending.
    levels = level.frame["mean"].reindex(own["area"]).to_numpy()
    job = _shrink(own["area"], own["n"], own[bound] - levels, own[squares], area)
    middle = job.mean + level.mean
    half = _Z * math.hypot(job.error, level.error)
    return _Guess(
        math.exp(middle), math.exp(middle - half), math.exp(middle + half), job.own_weight
    )


def _usual(pays: pd.DataFrame, bound: str) -> "pd.Series[float]":
    """What the occupation of each row pays where the place neither adds nor takes away.

    Occupation and place are told apart in turns (backfitting), or an occupation that is advertised
    in dear places only would make them look cheap.
    """
    n, told = pays["n"], pays[bound]
    usual = _mean_by(pays["occupation"], told, n)
    for _ in range(_TURNS):
        place = _mean_by(pays["area"], told - usual, n)
        usual = _mean_by(pays["occupation"], told - place, n)
    return usual


def _mean_by(
    group: "pd.Series[str]", values: "pd.Series[float]", n: "pd.Series[int]"
) -> "pd.Series[float]":
    """The mean of the group of each row; a row counts n times."""
    sums = (values * n).groupby(group).transform("sum")
    return sums / n.groupby(group).transform("sum")


@dataclass(frozen=True, slots=True)
class _Shrunk:
    """Shrunk means of all areas, and that of the area asked about with its standard error."""

    frame: pd.DataFrame
    mean: float
    error: float
    own_weight: float


def _shrink(
    areas: "pd.Series[str]",
    n: "pd.Series[int]",
    means: "pd.Series[float]",
    squares: "pd.Series[float]",
    area: str,
) -> _Shrunk:
    """Means by area drawn to their province and the nation.

    A row of the first four has n values with that mean and sum of squares about it.
    """
    within = squares + n * (means - _mean_by(areas, means, n)) ** 2
    cells = pd.DataFrame({"n": n, "sum": n * means}).groupby(areas).sum()
    freedom = max(int(n.sum()) - len(cells), 1)
    # One spread for all cells: few have enough advertisements to tell their own.
    spread = max(math.sqrt(float(within.sum()) / freedom), _LEAST_SPREAD)
    cells = cells.reindex(sorted({*cells.index, area}))
    errors = spread / np.sqrt(cells["n"].to_numpy(float))
    provinces = [str(code)[:2] for code in cells.index]
    is_nested = any(len(str(code)) > 2 for code in cells.index)
    found = shrink_means(
        (cells["sum"] / cells["n"]).to_numpy(float), errors, provinces if is_nested else None
    ).set_index(cells.index)
    mean, low, high, weight = found.loc[
        [area], ["mean", "interval_low", "interval_high", "own_weight"]
    ].to_numpy(float)[0]
    return _Shrunk(found, mean, (high - low) / 2 / _Z, weight)
