"""Which advertisements are behind the figures of supervision, with the words they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Final

import pandas as pd

from analytics.advertisements import list_advertisements
from analytics.filter import Filter
from analytics.supervision import DEMANDS, DESCRIBED, WINDOW_DAYS, circulars
from analytics.supervision_pay import find_below
from analytics.topics_filter import AnyOf
from data.snapshot import Snapshot

# What was read of a limit; `words` are those that a warning rests on.
EVIDENCE: Final = (
    "age_min", "age_max", "sex", "appearance", "marital", "height", "religion",
    "experience_min_years",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demanding(Filter):
    """A Filter that also leaves out vacancies that do not make `demand` (of DEMANDS).

    Those without a day or a description are out as well, as in every share of supervision.
    """

    demand: str = ""

    def condition(self, alias: str = "v") -> tuple[str, Mapping[str, object]]:
        """The SQL condition on a row called `alias`, and its values."""
        sql, values = Filter.condition(self, alias)
        test = f"{DESCRIBED} AND ({DEMANDS[self.demand].test})"
        making = f"SELECT v.vacancy FROM vacancies v WHERE {test}"  # noqa: S608 - constants
        return f"{sql} AND {alias}.vacancy IN ({making})", values


def demanding(where: Filter, demand: str) -> Demanding:
    """The same part of the market, narrowed to the vacancies that make the demand."""
    told = {field.name: getattr(where, field.name) for field in fields(Filter)}
    return Demanding(**told, demand=demand)


def list_demanding(snapshot: Snapshot, where: Filter, demand: str, limit: int = 10) -> pd.DataFrame:
    """The advertisements behind found_after of `measure_circulars`, newest first.

    Those of the year from the day of the demand's circular on; ask with the place that
    `measure_circulars` ended at, then n is found_after. Columns: those of `list_advertisements`,
    those of EVIDENCE (as in the snapshot), words (list of what a warning of this kind rests on,
    empty for limits). Whether the machine read them rightly, and whether the work needs what is
    asked, only the advertisement itself can tell.
    """
    day = circulars()[DEMANDS[demand].circular].day
    last = day + timedelta(days=WINDOW_DAYS - 1)
    after = replace(demanding(where, demand), period_from=day, period_to=last)
    listed = list_advertisements(snapshot, after, limit)
    columns = ", ".join(f"v.{name}" for name in EVIDENCE)
    evidence = snapshot.frame(
        f"""
        SELECT v.vacancy_id, {columns}, coalesce(any_value(r.words), []) AS words
        FROM vacancies v LEFT JOIN (
            SELECT vacancy, list(DISTINCT text ORDER BY text) AS words FROM risks
            WHERE kind = $demand GROUP BY vacancy
        ) r USING (vacancy)
        WHERE list_contains($vacancies, v.vacancy_id) GROUP BY ALL
        """,  # noqa: S608 - columns are constants of this module, values are parameters
        {"demand": demand, "vacancies": listed["vacancy_id"].tolist()},
    )
    return listed.merge(evidence, on="vacancy_id", how="left")


def list_below(snapshot: Snapshot, where: Filter, limit: int = 10) -> pd.DataFrame:
    """The advertisements behind n_below of `measure_shortfall`, newest first.

    Columns: those of `list_advertisements` (n is n_below), offered_idr (the most it offers, rupiah
    a month), minimum_idr and basis (the minimum wage it was held against: "umk" or "ump"). It
    cannot say whether the law is broken: micro and small firms are exempt, and allowances may
    stand elsewhere in the text.
    """
    below = find_below(snapshot, where, limit)
    asked = AnyOf(vacancies=tuple(below["vacancy_id"]))
    listed = list_advertisements(snapshot, asked, limit).drop(columns="n")
    facts = below[["vacancy_id", "offered_idr", "minimum_idr", "basis", "n"]]
    return listed.merge(facts, on="vacancy_id", how="left")
