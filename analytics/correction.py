"""Shares as they would be without our reading errors, beside the raw ones; METHODS 3.14.

How often readings are wrong is measured on labelled postings (`accuracy.read_confusions`).
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import add_shares
from analytics.statistics_correct import correct_counts, correct_share
from data.snapshot import Snapshot

# Fewer labelled postings that say a thing measure no error rate.
GOLD_AT_LEAST: Final = 10
_Z: Final = 1.959964

# Yes or no of a described vacancy: field of the table of errors → condition on a row `v`.
_LIMITS: Final[Mapping[str, str]] = {
    "age_min": "v.age_min IS NOT NULL",
    "age_max": "v.age_max IS NOT NULL",
    "sex": "v.sex IS NOT NULL",
    "appearance": "coalesce(v.appearance, false)",
    "marital": "v.marital IS NOT NULL",
    "height": "v.height IS NOT NULL",
    "religion": "v.religion IS NOT NULL",
}
_BENEFITS: Final = (
    "bpjs", "thr", "meal", "transport", "housing", "overtime_pay", "bonus", "commission",
    "insurance", "laptop", "training", "leave",
)  # fmt: skip
YES: Final[Mapping[str, str]] = {
    "wage": "coalesce(v.wage_min, v.wage_max) IS NOT NULL",
    **{f"restriction.{name}": test for name, test in _LIMITS.items()},
    **{f"benefit.{name}": f"list_contains(v.benefits, '{name}')" for name in _BENEFITS},
}
# One of several values: field of the table of errors → the value of a row `v`, "" for none.
CLASSES: Final[Mapping[str, str]] = {
    "occupation": "coalesce(left(v.occupation, 1), '')",
    "sector": "coalesce(v.sector, '')",
    "education_min": "coalesce(v.education_min, '')",
    "employment_type": "coalesce(v.employment_type, '')",
    "seniority": "coalesce(v.seniority, '')",
    "remote": "coalesce(v.remote, '')",
}
_COLUMNS: Final = (
    "n", "base", "share", "interval_low", "interval_high", "corrected", "corrected_low",
    "corrected_high", "n_gold", "is_worth_it", "reason",
)  # fmt: skip


def correct_yes(snapshot: Snapshot, where: Filter, confusions: pd.DataFrame) -> pd.DataFrame:
    """The share of described vacancies that say a thing (of YES), raw and corrected.

    Columns: field, n, base (described vacancies), share, interval_low, interval_high (as read;
    Wilson, 95 %), corrected, corrected_low, corrected_high (Rogan–Gladen, 95 %, with the error of
    the error rates), n_gold (labelled postings that say it), is_worth_it (the bias that is removed
    outweighs the noise that is added: only then is there a corrected share), reason (why there is
    none: "gold": fewer than GOLD_AT_LEAST labelled postings say it; "noise"; "edge": our errors
    would explain all of it, so these vacancies are not like the labelled ones; "few": fewer than
    SHARE_AT_LEAST of base). It supposes that the vacancies asked about are read as well as the
    labelled ones, which are of other portals and years than some. Skills are not corrected: labels
    name their words, not their entries, so how often one skill is missed is not known.
    """
    condition, parameters = where.condition()
    counts = ", ".join(
        f'count(*) FILTER (WHERE {test}) AS "{field}"' for field, test in YES.items()
    )
    row = snapshot.frame(
        f"""
        SELECT count(*) AS base, {counts} FROM vacancies v
        WHERE v.description_characters IS NOT NULL AND {condition}
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        parameters,
    ).iloc[0]
    base = int(row["base"])
    raw = pd.DataFrame({"field": list(YES), "n": [int(row[field]) for field in YES], "base": base})
    rows = [
        _correct_one(n, base, _rates(confusions, field))
        for field, n in zip(raw["field"], raw["n"], strict=True)
    ]
    told = pd.concat([add_shares(raw), pd.DataFrame(rows)], axis=1)
    return told[["field", *_COLUMNS]]


