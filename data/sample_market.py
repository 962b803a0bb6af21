"""Openings of the sample market, the known truth that its postings are worded from."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import ceil
from pathlib import Path
from random import Random
from typing import Any, Final, Generic, TypeVar, cast

FOLDER: Final = Path(__file__).parent
WAGE_YEAR: Final = 2026  # the year of the minimum wages in sample_places.toml
PAY_STEP: Final = 50_000
PAY_BOUNDS: Final = (0.8, 5.0)  # multiples of the local minimum wage
DAY: Final = timedelta(days=1)
PLAIN_LEVEL: Final[dict[str, Any]] = {
    "id": "{title}",
    "en": "{title}",
    "weight": 1,
    "pay": 1.0,
    "years": 0,
}

Table = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opening:
    """One job as it is, before any portal words it: the truth behind one or two postings."""

    number: int
    occupation: Table
    place: Table
    portals: tuple[Table, ...]
    posted: date
    company: str
    coin: str
    title: str
    base_title: str
    language: str  # id, mixed, en
    term: str  # full, contract, part, intern, daily
    years: int
    minimum_idr: int  # minimum wage of the place in the year of posting
    pay_low_idr: int
    pay_high_idr: int
    duties: tuple[str, ...]
    needs: tuple[str, ...]


class Weighted(Generic[T]):
    """Things with the weights they are drawn by."""

    __slots__ = ("summed", "things")

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = things
        self.summed = list(accumulate(weights))  # summed once, so that a draw is one bisection

    def draw(self, rng: Random) -> T:
        """One of them."""
        return rng.choices(self.things, cum_weights=self.summed)[0]


def seeded(*parts: object) -> Random:
    """Chance that depends on nothing but these words."""
    return Random("/".join(map(str, parts)))  # noqa: S311 - look-alikes, no secrets


@lru_cache(maxsize=1)
def read_phrases() -> Table:
    """The phrases, sectors and portals."""
    return tomllib.loads((FOLDER / "sample_phrases.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def weigh_places() -> Weighted[Table]:
    """Every regency of the sample, weighted within its province and the province in the nation."""
    places: list[Table] = []
    table = tomllib.loads((FOLDER / "sample_places.toml").read_text(encoding="utf-8"))
    for province in table["province"]:
        total = sum(place["weight"] for place in province["places"])
        named = {"province_code": province["code"], "province": province["name"]}
        for place in province["places"]:
            share = province["weight"] * place["weight"] / total
            places.append(place | named | {"province_en": province["en"], "weight": share})
    return Weighted(places, [place["weight"] for place in places])


@lru_cache(maxsize=64)
def weigh_occupations(tags: tuple[str, ...]) -> Weighted[Table]:
    """The occupations that are found where these kinds of places are."""
    found = [o for o in read_occupations() if not o.get("tags") or set(tags) & set(o["tags"])]
    return Weighted(found, [occupation["weight"] for occupation in found])


@lru_cache(maxsize=1)
def read_occupations() -> list[Table]:
    """The occupations with their duties, demands and pay."""
    text = (FOLDER / "sample_occupations.toml").read_text(encoding="utf-8")
    return cast("list[Table]", tomllib.loads(text)["occupation"])


def weigh_days(until: date, months: int) -> Weighted[date]:
    """The days of the period: working week, year, the weeks around Lebaran, mild growth."""
    market = read_phrases()["market"]
    month = until.year * 12 + until.month - 1 - months
    first = date(month // 12, month % 12 + 1, min(until.day, 28)) + DAY
    days = [first + DAY * number for number in range((until - first).days + 1)]
    year = market["lunar_year"]
    weights: list[float] = []
    for day in days:
        weight = market["weekdays"][day.weekday()] * market["months"][day.month - 1]
        weight *= 1 + market["demand_growth"] * (day - first).days / 365
        after = ((day - market["lebaran"]).days + year / 2) % year - year / 2
        for span in market["around_lebaran"]:
            weight *= span["factor"] if span["from"] <= after <= span["to"] else 1
        weights.append(weight)
    return Weighted(days, weights)


def find_minimum(place: Table, year: int) -> int:
    """The minimum wage a month of the place in that year, in rupiah."""
    growth: float = (1 + read_phrases()["market"]["wage_growth"]) ** (year - WAGE_YEAR)
    return round(int(place["minimum"]) * growth)


def draw_pay(rng: Random, occupation: Table, level: float, minimum: int) -> tuple[int, int]:
    """Lowest and highest pay a month, in rupiah, within bounds of the local minimum wage."""
    lowest, highest = (bound * minimum for bound in PAY_BOUNDS)
    low = max(lowest, min(rng.uniform(*occupation["pay"]) * level * minimum, 0.8 * highest))
    high = min(highest, low * rng.uniform(1.05, 1.4))
    low_idr = ceil(low / PAY_STEP) * PAY_STEP
    return low_idr, max(int(high) // PAY_STEP * PAY_STEP, low_idr + PAY_STEP)


@lru_cache(maxsize=20_000)
def name_company(sector: str, scope: str, number: int) -> tuple[str, str]:
    """An invented employer and its coined word; the same for the same place in the market."""
    rng, names = seeded(sector, scope, number), read_phrases()["companies"]
    coin = rng.choice(names["first"]) + rng.choice(names["last"])
    forms = read_phrases()["sectors"][sector]["names"]
    form = forms[0] if scope == "national" else rng.choice(forms)
    return form.format(coin=coin), coin


def draw_term(rng: Random, occupation: Table) -> str:
    """The terms the job is offered on."""
    if occupation.get("intern"):
        return "intern"
    if occupation.get("contract"):
        return "contract"
    chance = rng.random()
    if chance < occupation.get("daily", 0):
        return "daily"
    if chance > 1 - occupation.get("part_time", 0):
        return "part"
    return "contract" if rng.random() < 0.25 else "full"


@lru_cache(maxsize=2)
def weigh_levels(has_levels: bool) -> Weighted[Table]:
    """Junior, plain and senior openings, or plain ones only."""
    levels: list[Table] = read_phrases()["titles"]["levels"] if has_levels else [PLAIN_LEVEL]
    return Weighted(levels, [level["weight"] for level in levels])


@lru_cache(maxsize=1)
def weigh_portals() -> Weighted[Table]:
    """The portals with the words they use."""
    portals = read_phrases()["portal"]
    return Weighted(portals, [portal["weight"] for portal in portals])


def draw_portals(rng: Random) -> tuple[Table, ...]:
    """The portal that shows the opening first and, for some, the one that shows it too."""
    first = weigh_portals().draw(rng)
    if rng.random() >= read_phrases()["market"]["copied"]:
        return (first,)
    return first, rng.choice([other for other in weigh_portals().things if other is not first])


def draw_company(rng: Random, sector: str, province_code: str) -> tuple[str, str]:
    """An employer of the sector, local or national; a few of them advertise most."""
    is_national = rng.random() < read_phrases()["companies"]["national"]
    scope, employers = ("national", 8) if is_national else (province_code, 6)
    return name_company(sector, scope, int(employers * rng.random() ** 2))


def draw_language(rng: Random, english: float) -> tuple[str, str]:
    """The language of the text (id, mixed, en) and of the title (id, en)."""
    if rng.random() < english:
        return "en", "en"
    if rng.random() < read_phrases()["market"]["mixed"] + english / 2:
        return "mixed", rng.choice(["id", "en"]) if english else "id"
    return "id", "id"


def draw_lines(rng: Random, lines: list[str], least: int) -> tuple[str, ...]:
    """Some of the lines, in any order, at least so many where there are as many."""
    return tuple(rng.sample(lines, rng.randint(min(least, len(lines)), len(lines))))


def draw_opening(number: int, days: Weighted[date], seed: int) -> Opening:
    """The opening of this number; it depends on no other one."""
    rng = seeded(seed, number)
    place = weigh_places().draw(rng)
    occupation = weigh_occupations(tuple(place["tags"])).draw(rng)
    posted = days.draw(rng)
    level = weigh_levels(bool(occupation.get("levels"))).draw(rng)
    language, tongue = draw_language(rng, occupation.get("english", 0))
    title = rng.choice(occupation[tongue])
    company, coin = draw_company(rng, occupation["sector"], place["province_code"])
    minimum = find_minimum(place, posted.year)
    low, high = draw_pay(rng, occupation, level["pay"], minimum)
    suffix = "_en" if language == "en" else ""
    return Opening(
        number=number,
        occupation=occupation,
        place=place,
        portals=draw_portals(rng),
        posted=posted,
        company=company,
        coin=coin,
        title=level[tongue].format(title=title),
        base_title=title,
        language=language,
        term=draw_term(rng, occupation),
        years=max(0, rng.choice(occupation["years"]) + level["years"]),
        minimum_idr=minimum,
        pay_low_idr=low,
        pay_high_idr=high,
        duties=draw_lines(rng, occupation["duties" + suffix], 3),
        needs=draw_lines(rng, occupation["needs" + suffix], 2),
    )
