"""Scores on groups small enough to count on fingers."""

import pytest

from nlp.pair_scores import score_b_cubed, score_groups, score_pairs

TRUTH = {"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"}


def test_pairs() -> None:
    score = score_pairs([(True, True), (True, False), (False, True), (False, True), (False, False)])
    assert score.precision == 1 / 2
    assert score.recall == pytest.approx(1 / 3)
    assert score.f1 == pytest.approx(0.4)


def test_nothing_to_find_is_found_whole() -> None:
    assert score_pairs([(False, False)]).f1 == 1.0


def test_groups_score_by_their_pairs() -> None:
    # ab, cd, ce, de are together; ab and de truly are; ab, ac, bc, de would be right.
    found = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "2"}
    score = score_groups(found, TRUTH)
    assert (score.precision, score.recall) == (2 / 4, 2 / 4)


def test_b_cubed_averages_over_postings() -> None:
    found = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "2"}
    score = score_b_cubed(found, TRUTH)
    assert score.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)


def test_all_right() -> None:
    assert score_b_cubed(TRUTH, TRUTH).f1 == score_groups(TRUTH, TRUTH).f1 == 1.0
