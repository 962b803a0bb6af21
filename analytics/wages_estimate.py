"""From advertised ranges to percentiles of pay, and the rules for showing them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.statistics_wages import fit_interval_wages

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


def judge(pays: pd.DataFrame) -> Verdict:
    """Whether a median of these pays (column `employer`) may be shown: DESIGN §5, METHODS 3.7."""
    n, counts = len(pays), pays["employer"].value_counts()
    top = float(counts.iloc[0]) / n if len(counts) else float("nan")
    reason = None
    if n < AT_LEAST[50]:
        reason = "few"
    elif len(counts) < statistics.EMPLOYERS_AT_LEAST:
        reason = "employers"
    elif top > DOMINANT:
        reason = "dominant"
    return Verdict(n, len(counts), top, reason)


def estimate(pays: pd.DataFrame, percentiles: Sequence[int]) -> dict[int, dict[str, float]]:
    """FIGURES of each percentile of pays somewhere in [low_idr, high_idr], a missing bound open.

    Rupiah a month. pay_idr and pay_high_idr are one figure, or the stretch beyond which only open
    ranges lie (pay_high_idr missing: no end is told); see `fit_interval_wages` for what a range
    counts as. Only percentiles that AT_LEAST allows.
    """
    allowed = [one for one in percentiles if len(pays) >= AT_LEAST[one]]
    if not allowed:
        return {}
    low, high = pays["low_idr"].to_numpy(float), pays["high_idr"].to_numpy(float)
    quantiles = fit_interval_wages(low, high)
    rows = quantiles.drop(columns="quantile").to_numpy(float)
    by_percentile = dict(zip((quantiles["quantile"] * 100).round(), rows, strict=True))
    return {
        one: {
            name: float(round(value)) if math.isfinite(value) else math.nan
            for name, value in zip(FIGURES, by_percentile[one], strict=True)
        }
        for one in allowed
        if one in by_percentile
    }
