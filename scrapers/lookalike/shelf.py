"""What every look-alike portal has: its adverts, a call to answer, a reply to give."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson

from data.sample_advert import Advert


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a look-alike: the path below its address, what was asked."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    json: Any = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the look-alike answers."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(value: object, status: int = 200) -> "Reply":
        """A JSON reply."""
        return Reply(orjson.dumps(value), status)


@dataclass(frozen=True)
class Shelf:
    """The adverts that a portal lists at a moment, the newest first."""

    adverts: Sequence[Advert]
    now: datetime

    @cached_property
    def by_number(self) -> Mapping[int, Advert]:
        """The adverts by their number."""
        return {advert.number: advert for advert in self.adverts}

    def page(self, offset: int, limit: int) -> Sequence[Advert]:
        """Some of the adverts."""
        return self.adverts[offset : offset + limit]


def shown_date(advert: Advert) -> datetime:
    """The date a portal shows: that of the last renewal."""
    return advert.bumped[-1] if advert.bumped else advert.posted


def as_html(lines: str) -> str:
    """Lines and bullets as the HTML that editors of portals make."""
    parts: list[str] = []
    in_list = False
    for line in lines.splitlines():
        is_item = line.startswith("- ")
        if is_item != in_list:
            parts.append("<ul>" if is_item else "</ul>")
            in_list = is_item
        text = html.escape(line.removeprefix("- "), quote=False)
        parts.append(f"<li>{text}</li>" if is_item else f"<p>{text}</p>")
    return "".join([*parts, "</ul>" if in_list else ""])
