"""Which vacancies ask for one skill: a filter like any other, so every question can be narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analytics.filter import Filter

_ASKING: Final = "SELECT k.vacancy FROM mentions_by_skill k WHERE k.skill = $skill"


@dataclass(frozen=True, slots=True)
class AskingFor(Filter):
    """A Filter that also leaves out vacancies that do not ask for `skill` (id of the taxonomy)."""

    skill: str = ""

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row called `alias`, and its values."""
        sql, values = Filter.condition(self, alias)
        asks = f"{alias}.vacancy IN ({_ASKING})"
        return f"{sql} AND {asks}", {**values, "skill": self.skill}


def asking_for(where: Filter, skill: str) -> AskingFor:
    """The same part of the market, narrowed to the vacancies that ask for the skill."""
    names = (name for name in Filter.__dataclass_fields__)
    return AskingFor(**{name: getattr(where, name) for name in names}, skill=skill)
