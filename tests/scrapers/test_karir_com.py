"""Karir.com: amounts whose label stands in the detail, escaped texts, a place as description."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers.karir_com import ask_detail, ask_page, parse_detail, parse_listing
from scrapers.portal import ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

ROW: dict[str, Any] = {"id": 1, "job_position": "Kasir"}
AMOUNTS: dict[str, Any] = {"salary_lower": 7_777_777, "salary_upper": 8_888_888}


def posting_of(**told: object) -> RawPosting:
    data = {"opportunities": [ROW | told], "total_opportunities": 1}
    page = parse_listing(orjson.dumps({"data": data}))
    assert page.unreadable == ()
    return page.postings[0]


def detail_of(listed: RawPosting | None = None, **told: object) -> RawPosting:
    body = orjson.dumps({"data": ROW | told})
    return parse_detail(body, listed or RawPosting("karir_com", "", {}))


def test_next_page_begins_where_the_last_one_ended() -> None:
    told = ask_page("https://x.example", Step(page=2)).json
    assert isinstance(told, dict)
    assert (told["limit"], told["offset"], told["sort_order"]) == (20, 40, "newest")


def test_list_does_not_tell_whether_pay_is_shown_so_it_is_not_read() -> None:
    found = posting_of(**AMOUNTS)
    assert "salary" not in found.content
    assert "777" not in str(found.content)


@pytest.mark.parametrize(
    ("info", "amounts", "pay"),
    [
        ("LABEL_COMPETITIVE_SALARY", AMOUNTS, None),
        ("LABEL_COMPETITIVE_SALARY", {}, None),
        (None, AMOUNTS, "Rp 7.777.777 - Rp 8.888.888 per bulan"),
        (None, {"salary_lower": 0, "salary_upper": 0}, None),
        ("Rp 4 juta", {}, "Rp 4 juta"),
        ("Negosiasi", {}, None),
    ],
)
def test_pay_of_the_detail_is_read_by_its_label(
    info: str | None, amounts: dict[str, Any], pay: str | None
) -> None:
    content = detail_of(posting_of(**AMOUNTS), salary_info=info, **amounts).content
    assert content.get("salary") == pay
    assert pay is not None or "777" not in str(content)


def test_pay_that_the_detail_hides_is_dropped_from_the_list_too() -> None:
    listed = posting_of(salary_info="IDR", **AMOUNTS)
    assert "salary" in listed.content
    found = detail_of(listed, salary_info="LABEL_COMPETITIVE_SALARY", **AMOUNTS)
    assert "777" not in str(found.content)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("Kota Semarang • Penuh Waktu", "Kota Semarang"),
        ("Bandung", "Bandung"),
        ("Kami mencari orang yang jujur. " * 10, None),
        ("", None),
    ],
)
def test_short_description_of_the_list_is_the_place(told: str, place: str | None) -> None:
    content = posting_of(description=told).content
    assert content.get("location") == place
    assert ("description" in content) is (len(told) > 120)


def test_escaped_text_is_read_as_the_text_it_is() -> None:
    tasks = "&lt;p&gt;Menjaga kasir&lt;/p&gt;"
    demands = "&lt;ul&gt;&lt;li&gt;Jujur &amp;amp; rapi&lt;/li&gt;&lt;/ul&gt;"
    content = detail_of(responsibilities=tasks, requirements=demands).content
    assert content["description"] == "Menjaga kasir\n\n- Jujur & rapi"


@pytest.mark.parametrize("told", ["Kontrak", {"name": "Kontrak"}])
def test_names_stand_alone_or_in_objects(told: object) -> None:
    content = detail_of(job_type=told, job_functions=[told], workplace="Hybrid").content
    assert content["employment_type"] == "Contract"
    assert content["other"] == {"category": "Kontrak"}
    assert content["location"] == "(Hybrid)"


def test_times_have_a_zone_or_mean_that_of_jakarta() -> None:
    found = detail_of(posted_at="2026-07-20T18:40:00Z", expires_at="2026-08-20T23:59:59")
    assert found.posted == date(2026, 7, 21)  # already the next day in Jakarta
    assert found.posted_text == "2026-07-20T18:40:00Z"
    assert found.closed_at == datetime(2026, 8, 20, 16, 59, 59, tzinfo=UTC)


def test_detail_is_asked_by_number_and_must_be_of_the_posting() -> None:
    request = ask_detail("https://x.example", posting_of())
    assert request is not None
    assert request.json == {"opportunity_id": 1, "language": "id"}
    with pytest.raises(ShapeError, match=r"karir_com: data\.id"):
        detail_of(RawPosting("karir_com", "2", {}))


def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store
) -> None:
    market, portal = bench(make_market("karir_com")), portal_with("karir_com")
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    counts = first.counts
    assert (counts["new"], counts["details"], counts["pages"]) == (60, 60, 3)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["details"]) == ([], 1, 1)
    found = {int(name) - 9_100_000: told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[45]
    assert content["location"] == "Kabupaten Bekasi, Jawa Barat (Remote)"
    assert content["salary"] == "Rp 5.500.000 - Rp 6.000.000 per bulan"
    assert content["description"] == (
        "Menata barang di gudang\n- Stock opname tiap bulan\n\n- Memakai Excel"
    )
    assert (row.posted, row.closed_at) == (date(2026, 5, 30), START + 20 * DAY)
    assert row.url == "https://karir_com.contoh.invalid/opportunities/9100045"
