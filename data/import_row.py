"""What a row of a delivered file becomes: a posting without personal data, or a reason why not."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from data.errors import DataError
from data.posting import TEXT_FIELDS, RawPosting
from data.privacy import is_personal_column, remove_personal, remove_personal_fields
from data.text import clean
from data.times import jakarta_day, read_instant

PORTAL_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_+.-]{0,63}")
# PostgreSQL indexes no longer keys; a longer id is known by its hash.
_LONGEST_ID: Final = 500
_DEEPEST: Final = 20
# Two reasons that have a remedy for a whole file.
NO_TEXT: Final = "neither a title nor a description"
NO_PORTAL: Final = "no portal name: give --portal, or a column portal"


class RowError(ValueError):
    """A row that cannot become a posting; the text says why, without quoting the row."""


def posting_from_row(
    values: dict[str, Any], portal: str | None, now: datetime, *, is_sample: bool
) -> RawPosting:
    """The posting a row describes (under our names), personal data removed.

    Raises RowError where the row says too little or the impossible.
    """
    told_id, told_portal, url = (_text(values, name) for name in ("id", "portal", "url"))
    posted, wording = _posted(values, now)
    scraped, first_seen, last_seen = (
        _sighting(values, name, now) for name in ("scraped", "first_seen", "last_seen")
    )
    closed_at = _moment(values, "closed_at")
    last_seen = last_seen or scraped or first_seen
    first_seen = first_seen or scraped
    if first_seen and last_seen and first_seen > last_seen:
        raise RowError("first_seen is later than last_seen")
    content = _content(values)
    if "title" not in content and "description" not in content:
        raise RowError(NO_TEXT)
    url = _public_url(url)
    posting = RawPosting(
        portal=_portal(told_portal or portal),
        portal_id=_identity(told_id or url),
        content=content,
        url=url,
        posted=posted,
        posted_text=wording,
        posted_text_seen=(scraped or last_seen) if wording else None,
        first_seen=first_seen,
        last_seen=last_seen,
        closed_at=closed_at,
        is_sample=is_sample,
    )
    if not posting.portal_id:
        # Without an id of the portal's own, equal contents are the same posting.
        object.__setattr__(posting, "portal_id", f"content:{posting.hash.hex()}")
    return posting


def _portal(told: str | None) -> str:
    name = (told or "").lower()
    if not name:
        raise RowError(NO_PORTAL)
    if not PORTAL_NAME.fullmatch(name):
        raise RowError("the portal's name must be short, of letters, digits and _+.-")
    return name


def _identity(told: str | None) -> str:
    """The portal's own id; one that is too long or personal is known by its hash."""
    if not told:
        return ""
    if len(told) > _LONGEST_ID or remove_personal(told) != told:
        return f"hash:{blake2b(told.encode(), digest_size=16).hexdigest()}"
    return told


def _public_url(url: str | None) -> str | None:
    """A link to a page; one that leads to a person or to no page is not kept."""
    if url is None or not url.startswith(("http://", "https://")) or remove_personal(url) != url:
        return None
    return url


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the employer says; columns that hold persons by their name are dropped."""
    content: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        text = _as_text(values.get(name), name)
        if text is not None:
            content[name] = text
    known = {*TEXT_FIELDS, "skills"}
    other = {
        name: _plain(value, 0)
        for name, value in values.items()
        if name not in known and not is_empty(value) and not is_personal_column(name)
    }
    if skills := _plain(values.get("skills"), 0):
        content["skills"] = skills
    if other:
        content["other"] = other
    try:
        return remove_personal_fields(content)
    except DataError as error:
        raise RowError(str(error)) from error


def _plain(value: object, depth: int) -> object:
    """The value as JSON can hold it; numbers of nine digits and more as text, to be looked at."""
    if depth > _DEEPEST:
        raise RowError(f"nested deeper than {_DEEPEST} levels")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int | float | Decimal):
        # A whole number may be too long for a float.
        size = value if isinstance(value, int) else float(value)
        if -(10**8) < size < 10**8:
            return size
        digits = _as_text(value, "") or ""
        # A number column drops the leading 0 of a phone number.
        return "[telepon]" if remove_personal(f"0{digits}") != f"0{digits}" else digits
    if isinstance(value, Mapping):
        return {
            clean(str(key)): _plain(item, depth + 1)
            for key, item in value.items()
            if not is_personal_column(str(key))
        }
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return clean(value.decode("utf-8", "replace"))
    return clean(str(value))


def is_empty(value: object) -> bool:
    """Whether a cell tells nothing; 0 and False tell something."""
    return (
        value is None
        or (isinstance(value, str | list | dict | tuple) and not value)
        or (isinstance(value, float) and value != value)
    )


def _text(values: dict[str, Any], name: str) -> str | None:
    return _as_text(values.pop(name, None), name)


def _as_text(value: object, name: str) -> str | None:
    """A field as clean text; numbers are written out, empty is None."""
    if isinstance(value, str):
        return clean(value) or None
    if is_empty(value):
        return None
    if isinstance(value, bool | dict | list | tuple | bytes):
        raise RowError(f"{name} is {type(value).__name__}, not text")
    if isinstance(value, float | Decimal) and value == int(value):
        return str(int(value))
    return clean(str(value)) or None


def _posted(values: dict[str, Any], now: datetime) -> tuple[date | None, str | None]:
    """The day of posting, and the wording where it is told in words."""
    told, wording = values.pop("posted", None), _text(values, "posted_text")
    moment = read_instant(told)
    day = jakarta_day(moment) if moment else None
    if day is not None and day > jakarta_day(now) + timedelta(days=1):
        day = None
    if moment is None and isinstance(told, str) and wording is None:
        wording = clean(told) or None
    return day, remove_personal(wording) if wording else None


def _moment(values: dict[str, Any], name: str) -> datetime | None:
    told = values.pop(name, None)
    if is_empty(told):
        return None
    moment = read_instant(told)
    if moment is None:
        raise RowError(f"{name} is not an ISO date or time between 2000 and 2100")
    return moment


def _sighting(values: dict[str, Any], name: str, now: datetime) -> datetime | None:
    moment = _moment(values, name)
    if moment is not None and moment > now:
        raise RowError(f"{name} lies in the future")
    return moment
