"""How the client reaches a host: HTTP/2 or 1.1 to checked addresses, with a cache in front."""

import os
import ssl
from email.utils import formatdate
from functools import cache
from pathlib import Path
from typing import Final

import httpcore
import httpx
from hishel import AsyncSqliteStorage, CacheOptions
from hishel.httpx import AsyncCacheTransport

from scrapers.addresses import CheckedBackend, Reach
from scrapers.client_policy import CacheRule

# A connection idle for so many seconds is closed; longer than the slowest portal's pause.
_IDLE_SECONDS: Final = 30.0
_CONNECTIONS: Final = 64


class CheckedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool that connects to checked addresses, or to the proxy."""

    def __init__(self, reach: Reach, proxy: str) -> None:
        trust = _trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        if proxy:  # the operator's proxy may stand in a private network, and resolves names itself
            idle = httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_IDLE_SECONDS)
            super().__init__(verify=trust, http2=True, proxy=proxy, limits=idle)
            return
        # httpx has no parameter for the backend of its pool.
        self._pool = _checked_pool(trust, reach)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, told apart into what the cache may keep and what not."""
        response = await super().handle_async_request(request)
        _bound_caching(response)
        return response


@cache
def _trust(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """The certificates trusted here, or those the environment names; reading them takes 30 ms."""
    return httpx.create_ssl_context()


def _checked_pool(trust: ssl.SSLContext, reach: Reach) -> httpcore.AsyncConnectionPool:
    return httpcore.AsyncConnectionPool(
        ssl_context=trust,
        max_connections=_CONNECTIONS,
        keepalive_expiry=_IDLE_SECONDS,
        http1=True,
        http2=True,
        network_backend=CheckedBackend(reach),
    )


def _bound_caching(response: httpx.Response) -> None:
    """Keep only good answers, and take none as fresh unless the portal itself says how long.

    RFC 9111 lets a cache guess freshness from Last-Modified; a list of postings must be asked for.
    """
    headers = response.headers
    # Without a date the cache would take it as new for ever (RFC 9110 6.6.1: note when it came).
    headers.setdefault("date", formatdate(usegmt=True))
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return
    if response.status_code != httpx.codes.OK:
        headers["cache-control"] = "no-store"
    elif "expires" not in headers and "cache-control" not in headers:
        can_be_asked = "etag" in headers or "last-modified" in headers
        headers["cache-control"] = "no-cache" if can_be_asked else "no-store"


def cached(transport: CheckedTransport, folder: Path, rule: CacheRule) -> AsyncCacheTransport:
    """The transport behind a cache in a file of its own, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    storage = AsyncSqliteStorage(
        database_path=folder / "answers.sqlite", default_ttl=rule.kept, max_size=rule.size
    )
    # Private, as a browser's: `private` answers may be kept. `rfc` is not hishel's default.
    return AsyncCacheTransport(
        next_transport=transport, storage=storage, rfc=CacheOptions(shared=False)
    )
