"""On location texts drawn from real postings the finder agrees with verdicts made by hand.

locations300.csv: 300 postings drawn at random (seed 20261124) among the 96,906 that have a
location text, so that frequent texts weigh more; `drawn` is how often a text came up, `n` how
many postings carry it. The verdicts were written before the finder was run on the list.
"""

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from data.reference import places
from tests.conftest import REAL_POSTINGS

LIST = Path(__file__).resolve().parents[1] / "data" / "locations300.csv"


def verdicts() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share_right(column: str, found: dict[str, set[str]]) -> float:
    told = [row for row in verdicts() if row[column]]
    right = [row for row in told if set(row[column].split()) == found[row["text"]]]
    return sum(int(row["drawn"]) for row in right) / sum(int(row["drawn"]) for row in told)


def test_list_holds_300_draws_nearly_all_in_indonesia() -> None:
    drawn = sum(int(row["drawn"]) for row in verdicts())
    at_home = sum(int(row["drawn"]) for row in verdicts() if row["provinces"])
    assert (drawn, at_home) == (300, 299)


def test_right_province_in_97_of_100() -> None:
    found = {
        row["text"]: {str(place.province) for place in places.find(row["text"]).places}
        for row in verdicts()
    }
    assert share_right("provinces", found) >= 0.97


def test_right_regency_in_93_of_100() -> None:
    found = {
        row["text"]: {p.regency for p in places.find(row["text"]).places if p.regency}
        for row in verdicts()
    }
    assert share_right("regencies", found) >= 0.93


def test_no_regency_where_the_text_tells_none() -> None:
    for row in verdicts():
        if not row["regencies"]:
            assert not any(place.regency for place in places.find(row["text"]).places), row


@pytest.fixture(scope="module")
def real_texts() -> list[str]:
    if not REAL_POSTINGS.exists():
        pytest.skip("../shared/postings is not here")
    with gzip.open(REAL_POSTINGS, "rt", encoding="utf-8") as file:
        told = [json.loads(line).get("location") for line in file]
    return [text for text in told if text and text.strip()]


@pytest.mark.real
def test_list_counts_are_those_of_the_postings(real_texts: list[str]) -> None:
    counted = Counter(real_texts)
    for row in verdicts():
        assert counted[row["text"]] == int(row["n"])


@pytest.mark.real
def test_nearly_every_real_text_tells_a_place_a_country_or_remote(real_texts: list[str]) -> None:
    silent = Counter(
        text
        for text in real_texts
        if not (found := places.find(text)).places and not found.country and not found.remote
    )
    assert sum(silent.values()) / len(real_texts) < 0.002, silent.most_common(5)
