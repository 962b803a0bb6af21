"""How many vacancies each step, and each pair of steps, would open: exact, in one pass."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.filter import SCHOOLING
from analytics.openings_market import KINDS, LICENCE, Bools, Ints, Market, below, covers, means
from analytics.openings_needs import Needs, Person, next_level

# Steps that are no skill, numbered after the skills of the market. The first two a person can
# take; the others only employers can.
EXTRA_STEPS: Final = (
    ("education", "next"),
    ("experience", "next"),
    ("lift", "education"),
    ("lift", "experience"),
    ("lift", "age"),
    ("lift", "sex"),
)
# The things a vacancy can lack in a person: the four requirements, skills, and each licence alone.
_SKILLS: Final = 4
_LICENCES: Final = 5
# Above so many bins counting by sorting takes less memory than counting by place.
_BINS: Final = 8_000_000


@dataclass(frozen=True, slots=True)
class Cells:
    """Which step meets which lacking thing, for vacancies that lack one or two; shape (C,) each.

    row (of the vacancy), unit (which thing), step (number of a skill, or of one of EXTRA_STEPS
    after the skills). A step meets at most one thing of a vacancy: of licences asked for together
    none stands for another.
    """

    row: Ints
    unit: Ints
    step: Ints


def find_cells(market: Market, needs: Needs, person: Person, chosen: Bools) -> Cells:
    """The cells of the chosen vacancies that lack one or two things, by vacancy."""
    near = chosen & (needs.total > 0) & (needs.total <= 2)
    found = []
    level = None if person.education is None else next_level(person.education)
    if level is not None:
        found.append((near & needs.unmet[:, 0] & (market.education <= SCHOOLING[level]), 0, 0))
    if person.experience is not None:
        reached = market.experience <= person.experience + 1
        found.append((near & needs.unmet[:, 1] & reached, 1, 1))
    found += [(near & needs.unmet[:, unit], unit, unit + 2) for unit in range(_SKILLS)]
    parts = _skill_cells(market, needs, near)
    for where, unit, extra in found:
        rows, step = np.flatnonzero(where), len(market.skills) + extra
        parts.append((rows, np.full(len(rows), unit), np.full(len(rows), step)))
    row = np.concatenate([part[0] for part in parts])
    order = np.argsort(row, kind="stable")
    units = np.concatenate([part[1] for part in parts])
    steps = np.concatenate([part[2] for part in parts])
    return Cells(row[order], units[order], steps[order])


def _skill_cells(market: Market, needs: Needs, near: Bools) -> list[tuple[Ints, Ints, Ints]]:
    """Cells of skills and licences, and of the licences that stand for a missing one."""
    is_near = near[needs.row]
    row, skill = needs.row[is_near], needs.skill[is_near]
    is_licence = market.kinds[skill] == KINDS.index(LICENCE)
    unit = np.where(is_licence, _LICENCES + skill, _SKILLS)
    numbers = {name: number for number, name in enumerate(market.skills)}
    is_step = ~np.isin(skill, [numbers.get(double, -1) for double in means()])
    parts = [(row[is_step], unit[is_step], skill[is_step])]
    for upper in sorted((covers().keys() & numbers.keys()) - means().keys()):
        for lower in below(upper):
            of = skill == numbers.get(lower, -1)
            parts.append((row[of], unit[of], np.full(of.sum(), numbers[upper])))
    return parts


def count_singles(market: Market, needs: Needs, cells: Cells) -> Ints:
    """How many vacancies each step would open, shape (skills + EXTRA_STEPS,)."""
    alone = needs.total[cells.row] == 1
    size = len(market.skills) + len(EXTRA_STEPS)
    return np.asarray(np.bincount(cells.step[alone], minlength=size), dtype=np.int64)


def find_rows(needs: Needs, cells: Cells, step: int) -> Ints:
    """The vacancies that a step alone would open."""
    return np.asarray(cells.row[(cells.step == step) & (needs.total[cells.row] == 1)])


def count_pairs(needs: Needs, cells: Cells) -> tuple[Ints, Ints, Ints, Ints]:
    """Pairs of steps that share a vacancy: first, second, both, together; shape (P,) each.

    `both` is how many vacancies either of the two would open alone, `together` how many only the
    two at once. What a pair opens is the sum of both singles - both + together.
    """
    left, right = _pair_up(cells.row)
    steps, place = np.unique(cells.step, return_inverse=True)
    first, second = np.sort(np.stack([place[left], place[right]]), axis=0)
    lacks_one = needs.total[cells.row[left]] == 1
    two_skills = (cells.unit[left] == _SKILLS) & (needs.skills[cells.row[left]] == 2)
    fits = ~lacks_one & ((cells.unit[left] != cells.unit[right]) | two_skills)
    keys = first * len(steps) + second
    named, both, together = _count(keys[lacks_one], keys[fits], len(steps) ** 2)
    return steps[named // len(steps)], steps[named % len(steps)], both, together


def _count(ones: Ints, twos: Ints, bins: int) -> tuple[Ints, Ints, Ints]:
    """The keys that occur, and how often each does among the ones and among the twos."""
    if bins <= _BINS:
        of_ones, of_twos = np.bincount(ones, minlength=bins), np.bincount(twos, minlength=bins)
        named = np.flatnonzero((of_ones > 0) | (of_twos > 0))
        return named, of_ones[named], of_twos[named]
    named = np.unique(np.concatenate([ones, twos]))
    found = [
        np.bincount(np.searchsorted(named, keys), minlength=len(named)) for keys in (ones, twos)
    ]
    return named, found[0], found[1]


def _pair_up(row: Ints) -> tuple[Ints, Ints]:
    """All pairs of places with the same row; `row` must be in order."""
    ends = np.searchsorted(row, row, side="right")
    follow = ends - np.arange(len(row)) - 1
    left = np.repeat(np.arange(len(row)), follow)
    starts = np.cumsum(follow) - follow
    right = left + 1 + np.arange(len(left)) - np.repeat(starts, follow)
    return left, right
