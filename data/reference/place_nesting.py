"""Nesting: which neighbouring names are one place, as in "Taman, Sidoarjo", and which are two?"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from data.reference.areas import provinces
from data.reference.place_index import ALIAS, DISTRICT, NESTED, PROVINCE, WIDER, Reading
from data.reference.place_words import word_lists


@dataclass(frozen=True, slots=True)
class Place:
    """A work place: BPS province (2 digits), BPS regency (4 digits), Kemendagri district code.

    None where the text tells no more than the area above.
    """

    province: str | None
    regency: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one part, or several nested parts, of a text told."""

    place: Place
    certainty: float
    is_local: bool  # rests on the name of a kecamatan alone
    is_unique: bool


Readings = tuple[Reading, ...]


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The weights of location_words.toml."""
    return dict(word_lists()["weights"])


@lru_cache(maxsize=1)
def _former() -> dict[str, str | None]:
    return {code: province.split_from for code, province in provinces().items()}


def _narrow(first: Reading, second: Reading) -> Reading | None:
    """The narrower of two readings if one lies in the other; the weight is that of both."""
    weight = first.weight * second.weight
    if first.province != second.province:
        outer, inner = (first, second) if first.regency is None else (second, first)
        if outer.regency is not None or _former()[inner.province] != outer.province:
            return None
        weight *= weights()["former_province"]
        return inner._replace(weight=weight, kind=_nested_kind(inner))
    if first.regency is None and second.regency is None:
        return first._replace(weight=weight * weights()["same_name_twice"])
    if first.regency is None or second.regency is None:
        inner = second if first.regency is None else first
        return inner._replace(weight=weight, kind=_nested_kind(inner))
    if first.regency != second.regency:
        return None
    if first.district and second.district:
        return first._replace(weight=weight) if first.district == second.district else None
    inner, outer = (first, second) if first.district else (second, first)
    kind = outer.kind if inner.kind == WIDER else _nested_kind(inner)
    return inner._replace(weight=weight, kind=kind)


def _nested_kind(inner: Reading) -> str:
    """A kecamatan that lies in another name of the text no longer rests on its name alone."""
    return NESTED if inner.kind == DISTRICT else inner.kind


def nest(first: Readings, second: Readings, floor: str = "nesting_floor") -> Readings:
    """The readings under which both names are one place; empty where they are two places.

    How many other kecamatan have the name does not matter once the area around it is named.
    """
    least = weights()[floor]
    pairs = (_narrow(a, b) for a in first for b in second)
    return tuple(both for both in pairs if both and both.weight / both.share >= least)


def decide(readings: Readings) -> Told | None:
    """The most likely area, as far down as it is likelier than not; None where nothing is."""
    real = [reading for reading in readings if reading.kind != WIDER]
    total = sum(reading.weight for reading in real)
    if not total:
        return None
    shares: dict[tuple[str, str | None], float] = defaultdict(float)
    in_province: dict[str, float] = defaultdict(float)
    for reading in real:
        shares[reading.province, reading.regency] += reading.weight / total
        in_province[reading.province] += reading.weight / total
    (province, regency), share = max(shares.items(), key=lambda item: item[1])
    best = max(
        (r for r in real if (r.province, r.regency) == (province, regency)),
        key=lambda reading: reading.weight,
    )
    is_local = all(reading.kind == DISTRICT for reading in real)
    is_unique = len(shares) == 1
    if share >= weights()["regency_floor"]:
        district = _district_of(real, best)
        return Told(Place(province, regency, district), share, is_local, is_unique)
    province, share = max(in_province.items(), key=lambda item: item[1])
    if share >= weights()["province_floor"]:
        return Told(Place(province), share, is_local, is_unique)
    return None


def _district_of(readings: list[Reading], best: Reading) -> str | None:
    """The district told: that of the best reading, or of the alias that names the same regency."""
    if best.district or best.kind == PROVINCE:
        return best.district
    inside = {r.district for r in readings if r.regency == best.regency and r.district}
    return inside.pop() if best.kind == ALIAS and len(inside) == 1 else None
