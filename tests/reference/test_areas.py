"""Areas fit together: codes, names, people, regions and boundaries."""

from collections import Counter

import pytest

from data import reference
from data.errors import UserError
from data.reference import simplify, tables
from data.reference.place_words import key


def test_counts_are_the_official_ones() -> None:
    kinds = Counter(regency.kind for regency in reference.regencies().values())
    assert len(reference.provinces()) == 38
    assert kinds == {"kabupaten": 416, "kota": 98}
    assert len(reference.districts()) == 7285


def test_regencies_fold_into_their_provinces() -> None:
    for code, regency in reference.regencies().items():
        assert regency.province == code[:2]
        assert regency.province in reference.provinces()


def test_districts_fold_into_regencies_and_these_into_provinces() -> None:
    for district in reference.districts().values():
        assert reference.regency(district.regency).province == district.province


def test_people_of_the_regencies_sum_to_those_of_the_province() -> None:
    people: Counter[str] = Counter()
    for regency in reference.regencies().values():
        people[regency.province] += regency.population or 0
    assert people == {code: p.population for code, p in reference.provinces().items()}


def test_provinces_tell_how_many_regencies_they_have() -> None:
    counted = Counter((r.province, r.kind) for r in reference.regencies().values())
    for row in tables.rows("provinces"):
        assert counted[row["bps_code"], "kabupaten"] == int(row["regency_count"])
        assert counted[row["bps_code"], "kota"] == int(row["city_count"])


def test_no_two_regencies_of_a_kind_share_a_name() -> None:
    names = Counter((key(r.short_name), r.kind) for r in reference.regencies().values())
    assert [name for name, count in names.items() if count > 1] == []


def test_every_alias_and_region_leads_to_an_area() -> None:
    regions = {row["region_id"] for row in tables.rows("location_regions")}
    targets = {
        "province": set(reference.provinces()),
        "regency": set(reference.regencies()),
        "region": regions,
        "country": {"indonesia"},
        "remote": {"remote"},
    }
    for row in tables.rows("location_aliases"):
        assert row["target_code"] in targets[row["level"]], row
    for row in tables.rows("location_regions"):
        assert row["member_bps_code"] in targets[row["member_level"]], row


@pytest.mark.parametrize("code", ["", "3", "99", "9999", "1100", "ID-JK"])
def test_unknown_code_is_refused_in_a_sentence(code: str) -> None:
    with pytest.raises(UserError, match="BPS code"):
        (reference.province if len(code) == 2 else reference.regency)(code)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("31", "id", "DKI Jakarta"),
        ("32", "en", "West Java"),
        ("3216", "id", "Kabupaten Bekasi"),
        ("3275", "en", "Bekasi City"),
    ],
)
def test_names_in_both_languages(code: str, language: str, name: str) -> None:
    assert reference.name(code, language) == name


def test_simplifying_keeps_ends_and_corners_and_drops_the_rest() -> None:
    arc = [(0.0, 0.0), (0.5, 0.001), (1.0, 0.0), (1.0, 1.0)]
    assert simplify.simplify(arc, 0.03) == [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]
