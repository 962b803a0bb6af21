"""How often our reader errs on limits in advertisements, and shares corrected for it."""

import math
from dataclasses import dataclass
from typing import Final

from analytics.accuracy import find_measure, read_measures
from analytics.statistics import Interval
from analytics.statistics_correct import CorrectedShare, correct_share

# Limits that the gold guide knows: age_min, age_max, sex, appearance, marital, height, religion.
LIMITS: Final = 7

_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Errors:
    """Decisions of the reader on gold postings, each as (right, of).

    sensitivity: limits that stand there and are read; specificity: limits that do not stand there
    and are not read.
    """

    sensitivity: tuple[int, int]
    specificity: tuple[int, int]


def read_errors() -> Errors:
    """The errors measured last (`accuracy.read_measures`).

    All LIMITS kinds together, each posting being one decision on each kind; a limit read with
    another value (age 30 for 35) counts as missed and as wrong. DataError where the page has no
    such rows.
    """
    found, told = _count("restrictions recall")
    agreed, read = _count("restrictions precision")
    absent = read_measures().postings * LIMITS - told
    return Errors((found, told), (absent - (read - agreed), absent))


def _count(name: str) -> tuple[int, int]:
    """How many cases of a measure were right, and of how many."""
    measure = find_measure(name)
    return round(measure.value * measure.n), measure.n


def correct(found: int, n: int) -> CorrectedShare | None:
    """The share of advertisements with a limit, corrected for reading errors (METHODS 3.14).

    None where nothing was counted. It supposes that every kind of limit is read as well as all
    together: the gold set is too small to tell them apart.
    """
    errors = read_errors()
    return correct_share(found, n, errors.sensitivity, errors.specificity)


def correct_difference(difference: float, interval: Interval) -> tuple[float, Interval]:
    """A difference of two shares read by the same reader, and its interval, corrected likewise.

    Difference and bounds over TPR - FPR, widened for the error of that (delta method), which both
    shares have in common. It supposes that the reader errs as often before as after.
    """
    errors = read_errors()
    (found, told), (kept, absent) = errors.sensitivity, errors.specificity
    power = found / told + kept / absent - 1
    # One right and one wrong added, so that no rate is taken as known for sure.
    doubt = sum(
        (right + 1) * (of - right + 1) / (of + 2) ** 3
        for right, of in (errors.sensitivity, errors.specificity)
    )
    reach = _Z * abs(difference) / power**2 * math.sqrt(doubt)
    middle = difference / power
    return middle, Interval(
        middle - math.hypot((difference - interval.low) / power, reach),
        middle + math.hypot((interval.high - difference) / power, reach),
    )
