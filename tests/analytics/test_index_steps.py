"""Openings counted once for every set of portals: the same as counting them for each set."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from analytics.index_steps import Steps, count_steps

DAYS = 12
Span = tuple[int, int, int, int]  # opening, portal, first and last day


def steps(spans: list[Span], portals: int = 3) -> Steps:
    table = np.array(sorted(spans, key=lambda span: (span[0], span[2])), dtype=np.int64)
    opening, portal, begins, ends = table.reshape(-1, 4).T
    return count_steps(opening, portal, begins, ends, DAYS, portals)


def flags(*portals: int, of: int = 3) -> NDArray[np.bool_]:
    return np.isin(np.arange(of), portals)


def test_an_opening_on_two_portals_stands_once() -> None:
    # On portal 0 from day 1 to 4, on portal 1 from 3 to 6.
    found = steps([(7, 0, 1, 4), (7, 1, 3, 6)])
    assert found.count_stock(flags(0, 1)).tolist() == [0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert found.count_stock(flags(1)).tolist() == [0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    assert np.flatnonzero(found.count_new(flags(0, 1))).tolist() == [1]
    assert np.flatnonzero(found.count_new(flags(1))).tolist() == [3]
    assert not found.count_stock(flags(2)).any()


def test_what_began_before_the_first_day_stands_and_is_not_new() -> None:
    found = steps([(1, 0, -5, 2), (2, 0, -9, -3), (3, 0, 10, 40), (4, 0, 30, 40)])
    assert found.count_stock(flags(0)).tolist() == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert np.flatnonzero(found.count_new(flags(0))).tolist() == [10]


# A number of this machine has a bit for each of the first, not of the second.
@pytest.mark.parametrize("of", [3, 70])
def test_any_market_and_any_portals_are_counted_as_one_by_one(of: int) -> None:
    chance = np.random.default_rng(3)
    spans: list[Span] = []
    for opening in range(60):
        for _ in range(chance.integers(1, 6)):
            begins = int(chance.integers(-4, DAYS + 3))
            portal = int(chance.choice((0, 1, of - 1)))
            spans.append((opening, portal, begins, begins + int(chance.integers(5))))
    found = steps(spans, of)
    for many in range(4):
        for chosen in itertools.combinations((0, 1, of - 1), many):
            shown = [span for span in spans if span[1] in chosen]
            stock, new = np.zeros(DAYS), np.zeros(DAYS)
            for day in range(DAYS):
                stock[day] = len({one[0] for one in shown if one[2] <= day <= one[3]})
            for opening in {span[0] for span in shown}:
                first = min(span[2] for span in shown if span[0] == opening)
                if 0 <= first < DAYS:
                    new[first] += 1
            assert found.count_stock(flags(*chosen, of=of)).tolist() == stock.tolist(), chosen
            assert found.count_new(flags(*chosen, of=of)).tolist() == new.tolist(), chosen


@pytest.mark.parametrize("of", [3, 70])
def test_no_openings_are_none(of: int) -> None:
    everywhere = np.ones(of, dtype=bool)
    assert not steps([], of).count_stock(everywhere).any()
    assert not steps([], of).count_new(everywhere).any()
