"""What a posting becomes when it is seen again: pure decisions, no database.

A later sighting speaks over an earlier one. Where two sightings are equally late (or neither says
when), a content not seen before replaces the current one and a known one does not: so taking the
same file in twice, or half a file and then the whole, ends in the same store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Final

from data.posting import RawPosting

_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Stored:
    """A posting's row as it stands in the batch being written."""

    row: dict[str, Any]
    # content hash → [first_seen, last_seen]; only what this batch needs to know
    versions: dict[bytes, list[datetime | None]]
    is_new: bool
    is_changed: bool = False
    changed_versions: set[bytes] = field(default_factory=set)


def add_new(posting: RawPosting, key: int) -> Stored:
    """The row of a posting seen for the first time."""
    row = {
        "id": key,
        "portal": posting.portal,
        "portal_id": posting.portal_id,
        "url": posting.url,
        "posted": posting.posted,
        "posted_text": posting.posted_text,
        "posted_text_seen": posting.posted_text_seen,
        "first_seen": posting.first_seen,
        "last_seen": posting.last_seen,
        "closed_at": posting.closed_at,
        "changed_at": posting.first_seen or posting.last_seen,
        "hash": posting.hash,
        "is_sample": posting.is_sample,
    }
    row["read_key"] = read_key(row)
    seen = [posting.first_seen, posting.last_seen]
    return Stored(row, {posting.hash: seen}, is_new=True, changed_versions={posting.hash})


def merge(stored: Stored, posting: RawPosting) -> None:
    """Take another sighting of a posting into its row."""
    row = stored.row
    seen_before, seen_now = row["last_seen"] or _NEVER, posting.last_seen or _NEVER
    is_known = posting.hash in stored.versions
    if posting.hash != row["hash"] and (
        seen_now > seen_before or (seen_now == seen_before and not is_known)
    ):
        _set(stored, "hash", posting.hash)
        _set(stored, "changed_at", None)
    _add_version(stored, posting)
    _date_change(stored, posting)
    if posting.url is not None and (seen_now >= seen_before or row["url"] is None):
        _set(stored, "url", posting.url)
    _set(stored, "first_seen", earliest(row["first_seen"], posting.first_seen))
    _set(stored, "last_seen", latest(row["last_seen"], posting.last_seen))
    closed_at = latest(row["closed_at"], posting.closed_at)
    if closed_at is not None and row["last_seen"] is not None and row["last_seen"] > closed_at:
        closed_at = None  # it was seen open after that
    _set(stored, "closed_at", closed_at)
    # Portals bump dates; the first one told is when the opening began.
    if posting.posted is not None and (row["posted"] is None or posting.posted < row["posted"]):
        _set(stored, "posted", posting.posted)
    _merge_wording(stored, posting)
    _set(stored, "read_key", read_key(row))


def _merge_wording(stored: Stored, posting: RawPosting) -> None:
    """The wording of the earliest sighting stays; one whose sighting is known beats one not."""
    before, now = stored.row["posted_text_seen"], posting.posted_text_seen
    if posting.posted_text is None:
        return
    if stored.row["posted_text"] is None or (now and (before is None or now < before)):
        _set(stored, "posted_text", posting.posted_text)
        _set(stored, "posted_text_seen", now)


def read_key(row: Mapping[str, Any]) -> bytes:
    """A hash of all that a reading rests on: equal keys, nothing to read again."""
    seen: datetime | None = row["posted_text_seen"]
    wording = f"{row['posted_text'] or ''}\0{int(seen.timestamp()) if seen else ''}"
    return blake2b(row["hash"] + wording.encode(), digest_size=16).digest()


def _add_version(stored: Stored, posting: RawPosting) -> None:
    before = stored.versions.get(posting.hash)
    first, last = posting.first_seen, posting.last_seen
    if before is not None:
        first, last = earliest(before[0], first), latest(before[1], last)
    if before != [first, last]:
        stored.versions[posting.hash] = [first, last]
        stored.changed_versions.add(posting.hash)


def _date_change(stored: Stored, posting: RawPosting) -> None:
    """The first known sighting of the present content since any other was seen last.

    So a content that comes back after another counts from its return.
    """
    row = stored.row
    spans = stored.versions.items()
    others = [seen[1] for key, seen in spans if key != row["hash"] and seen[1]]
    after = max(others, default=_NEVER)
    told = [row["changed_at"], *stored.versions[row["hash"]]]
    if posting.hash == row["hash"]:
        told += [posting.first_seen, posting.last_seen]
    since = [moment for moment in told if moment is not None and moment >= after]
    _set(stored, "changed_at", min(since, default=max(others, default=None)))


def _set(stored: Stored, name: str, value: object) -> None:
    if stored.row[name] != value:
        stored.row[name] = value
        stored.is_changed = True


def earliest(first: datetime | None, second: datetime | None) -> datetime | None:
    """The earlier of two moments, where one of them or both may not be known."""
    if first is None or second is None:
        return first or second
    return min(first, second)


def latest(first: datetime | None, second: datetime | None) -> datetime | None:
    """The later of two moments, where one of them or both may not be known."""
    if first is None or second is None:
        return first or second
    return max(first, second)
