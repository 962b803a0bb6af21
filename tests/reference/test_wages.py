"""The minimum wage tells what it is: the regency's own, or the province's, and never a guess."""

from datetime import date

import pytest

from data import reference
from data.reference import tables
from data.reference.wages import latest_year

NEW_YEAR_2026 = date(2026, 1, 1)
ASSUMED = [
    row["bps_code"]
    for row in tables.rows("minimum_wage_regency")
    if row["basis"] == "ump_assumed" and row["year"] == "2026"
]


def test_own_wage_of_a_regency_is_the_umk() -> None:
    found = reference.minimum_wage("3216", date(2026, 6, 15))
    assert found is not None
    assert (found.idr, found.basis, found.year, found.area) == (5938885, "umk", 2026, "3216")


@pytest.mark.parametrize("code", ASSUMED)
def test_assumed_row_is_never_returned_as_the_umk(code: str) -> None:
    found = reference.minimum_wage(code, NEW_YEAR_2026)
    assert found is not None
    assert found.basis == "ump"
    assert found.area == code[:2]


def test_jakarta_has_the_wage_of_its_province() -> None:
    found = reference.minimum_wage("3171", NEW_YEAR_2026)
    assert found is not None
    assert (found.basis, found.area) == ("ump", "31")


def test_province_code_gives_the_ump() -> None:
    found = reference.minimum_wage("33", date(2024, 12, 31))
    assert found is not None
    assert (found.basis, found.year) == ("ump", 2024)


def test_split_off_province_had_the_wage_of_its_former_province() -> None:
    before = reference.minimum_wage("9501", date(2022, 5, 1))
    after = reference.minimum_wage("9501", date(2025, 5, 1))
    assert before is not None
    assert after is not None
    assert (before.area, after.area) == ("94", "95")


@pytest.mark.parametrize("day", [date(1999, 1, 1), date(2031, 1, 1)])
def test_year_without_a_figure_gives_none(day: date) -> None:
    assert reference.minimum_wage("3216", day) is None


def test_umk_is_at_least_the_ump_of_its_province() -> None:
    ump = {
        (row["bps_province_code"], row["year"]): float(row["ump_idr"])
        for row in tables.rows("minimum_wage_province")
    }
    for row in tables.rows("minimum_wage_regency"):
        assert float(row["umk_idr"]) >= ump[row["bps_province_code"], row["year"]], row


def test_a_wage_is_known_for_every_province_and_regency_of_the_newest_year() -> None:
    day = date(latest_year(), 1, 1)
    for code in [*reference.provinces(), *reference.regencies()]:
        found = reference.minimum_wage(code, day)
        assert found is not None
        assert 2_000_000 < found.idr < 7_000_000
