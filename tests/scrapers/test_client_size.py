"""The client and answers that are too large: refused early, before they fill the memory."""

import gzip
import tracemalloc

import pytest

from scrapers.client import Answer
from scrapers.client_body import Unpacker, unpack_gzip
from scrapers.client_errors import Garbled, TooLarge
from scrapers.client_policy import read_policy
from scrapers.portal import Request
from tests.scrapers.site import Say, Site, client, limits, policy

pytestmark = pytest.mark.anyio
GZIP = {"content-encoding": "gzip"}
SIZE = read_policy().size


async def ask(told: Say, max_bytes: int | None = None) -> Answer:
    # Unpacking a megabyte at a time may be slow on a busy machine; the wait is not the subject.
    rules = policy(time={"read": 5.0, "total": 20.0})
    async with Site(jobs=told) as site, client(rules) as c:
        answer = await c.fetch(Request(site.url("/jobs")), limits(site, max_bytes=max_bytes))
        assert c.counts[site.host].bytes >= len(told.body)
    return answer


async def test_a_packed_answer_is_unpacked() -> None:
    assert (await ask(Say(gzip.compress(b"lowongan" * 50), headers=GZIP))).body == b"lowongan" * 50


async def test_gzip_in_two_parts_is_one_answer() -> None:
    two = gzip.compress(b"satu ") + gzip.compress(b"dua")
    assert (await ask(Say(two, headers=GZIP))).body == b"satu dua"


async def test_an_empty_answer_may_say_that_it_is_packed() -> None:
    assert (await ask(Say(b"", headers=GZIP))).body == b""


async def test_an_answer_at_the_limit_comes_and_a_byte_more_does_not() -> None:
    assert len((await ask(Say(b"x" * 5000), max_bytes=5000)).body) == 5000
    with pytest.raises(TooLarge, match="raise its limit"):
        await ask(Say(b"x" * 5001, headers={"content-length": "99"}), max_bytes=98)


@pytest.mark.parametrize("is_packed", [False, True])
async def test_an_answer_without_a_length_is_stopped_on_the_way(is_packed: bool) -> None:
    body = b"".join(b"%d " % n for n in range(60_000))
    told = gzip.compress(body) if is_packed else body
    chunk = b"%x\r\n%b\r\n0\r\n\r\n" % (len(told), told)
    headers = {"transfer-encoding": "chunked"} | (GZIP if is_packed else {})
    async with Site(jobs=Say(chunk, headers=headers)) as site, client() as c:
        with pytest.raises(TooLarge):
            await c.fetch(Request(site.url("/jobs")), limits(site, max_bytes=100_000))


async def test_a_bomb_is_stopped_before_it_bursts() -> None:
    bomb = gzip.compress(bytes(300_000_000), compresslevel=1)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="than 100 times its size"):
            await ask(Say(bomb, headers=GZIP))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


async def test_the_limit_holds_for_what_packs_less_well_than_a_bomb() -> None:
    body = gzip.compress(b"".join(b"%d " % n for n in range(300_000)))
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        await ask(Say(body, headers=GZIP), max_bytes=1_000_000)


@pytest.mark.parametrize("coding", ["br", "zstd", "deflate", "gzip, gzip"])
async def test_a_packing_that_was_not_asked_for_is_refused_unread(coding: str) -> None:
    told = Say(b"x", headers={"content-encoding": coding})
    async with Site(jobs=told) as site, client() as c:
        with pytest.raises(Garbled, match="only gzip was asked for"):
            await c.fetch(Request(site.url("/jobs")), limits(site))


def test_a_packed_file_is_unpacked_within_the_same_limits() -> None:
    packed = gzip.compress(b"<urlset/>")
    assert unpack_gzip("a.example", packed, SIZE, SIZE.body) == b"<urlset/>"
    with pytest.raises(TooLarge):
        unpack_gzip("a.example", gzip.compress(bytes(30_000_000)), SIZE, SIZE.body)
    with pytest.raises(TooLarge):
        unpack_gzip("a.example", packed, SIZE, 5)
    for damaged in (packed[:-4], b"<urlset/>", packed[:12] + b"\xff\xff" + packed[14:]):
        with pytest.raises(Garbled, match="Collect again"):
            unpack_gzip("a.example", damaged, SIZE, SIZE.body)


def test_a_bomb_costs_no_more_than_a_step_above_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    unpacker = Unpacker("a.example", "gzip", SIZE, SIZE.body)
    with pytest.raises(TooLarge):
        unpacker.feed(bomb)
    assert sum(map(len, unpacker._pieces)) <= SIZE.body + (1 << 20)
