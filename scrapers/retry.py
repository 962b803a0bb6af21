"""What may be asked again, and after how long."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapers.client_policy import Retry


class Trouble(Exception):
    """An attempt that failed in a way that may pass; `wait` is what the host asked for."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        self.what, self.wait = what, wait
        super().__init__(what)


def read_retry_after(text: str | None, now: datetime | None = None) -> float | None:
    """Seconds of a Retry-After header, which tells seconds or an HTTP date; None: no such.

    >>> read_retry_after("120"), read_retry_after("soon"), read_retry_after("-5")
    (120.0, None, None)
    """
    if not text:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        # A number that no clock can hold is "never" and above every cap.
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def is_passing(status: int, rule: Retry) -> bool:
    """Whether a status says "later"."""
    return status in rule.statuses or (status >= 500 and status not in rule.hopeless)


def raise_passing(status: int, headers: Mapping[str, str], rule: Retry) -> None:
    """Raise Trouble where the status says "later"."""
    if is_passing(status, rule):
        raise Trouble(f"it answered {status}", read_retry_after(headers.get("retry-after")))


def back_off(failures: int, rule: Retry) -> float:
    """Seconds to wait after so many failures in a row: doubled each time, half of it drawn."""
    longest = min(rule.longest_wait, rule.first_wait * 2.0 ** min(failures - 1, 30))
    return longest / 2 + random.uniform(0, longest / 2)  # noqa: S311 - no secret
