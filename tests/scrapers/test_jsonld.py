"""Any site's JobPosting JSON-LD: sitemaps and pages of all kinds, sites of the operator."""

import asyncio
import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UserError
from data.ledger import Ledger
from data.posting import RawPosting
from data.store import Store
from scrapers.collect import Task, collect_portal
from scrapers.jsonld import (
    FACTS,
    ask_detail,
    ask_page,
    parse_detail,
    parse_listing,
    read_job_postings,
    read_sitemap,
    with_sites,
)
from scrapers.portal import Request, ShapeError, Step
from tests.scrapers.bench import DAY, START, Bench, portal_with
from tests.scrapers.collected import NEW, make_market, stored, tells_pay

PAGE = "https://pabrik-contoh.example/lowongan/kasir-1"
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://a.example/jobs/1 </loc><lastmod>2026-10-01</lastmod></url>
<url><loc>https://a.example/about</loc></url><url><lastmod>2026-10-01</lastmod></url></urlset>"""


def page_of(**told: object) -> bytes:
    node = {"@type": "JobPosting", "title": "Kasir"} | told
    text = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    return f"<!doctype html><html><head>{text}</head></html>".encode()


def read(**told: object) -> dict[str, object]:
    return dict(read_job_postings(FACTS, page_of(**told), PAGE)[0].content)


def test_sitemap_is_read_packed_or_not() -> None:
    links = [("https://a.example/jobs/1", "2026-10-01"), ("https://a.example/about", None)]
    assert read_sitemap(FACTS, SITEMAP) == ([], links)
    assert read_sitemap(FACTS, gzip.compress(SITEMAP)) == ([], links)


def test_sitemap_that_was_cut_off_is_refused() -> None:
    with pytest.raises(ShapeError, match="sitemap"):
        read_sitemap(FACTS, SITEMAP[:-20])
    with pytest.raises(ShapeError, match="cut off"):
        read_sitemap(FACTS, gzip.compress(SITEMAP)[:-20])


def test_bomb_of_a_sitemap_is_refused() -> None:
    with pytest.raises(ShapeError, match="larger than sitemaps may be"):
        read_sitemap(FACTS, gzip.compress(b" " * 60_000_000))


def test_entities_of_a_sitemap_are_not_unfolded() -> None:
    evil = b"""<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/hostname">]>
    <urlset><url><loc>https://a.example/jobs/&x;</loc></url></urlset>"""
    assert read_sitemap(FACTS, evil) == ([], [("https://a.example/jobs/", None)])


def test_robots_txt_leads_to_the_sitemaps() -> None:
    page = parse_listing(b"User-agent: *\nDisallow: /x\nSitemap: https://a.example/s.xml\n")
    assert page.follow == ("https://a.example/s.xml",)


def test_only_links_that_look_like_postings_are_followed() -> None:
    links = "".join(
        f"<url><loc>https://a.example{path}</loc></url>"
        for path in ("/lowongan/kasir", "/lowongan", "/blog/tips-1", "/karir-kasir-12", "/job?id=3")
    )
    page = parse_listing(f"<urlset>{links}</urlset>".encode())
    assert [posting.url for posting in page.postings] == [
        "https://a.example/lowongan/kasir",
        "https://a.example/karir-kasir-12",
        "https://a.example/job?id=3",
    ]
    assert page.rows == 5


def test_page_is_known_by_its_own_address() -> None:
    link = RawPosting("jsonld", PAGE, {}, url=PAGE)
    found = parse_detail(page_of(url="https://elsewhere.example/x"), link)
    assert (found.portal_id, found.url) == (PAGE, PAGE)


@pytest.mark.parametrize(
    ("told", "pay"),
    [
        (5_000_000, "IDR 5.000.000"),
        ({"value": "4.500.000", "currency": "IDR"}, "IDR 4.500.000"),
        ({"currency": "USD", "value": {"value": 20, "unitText": "HOUR"}}, "USD 20 per jam"),
        (
            {"minValue": 3e6, "maxValue": "4000000", "unitText": "month"},
            "IDR 3.000.000 - IDR 4.000.000 per bulan",
        ),
        ({"value": {"minValue": 0, "maxValue": 0, "unitText": "MONTH"}}, None),
        ("Rp 5 juta", "Rp 5 juta"),
        ("Kompetitif", None),
        ({"value": "Negosiasi"}, None),
        (None, None),
    ],
)
def test_pay_in_its_many_forms(told: object, pay: str | None) -> None:
    assert read(baseSalary=told).get("salary") == pay


def test_estimate_of_the_site_is_no_pay() -> None:
    content = read(estimatedSalary={"value": 9_000_000})
    assert "salary" not in content
    assert "9" not in str(content)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"address": {"addressLocality": "Garut", "addressRegion": "JB"}}, "Garut, Jawa Barat"),
        ({"address": "Jl. Contoh, Medan"}, "Jl. Contoh, Medan"),
        ("Medan", "Medan"),
        ([{"address": {"addressLocality": "Solo"}}, "Tegal"], "Solo; Tegal"),
        ({"address": {"addressLocality": "Penang", "addressCountry": "MY"}}, "Penang, Malaysia"),
    ],
)
def test_places_in_their_many_forms(told: object, place: str) -> None:
    assert read(jobLocation=told)["location"] == place


def test_date_as_java_prints_it() -> None:
    found = read_job_postings(FACTS, page_of(datePosted="Thu Jul 02 20:00:00 GMT 2026"), PAGE)[0]
    assert found.posted == date(2026, 7, 3)  # already the third in Jakarta
    assert found.posted_text == "Thu Jul 02 20:00:00 GMT 2026"


