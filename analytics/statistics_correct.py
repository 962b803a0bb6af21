"""Counts as they would be without the errors of our own extractors, measured on the gold set."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics import LEVEL, Interval

Floats = NDArray[np.float64]
_DRAWS: Final = 500
_ROUNDS: Final = 400


@dataclass(frozen=True, slots=True)
class CorrectedShare:
    """A share (0 to 1) as counted and as corrected, with the interval of the corrected one.

    is_worth_it: the bias removed outweighs the noise added (squared error, estimated); where it
    is False show the raw share only.
    """

    raw: float
    value: float
    interval: Interval
    is_worth_it: bool
    n: int


def correct_share(
    found: int,
    n: int,
    sensitivity: tuple[int, int],
    specificity: tuple[int, int],
    level: float = LEVEL,
) -> CorrectedShare | None:
    """The true share behind `found` of `n`, given (right, of) on gold positives and negatives.

    p = (p_obs − FPR)/(TPR − FPR) (Rogan & Gladen 1978, American Journal of Epidemiology
    107:71–76), cut to 0–1. The interval carries the sampling of the share, of the sensitivity and
    of the specificity (Lang & Reiczigel 2014, Preventive Veterinary Medicine 113:13–22, eq. 16).
    None where nothing was counted, a gold side is empty, or the extractor finds the right ones no
    more often than the wrong (TPR ≤ FPR). It supposes the gold ads err like all others: measure
    language by language, portal by portal where they differ.
    """
    for right, of in ((found, n), sensitivity, specificity):
        if not 0 <= right <= of:
            raise ValueError(f"{right} of {of} is not a share.")
    if not n or not sensitivity[1] or not specificity[1]:
        return None
    raw, tpr, tnr = found / n, sensitivity[0] / sensitivity[1], specificity[0] / specificity[1]
    if tpr + tnr <= 1:
        return None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    # Every count is first drawn to the middle (Agresti & Coull), so that none has variance 0.
    p, p_variance = _steadied(found, n, z * z)
    se, se_variance = _steadied(*sensitivity, 2.0)
    sp, sp_variance = _steadied(*specificity, 2.0)
    power = se + sp - 1
    if power <= 0:
        return None
    centre = (p + sp - 1) / power
    gold_variance = (centre**2 * se_variance + (1 - centre) ** 2 * sp_variance) / power**2
    variance = p_variance / power**2 + gold_variance
    shift = 2 * z * z * (centre * se_variance - (1 - centre) * sp_variance)
    bounds = (centre + shift + side * z * variance**0.5 for side in (-1, 1))
    low, high = (min(1.0, max(0.0, bound)) for bound in bounds)
    value = min(1.0, max(0.0, (raw + tnr - 1) / (tpr + tnr - 1)))
    # Squared error of the raw share: bias² + its variance; bias² itself is estimated with noise.
    noise = (1 - 1 / power) ** 2 * p_variance + gold_variance
    bias_squared = (raw - (raw + tnr - 1) / (tpr + tnr - 1)) ** 2 - noise
    return CorrectedShare(raw, value, Interval(low, high), bias_squared + p_variance > variance, n)


def _steadied(right: int, of: int, added: float) -> tuple[float, float]:
    """A share after `added` observations, half of them right, and its variance."""
    share = (right + added / 2) / (of + added)
    return share, share * (1 - share) / (of + added)


def correct_counts(
    observed: pd.Series, confusion: pd.DataFrame, level: float = LEVEL, seed: int = 0
) -> pd.DataFrame:
    """The true counts behind the observed ones, one row a class, never below 0.

    `observed`: class → ads told to it. `confusion`: gold ads, true class in rows, told class in
    columns, both over the same classes as `observed`. Solves c = Mᵀt, M the rows of `confusion` as
    shares, for the most likely t ≥ 0 by EM; the total is kept. Columns: observed, corrected,
    interval_low, interval_high (percentiles of draws of c and of M's rows), n_gold. A class
    without gold ads is taken as told rightly, and others' errors into it are still taken out:
    read n_gold before the figure. Classes that are confused half and half cannot be told apart:
    their intervals then span both. Ads told to no class are a class of their own.
    Made for the first two digits of KBJI: its memory grows with the square of the classes.
    Sources: Vardi & Lee (1993), JRSS B 55:569–612 (EM for c = Mᵀt); Buonaccorsi, Measurement
    Error (2010), §3.3; METHODS §3.14.
    """
    classes = list(observed.index)
    gold = confusion.reindex(index=classes, columns=classes)
    same = set(confusion.index) == set(confusion.columns) == set(classes)
    if not same or gold.isna().any(axis=None):
        raise ValueError("The classes observed and those of the confusion matrix differ.")
    counts, table = observed.to_numpy(float), gold.to_numpy(float)
    if (counts < 0).any() or (table < 0).any():
        raise ValueError("A count is below 0.")
    n_gold = table.sum(axis=1)
    filled = np.where(n_gold[:, None] > 0, table, np.eye(len(classes)))
    chance = np.random.default_rng(seed)
    corrected = _unmix(counts[None], _shares(filled)[None])[0]
    low, high = _draw_bounds(counts, filled, n_gold > 0, level, chance)
    return pd.DataFrame(
        {
            "observed": counts,
            "corrected": corrected,
            "interval_low": np.minimum(low, corrected),
            "interval_high": np.maximum(high, corrected),
            "n_gold": n_gold.astype(int),
        },
        index=observed.index,
    )


def _shares(table: Floats) -> Floats:
    """Rows as shares."""
    return np.asarray(table / table.sum(axis=-1, keepdims=True), float)


def _unmix(counts: Floats, rows: Floats) -> Floats:
    """For each draw (first axis) the t ≥ 0 that makes counts ~ rowsᵀt most likely, by EM."""
    total = counts.sum(axis=1, keepdims=True)
    truth = counts + total * 0.01  # a class nobody was told to may still be there
    for _ in range(_ROUNDS):
        expected = (truth[:, None, :] @ rows)[:, 0, :]
        ratio = np.divide(counts, expected, out=np.zeros(counts.shape), where=expected > 0)
        moved = truth * (rows @ ratio[:, :, None])[:, :, 0]
        is_still = (np.abs(moved - truth) <= 1e-5 * total).all()
        truth = moved
        if is_still:
            break
    return np.asarray(truth, float)


def _draw_bounds(
    counts: Floats,
    gold: Floats,
    is_told: NDArray[np.bool_],
    level: float,
    chance: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Bounds of the corrected counts when the ads and the gold ads are drawn again."""
    total = round(counts.sum())
    if not total:
        return counts, counts
    drawn = chance.multinomial(total, counts / counts.sum(), _DRAWS).astype(float)
    # Dirichlet rows, by gammas; half a gold ad over each row keeps an error never seen possible.
    rows = _shares(chance.gamma(gold + 0.5 / len(gold), size=(_DRAWS, *gold.shape)))
    rows[:, ~is_told] = gold[~is_told]
    tail = (1 - level) / 2
    low, high = np.quantile(_unmix(drawn, rows), [tail, 1 - tail], axis=0)
    return low, high
