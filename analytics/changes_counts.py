"""How many vacancies each figure had in some months and in others, employer by employer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.matched import PORTALS, SETS
from data.snapshot import Snapshot

_COLUMNS: Final = (
    "since", "subject", "code", "n", "n_before", "largest", "effect", "base", "base_before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Windows:
    """The months ("YYYY-MM", oldest first) that are compared."""

    before: list[str]
    recent: list[str]

    def months(self, name: str) -> Mapping[str, str]:
        """All of them under names that a query may use for them."""
        return {f"{name}{i}": month for i, month in enumerate(self.before + self.recent)}

    def sets(self, name: str) -> str:
        """The sets of portals that hold one with vacancies in each of the months, as SQL."""
        months = ", ".join(f"${one}" for one in self.months(name))
        portals = PORTALS.format(
            table="portal_counts",
            where=f"d.kind = 'all' AND d.month IN ({months})",
            months=len(self.months(name)),
        )
        return SETS.format(portals=portals)


# Counts of one employer come together; a vacancy without one counts as an employer of its own.
_SUMS: Final = """
    sum(n)::BIGINT AS n, sum(n_before)::BIGINT AS n_before,
    max(CASE WHEN employer IS NULL THEN least(n, 1) ELSE n END) AS most,
    max(CASE WHEN employer IS NULL THEN least(n_before, 1) ELSE n_before END) AS most_before,
    sum(CASE WHEN employer IS NULL THEN n + n_before ELSE n * n + n_before * n_before END)
        AS squares
"""
_FIGURES: Final = """
    CASE WHEN n >= n_before THEN most / n ELSE most_before / n_before END AS largest,
    squares / (n + n_before) AS effect
