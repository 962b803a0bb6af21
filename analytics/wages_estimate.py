"""From advertised ranges to percentiles of pay, and the rules for showing them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.statistics_wages import Floats, interval_quantiles

# Advertisements that a percentile needs (METHODS 3.7).
AT_LEAST: Final[Mapping[int, int]] = {
    percentile: statistics.least_n(percentile / 100) for percentile in (10, 25, 50, 75, 90)
}
# One employer with more of the advertisements than this: its pay, not the market's.
DOMINANT: Final = 0.5
FIGURES: Final = ("pay_idr", "pay_high_idr", "interval_low", "interval_high")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many advertisements and employers there are, and why they may not be shown.

    `top_share` is the share of the n of the employer with most; `reason` is "few", "employers",
    "dominant", or None where a median may be shown.
    """

    n: int
    employers: int
    top_share: float
    reason: str | None


def judge(n: int, employers: int, top_share: float) -> Verdict:
    """Whether a median of so many pays may be shown: DESIGN §5, METHODS 3.7."""
    reason = None
    if n < AT_LEAST[50]:
        reason = "few"
    elif employers < statistics.EMPLOYERS_AT_LEAST:
        reason = "employers"
    elif top_share > DOMINANT:
        reason = "dominant"
    return Verdict(n, employers, top_share, reason)


def estimate(
    pays: "pd.DataFrame | Mapping[str, Floats]", percentiles: Sequence[int]
) -> dict[int, dict[str, float]]:
    """FIGURES of each percentile of pays somewhere in [low_idr, high_idr], a missing bound open.

    `n` advertisements state each pair of bounds; a frame, or arrays by these names. Rupiah a month.
    pay_idr and pay_high_idr are one figure, or the stretch beyond which only open ranges lie
    (pay_high_idr missing: no end is told); see `fit_interval_wages` for what a range counts as.
    Only percentiles that AT_LEAST allows.
    """
    low, high, counts = (np.asarray(pays[name], float) for name in ("low_idr", "high_idr", "n"))
    allowed = [one for one in percentiles if counts.sum() >= AT_LEAST[one]]
    if not allowed:
        return {}
    found = interval_quantiles(low, high, counts, [one / 100 for one in allowed])
    return {
        round(quantile * 100): {
            name: float(round(value)) if math.isfinite(value) else math.nan
            for name, value in zip(FIGURES, figures, strict=True)
        }
        for quantile, *figures in found
    }
