"""The collector's book of one portal: what it listed before, how far the running sweep came."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from statistics import median
from typing import Any, Final

from sqlalchemy import and_, delete, or_, select, update

from data.collect_models import CHECKPOINT, LISTED
from data.models import POSTING, VERSION, posting_key
from data.posting import RawPosting
from data.writer import Writer

# Of the last full sweeps so many counts are kept, to tell a sudden fall.
_REMEMBERED: Final = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """A posting found in a list: its key, the hash of its row, whether its detail is stored."""

    key: int
    list_hash: bytes
    has_detail: bool


@dataclass(slots=True)
class Sweeps:
    """What is known of a portal's sweeps; `position` is that of an unfinished one."""

    position: dict[str, Any] | None = None
    completed: int = 0
    last_full: datetime | None = None
    found: list[int] = field(default_factory=list)

    @property
    def usual(self) -> float | None:
        """How many postings a full sweep finds as a rule; None before the first one."""
        return median(self.found) if self.found else None


def hash_listed(posting: RawPosting) -> bytes:
    """The hash of a posting as the list shows it, with the closing date it tells."""
    closes = posting.closed_at.isoformat() if posting.closed_at else ""
    return blake2b(posting.hash + closes.encode(), digest_size=16).digest()


class Ledger:
    """The book of one portal; every method is a transaction of its own."""

    def __init__(self, writer: Writer, portal: str) -> None:
        self._writer = writer
        self.portal = portal

    def load(self) -> Sweeps:
        """What is known of the portal's sweeps."""
        query = select(CHECKPOINT).where(CHECKPOINT.c.portal == self.portal)
        with self._writer.transaction() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            return Sweeps()
        return Sweeps(row["position"], row["sweeps"], row["last_full"], row["found"]["counts"])

    def look_up(self, keys: Sequence[int]) -> dict[int, Seen]:
        """What the list said before of those of the postings that are known."""
        query = select(LISTED).where(LISTED.c.posting_id.in_(list(keys)))
        with self._writer.transaction() as connection:
            return {
                row.posting_id: Seen(row.posting_id, row.list_hash, row.has_detail)
                for row in connection.execute(query)
            }

    def save_page(
        self,
        postings: Sequence[RawPosting],
        seen: Sequence[Seen],
        sweeps: Sweeps,
        now: datetime,
    ) -> dict[str, int]:
        """Store the new and changed postings of a page; note all that were seen, and the position.

        Killed between its two transactions, the page is asked again and ends in the same store.
        """
        counts = self._writer.save_postings(postings) if postings else {}
        stored = {posting_key(posting.portal, posting.portal_id) for posting in postings}
        rows = [
            {
                "posting_id": one.key,
                "portal": self.portal,
                "list_hash": one.list_hash,
                "has_detail": one.has_detail,
                "sweep": sweeps.completed + 1,
                "missing_since": None,
            }
            for one in {one.key: one for one in seen}.values()
        ]
        with self._writer.transaction() as connection:
            self._touch(connection, [one.key for one in seen if one.key not in stored], now)
            self._writer.upsert(LISTED, rows)
            self._save(sweeps)
        return {name: counts.get(name, 0) for name in ("new", "changed")} | {
            "unchanged": len(rows) - counts.get("new", 0) - counts.get("changed", 0)
        }

    def _touch(self, connection: Any, keys: Sequence[int], now: datetime) -> None:
        """These were seen again as they are stored."""
        if not keys:
            return
        these = and_(POSTING.c.id.in_(keys), POSTING.c.last_seen < now)
        connection.execute(
            update(VERSION)
            .where(
                VERSION.c.posting_id.in_(select(POSTING.c.id).where(these)),
                VERSION.c.hash
                == select(POSTING.c.hash)
                .where(POSTING.c.id == VERSION.c.posting_id)
                .scalar_subquery(),
            )
            .values(last_seen=now)
        )
        connection.execute(
            update(POSTING).where(these, POSTING.c.closed_at < now).values(closed_at=None)
        )
        connection.execute(update(POSTING).where(these).values(last_seen=now))

    def _save(self, sweeps: Sweeps) -> None:
        self._writer.upsert(
            CHECKPOINT,
            [
                {
                    "portal": self.portal,
                    "position": sweeps.position,
                    "sweeps": sweeps.completed,
                    "last_full": sweeps.last_full,
                    "found": {"counts": sweeps.found},
                }
            ],
        )

    def save(self, sweeps: Sweeps) -> None:
        """Keep what is known of the sweeps."""
        with self._writer.transaction():
            self._save(sweeps)

    def end_sweep(self, sweeps: Sweeps) -> None:
        """A sweep that closes nothing is over."""
        sweeps.position = None
        self.save(sweeps)

    def complete_sweep(self, sweeps: Sweeps, found: int, now: datetime, patience: int) -> int:
        """A full sweep saw everything: what it did not see is missing.

        Closed, as of the sweep that missed it first, is what `patience` sweeps in a row missed.
        Returns how many were closed.
        """
        sweeps.completed += 1
        sweeps.last_full, sweeps.position = now, None
        sweeps.found = [*sweeps.found, found][-_REMEMBERED:]
        unseen = and_(LISTED.c.portal == self.portal, LISTED.c.sweep < sweeps.completed)
        given_up = and_(unseen, LISTED.c.sweep <= sweeps.completed - patience)
        with self._writer.transaction() as connection:
            connection.execute(
                update(LISTED)
                .where(unseen, LISTED.c.missing_since.is_(None))
                .values(missing_since=now)
            )
            gone = select(LISTED.c.posting_id).where(given_up)
            since = (
                select(LISTED.c.missing_since)
                .where(LISTED.c.posting_id == POSTING.c.id)
                .scalar_subquery()
            )
            closed = connection.execute(
                update(POSTING)
                .where(
                    POSTING.c.id.in_(gone),
                    # A closing date told may already lie earlier; one still ahead was not kept.
                    or_(POSTING.c.closed_at.is_(None), POSTING.c.closed_at > since),
                )
                .values(closed_at=since)
            ).rowcount
            # What comes back later is listed anew.
            connection.execute(delete(LISTED).where(given_up))
            self._save(sweeps)
        return int(closed)


def forget_portals(writer: Writer, portals: Sequence[str]) -> None:
    """Drop the books of these portals; their postings stay."""
    with writer.transaction() as connection:
        for table in (LISTED, CHECKPOINT):
            connection.execute(delete(table).where(table.c.portal.in_(list(portals))))