def test_page_without_a_posting_says_so() -> None:
    with pytest.raises(ShapeError, match="jsonld: JobPosting: not in the page"):
        read_job_postings(FACTS, b"<html><h1>Lowongan</h1></html>", PAGE)


def test_broken_script_beside_a_good_one_does_no_harm() -> None:
    body = b'<script type="application/ld+json">{oops</script>' + page_of()
    assert read_job_postings(FACTS, body, PAGE)[0].content["title"] == "Kasir"


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5))
def test_no_form_of_a_property_is_an_accident(value: object) -> None:
    for name in ("jobLocation", "baseSalary", "employmentType", "skills", "datePosted"):
        assert read(**{name: value})["title"] == "Kasir"


def test_each_site_is_a_portal_of_its_own() -> None:
    sites = [
        "https://www.a-b.example/robots.txt",
        "https://c.example/s.xml",
        "https://a-b.example/",
    ]
    first, second = with_sites(sites)
    assert (first.FACTS.name, second.FACTS.name) == ("jsonld_a_b_example", "jsonld_c_example")
    assert first.FACTS.queries == (sites[0], sites[2])
    assert first.ask_page(first.FACTS.api, Step(query=sites[0])).url == sites[0]
    with pytest.raises(UserError, match="JSONLD_SITES"):
        with_sites(["c.example"])


def test_link_to_a_foreign_host_is_reported_not_followed() -> None:
    site = with_sites(["https://a.example/s.xml"])[0]
    body = b"<urlset><url><loc>https://a.example/jobs/1</loc></url>"
    page = site.parse_listing(body + b"<url><loc>https://b.example/jobs/2</loc></url></urlset>")
    assert [posting.url for posting in page.postings] == ["https://a.example/jobs/1"]
    assert "https://b.example/jobs/2 is not on a.example" in page.unreadable[0].reason


def test_look_alike_stands_in_for_its_site_only() -> None:
    api = "http://127.0.0.1:9"
    assert ask_page(api, Step(query=FACTS.queries[0])).url == f"{api}/sitemap.xml"
    link = RawPosting("jsonld", PAGE, {}, url=PAGE)
    asked = ask_detail(api, link)
    assert asked is not None
    assert asked.url == PAGE


def test_site_is_collected_whole_and_then_only_what_is_new(
    bench: Callable[..., Bench], store: Store
) -> None:
    market, portal = bench(make_market("jsonld")), portal_with("jsonld")
    first = market.run(portals=[portal])[0]
    assert (first.faults, first.notes) == ([], [])
    assert (first.counts["new"], first.counts["details"], first.counts["pages"]) == (60, 60, 2)
    second = market.run(START + DAY, portals=[portal])[0]
    assert (second.faults, second.counts["new"], second.counts["details"]) == ([], 1, 1)
    found = {int(name.rpartition("-")[2]): told for name, told in stored(store).items()}
    assert set(found) == {*range(1, 61), NEW}
    assert all(("salary" in content) == tells_pay(n) for n, (_, content) in found.items())
    row, content = found[45]
    assert content["location"] == "Kabupaten Bekasi, Jawa Barat (Remote)"
    assert content["salary"] == "IDR 5.500.000 - IDR 6.000.000 per bulan"
    assert (row.posted, row.closed_at) == (date(2026, 5, 30), START + 20 * DAY)
    assert row.url == "https://jsonld.contoh.invalid/lowongan/staf-gudang-45-45"


def test_page_that_names_an_impossible_encoding_is_read_or_refused() -> None:
    odd = b'<?xml version="1.0" encoding="\x01\x02"?>'
    assert read_job_postings(FACTS, odd + page_of(), PAGE)[0].content["title"] == "Kasir"
    with pytest.raises(ShapeError, match="JobPosting"):
        read_job_postings(FACTS, odd + b"<p>", PAGE)


def test_site_of_the_operator_is_collected_under_its_own_name(store: Store, tmp_path: Path) -> None:
    site = with_sites(["https://a.example/robots.txt"])[0]
    pages = {
        "https://a.example/robots.txt": b"Sitemap: https://a.example/s.xml",
        "https://a.example/s.xml": SITEMAP,
        "https://a.example/jobs/1": page_of(),
    }

    async def fetch(request: Request) -> bytes:
        return pages[request.url]

    with store.writing() as writer:
        ledger = Ledger(writer, site.FACTS.name)
        task = Task(site, site.FACTS.api, tmp_path)
        outcome = asyncio.run(collect_portal(task, fetch, ledger))
    assert (outcome.faults, outcome.counts["pages"], outcome.counts["details"]) == ([], 2, 1)
    row, content = stored(store)["https://a.example/jobs/1"]
    assert (row.portal, row.url, row.is_sample) == ("jsonld_a_example", row.portal_id, False)
    assert content == {"title": "Kasir"}


def test_site_without_any_posting_is_a_fault(bench: Callable[..., Bench], store: Store) -> None:
    outcome = bench([]).run(portals=[portal_with("jsonld")])[0]
    assert "only 0 postings" in outcome.faults[0]


def test_saved_copy_without_an_address_is_known_by_what_it_says() -> None:
    nameless = RawPosting("jsonld", "", {})
    first, same, other = (
        parse_detail(page_of(title=title), nameless) for title in ("Kasir", "Kasir", "Koki")
    )
    assert first.portal_id == same.portal_id != other.portal_id
    assert first.portal_id.startswith("content:")
    # In a list nobody would know it again.
    assert parse_listing(page_of()).unreadable[0].reason == "jsonld: id: empty"
