"""The client when a host stumbles: asks again later, waits as told, gives up in time."""

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.client import Answer, Client
from scrapers.client_errors import FetchError, GaveUp, HostDown, NotFound, StatusError
from scrapers.client_policy import read_policy
from scrapers.limits import Limits
from scrapers.portal import Request
from scrapers.retry import back_off, read_retry_after
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def get(c: Client, site: Site, path: str = "/jobs") -> Answer:
    return await c.fetch(Request(site.url(path)), limits(site))


@pytest.mark.parametrize(
    "stumble",
    [
        pytest.param(Say(status=429), id="429"),
        pytest.param(Say(status=500), id="500"),
        pytest.param(Say(status=503), id="503"),
        pytest.param(Say(status=522), id="Cloudflare's 522"),
        pytest.param(Say(status=408), id="408"),
        pytest.param(Say(reset=True), id="reset"),
        pytest.param(Say(b"a long answer", cut=True), id="cut off"),
        pytest.param(Say(wait=0.5), id="silent"),
        pytest.param(Say(b"drip" * 20, drip=0.05), id="a byte at a time"),
        pytest.param(Say(b"\x1f\x8bno gzip", headers={"content-encoding": "gzip"}), id="damaged"),
    ],
)
async def test_what_may_pass_is_asked_again(stumble: Say) -> None:
    async with Site(jobs=[stumble, Say(b"good")]) as site, client() as c:
        assert (await get(c, site)).body == b"good"
        assert c.counts[site.host].retries == 1
    assert len(site.calls("/jobs")) == 2


@pytest.mark.parametrize("status", [400, 422, 501])
async def test_what_no_wait_will_mend_is_asked_once(status: int) -> None:
    async with Site(jobs=Say(status=status)) as site, client() as c:
        with pytest.raises(StatusError):
            await get(c, site)
    assert len(site.calls("/jobs")) == 1


async def test_after_the_last_try_it_gives_up_and_says_why() -> None:
    async with Site(jobs=Say(status=503)) as site, client() as c:
        with pytest.raises(GaveUp) as caught:
            await get(c, site)
    assert str(caught.value).startswith(
        f"{site.host}: it answered 503 when asked for {site.url('/jobs')}, 5 times. Collect again"
    )
    assert len(site.calls("/jobs")) == 5


async def test_retry_after_in_seconds_is_obeyed() -> None:
    late = Say(status=429, headers={"retry-after": "1"})
    async with Site(jobs=[late, Say()]) as site, client() as c:
        await get(c, site)
    assert 1.0 <= site.gaps("/jobs")[0] < 3.0


async def test_retry_after_as_a_date_is_obeyed() -> None:
    moment = datetime.now(UTC) + timedelta(seconds=2)
    late = Say(status=503, headers={"retry-after": format_datetime(moment, usegmt=True)})
    rules = policy(retry={"longest_retry_after": 5.0})
    async with Site(jobs=[late, Say()]) as site, client(rules) as c:
        await get(c, site)
    # An HTTP date has whole seconds: up to one of the two is lost.
    assert 0.9 <= site.gaps("/jobs")[0] < 4.0


async def test_the_whole_host_waits_when_one_call_is_told_to() -> None:
    late = Say(status=429, headers={"retry-after": "1"})
    async with Site(jobs=[late, Say()], other=Say()) as site, client() as c:
        first = asyncio.create_task(get(c, site))
        await asyncio.sleep(0.2)
        await get(c, site, "/other")
        await first
    assert site.calls("/other")[0].at - site.calls("/jobs")[0].at >= 1.0


@pytest.mark.parametrize("after", ["3600", "9" * 400, "Fri, 01 Jan 2100 00:00:00 GMT"])
async def test_a_host_that_asks_for_too_long_a_wait_is_left_alone(after: str) -> None:
    late = Say(status=429, headers={"retry-after": after})
    async with Site(jobs=late, other=Say()) as site, client() as c:
        with pytest.raises(GaveUp, match="asks us to wait"):
            await get(c, site)
        with pytest.raises(HostDown, match="rest of this run"):
            await get(c, site, "/other")
    assert [heard.path for heard in site.heard] == ["/robots.txt", "/jobs"]


