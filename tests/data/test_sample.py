"""The sample market as files and rows: the same every time, whole or not, read as written."""

import gzip
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import sample
from data.errors import DataError
from data.sample import (
    find_yesterday,
    sample_market,
    sample_postings,
    truth_path,
    write_market,
    write_sample,
)
from data.sample_advert import Advert, read_adverts, write_advert
from data.sample_calendar import Period
from data.sample_truth import Truth, read_truth
from scrapers.replay import load_market

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
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("market") / "market.jsonl.gz"
    write_market(path, until=UNTIL, openings=800)
    return path


@pytest.fixture(scope="module")
def head(market: Path) -> dict[str, Any]:
    with gzip.open(market) as file:
        found: dict[str, Any] = orjson.loads(file.readline())
        return found


@pytest.fixture(scope="module")
def adverts(market: Path) -> list[Advert]:
    with gzip.open(market) as file:
        file.readline()
        return list(read_adverts(file))


@pytest.fixture(scope="module")
def truth(market: Path) -> Truth:
    return read_truth(truth_path(market, UNTIL))


@pytest.fixture(scope="module")
def postings() -> list[dict[str, Any]]:
    return list(sample_postings(1000, UNTIL))


@pytest.mark.parametrize("hash_seed", ["0", "4711"])
def test_bytes_do_not_depend_on_the_process(hash_seed: str, tmp_path: Path) -> None:
    code = (
        "import sys, datetime, pathlib; from data.sample import write_market; "
        "write_market(pathlib.Path(sys.argv[1]), until=datetime.date(2026, 11, 23), openings=60)"
    )
    theirs, ours = tmp_path / "theirs" / "m.jsonl.gz", tmp_path / "ours" / "m.jsonl.gz"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-c", code, str(theirs)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    write_market(ours, until=UNTIL, openings=60)
    assert theirs.read_bytes() == ours.read_bytes()
    assert truth_path(theirs, UNTIL).read_bytes() == truth_path(ours, UNTIL).read_bytes()


def test_another_seed_is_another_market() -> None:
    one = list(sample_market(UNTIL, openings=30))
    assert one == list(sample_market(UNTIL, openings=30))
    assert one != list(sample_market(UNTIL, openings=30, seed=18))


def test_the_file_holds_a_head_and_the_adverts(head: dict[str, Any], adverts: list[Advert]) -> None:
    assert head["until"] == "2026-11-23"
    assert head["from"] == Period(UNTIL, 36).first.isoformat() == "2023-11-24"
    assert (head["seed"], head["openings"]) == (17, 800)
    assert adverts == list(sample_market(UNTIL, openings=800))
    assert list(read_adverts(map(write_advert, adverts))) == adverts


def test_adverts_come_by_date_and_none_after_the_last_day(adverts: list[Advert]) -> None:
    assert all(one.posted <= other.posted for one, other in pairwise(adverts))
    assert adverts[-1].posted <= datetime.fromisoformat("2026-11-23T16:59:59+00:00")
    assert adverts[0].posted >= datetime.fromisoformat("2023-11-24T00:00:00+00:00")
    assert len({(advert.portal, advert.number) for advert in adverts}) == len(adverts)


def test_an_advert_is_renewed_while_it_runs_and_then_goes(adverts: list[Advert]) -> None:
    for advert in adverts:
        moments = [advert.posted, *advert.bumped, advert.gone]
        assert all(one < other for one, other in pairwise(moments))
        assert advert.closes is None or advert.closes >= advert.gone.replace(microsecond=0)
    assert sum(bool(advert.bumped) for advert in adverts) > 0.05 * len(adverts)
    assert sum(advert.closes is not None for advert in adverts) > 0.4 * len(adverts)


def test_the_outage_stands_in_the_head_and_in_the_truth(head: dict[str, Any], truth: Truth) -> None:
    ((portal, (start, end)),) = head["outages"].items()
    assert truth.outage.portal == portal
    assert truth.outage.start == datetime.fromisoformat(start)
    assert truth.outage.end == datetime.fromisoformat(end)
    assert truth.outage.end - truth.outage.start == timedelta(days=21)
    assert truth.first < truth.outage.start.date() < truth.outage.end.date() < truth.until


def test_the_look_alike_portals_can_serve_it(
    market: Path, adverts: list[Advert], truth: Truth
) -> None:
    served = load_market(market)
    assert served.is_out(truth.outage.portal, truth.outage.start)
    assert not served.is_out(truth.outage.portal, truth.outage.end)
    now = datetime.fromisoformat("2026-11-23T16:59:59+00:00")
    for portal in {advert.portal for advert in adverts}:
        shelf = served.shelf(portal, now)
        assert {advert.number for advert in shelf.adverts} == {
            advert.number for advert in adverts if advert.portal == portal and advert.gone > now
        }
        assert shelf.adverts


