"""Where openings of the sample market are, and the minimum wage that their pay starts from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.reference.areas import Regency, districts, province, regencies
from data.reference.wages import latest_year, minimum_wage, provincial_minimum_wage
from data.sample_draw import Table, Weighted, read_table


@dataclass(frozen=True, slots=True)
class Place:
    """A regency with the kinds of work found there."""

    code: str
    name: str  # "Bekasi"
    regency: str  # "Kabupaten Bekasi"
    province_code: str
    province: str
    province_en: str
    tags: tuple[str, ...]
    districts: tuple[str, ...]
    weight: float  # share of all openings


@lru_cache(maxsize=1)
def weigh_places() -> Weighted[Place]:
    """All 514 regencies: the listed ones by their weight, the others by their people."""
    table = read_table("places")
    names = defaultdict[str, list[str]](list)
    for district in districts().values():
        names[district.regency].append(district.name)
    by_province = defaultdict[str, list[tuple[Regency, float, tuple[str, ...]]]](list)
    for regency in regencies().values():
        listed = table["province"][regency.province]["places"].get(regency.code)
        weight, tags = listed or _guess(regency, table["unlisted"])
        by_province[regency.province].append((regency, weight, tuple(tags)))
    nation = sum(row["weight"] for row in table["province"].values())
    places = [
        Place(
            code=regency.code,
            name=regency.short_name,
            regency=regency.name_id.replace("Administrasi ", ""),
            province_code=code,
            province=province(code).name_id,
            province_en=province(code).name_en,
            tags=tags,
            districts=tuple(names[regency.code]),
            weight=table["province"][code]["weight"] / nation * weight / sum(w for _, w, _ in rows),
        )
        for code, rows in by_province.items()
        for regency, weight, tags in rows
    ]
    return Weighted(places, [place.weight for place in places])


def _guess(regency: Regency, rules: Table) -> tuple[float, list[str]]:
    """Weight and tags of a regency that is not listed."""
    tags: list[str] = list(rules[regency.kind])
    if any(word in regency.name_id for word in rules["coastal_names"]):
        tags += rules["coastal"]
    return rules["weight_per_million"] * (regency.population or 0) / 1e6, tags


@lru_cache(maxsize=1)
def _last_year() -> int:
    return latest_year()


@lru_cache(maxsize=8_192)
def find_minimum(code: str, year: int) -> int:
    """The minimum wage of a regency in rupiah a month, in a year.

    Where only a later year's UMK is listed it is taken back in time as the UMP moved: the jump from
    UMP to UMK that the list would show never happened. Years to come repeat the last one.
    """
    day = date(min(year, _last_year()), 6, 30)
    wage = minimum_wage(code, day)
    if wage is not None and wage.basis == "umk":
        return wage.idr
    home = regencies()[code].province
    for later in range(day.year + 1, _last_year() + 1):
        known = minimum_wage(code, date(later, 6, 30))
        then = provincial_minimum_wage(home, date(later, 6, 30))
        now = provincial_minimum_wage(home, day)
        if known is not None and known.basis == "umk" and then is not None and now is not None:
            return round(known.idr * now.idr / then.idr)
    return wage.idr if wage is not None else find_minimum(code, year + 1)
