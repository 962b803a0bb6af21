"""Count guesses of KBJI codes: how often is each length right, and does the score say so?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # scipy ships no types

from nlp.linear import Floats, calibrate
from nlp.occupation import DIGITS, THRESHOLDS, group_codes

Doubles: TypeAlias = NDArray[np.float64]
# So that chances that are all right do not ask for an endless slope.
HOLD: Final = 1e-3


class Guesses:
    """The best prefix of each number of digits for many examples: its chance, and is it right."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._groups = {digits: group_codes(codes, digits) for digits in DIGITS}
        self.chance: dict[int, list[float]] = defaultdict(list)
        self.is_right: dict[int, list[bool]] = defaultdict(list)
        self.fold: list[int] = []

    def add(self, chances: Floats, accepted: Sequence[str], number: int = 0) -> None:
        """Take in one example, held back in the fold of this number."""
        self.fold.append(number)
        for digits, (names, starts) in self._groups.items():
            sums = np.add.reduceat(chances, starts)
            best = int(sums.argmax())
            self.chance[digits].append(float(sums[best]))
            self.is_right[digits].append(names[best] in {code[:digits] for code in accepted})

    def rates(self) -> dict[str, float]:
        """The share of right ones by digits."""
        return {f"digits_{d}": round(float(np.mean(self.is_right[d])), 4) for d in DIGITS}


def calibrate_guesses(chance: Sequence[float], is_right: Sequence[bool]) -> tuple[float, float]:
    """The slope and shift that make the chances true shares: logistic regression."""
    clipped = np.clip(np.array(chance), 1e-6, 1 - 1e-6)
    x = np.column_stack([np.log(clipped / (1 - clipped)), np.ones(len(clipped))])
    right = np.array(is_right, dtype=float)

    def measure(found: Doubles) -> tuple[float, Doubles]:
        logit = x @ found
        loss = float((np.logaddexp(0, logit) - right * logit).sum() + HOLD / 2 * found @ found)
        # The hyperbolic tangent is the logistic curve that never overflows.
        return loss, x.T @ ((1 + np.tanh(logit / 2)) / 2 - right) + HOLD * found

    slope, shift = minimize(measure, np.array([1.0, 0.0]), jac=True, method="BFGS").x
    return round(float(slope), 4), round(float(shift), 4)


def measure_error(score: Sequence[float], is_right: Sequence[bool]) -> float:
    """The expected calibration error over ten bins of equal width."""
    scores, right = np.array(score), np.array(is_right, dtype=float)
    bins = np.minimum((scores * 10).astype(int), 9)
    gaps = [abs(float((scores - right)[bins == b].sum())) for b in range(10)]
    return sum(gaps) / len(scores)


def calibrate_held_back(
    chance: Sequence[float], is_right: Sequence[bool], fold: Sequence[int]
) -> list[float]:
    """The score of each chance where each fold is calibrated by the others."""
    chances, right, number = np.array(chance), np.array(is_right), np.array(fold)
    scores = np.zeros(len(chances))
    for held in set(fold):
        away = number != held
        found = calibrate_guesses(chances[away].tolist(), right[away].tolist())
        scores[~away] = [calibrate(c, *found) for c in chances[~away]]
    return scores.tolist()


def measure_calibration(guesses: Guesses, digits: int) -> float:
    """The calibration error where each fold is calibrated by the others."""
    right = guesses.is_right[digits]
    return measure_error(calibrate_held_back(guesses.chance[digits], right, guesses.fold), right)


def measure_given(guesses: Guesses) -> dict[str, float]:
    """How many digits are given under the thresholds, and how often those are right."""
    calibration = {
        d: calibrate_guesses(guesses.chance[d], guesses.is_right[d]) for d in guesses.chance
    }
    given: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for i in range(len(guesses.fold)):
        for digits in DIGITS:
            if calibrate(guesses.chance[digits][i], *calibration[digits]) >= THRESHOLDS[digits]:
                given[digits] += 1
                right[digits] += guesses.is_right[digits][i]
                break
    told = {f"share_{d}": round(given[d] / len(guesses.fold), 4) for d in DIGITS}
    return told | {f"right_{d}": round(right[d] / given[d], 4) for d in DIGITS if given[d]}
