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
    if len(own) < statistics.MEDIAN_AT_LEAST:
        return pd.DataFrame(columns=list(COLUMNS))
    here = own["area"] == area
    lows, highs = (_guess(pays, own, str(area), bound) for bound in ("low", "high"))
    row = {
        "area": area,
        "pay_low_idr": lows.middle,
        "pay_high_idr": highs.middle,
        "interval_low": lows.low,
        "interval_high": highs.high,
        "n": int(here.sum()),
        "n_occupation": len(own),
        "n_area": int((pays["area"] == area).sum()),
        "own_weight": min(lows.own_weight, highs.own_weight),
    }
    return pd.DataFrame([row], columns=list(COLUMNS))


def _read(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Logs of both bounds of all advertised pay, by area and occupation.

    Columns: area (the regency where one is asked about and told, else the province), occupation,
    low, high (log rupiah; an open bound is the other one), is_asked (of the occupation asked).
    """
    everything = replace(where, occupation=None, regency=None, province=None)
    condition, parameters = everything.condition()
    area = "coalesce(v.regency, v.province)" if where.regency else "v.province"
    return snapshot.frame(
        f"""
        SELECT {area} AS area, v.occupation,
            ln(coalesce(v.wage_min_idr, v.wage_max_idr)) AS low,
            ln(coalesce(v.wage_max_idr, v.wage_min_idr)) AS high,
            starts_with(v.occupation, $of) AS is_asked
        FROM vacancies v
        WHERE {PAID.format(v="v")} AND v.province IS NOT NULL AND v.occupation_digits = 4
            AND coalesce(v.wage_min_idr, v.wage_max_idr) > 0 AND {condition}
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
    level = _shrink(pays.assign(value=pays[bound] - _usual(pays, bound)), area)
    # What the other places pay more or less for all occupations is taken out before lending.
    levels = level.frame["mean"].reindex(own["area"]).to_numpy()
    job = _shrink(own.assign(value=own[bound].to_numpy() - levels), area)
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
    usual = pays.groupby("occupation")[bound].transform("mean")
    for _ in range(_TURNS):
        place = (pays[bound] - usual).groupby(pays["area"]).transform("mean")
        usual = (pays[bound] - place).groupby(pays["occupation"]).transform("mean")
    return usual


@dataclass(frozen=True, slots=True)
class _Shrunk:
    """Shrunk means of all areas, and that of the area asked about with its standard error."""

    frame: pd.DataFrame
    mean: float
    error: float
    own_weight: float


def _shrink(values: pd.DataFrame, area: str) -> _Shrunk:
    """Means of `value` by area drawn to their province and the nation."""
    cells = values.groupby("area")["value"].agg(["mean", "count"])
    within_cells = values["value"] - values.groupby("area")["value"].transform("mean")
    freedom = max(len(values) - len(cells), 1)
    # One spread for all cells: few have enough advertisements to tell their own.
    spread = max(math.sqrt(float((within_cells**2).sum()) / freedom), _LEAST_SPREAD)
    cells = cells.reindex(sorted({*cells.index, area}))
    errors = spread / np.sqrt(cells["count"].to_numpy(float))
    provinces = [str(code)[:2] for code in cells.index]
    is_nested = any(len(str(code)) > 2 for code in cells.index)
    found = shrink_means(
        cells["mean"].to_numpy(float), errors, provinces if is_nested else None
    ).set_index(cells.index)
    mean, low, high, weight = found.loc[
        [area], ["mean", "interval_low", "interval_high", "own_weight"]
    ].to_numpy(float)[0]
    return _Shrunk(found, mean, (high - low) / 2 / _Z, weight)
