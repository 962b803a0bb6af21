"""Loker.id: bands of pay, stale closing dates, and route ids that change under our feet."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers.loker_id import FACTS, ask_detail, ask_page, parse_detail, parse_listing
from scrapers.portal import ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

ROW: dict[str, Any] = {"id": 1, "slug": "kasir-1", "title": "Kasir", "company_name": "CV Contoh"}


def read(**told: object) -> RawPosting:
    page = parse_listing(orjson.dumps({"jobs": [ROW | told]}))
    assert page.unreadable == ()
    return page.postings[0]


def page_of(routes: dict[str, Any]) -> bytes:
    context = orjson.dumps({"state": {"loaderData": routes}}).decode()
    return f"<html><script>window.__remixContext = {context};</script></html>".encode()


@pytest.mark.parametrize(
    ("told", "pay"),
    [
        ({"salary": {"name": "Rp.3 – 4 Juta"}}, "Rp.3 – 4 Juta"),
        ({"job_salary": "Rp.1 - 2 Juta"}, "Rp.1 - 2 Juta"),
        ({"salary": {"name": "Rp 20 Juta Lebih"}}, "lebih dari Rp 20 juta"),
        ({"salary": {"name": "Negosiasi"}}, None),
        ({"salary": {"name": ""}, "job_salary": ""}, None),
        ({"salary_min": 0, "salary_max": 0}, None),
        ({"salary_min": 3e6, "salary_max": 3.5e6}, "Rp 3.000.000 - Rp 3.500.000 per bulan"),
    ],
)
def test_pay_as_band_or_amounts(told: dict[str, Any], pay: str | None) -> None:
    assert read(**told).content.get("salary") == pay


def test_hidden_pay_is_not_kept_in_any_form() -> None:
    told = {"salary": {"name": "Rp.7 – 8 Juta"}, "salary_min": 7_100_000, "is_hide_salary": 1}
    assert not set("78") & set(str(read(**told).content))


def test_closing_date_of_an_earlier_round_is_passed_over() -> None:
    published = {"published_at": "2026-09-18 11:30:18", "post_date": "2026-09-18 11:30:18"}
    assert read(**published, closed_at="2026-08-14 11:52:18").closed_at is None
    later = read(**published, closed_at="2026-10-14 11:52:18").closed_at
    assert later == datetime(2026, 10, 14, 4, 52, 18, tzinfo=UTC)


def test_time_without_a_zone_is_that_of_jakarta() -> None:
    posting = read(post_date="2026-09-18 23:30:00", published_at="2026-10-02 01:00:02")
    assert (posting.posted, posting.posted_text) == (date(2026, 9, 18), "2026-09-18 23:30:00")


def test_time_that_is_none_makes_the_row_unreadable() -> None:
    page = parse_listing(orjson.dumps({"jobs": [ROW | {"post_date": "kemarin"}]}))
    assert page.unreadable[0].reason == "loker_id: post_date: no date or time in ISO form"


def test_everything_that_is_accepted_is_told() -> None:
    content = read(
        educations=[{"name": "Sarjana / S1"}, {"name": "SMA / SMK / STM"}],
        experiences=[{"name": "3-5 Tahun"}, {"name": "Fresh Graduate"}],
        types=[{"name": "Magang"}, {"name": "Kontrak"}],
    ).content
    assert content["education"] == "S1, SMA/SMK"
    assert content["experience"] == "3-5 Tahun, Fresh Graduate"
    assert content["employment_type"] == "Magang, Kontrak"


def test_route_with_the_jobs_is_found_whatever_its_name() -> None:
    meta = {"current_page": 3, "last_page": 3, "total": 41}
    page = parse_listing(page_of({"root": {"x": 1}, "routes/baru": {"jobs": [ROW], "meta": meta}}))
    assert (page.rows, page.total, page.has_more) == (1, 41, False)
    with pytest.raises(ShapeError, match="loker_id: jobs"):
        parse_listing(page_of({"root": {"x": 1}}))


def test_detail_page_is_read_though_never_asked_for() -> None:
    assert ask_detail("https://x.example", RawPosting("loker_id", "1", {})) is None
    body = page_of({"root": {}, "routes/$job": {"job": ROW, "company": {}}})
    assert parse_detail(body, RawPosting("loker_id", "1", {})).content["title"] == "Kasir"


def test_two_ways_to_ask() -> None:
    data = ask_page("https://x.example", Step("data", "", 0))
    assert data.params["_data"] == FACTS.words["route"]["list"]
    page = ask_page("https://x.example", Step("page", "", 1))
    assert (page.url, page.params) == ("https://x.example/cari-lowongan-kerja/page/2", {})


def test_market_is_collected_though_the_route_has_another_id(
    bench: Callable[..., Bench], store: Store
) -> None:
    market, portal = bench(make_market("loker_id")), portal_with("loker_id")
    first = market.run(portals=[portal])[0]
    assert first.faults == []
    assert first.notes[0].endswith("The way 'page' is taken.")
    assert (first.counts["new"], first.counts["pages"]) == (60, 3)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["changed"]) == ([], 1, 0)
    found = {int(name) - 90_000_000: told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[45]
    assert content["location"] == "Bekasi Kabupaten, Jawa Barat (Remote)"
    assert content["salary"] == "Rp 5.500.000 - Rp 6.000.000 per bulan"
    assert row.closed_at == START + 20 * DAY
