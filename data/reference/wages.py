"""The minimum wage of a regency on a day: its own (UMK) where one is listed, else the UMP."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from data.reference import tables
from data.reference.areas import province, regency

# The provinces split off in 2022 set their first minimum wages for 2024 (minimum_wage_province).
_FIRST_OWN_YEAR_AFTER_SPLIT: Final = 2024
# Rows of `minimum_wage_regency` that are a UMK; the others show the province's wage.
_UMK_BASES: Final = {"umk_listed": "listed", "umk_computed": "computed"}


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """Rupiah a month from 1 January of `year`.

    `basis` is "umk" (the regency's own) or "ump" (the province's, where no UMK is listed: the
    regency may have one that our list lacks). `area` is the BPS code the amount was set for.
    `status` tells how well the figure is known: listed, computed, checked, single_source,
    conflict or suspect (docs/data.md).
    """

    idr: int
    basis: str
    year: int
    source: str
    area: str
    status: str


@lru_cache(maxsize=1)
def _of_provinces() -> dict[tuple[str, int], MinimumWage]:
    return {
        (row["bps_province_code"], int(row["year"])): MinimumWage(
            idr=round(float(row["ump_idr"])),
            basis="ump",
            year=int(row["year"]),
            source=row["source_id"],
            area=row["bps_province_code"],
            status=row["status"],
        )
        for row in tables.rows("minimum_wage_province")
        if row["ump_idr"]
    }


@lru_cache(maxsize=1)
def _of_regencies() -> dict[tuple[str, int], MinimumWage]:
    return {
        (row["bps_code"], int(row["year"])): MinimumWage(
            idr=round(float(row["umk_idr"])),
            basis="umk",
            year=int(row["year"]),
            source=row["source_id"],
            area=row["bps_code"],
            status=_UMK_BASES[row["basis"]],
        )
        for row in tables.rows("minimum_wage_regency")
        if row["basis"] in _UMK_BASES
    }


def provincial_minimum_wage(code: str, on: date) -> MinimumWage | None:
    """The UMP of a province on a day; None where no figure was found.

    A province split off in 2022 had the wage of its former province until 2023.
    """
    found = _of_provinces().get((code, on.year))
    former = province(code).split_from
    if found is None and former and on.year < _FIRST_OWN_YEAR_AFTER_SPLIT:
        return _of_provinces().get((former, on.year))
    return found


def minimum_wage(code: str, on: date) -> MinimumWage | None:
    """The minimum wage of a regency (4 digits) or province (2 digits) on a day.

    An assumed row is never taken for the UMK; None where neither UMK nor UMP was found.
    """
    if len(code) == 2:
        return provincial_minimum_wage(code, on)
    own = _of_regencies().get((code, on.year))
    return own or provincial_minimum_wage(regency(code).province, on)


def latest_year() -> int:
    """The newest year for which a UMP is known."""
    return max(year for _, year in _of_provinces())
