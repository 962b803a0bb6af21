"""The advertisements behind one mark, newest first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.advertisements import list_advertisements
from analytics.behind import Behind
from analytics.filter import Filter
from analytics.openings_market import KINDS, choose_rows, open_market
from analytics.openings_needs import REQUIREMENTS, USUAL, Person, find_needs
from analytics.topics_filter import AnyOf
from analytics.wages_filter import PAID
from analytics.wages_minimum import NOT_FULL_TIME, add_minimum
from data.snapshot import Snapshot

# How an offer stands to the minimum wage of its place and year, as `compare_minimum` counts.
OFFERS: Final = ("below", "perhaps", "above")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a mark counts: vacancies of a filter, and which of them.

    `offer` is of OFFERS. With a `person` open vacancies alone: those that accept the person; with
    `steps` (step and value of `rank_steps`) those that the steps together open; with a `wall` (of
    REQUIREMENTS) those that it keeps from the person.
    """

    where: Behind
    offer: str = ""
    person: Person | None = None
    steps: tuple[tuple[str, str], ...] = ()
    wall: str = ""


def list_behind(snapshot: Snapshot, asked: Asked, limit: int, offset: int = 0) -> pd.DataFrame:
    """The advertisements behind the mark, with the columns of `list_advertisements`.

    n is what the mark counts, of which these are `limit` from `offset` on, newest first.
    """
    if asked.offer:
        found = find_offers(snapshot, asked.where)
        ids = found.loc[found["offer"] == asked.offer, "vacancy_id"].tolist()
    elif asked.person is not None:
        ids = _find_openings(snapshot, asked)
    else:
        return list_advertisements(snapshot, asked.where, limit, offset)
    shown = AnyOf(vacancies=tuple(ids[offset : offset + limit]))
    return list_advertisements(snapshot, shown, limit).assign(n=len(ids))


def find_offers(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """How each offer stands to the minimum wage, those of `compare_minimum`, newest first.

    Columns: vacancy_id, offer (of OFFERS).
    """
    condition, values = where.condition()
    types = ", ".join(f"'{name}'" for name in NOT_FULL_TIME)
    pays = snapshot.frame(
        f"""
        SELECT v.vacancy_id, coalesce(v.regency, v.province) AS area, year(v.posted) AS year,
            v.wage_min_idr::DOUBLE AS low_idr, v.wage_max_idr::DOUBLE AS high_idr
        FROM vacancies v
        WHERE {PAID.format(v="v")} AND {condition} AND v.wage_period <> 'hour'
            AND NOT coalesce(v.employment_type IN ({types}), false)
        ORDER BY v.posted DESC NULLS LAST, v.vacancy_id
        """,  # noqa: S608 - the condition is Filter's own text, types are constants
        values,
    )
    placed = add_minimum(pays).dropna(subset="minimum_idr")
    is_below = placed["high_idr"] < placed["minimum_idr"]
    is_perhaps = ~is_below & (placed["low_idr"].fillna(0) < placed["minimum_idr"])
    offer = np.select([is_below, is_perhaps], OFFERS[:2], OFFERS[2])
    return placed.assign(offer=offer)[["vacancy_id", "offer"]].reset_index(drop=True)


def _find_openings(snapshot: Snapshot, asked: Asked) -> list[str]:
    """The open vacancies that accept the person, or that the steps open or the wall shuts."""
    market, person = open_market(snapshot), asked.person or Person()
    chosen = choose_rows(snapshot, market, asked.where)
    needs = find_needs(market, person, USUAL)
    is_open = needs.total == 0
    if asked.wall:
        kept = needs.by_requirement[:, REQUIREMENTS.index(asked.wall)]
    elif asked.steps:
        after = find_needs(market, _take(person, asked.steps), USUAL)
        kept = (after.total == 0) & ~is_open
    else:
        kept = is_open
    rows = np.flatnonzero(chosen & kept)
    return [str(one) for one in market.ids[rows[np.lexsort([rows, -market.posted[rows]])]]]


def _take(person: Person, steps: Sequence[tuple[str, str]]) -> Person:
    """The person after these steps."""
    for step, value in steps:
        if step in KINDS:
            person = replace(person, skills=(*person.skills, value))
        elif step == "education":
            person = replace(person, education=value)
        else:
            person = replace(person, experience=float(value))
    return person
