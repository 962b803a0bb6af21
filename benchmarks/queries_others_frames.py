"""The rows as frames in memory: what a careful user of pandas keeps, and how rows are chosen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from analytics.filter import Filter
from benchmarks.queries_others_ways import NEW_DAYS, NOT_FULL_TIME, UNSEEN_DAYS

_CODES: Final = (
    "title", "company", "occupation", "sector", "province", "regency", "remote", "month",
    "wage_currency", "wage_period", "wage_flags", "employment_type", "sex", "marital", "religion",
)  # fmt: skip
_OTHERS: Final = (
    "vacancy", "vacancy_id", "employer", "occupation_digits", "posted", "last_seen", "closed",
    "wage_min", "wage_max", "wage_min_idr", "wage_max_idr", "is_paid", "experience_min_years",
    "age_min", "age_max", "appearance", "height", "description_characters", "postings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frames:
    """Vacancies by number; the other tables name them by that number in `vacancy`.

    Codes are categories and days are days, as one keeps a frame that is asked more than once.
    """

    vacancies: pd.DataFrame
    portals: pd.DataFrame
    risks: pd.DataFrame
    mentions: pd.DataFrame
    topics: pd.DataFrame
    postings: pd.DataFrame
    spans: pd.DataFrame
    skills: pd.DataFrame


def read_frames(folder: Path) -> Frames:
    """Read the shuffled tables of a folder."""
    columns = [*_OTHERS, *_CODES, "portals", "risks"]
    vacancies = pd.read_parquet(folder / "vacancies.parquet", columns=columns)
    numbers = pd.Index(vacancies.pop("vacancy").to_numpy())
    lists = {
        name: vacancies.pop(listed).explode().dropna().rename(name).rename_axis("vacancy")
        for name, listed in (("portal", "portals"), ("kind", "risks"))
    }
    vacancies["posted"] = pd.to_datetime(vacancies["posted"])
    vacancies = vacancies.astype(dict.fromkeys(_CODES, "category"))
    others = {
        table: _numbered(pd.read_parquet(folder / f"{table}.parquet", columns=list(told)), numbers)
        for table, told in {
            "mentions": ("vacancy", "skill"),
            "vacancy_topics": ("vacancy", "topic"),
            "postings": ("vacancy", "portal", "url", "closed", "last_seen"),
            "spans": ("vacancy", "portal", "begins", "ends"),
        }.items()
    }
    spans = others["spans"].sort_values(["vacancy", "begins", "ends"], ignore_index=True)
    return Frames(
        vacancies=vacancies,
        portals=lists["portal"].astype("category").reset_index(),
        risks=lists["kind"].astype("category").reset_index(),
        mentions=others["mentions"].astype({"skill": "category"}),
        topics=others["vacancy_topics"].astype({"topic": "category"}),
        postings=others["postings"].astype({"portal": "category"}),
        spans=spans,
        skills=pd.read_parquet(folder / "skills.parquet"),
    )


def _numbered(table: pd.DataFrame, numbers: "pd.Index[int]") -> pd.DataFrame:
    """The table with the place of its vacancy in the frame instead of that in the snapshot."""
    return table.assign(vacancy=numbers.get_indexer(pd.Index(table["vacancy"].to_numpy())))


def narrow(vacancies: pd.DataFrame, where: Filter) -> pd.DataFrame:
    """The vacancies asked about."""
    for name in ("regency", "province"):
        if (code := getattr(where, name)) is not None:
            vacancies = vacancies[vacancies[name] == code]
    if where.occupation is not None:
        named = vacancies["occupation"].cat.categories
        below = [code for code in named if code.startswith(where.occupation)]
        vacancies = vacancies[vacancies["occupation"].isin(below)]
    return vacancies


def described(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Those with a description."""
    return vacancies[vacancies["description_characters"].notna()]


def is_flagged(vacancies: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the pay cannot be what it says."""
    flags = vacancies["wage_flags"]
    return flags.isin([one for one in flags.cat.categories if "implausible" in one])


def is_full_time(vacancies: pd.DataFrame) -> "pd.Series[bool]":
    """Full-time as far as it says."""
    return ~vacancies["employment_type"].isin(NOT_FULL_TIME) & (vacancies["wage_period"] != "hour")


def is_open(vacancies: pd.DataFrame, newest: pd.Timestamp) -> "pd.Series[bool]":
    """Whether it still stands at the newest sighting."""
    stands = vacancies["closed"].isna() | (vacancies["closed"] > newest)
    return stands & (vacancies["last_seen"] >= newest - pd.Timedelta(days=UNSEEN_DAYS))


def new_from(newest: pd.Timestamp) -> pd.Timestamp:
    """The day after which what is posted is new."""
    day = newest.tz_convert("Asia/Jakarta").tz_localize(None).normalize()
    return day - pd.Timedelta(days=NEW_DAYS)
