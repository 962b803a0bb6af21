"""robots.txt: asked once, obeyed, slowed down by, and what its absence means."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from scrapers.client_errors import HostDown, OffLimits, RobotsForbid
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio


def site_with(robots: Say | list[Say]) -> Site:
    site = Site(jobs=Say(b"jobs"), secret=Say(b"secret"))
    site.say("/robots.txt", robots)
    return site


async def test_what_is_forbidden_is_not_asked_and_the_rest_is() -> None:
    robots = Say(b"User-agent: *\nDisallow: /secret\nDisallow: /*?page=*&q=\n")
    async with site_with(robots) as site, client() as c:
        with pytest.raises(RobotsForbid, match=r"does not allow .*/secret for SinyalKerja"):
            await c.fetch(Request(site.url("/secret")), limits(site))
        with pytest.raises(RobotsForbid):
            await c.fetch(Request(site.url("/jobs"), params={"page": "2", "q": "a"}), limits(site))
        await c.fetch(Request(site.url("/jobs"), params={"page": "2"}), limits(site))
    assert [heard.path for heard in site.heard] == ["/robots.txt", "/jobs?page=2"]


async def test_what_is_said_to_us_by_name_counts() -> None:
    robots = Say(b"User-agent: *\nAllow: /\n\nUser-agent: sinyalkerja\nDisallow: /\n")
    async with site_with(robots) as site, client() as c:
        with pytest.raises(RobotsForbid):
            await c.fetch(Request(site.url("/jobs")), limits(site))


async def test_it_is_asked_once_however_many_calls_come() -> None:
    async with site_with(Say(b"", wait=0.05)) as site, client() as c:
        allowed = limits(site, concurrency=4)
        await asyncio.gather(*(c.fetch(Request(site.url("/jobs")), allowed) for _ in range(8)))
    assert len(site.calls("/robots.txt")) == 1


async def test_it_is_asked_once_a_day_over_several_runs(tmp_path: Path) -> None:
    async with site_with(Say(b"User-agent: *\nDisallow: /secret")) as site:
        for _ in range(3):
            async with client(cache=tmp_path) as c:
                await c.fetch(Request(site.url("/jobs")), limits(site))
                with pytest.raises(RobotsForbid):
                    await c.fetch(Request(site.url("/secret")), limits(site))
        assert len(site.calls("/robots.txt")) == 1
        (kept,) = (tmp_path / "robots").iterdir()
        for told in (json.dumps({"asked_at": time.time() - 90_000, "text": ""}), "{damaged"):
            kept.write_text(told)
            async with client(cache=tmp_path) as c:
                with pytest.raises(RobotsForbid):
                    await c.fetch(Request(site.url("/secret")), limits(site))
    assert len(site.calls("/robots.txt")) == 3


@pytest.mark.parametrize(
    ("robots", "rate", "gap"),
    [
        (b"User-agent: *\nCrawl-delay: 0.2", 1000.0, 0.2),
        (b"User-agent: *\nRequest-rate: 5/1\nCrawl-delay: 0.1", 1000.0, 0.2),
        (b"User-agent: *\nCrawl-delay: 0.01", 5.0, 0.2),
    ],
)
async def test_the_slower_of_its_delay_and_our_rate_holds(
    robots: bytes, rate: float, gap: float
) -> None:
    async with site_with(Say(robots)) as site, client() as c:
        for _ in range(2):
            await c.fetch(Request(site.url("/jobs")), limits(site, rate=rate))
    # Measured where calls arrive: one that came late itself makes the next gap shorter.
    assert site.gaps("/jobs")[0] > gap / 2
    assert site.calls("/jobs")[0].at - site.calls("/robots.txt")[0].at > gap / 2


async def test_a_delay_that_no_collector_can_keep_means_stay_away() -> None:
    async with site_with(Say(b"User-agent: *\nCrawl-delay: 86400")) as site, client() as c:
        with pytest.raises(HostDown, match="86400 seconds between two calls"):
            await c.fetch(Request(site.url("/jobs")), limits(site))
    assert site.calls("/jobs") == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
async def test_no_robots_txt_allows_everything(status: int) -> None:
    async with site_with(Say(b"User-agent: *\nDisallow: /", status)) as site, client() as c:
        assert (await c.fetch(Request(site.url("/jobs")), limits(site))).body == b"jobs"


@pytest.mark.parametrize(
    "robots", [Say(status=503), Say(status=429), Say(reset=True), Say(b"x" * 600_000)]
)
async def test_a_host_whose_robots_txt_cannot_be_had_is_not_visited(robots: Say) -> None:
    async with site_with(robots) as site, client() as c:
        for _ in range(2):
            with pytest.raises(HostDown, match=r"not visited now, because its robots\.txt"):
                await c.fetch(Request(site.url("/jobs")), limits(site))
        assert site.calls("/jobs") == []
        assert 1 <= len(site.calls("/robots.txt")) <= 3


async def test_an_unreachable_robots_txt_is_asked_again_after_a_while() -> None:
    rules = policy(robots={"unreachable_for": 0.2}, retry={"robots_tries": 1})
    async with site_with([Say(status=503), Say(b"")]) as site, client(rules) as c:
        with pytest.raises(HostDown):
            await c.fetch(Request(site.url("/jobs")), limits(site))
        await asyncio.sleep(0.25)
        assert (await c.fetch(Request(site.url("/jobs")), limits(site))).body == b"jobs"


async def test_a_robots_txt_that_lives_elsewhere_is_read_there_if_that_is_allowed() -> None:
    async with site_with(Say(b"User-agent: *\nDisallow: /secret")) as other, Site() as site:
        site.say("/robots.txt", Say(status=301, headers={"location": other.url("/robots.txt")}))
        async with client() as c:
            with pytest.raises(RobotsForbid):
                await c.fetch(Request(site.url("/secret")), limits(site, other))
            with pytest.raises(OffLimits, match="not an address of this portal"):
                async with client() as stranger:
                    await stranger.fetch(Request(site.url("/secret")), limits(site))
