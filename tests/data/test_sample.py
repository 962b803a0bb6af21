"""The sample postings: the same every time, within bounds, and nobody's real data."""

import gzip
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import sample
from data.errors import DataError
from data.sample import find_yesterday, sample_openings, sample_postings, write_sample
from data.sample_market import (
    Table,
    read_occupations,
    read_phrases,
    seeded,
    weigh_days,
    weigh_places,
)
from data.sample_wording import write_text

ROOT = Path(__file__).resolve().parents[2]
UNTIL = date(2026, 11, 23)
FIELDS = [
    "id",
    "portal",
    "url",
    "title",
    "company",
    "location",
    "salary",
    "description",
    "industry",
    "employment_type",
    "experience",
    "education",
    "posted",
    "scraped",
    "skills",
]


@pytest.fixture(scope="module")
def postings() -> list[Table]:
    return list(sample_postings(3000, UNTIL))


@pytest.fixture(scope="module")
def openings() -> list[sample.Opening]:
    return list(islice(sample_openings(UNTIL, 24, 17), 3000))


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_bytes_do_not_depend_on_the_process(hash_seed: str, tmp_path: Path) -> None:
    code = (
        "import sys, datetime, pathlib; from data.sample import write_sample; "
        "write_sample(pathlib.Path(sys.argv[1]), 200, datetime.date(2026, 11, 23))"
    )
    theirs, ours = tmp_path / "theirs.jsonl", tmp_path / "ours.jsonl"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", code, str(theirs)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    write_sample(ours, 200, UNTIL)
    assert theirs.read_bytes() == ours.read_bytes()


def test_a_smaller_sample_is_the_head_of_a_larger_one(postings: list[Table]) -> None:
    assert list(sample_postings(150, UNTIL)) == postings[:150]


def test_another_seed_is_another_market(postings: list[Table]) -> None:
    assert list(sample_postings(150, UNTIL, seed=18)) != postings[:150]


@pytest.mark.parametrize("n", [0, 1, 2, 77])
def test_as_many_postings_as_asked_for(n: int) -> None:
    assert len(list(sample_postings(n, UNTIL))) == n


def test_rows_have_the_fields_of_an_import_and_survive_json(postings: list[Table]) -> None:
    assert all(list(posting) == FIELDS for posting in postings)
    assert orjson.loads(orjson.dumps(postings)) == postings


def test_portal_and_id_name_one_posting(postings: list[Table]) -> None:
    assert len({(posting["portal"], posting["id"]) for posting in postings}) == len(postings)
    assert len({posting["url"] for posting in postings}) == len(postings)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2016, 1, 1), date(2040, 12, 31)), st.integers(1, 60), st.integers())
def test_nothing_is_seen_after_the_last_day(until: date, months: int, seed: int) -> None:
    first = weigh_days(until, months).things[0].isoformat()
    for posting in sample_postings(20, until, months, seed):
        assert first <= str(posting["posted"]) <= str(posting["scraped"]) <= until.isoformat()


def test_the_default_ends_yesterday() -> None:
    yesterday = find_yesterday()
    latest = date.fromisoformat(max(str(posting["scraped"]) for posting in sample_postings()))
    assert yesterday - timedelta(days=7) <= latest <= find_yesterday()


def test_every_province_and_every_occupation_appears(openings: list[sample.Opening]) -> None:
    provinces = {opening.place["province_code"] for opening in openings[:2400]}
    assert len(provinces) == 38
    assert {id(opening.occupation) for opening in openings} == {id(o) for o in read_occupations()}


def test_places_carry_the_code_of_their_province() -> None:
    places = weigh_places().things
    assert len({place["code"] for place in places}) == len(places)
    # Regencies of the new Papuan provinces kept or changed their codes; all are four digits.
    assert all(re.fullmatch(r"[1-9]\d{3}", place["code"]) for place in places)


def test_work_is_where_it_can_be_done(openings: list[sample.Opening]) -> None:
    for opening in openings:
        tags = opening.occupation.get("tags")
        assert not tags or set(tags) & set(opening.place["tags"])


def test_about_half_of_the_postings_state_pay(postings: list[Table]) -> None:
    share = sum(posting["salary"] is not None for posting in postings) / len(postings)
    assert 0.4 <= share <= 0.6


def test_pay_is_within_bounds_of_the_local_minimum(openings: list[sample.Opening]) -> None:
    for opening in openings:
        assert 0.8 * opening.minimum_idr <= opening.pay_low_idr < opening.pay_high_idr
        assert opening.pay_high_idr <= 5 * opening.minimum_idr
    shares = [opening.pay_low_idr / opening.minimum_idr for opening in openings]
    assert sum(share < 1 for share in shares) > 300
    assert max(shares) > 2.5


def test_pay_is_written_in_many_notations(postings: list[Table]) -> None:
    shapes = Counter(re.sub(r"\d+", "9", str(posting["salary"])) for posting in postings)
    assert len(shapes) >= 20
    for form in ("Negosiasi", "UMR", "IDR 9,9,9 - 9,9,9", "9,9 - 9,9 jt", "Rp 9.9/hari"):
        assert shapes[form] > 0, form


def test_texts_are_neither_stubs_nor_essays(postings: list[Table]) -> None:
    lengths = [len(posting["description"]) for posting in postings]
    assert min(lengths) >= 200
    assert max(lengths) <= 1500
    assert max(lengths) > 3 * min(lengths)


