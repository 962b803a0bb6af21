"""Limits of age, sex, looks and marital status in openings, before and after the circular."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from data.sample_draw import Table, pick, read_table

KINDS: Final = ("age", "sex", "looks", "marital")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an opening demands of the person; None and False: nothing."""

    age_min: int | None
    age_max: int | None
    sex: str | None  # male, female
    wants_looks: bool
    wants_single: bool


def limit_share(kind: str, occupation: Table, day: date, language: str) -> float:
    """The share of openings of the occupation that set this limit on that day."""
    rules = read_table("market")["limits"]
    rule: Mapping[str, float] = rules[kind]
    share = rule[occupation["kind"]]
    if kind == "sex" and "gender" in occupation:
        share = rules["sex_of_usual"]
    if language == "en":
        share *= rules["english"]
    return share * rule["after"] if day >= rules["day"] else share


def draw_limits(rng: Random, occupation: Table, years: int, day: date, language: str) -> Limits:
    """The limits of one opening."""
    has = {kind: rng.random() < limit_share(kind, occupation, day, language) for kind in KINDS}
    rules = read_table("market")["limits"]
    age = age_min = None
    if has["age"]:
        age = pick(rng, rules["ages"]) + 2 * min(years, 5)
        if rng.random() < rules["lowest_age"]:
            age_min = 18 + (years > 0) * 2 + (occupation["school"] in ("S1", "S2")) * 3
    usual = {"Pria": "male", "Wanita": "female"}.get(occupation.get("gender", ""))
    sex = (usual or pick(rng, ("female", "female", "male"))) if has["sex"] else None
    return Limits(age_min, age, sex, has["looks"], has["marital"])
