"""Where employers find people harder than elsewhere, and why: five causes and their mean."""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics import overview, statistics
from analytics.filter import EVERYTHING, SCHOOLING, Filter
from analytics.growth import KINDS
from analytics.matched import ON_MATCHED, PORTALS
from analytics.regions import IN_VIEW, LEVELS, list_places
from analytics.statistics_shrink import shrink_means, shrink_shares
from analytics.statistics_survival import kaplan_meier
from analytics.wages_filter import PAID
from data.reference import areas, official
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

CAUSES: Final = ("seekers", "duration", "reposts", "pay", "demands")
# The mean of fewer causes says too little of tightness.
CAUSES_AT_LEAST: Final = 3
# Half a year against the same months a year before: the seasons are the same.
WINDOW_MONTHS: Final = 6
# A median lasting time needs so many that were seen to end.
ENDED_AT_LEAST: Final = 10
# An occupation (2 digits) in a place counts with so many advertisements in both windows.
CELL_AT_LEAST: Final = 2
_Z: Final = 1.959964
# Months of either window, of a row `{v}`.
_IN_WINDOWS: Final = (
    "({v}.month BETWEEN $recent_first AND $recent_last"
    " OR {v}.month BETWEEN $before_first AND $before_last)"
)
_MATCHED: Final = PORTALS.format(
    table="portal_counts", where=f"d.kind = 'all' AND {_IN_WINDOWS.format(v='d')}", months="$months"
)


