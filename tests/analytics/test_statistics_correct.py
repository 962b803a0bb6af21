"""Corrected counts by hand, at their limits, and against a known truth."""

import numpy as np
import pandas as pd
import pytest

from analytics.statistics_correct import correct_counts, correct_share

CLASSES = ["clerk", "cook", "nurse"]
CONFUSION = pd.DataFrame([[80, 15, 5], [10, 85, 5], [5, 15, 80]], CLASSES, CLASSES)


def test_share_is_rogan_and_gladens() -> None:
    # Brucellosis in 150 cows, example of R's epiR: 23 positive, Se 96 %, Sp 89 % → 5.1 %.
    found = correct_share(23, 150, (96, 100), (178, 200))
    assert found is not None
    assert found.raw == pytest.approx(0.1533, abs=0.0001)
    assert found.value == pytest.approx(0.051, abs=0.0005)
    assert found.interval.holds(found.value)


def test_with_a_perfect_extractor_the_interval_is_agresti_and_coulls() -> None:
    # 15 of 148: (15 + z²/2)/(148 + z²) ± z·√(p(1 − p)/(148 + z²)).
    found = correct_share(15, 148, (10**8, 10**8), (10**8, 10**8))
    assert found is not None
    z2 = 1.959964**2
    p = (15 + z2 / 2) / (148 + z2)
    half = (z2 * p * (1 - p) / (148 + z2)) ** 0.5
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (p - half, p + half), abs=1e-5
    )
    assert found.value == pytest.approx(found.raw)


def test_a_skill_missed_in_indonesian_is_no_longer_more_english() -> None:
    # 10 % ask for it in both languages; recall 0.6 and 0.9, no false alarms in 1,000.
    indonesian = correct_share(600, 10_000, (300, 500), (1000, 1000))
    english = correct_share(900, 10_000, (450, 500), (1000, 1000))
    assert indonesian is not None
    assert english is not None
    assert indonesian.value == pytest.approx(english.value) == pytest.approx(0.1)
    assert indonesian.is_worth_it


def test_a_correction_noisier_than_the_bias_it_removes_is_not_worth_it() -> None:
    found = correct_share(6, 40, (19, 20), (20, 20))
    assert found is not None
    assert not found.is_worth_it


@pytest.mark.parametrize(
    ("truth", "n", "sensitivity", "n_pos", "specificity", "n_neg"),
    [(0.1, 200, 0.6, 50, 0.99, 300), (0.3, 50, 0.9, 30, 0.9, 30), (0.02, 500, 0.8, 40, 0.99, 300)],
)
def test_interval_of_a_share_holds_the_truth(
    truth: float, n: int, sensitivity: float, n_pos: int, specificity: float, n_neg: int
) -> None:
    chance, covered = np.random.default_rng(1), 0
    seen = truth * sensitivity + (1 - truth) * (1 - specificity)
    for _ in range(1500):
        found = correct_share(
            int(chance.binomial(n, seen)),
            n,
            (int(chance.binomial(n_pos, sensitivity)), n_pos),
            (int(chance.binomial(n_neg, specificity)), n_neg),
        )
        assert found is not None
        covered += found.interval.holds(truth)
    assert 0.94 <= covered / 1500 <= 0.98


def test_what_cannot_be_corrected_is_missing_and_what_is_no_share_is_refused() -> None:
    assert correct_share(0, 0, (9, 10), (9, 10)) is None
    assert correct_share(3, 9, (0, 0), (9, 10)) is None
    assert correct_share(3, 9, (1, 10), (9, 10)) is None
    assert correct_share(3, 9, (1, 1), (1, 2)) is not None
    with pytest.raises(ValueError, match="not a share"):
        correct_share(3, 2, (9, 10), (9, 10))


def test_counts_that_the_matrix_explains_are_turned_back_exactly() -> None:
    # 600 clerks, 300 cooks and 100 nurses as the matrix would have them told.
    observed = pd.Series([515, 360, 125], CLASSES)
    found = correct_counts(observed, CONFUSION)
    assert found["corrected"].tolist() == pytest.approx([600, 300, 100], abs=0.5)
    assert found["corrected"].sum() == pytest.approx(1000)
    assert (found["interval_low"] < found["corrected"]).all()
    assert (found["corrected"] < found["interval_high"]).all()
    assert found["n_gold"].tolist() == [100, 100, 100]


def test_a_class_never_falls_below_none() -> None:
    # Solving c = Mᵀt without a bound would give nurses −40.
    found = correct_counts(pd.Series([500, 480, 20], CLASSES), CONFUSION)
    assert np.linalg.solve(CONFUSION.to_numpy().T / 100, [500, 480, 20])[2] < -30
    assert 0 <= found.loc["nurse", "corrected"] < 5
    assert found["corrected"].sum() == pytest.approx(1000)


def test_a_class_without_gold_is_taken_as_told() -> None:
    gold = CONFUSION.copy()
    gold.loc["nurse"] = 0
    found = correct_counts(pd.Series([500, 400, 145], CLASSES), gold)
    assert found.loc["nurse", "n_gold"] == 0
    assert found.loc["nurse", "corrected"] == pytest.approx((145 - 0.05 * 1045) / 0.95, abs=0.5)


def test_intervals_of_counts_hold_the_truth() -> None:
    chance, rows = np.random.default_rng(2), CONFUSION.to_numpy() / 100
    covered = []
    for _ in range(25):
        gold = np.array([chance.multinomial(60, row) for row in rows])
        told = chance.multinomial(1000, np.array([0.6, 0.3, 0.1]) @ rows)
        found = correct_counts(pd.Series(told, CLASSES), pd.DataFrame(gold, CLASSES, CLASSES))
        truth = np.array([600, 300, 100])
        covered.append((found["interval_low"] <= truth) & (truth <= found["interval_high"]))
    assert 0.9 <= np.mean(covered) <= 1


def test_no_ads_have_no_classes_and_other_classes_are_refused() -> None:
    assert correct_counts(pd.Series([0, 0, 0], CLASSES), CONFUSION)["corrected"].tolist() == [
        0,
        0,
        0,
    ]
    with pytest.raises(ValueError, match="differ"):
        correct_counts(pd.Series([1, 2], CLASSES[:2]), CONFUSION)
    with pytest.raises(ValueError, match="below 0"):
        correct_counts(pd.Series([-1, 2, 3], CLASSES), CONFUSION)
