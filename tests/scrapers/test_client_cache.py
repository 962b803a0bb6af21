"""Conditional requests: what is unchanged is not sent twice; nothing is taken as fresh unasked."""

import asyncio
import gzip
import logging
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scrapers.client import Answer
from scrapers.client_errors import GaveUp, NotFound, TooLarge
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits

pytestmark = pytest.mark.anyio
TAG = {"etag": '"v1"'}


async def get(site: Site, folder: Path, *, headers: dict[str, str] | None = None) -> Answer:
    """One call in a run of its own."""
    async with client(cache=folder) as c:
        return await c.fetch(
            Request(site.url("/jobs"), may_be_kept=True, headers=headers or {}), limits(site)
        )


@pytest.mark.parametrize("is_packed", [False, True])
async def test_an_unchanged_answer_comes_from_the_cache_after_asking(
    tmp_path: Path, is_packed: bool
) -> None:
    body = gzip.compress(b"postings") if is_packed else b"postings"
    headers = TAG | ({"content-encoding": "gzip"} if is_packed else {})
    async with Site(jobs=Say(body, headers=headers)) as site:
        first = await get(site, tmp_path)
        async with client(cache=tmp_path) as c:
            second = await c.fetch(Request(site.url("/jobs"), may_be_kept=True), limits(site))
            counts = c.counts[site.host]
    assert (first.from_cache, second.from_cache) == (False, True)
    assert first.body == second.body == b"postings"
    assert site.calls("/jobs")[1].headers["if-none-match"] == '"v1"'
    assert (counts.requests, counts.cached, counts.bytes) == (1, 1, 0)


async def test_a_changed_answer_replaces_the_kept_one(tmp_path: Path) -> None:
    async with Site(jobs=Say(b"old", headers=TAG)) as site:
        await get(site, tmp_path)
        site.say("/jobs", Say(b"new", headers={"etag": '"v2"'}))
        await asyncio.sleep(1.1)  # dates of HTTP have whole seconds, and the newer answer counts
        for expected in (False, True):
            answer = await get(site, tmp_path)
            assert (answer.body, answer.from_cache) == (b"new", expected)


async def test_an_old_page_is_still_asked_for(tmp_path: Path) -> None:
    """RFC 9111 would let a cache take a page that last changed a year ago as fresh for weeks."""
    old = {"last-modified": "Sat, 01 Mar 2025 00:00:00 GMT"}
    async with Site(jobs=Say(b"a", headers=old)) as site:
        await get(site, tmp_path)
        site.say("/jobs", Say(b"b"))
        assert (await get(site, tmp_path)).body == b"b"
    assert site.calls("/jobs")[1].headers["if-modified-since"] == old["last-modified"]


async def test_what_the_portal_calls_fresh_is_not_asked_for(tmp_path: Path) -> None:
    async with Site(jobs=Say(b"a", headers={"cache-control": "private, max-age=600"})) as site:
        first = await get(site, tmp_path)
        await asyncio.sleep(1.1)
        async with client(cache=tmp_path) as c:
            second = await c.fetch(Request(site.url("/jobs"), may_be_kept=True), limits(site))
            assert (c.counts[site.host].requests, c.counts[site.host].cached) == (0, 1)
    assert len(site.calls("/jobs")) == 1
    # It is as old as its first coming, to the whole second that HTTP tells: no younger is claimed.
    assert second.fetched_at - first.fetched_at < timedelta(seconds=1.05)
    assert second.fetched_at < datetime.now(UTC) - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("told", "is_error"),
    [
        (Say(b"a"), False),
        (Say(b"a", headers={"cache-control": "no-store", **TAG}), False),
        (Say(b"a", 404, {"cache-control": "max-age=600", **TAG}), True),
    ],
)
async def test_what_cannot_or_must_not_be_kept_is_not(
    tmp_path: Path, told: Say, is_error: bool
) -> None:
    async with Site(jobs=told) as site:
        for _ in range(2):
            if is_error:
                with pytest.raises(NotFound):
                    await get(site, tmp_path)
            else:
                assert not (await get(site, tmp_path)).from_cache
    assert [heard.headers.get("if-none-match") for heard in site.calls("/jobs")] == [None, None]


