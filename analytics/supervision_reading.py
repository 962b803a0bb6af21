"""How often our reader errs on limits in advertisements, and shares corrected for it."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from analytics.statistics import Interval
from analytics.statistics_correct import CorrectedShare, correct_share
from data.errors import DataError
from settings import ROOT

# Limits that the gold guide knows: age_min, age_max, sex, appearance, marital, height, religion.
LIMITS: Final = 7

_Z: Final = 1.959964
_ACCURACY: Final = "docs/accuracy.md"
# "280 labelled postings; the measures are those of …"
_POSTINGS: Final = re.compile(r"^(\d+) labelled postings", re.MULTILINE)
# | restrictions precision | 0.987 | 0.956 – 1.000 | 78 |  |  |
_RATE: Final = r"^\| restrictions {name} \| ([\d.]+) \|[^|]*\| (\d+) \|"


@dataclass(frozen=True, slots=True)
class Errors:
    """Decisions of the reader on gold postings, each as (right, of).

    sensitivity: limits that stand there and are read; specificity: limits that do not stand there
    and are not read.
    """

    sensitivity: tuple[int, int]
    specificity: tuple[int, int]


@lru_cache(maxsize=1)
def read_errors() -> Errors:
    """The errors measured last, from docs/accuracy.md (`python -m cli evaluate --write`).

    All LIMITS kinds together, each posting being one decision on each kind; a limit read with
    another value (age 30 for 35) counts as missed and as wrong. DataError where the page has no
    such rows.
    """
    text = (ROOT / _ACCURACY).read_text(encoding="utf-8")
    postings = _POSTINGS.search(text)
    found, told = _rate(text, "recall")
    agreed, read = _rate(text, "precision")
    if postings is None:
        raise DataError(f"{_ACCURACY} does not say how many postings are labelled.")
    absent = int(postings[1]) * LIMITS - told
    return Errors((found, told), (absent - (read - agreed), absent))


def _rate(text: str, name: str) -> tuple[int, int]:
    row = re.search(_RATE.format(name=name), text, re.MULTILINE)
    if row is None:
        raise DataError(f"{_ACCURACY} has no row 'restrictions {name}'; run evaluate --write.")
    n = int(row[2])
    return round(float(row[1]) * n), n


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
