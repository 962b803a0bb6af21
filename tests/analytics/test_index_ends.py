"""Ends that nobody saw: a portal that takes its advertisements off on day 30 is found to do so."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analytics import index_counts, index_ends
from analytics.filter import EVERYTHING
from data.snapshot import open_snapshot
from tests.ui.market import Row, publish, vacancy

LOOKS = [date(2026, 1, 5) + timedelta(days=28 * n) for n in range(8)]


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 5, tzinfo=UTC)


def watched(number: int, posted: date, lasts: int) -> Row:
    """An advertisement on a portal looked at every 28 days, and once on the day it was posted."""
    gone = posted + timedelta(days=lasts)
    seen = [posted, *(look for look in LOOKS if posted < look < gone)]
    missed = [look for look in LOOKS if look >= gone]
    return vacancy(
        number, posted=posted, first_seen=at_noon(seen[0]), last_seen=at_noon(seen[-1]),
        closed=at_noon(missed[0]),
    )  # fmt: skip


@pytest.mark.parametrize("lasts", [30, 21])
def test_the_day_that_a_portal_takes_advertisements_off_is_found(
    lasts: int, tmp_path: Path
) -> None:
    rows = [watched(n, date(2026, 1, 6) + timedelta(days=n % 120), lasts) for n in range(240)]
    # Looks are known by what they see: each sees one of these.
    rows += [
        vacancy(1000 + n, posted=look, first_seen=at_noon(look), last_seen=at_noon(look))
        for n, look in enumerate(LOOKS)
    ]
    publish(tmp_path, rows)
    with closing(open_snapshot(tmp_path)) as snapshot:
        (curve,) = index_ends.read_lifetimes(snapshot).values()
        spans = index_counts.find_spans(snapshot, EVERYTHING)
    assert curve[lasts - 3] < 0.05
    assert curve[lasts] > 0.95
    assert spans is not None
    lived = spans.ends - spans.begins
    lived = lived[lived != index_counts.GRACE_DAYS]  # those of the looks
    # Each range alone is up to 28 days wide.
    assert abs(lived.mean() - (lasts - 1)) < 1.5


def test_nothing_missed_tells_nothing(tmp_path: Path) -> None:
    publish(tmp_path, [])
    with closing(open_snapshot(tmp_path)) as snapshot:
        assert index_ends.read_lifetimes(snapshot) == {}
