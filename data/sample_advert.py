"""An advertisement of the sample market as a portal holds it: what the look-alike portals serve."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson


@dataclass(frozen=True, slots=True)
class Advert:
    """One posting on one portal; `opening` is the job behind it, which other adverts may share."""

    portal: str
    number: int  # unique on its portal; portals make their own kind of id of it
    opening: int
    title: str
    company: str
    industry: str
    category: str
    # Where: names as in the reference tables, codes of BPS; district only where one is told.
    province_code: str
    province: str
    regency_code: str
    regency: str  # "Kabupaten Bekasi", "Kota Bandung"
    district: str | None
    # Pay a month in rupiah; None: not told. `pay_text` for portals that show words.
    pay_low_idr: int | None
    pay_high_idr: int | None
    pay_text: str | None
    is_pay_hidden: bool
    description: str  # lines, bullets as "- "
    language: str  # id, en, mixed
    employment_type: str  # full_time, part_time, contract, internship, freelance, daily
    arrangement: str  # onsite, hybrid, remote
    education_min: str | None  # sd, smp, sma, smk, d3, s1 …
    experience_min_years: int | None
    skills: tuple[str, ...]
    posted: datetime
    # Renewals that portals show as a new date, in order.
    bumped: tuple[datetime, ...]
    closes: datetime | None  # closing date told
    gone: datetime  # from then on the portal no longer lists it


def write_advert(advert: Advert) -> bytes:
    """The advert as a line of JSON."""
    return orjson.dumps(advert, option=orjson.OPT_APPEND_NEWLINE)


def read_adverts(lines: Iterable[bytes]) -> Iterator[Advert]:
    """The adverts of such lines."""
    for line in lines:
        row = orjson.loads(line)
        yield Advert(
            **row
            | {
                "skills": tuple(row["skills"]),
                "posted": datetime.fromisoformat(row["posted"]),
                "bumped": tuple(map(datetime.fromisoformat, row["bumped"])),
                "closes": datetime.fromisoformat(row["closes"]) if row["closes"] else None,
                "gone": datetime.fromisoformat(row["gone"]),
            }
        )
