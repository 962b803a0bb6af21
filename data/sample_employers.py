"""Invented employers of the sample market: named by sector and place, a few advertise most."""

from functools import lru_cache
from random import Random

from data.sample_draw import Table, pick, read_occupations, read_table, seeded
from data.sample_places import Place, weigh_places


@lru_cache(maxsize=65_536)
def name_employer(sector: str, scope: str, number: int) -> tuple[str, str]:
    """An employer and its coined word; the same for the same place in the market."""
    rng, coins = seeded(sector, scope, number), read_table("sectors")["coins"]
    coin = pick(rng, coins["first"]) + pick(rng, coins["last"])
    forms = read_table("sectors")["sector"][sector]["names"]
    form = forms[0] if scope == "national" else pick(rng, forms)
    return form.format(coin=coin), coin


@lru_cache(maxsize=1)
def sector_shares() -> dict[str, float]:
    """The share of each sector in all openings, roughly: by the occupations' own sectors."""
    whole = sum(occupation["weight"] for occupation in read_occupations())
    shares = dict.fromkeys(read_table("sectors")["sector"], 0.01)
    for occupation in read_occupations():
        shares[occupation["sector"]] += occupation["weight"] / whole
    return shares


@lru_cache(maxsize=1)
def province_shares() -> dict[str, float]:
    """The share of each province in all openings."""
    shares: dict[str, float] = {}
    for place in weigh_places().things:
        shares[place.province_code] = shares.get(place.province_code, 0.0) + place.weight
    return shares


def draw_sector(rng: Random, occupation: Table) -> str:
    """The sector of the employer: the occupation's own, or any that has such staff."""
    rules = read_table("market")["places"]
    if occupation["isco"] in rules["mixed_occupations"] and rng.random() < rules["mixing"]:
        return str(pick(rng, rules["mixed_sectors"]))
    return str(occupation["sector"])


def draw_employer(rng: Random, sector: str, place: Place, openings: int) -> tuple[str, str]:
    """An employer of the sector, local or national; the more openings, the more employers."""
    terms = read_table("market")["terms"]
    expected = openings * sector_shares()[sector]
    if rng.random() < terms["national"]:
        scope, each = "national", terms["openings_a_national_employer"]
    else:
        scope, each = place.province_code, terms["openings_a_local_employer"]
        expected *= province_shares()[scope]
    pool = max(6, round(expected / each))
    return name_employer(sector, scope, int(pool * rng.random() ** 1.4))
