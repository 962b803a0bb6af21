"""How well postings are read, as measured last: docs/accuracy.md and docs/accuracy.csv.

`python -m cli evaluate FILE --write` writes both.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from data.errors import DataError
from settings import ROOT

PAGE: Final = ROOT / "docs" / "accuracy.md"
COUNTS: Final = ROOT / "docs" / "accuracy.csv"
_WRITE: Final = "Write it: python -m cli evaluate GOLD.jsonl --write"
_WRITTEN: Final = re.compile(r"^Written by .* on (\d{4}-\d\d-\d\d);", re.MULTILINE)
_POSTINGS: Final = re.compile(r"^(\d+) labelled postings", re.MULTILINE)
# | skills half recall: tool | 0.870 | 0.829 – 0.906 | 653 | 0.92 | **missed** |
_ROW: Final = re.compile(
    r"^\| ([\w :()]+?) \| ([\d.]+) \| ([\d.]+) – ([\d.]+) \| (\d+) \| ([\d.]*) \| [* a-z]*\|$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure with its 95 % interval, both 0 to 1, its cases, and the target or None."""

    name: str
    value: float
    low: float
    high: float
    n: int
    target: float | None

    @property
    def is_met(self) -> bool:
        """Whether the target is reached, if there is one."""
        return self.target is not None and self.value >= self.target


@dataclass(frozen=True, slots=True)
class Measures:
    """All measures, the labelled postings behind them, and the day they were taken."""

    rows: tuple[Measure, ...]
    postings: int
    day: pd.Timestamp


@lru_cache(maxsize=1)
def read_measures(page: Path = PAGE) -> Measures:
    """The main table of the page. Raises DataError where it is not of the shape that is written."""
    text = page.read_text(encoding="utf-8")
    day, postings = _WRITTEN.search(text), _POSTINGS.search(text)
    rows = tuple(
        Measure(name, float(value), float(low), float(high), int(n), float(aim) if aim else None)
        for name, value, low, high, n, aim in _ROW.findall(text)
    )
    if day is None or postings is None or not rows:
        raise DataError(f"{page} holds no table of accuracy. {_WRITE}")
    return Measures(rows, int(postings[1]), pd.Timestamp(day[1]))


def find_measure(name: str) -> Measure:
    """The measure of the page by its name there. Raises DataError where it has no such row."""
    for one in read_measures().rows:
        if one.name == name:
            return one
    raise DataError(f"{PAGE} has no row {name!r}. {_WRITE}")


def read_confusions(path: Path = COUNTS) -> pd.DataFrame:
    """What labelled postings say (told) and what was read of them, with n; "" where nothing is.

    Columns: field, told, read, n (labelled postings). Raises DataError where there is no table.
    """
    try:
        found = pd.read_csv(path, dtype={"field": str, "told": str, "read": str}, na_filter=False)
    except FileNotFoundError:
        raise DataError(f"There is no {path}. {_WRITE}") from None
    missing = {"field", "told", "read", "n"} - set(found.columns)
    if missing:
        raise DataError(f"{path} lacks {', '.join(sorted(missing))}. {_WRITE}")
    return found