def _rates(confusions: pd.DataFrame, field: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """(right, of) on the labelled postings that say the thing, and on those that do not."""
    rows = confusions[confusions["field"] == field]
    says, was_read = rows["told"] != "", rows["read"] != ""
    return (
        (int(rows.loc[says & was_read, "n"].sum()), int(rows.loc[says, "n"].sum())),
        (int(rows.loc[~says & ~was_read, "n"].sum()), int(rows.loc[~says, "n"].sum())),
    )


def _correct_one(
    n: int, base: int, rates: tuple[tuple[int, int], tuple[int, int]]
) -> dict[str, object]:
    sensitivity, specificity = rates
    none: dict[str, object] = {
        "corrected": np.nan, "corrected_low": np.nan, "corrected_high": np.nan,
        "n_gold": sensitivity[1], "is_worth_it": False,
    }  # fmt: skip
    if base < statistics.SHARE_AT_LEAST:
        return none | {"reason": "few"}
    if sensitivity[1] < GOLD_AT_LEAST:
        return none | {"reason": "gold"}
    found = correct_share(n, base, sensitivity, specificity)
    if found is None or not found.is_worth_it:
        return none | {"reason": "noise"}
    if found.value in (0.0, 1.0):
        return none | {"reason": "edge"}
    return none | {
        "corrected": found.value,
        "corrected_low": found.interval.low,
        "corrected_high": found.interval.high,
        "is_worth_it": True,
        "reason": None,
    }


def correct_classes(
    snapshot: Snapshot, where: Filter, field: str, confusions: pd.DataFrame
) -> pd.DataFrame:
    """How the vacancies are spread over the values of `field` (of CLASSES), raw and corrected.

    Columns: value ("" where none was read; occupation: the first digit of KBJI), and those of
    `correct_yes`, with base all vacancies asked about and n_gold the labelled postings of that
    value. The corrected shares are of one solution of c = Mᵀt over all values
    (`statistics_correct.correct_counts`), each shown only where its bias outweighs its noise. Most
    first. A corrected share beside raw ones does not add up with them: use one column or the other.
    """
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"SELECT {CLASSES[field]} AS value, count(*) AS n FROM vacancies v"  # noqa: S608 - as above, classes are constants
        f" WHERE {condition} GROUP BY 1 ORDER BY n DESC, value",
        parameters,
    )
    base = int(counts["n"].sum())
    if base < statistics.SHARE_AT_LEAST:
        return pd.DataFrame(columns=["value", *_COLUMNS])
    matrix = (
        confusions[confusions["field"] == field]
        .pivot_table(index="told", columns="read", values="n", aggfunc="sum", fill_value=0)
        .astype(float)
    )
    values = sorted({*counts["value"], *matrix.index, *matrix.columns})
    observed = counts.set_index("value")["n"].reindex(values, fill_value=0).astype(float)
    solved = correct_counts(
        observed, matrix.reindex(index=values, columns=values, fill_value=0.0).fillna(0.0)
    )
    raw = pd.DataFrame({"value": values, "n": observed.astype(int).tolist(), "base": base})
    rows = [
        _judge(float(raw_n), base, solved.loc[value])
        for value, raw_n in zip(values, observed, strict=True)
    ]
    told = pd.concat([add_shares(raw), pd.DataFrame(rows)], axis=1)
    in_order = told.sort_values(["n", "value"], ascending=[False, True], ignore_index=True)
    return in_order[["value", *_COLUMNS]]


def _judge(n: float, base: int, solved: pd.Series) -> dict[str, object]:
    """The corrected share, where its squared error is estimated below that of the raw one.

    As in `correct_share`: bias² is estimated by (corrected − raw)² less the noise of the
    correction, and must outweigh the variance that correcting adds.
    """
    share = n / base
    value, low, high = (
        float(solved[name]) / base for name in ("corrected", "interval_low", "interval_high")
    )
    variance = ((high - low) / (2 * _Z)) ** 2
    added = max(variance - share * (1 - share) / base, 0.0)
    row: dict[str, object] = {
        "corrected": np.nan, "corrected_low": np.nan, "corrected_high": np.nan,
        "n_gold": int(solved["n_gold"]), "is_worth_it": False,
    }  # fmt: skip
    if solved["n_gold"] < GOLD_AT_LEAST:
        return row | {"reason": "gold"}
    if (value - share) ** 2 <= 2 * added:
        return row | {"reason": "noise"}
    if value * base < 1:
        return row | {"reason": "edge"}
    return row | {
        "corrected": value,
        "corrected_low": low,
        "corrected_high": high,
        "is_worth_it": True,
        "reason": None,
    }
