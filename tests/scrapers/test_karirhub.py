"""Karirhub: pay that is not shown, zero pay, two versions, employers who are not to be named."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers.karirhub import ask_detail, ask_page, parse_detail, parse_listing
from scrapers.portal import Request, ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, Shifted, make_advert, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

API = "https://x.example"
V1_PATH = "http://api.kemnaker.go.id/karirhub/catalogue/v1/industrial-vacancies"
ROW: dict[str, Any] = {"id": "01c0a700-aaaa-7bbb-8ccc-dddddddddd01", "title": "Kasir"}
AMOUNTS: dict[str, Any] = {
    "min_salary_amount": 7_777_777,
    "max_salary_amount": 8_888_888,
    "min_salary": {"currency": "IDR", "amount": 7_777_777},
    "max_salary": {"currency": "IDR", "amount": 8_888_888},
}


def list_of(*rows: object, **meta: object) -> bytes:
    return orjson.dumps({"data": rows, "meta": meta})


def posting_of(**told: object) -> RawPosting:
    page = parse_listing(list_of(ROW | told))
    assert page.unreadable == ()
    return page.postings[0]


def detail_of(listed: RawPosting | None = None, **told: object) -> RawPosting:
    body = orjson.dumps({"data": ROW | told})
    return parse_detail(body, listed or RawPosting("karirhub", "", {}))


@pytest.mark.parametrize("shown", [False, None])
def test_pay_is_kept_only_where_it_is_shown(shown: bool | None) -> None:
    for found in (
        posting_of(show_salary=shown, **AMOUNTS),
        detail_of(show_salary=shown, **AMOUNTS),
    ):
        assert "salary" not in found.content
        assert "777" not in str(found.content)
    assert "7.777.777" in str(detail_of(show_salary=True, **AMOUNTS).content["salary"])


def test_pay_that_the_detail_hides_is_dropped_from_the_list_too() -> None:
    listed = posting_of(show_salary=True, **AMOUNTS)
    assert "salary" in listed.content
    assert "777" not in str(detail_of(listed, show_salary=False, **AMOUNTS).content)


def test_zero_shown_as_pay_is_none() -> None:
    zero = {"min_salary_amount": 0, "max_salary_amount": 0}
    assert "salary" not in posting_of(show_salary=True, **zero).content


def test_employer_who_is_not_to_be_named_is_not() -> None:
    listed = posting_of(company_name="PT Contoh")
    assert listed.content["company"] == "PT Contoh"
    found = detail_of(listed, confidential=True, employer={"name": "PT Contoh"})
    assert "company" not in found.content


def test_contacts_of_the_employer_are_not_read() -> None:
    contacts = {"email": "hrd@contoh.invalid", "phone": "0812-0000-1234", "address": "Jl. Contoh"}
    found = detail_of(employer={"name": "PT Contoh", "employerable": contacts})
    assert found.content == {"title": "Kasir", "company": "PT Contoh"}


@pytest.mark.parametrize("told", [1_790_872_200, "2026-10-01 23:30:00"])
def test_list_counts_seconds_and_the_detail_writes_the_time_of_jakarta(told: int | str) -> None:
    found = posting_of(published_at=told)
    assert (found.posted, found.posted_text) == (date(2026, 10, 1), str(told))


@pytest.mark.parametrize(
    ("status", "closes"),
    [
        ("open", datetime(2026, 11, 29, 17, tzinfo=UTC)),
        ("published", datetime(2026, 11, 29, 17, tzinfo=UTC)),
        ("closed", datetime(2026, 10, 9, 1, tzinfo=UTC)),
    ],
)
def test_closing_date_or_closed_flag(status: str, closes: datetime) -> None:
    found = detail_of(status=status, expires_at="2026-11-30", updated_at="2026-10-09 08:00:00")
    assert found.closed_at == closes


def test_place_is_the_region_of_the_job_without_the_country() -> None:
    region = {
        "name": "Contohan, Contoh, Kabupaten Poso, Sulawesi Tengah, Indonesia",
        "regionable": {
            "code": "7202049999",
            "sub_district": {"code": "720299", "city": {"code": 7202, "province": {"code": 72}}},
        },
    }
    content = detail_of(posting_of(city_name="KAB. POSO"), region=region).content
    assert content["location"] == "Contohan, Contoh, Kabupaten Poso, Sulawesi Tengah"
    assert content["other"] == {"regency_code": 7202}


@pytest.mark.parametrize(("told", "suffix"), [("WFH", " (Remote)"), ("Hibrida", " (Hybrid)")])
def test_way_of_work_is_told_with_the_place(told: str, suffix: str) -> None:
    found = detail_of(region={"name": "Kota Palu"}, vacancyable={"work_arrangement": told})
    assert found.content["location"] == f"Kota Palu{suffix}"


def test_level_of_education_is_kept_beside_its_words() -> None:
    found = detail_of(min_education={"name": "SMA atau Sederajat", "level": 30})
    assert found.content["education"] == "SMA atau Sederajat"
    assert found.content["other"] == {"education_level_code": 30}


def test_detail_is_asked_of_the_version_that_listed_it() -> None:
    new = posting_of()
    old = parse_listing(list_of(ROW, path=V1_PATH)).postings[0]
    asked = [ask_detail(API, posting) for posting in (new, old)]
    assert [request.url.removeprefix(f"{API}/karirhub/") for request in asked if request] == [
        f"vacancy/v2/published-industrial-vacancies/{ROW['id']}",
        f"catalogue/v1/vacancies/{ROW['id']}",
    ]
    assert "list_version" not in str(detail_of(old, quota=2).content)


def test_id_that_looks_like_a_phone_number_is_still_asked_for() -> None:
    looks = "b3de08f9-ec98-4704-8692-ba0357079670"
    posting = posting_of(id=looks)
    assert posting.portal_id.startswith("hash:")
    request = ask_detail(API, posting)
    assert request is not None
    assert request.url.endswith(looks)
    assert detail_of(posting, id=looks).portal_id == posting.portal_id


def test_page_says_how_many_there_are_and_whether_more_follow() -> None:
    page = parse_listing(list_of(ROW, current_page=1, last_page=2, total=51))
    assert (page.total, page.has_more) == (51, True)
    page = parse_listing(list_of(ROW, current_page=2, last_page=2, total=51))
    assert page.has_more is False
    assert ask_page(API, Step("v2", "", 1)).params == {"page": "2", "limit": "50"}


def test_detail_of_another_posting_is_refused() -> None:
    with pytest.raises(ShapeError, match=r"karirhub: data\.id"):
        detail_of(RawPosting("karirhub", "another", {}))


@pytest.mark.parametrize("way", ["v2", "v1"])
def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store, way: str
) -> None:
    market, portal = bench(make_market("karirhub")), portal_with("karirhub", ways=(way,))
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    counts = first.counts
    assert (counts["new"], counts["details"], counts["pages"]) == (60, 60, 2)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["details"]) == ([], 1, 1)
    found = {content["title"]: (row, content) for row, content in stored(store).values()}
    assert set(found) == {f"Staf Gudang {number}" for number in (*range(1, 61), NEW)}
    for number in (*range(1, 61), NEW):
        assert ("salary" in found[f"Staf Gudang {number}"][1]) == tells_pay(number)
    assert "list_version" not in str(found)
    row, content = found["Staf Gudang 45"]
    remote = " (Remote)" if way == "v2" else ""
    assert content["location"] == f"Cikarang, Kabupaten Bekasi, Jawa Barat{remote}"
    assert content["salary"] == "IDR 5.500.000 - IDR 6.000.000 per bulan"
    assert content["description"].startswith("Menata barang di gudang\n- Stock opname")
    assert row.posted == date(2026, 5, 30)
    # The day alone is told.
    assert row.closed_at == datetime(2026, 6, 20, 17, tzinfo=UTC)
    assert row.url.startswith("https://karirhub.contoh.invalid/lowongan-dalam-negeri/lowongan/")


class _Refused(Shifted):
    """The portal with a first way that asks for more on a page than v2 allows."""

    def ask_page(self, api: str, step: Step) -> Request:
        request = ask_page(api, step)
        return replace(request, params={**request.params, "limit": "100"})


def test_older_version_is_taken_where_the_newer_one_refuses(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench([make_advert(number, portal="karirhub") for number in range(1, 6)])
    plain = portal_with("karirhub")
    portal: Any = _Refused(plain, plain.FACTS)
    outcome = market.run(portals=[portal])[0]
    assert outcome.faults == []
    assert "422" in outcome.notes[0]
    assert "The way 'v1' is taken." in outcome.notes[0]
    assert len(stored(store)) == outcome.counts["details"] == 5
