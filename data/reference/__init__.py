"""The one door to all reference tables: `from data import reference`.

`reference.places.find("Cikarang, Bekasi")`, `reference.minimum_wage("3216", date(2026, 1, 1))`,
`reference.occupation("2512")`. Every table is read once, when first asked for.
"""

from data.reference import (
    areas,
    classifications,
    holidays,
    official,
    places,
    prakerja,
    tables,
    wages,
)
from data.reference.areas import districts, name, province, provinces, regencies, regency
from data.reference.classifications import (
    educations,
    job_titles,
    occupation,
    occupations,
    sakernas_occupation,
    sector,
    sectors,
)
from data.reference.holidays import holiday, is_lebaran_slack, is_working_day, lebaran
from data.reference.official import figures, latest, sources
from data.reference.wages import MinimumWage, minimum_wage

__all__ = [
    "MinimumWage",
    "areas",
    "classifications",
    "districts",
    "educations",
    "figures",
    "holiday",
    "holidays",
    "is_lebaran_slack",
    "is_working_day",
    "job_titles",
    "latest",
    "lebaran",
    "minimum_wage",
    "name",
    "occupation",
    "occupations",
    "official",
    "places",
    "prakerja",
    "province",
    "provinces",
    "regencies",
    "regency",
    "sakernas_occupation",
    "sector",
    "sectors",
    "sources",
    "tables",
    "wages",
]
