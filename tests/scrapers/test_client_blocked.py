"""The client when a portal refuses it: it stops at once, says so, and stays away."""

import pytest

from scrapers.client_errors import Blocked
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits

pytestmark = pytest.mark.anyio
HTML = {"content-type": "text/html; charset=UTF-8"}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (Say(status=403), "it answered 403"),
        (Say(status=401), "it answered 401"),
        (Say(status=403, headers={"cf-mitigated": "challenge"}), "cf-mitigated: challenge"),
        (Say(status=429, headers={"cf-mitigated": "challenge"}), "cf-mitigated: challenge"),
        (Say(b"", 202, {"x-amzn-waf-action": "challenge"}), "x-amzn-waf-action"),
        (Say(b"<html><title>Just a moment...</title>", 503, HTML), "'Just a moment...'"),
        (Say(b"<TITLE>\n Just a moment...\n</TITLE>", 200, HTML), "'Just a moment...'"),
        (Say(b"<title>Attention Required! | Cloudflare</title>", 200, HTML), "Attention"),
    ],
)
async def test_a_refusal_ends_the_run_on_this_host(told: Say, why: str) -> None:
    async with Site(jobs=told, other=Say()) as site, client() as c:
        with pytest.raises(Blocked) as caught:
            await c.fetch(Request(site.url("/jobs")), limits(site))
        assert why in str(caught.value)
        assert "refuses this collector" in str(caught.value)
        with pytest.raises(Blocked, match="refuses this collector"):
            await c.fetch(Request(site.url("/other")), limits(site))
    assert [heard.path for heard in site.heard] == ["/robots.txt", "/jobs"]


@pytest.mark.parametrize(
    "page",
    [
        Say(b"<title>Just a Moment Coffee: Barista</title>", headers=HTML),
        Say(b"<title>Staf Gudang</title><p>Just a moment...</p>", headers=HTML),
        Say(b'{"title":"<title>Just a moment...</title>"}', headers={"content-type": "a/json"}),
    ],
)
async def test_a_posting_that_reads_like_a_challenge_is_none(page: Say) -> None:
    async with Site(jobs=page) as site, client() as c:
        assert (await c.fetch(Request(site.url("/jobs")), limits(site))).body == page.body


async def test_a_challenge_in_place_of_robots_txt_is_a_refusal() -> None:
    challenge = Say(status=403, headers={"cf-mitigated": "challenge"})
    async with Site(jobs=Say()) as site, client() as c:
        site.say("/robots.txt", challenge)
        with pytest.raises(Blocked):
            await c.fetch(Request(site.url("/jobs")), limits(site))
    assert site.calls("/jobs") == []
