"""Kaplan–Meier against the published table of the 6-MP leukaemia trial and against brute force."""

import math

import numpy as np
import pytest

from analytics.statistics import Interval
from analytics.statistics_survival import kaplan_meier

# Weeks in remission on 6-MP, Freireich et al. (1963), Blood 21:699–716.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
# Survival and 95 % bounds as in Kleinbaum & Klein, Survival Analysis, ch. 2 (Stata, log-log).
TABLE = [
    (6, 21, 3, 0.8571, 0.6197, 0.9516),
    (7, 17, 1, 0.8067, 0.5631, 0.9228),
    (10, 15, 1, 0.7529, 0.5032, 0.8894),
    (13, 12, 1, 0.6902, 0.4316, 0.8491),
    (16, 11, 1, 0.6275, 0.3675, 0.8049),
    (22, 7, 1, 0.5378, 0.2678, 0.7468),
    (23, 6, 1, 0.4482, 0.1881, 0.6801),
]


def test_the_curve_is_that_of_the_published_table() -> None:
    found = kaplan_meier(ENDED + CENSORED, [True] * 9 + [False] * 12)
    assert found.curve.to_numpy() == pytest.approx(np.array(TABLE), abs=0.0001)
    assert (found.median, found.n, found.ended) == (23, 21, 9)
    assert found.median_interval == Interval(13, math.inf)


def test_without_censoring_it_is_the_share_that_lasted_longer() -> None:
    found = kaplan_meier([1, 2, 3, 4], [True] * 4)
    assert found.curve["survival"].tolist() == pytest.approx([0.75, 0.5, 0.25, 0])
    assert found.median == 2
    assert math.isnan(found.curve["interval_low"].iloc[-1])


def test_ads_found_late_are_at_risk_only_from_then_on() -> None:
    #  age     0  1  2  3  4  5
    #  first   |-----------x         ended at 4
    #  second        |--x            found at 2, ended at 3
    #  third            |-----o      found at 3, still open at 5
    found = kaplan_meier([4, 3, 5], [True, True, False], entered=[0, 2, 3])
    assert found.curve["at_risk"].tolist() == [2, 2]
    assert found.curve["survival"].tolist() == pytest.approx([0.5, 0.25])


def test_an_ad_found_and_gone_on_one_day_was_at_risk_that_day() -> None:
    first_day = kaplan_meier([0, 5, 5], [True, True, False])
    assert first_day.curve["at_risk"].tolist() == [3, 2]
    later = kaplan_meier([3, 5, 5], [True, True, False], entered=[3, 0, 0])
    assert later.curve["at_risk"].tolist() == [3, 2]


def test_late_entry_taken_into_account_gives_the_true_median() -> None:
    chance = np.random.default_rng(1)
    began = chance.uniform(-100, 60, 4000)
    lasts = chance.exponential(20, 4000)
    seen = began + lasts > 0  # collection begins at day 0 and ends at day 60
    entered = np.maximum(0, -began[seen])
    until = np.minimum(began[seen] + lasts[seen], 60) - began[seen]
    ended = began[seen] + lasts[seen] <= 60
    found = kaplan_meier(until, ended, entered)
    naive = kaplan_meier(until, ended)
    assert found.median == pytest.approx(20 * math.log(2), rel=0.1)
    assert naive.median > 17


def test_interval_of_the_median_holds_it() -> None:
    chance, covered = np.random.default_rng(2), 0
    for _ in range(120):
        lasts, until = chance.exponential(20, 30), chance.uniform(5, 60, 30)
        found = kaplan_meier(np.minimum(lasts, until), lasts <= until)
        covered += found.median_interval.holds(20 * math.log(2))
    assert 0.9 <= covered / 120 <= 0.985


def test_nothing_ended_has_no_median_and_impossible_ages_are_refused() -> None:
    found = kaplan_meier([3, 4], [False, False])
    assert found.curve.empty
    assert found.median == math.inf
    assert kaplan_meier([], []).n == 0
    with pytest.raises(ValueError, match="below the age at entry"):
        kaplan_meier([3], [True], entered=[4])
    with pytest.raises(ValueError, match="missing"):
        kaplan_meier([float("nan")], [True])
