"""Which skills are asked for together with a skill: what one does well to learn next."""

from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import add_shares
from data.snapshot import Snapshot

COLUMNS: Final = (
    "skill", "name_id", "name_en", "kind", "n", "base", "share", "interval_low", "interval_high",
    "share_all", "lift", "lift_low", "n_skill", "n_more",
)  # fmt: skip


def find_neighbours(snapshot: Snapshot, where: Filter, skill: str, limit: int = 30) -> pd.DataFrame:
    """The skills that described vacancies name together with `skill` more often than by chance.

    Columns: skill (id), name_id, name_en, kind, n (vacancies that name both, at least
    SHARE_AT_LEAST), base (vacancies that name `skill`), share (n to base, 0 to 1), interval_low,
    interval_high (Wilson, 95 %), share_all (of all described vacancies asked about), lift (share
    to share_all: 2 is twice as often), lift_low (by interval_low; above 1 in every row), n_skill
    (vacancies that name the neighbour), n_more (of these, without `skill`: where learning it leads
    besides). Ordered by share times log of lift_low, so that neither what everybody asks for nor
    what is merely rare comes first. That two are asked for together says nothing of their order.
    """
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        WITH described AS (
            SELECT v.vacancy FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {condition}
        ), asked AS (
            SELECT k.vacancy FROM mentions_by_skill k SEMI JOIN described USING (vacancy)
            WHERE k.skill = $skill
        ), counted AS (
            SELECT m.skill, count(*) AS n_skill, count(a.vacancy) AS n
            FROM mentions m SEMI JOIN described USING (vacancy)
                LEFT JOIN asked a USING (vacancy)
            WHERE m.skill <> $skill GROUP BY m.skill HAVING count(a.vacancy) >= $at_least
        )
        SELECT c.skill, s.name_id, s.name_en, s.kind, c.n, c.n_skill,
            (SELECT count(*) FROM asked) AS base,
            c.n_skill / (SELECT count(*) FROM described) AS share_all
        FROM counted c JOIN skills s ON s.id = c.skill ORDER BY c.skill
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "skill": skill, "at_least": statistics.SHARE_AT_LEAST},
    )
    found = add_shares(counts)
    found["lift"] = found["share"] / found["share_all"]
    found["lift_low"] = found["interval_low"] / found["share_all"]
    found["n_more"] = found["n_skill"] - found["n"]
    above = found[found["lift_low"] > 1].copy()
    above["order"] = above["share"] * np.log(above["lift_low"])
    in_order = above.sort_values(["order", "skill"], ascending=[False, True])
    return in_order[list(COLUMNS)].head(limit).reset_index(drop=True)
