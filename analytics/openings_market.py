"""The open vacancies of a snapshot as arrays: what each asks of a person, once a snapshot."""

import threading
import tomllib
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.advertisements import OPEN
from analytics.filter import SCHOOLING, Filter
from data.snapshot import Snapshot

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Soft skills are left out: nobody can prove or learn "honest" in a course.
KINDS: Final = ("tool", "language", "license", "hard")
LICENCE: Final = "license"
OTHER_LIMITS: Final = ("appearance", "marital", "height", "religion")
NO_AGE_MAX: Final = 255
SEXES: Final = ("", "male", "female")


@dataclass(frozen=True, slots=True)
class Market:
    """N open vacancies by rising id, and M skills asked by them, by vacancy.

    Per vacancy, shape (N,): education (years of school, 0 where not asked), experience (years),
    age_min, age_max (years, 0 and NO_AGE_MAX where not asked), sex (place in SEXES),
    posted (days since 1970, -1 where undated),
    is_described, employer (-1 where unknown), occupation (KBJI or ""), limits (N, 4) as in
    OTHER_LIMITS. By kind of skill, shape (M,) each: asked[kind] = row (of the vacancy, rising) and
    skill (place in `skills`). Per skill, shape (S,): skills (ids, rising), kinds (places in
    KINDS).
    """

    ids: npt.NDArray[np.object_]
    education: npt.NDArray[np.float64]
    experience: npt.NDArray[np.float64]
    age_min: Ints
    age_max: Ints
    sex: Ints
    posted: Ints
    is_described: Bools
    employer: Ints
    occupation: npt.NDArray[np.object_]
    limits: Bools
    asked: Mapping[str, tuple[Ints, Ints]]
    skills: npt.NDArray[np.object_]
    kinds: Ints

    @property
    def n(self) -> int:
        """How many vacancies are open."""
        return len(self.ids)


_kept: "weakref.WeakKeyDictionary[Snapshot, Market]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def open_market(snapshot: Snapshot) -> Market:
    """The market of a snapshot; built at the first question and kept as long as the snapshot."""
    with _lock:
        found = _kept.get(snapshot)
        if found is None:
            found = _kept[snapshot] = build_market(snapshot)
        return found


def build_market(snapshot: Snapshot) -> Market:
    """Read all open vacancies and what they ask."""
    years = " ".join(f"WHEN '{level}' THEN {years}" for level, years in SCHOOLING.items())
    vacancies = snapshot.frame(
        f"""
        SELECT vacancy_id, CASE education_min {years} ELSE 0 END AS education,
            coalesce(experience_min_years, 0) AS experience, coalesce(age_min, 0) AS age_min,
            coalesce(age_max, {NO_AGE_MAX}) AS age_max, coalesce(sex, '') AS sex,
            coalesce(posted - DATE '1970-01-01', -1) AS posted,
            description_characters IS NOT NULL AS is_described, coalesce(employer, -1) AS employer,
            coalesce(occupation, '') AS occupation, coalesce(appearance, false) AS appearance,
            marital IS NOT NULL AS marital, height IS NOT NULL AS height,
            religion IS NOT NULL AS religion
        FROM vacancies v WHERE {OPEN} ORDER BY vacancy_id
        """  # noqa: S608 - constants only
    )
    asked = snapshot.frame(
        f"""
        WITH numbered AS (
            SELECT vacancy, row_number() OVER (ORDER BY vacancy_id) - 1 AS row
            FROM vacancies v WHERE {OPEN}
        ), listed AS (
            SELECT id, kind, row_number() OVER (ORDER BY id) - 1 AS number FROM skills
        )
        SELECT n.row, l.number FROM mentions m
            JOIN numbered n USING (vacancy) JOIN listed l ON l.id = m.skill
        WHERE l.kind IN {KINDS} ORDER BY n.row, l.number
        """  # noqa: S608 - as above
    )
    listed = snapshot.frame("SELECT id, kind FROM skills ORDER BY id")
    row, skill = _settle(asked, {name: number for number, name in enumerate(listed["id"])})
    used, skill = np.unique(skill, return_inverse=True)
    kinds = np.array([KINDS.index(kind) for kind in listed["kind"].to_numpy()[used]], np.int64)
    skill = skill.astype(np.int64)
    of_kind = {kind: kinds[skill] == place for place, kind in enumerate(KINDS)}
    return Market(
        ids=vacancies["vacancy_id"].to_numpy(object),
        education=vacancies["education"].to_numpy(float),
        experience=vacancies["experience"].to_numpy(float),
        age_min=vacancies["age_min"].to_numpy(np.int64),
        age_max=vacancies["age_max"].to_numpy(np.int64),
        sex=vacancies["sex"].map(SEXES.index).to_numpy(np.int64),
        posted=vacancies["posted"].to_numpy(np.int64),
        is_described=vacancies["is_described"].to_numpy(bool),
        employer=vacancies["employer"].to_numpy(np.int64),
        occupation=vacancies["occupation"].to_numpy(object),
        limits=vacancies[list(OTHER_LIMITS)].to_numpy(bool),
        asked={kind: (row[of], skill[of]) for kind, of in of_kind.items()},
        skills=listed["id"].to_numpy(object)[used],
        kinds=kinds,
    )


def _settle(asked: pd.DataFrame, numbers: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Rows and skills, without the licences that another one asked for stands for."""
    row, skill = asked["row"].to_numpy(np.int64), asked["number"].to_numpy(np.int64)
    is_covered = np.zeros(len(row), dtype=bool)
    for upper in covers():
        with_upper = row[skill == numbers.get(upper, -1)]
        for lower in below(upper) if len(with_upper) else ():
            is_covered |= (skill == numbers.get(lower, -1)) & np.isin(row, with_upper)
    return row[~is_covered], skill[~is_covered]


def choose_rows(snapshot: Snapshot, market: Market, where: Filter) -> Bools:
    """Which of the market's vacancies a filter is about, shape (N,)."""
    condition, parameters = where.condition()
    if condition == "true":
        return np.ones(market.n, dtype=bool)
    found = snapshot.frame(
        f"SELECT coalesce({condition}, false) AS is_chosen FROM vacancies v WHERE {OPEN}"  # noqa: S608 - the condition is Filter's own text, values are parameters
        " ORDER BY vacancy_id",
        parameters,
    )
    return found["is_chosen"].to_numpy(bool)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("openings.toml").read_text(encoding="utf-8"))


def covers() -> dict[str, str]:
    """The licence right below each that stands for others."""
    return dict(_tables()["covers"])


def means() -> dict[str, list[str]]:
    """The parts of each licence of the taxonomy that is two in one."""
    return dict(_tables()["means"])


def below(skill: str) -> list[str]:
    """All that holding a skill brings with it, nearest first."""
    found: list[str] = []
    while (lower := covers().get(found[-1] if found else skill)) is not None:
        found.append(lower)
    return found


def whole(skills: "tuple[str, ...] | frozenset[str]") -> frozenset[str]:
    """All skills a person holds who names these: parts, what is below, what goes without saying."""
    named = {part for skill in skills for part in means().get(skill, [skill])}
    brought = {lower for skill in named for lower in below(skill)}
    return frozenset(named | brought | set(_tables()["held"]["skills"]))
