"""The skill taxonomy: every skill with its names and the wordings people use for it."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_REFERENCE: Final = Path(__file__).parents[1] / "data" / "reference"
SKILLS: Final = _REFERENCE / "skills.csv"
BLOCKERS: Final = _REFERENCE / "skill_blockers.csv"


@dataclass(frozen=True, slots=True)
class Skill:
    """An entry of the taxonomy; `aliases` include both names."""

    id: str
    name_id: str
    name_en: str
    kind: str
    group: str
    subgroup: str
    aliases: tuple[str, ...]
    is_case_sensitive: bool


@cache
def skills() -> tuple[Skill, ...]:
    """All skills, in the order of the file."""
    with SKILLS.open(encoding="utf-8", newline="") as file:
        return tuple(_skill(row) for row in csv.DictReader(file))


@cache
def blockers() -> tuple[str, ...]:
    """Phrases in which the words of a skill mean something else: "ilmu komunikasi"."""
    with BLOCKERS.open(encoding="utf-8", newline="") as file:
        return tuple(row["phrase"] for row in csv.DictReader(file))


def _skill(row: dict[str, str]) -> Skill:
    named = (row["name_id"], row["name_en"], *row["aliases"].split("|"))
    aliases = dict.fromkeys(alias.strip() for alias in named)
    return Skill(
        id=row["id"],
        name_id=row["name_id"],
        name_en=row["name_en"],
        kind=row["kind"],
        group=row["group"],
        subgroup=row["subgroup"],
        aliases=tuple(alias for alias in aliases if alias),
        is_case_sensitive=row["case_sensitive"] == "1",
    )
