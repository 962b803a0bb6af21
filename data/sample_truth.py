"""The truth behind the sample market: what each opening is, and the changes that were built in."""

import gzip
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from data.errors import DataError
from data.sample_calendar import Period
from data.sample_draw import read_table
from data.sample_listings import Placement
from data.sample_skills import Trend, all_trends

FACTOR_KINDS: Final = ("age", "sex", "looks", "marital")


@dataclass(frozen=True, slots=True)
class TrueOpening:
    """One opening as it is. Pay in rupiah a month; codes of KBJI 2014, BPS and KBLI 2020."""

    number: int
    occupation: str
    title: str
    company: str
    regency: str
    sector: str
    term: str
    arrangement: str
    language: str
    education_min: str
    experience_years: int
    skills: tuple[str, ...]  # ids of data/reference/skills.csv, those asked for by name
    minimum_idr: int
    pay_low_idr: int
    pay_high_idr: int
    age_min: int | None
    age_max: int | None
    sex: str | None
    wants_looks: bool
    wants_single: bool
    is_scam: bool
    signs: tuple[str, ...]  # of a scam: deposit, fee, chat_only, free_mail, task_scam, pay
    posted: datetime
    ends: datetime  # filled or withdrawn
    adverts: tuple[tuple[str, int], ...]  # portal and number there


@dataclass(frozen=True, slots=True)
class Outage:
    """The portal that cannot be reached from a moment until another; it goes on advertising."""

    portal: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Circular:
    """From `day` on, openings set each limit only `left` times as often as before."""

    day: date
    left: Mapping[str, float]  # by age, sex, looks, marital


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is known about a market."""

    first: date
    until: date
    seed: int
    trends: tuple[Trend, ...]
    circular: Circular
    outage: Outage
    expected: Mapping[str, float]  # openings by month of posting: "2026-03"
    openings: tuple[TrueOpening, ...]


def truth_path(market: Path, until: date) -> Path:
    """Where the truth of a market stands: beside it."""
    return market.with_name(f"truth-{until}.json.gz")


def find_outage(period: Period) -> Outage:
    """The outage of the market."""
    rules = read_table("market")["outage"]
    days = (period.until - period.first).days
    start = date.fromordinal(period.first.toordinal() + int(days * rules["from_share"]))
    end = date.fromordinal(start.toordinal() + rules["days"])
    moments = [datetime.fromisoformat(f"{day}T00:00:00+00:00") for day in (start, end)]
    return Outage(rules["portal"], moments[0], moments[1])


def find_circular() -> Circular:
    """The effect of the circular."""
    rules = read_table("market")["limits"]
    return Circular(rules["day"], {kind: rules[kind]["after"] for kind in FACTOR_KINDS})


def tell_truth(placement: Placement) -> TrueOpening:
    """The truth of an opening and where its adverts are."""
    opening, limits = placement.opening, placement.opening.limits
    return TrueOpening(
        number=opening.number,
        occupation=opening.occupation["isco"],
        title=opening.title,
        company=opening.company,
        regency=opening.place.code,
        sector=read_table("sectors")["sector"][opening.sector]["kbli"],
        term=opening.term,
        arrangement=opening.arrangement,
        language=opening.language,
        education_min=opening.occupation["school"].lower(),
        experience_years=opening.years,
        skills=tuple(skill.id for skill in opening.skills),
        minimum_idr=opening.minimum_idr,
        pay_low_idr=opening.pay_low_idr,
        pay_high_idr=opening.pay_high_idr,
        age_min=limits.age_min,
        age_max=limits.age_max,
        sex=limits.sex,
        wants_looks=limits.wants_looks,
        wants_single=limits.wants_single,
        is_scam=bool(opening.scam),
        signs=opening.scam,
        posted=opening.posted,
        ends=placement.ends,
        adverts=tuple((listing.portal["name"], listing.number) for listing in placement.listings),
    )


def write_head(period: Period, openings: int, seed: int) -> bytes:
    """The head of the truth as JSON, without its last bracket: the openings follow."""
    head = {
        "first": period.first,
        "until": period.until,
        "seed": seed,
        "trends": [asdict(trend) for trend in all_trends()],
        "circular": find_circular(),
        "outage": find_outage(period),
        "expected": {month: round(n, 3) for month, n in period.expect(openings).items()},
    }
    return orjson.dumps(head)[:-1] + b',"openings":[\n'


def read_truth(path: Path) -> Truth:
    """The truth that `write_market` wrote; a DataError where the file is none."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    try:
        return _read(orjson.loads(content))
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} is not the truth of a sample market ({error!r}); write it again with "
            "data.sample.write_market."
        ) from error


def _read(row: Mapping[str, Any]) -> Truth:
    outage, circular = row["outage"], row["circular"]
    return Truth(
        first=date.fromisoformat(row["first"]),
        until=date.fromisoformat(row["until"]),
        seed=row["seed"],
        trends=tuple(Trend(**t | {"occupations": tuple(t["occupations"])}) for t in row["trends"]),
        circular=Circular(date.fromisoformat(circular["day"]), circular["left"]),
        outage=Outage(
            outage["portal"],
            datetime.fromisoformat(outage["start"]),
            datetime.fromisoformat(outage["end"]),
        ),
        expected=row["expected"],
        openings=tuple(_read_opening(opening) for opening in row["openings"]),
    )


def _read_opening(row: dict[str, Any]) -> TrueOpening:
    return TrueOpening(
        **row
        | {
            "skills": tuple(row["skills"]),
            "signs": tuple(row["signs"]),
            "posted": datetime.fromisoformat(row["posted"]),
            "ends": datetime.fromisoformat(row["ends"]),
            "adverts": tuple((portal, number) for portal, number in row["adverts"]),
        }
    )
