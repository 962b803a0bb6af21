"""Moments and days: what portals write as time, in UTC and as the day in Jakarta."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

# Times without a zone are taken as western Indonesian time, where most portals sit.
JAKARTA: Final = timezone(timedelta(hours=7), "WIB")
# Earlier moments are placeholders of data bases ("0001-01-01", "1970-01-01"), not postings.
EARLIEST: Final = date(2000, 1, 1)
_LATEST_YEAR: Final = 2100


def read_instant(value: object) -> datetime | None:
    """The moment of an ISO date or time, in UTC and whole seconds; None where it is none.

    A date alone is its midnight in Jakarta. Placeholders before EARLIEST are no moments.
    """
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=JAKARTA)
    elif isinstance(value, str) and value:
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    else:
        return None
    if not EARLIEST.year <= moment.year < _LATEST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=JAKARTA)
    return moment.astimezone(UTC).replace(microsecond=0)


def jakarta_day(moment: datetime) -> date:
    """The day of a moment in Jakarta."""
    return moment.astimezone(JAKARTA).date()
