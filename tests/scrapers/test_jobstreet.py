"""JobStreet: three shapes of its list, hidden pay, anonymous employers, errors inside a 200."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers.jobstreet import (
    ask_detail,
    ask_page,
    find_error,
    parse_detail,
    parse_listing,
)
from scrapers.portal import ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

ROW: dict[str, Any] = {
    "id": "1",
    "title": "Mekanik",
    "companyName": "PT Contoh",
    "locations": [{"label": "Bogor, Jawa Barat", "countryCode": "ID"}],
    "listingDate": "2026-10-05T18:31:30Z",
}
DETAIL: dict[str, Any] = {"id": "1", "title": "Mekanik", "content": "<p>Merawat mesin</p>"}


def read(**told: object) -> dict[str, Any]:
    page = parse_listing(orjson.dumps({"data": [ROW | told], "totalCount": 1}))
    assert page.unreadable == ()
    return dict(page.postings[0].content)


def read_v7(salary: object, cjs: object) -> dict[str, Any]:
    job = {"id": "1", "title": "Mekanik", "salary": salary, "cjs": cjs}
    results = {"jobs": [job], "pagination": {"resultCount": 1}}
    body = orjson.dumps({"data": {"jobSearchV7": {"results": results}}})
    return dict(parse_listing(body).postings[0].content)


def detail_of(**told: object) -> bytes:
    return orjson.dumps({"data": {"jobDetails": {"job": DETAIL | told}}})


@pytest.mark.parametrize(
    ("label", "pay"),
    [
        ("Rp\xa05.126.898 per month", "Rp\xa05.126.898 per month"),
        ("IDR 5,500,000 - 6,000,000", "IDR 5,500,000 - 6,000,000"),
        ("Rp\xa00 – Rp\xa00 per month", None),
        ("Kompetitif", None),
        ("", None),
    ],
)
def test_pay_is_kept_in_its_wording_where_it_has_a_figure(label: str, pay: str | None) -> None:
    assert read(salaryLabel=label).get("salary") == pay


@pytest.mark.parametrize(("hidden", "is_told"), [(False, True), (True, False), (None, False)])
def test_amounts_count_only_where_they_are_not_hidden(hidden: object, is_told: bool) -> None:
    pay = {"period": "monthly", "min": 8_000_000, "max": 9_000_000, "currency": "IDR"}
    content = read_v7(pay, {"salary": {"hideSalary": hidden}})
    assert ("000" in str(content)) is is_told
    assert "salary" not in read_v7(pay, None)


def test_who_stays_anonymous_has_no_name() -> None:
    assert "company" not in read(companyName=None, advertiser={"description": "Pengiklan Anonim"})
    assert read(companyName=None, advertiser={"description": "CV Contoh"})["company"] == "CV Contoh"


@pytest.mark.parametrize(
    ("ids", "told"),
    [(["1"], ""), (["2"], " (Hybrid)"), (["3"], " (Remote)"), (["1", "3"], " (Hybrid)")],
)
def test_arrangement_is_told_with_the_place(ids: list[str], told: str) -> None:
    content = read(workArrangements={"data": [{"id": number} for number in ids]})
    assert content["location"] == f"Bogor, Jawa Barat{told}"


def test_job_in_two_countries_keeps_the_place_here() -> None:
    abroad = {"label": "Penang", "countryCode": "MY"}
    assert read(locations=[abroad, *ROW["locations"]])["location"] == "Bogor, Jawa Barat"
    body = orjson.dumps({"data": [ROW | {"locations": [abroad]}], "totalCount": 1})
    assert parse_listing(body).postings == ()


def test_detail_brings_text_and_closing_date_and_keeps_what_the_list_tells() -> None:
    listed = RawPosting(
        "jobstreet",
        "1",
        {
            "title": "Mekanik",
            "salary": "Rp 5 juta",
            "description": "Teaser",
            "other": {"category": "Teknik"},
        },
    )
    body = detail_of(
        expiresAt={"dateTimeUtc": "2026-11-04T12:59:59.999Z"},
        classifications=[{"label": "Otomotif (Teknik)"}],
    )
    found = parse_detail(body, listed)
    assert found.content["salary"] == "Rp 5 juta"
    assert found.content["description"] == "Merawat mesin"
    assert found.content["other"] == {"category": "Teknik"}
    assert found.closed_at == datetime(2026, 11, 4, 12, 59, 59, tzinfo=UTC)


def test_detail_of_another_posting_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"job\.id"):
        parse_detail(detail_of(), RawPosting("jobstreet", "2", {"title": "x"}))


def test_contact_fields_are_not_asked_for() -> None:
    request = ask_detail("https://x.example", RawPosting("jobstreet", "1", {}))
    assert request is not None
    assert isinstance(request.json, dict)
    assert "phone" not in request.json["query"].lower()
    assert "contact" not in request.json["query"].lower()


def test_rate_limit_inside_a_200_is_an_error_of_the_portal() -> None:
    body = orjson.dumps({"errors": [{"extensions": {"code": "RATE_LIMITED"}}]})
    assert find_error(body) == "RATE_LIMITED"
    assert find_error(detail_of(content="RATE_LIMITED, said the server")) is None


def test_other_errors_are_a_wrong_shape() -> None:
    body = orjson.dumps({"errors": [{"extensions": {"code": "UNSTABLE_QUERY_ERROR"}}], "data": {}})
    assert find_error(body) is None
    with pytest.raises(ShapeError, match="jobstreet: errors: UNSTABLE_QUERY_ERROR"):
        parse_listing(body)


def test_second_way_says_what_the_search_wants_to_hear() -> None:
    request = ask_page("https://x.example", Step("v7", "", 2))
    assert request.headers["x-custom-features"] == "application/features.seek.all+json"
    assert isinstance(request.json, dict)
    assert request.json["variables"]["params"]["responseConfig"]["page"] == 3


@pytest.mark.parametrize(("ways", "pages"), [(("v5", "v7"), 1), (("v7",), 2)])
def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store, ways: tuple[str, ...], pages: int
) -> None:
    market = bench(make_market("jobstreet"))
    portal = portal_with("jobstreet", detail_share=1.0, ways=ways)
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    assert (first.counts["new"], first.counts["details"]) == (60, 60)
    assert first.counts["pages"] == pages
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["details"]) == ([], 1, 1)
    found = {int(name) - 990_000_000: told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[45]
    assert content["location"] == "Cikarang, Jawa Barat (Remote)"
    assert content["description"].startswith("Menata barang di gudang\n- Stock opname")
    assert row.closed_at.date() == (START + 20 * DAY).date()


def test_only_a_sample_gets_its_detail(bench: Callable[..., Bench], store: Store) -> None:
    market = bench(make_market("jobstreet"))
    portal = portal_with("jobstreet")
    first = market.run(portals=[portal])[0]
    assert first.faults == []
    assert first.counts["new"] == 60
    assert 0 < first.counts["details"] < 12
    again = market.run(portals=[portal], is_full=True)[0]
    assert again.counts["details"] == 0


def test_trouble_on_the_way_changes_nothing_in_the_end(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench(make_market("jobstreet"), trouble=0.2)
    portal = portal_with("jobstreet", detail_share=1.0, page_size=20)
    for _ in range(5):
        if not market.run(portals=[portal])[0].faults:
            break
    found = stored(store)
    assert len(found) == 60
    assert all("Stock opname" in str(content["description"]) for _, content in found.values())
