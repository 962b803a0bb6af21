"""A new snapshot must earn its place."""

from datetime import UTC, datetime
from typing import Any

import pytest

from data.gate import find_objections
from data.snapshot import PortalMeta, SnapshotMeta


def make_meta(**changes: Any) -> SnapshotMeta:
    portals = changes.pop("portals", {"contoh": 1_000, "kecil": 40})
    told: dict[str, Any] = {
        "id": "20260301T000000Z",
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        "is_sample": False,
        "vacancies": 1_000,
        "postings": 1_040,
        "posted_from": None,
        "posted_to": None,
        "filled": {"wage_min_idr": 0.40, "regency": 0.90, "closed": 0.01},
        "regencies": {"3273": 300, "9471": 4},
        "versions": {},
        "tables": {},
        **changes,
    }
    told["portals"] = [
        PortalMeta(name=name, postings=n, posted_from=None, posted_to=None, last_seen=None)
        for name, n in portals.items()
    ]
    return SnapshotMeta(**told)


LAST = make_meta()


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"vacancies": 800},
        {"filled": {"wage_min_idr": 0.30, "regency": 0.95, "closed": 0.0}},
        {"portals": {"contoh": 500}},
        {"regencies": {"3273": 1, "9403": 1}},
    ],
)
def test_a_snapshot_that_is_about_as_good_passes(changes: dict[str, Any]) -> None:
    assert find_objections(make_meta(**changes), LAST) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"vacancies": 799}, "799 vacancies where the last has 1,000"),
        ({"is_sample": True}, "it holds the sample"),
        ({"regencies": {"3273": 9}}, "provinces lost: 94"),
        ({"filled": {"wage_min_idr": 0.29, "regency": 0.90}}, "column wage_min_idr"),
        ({"filled": {"regency": 0.90}}, "column wage_min_idr is filled in 0%"),
        ({"portals": {"contoh": 499, "kecil": 40}}, "portal contoh has 499"),
        ({"portals": {"kecil": 40}}, "portal contoh has 0"),
        ({"regencies": {"9471": 4}}, "regencies lost: 3273"),
    ],
)
def test_a_worse_one_is_held_back_with_the_reason(changes: dict[str, Any], sentence: str) -> None:
    assert any(sentence in objection for objection in find_objections(make_meta(**changes), LAST))


def test_a_column_that_a_new_layout_leaves_out_is_no_objection() -> None:
    new = make_meta(filled={"wage_min_idr": 0.40})
    assert any("column regency" in objection for objection in find_objections(new, LAST))
    assert find_objections(new, LAST.model_copy(update={"layout": new.layout - 1})) == []


def test_the_first_one_and_the_first_real_one_have_no_predecessor() -> None:
    tiny = make_meta(vacancies=1, regencies={}, portals={})
    assert find_objections(tiny, None) == []
    assert find_objections(tiny, make_meta(is_sample=True)) == []


def test_fewer_vacancies_of_as_many_postings_are_no_loss_under_other_rules() -> None:
    together = make_meta(vacancies=600, versions={"duplicates": "1"})
    assert find_objections(together, LAST) == []
    (objection,) = find_objections(together.model_copy(update={"postings": 800}), LAST)
    assert objection.startswith("800 postings where the last has 1,040")
    (objection,) = find_objections(make_meta(vacancies=400, versions={"duplicates": "1"}), together)
    assert objection.startswith("400 vacancies where the last has 600")