async def test_a_post_is_never_kept(tmp_path: Path) -> None:
    fresh = Say(b"{}", headers={"cache-control": "max-age=600", **TAG})
    async with Site(graphql=fresh) as site, client(cache=tmp_path) as c:
        for _ in range(2):
            await c.fetch(
                Request(site.url("/graphql"), "POST", json={}, may_be_kept=True), limits(site)
            )
    assert len(site.calls("/graphql")) == 2


async def test_answers_in_another_language_are_kept_apart(tmp_path: Path) -> None:
    vary = {"cache-control": "max-age=600", "vary": "Accept-Language", **TAG}
    async with Site(jobs=Say(b"halo", headers=vary)) as site:
        await get(site, tmp_path, headers={"Accept-Language": "id"})
        site.say("/jobs", Say(b"hello", headers={**vary, "etag": '"en"'}))
        assert (await get(site, tmp_path, headers={"Accept-Language": "en"})).body == b"hello"


async def test_an_error_kept_as_a_good_answer_is_not_served_to_the_next_try(
    tmp_path: Path,
) -> None:
    fresh = {"cache-control": "max-age=600"}
    told = [Say(b"RATE_LIMITED", headers=fresh), Say(b"good", headers=fresh)]
    async with Site(jobs=told) as site, client(cache=tmp_path) as c:
        answer = await c.fetch(
            Request(site.url("/jobs"), may_be_kept=True),
            limits(site),
            find_error=lambda body: body.decode() if b"RATE" in body else None,
        )
    assert answer.body == b"good"


async def test_a_portal_that_fails_when_asked_again_is_not_covered_up(tmp_path: Path) -> None:
    async with Site(jobs=Say(b"a", headers=TAG)) as site:
        await get(site, tmp_path)
        site.say("/jobs", Say(status=503))
        with pytest.raises(GaveUp):
            await get(site, tmp_path)
        site.say("/jobs", Say(b"a", headers=TAG))
        assert (await get(site, tmp_path)).from_cache


async def test_a_refused_or_broken_answer_leaves_nothing_in_the_cache(tmp_path: Path) -> None:
    told = [Say(b"x" * 500_000, headers=TAG), Say(b"abc", headers=TAG, cut=True), Say(b"good")]
    async with Site(jobs=told) as site, client(cache=tmp_path) as c:
        with pytest.raises(TooLarge):
            await c.fetch(
                Request(site.url("/jobs"), may_be_kept=True), limits(site, max_bytes=400_000)
            )
        answer = await c.fetch(Request(site.url("/jobs"), may_be_kept=True), limits(site))
    assert answer.body == b"good"
    assert all("if-none-match" not in heard.headers for heard in site.calls("/jobs"))


async def test_a_damaged_cache_is_told_and_does_not_stop_collecting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"not a database, " * 1000)
    async with Site(jobs=Say(b"a", headers=TAG)) as site:
        with caplog.at_level(logging.ERROR):
            assert (await get(site, tmp_path)).body == b"a"
    assert "could not read entries" in caplog.text


async def test_only_the_owner_can_look_into_the_cache(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    async with Site(jobs=Say(headers=TAG)) as site:
        await get(site, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "answers.sqlite").exists()


async def test_an_answer_that_may_name_persons_is_not_kept(tmp_path: Path) -> None:
    fresh = Say(b"Hubungi Ibu Rina", headers={"cache-control": "max-age=600", **TAG})
    async with Site(jobs=fresh) as site, client(cache=tmp_path) as c:
        for _ in range(2):
            assert not (await c.fetch(Request(site.url("/jobs")), limits(site))).from_cache
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"Rina" in content for content in kept)
