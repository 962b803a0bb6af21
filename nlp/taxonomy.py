"""The skill taxonomy: every skill with its names and the wordings people use for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from data.reference import tables

SEPARATOR: Final = "|"


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
    return tuple(_skill(row) for row in tables.rows("skills"))


@cache
def blockers() -> tuple[str, ...]:
    """Phrases in which the words of a skill mean something else: "ilmu komunikasi"."""
    return tuple(row["phrase"] for row in tables.rows("skill_blockers"))


@cache
def lone_wordings() -> dict[str, str]:
    """Ids of the skills that words name where they stand alone only: "presentasi"."""
    return {row["wording"]: row["skill"] for row in tables.rows("skill_wordings")}


def split_aliases(cell: str) -> list[str]:
    """The wordings in a cell of the table."""
    return [alias for part in cell.split(SEPARATOR) if (alias := part.strip())]


def _skill(row: tables.Row) -> Skill:
    is_case_sensitive = row["case_sensitive"] == "1"
    named: Iterable[str] = (row["name_id"], row["name_en"], *split_aliases(row["aliases"]))
    if is_case_sensitive:
        named = (written for alias in named for written in _in_all_cases(alias))
    return Skill(
        id=row["id"],
        name_id=row["name_id"],
        name_en=row["name_en"],
        kind=row["kind"],
        group=row["group"],
        subgroup=row["subgroup"],
        aliases=tuple(dict.fromkeys(named)),
        is_case_sensitive=is_case_sensitive,
    )


def _in_all_cases(alias: str) -> Iterator[str]:
    """A word alone only as it is listed; beside another word, as people write it in any case."""
    yield alias
    first, space, rest = alias.partition(" ")
    if space:
        yield from (alias.lower(), alias.upper(), alias.title(), alias.capitalize())
        yield f"{first.upper()} {rest.lower()}"
        yield f"{first.upper()} {rest.title()}"