"""
_SPLIT: Final = (
    "count(*) FILTER (WHERE {test} AND is_recent) AS n,"
    " count(*) FILTER (WHERE {test} AND NOT is_recent) AS n_before"
)


def count_changes(
    snapshot: Snapshot,
    where: Filter,
    asked: Mapping[str, Windows],
    kinds: Mapping[str, str],
    demands: Mapping[str, str],
) -> pd.DataFrame:
    """The counts of both windows of each of `asked`, on portals read in all their months.

    `kinds` tell vacancies apart and `demands` are what a described one may ask, as SQL on a row
    `v` of vacancies. Columns: since (a key of `asked`), subject ("total", a key of `kinds`,
    "skill", "asked"), code (missing for the total), n, n_before (vacancies), largest (part of one
    employer in the window that has more), effect (Σn²/Σn over employers), base, base_before
    (vacancies that tell the subject, or that have a description). Subjects in the order of codes.
    """
    told = _count_vacancies(snapshot, where, asked, kinds, demands)
    total = told[told["subject"] == "described"].set_index("since")[["n", "n_before"]]
    described = total.rename(columns={"n": "base", "n_before": "base_before"})
    skills = _count_skills(snapshot, where, asked)
    told = pd.concat([told[told["subject"] != "described"], skills], ignore_index=True)
    is_described = told["subject"].isin(("skill", "asked"))
    of_described = told.loc[is_described, ["since"]].join(described, on="since")
    told.loc[is_described, ["base", "base_before"]] = of_described[["base", "base_before"]]
    return told[list(_COLUMNS)].astype({"base": int, "base_before": int})


def list_windows(asked: Mapping[str, Windows]) -> tuple[str, str, Mapping[str, str]]:
    """The rows (since, month, portal_set, is_recent) that count, the months, and their values.

    The first two as SQL, a query and what may stand behind IN; the values are its parameters.
    """
    rows: list[str] = []
    values: dict[str, str] = {}
    for since, windows in asked.items():
        months = windows.months(since)
        values |= months
        sides = ", ".join(
            f"(${name}, {str(i >= len(windows.before)).lower()})" for i, name in enumerate(months)
        )
        rows.append(
            f"SELECT '{since}' AS since, m.month, s.portal_set, m.is_recent"  # noqa: S608 - as below
            f" FROM (VALUES {sides}) m(month, is_recent) CROSS JOIN ({windows.sets(since)}) s"
        )
    return " UNION ALL ".join(rows), ", ".join(f"${name}" for name in values), values


def _count_vacancies(
    snapshot: Snapshot,
    where: Filter,
    asked: Mapping[str, Windows],
    kinds: Mapping[str, str],
    demands: Mapping[str, str],
) -> pd.DataFrame:
    """What `count_changes` tells of all but skills; the described vacancies are a subject, too."""
    condition, parameters = where.condition()
    rows, months, values = list_windows(asked)
    tests = {"described": "true", **demands}
    columns = ", ".join(f"{sql} AS {name}" for name, sql in {**kinds, **tests}.items())
    sets = ", ".join(f"(since, employer, {kind})" for kind in kinds)
    subject = " ".join(f"WHEN grouping({kind}) = 0 THEN '{kind}'" for kind in kinds)
    of_demands = " UNION ALL ".join(
        f"SELECT since, '{name}' AS code, employer, n_{name} AS n, b_{name} AS n_before FROM asked"  # noqa: S608 - as below
        for name in tests
    )
    counts = ", ".join(
        f"count(*) FILTER (WHERE is_described AND {name} AND is_recent) AS n_{name},"
        f" count(*) FILTER (WHERE is_described AND {name} AND NOT is_recent) AS b_{name}"
        for name in tests
    )
    return snapshot.frame(
        f"""
        WITH windows AS MATERIALIZED ({rows}), rows AS MATERIALIZED (
            SELECT w.since, w.is_recent, v.employer,
                v.description_characters IS NOT NULL AS is_described, {columns}
            FROM vacancies v JOIN windows w USING (month, portal_set)
            WHERE v.month IN ({months}) AND {condition}
        ), employed AS (
            SELECT since, CASE {subject} ELSE 'total' END AS subject,
                coalesce({", ".join(kinds)}) AS code, employer,
                {_SPLIT.format(test="true")}
            FROM rows GROUP BY GROUPING SETS ((since, employer), {sets})
        ), asked AS (
            SELECT since, employer, {counts} FROM rows GROUP BY since, employer
        ), whole AS (
            SELECT since, subject, code, {_SUMS} FROM employed
            WHERE subject = 'total' OR code IS NOT NULL GROUP BY since, subject, code
            UNION ALL
            SELECT since, CASE code WHEN 'described' THEN code ELSE 'asked' END, code, {_SUMS}
            FROM ({of_demands}) GROUP BY since, code
        )
        SELECT since, subject, code, n, n_before, {_FIGURES},
            (sum(n) OVER base)::BIGINT AS base, (sum(n_before) OVER base)::BIGINT AS base_before
        FROM whole WHERE n + n_before > 0
        WINDOW base AS (PARTITION BY since, subject) ORDER BY since, subject, code
        """,  # noqa: S608 - the condition is Filter's own text, the rest constants of this package
        {**parameters, **values},
    )


def _count_skills(snapshot: Snapshot, where: Filter, asked: Mapping[str, Windows]) -> pd.DataFrame:
    """What `count_changes` tells of skills, without their base."""
    condition, parameters = where.condition("m")
    rows, months, values = list_windows(asked)
    return snapshot.frame(
        f"""
        WITH windows AS MATERIALIZED ({rows}), employed AS (
            SELECT w.since, m.skill AS code, m.employer, {_SPLIT.format(test="true")}
            FROM mentions m JOIN windows w USING (month, portal_set)
            WHERE m.is_described AND m.month IN ({months}) AND {condition}
            GROUP BY w.since, m.skill, m.employer
        ), whole AS (SELECT since, code, {_SUMS} FROM employed GROUP BY since, code)
        SELECT since, 'skill' AS subject, code, n, n_before, {_FIGURES} FROM whole
        ORDER BY since, code
        """,  # noqa: S608 - as above
        {**parameters, **values},
    )
