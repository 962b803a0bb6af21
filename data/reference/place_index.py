"""The index of all spellings of place names: which areas may a name stand for, and how strongly?"""

from collections import defaultdict
from functools import lru_cache
from typing import Final, NamedTuple

from data.reference import tables
from data.reference.areas import districts, provinces, regencies
from data.reference.place_words import key, word_lists


class Reading(NamedTuple):
    """One area that a name may stand for.

    `regency` and `district` are None where the name tells no more than the area above;
    `weight` is 0 to 1; `kind` tells how the name was found; a `wider_name` ("Tangerang" for
    Tangerang Selatan) counts only beside a name that is inside it. `share` is the part of the
    weight that a kecamatan has among all of its name.
    """

    province: str
    regency: str | None
    district: str | None
    weight: float
    kind: str
    share: float = 1.0


PROVINCE: Final = "province"
REGENCY: Final = "regency"
ALIAS: Final = "alias"
DISTRICT: Final = "district"
WIDER: Final = "wider_name"
NESTED: Final = "nested"  # a kecamatan with the area around it named too


class Index(NamedTuple):
    """Keys of names (see `place_words.key`) and what they stand for."""

    readings: dict[str, tuple[Reading, ...]]
    regions: dict[str, tuple[str, ...]]  # provinces, empty for the large islands
    indonesia: frozenset[str]
    abroad: dict[str, str]
    modes: dict[str, str]
    alone: frozenset[str]


_Found = dict[str, dict[tuple[str, str | None, str | None], Reading]]


def _add(found: _Found, name_key: str, reading: Reading) -> None:
    """Keep the strongest reading of each area."""
    area = (reading.province, reading.regency, reading.district)
    old = found[name_key].get(area)
    if old is None or old.weight < reading.weight:
        found[name_key][area] = reading


def _add_areas(found: _Found, weights: dict[str, float]) -> None:
    """Official names: provinces, cities before regencies of the same name."""
    short_names: dict[str, set[str]] = defaultdict(set)
    for regency in regencies().values():
        short_names[key(regency.short_name)].add(regency.kind)
    province_keys = {key(p.name_id) for p in provinces().values()}
    for province in provinces().values():
        for text in (province.name_id, province.name_en):
            _add(
                found, key(text), Reading(province.code, None, None, weights["province"], PROVINCE)
            )
    for regency in regencies().values():
        name_key = key(regency.short_name)
        weight = weights["regency"]
        if regency.kind == "kabupaten" and "kota" in short_names[name_key]:
            weight = weights["regency_beside_kota"]
        if name_key in province_keys:
            weight *= weights["regency_beside_province"]
        _add(found, name_key, Reading(regency.province, regency.code, None, weight, REGENCY))
        words = regency.short_name.split()
        for size in range(1, len(words)):
            wider = key(" ".join(words[:size]))
            if wider in short_names:
                reading = Reading(
                    regency.province, regency.code, None, weights["wider_name"], WIDER
                )
                _add(found, wider, reading)


def _add_aliases(found: _Found, weights: dict[str, float]) -> None:
    for row in tables.rows("location_aliases"):
        if row["level"] not in ("province", "regency"):
            continue
        is_province = row["level"] == "province"
        weight = weights["ambiguous_alias"] if row["is_ambiguous"] == "True" else 1.0
        regency = None if is_province else row["target_code"]
        name_key = key(row["alias"])
        if any(r.regency == regency and r.district is None for r in found[name_key].values()):
            continue  # the official names above already weigh this reading
        kind = ALIAS if row["kind"] == "area" else row["level"]
        reading = Reading(row["bps_province_code"], regency, None, weight, kind)
        _add(found, name_key, reading)
    for row in tables.rows("location_also"):
        code, kind = row["bps_regency_code"], WIDER if row["kind"] == "wider" else ALIAS
        _add(found, key(row["alias"]), Reading(code[:2], code, None, weights["also"], kind))
    # "Yogyakarta" is the city by the aliases and the province by what portals show.
    city = found[key("Yogyakarta")]
    province = next(p for p in provinces().values() if key(p.name_id) == key("DI Yogyakarta"))
    weight = weights["province_beside_regency"]
    city[(province.code, None, None)] = Reading(province.code, None, None, weight, PROVINCE)


def _add_districts(found: _Found, weights: dict[str, float]) -> None:
    """Names of kecamatan; one that several regencies have is shared by population."""
    by_key: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for district in districts().values():
        by_key[key(district.name)].append((district.province, district.regency, district.code))
    for name_key, same_name in by_key.items():
        people = [regencies()[regency].population or 1 for _, regency, _ in same_name]
        is_regency = any(r.kind in (REGENCY, WIDER) for r in found[name_key].values())
        strength = weights["district_beside_regency" if is_regency else "district"]
        for (province, regency, code), population in zip(same_name, people, strict=True):
            share = population / sum(people)
            reading = Reading(province, regency, code, strength * share, DISTRICT, share)
            _add(found, name_key, reading)


def _regions() -> dict[str, tuple[str, ...]]:
    """Regions as the provinces they lie in; large islands tell no province."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in tables.rows("location_regions"):
        province = row["member_bps_code"][:2]
        if row["region_type"] != "island_group" and province not in members[row["region_id"]]:
            members[row["region_id"]].append(province)
    return {
        key(row["alias"]): tuple(members[row["target_code"]])
        for row in tables.rows("location_aliases")
        if row["level"] == "region"
    }


@lru_cache(maxsize=1)
def index() -> Index:
    """The index, built once (about 0.1 s)."""
    lists = word_lists()
    weights: dict[str, float] = lists["weights"]
    found: _Found = defaultdict(dict)
    _add_areas(found, weights)
    _add_aliases(found, weights)
    _add_districts(found, weights)
    abroad = {key(row["alias"]): row["iso_3166_1"] for row in tables.rows("location_abroad")}
    for row in tables.rows("countries"):
        for language in ("name_id", "name_en"):
            abroad.setdefault(key(row[language]), row["iso_3166_1"])
    modes = {key(text): mode for mode, texts in lists["modes"].items() for text in texts}
    indonesia = {
        key(r["alias"]) for r in tables.rows("location_aliases") if r["level"] == "country"
    }
    return Index(
        readings={name_key: tuple(areas.values()) for name_key, areas in found.items()},
        regions=_regions(),
        indonesia=frozenset(indonesia),
        abroad={name_key: code for name_key, code in abroad.items() if name_key not in found},
        modes=modes,
        alone=frozenset(key(text) for text in lists["alone"]["names"]),
    )
