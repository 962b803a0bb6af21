"""Phrases that the taxonomy lacks are counted by employers, shown without personal data."""

from typing import Any

import pytest

from nlp.missing import find_missing, normalise
from nlp.taxonomy import skills


def advertise(company: str, description: str, **fields: str) -> dict[str, Any]:
    return {"title": "Lowongan", "company": company, "description": description, **fields}


def asking_for(phrase: str, *companies: str) -> list[dict[str, Any]]:
    text = f"Kualifikasi:\n- Menguasai {phrase}\n- Teliti"
    return [advertise(company, text) for company in companies]


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("Mesin  Glimbrat", "mesin glimbrat"),
        ("mesin-glimbrat.", "mesin glimbrat"),
        ("(Mesin\nGlimbrat)", "mesin glimbrat"),
        ("***", ""),
    ],
)
def test_ways_to_write_a_phrase_are_counted_as_one(written: str, counted: str) -> None:
    assert normalise(written) == counted


def test_a_phrase_counts_once_for_each_employer() -> None:
    postings = [
        *asking_for("mesin glimbrat", "PT Satu", "PT Dua", "PT Dua", "pt dua", "PT Tiga"),
        *asking_for("mesin brondak", "PT Satu", "PT Satu", "PT Satu"),
    ]
    found = {phrase.phrase: phrase for phrase in find_missing(postings)}
    (counted,) = [p for p in found.values() if "glimbrat" in p.phrase]
    assert (counted.employers, counted.postings) == (3, 5)
    assert not any("brondak" in phrase for phrase in found)


def test_what_the_taxonomy_has_is_not_missing() -> None:
    postings = asking_for("Microsoft Excel", "PT Satu", "PT Dua", "PT Tiga")
    assert all("excel" not in phrase.phrase for phrase in find_missing(postings, 1000, 1))


def test_the_most_wanted_come_first_and_the_limit_holds() -> None:
    postings = [
        *asking_for("mesin glimbrat", "PT Satu", "PT Dua", "PT Tiga"),
        *asking_for("mesin brondak", "PT Satu", "PT Dua", "PT Tiga", "PT Empat"),
    ]
    phrases = find_missing(postings)
    assert [p.employers for p in phrases] == sorted((p.employers for p in phrases), reverse=True)
    assert "brondak" in phrases[0].phrase
    assert find_missing(postings, limit=1) == phrases[:1]


def test_postings_without_an_employer_count_as_one() -> None:
    assert find_missing(asking_for("mesin glimbrat", "", "", "", "")) == []
    (one,) = find_missing(asking_for("mesin glimbrat", "", "", ""), least_employers=1)
    assert one.employers == 1


def test_examples_are_short_and_hold_no_contact() -> None:
    text = (
        "Persyaratan:\n- Menguasai mesin glimbrat, hubungi Ibu Ratna Dewi "
        "0812-3456-7890 atau ratna.dewi@contoh.example segera"
    )
    (found,) = [
        phrase
        for phrase in find_missing([advertise("PT Satu", text)], least_employers=1)
        if "glimbrat" in phrase.phrase
    ]
    (example,) = found.examples
    assert "glimbrat" in example
    assert "\n" not in example
    assert len(example) < 120
    for personal in ("0812", "7890", "Ratna", "@contoh"):
        assert personal not in example


def test_the_nearest_entry_is_one_of_the_taxonomy_or_none() -> None:
    ids = {skill.id for skill in skills()}
    postings = [
        *asking_for("mesin obraas", "PT Satu"),
        *asking_for("mesin glimbratkuwoso", "PT Satu"),
    ]
    found = {p.phrase: p for p in find_missing(postings, 100, 1)}
    (near,) = [p for name, p in found.items() if "obraas" in name]
    assert near.nearest == "overlock-machine"
    assert near.nearest_wording == "mesin obras"
    assert {p.nearest for p in found.values()} <= ids | {None}
