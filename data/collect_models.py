"""The tables of collecting: what a portal listed when last looked at, and how far a sweep came.

listed         a posting as its portal's list showed it: changed since? in which sweep seen last?
checkpoint     a row a portal: where its running sweep stands, what its last full sweeps found
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from data.models import Base


class Listed(Base):
    """A posting as the list of its portal showed it last."""

    __tablename__ = "listed"

    posting_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("posting.id"), primary_key=True, autoincrement=False
    )
    portal: Mapped[str] = mapped_column(String(64), index=True)
    # Of the row in the list: equal hashes, no need to fetch the detail again.
    list_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    has_detail: Mapped[bool]
    # The full sweep that saw it last, and since when later ones did not.
    sweep: Mapped[int] = mapped_column(Integer)
    missing_since: Mapped[datetime | None]


class Checkpoint(Base):
    """Where the sweep of a portal stands."""

    __tablename__ = "checkpoint"

    portal: Mapped[str] = mapped_column(String(64), primary_key=True)
    # The running sweep, or null between sweeps (scrapers/position.py).
    position: Mapped[dict[str, Any] | None]
    # Full sweeps completed, when the last one was, and how many postings each of the last found.
    sweeps: Mapped[int] = mapped_column(Integer)
    last_full: Mapped[datetime | None]
    found: Mapped[dict[str, Any]]


LISTED: Final[Table] = Base.metadata.tables["listed"]
CHECKPOINT: Final[Table] = Base.metadata.tables["checkpoint"]
