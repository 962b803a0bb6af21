"""Where a sweep stands: kept after every page, so that a killed run goes on where it was."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from scrapers.portal import Step


@dataclass(slots=True)
class Position:
    """A running sweep: its way in, the queries still to ask, the next page of the first of them."""

    started: datetime
    is_full: bool
    way: str
    queries: list[str]
    page: int = 0
    # Rows received and the total told for the query under way; of those before, the sums.
    received: int = 0
    total: int | None = None
    # Queries that were asked already, so that a sitemap naming itself ends.
    done: list[str] = field(default_factory=list)
    found: int = 0
    short: int = 0

    @property
    def step(self) -> Step:
        """The page to ask next."""
        return Step(self.way, self.queries[0], self.page)

    def next_query(self) -> None:
        """This query is through; note what it lacked of the total told."""
        if self.total is not None:
            self.short += max(0, self.total - self.received)
        self.done.append(self.queries.pop(0))
        self.page, self.received, self.total = 0, 0, None

    def pack(self) -> dict[str, Any]:
        """The position as JSON can hold it."""
        return asdict(self) | {"started": self.started.isoformat()}

    @classmethod
    def unpack(cls, packed: dict[str, Any]) -> "Position":
        """The position that was packed."""
        return cls(**packed | {"started": datetime.fromisoformat(packed["started"])})
