"""KitaLulus: ways that fall back, a field asked on trial, no pay as 0, renewals, games left out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest

from data.posting import RawPosting
from data.store import Store
from scrapers import kitalulus
from scrapers.kitalulus import FACTS, ask_detail, ask_page, find_error, parse_detail, parse_listing
from scrapers.portal import Facts, Reader, Request, ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, Shifted, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

API = "http://127.0.0.1:9"
PAGE = "https://www.kitalulus.com/lowongan/detail/kasir-aaab"
ROW: dict[str, Any] = {"slug": "kasir-aaab", "positionName": "Kasir"}
MICROS = 1_790_730_000_000_000  # 2026-09-30, 08:00 in Jakarta


def list_of(*rows: object, **told: object) -> bytes:
    plain = {"hasNextPage": False, "elements": len(rows), "list": rows}
    return orjson.dumps({"data": {"vacanciesV4": plain | told}})


def posting_of(**told: object) -> RawPosting:
    page = parse_listing(list_of(ROW | told))
    assert page.unreadable == ()
    return page.postings[0]


def detail_of(**told: object) -> bytes:
    return orjson.dumps({"data": {"vacancyBySlug": ROW | told}})


def body_of(request: Request | None) -> dict[str, Any]:
    assert request is not None
    assert isinstance(request.json, dict)
    return request.json


def test_pages_are_counted_from_one_and_the_newest_stand_first() -> None:
    variables = body_of(ask_page(API, Step("v4", "", 2)))["variables"]
    assert variables["pagination"] == {"page": 3, "limit": 30}
    assert variables["filters"] == [{"key": "sortBy", "value": ["createdAt"]}]


def test_day_of_publication_is_asked_on_trial_only() -> None:
    assert "createdAt" in body_of(ask_page(API, Step("v4-created")))["query"]
    assert "createdAt" not in body_of(ask_page(API, Step("v4")))["query"]


@pytest.mark.parametrize(
    ("low", "high", "kind", "pay"),
    [
        (0, 0, "Kontrak", None),
        (3_000_000, 0, "Kontrak", "Rp 3.000.000 per bulan"),
        (3_000_000, 3_500_000, "Magang", "Rp 3.000.000 - Rp 3.500.000 per bulan"),
        (15_000, 60_000, "Freelance", "Rp 15.000 - Rp 60.000"),
    ],
)
def test_zero_is_no_pay_and_pay_by_the_task_no_monthly_one(
    low: int, high: int, kind: str, pay: str | None
) -> None:
    told = posting_of(salaryLowerBound=low, salaryUpperBound=high, typeStr=kind)
    assert told.content.get("salary") == pay


def test_amount_that_the_site_does_not_show_is_not_stored() -> None:
    hidden = "Dapat Dinegosiasikan"
    told = posting_of(
        salaryLowerBound=7_777_777,
        salaryLowerBoundStr=hidden,
        salaryUpperBound=8_888_888,
        salaryUpperBoundStr=hidden,
    )
    assert "salary" not in told.content
    assert "777" not in str(told.content)


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("Terakhir diperbarui pada 17 Apr 2026", date(2026, 4, 17)),
        ("Terakhir diperbarui pada 3 Agt 2026", date(2026, 8, 3)),
        ("Terakhir diperbarui pada 31 Feb 2026", None),
        ("Terakhir diperbarui hari ini", None),
        ("Terakhir diperbarui 3 hari yang lalu", None),
    ],
)
def test_day_of_renewal_stands_in_where_no_other_is_told(wording: str, day: date | None) -> None:
    told = posting_of(updatedAtStr=wording)
    assert (told.posted, told.posted_text) == (day, wording)


def test_day_of_publication_goes_before_that_of_renewal() -> None:
    listed = posting_of(createdAt=MICROS, updatedAtStr="Terakhir diperbarui pada 17 Okt 2026")
    assert (listed.posted, listed.posted_text) == (date(2026, 9, 30), str(MICROS))
    whole = parse_detail(detail_of(updatedAt=MICROS + 17 * 86_400_000_000), listed)
    assert whole.posted == date(2026, 9, 30)


def test_detail_adds_and_what_only_the_list_tells_stays() -> None:
    listed = posting_of(jobSpecialization={"displayName": "Ritel"}, minExperience=2)
    found = parse_detail(
        detail_of(formattedDescription="<p>Jaga toko</p>", skillTags=["Excel"], maxAge=30), listed
    )
    assert found.content["description"] == "Jaga toko"
    assert found.content["experience"] == "2 tahun"
    assert found.content["other"] == {"specialization": "Ritel", "max_age": 30}
    with pytest.raises(ShapeError, match="slug"):
        parse_detail(detail_of(slug="other"), listed)


@pytest.mark.parametrize(
    ("told", "closes"),
    [
        ({"validThrough": "2026-11-01T17:00:00.000Z"}, datetime(2026, 11, 1, 17, tzinfo=UTC)),
        ({"closeDate": MICROS}, datetime(2026, 9, 30, 1, tzinfo=UTC)),
        ({"isClosed": True, "updatedAt": MICROS}, datetime(2026, 9, 30, 1, tzinfo=UTC)),
        ({"isPublished": False, "updatedAt": MICROS}, datetime(2026, 9, 30, 1, tzinfo=UTC)),
        ({"isClosed": False, "isPublished": True}, None),
    ],
)
def test_closing_date_or_closed_flag(told: dict[str, object], closes: datetime | None) -> None:
    assert parse_detail(detail_of(**told), RawPosting("kitalulus", "", {})).closed_at == closes


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ("Kerja dari kantor (WFO)", "Denpasar, Bali"),
        ("Kerja di lapangan (Fieldwork)", "Denpasar, Bali"),
        ("Campuran (Hybrid)", "Denpasar, Bali (Hybrid)"),
        ("Kerja dari manapun (Remote)", "Denpasar, Bali (Remote)"),
    ],
)
def test_way_of_work_is_told_with_the_place(label: str, place: str) -> None:
    told = {"city": {"name": "Denpasar"}, "province": {"name": "Bali"}, "locationSiteStr": label}
    assert posting_of(**told).content["location"] == place


def test_games_are_no_jobs() -> None:
    game = ROW | {"company": {"name": "Misi Seru - KitaLulus"}}
    page = parse_listing(list_of(game, ROW | {"slug": "b"}))
    assert [posting.portal_id for posting in page.postings] == ["b"]
    assert page.rows == 2
    node = {"@type": "JobPosting", "title": "Main", "hiringOrganization": game["company"]}
    script = f'<script type="application/ld+json">{orjson.dumps(node).decode()}</script>'
    link = RawPosting("kitalulus", "kasir-aaab", {}, url=PAGE)
    assert parse_detail(f"<!doctype html>{script}".encode(), link).content == {}


def test_address_with_a_phone_number_is_not_kept() -> None:
    told = posting_of(slug="kasir-wa-081234567890-aaab")
    assert told.url is None
    assert "0812" not in told.portal_id
    assert ask_detail(API, told) is None


def test_posting_is_known_by_its_slug_in_both_ways() -> None:
    link = parse_listing(f"<urlset><url><loc>{PAGE}</loc></url></urlset>".encode()).postings[0]
    assert (link.portal, link.portal_id, link.url) == ("kitalulus", posting_of().portal_id, PAGE)
    assert link.content == {}


def test_live_pages_are_asked_at_the_site_and_look_alikes_at_the_look_alike() -> None:
    link = RawPosting("kitalulus", "kasir-aaab", {}, url=PAGE)
    for api, where in ((FACTS.api, FACTS.pages), (API, API)):
        assert ask_page(api, Step("sitemap")).url == f"{where}/sitemap.xml"
        asked = ask_detail(api, link)
        assert asked is not None
        assert asked.url == f"{where}/lowongan/detail/kasir-aaab"
    assert body_of(ask_detail(API, posting_of()))["variables"] == {"slug": "kasir-aaab"}


def test_sitemap_without_job_pages_is_a_fault() -> None:
    body = b"<sitemapindex><sitemap><loc>https://www.kitalulus.com/b.xml</loc></sitemap>"
    with pytest.raises(ShapeError, match="kitalulus: sitemap: no part is called job-detail"):
        parse_listing(body + b"</sitemapindex>")


def test_errors_inside_a_200() -> None:
    limited = {"errors": [{"message": "x", "extensions": {"code": "RATE_LIMITED"}}], "data": None}
    assert find_error(orjson.dumps(limited)) == "RATE_LIMITED"
    unknown = {"errors": [{"message": 'Cannot query field "createdAt"'}]}
    assert find_error(orjson.dumps(unknown)) is None
    assert find_error(detail_of(formattedDescription='"errors" RATE_LIMITED')) is None
    with pytest.raises(ShapeError, match="kitalulus: errors: Cannot query field"):
        parse_listing(orjson.dumps(unknown))


class _Rotated(Shifted):
    """The portal with a first way by the hash of a stored query, which has been replaced."""

    def __init__(self, portal: Reader) -> None:
        facts: Facts = portal.FACTS.model_copy(update={"ways": ("v3", "v4")})
        super().__init__(portal, facts)

    def ask_page(self, api: str, step: Step) -> Request:
        if step.way == "v3":
            return Request(f"{api}/graphql", params={"operationName": "vacanciesV3"})
        return kitalulus.ask_page(api, step)


def test_way_that_has_gone_is_left_for_the_next(bench: Callable[..., Bench], store: Store) -> None:
    market = bench(make_market("kitalulus"))
    portal: Any = _Rotated(portal_with("kitalulus"))
    outcome = market.run(portals=[portal])[0]
    assert outcome.faults == []
    assert "PersistedQueryNotFound The way 'v4' is taken." in outcome.notes[0]
    assert outcome.counts["new"] == len(stored(store)) == 60


# In the sitemap it is not told that one of the pages is a game; it is found out each time anew.
@pytest.mark.parametrize(
    ("way", "pages", "games"), [("v4-created", 3, 0), ("v4", 3, 0), ("sitemap", 2, 1)]
)
def test_market_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store, way: str, pages: int, games: int
) -> None:
    market, portal = bench(make_market("kitalulus")), portal_with("kitalulus", ways=(way,))
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    counts = first.counts
    assert (counts["new"], counts["details"], counts["pages"]) == (60, 60 + games, pages)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"]) == ([], 1)
    assert second.counts["details"] == 1 + games
    found = {content["title"]: (row, content) for row, content in stored(store).values()}
    assert set(found) == {f"Staf Gudang {number}" for number in (*range(1, 61), NEW)}
    for number in (*range(1, 61), NEW):
        row, content = found[f"Staf Gudang {number}"]
        assert ("salary" in content) == tells_pay(number)
        assert content["description"].startswith("Menata barang di gudang\n- Stock opname")
    row, content = found["Staf Gudang 45"]
    assert content["location"] == "Kabupaten Bekasi, Jawa Barat (Remote)"
    assert "5.500.000" in content["salary"]
    assert (row.posted, row.closed_at) == (date(2026, 5, 30), START + 20 * DAY)
    assert row.url == "https://kitalulus.contoh.invalid/lowongan/detail/staf-gudang-45-aabt"
    # Renewed on the day before; only one way tells when it was published.
    renewed = found["Staf Gudang 56"][0].posted
    assert renewed == (date(2026, 5, 30) if way == "v4-created" else date(2026, 6, 1))


def test_second_way_does_not_ask_again_for_what_the_first_one_brought(
    bench: Callable[..., Bench], store: Store
) -> None:
    market = bench(make_market("kitalulus"))
    market.run(portals=[portal_with("kitalulus", ways=("v4",))])
    before = stored(store)
    sitemap = portal_with("kitalulus", ways=("sitemap",))
    outcome = market.run(START + DAY, portals=[sitemap], is_full=True)[0]
    assert (outcome.faults, outcome.counts["new"]) == ([], 1)
    # One of them a game.
    assert outcome.counts["details"] == 2
    after = stored(store)
    assert all(after[slug][1] == content for slug, (_, content) in before.items())
