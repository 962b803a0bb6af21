"""Stopping: whatever the client waits for, it ends at once, and leaves nothing running."""

import asyncio
from pathlib import Path
from time import monotonic

import pytest

from scrapers.client import Client
from scrapers.client_errors import Stopped
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio
SLOW = {"read": 60.0, "total": 60.0}
LATER = Say(status=429, headers={"retry-after": "60"})


def patient(stop: asyncio.Event, cache: Path | None = None) -> Client:
    rules = policy(time=SLOW, retry={"longest_retry_after": 100.0})
    return client(rules, stop=stop, cache=cache)


@pytest.mark.parametrize(
    ("told", "rate"),
    [
        pytest.param(Say(wait=60.0), 1000.0, id="a silent portal"),
        pytest.param(Say(b"x" * 99, drip=1.0), 1000.0, id="a slow answer"),
        pytest.param(LATER, 1000.0, id="Retry-After"),
        pytest.param(Say(), 0.01, id="the rate"),
    ],
)
@pytest.mark.parametrize("is_cached", [False, True])
async def test_every_wait_ends_at_once(
    told: Say, rate: float, is_cached: bool, tmp_path: Path
) -> None:
    stop = asyncio.Event()
    async with Site(jobs=told) as site:
        async with patient(stop, tmp_path if is_cached else None) as c:
            allowed = limits(site, rate=rate, concurrency=2)
            asked = [
                asyncio.create_task(c.fetch(Request(site.url("/jobs")), allowed)) for _ in range(5)
            ]
            await asyncio.sleep(0.2)
            started = monotonic()
            stop.set()
            results = await asyncio.gather(*asked, return_exceptions=True)
            assert monotonic() - started < 0.5
            stopped = [error for error in results if isinstance(error, Stopped)]
            assert len(stopped) >= 4
            assert str(stopped[0]).startswith(f"{site.host}: the run was stopped before")
            with pytest.raises(Stopped):
                await c.fetch(Request(site.url("/jobs")), allowed)
        # Nothing but the test itself and the portal's own connections is left.
        left = {task.get_coro().__qualname__ for task in asyncio.all_tasks()}  # type: ignore[union-attr]
        assert not {name for name in left if "Client" in name or "Wire" in name}


async def test_a_wait_for_robots_txt_ends_too() -> None:
    stop = asyncio.Event()
    async with Site() as site, patient(stop) as c:
        site.say("/robots.txt", Say(wait=60.0))
        asked = asyncio.create_task(c.fetch(Request(site.url("/jobs")), limits(site)))
        await asyncio.sleep(0.1)
        stop.set()
        with pytest.raises(Stopped):
            await asyncio.wait_for(asked, 1.0)


async def test_a_caller_that_is_cancelled_is_cancelled() -> None:
    async with Site(jobs=Say(wait=60.0)) as site, patient(asyncio.Event()) as c:
        asked = asyncio.create_task(c.fetch(Request(site.url("/jobs")), limits(site)))
        await asyncio.sleep(0.1)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
