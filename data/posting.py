"""A posting as one portal showed it, before anything is read out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from typing import Final

import orjson

# The text fields of DESIGN §4 `extract`, in that order.
TEXT_FIELDS: Final = (
    "title",
    "company",
    "location",
    "salary",
    "description",
    "industry",
    "employment_type",
    "experience",
    "education",
)


@dataclass(frozen=True, slots=True)
class RawPosting:
    """One advertisement on one portal.

    `content` holds what the employer says: the TEXT_FIELDS that are not empty, and whatever else
    the portal tells about the job (its own skill tags, category, flags). What changes without the
    advertisement changing (views, "2 days ago") stays out of it. Personal data is already removed.
    """

    portal: str
    portal_id: str
    content: Mapping[str, object]
    url: str | None = None
    posted: date | None = None
    posted_text: str | None = None
    # The sighting that brought the wording: "3 hari yang lalu" counts from it.
    posted_text_seen: datetime | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    closed_at: datetime | None = None
    is_sample: bool = False
    # The content as it is stored and its hash, computed once.
    body: bytes = field(init=False)
    hash: bytes = field(init=False)

    def __post_init__(self) -> None:
        body = orjson.dumps(self.content, option=orjson.OPT_SORT_KEYS)
        object.__setattr__(self, "body", body)
        object.__setattr__(self, "hash", blake2b(body, digest_size=16).digest())
