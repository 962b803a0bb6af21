"""Classifications hang together: every code has its parent, every crosswalk its ends."""

import pytest

from data import reference
from data.errors import UserError
from data.reference import tables


def test_every_occupation_hangs_on_its_parent() -> None:
    occupations = reference.occupations()
    for code, occupation in occupations.items():
        assert occupation.level == len(code)
        assert occupation.parent == code[:-1]
        assert not occupation.parent or occupation.parent in occupations


def test_counts_of_kbji_and_kbli_are_those_of_the_books() -> None:
    levels = [occupation.level for occupation in reference.occupations().values()]
    assert [levels.count(level) for level in (1, 2, 3, 4)] == [10, 43, 130, 446]
    levels = [sector.level for sector in reference.sectors().values()]
    assert [levels.count(level) for level in (1, 2, 3, 4, 5)] == [21, 88, 245, 567, 1791]


def test_every_sector_lies_in_a_section() -> None:
    sections = {code for code, sector in reference.sectors().items() if sector.level == 1}
    assert sections == set("ABCDEFGHIJKLMNOPQRSTU")
    assert {sector.section for sector in reference.sectors().values()} == sections


def test_sections_and_divisions_have_english_titles() -> None:
    assert all(sector.title_en for sector in reference.sectors().values() if sector.level <= 2)


@pytest.mark.parametrize(
    ("code", "group"),
    [("1120", "managers"), ("2512", "professional_technical"), ("0110", "other")],
)
def test_occupation_leads_to_the_group_of_the_wage_tables(code: str, group: str) -> None:
    assert reference.sakernas_occupation(code) == group


def test_every_unit_group_has_a_group_of_the_wage_tables() -> None:
    groups = {row["occupation_group"] for row in tables.rows("wage_province_occupation_2026")}
    for code, occupation in reference.occupations().items():
        if occupation.level == 4:
            assert reference.sakernas_occupation(code) in groups


def test_job_titles_lie_in_known_unit_groups() -> None:
    assert set(reference.job_titles()) <= set(reference.occupations())
    assert sum(map(len, reference.job_titles().values())) == 2137


def test_portal_categories_name_known_groups() -> None:
    for row in tables.rows("crosswalk_portal_category"):
        for column in ("kbji_submajor_candidates", "kbji_minor_candidates"):
            assert set(row[column].split(";")) - {""} <= set(reference.occupations())


def test_schooling_runs_from_none_to_doctor() -> None:
    codes = list(reference.educations())
    assert (codes[0], codes[-1], len(codes)) == ("no_schooling", "s3", 14)


@pytest.mark.parametrize("code", ["", "251", "99999", "manager"])
def test_unknown_occupation_is_refused_but_a_known_group_is_not(code: str) -> None:
    if code == "251":
        assert reference.occupation(code).level == 3
        return
    with pytest.raises(UserError, match="KBJI 2014 has no code"):
        reference.occupation(code)


def test_unknown_sector_is_refused() -> None:
    with pytest.raises(UserError, match="letters A to U"):
        reference.sector("Z")
