"""Cells of tables that are words to read and numbers to take away: intervals, units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ui.texts import t
from ui.wording import write_interval


@dataclass(frozen=True, slots=True)
class Interval:
    """Two bounds, and how format writes one; they go into a file as two columns of numbers.

    `words` stand in the table where it words them otherwise.
    """

    low: float
    high: float
    write: Callable[..., str]
    words: str = ""

    def __str__(self) -> str:
        return self.words or write_interval(self.low, self.high, self.write)


@dataclass(frozen=True, slots=True)
class Told:
    """A number as a table words it; it goes into a file as the number."""

    value: float
    words: str

    def __str__(self) -> str:
        return self.words


def intervals(
    frame: pd.DataFrame, low: str, high: str, write: Callable[..., str]
) -> "pd.Series[Any]":
    """The bounds in two columns of a frame as cells of one."""
    bounds = zip(frame[low], frame[high], strict=True)
    return column(frame, [Interval(*pair, write) for pair in bounds])


def column(frame: pd.DataFrame, cells: Sequence[Interval | Told]) -> "pd.Series[Any]":
    """Cells as a column for the frame."""
    return pd.Series(list(cells), index=frame.index, dtype=object)


def spread(rows: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """The rows to take away, under the headings readers see: numbers stay numbers."""
    told: dict[str, object] = {}
    for key, heading in headings.items():
        cells = rows[key].tolist()
        if any(isinstance(cell, Interval) for cell in cells):
            for side in ("low", "high"):
                name = t(f"table.{side}", name=heading)
                told[name] = [getattr(cell, side) for cell in cells]
        else:
            told[heading] = [cell.value if isinstance(cell, Told) else cell for cell in cells]
    return pd.DataFrame(told)
