"""Which advertisements a question about pay is about: a Filter, the experience asked, pay told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from analytics.filter import Filter

# The flag of a wage that cannot be what it says.
IMPLAUSIBLE: Final = "implausible"
# Years of experience an advertisement asks for at least; those that do not say are in none.
BANDS: Final = ("below_1", "1_2", "3_4", "5_more")

_YEARS: Final = "{v}.experience_min_years"
BAND: Final = (
    f"CASE WHEN {_YEARS} < 1 THEN 'below_1' WHEN {_YEARS} < 3 THEN '1_2'"
    f" WHEN {_YEARS} < 5 THEN '3_4' WHEN {_YEARS} >= 5 THEN '5_more' END"
)
# Whether the flags of a row `{v}`, a list with commas, hold it: most rows have none at all.
FLAGGED: Final = (
    "({v}.wage_flags IS NOT NULL"
    f" AND contains(',' || replace({{v}}.wage_flags, ' ', '') || ',', ',{IMPLAUSIBLE},'))"
)
# Whether a row `{v}` of vacancies, mentions or vacancy_topics states pay that counts.
PAID: Final = "{v}.is_paid"


@dataclass(frozen=True, slots=True)
class PayFilter(Filter):
    """A Filter of `vacancies` with two more fields; the others mean what they mean there.

    `asks` is one of BANDS: only advertisements that ask for so much experience (`experience` is
    what a person has and keeps all that ask for less). `is_paid` keeps those that state pay in
    rupiah and what time it is for, so that it can be told by the month, and is not flagged
    implausible.
    """

    asks: str | None = None
    is_paid: bool = False

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row of `vacancies` called `alias`, and its values."""
        sql, parameters = Filter.condition(self, alias)
        if self.asks is not None:
            sql = f"{sql} AND {BAND.format(v=alias)} = $asks"
            parameters = {**parameters, "asks": self.asks}
        if self.is_paid:
            sql = f"{sql} AND {PAID.format(v=alias)}"
        return sql, parameters


def list_scopes(where: Filter) -> dict[str, Filter]:
    """What is asked about and the wider markets it is part of, each once.

    Keys: "asked", "occupation" (in the whole country), "place" (all occupations), "all".
    """
    wide = replace(where, province=None, regency=None)
    named = {
        "asked": where,
        "occupation": wide,
        "place": replace(where, occupation=None),
        "all": replace(wide, occupation=None),
    }
    # The narrowest name of those that mean the same.
    first = {asked: scope for scope, asked in reversed(named.items())}
    return {scope: asked for scope, asked in named.items() if first[asked] == scope}
