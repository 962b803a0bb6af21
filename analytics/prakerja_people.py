"""Who received Kartu Prakerja: by sex, age, schooling, place of living and what they did before."""

from typing import Final

import pandas as pd

from analytics.prakerja import TABLE
from analytics.prakerja_evidence import list_statements
from data.reference import tables
from data.snapshot import Snapshot

# What surveys of others said of recipients, beside what the programme office reports of them.
_SURVEYED: Final = {
    "recipients_male": ("sex", "male"),
    "recipients_urban": ("area", "urban"),
    "recipients_sma_or_higher": ("education", "sma_or_higher"),
    "recipients_from_poorest_40_percent": ("household", "poorest_40"),
}
_PERSONS: Final = {"million": 1_000_000, "thousand": 1_000, "persons": 1}
_COLUMNS: Final = (
    "place", "dimension", "category", "period", "share", "recipients", "n", "origin", "source",
    "note",
)  # fmt: skip


def list_people(snapshot: Snapshot, province: str | None = None) -> pd.DataFrame:
    """What part of the recipients is of a sex, an age, a schooling and so on.

    Columns: place (BPS code of a province, "" the country), dimension ("sex", "age", "education",
    "area", …), category, period, share (of the recipients, 0 to 1; missing where the operator gave
    no total to divide by), recipients, n (persons that the share is of; both missing where only a
    percentage was published), origin ("operator"; "office": the programme office in the press;
    "survey": a survey of others), source, note. Where the operator delivered a breakdown of
    `province` (BPS code), else of the country, only that is told, newest period first; else what
    was published, which is of the country. Published shares have no interval, and those of the
    office and of surveys need not agree: they are of other periods, and a survey asks a sample.
    """
    for place in dict.fromkeys((province or "", "")):
        operator = _operator(snapshot, place)
        if not operator.empty:
            return operator
    rows = [
        ("", row["dimension"], row["category"], row["period"], float(row["value_percent"]) / 100,
         None, None, "office", row["source_id"], row["note"])
        for row in tables.rows("prakerja_profile")
    ]  # fmt: skip
    statements = list_statements()
    asked = statements[statements["indicator"].isin(_SURVEYED)]
    rows += [
        ("", *_SURVEYED[row["indicator"]], row["period"], row["value"] / 100, None, row["n"],
         "survey", row["source"], row["study"])
        for row in asked.to_dict("records")
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    return found.astype({"recipients": float, "n": float})


def list_years() -> pd.DataFrame:
    """How many received the programme in each year, as its office reported; oldest first.

    Columns: year, recipients (persons, mostly rounded), source, note. Targets are left out, and
    years of which only sums over years were published.
    """
    rows = [
        (row["year"], round(float(row["value"]) * _PERSONS[row["unit"]]), row["source_id"],
         row["note"])
        for row in tables.rows("prakerja_yearly")
        if row["metric"] == "recipients"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["year", "recipients", "source", "note"])


def _operator(snapshot: Snapshot, place: str) -> pd.DataFrame:
    """Rows that are of one sex, age or schooling and else of all; no rows where there are none."""
    if TABLE not in snapshot.meta.tables:
        return pd.DataFrame(columns=list(_COLUMNS))
    return snapshot.frame(
        f"""
        WITH told AS (
            SELECT *, (sex <> 'all')::INT + (age_group <> 'all')::INT
                + (education <> 'all')::INT AS narrowed
            FROM {TABLE}
            WHERE recipients IS NOT NULL AND training_category = 'all'
                AND coalesce(regency, '') = '' AND coalesce(province, '') = $place
        )
        SELECT $place AS place,
            CASE WHEN t.sex <> 'all' THEN 'sex' WHEN t.age_group <> 'all' THEN 'age'
                ELSE 'education' END AS dimension,
            CASE WHEN t.sex <> 'all' THEN t.sex WHEN t.age_group <> 'all' THEN t.age_group
                ELSE t.education END AS category,
            t.period, t.recipients::DOUBLE / nullif(a.recipients, 0) AS share,
            t.recipients::DOUBLE AS recipients, a.recipients::DOUBLE AS n, 'operator' AS origin,
            t.source, '' AS note
        FROM told t LEFT JOIN told a ON a.period = t.period AND a.narrowed = 0
        WHERE t.narrowed = 1
        ORDER BY t.period DESC, dimension, category
        """,  # noqa: S608 - the table's name is a constant
        {"place": place},
    )