def test_neighbouring_texts_differ_and_have_no_braces_left(postings: list[Table]) -> None:
    texts = [posting["description"] for posting in postings]
    assert all(left != right for left, right in pairwise(texts))
    written = [f"{p['title']} {p['location']} {p['salary']} {p['description']}" for p in postings]
    assert not [text for text in written if "{" in text or "}" in text]


def test_texts_are_indonesian_english_and_mixed(openings: list[sample.Opening]) -> None:
    shares = Counter(opening.language for opening in openings)
    assert shares["id"] > 0.6 * len(openings)
    assert shares["en"] > 0.05 * len(openings)
    assert shares["mixed"] > 0.05 * len(openings)


@pytest.mark.parametrize("occupation", read_occupations(), ids=lambda o: o["id"][0])
@pytest.mark.parametrize("language", ["id", "mixed", "en"])
def test_every_occupation_can_be_worded(
    occupation: Table, language: str, openings: list[sample.Opening]
) -> None:
    if language == "en" and not occupation.get("english"):
        assert "duties_en" not in occupation
        return
    suffix = "_en" if language == "en" else ""
    opening = replace(
        openings[0],
        occupation=occupation,
        language=language,
        duties=tuple(occupation["duties" + suffix]),
        needs=tuple(occupation["needs" + suffix]),
    )
    for portal in read_phrases()["portal"]:
        for chance in range(5):
            text = write_text(opening, portal, seeded(chance))
            assert 200 <= len(text) <= 1500
            assert "{" not in text


def test_a_second_portal_tells_the_same_opening_otherwise(postings: list[Table]) -> None:
    by_number: dict[str, list[Table]] = {}
    for posting in postings:
        by_number.setdefault(posting["id"][-6:], []).append(posting)
    pairs = [pair for pair in by_number.values() if len(pair) == 2]
    assert 0.25 * len(postings) < 2 * len(pairs) < 0.5 * len(postings)
    for one, other in pairs:
        assert one["portal"] != other["portal"]
        assert one["description"] != other["description"]
        assert one["company"].removeprefix("PT").lstrip(". ") in other["company"]
        days = date.fromisoformat(other["posted"]) - date.fromisoformat(one["posted"])
        assert 0 <= days.days <= 3


def test_every_employer_is_coined(openings: list[sample.Opening]) -> None:
    assert all(opening.coin in opening.company for opening in openings)
    assert len({opening.company for opening in openings}) > 500


def test_contacts_are_there_and_are_nobodys(postings: list[Table]) -> None:
    texts = "\n".join(posting["description"] for posting in postings)
    hosts = re.findall(r"[\w.]{1,40}@([\w.-]{1,40}\w)", texts)
    assert len(hosts) > 100
    assert all(re.fullmatch(r"contoh-(satu|dua|tiga)\.example", host) for host in hosts)
    phones = re.findall(r"(?<![\d.])(?:\+?62|0) ?8[\d -]{8,14}\d", texts)
    assert len(phones) > 100
    digits = [re.sub(r"\D", "", phone) for phone in phones]
    assert all(re.fullmatch(r"(62|0)81200000\d{3}", number) for number in digits)


def test_skills_belong_to_the_work(openings: list[sample.Opening], postings: list[Table]) -> None:
    known = {opening.number: opening.occupation["skills"] for opening in openings}
    stated = [posting for posting in postings if posting["skills"] is not None]
    assert 0.2 < len(stated) / len(postings) < 0.7
    assert all(set(p["skills"]) <= set(known[int(p["id"][-6:])]) for p in stated)


def test_lebaran_is_quiet_and_the_weeks_after_are_not(openings: list[sample.Opening]) -> None:
    before = sum(date(2026, 3, 8) <= o.posted <= date(2026, 3, 26) for o in openings)
    after = sum(date(2026, 4, 5) <= o.posted <= date(2026, 4, 23) for o in openings)
    assert before < 0.6 * after


@pytest.mark.parametrize("eid", ["2024-04-10", "2025-03-31", "2026-03-21", "2027-03-10"])
def test_the_quiet_days_follow_the_moon(eid: str) -> None:
    days = weigh_days(date(2027, 12, 31), 60)
    position = list(days.things).index(date.fromisoformat(eid))
    week = days.summed[position] - days.summed[position - 7]
    month_later = days.summed[position + 28] - days.summed[position + 21]
    assert week < 0.5 * month_later


@pytest.mark.parametrize("name", ["sample.jsonl", "sample.jsonl.gz"])
def test_the_file_holds_the_postings_and_equal_bytes(name: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one" / name, tmp_path / "other" / f"x-{name}"
    assert write_sample(one, n=40, until=UNTIL) == 40
    assert write_sample(other, n=40, until=UNTIL) == 40
    assert one.read_bytes() == other.read_bytes()
    content = gzip.decompress(one.read_bytes()) if name.endswith(".gz") else one.read_bytes()
    lines = [orjson.loads(line) for line in content.splitlines()]
    assert lines == list(sample_postings(40, UNTIL))
    assert [path.name for path in one.parent.iterdir()] == [name]


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sample.jsonl.gz"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise DataError("no words left")

    monkeypatch.setattr(sample, "word_posting", fail)
    with pytest.raises(DataError, match="no words left"):
        write_sample(path, n=3, until=UNTIL)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