def test_the_truth_tells_where_every_advert_belongs(adverts: list[Advert], truth: Truth) -> None:
    assert len(truth.openings) == 800
    told = {(p, n): opening for opening in truth.openings for p, n in opening.adverts}
    assert told.keys() == {(advert.portal, advert.number) for advert in adverts}
    for advert in adverts:
        opening = told[advert.portal, advert.number]
        assert opening.number == advert.opening
        assert opening.regency == advert.regency_code
        assert opening.term == advert.employment_type
        assert opening.language == advert.language
        assert advert.posted >= opening.posted
        assert advert.pay_low_idr in (None, opening.pay_low_idr)
        assert advert.experience_min_years in (None, opening.experience_years)
        assert advert.posted < opening.ends


def test_copies_and_reposts_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl.gz"
    counts = write_market(path, until=UNTIL, openings=300)
    truth = read_truth(truth_path(path, UNTIL))
    assert counts.openings == 300
    assert counts.adverts == sum(counts.by_portal.values()) == 300 + counts.copies + counts.reposts
    again = sum(
        len({portal for portal, _ in opening.adverts}) < len(opening.adverts)
        for opening in truth.openings
    )
    assert again == counts.reposts > 0
    assert counts.scams == sum(opening.is_scam for opening in truth.openings)


def test_a_market_of_one_month_works(tmp_path: Path) -> None:
    path = tmp_path / "m.jsonl.gz"
    counts = write_market(path, until=date(2025, 4, 2), openings=20, months=1)
    truth = read_truth(truth_path(path, date(2025, 4, 2)))
    assert counts.openings == len(truth.openings) == 20
    assert sum(truth.expected.values()) == pytest.approx(20, abs=0.01)


def test_a_file_that_is_no_truth_is_refused(tmp_path: Path) -> None:
    for content in (b"{}", b"[", b'{"openings": []}'):
        path = tmp_path / "truth.json"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"not the truth of a sample market"):
            read_truth(path)


@pytest.mark.parametrize("n", [0, 1, 2, 77])
def test_as_many_rows_as_asked_for(n: int) -> None:
    assert len(list(sample_postings(n, UNTIL))) == n


def test_rows_have_the_fields_of_an_import_and_survive_json(
    postings: list[dict[str, Any]],
) -> None:
    assert all(list(posting) == FIELDS for posting in postings)
    assert orjson.loads(orjson.dumps(postings)) == postings
    assert len({(posting["portal"], posting["id"]) for posting in postings}) == len(postings)
    assert len({posting["url"] for posting in postings}) == len(postings)


def test_rows_cover_the_whole_period(postings: list[dict[str, Any]]) -> None:
    months = {str(posting["posted"])[:7] for posting in postings}
    assert len(months) == 37  # 24 November 2023 to 23 November 2026


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2016, 1, 1), date(2040, 12, 31)), st.integers(1, 60), st.integers())
def test_nothing_is_seen_after_the_last_day(until: date, months: int, seed: int) -> None:
    first = Period(until, months).first.isoformat()
    for posting in sample_postings(12, until, months, seed):
        assert first <= str(posting["posted"]) <= str(posting["scraped"]) <= until.isoformat()


def test_the_default_ends_yesterday() -> None:
    yesterday = find_yesterday()
    latest = date.fromisoformat(max(str(posting["scraped"]) for posting in sample_postings()))
    assert yesterday - timedelta(days=7) <= latest <= find_yesterday()


@pytest.mark.parametrize("name", ["sample.jsonl", "sample.jsonl.gz"])
def test_the_file_of_rows_holds_them_in_equal_bytes(name: str, tmp_path: Path) -> None:
    one, other = tmp_path / "one" / name, tmp_path / "other" / f"x-{name}"
    assert write_sample(one, n=40, until=UNTIL) == 40
    assert write_sample(other, n=40, until=UNTIL) == 40
    assert one.read_bytes() == other.read_bytes()
    content = gzip.decompress(one.read_bytes()) if name.endswith(".gz") else one.read_bytes()
    lines = [orjson.loads(line) for line in content.splitlines()]
    assert lines == list(sample_postings(40, UNTIL))
    assert [path.name for path in one.parent.iterdir()] == [name]


def test_a_failed_write_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sample.jsonl.gz"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise DataError("no words left")

    monkeypatch.setattr(sample, "word_advert", fail)
    with pytest.raises(DataError, match="no words left"):
        write_market(path, until=UNTIL, openings=3)
    monkeypatch.setattr(sample, "word_adverts", fail)
    with pytest.raises(DataError, match="no words left"):
        write_sample(path, n=3, until=UNTIL)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_hidden_pay_is_no_row(adverts: list[Advert]) -> None:
    hidden = [advert for advert in adverts if advert.is_pay_hidden]
    assert len(hidden) > 0.05 * len(adverts)
    for advert in hidden:
        assert sample.write_row(advert, UNTIL)["salary"] is None
        shown = replace(advert, is_pay_hidden=False)
        assert sample.write_row(shown, UNTIL)["salary"] is not None
