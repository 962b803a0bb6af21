"""Glints: one page a query, hidden pay, must-have skills, Draft.js; nothing closed by absence."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers.glints import FACTS, ask_page, find_error, parse_detail, parse_listing
from scrapers.portal import ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, make_advert, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

PAY = {"salaryType": "BASIC", "salaryMode": "MONTH", "minAmount": 7_100_000, "CurrencyCode": "IDR"}
LOGIN = b'{"data":null,"errors":[{"extensions":{"code":"NO_PERMISSION"}}]}'


def read(**told: object) -> RawPosting:
    jobs = [{"id": "a", "title": "Juru Masak"} | told]
    body = orjson.dumps({"data": {"searchJobsV3": {"jobsInPage": jobs, "hasMore": True}}})
    page = parse_listing(body)
    assert (page.unreadable, page.has_more, page.total) == ((), False, None)
    return page.postings[0]


def detail_of(**told: object) -> bytes:
    return orjson.dumps({"data": {"getJobById": {"id": "a"} | told}})


def test_queries_are_all_combinations_of_filters() -> None:
    assert len(set(FACTS.queries)) == len(FACTS.queries) == 2 * 6 * 3
    request = ask_page("https://x.example", Step(query="location=L1&type=DAILY"))
    assert isinstance(request.json, dict)
    data = request.json["variables"]["data"]
    assert (data["LocationIds"], data["type"], data["page"]) == (["L1"], ["DAILY"], 1)
    assert "workArrangementOptions" not in data


def test_demand_for_login_is_the_end_of_a_query_not_a_fault() -> None:
    page = parse_listing(LOGIN)
    assert (page.rows, page.has_more) == (0, False)
    assert find_error(LOGIN) is None


def test_another_error_is_a_fault() -> None:
    with pytest.raises(ShapeError, match=r"glints: data\.searchJobsV3: BAD_USER_INPUT"):
        parse_listing(LOGIN.replace(b"NO_PERMISSION", b"BAD_USER_INPUT"))


@pytest.mark.parametrize(
    ("shown", "pay"),
    [(True, "IDR 7.100.000 per bulan"), (None, "IDR 7.100.000 per bulan"), (False, None)],
)
def test_hidden_pay_is_not_kept(shown: object, pay: str | None) -> None:
    content = read(shouldShowSalary=shown, salaries=[PAY], salaryEstimate=PAY).content
    assert content.get("salary") == pay
    assert ("100" in str(content)) == (pay is not None)


def test_bonus_is_no_pay() -> None:
    assert "salary" not in read(salaries=[PAY | {"salaryType": "BONUS"}]).content


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [(1, 3, "1 - 3 tahun"), (2, None, "2 tahun"), (None, 1, "0 - 1 tahun"), (0, 0, "0 tahun")],
)
def test_years_of_experience(least: int | None, most: int | None, told: str) -> None:
    posting = read(minYearsOfExperience=least, maxYearsOfExperience=most)
    assert posting.content["experience"] == told


def test_skills_that_must_be_are_noted_beside() -> None:
    skills = [
        {"mustHave": True, "skill": {"name": "Baking"}},
        {"mustHave": False, "skill": {"name": "HACCP"}},
    ]
    content = read(skills=skills).content
    assert content["skills"] == ["Baking", "HACCP"]
    assert content["other"] == {"must_have_skills": ["Baking"]}


def test_posted_is_when_it_was_made_not_when_it_was_renewed() -> None:
    posting = read(createdAt="2026-01-02T20:00:00Z", updatedAt="2026-09-01T00:00:00Z")
    assert str(posting.posted) == "2026-01-03"


def test_closed_job_is_closed_when_it_was_last_touched() -> None:
    posting = read(status="CLOSED", updatedAt="2026-09-01T00:00:00Z", expiryDate="2026-12-01")
    assert posting.closed_at == datetime(2026, 9, 1, tzinfo=UTC)


def test_text_is_made_of_the_blocks() -> None:
    blocks = [
        {"text": "Tugas", "type": "unstyled"},
        {"text": "Memasak", "type": "unordered-list-item"},
        {"text": "", "type": "unstyled"},
    ]
    body = detail_of(descriptionJsonString=orjson.dumps({"blocks": blocks}).decode())
    listed = RawPosting("glints", "a", {"title": "Juru Masak", "skills": ["Baking"]})
    content = parse_detail(body, listed).content
    assert content == {**listed.content, "description": "Tugas\n- Memasak"}


def test_text_that_is_no_draft_is_refused() -> None:
    with pytest.raises(ShapeError, match="glints"):
        parse_detail(detail_of(descriptionJsonString="<p>x</p>"), RawPosting("glints", "a", {}))


def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench(make_market("glints"))
    portal = portal_with("glints", detail_share=1.0)
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    assert (first.counts["new"], first.counts["details"], first.counts["pages"]) == (60, 60, 36)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["details"]) == ([], 1, 1)
    found = {int(name.rpartition("-")[2]): told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    _, content = found[45]
    assert content["location"] == "Cikarang, Kab. Bekasi, Jawa Barat (Remote)"
    assert content["description"].startswith("Menata barang di gudang\n- Stock opname")


def test_what_is_no_longer_on_the_first_pages_is_not_taken_as_closed(
    bench: Callable[..., Bench], store: Store
) -> None:
    old = [make_advert(n, portal="glints") for n in range(100, 103)]
    newer: list[Any] = [make_advert(n, portal="glints", posted=START + DAY) for n in range(1, 51)]
    market, portal = bench([*old, *newer]), portal_with("glints", detail_share=0.0)
    market.run(portals=[portal])
    for weeks in (1, 2, 3):
        outcome = market.run(START + weeks * 7 * DAY, portals=[portal], is_full=True)[0]
        assert (outcome.faults, outcome.counts["closed"]) == ([], 0)
    assert len(stored(store)) == 53


def test_nothing_at_all_is_still_a_fault(bench: Callable[..., Bench], store: Store) -> None:
    outcome = bench([]).run(portals=[portal_with("glints")])[0]
    assert "only 0 postings" in outcome.faults[0]
