"""Look-alike portals on loopback: every portal's shape, paging and quirks, no network.

    python -m scrapers.replay MARKET.jsonl.gz [--trouble SHARE]

prints the address of each portal as one line of JSON and serves them: every portal has a port of
its own and answers as it does, at the moment that the header x-replay-now tells. What goes wrong on
the way (429 with Retry-After, slow answers, resets …) is drawn by a seed: a run can be repeated.
"""

import argparse
import asyncio
import gzip
import socket
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Final, Protocol, cast

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message

from data.sample_advert import Advert, read_adverts
from scrapers.lookalike.shelf import Call, Reply, Shelf, shown_date
from scrapers.portal import portal_names

NOW_HEADER: Final = "x-replay-now"
_TROUBLES: Final[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


class LookAlike(Protocol):
    """The module of a look-alike; RATE_LIMITED is its error inside a 200, where it has one."""

    def answer(self, shelf: Shelf, call: Call) -> Reply:
        """What the portal would answer."""


class Market:
    """The adverts of all portals, and what each lists at a moment."""

    def __init__(self, adverts: Iterable[Advert], outages: Mapping[str, Any] | None = None) -> None:
        """`outages`: portal → (from, until), during which it answers 503."""
        self._adverts: dict[str, list[Advert]] = defaultdict(list)
        for advert in adverts:
            self._adverts[advert.portal].append(advert)
        self.outages = outages or {}
        self.shelf = lru_cache(maxsize=64)(self._shelf)

    def _shelf(self, portal: str, now: datetime) -> Shelf:
        listed = [
            replace(advert, bumped=tuple(day for day in advert.bumped if day <= now))
            if advert.bumped
            else advert
            for advert in self._adverts[portal]
            if advert.posted <= now < advert.gone
        ]
        listed.sort(key=lambda advert: (shown_date(advert), advert.number), reverse=True)
        return Shelf(listed, now)

    def is_out(self, portal: str, now: datetime) -> bool:
        """Whether the portal is down at that moment."""
        span = self.outages.get(portal)
        return span is not None and span[0] <= now < span[1]


@cache
def look_alikes() -> tuple[str, ...]:
    """The portals that there is a look-alike of."""
    folder = Path(__file__).parent / "lookalike"
    return tuple(sorted(path.stem for path in folder.glob("*.py") if path.stem in portal_names()))


@cache
def find_look_alike(portal: str) -> LookAlike:
    """The look-alike of a portal."""
    return cast("LookAlike", import_module(f"scrapers.lookalike.{portal}"))


class Replay:
    """The look-alikes of a market, each on a port of its own; `run` serves until `stop`."""

    def __init__(self, market: Market, trouble: float = 0.0, seed: int = 17) -> None:
        """`trouble` is the share of calls that something happens to."""
        self._market = market
        self._trouble = trouble
        self._random = Random(seed)  # noqa: S311 - a repeatable nuisance, no secret
        self._sockets = {name: socket.create_server(("127.0.0.1", 0)) for name in look_alikes()}
        self._portals = {s.getsockname()[1]: name for name, s in self._sockets.items()}
        app = Starlette(
            routes=[
                Route("/robots.txt", self._robots),
                Route("/{path:path}", self._answer, methods=["GET", "POST"]),
            ]
        )
        config = uvicorn.Config(
            app, loop="uvloop", http="httptools", log_level="error", access_log=False
        )
        self._server = uvicorn.Server(config)

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each portal."""
        return {name: f"http://127.0.0.1:{port}" for port, name in self._portals.items()}

    def run(self) -> None:
        """Serve until stopped."""
        self._server.run(sockets=list(self._sockets.values()))

    def stop(self) -> None:
        """End `run`, which runs in another thread."""
        self._server.should_exit = True

    async def _robots(self, _request: Request) -> Response:
        return Response("User-agent: *\nDisallow: /auth/\n", media_type="text/plain")

    async def _answer(self, request: Request) -> Response:
        portal = self._portals[request.scope["server"][1]]
        look_alike = find_look_alike(portal)
        told = request.headers.get(NOW_HEADER)
        if told is None:
            return Response(f"no {NOW_HEADER} header", 400)
        now = datetime.fromisoformat(told)
        if self._market.is_out(portal, now):
            return Response("Service Unavailable", 503)
        body = await request.body()
        call = Call(
            request.method,
            request.url.path,
            dict(request.query_params),
            dict(request.headers),
            orjson.loads(body) if body else None,
        )
        if self._random.random() < self._trouble:
            return await self._make_trouble(look_alike)
        reply = look_alike.answer(self._market.shelf(portal, now), call)
        return Response(reply.body, reply.status, dict(reply.headers), reply.content_type)

    async def _make_trouble(self, look_alike: LookAlike) -> Response:
        """One of the things that happen on the way; the next try may go well."""
        kinds: dict[str, float] = _TROUBLES["kinds"]
        kind = self._random.choices(list(kinds), list(kinds.values()))[0]
        if kind == "slow":
            await asyncio.sleep(_TROUBLES["slow_seconds"])
            return Response("Gateway Timeout", 504)
        if kind == "too_many":
            return Response("", 429, {"Retry-After": str(_TROUBLES["retry_after_seconds"])})
        if kind == "rate_limited":
            limited: Reply | None = getattr(look_alike, "RATE_LIMITED", None)
            if limited is not None:
                return Response(limited.body, limited.status, None, limited.content_type)
        if kind == "reset":
            return _Reset()
        return Response("Bad Gateway", 502)


class _Reset(Response):
    """An answer that breaks off in the middle."""

    async def __call__(self, _scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        start: Message = {"type": "http.response.start", "status": 200, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": b'{"cut":', "more_body": False})


def main() -> None:
    """Serve a market until killed; the first line printed tells the addresses."""
    parser = argparse.ArgumentParser(prog="python -m scrapers.replay")
    parser.add_argument("market", type=Path)
    parser.add_argument("--trouble", type=float, default=0.0)
    told = parser.parse_args()
    replay = Replay(load_market(told.market), told.trouble)
    sys.stdout.write(orjson.dumps(replay.addresses).decode() + "\n")
    sys.stdout.flush()
    replay.run()


def load_market(path: Path) -> Market:
    """The market of a file that data.sample wrote."""
    with gzip.open(path) as file:
        head = orjson.loads(file.readline())
        outages = {
            portal: tuple(map(datetime.fromisoformat, span))
            for portal, span in head["outages"].items()
        }
        return Market(read_adverts(file), outages)


if __name__ == "__main__":
    main()
