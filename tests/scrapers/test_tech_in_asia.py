"""Tech in Asia: asked with the operator's key only, which stands in no address; pay by a flag."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from data.store import Store
from scrapers.portal import Reader, ShapeError, Step, find_portal
from scrapers.tech_in_asia import FACTS, ask_page, parse_listing, with_key
from tests.scrapers.bench import DAY, START, Bench, Shifted
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

KEY = "kunci-contoh"


def read(**told: object) -> dict[str, Any]:
    hit = {"id": "a", "title": "Engineer", "city": {"name": "Jakarta"}} | told
    result = {"hits": [hit], "page": 0, "nbPages": 1, "nbHits": 1}
    page = parse_listing(orjson.dumps({"results": [result]}))
    assert page.unreadable == ()
    return dict(page.postings[0].content)


def portal() -> Reader:
    expect = FACTS.expect.model_copy(update={"postings": 1})
    return Shifted(with_key(KEY), FACTS.model_copy(update={"expect": expect}))  # type: ignore[return-value]


def test_without_a_key_it_says_what_is_missing() -> None:
    with pytest.raises(ShapeError, match="tech_in_asia: TECH_IN_ASIA_KEY: not set"):
        ask_page("https://x.example", Step())


def test_key_travels_in_a_header_not_in_the_address() -> None:
    request = with_key(KEY).ask_page("https://x.example", Step(page=3))
    assert request.headers["X-Algolia-API-Key"] == KEY
    assert KEY not in request.url
    assert KEY not in str(request.json)
    assert isinstance(request.json, dict)
    told = request.json["requests"][0]["params"]
    assert "page=3" in told
    assert "work_country_name%3AIndonesia" in told


def test_without_a_key_other_portals_are_collected_all_the_same(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench([*make_market("tech_in_asia"), *make_market("loker_id")])
    mute, other = market.run(portals=[find_portal("tech_in_asia"), find_portal("loker_id")])
    assert "TECH_IN_ASIA_KEY" in mute.faults[0]
    assert other.counts["new"] == 60


@pytest.mark.parametrize(
    ("told", "pay"),
    [
        ({"is_salary_visible": 1}, "IDR 7.100.000 - IDR 8.200.000"),
        ({"is_salary_visible": 0}, None),
        ({}, None),
        ({"is_salary_visible": 1, "salary_min": 0, "salary_max": 0}, None),
        (
            {"is_salary_visible": 1, "currency": {"currency_code": "USD"}},
            "USD 7.100.000 - USD 8.200.000",
        ),
    ],
)
def test_pay_only_where_it_is_visible(told: dict[str, Any], pay: str | None) -> None:
    content = read(**{"salary_min": 7_100_000, "salary_max": 8_200_000} | told)
    assert content.get("salary") == pay
    assert ("100" in str(content)) == (pay is not None)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"work_arrangement": "hybrid", "is_remote": 1}, "Jakarta (Hybrid)"),
        ({"work_arrangement": None, "is_remote": 1}, "Jakarta (Remote)"),
        ({"work_arrangement": "onsite", "is_remote": 0}, "Jakarta"),
    ],
)
def test_named_arrangement_goes_before_the_flag(told: dict[str, Any], place: str) -> None:
    assert read(**told)["location"] == place


def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench(make_market("tech_in_asia"))
    first = market.run(portals=[portal()])[0]
    assert (first.faults, first.notes) == ([], [])
    assert (first.counts["new"], first.counts["pages"], first.counts["details"]) == (60, 3, 0)
    second = market.run(START + DAY, portals=[portal()])[0]
    assert (second.faults, second.counts["new"], second.counts["changed"]) == ([], 1, 0)
    found = {int(name.rpartition("-")[2]): told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[45]
    assert (content["location"], content["experience"]) == ("Bekasi (Remote)", "1-3 tahun")
    assert row.closed_at == START + 20 * DAY
