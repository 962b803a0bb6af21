"""Occupations (KBJI 2014, ISCO-08), sectors (KBLI 2020), schooling, ESCO and O*NET, by code."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data.errors import UserError
from data.reference import tables


@dataclass(frozen=True, slots=True)
class Occupation:
    """A KBJI 2014 group: 1 to 4 digits, as many as its `level`; `parent` is "" at level 1."""

    code: str
    level: int
    parent: str
    title_id: str
    title_en: str
    description_id: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A KBLI 2020 code; level 1 is a section, one letter. `sakernas` is the group BPS reports.

    `title_en` is "" below the divisions: no English title was found.
    """

    code: str
    level: int
    section: str
    title_id: str
    title_en: str
    sakernas: str


@dataclass(frozen=True, slots=True)
class Education:
    """A level of schooling, its least KKNI level and the group of the BPS tables."""

    code: str
    name_id: str
    name_en: str
    kkni_minimum: int | None
    sakernas: str


@lru_cache(maxsize=1)
def occupations() -> dict[str, Occupation]:
    """All KBJI 2014 groups by code; BPS calls the 4-digit ones golongan dasar."""
    return {
        row["code"]: Occupation(
            code=row["code"],
            level=int(row["level"]),
            parent=row["parent"],
            title_id=row["title_id"],
            title_en=row["title_en"],
            description_id=row["description_id"],
        )
        for row in tables.rows("kbji2014")
    }


def occupation(code: str) -> Occupation:
    """The KBJI 2014 group with this code (1 to 4 digits)."""
    try:
        return occupations()[code]
    except KeyError:
        raise UserError(f"KBJI 2014 has no code {code!r}; codes are 1 to 4 digits.") from None


@lru_cache(maxsize=1)
def job_titles() -> dict[str, tuple[str, ...]]:
    """The six-digit job titles of KBJI 2014 by unit group."""
    titles: dict[str, list[str]] = defaultdict(list)
    for row in tables.rows("kbji2014_titles"):
        titles[row["unit_group"]].append(row["title_id"])
    return {code: tuple(group) for code, group in titles.items()}


@lru_cache(maxsize=1)
def sectors() -> dict[str, Sector]:
    """All KBLI 2020 codes, sections to subclasses."""
    return {
        row["code"]: Sector(
            code=row["code"],
            level=int(row["level"]),
            section=row["section"],
            title_id=row["title_id"],
            title_en=row["title_en"],
            sakernas=row["sakernas_sector"],
        )
        for row in tables.rows("kbli2020")
    }


def sector(code: str) -> Sector:
    """The KBLI 2020 section (a letter) or class (digits) with this code."""
    try:
        return sectors()[code]
    except KeyError:
        raise UserError(
            f"KBLI 2020 has no code {code!r}; sections are the letters A to U."
        ) from None


@lru_cache(maxsize=1)
def educations() -> dict[str, Education]:
    """All levels of schooling by code, from the lowest to the highest."""
    return {
        row["code"]: Education(
            code=row["code"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            kkni_minimum=tables.whole(row["kkni_level_minimum"]),
            sakernas=row["sakernas_group"],
        )
        for row in tables.rows("education_levels")
    }


@lru_cache(maxsize=1)
def _sakernas_prefixes() -> dict[str, str]:
    return {
        row["kbji_prefix"]: row["sakernas_occupation_group"]
        for row in tables.rows("crosswalk_kbji_sakernas_occupation")
    }


def sakernas_occupation(code: str) -> str | None:
    """The occupation group of the BPS wage tables for a KBJI code, by its longest known prefix."""
    prefixes = _sakernas_prefixes()
    starts = (code[:size] for size in range(len(code), 0, -1))
    return next((prefixes[start] for start in starts if start in prefixes), None)