def measure_tightness(snapshot: Snapshot, where: Filter, level: str = "province") -> pd.DataFrame:
    """How hard it is to find people in each place, by five causes; METHODS 3.5, after DARES.

    `level` is "province", or "regency" for those of the province asked about. One row a place and
    cause (of CAUSES), tightest place first. Columns: place (BPS code), cause, value, interval_low,
    interval_high (95 %), n (vacancies behind it), z (standard deviations above the mean of the
    places compared, positive is tighter; after small places are drawn to the mean as far as they
    are uncertain), reason (why value is missing), tightness (mean z of the causes a place has,
    missing below CAUSES_AT_LEAST), tightness_low, tightness_high (95 %), rank (1 is tightest),
    causes (how many it has). Values:
    - seekers: relative tightness, the place's part of the vacancies of the last WINDOW_MONTHS
      complete months to its part of the unemployed (1 is as in the country). The unemployed are
      estimated: residents × participation × unemployment rate (BPS), supposing that the same part
      of residents is of working age everywhere; provinces made since 2022 have their parent's
      participation. No figure for regencies ("no_seekers").
    - duration: days until half of the last year's advertisements were taken off before their told
      end (Kaplan–Meier; still open and expired ones are censored).
    - reposts: share of the last year's vacancies advertised again on the same portal after the
      first advertisement ended, 0 to 1.
    - pay: change of the mean logarithm of advertised pay on the same months a year before, within
      occupations of 2 digits (0.05 is about +5 %).
    - demands: change, likewise, of the years of schooling plus experience asked for at least; less
      counts as tighter.
    Reasons: "few", "windows" (a month of either year is incomplete), "no_seekers", "no_reposts"
    (none is known anywhere, as before duplicates are put together). It compares places with each
    other: all may be slack. Portals reach cities more, which looks like tightness there: read it
    with `regions_visibility`. Seekers are those of all occupations, whatever the filter says.
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is no level of places: {', '.join(LEVELS)}")
    of = replace(where, regency=None, province=where.province if level == "regency" else None)
    places = list_places(level, of.province)["place"]
    recent, before = find_year_windows(snapshot)
    causes = {
        "seekers": _seekers(snapshot, of, level, recent),
        "duration": _durations(snapshot, of, level),
        "reposts": _reposts(snapshot, of, level),
        **_changes(snapshot, of, level, recent, before),
    }
    rows = pd.concat(
        [
            found.reindex(places).rename_axis("place").reset_index().assign(cause=cause, why=why)
            for cause, (found, why) in causes.items()
        ],
        ignore_index=True,
    )
    rows["n"] = rows["n"].fillna(0).astype(int)
    rows["reason"] = rows["why"].where(rows["value"].isna(), None)
    return _rank(rows)[list(_COLUMNS)]


_COLUMNS: Final = (
    "place", "cause", "value", "interval_low", "interval_high", "n", "z", "reason", "tightness",
    "tightness_low", "tightness_high", "rank", "causes",
)  # fmt: skip
_MEASURES: Final = ("value", "interval_low", "interval_high", "n", "z", "z_error")
# A cause by place, and why a place has none.
Cause = tuple[pd.DataFrame, str]


def _rank(rows: pd.DataFrame) -> pd.DataFrame:
    """The mean of the z of each place, and the places in its order."""
    told = rows[rows["z"].notna()].groupby("place")
    mean, causes = told["z"].mean(), told["z"].size()
    error = np.sqrt(told["z_error"].apply(lambda errors: float((errors**2).sum()))) / causes
    mean = mean[causes >= CAUSES_AT_LEAST]
    rank = mean.rank(ascending=False, method="min")
    rows["tightness"] = rows["place"].map(mean).astype(float)
    reach = rows["place"].map(_Z * error)
    rows["tightness_low"] = rows["tightness"] - reach
    rows["tightness_high"] = rows["tightness"] + reach
    rows["rank"] = rows["place"].map(rank).astype("Int64")
    rows["causes"] = rows["place"].map(causes).fillna(0).astype(int)
    order = {cause: number for number, cause in enumerate(CAUSES)}
    rows["order"] = rows["cause"].map(order)
    return rows.sort_values(["rank", "place", "order"], na_position="last").reset_index(drop=True)


def find_year_windows(snapshot: Snapshot) -> tuple[list[str], list[str]]:
    """The last WINDOW_MONTHS complete months, and the same a year before; empty where not whole."""
    known = overview.count_by_month(snapshot, EVERYTHING, last=12 + WINDOW_MONTHS + 2)
    complete = set(known.loc[known["is_complete"], "month"])
    if not complete:
        return [], []
    last = pd.Period(max(complete), freq="M")
    recent = [str(last - number) for number in range(WINDOW_MONTHS)]
    before = [str(last - 12 - number) for number in range(WINDOW_MONTHS)]
    if not complete.issuperset(recent):
        return [], []
    return recent, before if complete.issuperset(before) else []


def _none(why: str) -> Cause:
    """A cause that no place has."""
    return pd.DataFrame(columns=list(_MEASURES), index=pd.Index([], dtype=object)), why


def _standardise(y: Floats, error: Floats, sign: int = 1) -> dict[str, Floats]:
    """z and its error of figures with standard errors, drawn to their mean where uncertain.

    The unit is the standard deviation between places, without the noise of the figures.
    """
    found = shrink_means(y, error)
    mean = found["mean"].to_numpy(float)
    own = (found["interval_high"] - found["interval_low"]).to_numpy(float) / (2 * _Z)
    spread = max(float(np.sqrt(mean.var() + (own**2).mean())), 1e-9)
    return {"z": sign * (mean - mean.mean()) / spread, "z_error": own / spread}


def estimate_seekers() -> dict[str, float]:
    """The unemployed of each province to those of all, 0 to 1; only provinces with a rate.

    Residents × participation × unemployment rate, each the newest of BPS; see `measure_tightness`
    for what it supposes.
    """
    found: dict[str, float] = {}
    for code, province in areas.provinces().items():
        rate = official.latest("unemployment", code)
        taking_part = official.latest(
            "labour_indicators", code, indicator="tpak_percent"
        ) or official.latest(
            "labour_indicators", province.split_from or code, indicator="tpak_percent"
        )
        if rate is not None and taking_part is not None and province.population is not None:
            found[code] = province.population * taking_part.value * rate.value
    whole = sum(found.values())
    return {code: part / whole for code, part in found.items()}


def _seekers(snapshot: Snapshot, where: Filter, level: str, recent: list[str]) -> Cause:
    if level != "province":
        return _none("no_seekers")
    if not recent:
        return _none("windows")
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        SELECT v.province AS place, count(*) AS n FROM vacancies v
        WHERE v.province IS NOT NULL AND v.month BETWEEN $first AND $last AND {condition} GROUP BY 1
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "first": min(recent), "last": max(recent)},
    ).set_index("place")
    counts["part"] = pd.Series(estimate_seekers())
    counts = counts[counts["part"].notna()]
    told = counts[counts["n"] >= statistics.SHARE_AT_LEAST]
    if told.empty:
        return _none("few")
    ratio = told["n"] / counts["n"].sum() / (told["part"] / counts["part"].sum())
    error = 1 / np.sqrt(told["n"])
    return (
        told[["n"]].assign(
            value=ratio,
            interval_low=ratio * np.exp(-_Z * error),
            interval_high=ratio * np.exp(_Z * error),
            **_standardise(np.log(ratio.to_numpy(float)), error.to_numpy(float)),
        ),
        "few",
    )


def _durations(snapshot: Snapshot, where: Filter, level: str) -> Cause:
    """Days advertised, ended where a sweep found the advertisement missing before its told end."""
    condition, parameters = where.condition()
    spells = snapshot.frame(
        f"""
        WITH told AS (
            SELECT {KINDS[level]} AS place, v.was_missed AS has_ended,
                epoch_ms(v.advertised::TIMESTAMP) / 86400000.0 AS posted,
                epoch_ms(v.first_seen) / 86400000.0 AS first_seen,
                epoch_ms(v.last_seen) / 86400000.0 AS last_seen,
                epoch_ms(v.closed) / 86400000.0 AS closed
            FROM spells v
            WHERE v.begins IS NOT NULL AND v.advertised IS NOT NULL AND {IN_VIEW} AND {condition}
        ), aged AS (
            SELECT place, has_ended, greatest(first_seen - posted, 0) AS entered,
                -- What was missed ended somewhere between its last sighting and the sweep.
                greatest(
                    CASE WHEN has_ended THEN (last_seen + greatest(closed, last_seen)) / 2
                        ELSE last_seen END - posted, 0
                ) AS age
            FROM told WHERE place IS NOT NULL
        )
        -- A row a place: its name beside each of half a million spells takes long to hand over.
        SELECT place, list(has_ended) AS has_ended, list(least(entered, age)) AS entered,
            list(age) AS age
        FROM aged GROUP BY place HAVING count(*) FILTER (WHERE has_ended) >= $ended ORDER BY place
        """,  # noqa: S608 - as above; kinds are constants
        {**parameters, "ended": ENDED_AT_LEAST},
    )
    rows = {}
    by_place = (spells[name].tolist() for name in ("place", "age", "has_ended", "entered"))
    for place, age, has_ended, entered in zip(*by_place, strict=True):
        found = kaplan_meier(age, has_ended, entered)
        low, high = found.median_interval.low, found.median_interval.high
        if np.isfinite([found.median, low, high]).all() and low > 0:
            rows[place] = (found.median, low, high, found.n)
    if not rows:
        return _none("few")
    columns = ["value", "interval_low", "interval_high", "n"]
    told = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    logs = np.log(told[["interval_low", "interval_high"]].to_numpy(float))
    error = np.maximum((logs[:, 1] - logs[:, 0]) / (2 * _Z), 1e-3)
    return told.assign(**_standardise(np.log(told["value"].to_numpy(float)), error)), "few"


def _reposts(snapshot: Snapshot, where: Filter, level: str) -> Cause:
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        WITH again AS (
            SELECT {KINDS[level]} AS place, count(DISTINCT v.vacancy) AS x
            FROM spells v WHERE v.is_again AND {IN_VIEW} AND {condition} GROUP BY 1
        ), asked AS (
            SELECT {KINDS[level]} AS place, count(*) AS n
            FROM vacancies v WHERE {KINDS[level]} IS NOT NULL AND {IN_VIEW} AND {condition}
            GROUP BY 1
        )
        SELECT place, n, coalesce(x, 0) AS x FROM asked LEFT JOIN again USING (place)
        """,  # noqa: S608 - as above
        parameters,
    ).set_index("place")
    told = counts[counts["n"] >= statistics.SHARE_AT_LEAST]
    if told.empty:
        return _none("few")
    if not told["x"].any():
        return _none("no_reposts")
    found = shrink_shares(told["x"].to_numpy(), told["n"].to_numpy()).set_index(told.index)
    share = found["share"].to_numpy(float)
    own = (found["interval_high"] - found["interval_low"]).to_numpy(float) / (2 * _Z)
    spread = max(float(np.sqrt(share.var() + (own**2).mean())), 1e-9)
    return (
        told[["n"]].assign(
            value=share,
            interval_low=found["interval_low"],
            interval_high=found["interval_high"],
            z=(share - share.mean()) / spread,
            z_error=own / spread,
        ),
        "few",
    )


