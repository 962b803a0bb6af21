"""The rows under the ten questions, in pandas: the published openings, and what raw rows say.

Nothing of analytics or nlp is imported: who reads the raw rows here is a second, plain reader.
"""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
import orjson
import pandas as pd

from settings import ROOT

REFERENCE: Final = ROOT / "data" / "reference"
# What the second reader reads of a raw row, named as in the published table of vacancies.
PAY: Final = ("wage_min", "wage_max", "wage_min_idr", "wage_max_idr", "wage_currency",
              "wage_period")  # fmt: skip
AGE: Final = ("age_min", "age_max")

_AMOUNT: Final = re.compile(r"(\d+(?:[.,]\d+)*)\s*(juta|jt|million|m|ribu|rb|k)?\b")
_UNITS: Final = {"juta": 1e6, "jt": 1e6, "million": 1e6, "m": 1e6, "ribu": 1e3, "rb": 1e3, "k": 1e3}
_CENTS: Final = re.compile(r"[.,]\d{2}$")
_FOREIGN: Final = re.compile(r"(?<![a-z])(?:sgd|usd|myr|hkd|rm)(?![a-z])|\$")
_PERIODS: Final = {"month": "month|bulan", "hour": "hour|jam", "year": "year|tahun"}
# How often in a month; an hour is 1/173 of a month's wage (Kepmenakertrans 102/2004, article 8).
_IN_A_MONTH: Final = {"hour": 173, "year": 1 / 12}
_OF_AGE: Final = r"(?:tahun|thn|th|years?|yrs?)\b"
_TO: Final = r"\s?(?:-|–|s\.?/?d\.?|sampai|hingga|to)\s?(?:maks?\w*\.?\s?)?"
_LIMITS: Final = (
    # "usia maks. 35", "umur 18-30 tahun"; not "usia 6 bulan".
    (
        rf"\b(?:usia|umur|berusia|berumur|aged?)\b[^\d\n]{{0,30}}(\d{{2}})(?:{_TO}(\d{{2}}))?\b"
        r"(?!\s?(?:bulan|hari|jam|month|%))"
    ),
    # "18 - 35 tahun", which no experience runs to.
    rf"\b(\d{{2}}){_TO}(\d{{2}})\s?{_OF_AGE}",
    # "maksimal 30 tahun", "pria/wanita min. 21 tahun".
    rf"\b(?:maks?\w*|max\w*)\.?\s?:?\s?(\d{{2}})\s?{_OF_AGE}(?!\s(?:pengalaman|experience|of))",
    rf"\b(?:pria|wanita|laki|perempuan)\b[^\d\n]{{0,25}}(\d{{2}})\s?{_OF_AGE}",
)
_LIMIT: Final = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _LIMITS)
_AGES: Final = range(15, 66)
_BEFORE: Final = re.compile(r"^(?:kab\.|kabupaten|kota adm\.|kota|kecamatan|kec\.)\s+")
_AFTER: Final = re.compile(r"\s+(?:regency|city|kota|kabupaten|district)$")
_BRACKETS: Final = re.compile(r"\([^)]*\)")
_ENGLISH: Final = {"south": "selatan", "west": "barat", "north": "utara", "east": "timur",
                   "central": "pusat"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables by name.

    `read`: vacancies as published, by vacancy_id. `raw`: the same openings with what the second
    reader reads in the raw row of the longest text: posted, month, province, PAY, AGE. `postings`:
    raw rows with their vacancy_id and that same reading; empty where there are none. `mentions`
    name their vacancy by its vacancy_id too.
    """

    read: pd.DataFrame
    raw: pd.DataFrame
    postings: pd.DataFrame
    published: pd.DataFrame
    mentions: pd.DataFrame
    skills: pd.DataFrame

    def with_raw(self, columns: Iterable[str]) -> pd.DataFrame:
        """The openings as published, with these columns from the raw rows instead."""
        return self.read.assign(**{name: self.raw[name] for name in columns})


def read_rows(file: Path, snapshot: Path) -> Rows:
    """The raw rows of the file (JSON lines, gzip) and the tables of a snapshot's folder."""
    tables = {
        name: pd.read_parquet(snapshot / f"{name}.parquet")
        for name in ("vacancies", "postings", "mentions", "skills")
    }
    read = tables["vacancies"].set_index("vacancy_id").sort_index()
    postings = _read_raw(file, tables["postings"])
    longest = postings.sort_values("letters", ascending=False, kind="stable")
    leading = longest.drop_duplicates("vacancy_id").set_index("vacancy_id").reindex(read.index)
    told = ["province", *PAY, *AGE]
    earliest = postings.groupby("vacancy_id")["posted"].min().reindex(read.index)
    raw = leading[told].assign(posted=earliest, month=earliest.str[:7])
    numbers = tables["vacancies"][["vacancy", "vacancy_id"]]
    mentions = tables["mentions"].merge(numbers, on="vacancy")
    return Rows(read, raw, postings, tables["postings"], mentions, tables["skills"])


def _read_raw(file: Path, published: pd.DataFrame) -> pd.DataFrame:
    """The raw rows that are published, each with its vacancy and the second reading."""
    with gzip.open(file, "rb") as lines:
        raw = pd.DataFrame([orjson.loads(line) for line in lines])
    names = ["id", "portal", "title", "location", "salary", "description", "posted", "posted_text"]
    raw = raw.reindex(columns=names).astype(object)
    raw = raw.where(raw.notna(), None)
    known = set(published["portal_id"])
    raw["portal_id"] = [name if name in known else _hashed(name) for name in raw["id"]]
    keys = published[["portal", "portal_id", "vacancy_id"]]
    found = raw.merge(keys, on=["portal", "portal_id"], how="inner")
    pays = {text: read_pay(text) for text in found["salary"].unique()}
    places = {text: read_province(text) for text in found["location"].unique()}
    ages = [read_age(text or "") for text in found["description"]]
    return found.assign(
        province=pd.Series([places[text] for text in found["location"]], dtype=object),
        letters=found["description"].map(lambda text: len(text or "")),
        **pd.DataFrame([pays[text] for text in found["salary"]], columns=list(PAY)),
        age_min=np.nan,
        age_max=pd.Series(ages, dtype=float),
    )


def _hashed(name: str) -> str:
    """How the store keeps an id that looks like a telephone number (docs/import.md)."""
    return f"hash:{blake2b(name.encode(), digest_size=16).hexdigest()}"


def read_pay(text: str | None) -> dict[str, object]:
    """PAY of the portal's pay field: its figures, what time it names, rupiah unless it says so.

    Pay without a word on its time is taken as for a month in the columns in rupiah, as the
    published table does.
    """
    row: dict[str, object] = dict.fromkeys(PAY)
    told = (text or "").replace("\xa0", " ").lower()
    figures = [_amount(*found) for found in _AMOUNT.findall(told)]
    if not figures:
        return row
    low, high = float(min(figures)), float(max(figures))
    period = next((name for name, words in _PERIODS.items() if re.search(words, told)), None)
    row |= {"wage_min": low, "wage_max": high, "wage_period": period, "wage_currency": "IDR"}
    if _FOREIGN.search(told):
        return row | {"wage_currency": "foreign"}
    times = _IN_A_MONTH.get(period or "", 1)
    return row | {"wage_min_idr": low * times, "wage_max_idr": high * times}


def _amount(figure: str, unit: str) -> float:
    if unit:
        return float(figure.replace(",", ".")) * _UNITS[unit]
    whole = _CENTS.sub("", figure) if len(re.sub(r"\D", "", figure)) > 4 else figure
    return float(re.sub(r"[.,]", "", whole))


def read_age(text: str) -> float:
    """The age an advertisement names as a bound, in years; NaN where none is found."""
    for pattern in _LIMIT:
        for found in pattern.finditer(text):
            ages = [int(age) for age in found.groups() if age]
            if all(age in _AGES for age in ages):
                return float(max(ages))
    return float("nan")


def read_province(text: str | None) -> str | None:
    """The province (BPS) of a place field made of names of provinces, regencies and kecamatan.

    None where a part is another word, or where the names leave several provinces.
    """
    provinces, others = _names()
    bare = _BRACKETS.sub("", text or "").lower()
    parts = [" ".join(part.split()) for part in bare.split(",")]
    parts = [part for part in parts if part and part != "indonesia"]
    if parts and len(one := provinces.get(parts[-1], set())) == 1:
        return next(iter(one))
    found: set[str] = set()
    for part in parts:
        meant = provinces.get(part) or others.get(_turn(_AFTER.sub("", _BEFORE.sub("", part))))
        if not meant:
            return None
        found = found & meant or found | meant
    return found.pop() if len(found) == 1 else None


def _turn(name: str) -> str:
    """ "south jakarta" as "jakarta selatan"."""
    first, _, rest = name.partition(" ")
    return f"{rest} {_ENGLISH[first]}" if first in _ENGLISH else name


@cache
def _names() -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Provinces by their names in small letters, and by those of regencies, else of kecamatan."""
    # "Jakarta Raya" is what JobStreet calls the capital's region; it is published as Jakarta.
    provinces = {name: {"31"} for name in ("dki jakarta", "jakarta", "jakarta raya")}
    for row in read_table("provinces").itertuples():
        for name in (row.name_id, row.name_en, row.name_kemendagri):
            provinces[str(name).lower()] = {str(row.bps_code)}
    regencies: dict[str, set[str]] = {}
    for row in read_table("regencies").itertuples():
        regencies.setdefault(str(row.name_short).lower(), set()).add(str(row.bps_province_code))
    districts: dict[str, set[str]] = {}
    for row in read_table("districts").itertuples():
        districts.setdefault(str(row.name).lower(), set()).add(str(row.bps_province_code))
    return provinces, districts | regencies


@cache
def read_table(name: str) -> pd.DataFrame:
    """A reference table as text."""
    return pd.read_csv(REFERENCE / f"{name}.csv", dtype=str)
