"""What a host's robots.txt allows: asked once a day, obeyed, with its Crawl-delay.

No robots.txt (4xx) means everything is allowed; a robots.txt that cannot be had (5xx, no answer)
means that the host is not visited now (RFC 9309).
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import orjson
from protego import Protego

from data.files import write_whole
from scrapers.client_errors import (
    Blocked,
    FetchError,
    HostDown,
    OffLimits,
    RobotsForbid,
    StatusError,
    Stopped,
)
from scrapers.client_policy import RobotsRule
from scrapers.limits import Host

_EVERYTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one robots.txt for one name."""

    parsed: Protego
    agent: str

    def delay(self) -> float:
        """Seconds between two calls that it asks for, 0 where it asks for none."""
        told = [self.parsed.crawl_delay(self.agent) or 0.0]
        if rate := self.parsed.request_rate(self.agent):
            told.append(rate.seconds / rate.requests)
        return max(told)

    def check(self, host: str, url: str) -> None:
        """Raise RobotsForbid where the address is not allowed."""
        if not self.parsed.can_fetch(url, self.agent):
            raise RobotsForbid(
                host,
                f"its robots.txt does not allow {url[:200]} for {self.agent}. Nothing was sent; "
                "leave this portal off, or ask it for permission.",
            )


@dataclass(frozen=True, slots=True)
class _Kept:
    rules: Rules | FetchError
    good_until: float


class RobotsBook:
    """The robots.txt of every host met, in memory and, across runs, in a folder."""

    def __init__(self, agent: str, rule: RobotsRule, folder: Path | None) -> None:
        self._agent, self._rule, self._folder = agent, rule, folder
        self._kept: dict[str, _Kept] = {}

    async def obey(self, host: Host, url: str, load: Callable[[], Awaitable[bytes]]) -> None:
        """Check an address and slow the host down as asked; `load` brings its robots.txt.

        Raises RobotsForbid, and HostDown where robots.txt could not be had.
        """
        async with host.robots_lock:
            kept = self._kept.get(host.name)
            if kept is None or kept.good_until < time.time():
                kept = self._read(host.name) or await self._load(host, load)
                self._kept[host.name] = kept
                if isinstance(kept.rules, Rules):
                    host.gate.slow_down(kept.rules.delay())
        if isinstance(kept.rules, FetchError):
            raise type(kept.rules)(kept.rules.host, kept.rules.what)
        kept.rules.check(host.name, url)

    async def _load(self, host: Host, load: Callable[[], Awaitable[bytes]]) -> _Kept:
        now = time.time()
        try:
            text = (await load()).decode("utf-8-sig", errors="replace")
        except StatusError:
            text = _EVERYTHING
        except (Stopped, Blocked):
            raise
        except FetchError as error:
            kind = OffLimits if isinstance(error, OffLimits) else HostDown
            what = f"is not visited now, because its robots.txt could not be had: {error.what}"
            return _Kept(kind(host.name, what), now + self._rule.unreachable_for)
        self._write(host.name, now, text)
        return _Kept(self._judge(host.name, text), now + self._rule.good_for)

    def _judge(self, host: str, text: str) -> Rules | HostDown:
        rules = Rules(Protego.parse(text), self._agent)
        if rules.delay() <= self._rule.longest_delay:
            return rules
        return HostDown(
            host,
            f"its robots.txt asks for {rules.delay():g} seconds between two calls, too slow to "
            "collect it. Leave this portal off, or ask it for permission.",
        )

    def _path(self, host: str) -> Path | None:
        return self._folder and self._folder / f"{quote(host, safe='')}.json"

    def _read(self, host: str) -> _Kept | None:
        """What an earlier run of the last day was told; None where there is nothing usable."""
        path = self._path(host)
        if path is None or not path.exists():
            return None
        try:
            told = orjson.loads(path.read_bytes())
            asked_at, text = float(told["asked_at"]), str(told["text"])
        except (ValueError, TypeError, KeyError):
            return None  # damaged: ask again
        good_until = asked_at + self._rule.good_for
        if not asked_at <= time.time() < good_until:
            return None
        return _Kept(self._judge(host, text), good_until)

    def _write(self, host: str, asked_at: float, text: str) -> None:
        path = self._path(host)
        if path is not None:
            write_whole(path, orjson.dumps({"asked_at": asked_at, "text": text}))