_SCHOOL_YEARS: Final = " ".join(f"WHEN '{name}' THEN {years}" for name, years in SCHOOLING.items())
_FIGURES: Final = {
    "pay": (
        f"CASE WHEN {PAID.format(v='v')} THEN "
        "ln((coalesce(v.wage_min_idr, v.wage_max_idr) + coalesce(v.wage_max_idr, v.wage_min_idr))"
        " / 2.0) END"
    ),
    "demands": f"CASE v.education_min {_SCHOOL_YEARS} END + v.experience_min_years",
}


def _changes(
    snapshot: Snapshot, where: Filter, level: str, recent: list[str], before: list[str]
) -> dict[str, Cause]:
    """The changes of the means of _FIGURES between the windows within occupations, by place."""
    if not recent or not before:
        return {what: _none("windows") for what in _FIGURES}
    condition, parameters = where.condition()
    figures = ", ".join(f"{figure} AS {what}" for what, figure in _FIGURES.items())
    told = ", ".join(_TOLD.format(y=what) for what in _FIGURES)
    cells = snapshot.frame(
        f"""
        WITH matched AS ({_MATCHED}), told AS (
            SELECT {KINDS[level]} AS place, left(v.occupation, 2) AS occupation,
                v.month >= $recent_first AS is_recent, {figures}
            FROM vacancies v
            WHERE {_IN_WINDOWS.format(v="v")} AND v.occupation_digits >= 2 AND {condition}
                AND {ON_MATCHED}
        )
        SELECT place, occupation, {told}
        FROM told WHERE place IS NOT NULL GROUP BY ALL ORDER BY place, occupation
        """,  # noqa: S608 - as above; figures are constants
        {
            **parameters,
            "recent_first": min(recent),
            "recent_last": max(recent),
            "before_first": min(before),
            "before_last": max(before),
            "months": len(recent) + len(before),
        },
    )
    return {what: _change(cells, what) for what in _FIGURES}


