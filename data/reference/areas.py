"""Provinces, regencies and districts under their BPS codes, with Indonesian and English names."""

from dataclasses import dataclass
from functools import lru_cache

from data.errors import UserError
from data.reference import tables


@dataclass(frozen=True, slots=True)
class Province:
    """One of 38 provinces; `split_from` is the province it was part of before 2022."""

    code: str
    name_id: str
    name_en: str
    iso: str
    capital: str
    island_group: str
    timezone: str
    population: int | None
    split_from: str | None


@dataclass(frozen=True, slots=True)
class Regency:
    """One of 514 regencies; `kind` is `kota` or `kabupaten`."""

    code: str
    province: str
    name_id: str
    name_en: str
    short_name: str
    kind: str
    population: int | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class District:
    """One kecamatan under its Kemendagri code, the only complete one ("32.16.20")."""

    code: str
    bps_code_2022: str | None
    name: str
    regency: str
    province: str


@lru_cache(maxsize=1)
def provinces() -> dict[str, Province]:
    """All provinces by BPS code, in the order of the codes."""
    return {
        row["bps_code"]: Province(
            code=row["bps_code"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            iso=row["iso_3166_2"],
            capital=row["capital"],
            island_group=row["island_group"],
            timezone=row["timezone"],
            population=tables.whole(row["population_dec_2024"]),
            split_from=row["parent_before_split"] or None,
        )
        for row in tables.rows("provinces")
    }


@lru_cache(maxsize=1)
def regencies() -> dict[str, Regency]:
    """All regencies by BPS code, in the order of the codes."""
    return {
        row["bps_code"]: Regency(
            code=row["bps_code"],
            province=row["bps_province_code"],
            name_id=row["name_official"],
            name_en=f"{row['name_short']} {'City' if row['type'] == 'kota' else 'Regency'}",
            short_name=row["name_short"],
            kind="kota" if row["type"].startswith("kota") else "kabupaten",
            population=tables.whole(row["population_dec_2024"]),
            latitude=tables.number(row["latitude"]),
            longitude=tables.number(row["longitude"]),
        )
        for row in tables.rows("regencies")
    }


@lru_cache(maxsize=1)
def districts() -> dict[str, District]:
    """All districts by Kemendagri code."""
    return {
        row["kemendagri_code"]: District(
            code=row["kemendagri_code"],
            bps_code_2022=row["bps_code_2022"] or None,
            name=row["name"],
            regency=row["bps_regency_code"],
            province=row["bps_province_code"],
        )
        for row in tables.rows("districts")
    }


def province(code: str) -> Province:
    """The province with this BPS code (2 digits)."""
    try:
        return provinces()[code]
    except KeyError:
        raise UserError(
            f"No province has the BPS code {code!r}; codes run from 11 to 97."
        ) from None


def regency(code: str) -> Regency:
    """The regency with this BPS code (4 digits)."""
    try:
        return regencies()[code]
    except KeyError:
        raise UserError(
            f"No regency has the BPS code {code!r}; codes have 4 digits, 1101 to 9708."
        ) from None


def name(code: str, language: str = "id") -> str:
    """The name of a province or regency, in Indonesian (`id`) or English (`en`)."""
    area = province(code) if len(code) == 2 else regency(code)
    return area.name_en if language == "en" else area.name_id
