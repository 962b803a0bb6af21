"""Whom Kartu Prakerja reaches: recipients by place and period, how even that is, which courses."""

import math
from statistics import NormalDist
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.regions import LEVELS, list_places
from data.reference import areas, official, prakerja, tables
from data.snapshot import Snapshot

# Rates are told for so many unemployed or inhabitants.
PER: Final = 1_000
# The table of a snapshot with the operator's own figures, where some were loaded.
TABLE: Final = "prakerja"
# Rows that are of all persons, not of a sex, an age, a schooling.
_OF_ALL: Final = "sex = 'all' AND age_group = 'all' AND education = 'all'"
_COUNTS: Final = ["place", "recipients", "months", "precision", "source"]
_COLUMNS: Final = (
    "place", "province", "recipients", "months", "origin", "precision", "source", "population",
    "unemployment_pct", "unemployed", "unemployed_basis", "per_1000_unemployed",
    "per_1000_inhabitants", "ratio", "difference",
)  # fmt: skip


def list_periods(snapshot: Snapshot) -> pd.DataFrame:
    """The periods with counts of recipients, newest first.

    Columns: period ("2020", "2021-H1", "2023-06", "to 2022-07"), level ("province", "regency"), n
    (places told), origin ("operator" where the operator's figures were loaded for that period and
    level, else "published": the press on reports of the programme office). A year that the operator
    delivered by months is listed as the year too.
    """
    rows = []
    for level in LEVELS:
        operator = _operator(snapshot, level)
        counted = operator.groupby("period")["place"].nunique().to_dict()
        years = operator["period"].str[:4]
        counted |= operator.groupby(years)["place"].nunique().to_dict()
        rows += [(str(period), level, int(n), "operator") for period, n in counted.items()]
        told = pd.Series([one.period for one in prakerja.recipients() if one.level == level])
        rows += [
            (str(period), level, int(n), "published")
            for period, n in told.value_counts().items()
            if period not in counted
        ]
    periods = pd.DataFrame(rows, columns=["period", "level", "n", "origin"])
    return periods.sort_values(["period", "level"], ascending=[False, True], ignore_index=True)


