"""Labels and readings paired thing by thing."""

from typing import Any

from nlp.confusions import pair_reading, write_confusions

LABELS: dict[str, Any] = {
    "remote": None, "seniority": "staff", "employment_type": "full_time", "education_min": "sma",
    "sector": "G", "sector_also": ["C"], "occupation": "5223", "occupation_also": [],
    "wage": {"min": 1}, "restrictions": {"age_max": 30}, "benefits": ["bpjs"],
}  # fmt: skip
READ: dict[str, Any] = {
    "remote": "remote", "seniority": "staff", "employment_type": None, "education_min": "smk",
    "sector": {"code": "C"}, "occupation": {"code": "4110"}, "wage": None,
    "restrictions": {"age_max": 35, "appearance": False}, "benefits": ["thr"],
}  # fmt: skip


def test_every_thing_is_paired_once() -> None:
    pairs = {field: (told, read) for field, told, read in pair_reading(LABELS, READ)}
    assert len(pairs) == len(list(pair_reading(LABELS, READ)))
    assert pairs["remote"] == ("", "remote")
    assert pairs["employment_type"] == ("full_time", "")
    assert pairs["education_min"] == ("sma", "smk")
    # The label accepts manufacturing as well; of occupations the first digit counts.
    assert pairs["sector"] == ("C", "C")
    assert pairs["occupation"] == ("5", "4")
    assert pairs["wage"] == ("yes", "")
    # Whether there is a limit, not which.
    assert pairs["restriction.age_max"] == ("yes", "yes")
    assert pairs["restriction.appearance"] == ("", "")
    assert (pairs["benefit.bpjs"], pairs["benefit.thr"]) == (("yes", ""), ("", "yes"))


def test_nothing_read_is_a_pair_too() -> None:
    nothing = dict.fromkeys(READ)
    pairs = {field: read for field, _, read in pair_reading(LABELS, nothing)}
    assert set(pairs.values()) == {""}


def test_pairs_are_counted_in_order() -> None:
    pairs = [("wage", "yes", "yes"), ("remote", "", ""), ("wage", "yes", "yes")]
    assert write_confusions(pairs) == "field,told,read,n\nremote,,,1\nwage,yes,yes,2\n"
