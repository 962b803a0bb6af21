"""Redirects: followed a few times, to hosts of the portal, never to what is less safe."""

import httpx
import pytest

from scrapers.client import Client
from scrapers.client_errors import OffLimits, RobotsForbid, StatusError
from scrapers.client_wire import Reply
from scrapers.limits import Breaker, Counts, Gate, Host, Limits
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio


def to(address: str, status: int = 302) -> Say:
    return Say(b"", status, {"location": address})


async def test_a_redirect_is_followed_and_the_answer_names_its_end() -> None:
    async with Site(a=to("/b?x=1"), b=to("c", 308), c=Say(b"end")) as site, client() as c:
        answer = await c.fetch(Request(site.url("/a")), limits(site))
    assert (answer.body, answer.url) == (b"end", site.url("/c"))


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"[1]")],
)
async def test_a_post_sent_on(status: int, method: str, body: bytes) -> None:
    async with Site(a=to("/b", status), b=Say()) as site, client() as c:
        await c.fetch(Request(site.url("/a"), "POST", json=[1]), limits(site))
    (heard,) = site.calls("/b")
    assert (heard.method, heard.body) == (method, body)


async def test_another_host_of_the_portal_gets_no_keys_and_its_robots_txt_is_obeyed() -> None:
    headers = {"Authorization": "Bearer kunci", "X-Api-Key": "kunci", "Accept": "text/html"}
    async with Site(b=Say(b"there")) as other, Site(a=to(other.url("/b"))) as site, client() as c:
        allowed = limits(site, other)
        await c.fetch(Request(site.url("/a"), headers=headers), allowed)
        (heard,) = other.calls("/b")
        assert "kunci" not in str(heard.headers)
        assert heard.headers["accept"] == "text/html"
        assert site.calls("/a")[0].headers["authorization"] == "Bearer kunci"
    async with Site(b=Say()) as other, Site(a=to(other.url("/b"))) as site, client() as c:
        other.say("/robots.txt", Say(b"User-agent: *\nDisallow: /b"))
        with pytest.raises(RobotsForbid):
            await c.fetch(Request(site.url("/a")), limits(site, other))
    assert other.calls("/b") == []


async def test_a_redirect_to_a_foreign_host_is_not_followed() -> None:
    async with Site(b=Say()) as other, Site(a=to(other.url("/b"))) as site, client() as c:
        with pytest.raises(OffLimits, match="is not an address of this portal"):
            await c.fetch(Request(site.url("/a")), limits(site))
    assert other.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "//evil.example/",
        "http://[oops/",
        "http://",
        "",
    ],
)
async def test_a_redirect_to_an_unsafe_address_is_not_followed(address: str) -> None:
    async with Site(a=to(address)) as site, client() as c:
        with pytest.raises(OffLimits):
            # An empty address leads to the same page again, for ever.
            await c.fetch(Request(site.url("/a")), limits(site))


async def test_a_user_name_before_the_host_hides_nothing() -> None:
    async with Site(jobs=Say()) as site, client() as c:
        for address in (f"http://user@{site.host}/jobs", f"http://{site.host}@10.0.0.1/jobs"):
            with pytest.raises(OffLimits):
                await c.fetch(Request(address), limits(site))
    assert site.heard == []


async def test_five_redirects_are_followed_and_six_are_not() -> None:
    chain = {f"a{n}": to(f"/a{n + 1}") for n in range(6)}
    async with Site(**chain, a6=Say(b"end")) as site, client() as c:
        assert (await c.fetch(Request(site.url("/a1")), limits(site))).body == b"end"
        with pytest.raises(OffLimits, match="more than 5 times"):
            await c.fetch(Request(site.url("/a0")), limits(site))
    assert len(site.calls("/a6")) == 1


async def test_a_choice_of_addresses_is_no_answer() -> None:
    async with Site(a=to("/b", 300)) as site, client() as c:
        with pytest.raises(StatusError):
            await c.fetch(Request(site.url("/a")), limits(site))


async def test_an_encrypted_address_never_leads_to_an_open_one() -> None:
    counts = Counts()
    gate = Gate(Limits(frozenset(), 1.0), counts)
    host = Host("a.example", counts, gate, Breaker("a.example", policy().breaker))
    reply = Reply(302, {"location": "http://a.example/b"}, b"", False, 0.0)
    with pytest.raises(OffLimits, match="not encrypted"):
        Client._next_stop(httpx.URL("https://a.example/a"), reply, host)
    assert Client._next_stop(httpx.URL("http://a.example/a"), reply, host).path == "/b"