def measure_reach(snapshot: Snapshot, period: str, level: str = "province") -> pd.DataFrame:
    """Recipients of each place in a period, to those who might need the programme.

    `level` is of regions.LEVELS; `period` as `list_periods` has it. One row a place of the
    time (34 provinces until 2023), lowest reach first, then those without a figure. Columns: place
    (BPS code), province, recipients (persons; missing where nothing was told, which is not 0),
    months (of the year, where the operator told the year by months only), origin, precision
    ("exact", "hundreds", …), source (id, or the operator's note), population (December 2024),
    unemployment_pct (of the labour force, BPS, August of the year), unemployed (persons),
    unemployed_basis ("counted": published by BPS for the place; "estimated": the country's
    unemployed of that August divided by residents × participation × unemployment rate, supposing
    that the same part of residents is of working age everywhere; where there is a count to check
    it, Maluku Utara in 2019 and 2020, it is 10 and 11 % too high), per_1000_unemployed,
    per_1000_inhabitants, ratio (reach to that of all places told together: 1 is the same; by
    unemployed, for regencies by inhabitants), difference (recipients more (+) or fewer (-) than at
    the common reach).
    Regencies have no unemployed here. The counts are of all recipients, not of a sample: they have
    no interval, but published ones are rounded, and population and participation are of other years
    than the recipients. The unemployed are a yardstick, not the group that was aimed at: 12 % of
    the recipients asked in 2020 had work (prakerja_profile), and seekers outside the labour force
    are in no rate.
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is no level of places: {', '.join(LEVELS)}")
    counts, origin = _recipients(snapshot, period, level)
    year = _year(period)
    places = list_places(level)
    if level == "province":
        places = _places_of(year)
    reach = places.merge(counts, on="place", how="left").assign(origin=origin)
    if level == "province":
        reach = reach.merge(estimate_unemployed(year), on="place", how="left")
    else:
        reach = reach.assign(unemployment_pct=np.nan, unemployed=np.nan, unemployed_basis=None)
    got = reach["recipients"].astype(float)
    people = reach["population"].where(reach["population"] > 0).astype(float)
    reach["per_1000_unemployed"] = got / reach["unemployed"] * PER
    reach["per_1000_inhabitants"] = got / people * PER
    base = reach["unemployed"] if level == "province" else people
    told = got.notna() & base.notna()
    common = got[told].sum() / base[told].sum() if told.any() else np.nan
    reach["ratio"] = got / base / common
    reach["difference"] = got - base * common
    return reach.sort_values(["ratio", "place"], ignore_index=True)[list(_COLUMNS)]


def _year(period: str) -> str:
    """The year of "2020", "2021-H1", "2023-06" and "to 2022-07"."""
    return period.removeprefix("to ")[:4]


def _recipients(snapshot: Snapshot, period: str, level: str) -> tuple[pd.DataFrame, str]:
    """Columns of _COUNTS, and "operator" or "published": within a period never both."""
    operator = _operator(snapshot, level)
    exact = operator[operator["period"] == period]
    if not exact.empty:
        return exact[_COUNTS], "operator"
    months = operator[operator["period"].str.startswith(f"{period}-")]
    if len(period) == len("2023") and not months.empty:
        summed = months.groupby("place").agg(
            recipients=("recipients", "sum"),
            months=("period", "nunique"),
            precision=("precision", "first"),
            source=("source", "first"),
        )
        return summed.reset_index()[_COUNTS], "operator"
    rows = [
        (one.area, one.recipients, np.nan, one.precision, one.source)
        for one in prakerja.recipients()
        if (one.level, one.period) == (level, period)
    ]
    return pd.DataFrame(rows, columns=_COUNTS), "published"


def _operator(snapshot: Snapshot, level: str) -> pd.DataFrame:
    """The operator's counts of all recipients by place and period; no rows where none were loaded.

    Columns of _COUNTS and period.
    """
    if TABLE not in snapshot.meta.tables:
        return pd.DataFrame(columns=[*_COUNTS, "period"]).astype({"period": str})
    column, whole = ("province", "=") if level == "province" else ("regency", "<>")
    return snapshot.frame(
        f"""
        SELECT {column} AS place, recipients, NULL::INTEGER AS months, 'exact' AS precision, source,
            period
        FROM {TABLE}
        WHERE recipients IS NOT NULL AND {_OF_ALL} AND training_category = 'all'
            AND coalesce(province, '') <> '' AND coalesce(regency, '') {whole} ''
        ORDER BY period, place
        """  # noqa: S608 - constants of this module
    )


def _places_of(year: str) -> pd.DataFrame:
    """The provinces that BPS told apart in August of a year, as `regions.list_places`.

    The population of one made later is added to that of its parent.
    """
    told = {figure.area for figure in official.figures("unemployment", period=_august(year))}
    people: dict[str, int] = {}
    for code, province in areas.provinces().items():
        of = code if code in told or province.split_from is None else province.split_from
        people[of] = people.get(of, 0) + (province.population or 0)
    return pd.DataFrame(
        [(code, code, n) for code, n in people.items()], columns=["place", "province", "population"]
    )


def _august(year: str) -> str:
    """The August that BPS has provincial rates of, that year or the last before it."""
    periods = {figure.period for figure in official.figures("unemployment") if figure.area}
    augusts = sorted(one for one in periods if one.endswith("-08"))
    return max((one for one in augusts if one[:4] <= year), default=augusts[0])


def estimate_unemployed(year: str) -> pd.DataFrame:
    """The unemployed of each province in August of a year; see `measure_reach` for how.

    Columns: place (BPS code), unemployment_pct, unemployed (persons), unemployed_basis ("counted"
    or "estimated"). Provinces whose participation BPS did not tell have that of the country's
    others on average.
    """
    august = _august(year)
    places = _places_of(year).set_index("place")
    rates = {
        figure.area: figure.value for figure in official.figures("unemployment", period=august)
    }
    taking_part = _participation(august)
    found = pd.DataFrame({"unemployment_pct": pd.Series(rates).reindex(places.index)})
    part = pd.Series(taking_part).reindex(places.index)
    weight = places["population"] * part.fillna(part.mean()) * found["unemployment_pct"]
    found["unemployed"] = weight / weight.sum() * _national(august)
    is_told = found["unemployed"].notna()
    found["unemployed_basis"] = is_told.map({True: "estimated", False: None}).astype(object)
    for figure in official.figures("labour_indicators", period=august, indicator="unemployed"):
        if figure.area in found.index:
            found.loc[figure.area, "unemployed"] = figure.value
            found.loc[figure.area, "unemployed_basis"] = "counted"
    return found.rename_axis("place").reset_index()


def _participation(period: str) -> dict[str, float]:
    """The labour force in percent of those of working age, by province: the nearest period told."""
    figures = official.figures("labour_indicators", indicator="tpak_percent")
    periods = sorted({figure.period for figure in figures})
    nearest = min(periods, key=lambda one: abs(int(one[:4]) - int(period[:4])))
    return {figure.area: figure.value for figure in figures if figure.period == nearest}


def _national(period: str) -> float:
    """The unemployed of the whole country; sources differ by rounding alone: their mean."""
    told = official.figures("labour_force", period=period, indicator="unemployed_million")
    return float(np.mean([figure.value for figure in told])) * 1e6 if told else float("nan")


def measure_fairness(reach: pd.DataFrame) -> pd.DataFrame:
    """How evenly a `measure_reach` is spread over its places, one row a measure.

    Columns: measure, value, interval_low, interval_high (95 %, only for the correlation), n (places
    with a figure), n_missing (places without one). Measures: "elsewhere" (Hoover's index: the part
    of all recipients who would have to be in another place for the same reach everywhere, 0 to 1),
    "highest_to_lowest" (ratio of the reach), "need" (Spearman's correlation of recipients per
    inhabitant with the unemployment rate: 1 is more where more are unemployed; provinces only;
    interval after Bonett & Wright 2000, Psychometrika 65:23–28). Missing where fewer than
    SHARE_AT_LEAST places are told. Even is not the same as fair: it supposes that every unemployed
    person is owed the same, wherever the next course is.
    """
    has_unemployed = reach["unemployed"].notna().any()
    base = reach["unemployed"] if has_unemployed else reach["population"]
    told = reach.assign(base=base.astype(float))
    told = told[told["recipients"].notna() & (told["base"] > 0)]
    rows = dict.fromkeys(("elsewhere", "highest_to_lowest", "need"), (math.nan,) * 3)
    if len(told) >= statistics.SHARE_AT_LEAST:
        got = told["recipients"].astype(float)
        parts = got / got.sum() - told["base"] / told["base"].sum()
        rows["elsewhere"] = (float(parts.abs().sum()) / 2, math.nan, math.nan)
        rate = got / told["base"]
        if rate.min() > 0:
            rows["highest_to_lowest"] = (float(rate.max() / rate.min()), math.nan, math.nan)
        if has_unemployed:
            rows["need"] = _rank_correlation(told["per_1000_inhabitants"], told["unemployment_pct"])
    return pd.DataFrame(
        [(name, *values, len(told), len(reach) - len(told)) for name, values in rows.items()],
        columns=["measure", "value", "interval_low", "interval_high", "n", "n_missing"],
    )


def _rank_correlation(x: pd.Series, y: pd.Series) -> tuple[float, float, float]:
    if x.nunique() < 2 or y.nunique() < 2:
        return math.nan, math.nan, math.nan
    r = float(x.rank().corr(y.rank()))
    if not abs(r) < 1:
        return r, math.nan, math.nan
    z = NormalDist().inv_cdf(0.5 + statistics.LEVEL / 2)
    reach = z * math.sqrt((1 + r * r / 2) / (len(x) - 3))
    return r, math.tanh(math.atanh(r) - reach), math.tanh(math.atanh(r) + reach)


def list_courses(snapshot: Snapshot) -> pd.DataFrame:
    """Which trainings were taken, most first.

    Columns: period, scope (of what), name, name_en (the operator's have one name), participants
    (missing where only the rank was published), rank (within period and scope), share (of the
    scope's rows with a count), origin, source. From the operator's counts by training_category
    (those who joined, else received or completed; the country, or all provinces where it is not
    told) where loaded, else from the press on a few months. Published lists are of the first places
    only, and of one platform where scope says so: their shares are of the list, not of all
    participants.
    """
    operator = _operator_courses(snapshot)
    courses = operator if not operator.empty else _published_courses()
    lists = courses.groupby(["period", "scope"])["participants"]
    is_whole = (lists.transform("count") == lists.transform("size")) & (lists.transform("sum") > 0)
    courses["share"] = courses["participants"] / lists.transform("sum").where(is_whole)
    return courses.sort_values(
        ["period", "scope", "rank"], ascending=[False, True, True], ignore_index=True
    )


_COURSES: Final = (
    "period", "scope", "name", "name_en", "participants", "rank", "origin", "source",
)  # fmt: skip


def _published_courses() -> pd.DataFrame:
    rows = [
        (row["period"], row["scope"], row["name_id"], row["name_en"],
         tables.number(row["participants"]), int(row["rank"]), "published", row["source_id"])
        for row in tables.rows("prakerja_top_trainings")
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_COURSES)).astype({"participants": float})


def _operator_courses(snapshot: Snapshot) -> pd.DataFrame:
    if TABLE not in snapshot.meta.tables:
        return pd.DataFrame(columns=list(_COURSES))
    return snapshot.frame(
        f"""
        WITH told AS (
            SELECT *, coalesce(enrolled, recipients, completed) AS participants,
                coalesce(province, '') = '' AS is_national
            FROM {TABLE} WHERE training_category <> 'all' AND {_OF_ALL}
                AND coalesce(regency, '') = ''
        ), chosen AS (
            SELECT * FROM told
            QUALIFY is_national OR NOT bool_or(is_national) OVER (PARTITION BY period)
        )
        SELECT period, '' AS scope, training_category AS name, training_category AS name_en,
            sum(participants)::DOUBLE AS participants,
            row_number() OVER (PARTITION BY period ORDER BY sum(participants) DESC, name) AS rank,
            'operator' AS origin, min(source) AS source
        FROM chosen WHERE participants IS NOT NULL GROUP BY period, training_category
        """  # noqa: S608 - constants of this module
    )
