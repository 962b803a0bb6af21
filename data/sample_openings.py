"""Openings of the sample market: the known truth that its adverts are worded from."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Final

from data.sample_calendar import Period
from data.sample_draw import Table, Weighted, pick, read_occupations, read_table, seeded, weigh
from data.sample_employers import draw_employer, draw_sector
from data.sample_limits import Limits, draw_limits
from data.sample_occupations import weigh_occupations
from data.sample_pay import draw_pay
from data.sample_places import Place, find_minimum, weigh_places
from data.sample_skills import Skill, draw_skills

PLAIN_LEVEL: Final[Table] = {"id": "{title}", "en": "{title}", "pay": 1.0, "years": 0}


@dataclass(frozen=True, slots=True)
class Opening:
    """One job as it is, before any portal words it."""

    number: int
    occupation: Table
    title: str  # plain, in the language of the headline
    level: Table
    place: Place
    sector: str
    company: str
    coin: str
    language: str  # id, mixed, en
    tongue: str  # id, en: that of the headline
    term: str  # full_time, contract, part_time, internship, daily, freelance
    arrangement: str  # onsite, hybrid, remote
    years: int
    limits: Limits
    skills: tuple[Skill, ...]
    minimum_idr: int
    pay_low_idr: int
    pay_high_idr: int
    posted: datetime
    duties: tuple[str, ...]
    needs: tuple[str, ...]
    scam: tuple[str, ...]  # its signs


@lru_cache(maxsize=1)
def weigh_levels() -> Weighted[Table]:
    """Junior, plain and senior openings."""
    levels = read_table("phrases")["title"]["level"]
    return Weighted(levels, [level["weight"] for level in levels])


@lru_cache(maxsize=1)
def weigh_signs() -> Weighted[str]:
    """What gives scams away."""
    return weigh(read_table("market")["scams"]["signs"])


def draw_term(rng: Random, occupation: Table) -> str:
    """The terms the job is offered on."""
    terms = read_table("market")["terms"]
    if occupation.get("intern") or rng.random() < terms["intern"][occupation["kind"]]:
        return "internship"
    chance = rng.random()
    if chance < occupation.get("daily", 0):
        return "daily"
    if chance > 1 - occupation.get("part_time", 0):
        return "part_time"
    if occupation.get("contract") or rng.random() < terms["contract"]:
        return "contract"
    is_free = occupation["kind"] in ("kantor", "ahli") and rng.random() < terms["freelance"]
    return "freelance" if is_free else "full_time"


def draw_language(rng: Random, english: float) -> tuple[str, str]:
    """The language of the text (id, mixed, en) and of the title (id, en)."""
    if rng.random() < english:
        return "en", "en"
    if rng.random() < read_table("market")["texts"]["mixed"] + english / 2:
        return "mixed", pick(rng, ("id", "en")) if english else "id"
    return "id", "id"


def draw_lines(rng: Random, lines: list[str], least: int) -> tuple[str, ...]:
    """Some of the lines, in any order, at least so many where there are as many."""
    return tuple(rng.sample(lines, rng.randint(min(least, len(lines)), len(lines))))


def draw_arrangement(rng: Random, occupation: Table) -> str:
    """Whether the work is done on site; only office and expert work is not."""
    if occupation["kind"] not in ("kantor", "ahli"):
        return "onsite"
    away: float = read_table("sectors")["sector"][occupation["sector"]]["remote"]
    return pick(rng, ("hybrid", "hybrid", "remote")) if rng.random() < away else "onsite"


def draw_opening(
    number: int, posted: datetime, period: Period, openings: int, seed: int
) -> Opening:
    """The opening of this number in a market of so many; it depends on no other one."""
    rng = seeded(seed, number)
    place = weigh_places().draw(rng)
    day = posted.date()
    months = period.months_into(day)
    occupation = weigh_occupations(place.tags, int(months), period.months).draw(rng)
    if rng.random() < read_table("market")["scams"]["share"]:
        return draw_scam(rng, number, place, posted, openings)
    level = weigh_levels().draw(rng) if occupation.get("levels") else PLAIN_LEVEL
    term = draw_term(rng, occupation)
    if term == "internship":
        level = PLAIN_LEVEL
    language, tongue = draw_language(rng, occupation.get("english", 0))
    sector = draw_sector(rng, occupation)
    company, coin = draw_employer(rng, sector, place, openings)
    years = 0 if term == "internship" else pick(rng, occupation["years"]) + level["years"]
    years = max(0, years)
    minimum = find_minimum(place.code, day.year)
    low, high = draw_pay(rng, occupation, level["pay"], years, minimum, term)
    suffix = "_en" if language == "en" else ""
    return Opening(
        number=number,
        occupation=occupation,
        title=pick(rng, occupation[tongue]),
        level=level,
        place=place,
        sector=sector,
        company=company,
        coin=coin,
        language=language,
        tongue=tongue,
        term=term,
        arrangement=draw_arrangement(rng, occupation),
        years=years,
        limits=draw_limits(rng, occupation, years, day, language),
        skills=draw_skills(rng, occupation, months),
        minimum_idr=minimum,
        pay_low_idr=low,
        pay_high_idr=high,
        posted=posted,
        duties=draw_lines(rng, occupation["duties" + suffix], 3),
        needs=draw_lines(rng, occupation["needs" + suffix], 1),
        scam=(),
    )


@lru_cache(maxsize=1)
def scam_occupation() -> Table:
    """The occupation that false openings pretend to be of, with their own lines."""
    table = read_table("scams")
    like = next(o for o in read_occupations() if o["isco"] == table["occupation"])
    return like | {"id": table["titles"], "duties": table["duties"], "needs": table["needs"]}


def draw_scam(rng: Random, number: int, place: Place, posted: datetime, openings: int) -> Opening:
    """A false opening: easy work, and one or two of the signs."""
    occupation = scam_occupation()
    signs = dict.fromkeys(weigh_signs().draw(rng) for _ in range(pick(rng, (1, 2, 2))))
    company, coin = draw_employer(rng, "jasa", place, openings)
    minimum = find_minimum(place.code, posted.year)
    low, high = draw_pay(rng, occupation, 1.0, 0, minimum, "full_time")
    if "pay" in signs:
        low = int(rng.uniform(*read_table("scams")["pay"]["low"])) // 500_000 * 500_000
        high = low + 4_000_000
    return Opening(
        number=number,
        occupation=occupation,
        title=pick(rng, occupation["id"]),
        level=PLAIN_LEVEL,
        place=place,
        sector="jasa",
        company=company,
        coin=coin,
        language="id",
        tongue="id",
        term="full_time",
        arrangement="onsite",
        years=0,
        limits=Limits(None, None, None, wants_looks=False, wants_single=False),
        skills=(),
        minimum_idr=minimum,
        pay_low_idr=low,
        pay_high_idr=high,
        posted=posted,
        duties=draw_lines(rng, occupation["duties"], 2),
        needs=draw_lines(rng, occupation["needs"], 2),
        scam=tuple(signs),
    )