# How many tell a figure in either window, the change of its mean and its squares within the cell.
_TOLD: Final = """
    count({y}) FILTER (WHERE is_recent) AS {y}_recent,
    count({y}) FILTER (WHERE NOT is_recent) AS {y}_before,
    avg({y}) FILTER (WHERE is_recent) - avg({y}) FILTER (WHERE NOT is_recent) AS {y}_change,
    coalesce(var_pop({y}) FILTER (WHERE is_recent), 0) * {y}_recent
        + coalesce(var_pop({y}) FILTER (WHERE NOT is_recent), 0) * {y}_before AS {y}_squares
"""


def _change(told: pd.DataFrame, what: str) -> Cause:
    """Cells weigh n1·n2/(n1 + n2), which makes the variance least; the variance within cells is
    taken to be the same everywhere.
    """
    names = ("recent", "before", "change", "squares")
    cells = pd.DataFrame({"place": told["place"], **{n: told[f"{what}_{n}"] for n in names}})
    cells = cells[cells[["recent", "before"]].min(axis=1) >= CELL_AT_LEAST]
    if cells.empty:
        return _none("few")
    freedom = (cells["recent"] + cells["before"] - 2).sum()
    variance = max(float(cells["squares"].sum() / freedom), 1e-9)
    cells["weight"] = 1 / (1 / cells["recent"] + 1 / cells["before"])
    cells["part"] = cells["weight"] * cells["change"]
    sums = cells.groupby("place")[["recent", "before", "weight", "part"]].sum()
    kept = sums[sums[["recent", "before"]].min(axis=1) >= statistics.SHARE_AT_LEAST]
    if kept.empty:
        return _none("few")
    value = kept["part"] / kept["weight"]
    error = np.sqrt(variance / kept["weight"])
    sign = 1 if what == "pay" else -1
    return (
        pd.DataFrame(
            {
                "value": value,
                "interval_low": value - _Z * error,
                "interval_high": value + _Z * error,
                "n": kept["recent"] + kept["before"],
            }
        ).assign(**_standardise(value.to_numpy(float), error.to_numpy(float), sign)),
        "few",
    )
