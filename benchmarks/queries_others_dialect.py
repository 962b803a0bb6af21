"""The parts of SQL that SQLite and DuckDB share, and those that each writes in its own way."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import pandas as pd

from analytics.filter import Filter
from benchmarks.queries_others_ways import NEW_DAYS, UNSEEN_DAYS

Values = Mapping[str, object]

DESCRIBED: Final = "v.description_characters IS NOT NULL"
FLAGGED: Final = "coalesce(v.wage_flags, '') LIKE '%implausible%'"
# Worked out beforehand, as our own answers find it.
PAID: Final = "v.is_paid"
RUPIAH: Final = (
    f"v.wage_currency = 'IDR' AND coalesce(v.wage_min, v.wage_max) IS NOT NULL AND NOT {FLAGGED}"
)
OPEN: Final = "(v.closed IS NULL OR v.closed > $newest) AND v.last_seen >= $since"
LIMITS: Final = {
    "age": "v.age_max IS NOT NULL OR v.age_min IS NOT NULL",
    "sex": "v.sex IS NOT NULL",
    "looks": "coalesce(v.appearance, false)",
    "marital": "v.marital IS NOT NULL",
    "height": "v.height IS NOT NULL",
    "religion": "v.religion IS NOT NULL",
}


class Dialect(ABC):
    """What the engines write differently (abstract), and the parts of SQL that they share."""

    shown: str  # vacancies, once for each portal that shows them, in a column `portal`
    ordered: str  # what puts rows `v` of vacancies in the order of their vacancy_id

    @abstractmethod
    def frame(self, sql: str, values: Values) -> pd.DataFrame:
        """The answer to a query."""

    @abstractmethod
    def part_of(self, day: str, part: str) -> str:
        """The "year" or the "day" of a day, as a number."""

    @abstractmethod
    def moment(self, moment: pd.Timestamp) -> object:
        """A moment as the engine keeps it, and `moments` back."""

    @abstractmethod
    def moments(self, column: "pd.Series[int]") -> "pd.Series[pd.Timestamp]":
        """A column of moments as timestamps."""

    @abstractmethod
    def on_portals(self, portals: Sequence[str]) -> tuple[str, Values]:
        """Whether a row `v` of vacancies is shown on one of the portals."""

    @abstractmethod
    def has_risk(self, kinds: Sequence[str]) -> str:
        """Whether a row `v` of vacancies has a risk of these kinds, which are words of ours."""

    @abstractmethod
    def skill_of(self, skill: str) -> object:
        """A skill as `mentions` names it."""

    @abstractmethod
    def skill_ids(self, skills: "pd.Series[str]") -> "pd.Series[str]":
        """The ids of skills as `mentions` names them."""

    def condition(self, where: Filter) -> tuple[str, dict[str, object]]:
        parts, values = [], dict[str, object]()
        for name in ("province", "regency"):
            if (value := getattr(where, name)) is not None:
                parts.append(f"v.{name} = ${name}")
                values[name] = value
        if where.occupation is not None:
            # A range, which an index can be used for.
            parts.append("v.occupation >= $occupation AND v.occupation < $occupation_end")
            values |= {"occupation": where.occupation, "occupation_end": where.occupation + "~"}
        return " AND ".join(parts) or "true", values

    def kind_of(self, kind: str, digits: int) -> tuple[str, str]:
        """What tells rows apart, and which rows it tells apart."""
        if kind == "occupation":
            return f"substr(v.occupation, 1, {digits})", f"v.occupation_digits >= {digits}"
        return f"v.{kind}", f"v.{kind} IS NOT NULL"

    def now(self) -> dict[str, object]:
        """The newest sighting, since when an opening must be seen, and what is new since."""
        told = self.moments(self.frame("SELECT max(last_seen) AS at FROM vacancies", {})["at"])
        newest = told.iloc[0]
        day = newest.tz_convert("Asia/Jakarta").date()
        return {
            "newest": self.moment(newest),
            "since": self.moment(newest - pd.Timedelta(days=UNSEEN_DAYS)),
            "new_from": day - timedelta(days=NEW_DAYS),
        }

    def matched(self, months: list[str], described: str) -> tuple[str, Values]:
        """The condition that a vacancy is on a portal with vacancies in each of the months."""
        found = self.frame(
            f"""
            SELECT portal FROM (
                SELECT DISTINCT v.portal, v.month FROM {self.shown} v
                WHERE v.month BETWEEN $first AND $last AND {described}
            ) told GROUP BY portal HAVING count(*) = $months
            """,
            {"first": months[0], "last": months[-1], "months": len(months)},
        )
        condition, values = self.on_portals(found["portal"].tolist())
        window = {"first": months[0], "middle": months[len(months) // 2], "last": months[-1]}
        return f"v.month BETWEEN $first AND $last AND {condition}", {**values, **window}
