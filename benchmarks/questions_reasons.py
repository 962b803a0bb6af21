"""Why an answer from the raw rows is another than the published one, opening by opening.

A reason is told only where the rows show it; what is left is "not explained".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from benchmarks.questions_counted import (
    ACCOUNTANT,
    CIRCULAR,
    JAKARTA,
    Table,
    is_occupation,
    is_paid,
)
from benchmarks.questions_rows import Rows, read_table

UNEXPLAINED: Final = "not explained"
FAULT: Final = "our reader finds no place though the place field names one: a fault"
OTHER: Final = "another advertisement of the same opening speaks for it"
_RELATIVE: Final = re.compile(r"\b(?:bulan|tahun|months?|years?)\b", re.IGNORECASE)
_CENT: Final = 1.0
_LONG: Final = 365

Index: TypeAlias = "pd.Index[str]"
Marks: TypeAlias = "pd.Series[str]"


def mark_month(table: Table) -> Marks:
    """Month and province, empty where undated."""
    return (table["month"] + " " + table["province"].fillna("")).fillna("").astype(str)


def mark_stated(table: Table) -> Marks:
    """Whether pay is told: with the time it is for, without, or not."""
    has = table["wage_min"].notna() | table["wage_max"].notna()
    no_period = table["wage_currency"].eq("IDR") & table["wage_period"].isna()
    return pd.Series(np.select([is_paid(table), has & no_period], ["paid", "amount"], ""),
                     index=table.index)  # fmt: skip


def mark_pay(table: Table) -> Marks:
    """The bounds of pay that counts, in rupiah a month."""
    bounds = [table[name].astype(float).round().astype(str) for name in _BOUNDS]
    return (bounds[0] + " " + bounds[1]).where(is_paid(table), "").astype(str)


_BOUNDS: Final = ("wage_min_idr", "wage_max_idr")


def mark_accountant(table: Table) -> Marks:
    """The same of accountants in Jakarta."""
    asked = is_occupation(table, ACCOUNTANT) & table["province"].eq(JAKARTA)
    return mark_pay(table).where(asked, "")


def mark_age(table: Table) -> Marks:
    """Of described openings within a year of the circular: its side, and whether age is limited."""
    day = pd.to_datetime(table["posted"])
    asked = table["description_characters"].notna() & (day - CIRCULAR).dt.days.between(
        -_LONG, _LONG - 1
    )
    limited = table["age_min"].notna() | table["age_max"].notna()
    side = pd.Series(np.where(day < CIRCULAR, "before", "after"), index=table.index)
    return (side + np.where(limited, " limited", "")).where(asked, "")


def explain(rows: Rows, mark: Callable[[Table], Marks], columns: tuple[str, ...]) -> dict[str, int]:
    """How many openings are marked otherwise by the raw rows, by reason, most first."""
    read, raw = mark(rows.read), mark(rows.with_raw(columns))
    ids = rows.read.index[read != raw]
    rules = [rule for name, rule in _RULES.items() if name in columns]
    told = pd.Series("", index=ids)
    for rule in rules:
        told = told.where(told != "", rule(rows, ids))
    return {str(why): int(n) for why, n in told.replace("", UNEXPLAINED).value_counts().items()}


def _is_several(rows: Rows, ids: Index) -> "pd.Series[bool]":
    return rows.read.loc[ids, "postings"] > 1


def _first(ids: Index, *rules: tuple["pd.Series[bool]", str]) -> Marks:
    """The first reason whose condition holds."""
    found = np.select([np.asarray(test, bool) for test, _ in rules], [why for _, why in rules], "")
    return pd.Series(found, index=ids)


def _of_date(rows: Rows, ids: Index) -> Marks:
    read, raw = rows.read.loc[ids, "month"], rows.raw.loc[ids, "month"]
    of = rows.postings[rows.postings["vacancy_id"].isin(ids)]
    wording = of["posted_text"].fillna("").astype(str)
    relative = wording.map(lambda text: bool(_RELATIVE.search(text)))
    is_relative = relative.groupby(of["vacancy_id"]).any().reindex(ids)
    moved = read.fillna("") != raw.fillna("")
    return _first(
        ids,
        (moved & raw.notna() & is_relative,
         "'n months ago': calendar months here, days in the raw date"),
        (moved & raw.isna(), "only the wording tells the day"),
    )  # fmt: skip


def _of_place(rows: Rows, ids: Index) -> Marks:
    read, raw = rows.read.loc[ids], rows.raw.loc[ids, "province"]
    of = rows.postings[rows.postings["vacancy_id"].isin(ids)]
    words = of["title"].fillna("") + " \n " + of["description"].fillna("")
    by_id = words.groupby(of["vacancy_id"]).agg(" \n ".join).reindex(ids).str.lower()
    named = [
        isinstance(code, str) and bool(_pattern(code).search(text))
        for code, text in zip(read["province"], by_id, strict=True)
    ]
    told = read["locations"].map(lambda places: 0 if places is None else len(places))
    is_abroad = read["locations"].map(_is_abroad)
    return _first(
        ids,
        (raw.isna() & read["province"].notna(),
         "the place stands elsewhere or in words that the plain rule does not know"),
        (raw.notna() & (told > 1), "the title or text names several places"),
        (raw.notna() & is_abroad, "the title or text names a place abroad"),
        (raw.notna() & read["province"].notna() & np.array(named),
         "the title or text names another place than the place field"),
        (_is_several(rows, ids), OTHER),
        (raw.notna() & read["province"].isna() & (told == 0), FAULT),
    )  # fmt: skip


def _is_abroad(places: Sequence[Mapping[str, str | None]] | None) -> bool:
    return places is not None and any(place["country"] for place in places)


@cache
def _pattern(province: str) -> re.Pattern[str]:
    """Any name of a province, its regencies and kecamatan, old and short ones too."""
    regencies, districts = read_table("regencies"), read_table("districts")
    own = read_table("provinces").query("bps_code == @province")
    aliases = read_table("location_aliases")
    names = {
        *own["name_id"], *own["name_en"], *own["iso_3166_2"].str[3:],
        *regencies.loc[regencies["bps_province_code"] == province, "name_short"],
        *districts.loc[districts["bps_province_code"] == province, "name"],
        *aliases.loc[aliases["bps_province_code"] == province, "alias"],
    }  # fmt: skip
    ordered = sorted((re.escape(name.lower()) for name in names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(ordered)})\b")


def _of_pay(rows: Rows, ids: Index) -> Marks:
    read, raw = rows.read.loc[ids], rows.raw.loc[ids]
    of = rows.postings[rows.postings["vacancy_id"].isin(ids)]
    has = of["wage_min"].notna().groupby(of["vacancy_id"]).any().reindex(ids)
    steps = [(read[name].astype(float) - raw[name].astype(float)).abs() for name in _BOUNDS]
    is_near = (steps[0] <= _CENT) & (steps[1] <= _CENT)
    return _first(
        ids,
        (~has, "the pay stands in the text, not in the pay field"),
        (is_near, "cents rounded"),
        (_is_several(rows, ids), OTHER),
    )


def _of_age(rows: Rows, ids: Index) -> Marks:
    told = rows.read.loc[ids, ["age_min", "age_max"]].notna().any(axis=1)
    own = rows.raw.loc[ids, "age_max"].notna()
    return _first(
        ids,
        (told & ~own, "an age limit that only our reader finds"),
        (own & ~told, "an age limit that only the second reader finds"),
    )


# In this order: what moves the day before what is read in an advertisement.
_RULES: Final = {
    "posted": _of_date,
    "province": _of_place,
    "wage_min": _of_pay,
    "age_max": _of_age,
}
