"""Captured answers under ../shared, and how what is read from them is compared with them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from data.posting import RawPosting
from scrapers.portal import Page
from tests.conftest import SHARED

PORTALS = SHARED / "portals"


def body(name: str) -> bytes:
    return (PORTALS / name).read_bytes()


def raw(name: str) -> Any:
    return json.loads(body(name))


def told(posting: RawPosting, *names: str) -> list[object]:
    """Fields of a posting: of its own, of its content, of what stands beside."""
    other = posting.content.get("other") or {}
    assert isinstance(other, Mapping)
    day = {"posted": str(posting.posted), "closes": posting.closed_at and str(posting.closed_at)}
    return [{**other, **posting.content, **day}.get(name) for name in names]


def column(page: Page, *names: str) -> list[list[object]]:
    return [told(posting, *names) for posting in page.postings]


def same(page: Page, rows: Sequence[Any], **paths: str) -> None:
    """Each field of each posting is what stands at a path of its row."""
    for posting, row in zip(page.postings, rows, strict=True):
        for name, path in paths.items():
            expected = dig(row, path)
            found = posting.portal_id if name == "id" else told(posting, name)[0]
            assert found == (str(expected) if name == "id" else expected), (name, path)


def dig(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key)] if key.isdigit() else value[key]
    return value


def nest(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that its publisher flattened, in the shape that the portal gave it."""
    category = {
        "classification": {"id": row["classification_id"], "description": row["classification"]},
        "subclassification": {
            "id": row["subclassification_id"],
            "description": row["subclassification"],
        },
    }
    return {
        "id": row["id"],
        "title": row["title"],
        "teaser": row["teaser"],
        "salaryLabel": row.get("salary_label", ""),
        "advertiser": {"description": row["advertiser_description"]},
        "companyName": None,
        "locations": [{"label": row["locations"], "countryCode": row["country_codes"]}],
        "listingDate": row["listing_date"],
        "workTypes": row["work_types"].split("; "),
        "workArrangements": {"data": [{"label": {"text": row["work_arrangements"]}}]},
        "classifications": [category],
    }
