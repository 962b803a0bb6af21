"""Read one saved answer of a portal, without network or store: how to check one that changed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from data.posting import RawPosting
from scrapers.portal import Reader

Kind = Literal["listing", "detail"]

# What is computed from the rest.
_DERIVED = ("body", "hash")


def describe(posting: RawPosting) -> dict[str, Any]:
    """A posting as JSON can hold it, what is not told left out."""
    names = [name for name in RawPosting.__dataclass_fields__ if name not in _DERIVED]
    told = {name: getattr(posting, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in told.items()
        if value not in (None, False)
    }


def parse_answer(portal: Reader, kind: Kind, body: bytes) -> Iterator[dict[str, Any]]:
    """The postings of an answer; after those of a list one row {"page": …} about the page.

    Raises ShapeError where the answer is of no known shape.
    """
    if kind == "detail":
        # Of which posting it is, the answer itself says.
        yield describe(portal.parse_detail(body, RawPosting(portal.FACTS.name, "", {})))
        return
    page = portal.parse_listing(body)
    yield from map(describe, page.postings)
    yield {
        "page": {
            "rows": page.rows,
            "total": page.total,
            "has_more": page.has_more,
            "unreadable": [fault.reason for fault in page.unreadable],
            "follow": list(page.follow),
            "strange": sorted(page.strange),
        }
    }
