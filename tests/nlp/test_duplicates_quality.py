"""Floors under how well postings are put together: measured values less a small margin."""

import pytest

from benchmarks.duplicates import count_portals, score_labelled, score_sample
from tests.conftest import SHARED

GOLD = SHARED / "gold"


def test_the_sample_market_is_put_together() -> None:
    n, pairs, b_cubed = score_sample(1_500)
    assert n > 1_800
    assert pairs.precision >= 0.98
    assert pairs.recall >= 0.88
    assert b_cubed.f1 >= 0.98


@pytest.mark.real
@pytest.mark.skipif(not GOLD.exists(), reason=f"no labelled pairs at {GOLD}")
def test_labelled_pairs() -> None:
    score = score_labelled(GOLD)
    assert score.precision >= 0.95
    assert score.recall >= 0.92


def test_portals_that_share_vacancies_are_counted_once_a_vacancy() -> None:
    portals = {"a": "satu", "b": "satu", "c": "dua", "d": "dua"}
    found = {"a": "v", "b": "v", "c": "v", "d": "w"}
    assert count_portals(portals, found) == {("satu", "satu"): 1, ("dua", "satu"): 1}
