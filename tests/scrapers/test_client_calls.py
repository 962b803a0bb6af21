"""The client: what it sends, what it brings, who it says it is, how fast and how many at once."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from data.errors import SinyalError, UserError
from scrapers.client import Client, hosts_of
from scrapers.client_errors import FetchError, GaveUp, NotFound, OffLimits, StatusError
from scrapers.client_policy import require_contact, user_agent
from scrapers.limits import Limits
from scrapers.portal import Request
from settings import Settings
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio


async def test_an_answer_comes_as_it_was_sent() -> None:
    async with Site(jobs=Say(b'{"n":1}', headers={"x-total": "12"})) as site, client() as c:
        answer = await c.fetch(Request(site.url("/jobs?a=1"), params={"page": "2"}), limits(site))
    assert (answer.status, answer.body, answer.from_cache) == (200, b'{"n":1}', False)
    assert answer.headers["X-Total"] == "12"
    assert answer.url == site.url("/jobs?a=1&page=2")
    assert datetime.now(UTC) - answer.fetched_at < timedelta(seconds=5)
    assert [heard.path for heard in site.calls("/jobs")] == ["/jobs?a=1&page=2"]


async def test_a_post_carries_its_json_and_the_headers_of_the_portal() -> None:
    request = {"query": "query Lowongan { a }"}
    async with Site(graphql=Say()) as site, client() as c:
        await c.fetch(
            Request(site.url("/graphql"), "POST", json=request, headers={"X-Site": "ID"}),
            limits(site),
        )
    (heard,) = site.calls("/graphql")
    assert (heard.method, heard.json, heard.headers["x-site"]) == ("POST", request, "ID")
    assert heard.headers["content-type"] == "application/json"


async def test_it_says_who_it_is_and_no_portal_can_change_that() -> None:
    told = user_agent("mailto@contoh.example")
    assert re.fullmatch(r"SinyalKerja/\d+\.\d+\.\d+ \([\w -]+; \+mailto@contoh\.example\)", told)
    request_headers = {"user-agent": "Mozilla/5.0", "Host": "lain.example", "cookie": "a=1"}
    async with Site(jobs=Say(headers={"set-cookie": "id=7"})) as site, client() as c:
        for _ in range(2):
            await c.fetch(Request(site.url("/jobs"), headers=request_headers), limits(site))
    for heard in site.heard:
        assert heard.headers["user-agent"] == user_agent("")
        assert heard.headers["host"] == site.host
        assert heard.headers["accept-encoding"] == "gzip"
        assert "id=7" not in heard.headers.get("cookie", "")


def test_without_a_contact_address_nothing_live_is_asked() -> None:
    with pytest.raises(UserError, match=r"set CONTACT in \.env"):
        require_contact("")
    with pytest.raises(UserError, match="CONTACT"):
        Client(contact="")


async def test_without_a_contact_address_the_sample_cannot_reach_out_either() -> None:
    async with client() as c:
        with pytest.raises(OffLimits, match="not this machine"):
            await c.fetch(Request("http://192.0.2.1/"), Limits(frozenset({"192.0.2.1"}), 1.0))


@pytest.mark.parametrize("contact", ["data@contoh.example", "https://contoh.example/tentang"])
def test_a_contact_is_an_address(contact: str, tmp_path: Path) -> None:
    assert Settings(_env_file=None, state_dir=tmp_path, contact=contact).contact == contact


@pytest.mark.parametrize(
    "contact", ["ada", "a@b\r\nX-Other: 1", "a@b) (Mozilla", "ftp://contoh.example", "é@b.example"]
)
def test_what_is_no_address_or_could_break_the_header_is_refused(contact: str) -> None:
    with pytest.raises(ValidationError):
        Settings(_env_file=None, contact=contact)


def test_only_http_proxies_are_taken() -> None:
    with pytest.raises(ValidationError, match="http://"):
        Settings(_env_file=None, http_proxy_url="socks5://127.0.0.1:1080")


async def test_a_proxy_is_used_where_one_is_set() -> None:
    async with Site() as proxy:
        proxy.say("http://contoh.example/jobs", Say(b"through the proxy"))
        address = f"http://{proxy.host}"
        async with Client(contact="a@b.example", proxy=address, policy=policy()) as c:
            answer = await c.fetch(
                Request("http://contoh.example/jobs"), Limits(hosts_of("http://contoh.example"), 99)
            )
    assert answer.body == b"through the proxy"
    assert proxy.heard[0].path == "http://contoh.example/robots.txt"


async def test_the_environment_sets_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    async with Site(jobs=Say()) as site, client() as c:
        assert (await c.fetch(Request(site.url("/jobs")), limits(site))).status == 200


@pytest.mark.parametrize(("status", "kind"), [(404, NotFound), (410, NotFound), (400, StatusError)])
async def test_a_status_that_means_no_is_told_at_once(status: int, kind: type[StatusError]) -> None:
    async with Site(jobs=Say(b"past the end", status)) as site, client() as c:
        with pytest.raises(kind) as caught:
            await c.fetch(Request(site.url("/jobs")), limits(site))
    assert (caught.value.status, caught.value.body) == (status, b"past the end")
    assert str(caught.value).startswith(f"{site.host}: it answered {status} to {site.url('/jobs')}")
    assert len(site.calls("/jobs")) == 1


async def test_an_error_inside_a_good_answer_is_asked_again() -> None:
    def find_error(body: bytes) -> str | None:
        return "RATE_LIMITED" if b"RATE_LIMITED" in body else None

    limited = Say(b'{"errors":[{"code":"RATE_LIMITED"}]}')
    async with Site(g=[limited, limited, Say(b"good")], h=limited) as site, client() as c:
        answer = await c.fetch(Request(site.url("/g")), limits(site), find_error=find_error)
        assert (answer.body, len(site.calls("/g"))) == (b"good", 3)
        with pytest.raises(GaveUp, match="RATE_LIMITED"):
            await c.fetch(Request(site.url("/h")), limits(site), find_error=find_error)
    assert len(site.calls("/h")) == 5


async def test_calls_are_as_far_apart_as_the_rate_asks() -> None:
    async with Site(jobs=Say()) as site, client() as c:
        allowed = limits(site, rate=20.0, concurrency=4)
        request = Request(site.url("/jobs"))
        await asyncio.gather(*(c.fetch(request, allowed) for _ in range(6)))
        # Five gaps of 50 ms, measured where calls arrive: the first of them may have come late.
        assert sum(site.gaps("/jobs")) > 0.15
        assert c.counts[site.host].seconds_waited > 0.5


async def test_two_portals_on_one_host_share_the_slower_rate() -> None:
    async with Site(jobs=Say()) as site, client() as c:
        request = Request(site.url("/jobs"))
        await c.fetch(request, limits(site, rate=1000.0))
        await c.fetch(request, limits(site, rate=10.0))
        await c.fetch(request, limits(site, rate=1000.0))
    assert site.gaps("/jobs")[-1] > 0.05


@pytest.mark.parametrize("concurrency", [1, 3])
async def test_no_more_calls_at_once_than_allowed(concurrency: int) -> None:
    async with Site(jobs=Say(wait=0.03)) as site, client() as c:
        allowed = limits(site, concurrency=concurrency)
        await asyncio.gather(*(c.fetch(Request(site.url("/jobs")), allowed) for _ in range(9)))
    assert site.most_at_once == concurrency


async def test_hosts_do_not_wait_for_each_other() -> None:
    async with Site(jobs=Say(wait=0.2)) as slow, Site(jobs=Say()) as fast, client() as c:
        waiting = asyncio.create_task(c.fetch(Request(slow.url("/jobs")), limits(slow)))
        await asyncio.sleep(0.05)
        await c.fetch(Request(fast.url("/jobs")), limits(fast))
        assert not waiting.done()
        await waiting


async def test_what_was_asked_is_counted_by_host() -> None:
    stumbling = Site(jobs=[Say(status=503), Say(b"12345")], gone=Say(status=410))
    async with stumbling as site, client() as c:
        await c.fetch(Request(site.url("/jobs")), limits(site))
        with pytest.raises(NotFound):
            await c.fetch(Request(site.url("/gone")), limits(site))
        counts = c.counts[site.host]
    told = len(b"nothing here") + len(b"{}") + len(b"12345") + len(b"{}")
    assert (counts.requests, counts.retries, counts.errors) == (4, 1, 1)
    assert (counts.bytes, counts.cached) == (told, 0)


def test_every_error_is_a_sentence_for_a_person() -> None:
    assert issubclass(FetchError, SinyalError)
    assert str(FetchError("kalibrr.com", "said no.")) == "kalibrr.com: said no."
