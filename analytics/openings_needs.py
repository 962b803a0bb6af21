"""What each open vacancy still asks of a person, and which steps would meet it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.filter import SCHOOLING
from analytics.openings_market import (
    LICENCE,
    SEXES,
    Bools,
    Ints,
    Market,
    whole,
)

# Rungs of schooling: diplomas are one.
LADDER: Final = ("sd", "smp", "sma", "d3", "s1", "s2", "s3")
REQUIREMENTS: Final = ("education", "experience", "age", "sex", "license", "skills")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks; what is None is not told and shuts nothing.

    `education` is a level of SCHOOLING, `experience` and `age` are years, `sex` is male or female,
    `skills` are ids of the taxonomy.
    """

    education: str | None = None
    experience: float | None = None
    age: int | None = None
    sex: str | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """When a vacancy accepts a person, beside schooling, years, age and sex, which all must fit.

    At least `share` (0 to 1) of the skills of `kinds` that it names must be held, rounded up; with
    `licences` each licence it names must be.
    """

    share: float = 0.5
    kinds: tuple[str, ...] = ("tool", "language")
    licences: bool = True


# An advertisement names skills and seldom says which are a must, so the truth lies between these.
USUAL: Final = Rule()
LOOSE: Final = Rule(share=0.0, licences=False)
STRICT: Final = Rule(share=1.0)


@dataclass(frozen=True, slots=True)
class Needs:
    """What the vacancies of a market ask that the person lacks.

    `unmet` has for each of the first four REQUIREMENTS the vacancies it shuts, shape (N, 4);
    `licences` how many are missing and `skills` how many more are needed, shape (N,); `total` how
    many separate things that makes, 0 where the person is accepted. `row` and `skill` are the
    licences missing and the skills asked, counted and not held, shape (K,).
    """

    unmet: Bools
    licences: Ints
    skills: Ints
    total: Ints
    row: Ints
    skill: Ints

    @property
    def by_requirement(self) -> Bools:
        """Which of REQUIREMENTS shut the person out, shape (N, 6)."""
        return np.column_stack([self.unmet, self.licences > 0, self.skills > 0])


def next_level(education: str) -> str | None:
    """The next rung of schooling above a level, or None at the top."""
    years = SCHOOLING[education]
    return next((level for level in LADDER if SCHOOLING[level] > years), None)


def find_needs(market: Market, person: Person, rule: Rule) -> Needs:
    """What every vacancy of the market asks that the person lacks."""
    years = np.inf if person.education is None else SCHOOLING[person.education]
    experience = np.inf if person.experience is None else person.experience
    unmet = np.zeros((market.n, 4), dtype=bool)
    unmet[:, 0] = market.education > years
    unmet[:, 1] = market.experience > experience
    if person.age is not None:
        unmet[:, 2] = (market.age_min > person.age) | (market.age_max < person.age)
    if person.sex is not None:
        unmet[:, 3] = (market.sex != 0) & (market.sex != SEXES.index(person.sex))
    named = whole(person.skills)
    is_held = np.array([skill in named for skill in market.skills], dtype=bool)
    row, skill = _join(market, rule.kinds)
    held = is_held[skill]
    asked = np.bincount(row, minlength=market.n)
    covered = np.bincount(row[held], minlength=market.n)
    skills = np.maximum(0, np.ceil(rule.share * asked - 1e-9).astype(np.int64) - covered)
    # A vacancy whose share of skills is met lacks none of those it names.
    lacking = ~held & (skills[row] > 0)
    of_licence, licence = _join(market, (LICENCE,) if rule.licences else ())
    missing = ~is_held[licence]
    licences = np.bincount(of_licence[missing], minlength=market.n)
    return Needs(
        unmet=unmet,
        licences=licences,
        skills=skills,
        total=unmet.sum(axis=1) + licences + skills,
        row=np.concatenate([row[lacking], of_licence[missing]]),
        skill=np.concatenate([skill[lacking], licence[missing]]),
    )


def _join(market: Market, kinds: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Row and skill of all that is asked of these kinds."""
    none = (np.zeros(0, np.int64), np.zeros(0, np.int64))
    parts = [none, *(market.asked[kind] for kind in kinds)]
    return np.concatenate([row for row, _ in parts]), np.concatenate([skill for _, skill in parts])
