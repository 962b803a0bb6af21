"""The numbers in the words of Metodologi: the constants that the programme really uses."""

import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from analytics import (
    growth,
    index,
    index_chain,
    index_counts,
    index_season,
    index_series,
    moves,
    overview,
    prakerja,
    regions,
    regions_tightness,
    regions_visibility,
    skills_growth,
    skills_new,
    statistics,
    statistics_weights,
    supervision,
    supervision_reading,
    training_sides,
    wages_estimate,
    wages_growth,
    weighting,
)
from analytics.accuracy import read_measures
from analytics.advertisements import UNSEEN_DAYS
from analytics.openings_needs import USUAL
from analytics.training_sides import DIGITS
from data.snapshot import Snapshot
from settings import ROOT
from settings import load as load_settings
from ui.pengawasan import tell_circulars

Values = Mapping[str, object]


@lru_cache(maxsize=4)
def _rules(name: str) -> Mapping[str, Any]:
    """The numbers of a reader, as its own TOML has them; pages may not import readers."""
    return tomllib.loads((ROOT / f"nlp/{name}.toml").read_text(encoding="utf-8"))


def read_values(section: str, snapshot: Snapshot) -> Values:
    """What the words of a section may set in: its own numbers before those of all."""
    own = _VALUES[section](snapshot) if section in _VALUES else {}
    return {**_shared(), **own}


def _shared() -> Values:
    """The rules that sections share, whichever of them the words of one name."""
    return {
        "share": statistics.SHARE_AT_LEAST,
        "change": statistics.CHANGE_AT_LEAST,
        "median": statistics.MEDIAN_AT_LEAST,
        "quartiles": statistics.QUARTILES_AT_LEAST,
        "tails": statistics.TAILS_AT_LEAST,
        "employers": statistics.EMPLOYERS_AT_LEAST,
        "long": growth.WINDOWS[0],
        "short": growth.WINDOWS[1],
        "more": growth.GROWTH_MORE_THAN,
        "unseen": UNSEEN_DAYS,
    }


def _index(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "base_days": index.BASE_DAYS,
        "warm": index.WARM_DAYS,
        "grace": index_counts.GRACE_DAYS,
        "usual": index_series.USUAL_AT_LEAST,
        "left": index_counts.LEFT_DAYS,
        "link": index_chain.LINK_DAYS,
    }


def _openings(snapshot: Snapshot) -> Values:
    told = _rules("duplicates")
    meta = snapshot.meta
    return {
        "words": told["text"]["shingle"],
        "same": told["text"]["same"],
        "copy_days": told["time"]["copy_days"],
        "window_days": told["time"]["window_days"],
        "stale": told["stale"]["share"],
        "reposts": told["stale"]["reposts"],
        "within": told["stale"]["within_days"],
        "postings": meta.postings,
        "vacancies": meta.vacancies,
        "edge": overview.EDGE_DAYS,
    }


def _skills(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "clear": skills_growth.CLEAR_FROM,
        "portals": skills_new.PORTALS_AT_LEAST,
    }


def _wages(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "dominant": wages_estimate.DOMINANT,
        "months": wages_growth.WINDOW_MONTHS,
        "cell": wages_growth.CELL_AT_LEAST,
        "cells": wages_growth.CELLS_AT_LEAST,
    }


def _places(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "per": regions.PER,
        "causes": len(regions_tightness.CAUSES),
        "least": regions_tightness.CAUSES_AT_LEAST,
        "months": regions_tightness.WINDOW_MONTHS,
        "ended": regions_tightness.ENDED_AT_LEAST,
    }


def _sectors(snapshot: Snapshot) -> Values:
    return {
        "period": weighting.employed_by_sector(snapshot).period,
    }


def _training(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "digits": DIGITS,
        "courses": training_sides.COURSES_AT_LEAST,
        "ads": training_sides.ADS_AT_LEAST,
    }


def _prakerja(snapshot: Snapshot) -> Values:
    del snapshot
    return {"per": prakerja.PER}


def _topics(snapshot: Snapshot) -> Values:
    del snapshot
    told = _rules("topics")
    return {
        "least": told["sample"]["least"],
        "rows": told["sample"]["rows"],
        "floor": told["clusters"]["floor"],
        "employers": told["titles"]["employers"],
        "portals": told["titles"]["portals"],
        "growth": told["titles"]["growth"],
        "probability": told["titles"]["probability"],
    }


def _supervision(snapshot: Snapshot) -> Values:
    del snapshot
    errors = supervision_reading.read_errors()
    return {
        "days": supervision.WINDOW_DAYS,
        **tell_circulars(),
        "found": errors.sensitivity[0],
        "told": errors.sensitivity[1],
    }


def _career(snapshot: Snapshot) -> Values:
    del snapshot
    return {
        "half": USUAL.share,
        "open": moves.OPEN_AT_LEAST,
        "pay": moves.PAY_AT_LEAST,
        "steps": moves.EDUCATION_STEPS,
        "coverage": moves.COVERAGE_AT_LEAST,
    }


def _accuracy(snapshot: Snapshot) -> Values:
    del snapshot
    return {"n": read_measures().postings, "day": read_measures().day}


def _visibility(snapshot: Snapshot) -> Values:
    del snapshot
    grades = regions_visibility.GRADES
    return {
        "a": grades["A"],
        "b": grades["B"],
        "c": grades["C"],
        "d": grades["D"],
        "thin": regions_visibility.THIN_BELOW,
        "informal": regions_visibility.INFORMAL_ABOVE,
        "portals": regions_visibility.PORTALS_AT_LEAST,
        "largest": regions_visibility.LARGEST_ABOVE,
        "days": regions_visibility.OUTAGE_DAYS,
        "view": regions.VIEW_DAYS,
    }


def _weighting(snapshot: Snapshot) -> Values:
    return {
        "least": weighting.EFFECTIVE_AT_LEAST,
        "low": statistics_weights.TRIM[0],
        "high": statistics_weights.TRIM[1],
        "tolerance": statistics_weights.TOLERANCE,
        "sector_period": weighting.employed_by_sector(snapshot).period,
    }


def _season(snapshot: Snapshot) -> Values:
    del snapshot
    windows = ", ".join(f"{low}…{high}" for low, high in index_season.LEBARAN_WINDOWS.values())
    return {
        "years": index_season.YEARS_AT_LEAST,
        "windows": windows,
    }


def _small(snapshot: Snapshot) -> Values:
    del snapshot
    least = statistics.CHANGE_AT_LEAST
    # An interval there always is: both counts are above 0.
    interval = statistics.change_interval(least, least) or statistics.Interval(0.0, 0.0)
    return {
        "low": interval.low,
        "high": interval.high,
        "level": statistics.LEVEL,
    }


def _revision(snapshot: Snapshot) -> Values:
    del snapshot
    return {"kept": load_settings().snapshots_kept}


_VALUES: Final[Mapping[str, Callable[[Snapshot], Values]]] = {
    "indeks": _index,
    "lowongan": _openings,
    "keterampilan": _skills,
    "gaji": _wages,
    "wilayah": _places,
    "sektor": _sectors,
    "kesenjangan": _training,
    "prakerja": _prakerja,
    "topik": _topics,
    "pengawasan": _supervision,
    "karier": _career,
    "akurasi": _accuracy,
    "terlihat": _visibility,
    "pembobotan": _weighting,
    "musim": _season,
    "sel_kecil": _small,
    "revisi": _revision,
}
