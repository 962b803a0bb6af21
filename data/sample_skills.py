"""Skills asked for in the sample market, under the ids of the skill table, and their trends."""

import math
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from data.errors import DataError
from data.reference import tables
from data.sample_draw import Table, read_table
from data.text import fold


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill as our texts call it, with its id and English name in the reference table."""

    id: str
    word: str
    word_en: str
    kind: str  # hard, tool, language, license, soft


@dataclass(frozen=True, slots=True)
class Trend:
    """A known change: share × exp(rate × months after `start`), months from the first day.

    Of a skill (its id), within the openings of `occupations`, where `share` is that of the first
    day; or of an occupation (KBJI), where `share` is None: its share of all openings moves so.
    Scams are apart from it: they ask for no skills and pretend to be office clerks (4110).
    """

    skill: str | None
    occupations: tuple[str, ...]
    share: float | None
    rate: float
    start: float

    def grown(self, months: float) -> float:
        """What the share has been multiplied by so many months after the first day."""
        return math.exp(self.rate * max(0.0, months - self.start))


@lru_cache(maxsize=1)
def _ids() -> dict[str, tables.Row]:
    """The rows of the skill table by every name; the first that has it."""
    found: dict[str, tables.Row] = {}
    for row in tables.rows("skills"):
        for name in (row["name_id"], row["name_en"], *row["aliases"].split("|")):
            found.setdefault(fold(name.strip()), row)
    return found


@lru_cache(maxsize=2_048)
def find_skill(word: str) -> Skill:
    """The skill that one of our words means."""
    row = _ids().get(fold(word))
    if row is None:
        raise DataError(
            f"The sample market asks for {word!r}, which data/reference/skills.csv does not have; "
            "use a name or alias of that table in data/sample_tables."
        )
    name_en = row["name_en"].split(" (")[0]
    if row["kind"] in ("hard", "soft") and name_en[1:].islower():
        name_en = name_en.lower()
    return Skill(row["id"], word, name_en, row["kind"])


@lru_cache(maxsize=1)
def all_trends() -> tuple[Trend, ...]:
    """The known trends, of skills and of occupations."""
    return tuple(
        Trend(
            skill=find_skill(row["skill"]).id if "skill" in row else None,
            occupations=tuple(row.get("occupations", [row.get("occupation")])),
            share=row.get("share"),
            rate=row["rate"],
            start=row.get("from", 0),
        )
        for row in read_table("market")["trend"]
    )


@lru_cache(maxsize=512)
def _moving(code: str) -> tuple[tuple[Skill, Trend], ...]:
    """The skills whose demand moves in an occupation."""
    words = [row["skill"] for row in read_table("market")["trend"] if "skill" in row]
    trends = [trend for trend in all_trends() if trend.skill is not None]
    return tuple(
        (find_skill(word), trend)
        for word, trend in zip(words, trends, strict=True)
        if code in trend.occupations
    )


def draw_skills(rng: Random, occupation: Table, months: float) -> tuple[Skill, ...]:
    """The skills that an opening asks for by name, so many months after the first day."""
    told = read_table("market")["texts"]["skill_told"]
    found = [find_skill(word) for word in occupation["skills"] if rng.random() < told]
    found = found or [find_skill(occupation["skills"][0])]
    for skill, trend in _moving(occupation["isco"]):
        if rng.random() < (trend.share or 0.0) * trend.grown(months):
            found.append(skill)
    return tuple({skill.id: skill for skill in found}.values())
