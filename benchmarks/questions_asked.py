"""The ten questions put to analytics, each answer as figures by name."""

import math

import pandas as pd

from analytics import (
    coverage,
    occupations,
    overview,
    regions,
    supervision_circulars,
    supervision_pay,
    wages_percentiles,
    wages_stated,
)
from analytics.filter import EVERYTHING, Filter
from analytics.openings import count_openings
from analytics.openings_needs import Person
from benchmarks import questions_counted as by
from data.reference import areas
from data.snapshot import Snapshot

_ALL_MONTHS = 1_200
_ALL_SKILLS = 10_000


def _take(frame: pd.DataFrame, *names: str) -> dict[str, float]:
    """These columns of the only row."""
    return {name: float(frame[name].iloc[0]) for name in names}


def count_months(snapshot: Snapshot) -> by.Figures:
    """By month, and by month and province."""
    figures = _months(snapshot, EVERYTHING, "")
    dated = sum(figures.values())
    for code in areas.provinces():
        figures |= _months(snapshot, Filter(province=code), f" {code}")
    return {"dated": dated, **figures}


def _months(snapshot: Snapshot, where: Filter, end: str) -> dict[str, float]:
    months = overview.count_by_month(snapshot, where, last=_ALL_MONTHS)
    told = zip(months["month"], months["n"].fillna(0), strict=True)
    return {f"{month}{end}": float(n) for month, n in told if n}


def share_stated(snapshot: Snapshot) -> by.Figures:
    """Of all openings."""
    found = wages_stated.count_stated(snapshot, EVERYTHING)
    return _take(found, "n", "base", "share", "interval_low", "interval_high", "n_no_period")


def rank_skills(snapshot: Snapshot) -> by.Figures:
    """Of waiters in Bali."""
    where = Filter(province=by.BALI, occupation=by.WAITER)
    found = occupations.occupation_skills(snapshot, where, limit=_ALL_SKILLS)
    named = zip(found["skill"], found["n"], strict=True)
    return _take(found, "base") | {str(skill): float(n) for skill, n in named}


def median_pay(snapshot: Snapshot) -> by.Figures:
    """Of accountants in Jakarta."""
    where = Filter(province=by.JAKARTA, occupation=by.ACCOUNTANT)
    found = wages_percentiles.measure_percentiles(snapshot, where)
    middle = found[found["percentile"] == 50]
    return {**_take(middle, "n", "employers", "interval_low", "interval_high"),
            "median": float(middle["pay_idr"].iloc[0])}  # fmt: skip


def rank_regencies(snapshot: Snapshot) -> by.Figures:
    """Of all regencies; the rates as shown, drawn to the province's."""
    found = regions.rank_places(snapshot, EVERYTHING, "regency")
    figures = {"n": float(found["n"].sum())}
    for place, n, rate in zip(found["place"], found["n"], found["per_100k"], strict=True):
        figures |= {str(place): float(n), f"{place} rate": float(rate)}
    return figures


def count_doubles(snapshot: Snapshot) -> by.Figures:
    """Of all pairs of portals."""
    found = coverage.list_overlap(snapshot, EVERYTHING)
    pairs = zip(found["portal"], found["other"], found["n"], strict=True)
    return {"n": float(snapshot.meta.vacancies)} | {f"{a} × {b}": float(n) for a, b, n in pairs}


def limit_ages(snapshot: Snapshot) -> by.Figures:
    """In the year before the circular and the year from it on; raw shares."""
    found = supervision_circulars.measure_circulars(snapshot, EVERYTHING)
    figures = _take(found[found["demand"] == "age"],
                    "found_before", "n_before", "found_after", "n_after")  # fmt: skip
    for side in ("before", "after"):
        n = figures[f"n_{side}"]
        figures[f"share_{side}"] = figures[f"found_{side}"] / n if n else math.nan
    return figures


def fall_short(snapshot: Snapshot) -> by.Figures:
    """Of all offers."""
    found = supervision_pay.measure_shortfall(snapshot, EVERYTHING)
    if found.empty:
        return {"n": 0.0, "n_umk": 0.0, "n_below": 0.0}
    told = _take(found, "n", "n_umk", "n_below", "share", "gap")
    return {name: value for name, value in told.items() if not math.isnan(value)}


def ask_education(snapshot: Snapshot) -> by.Figures:
    """Of programmers."""
    found = occupations.share_demands(snapshot, Filter(occupation=by.PROGRAMMER))
    found = found[found["demand"] == "education"]
    levels = zip(found["value"], found["n"], strict=True)
    return _take(found, "base") | {str(level): float(n) for level, n in levels}


def reach_openings(snapshot: Snapshot) -> by.Figures:
    """In the kota and in the kabupaten of Bekasi."""
    person = Person(education="smk", experience=by.EXPERIENCE)
    figures: dict[str, float] = {}
    for regency in by.BEKASI:
        found = count_openings(snapshot, Filter(province=regency[:2], regency=regency), person)
        told = _take(found, "n_here", "n")
        figures |= {f"{regency} here": told["n_here"], regency: told["n"]}
    return figures
