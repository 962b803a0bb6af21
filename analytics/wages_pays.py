"""The advertised pay that counts, and whether it may be shown, read out of the snapshot."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from analytics.filter import Filter
from analytics.wages_estimate import Verdict, estimate, judge
from analytics.wages_filter import BAND, PAID
from data.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Told:
    """What pay is told apart by: SQL on a row `v` of a table (or query) that has the pay.

    A vacancy may have several rows there, one for each that it tells.
    """

    group: str
    table: str = "vacancies"
    values: Mapping[str, object] = field(default_factory=dict)


_ALL: Final = Told("''")
BY: Final[Mapping[str, Told]] = {
    "province": Told("v.province"),
    "regency": Told("v.regency"),
    "experience": Told(BAND.format(v="v")),
    "occupation": Told("CASE WHEN v.occupation_digits = 4 THEN v.occupation END"),
    "topic": Told("v.topic", "vacancy_topics"),
    "skill": Told("v.skill", "mentions_by_skill"),
}
_AS_TOLD: Final = "v.wage_min_idr AS low_idr, v.wage_max_idr AS high_idr"
_CLOSED: Final = (
    "coalesce(v.wage_min_idr, v.wage_max_idr) AS low_idr,"
    " coalesce(v.wage_max_idr, v.wage_min_idr) AS high_idr"
)


def read_pays(
    snapshot: Snapshot,
    where: Filter,
    by: Told = _ALL,
    groups: Sequence[str] | None = None,
    *,
    is_closed: bool = False,
) -> pd.DataFrame:
    """The advertised pay that counts, one row for vacancies of a group that state it alike.

    Columns: group (what `by` tells apart, in the order of their names; rows that do not tell are
    left out, and all but `groups` where those are given), low_idr, high_idr (rupiah a
    month as advertised; missing where that bound is open, unless `is_closed`: then a lone bound is
    both), n (vacancies).
    """
    rows, parameters = _count(where, by, groups, _CLOSED if is_closed else _AS_TOLD)
    return snapshot.frame(
        f"""
        SELECT "group", low_idr::DOUBLE AS low_idr, high_idr::DOUBLE AS high_idr, n
        FROM ({rows}) ORDER BY ALL
        """,  # noqa: S608 - see _count
        parameters,
    )


def judge_pays(
    snapshot: Snapshot,
    where: Filter,
    by: Told = _ALL,
    groups: Sequence[str] | None = None,
) -> dict[str, Verdict]:
    """Whether the pays of each group of `read_pays` may be shown, in the same order."""
    rows, parameters = _count(where, by, groups, "v.employer")
    found = snapshot.frame(
        f"""
        SELECT "group", sum(n)::BIGINT AS n, count(employer) AS employers,
            max(n) FILTER (WHERE employer IS NOT NULL) / sum(n) AS top_share
        FROM ({rows}) GROUP BY "group" ORDER BY "group"
        """,  # noqa: S608 - see _count
        parameters,
    )
    columns = (found[name].tolist() for name in ("group", "n", "employers", "top_share"))
    return {group: judge(*counts) for group, *counts in zip(*columns, strict=True)}


def judge_all(snapshot: Snapshot, where: Filter) -> Verdict:
    """Whether the pays of all that is asked about may be shown."""
    return judge_pays(snapshot, where).get("", judge(0, 0, math.nan))


def estimate_groups(
    snapshot: Snapshot,
    where: Filter,
    by: Told,
    percentiles: Sequence[int],
    groups: Sequence[str] | None = None,
    *,
    is_closed: bool = False,
) -> dict[str, tuple[Verdict, dict[int, dict[str, float]]]]:
    """The verdict on each group's pays, and their percentiles (`estimate`) where it lets them show.

    Groups in the order of their names; those without any pay are missing.
    """
    verdicts = judge_pays(snapshot, where, by, groups)
    pays = read_pays(snapshot, where, by, groups, is_closed=is_closed)
    names = pays["group"].to_numpy(object)
    columns = {name: pays[name].to_numpy(float) for name in ("low_idr", "high_idr", "n")}
    # They stand in the order of their groups.
    ends = np.append(np.flatnonzero(names[1:] != names[:-1]) + 1, len(pays))
    found, first = {}, 0
    for (group, told), last in zip(verdicts.items(), ends, strict=False):
        own = {name: values[first:last] for name, values in columns.items()}
        found[group] = told, estimate(own, percentiles) if told.reason is None else {}
        first = last
    return found


def _count(
    where: Filter, by: Told, groups: Sequence[str] | None, told: str
) -> tuple[str, Mapping[str, object]]:
    """How many vacancies with pay that counts there are by group and what is `told`, as SQL."""
    condition, parameters = where.condition()
    parameters = {**parameters, **by.values}
    if groups is not None:
        condition = f"{condition} AND list_contains($groups, {by.group})"
        parameters["groups"] = list(groups)
    rows = f"""
        SELECT {by.group} AS "group", {told}, count(*) AS n FROM {by.table} v
        WHERE {PAID.format(v="v")} AND {by.group} IS NOT NULL AND {condition} GROUP BY ALL
    """  # noqa: S608 - the condition is Filter's own text, the rest constants
    return rows, parameters
