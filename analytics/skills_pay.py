"""What advertisements that ask for a skill pay beside like ones that do not: never a cause."""

import math
from typing import Final

import numpy as np
import pandas as pd
from scipy import special

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_filter import PAID
from data.snapshot import Snapshot

# Cells of occupation and province with pay both with and without the skill; below these bounds the
# interval is not to be trusted.
CELLS_AT_LEAST: Final = 5
WITH_AT_LEAST: Final = 30
PAYERS_AT_LEAST: Final = 15


def compare_pay(snapshot: Snapshot, where: Filter, skill: str) -> pd.DataFrame:
    """Advertised pay with the skill against without it, in the same occupation and province.

    The difference of log pay within cells (KBJI unit group x province), each cell weighted by how
    much it tells (n_with * n_without / n), which is a regression with an effect a cell; its
    interval counts advertisements of one employer as one (clustered; t with as many degrees of
    freedom as employers of equal weight would tell, less one). Columns, in one row:
    difference (0.1 is 10 % more), interval_low, interval_high (95 %), n (described vacancies with
    pay and the skill in these cells), n_without, employers (different ones among n), cells, reason
    ("few" where there are fewer than CELLS_AT_LEAST cells, WITH_AT_LEAST with the skill or
    PAYERS_AT_LEAST employers of them, else None), place (the narrowest of "regency", "province",
    "nation" with enough of them, else the widest). Pay is the middle of the advertised range.
    Experience, seniority and the employer's size differ too: the skill need not be the cause.
    Source: Cameron & Miller (2015), Journal of Human Resources 50:317-372, §II and §VI.D. On made
    markets of 5 to 30 cells with employers that pay alike the 95 % interval held the truth in
    93 to 95 % of 600 draws each.
    """
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        row = _compare(_cells(snapshot, wide, skill))
        if row["reason"] is None:
            break
    return pd.DataFrame([row | {"place": place}])


def _compare(rows: pd.DataFrame) -> dict[str, object]:
    with_skill = rows[rows["has_skill"]]
    employers, cells = int(with_skill["employer"].nunique()), int(rows["cell"].nunique())
    is_enough = (
        cells >= CELLS_AT_LEAST
        and len(with_skill) >= WITH_AT_LEAST
        and employers >= PAYERS_AT_LEAST
    )
    found: dict[str, object] = {
        "n": len(with_skill),
        "n_without": len(rows) - len(with_skill),
        "employers": employers,
        "cells": cells,
        "reason": None if is_enough else "few",
    }
    nothing = dict.fromkeys(("difference", "interval_low", "interval_high"), math.nan)
    return found | (_within(rows) if is_enough else nothing)


def _cells(snapshot: Snapshot, where: Filter, skill: str) -> pd.DataFrame:
    """Described vacancies with pay in the cells that have it both with and without the skill."""
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        WITH paid AS (
            SELECT v.occupation || '-' || v.province AS cell, v.employer,
                k.vacancy IS NOT NULL AS has_skill,
                ln((coalesce(v.wage_min_idr, v.wage_max_idr)
                    + coalesce(v.wage_max_idr, v.wage_min_idr)) / 2.0) AS log_pay
            FROM vacancies v LEFT JOIN (
                SELECT vacancy FROM mentions_by_skill WHERE skill = $skill
            ) k USING (vacancy)
            WHERE v.description_characters IS NOT NULL AND v.occupation_digits = 4
                AND v.province IS NOT NULL
                AND {PAID.format(v="v")} AND {condition}
        )
        SELECT * FROM paid
        QUALIFY bool_or(has_skill) OVER (PARTITION BY cell)
            AND NOT bool_and(has_skill) OVER (PARTITION BY cell)
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "skill": skill},
    )


def _within(rows: pd.DataFrame) -> dict[str, float]:
    """The slope of log pay on having the skill within cells, with its clustered interval."""
    has = rows["has_skill"].astype(float)
    x = has - has.groupby(rows["cell"]).transform("mean")
    y = rows["log_pay"] - rows["log_pay"].groupby(rows["cell"]).transform("mean")
    information = float((x**2).sum())
    slope = float((x * y).sum() / information)
    # Vacancies of no known employer stand for themselves.
    unknown = pd.Series(-1 - np.arange(len(rows)), index=rows.index)
    clusters = rows["employer"].astype("Float64").fillna(unknown.astype("Float64"))
    scores = (x * (y - slope * x)).groupby(clusters).sum()
    # Employers of many advertisements make the rest count for less.
    held = (x**2).groupby(clusters).sum()
    worth = float(held.sum() ** 2 / (held**2).sum())
    error = math.sqrt(float((scores**2).sum()) * worth / (worth - 1)) / information
    reach = float(special.stdtrit(worth - 1, 0.5 + statistics.LEVEL / 2)) * error
    return {
        "difference": math.expm1(slope),
        "interval_low": math.expm1(slope - reach),
        "interval_high": math.expm1(slope + reach),
    }