async def test_a_host_that_fails_again_and_again_rests_and_gets_one_trial() -> None:
    rules = policy(retry={"tries": 1}, breaker={"failures": 3, "rest": 0.3})
    async with Site(jobs=Say(status=500)) as site, client(rules) as c:
        for _ in range(3):
            with pytest.raises(GaveUp):
                await get(c, site)
        with pytest.raises(HostDown, match="failed 3 times in a row and is left alone"):
            await get(c, site)
        assert len(site.calls("/jobs")) == 3
        await asyncio.sleep(0.3)
        with pytest.raises(GaveUp):  # the trial fails: a longer rest
            await get(c, site)
        await asyncio.sleep(0.3)
        with pytest.raises(HostDown):
            await get(c, site)
        site.say("/jobs", Say(b"up again"))
        await asyncio.sleep(0.3)
        assert (await get(c, site)).body == b"up again"


async def test_a_good_answer_between_failures_keeps_the_host_open() -> None:
    rules = policy(retry={"tries": 1}, breaker={"failures": 2})
    mixed = Site(jobs=Say(status=500), other=Say(), gone=Say(status=404))
    async with mixed as site, client(rules) as c:
        for good, kind in (("/other", None), ("/gone", NotFound)) * 3:
            with pytest.raises(GaveUp):
                await get(c, site)
            with pytest.raises(kind) if kind else nullcontext():
                await get(c, site, good)


async def test_a_host_that_is_not_there_is_told_within_seconds() -> None:
    async with Site() as gone:
        pass
    started = monotonic()
    async with client() as c:
        with pytest.raises(HostDown, match=r"robots.txt could not be had: the connection failed"):
            await get(c, gone)
        with pytest.raises(HostDown):
            await get(c, gone)
        assert c.counts[gone.host].requests == 3
    assert monotonic() - started < 5


async def test_a_name_that_does_not_exist_is_told() -> None:
    allowed = Limits(frozenset({"tidak-ada.invalid"}), 1000.0)
    async with client() as c:
        with pytest.raises(FetchError, match="its name cannot be resolved"):
            await c.fetch(Request("http://tidak-ada.invalid/jobs"), allowed)


async def test_200_calls_all_arrive_through_a_stormy_portal() -> None:
    late, down = Say(status=429, headers={"retry-after": "0"}), Say(status=503)
    storm = [late, down, Say(reset=True), Say(b"{}" * 9, cut=True)]
    rules = policy(retry={"first_wait": 0.001, "longest_wait": 0.002})
    async with Site() as site, client(rules) as c:
        for n in range(200):
            told = Say(str(n).encode())
            site.say(f"/{n}", [storm[n // 10 % 4], told] if n % 10 == 0 else told)
        allowed = limits(site, rate=1e6, concurrency=4)
        answers = await asyncio.gather(
            *(c.fetch(Request(site.url(f"/{n}")), allowed) for n in range(200))
        )
    assert [answer.body for answer in answers] == [str(n).encode() for n in range(200)]
    assert len(site.heard) == 1 + 200 + 20


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 01 Mar 2026 12:01:00 GMT", 60.0),
        ("Sunday, 01-Mar-26 12:01:00 GMT", 60.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("besok", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read(text: str | None, seconds: float | None) -> None:
    assert read_retry_after(text, NOW) == seconds


@given(st.text(max_size=60))
def test_no_retry_after_breaks_the_reader(text: str) -> None:
    seconds = read_retry_after(text, NOW)
    assert seconds is None or seconds >= 0


def test_waits_double_with_half_of_them_drawn() -> None:
    rule = read_policy().retry
    for failures, longest in ((1, 1.0), (2, 2.0), (3, 4.0), (7, 60.0), (5000, 60.0)):
        waits = [back_off(failures, rule) for _ in range(200)]
        assert longest / 2 <= min(waits) < max(waits) <= longest
        assert max(waits) - min(waits) > longest / 4
