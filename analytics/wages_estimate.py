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
_LOGNORMAL: Final = ("wage", "wage", "interval_low", "interval_high")
_SHAPELESS: Final = ("turnbull_low", "turnbull_high", "sure_low", "sure_high")
# A lognormal further off than the larger of these is not the shape of these pays; simulated, pays
# that are lognormal stay below it in 19 of 20 cells (statistics_wages.WageFit).
_MISFIT: Final = 0.09
_CHANCE: Final = 1.5  # over √n


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

    Rupiah a month. pay_idr and pay_high_idr are one figure where the pays are lognormal; else the
    stretch in which Turnbull's curve puts it, with an interval that supposes no shape. No bound is
    ever replaced by a middle. Only percentiles that AT_LEAST allows.
    """
    allowed = [one for one in percentiles if len(pays) >= AT_LEAST[one]]
    if not allowed:
        return {}
    fit = fit_interval_wages(pays["low_idr"].to_numpy(float), pays["high_idr"].to_numpy(float))
    if fit is None:
        return {}
    # Not a number where all ranges overlap: then only the stretch can be told.
    is_lognormal = fit.misfit <= max(_MISFIT, _CHANCE / math.sqrt(fit.n))
    names = _LOGNORMAL if is_lognormal else _SHAPELESS
    rows = fit.quantiles[list(names)].to_numpy(float)
    by_percentile = dict(zip((fit.quantiles["quantile"] * 100).round(), rows, strict=True))
    return {
        one: {
            name: float(value) if math.isfinite(value) else math.nan
            for name, value in zip(FIGURES, by_percentile[one], strict=True)
        }
        for one in allowed
    }
