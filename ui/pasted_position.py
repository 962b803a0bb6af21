"""Where the pay of a pasted advertisement stands among those of similar ones."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.advert_check import Pay, rules
from analytics.filter import Filter
from analytics.wages_position import place_pay
from data.snapshot import Snapshot

_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Position:
    """Rows of `place_pay` for the least and the most that an advertisement offers."""

    low: pd.Series
    high: pd.Series

    @property
    def is_shown(self) -> bool:
        """Whether there are enough similar advertisements."""
        return bool(pd.isna(self.low["reason"]))

    @property
    def verdict(self) -> str:
        """Where the pay stands: "high", "above", "within" or "below"."""
        if self.low["interval_low"] > rules()["compare"]["high_pay"]:
            return "high"
        if self.low["share_surely"] > _HALF:
            return "above"
        return "below" if self.high["share_perhaps"] < _HALF else "within"


def find_position(snapshot: Snapshot, where: Filter | None, pay: Pay | None) -> Position | None:
    """Where the pay stands; None where it, or the market, is not told.

    Not by state.ask, which would keep the amounts of a pasted text among the answers.
    """
    if where is None or pay is None or not pay.is_monthly:
        return None
    ends = [one for one in (pay.low_idr, pay.high_idr) if one is not None]
    low, high = (place_pay(snapshot, where, float(end)).iloc[0] for end in (ends[0], ends[-1]))
    return Position(low, high)
