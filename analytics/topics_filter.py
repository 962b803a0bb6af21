"""Which vacancies are of one theme, or are these: filters like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from analytics.filter import Filter

_ABOUT: Final = "SELECT k.vacancy FROM vacancy_topics k WHERE k.topic = $topic"


@dataclass(frozen=True, slots=True)
class OfTopic(Filter):
    """A Filter that also leaves out vacancies of other themes than `topic` (id of topics)."""

    topic: str = ""

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row called `alias`, and its values."""
        sql, values = Filter.condition(self, alias)
        return f"{sql} AND {alias}.vacancy IN ({_ABOUT})", {**values, "topic": self.topic}


@dataclass(frozen=True, slots=True)
class AnyOf(Filter):
    """A Filter that also leaves out vacancies whose id is not among `vacancies`."""

    vacancies: tuple[str, ...] = ()

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row called `alias`, and its values."""
        sql, values = Filter.condition(self, alias)
        listed = f"list_contains($vacancies, {alias}.vacancy_id)"
        return f"{sql} AND {listed}", {**values, "vacancies": list(self.vacancies)}


def of_topic(where: Filter, topic: str) -> OfTopic:
    """The same part of the market, narrowed to the vacancies of the theme."""
    names = (name for name in Filter.__dataclass_fields__)
    return OfTopic(**{name: getattr(where, name) for name in names}, topic=topic)
