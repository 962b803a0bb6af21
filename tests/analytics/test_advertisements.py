"""Lists of advertisements whose order and links can be checked by eye."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from analytics.advertisements import list_advertisements
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

Open = Callable[[Sequence[Row]], Snapshot]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_market(rows: Sequence[Row]) -> Snapshot:
            publish(tmp_path, rows)
            return stack.enter_context(closing(open_snapshot(tmp_path)))

        yield open_market


def test_an_empty_snapshot_lists_nothing(opened: Open) -> None:
    assert list_advertisements(opened([]), EVERYTHING).empty


def test_newest_first_undated_last_and_pages_join_up(opened: Open) -> None:
    days = [date(2026, 1, 2), None, date(2026, 1, 9), date(2026, 1, 5)]
    market = opened([vacancy(i, posted=day) for i, day in enumerate(days)])
    pages = [list_advertisements(market, EVERYTHING, 2, offset) for offset in (0, 2)]
    assert [row for page in pages for row in page["vacancy_id"]] == ["v2", "v3", "v0", "v1"]
    assert set(pages[0]["n"]) == {4}


def test_closed_and_long_unseen_ones_are_not_open(opened: Open) -> None:
    old = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [vacancy(1), vacancy(2, closed=old), vacancy(3, last_seen=old)]
    market = opened(rows)
    assert list_advertisements(market, EVERYTHING, open_only=True)["vacancy_id"].tolist() == ["v1"]
    assert list_advertisements(market, EVERYTHING)["is_open"].tolist() == [True, False, False]


def test_implausible_pay_is_not_shown_and_the_address_is(opened: Open) -> None:
    rows = [
        vacancy(1, wage_min_idr=9, wage_flags="implausible", url="https://p.example/1"),
        vacancy(2, wage_min_idr=5_000_000, province="31"),
    ]
    listed = list_advertisements(opened(rows), EVERYTHING).set_index("vacancy_id")
    assert listed["wage_min_idr"].isna().to_dict() == {"v1": True, "v2": False}
    assert listed.at["v1", "url"] == "https://p.example/1"
    assert listed["url"].isna().to_dict() == {"v1": False, "v2": True}
    assert listed.at["v2", "wage_min_idr"] == 5_000_000


def test_only_what_is_asked_about(opened: Open) -> None:
    rows = [vacancy(1, occupation="5230"), vacancy(2, occupation="2411")]
    listed = list_advertisements(opened(rows), Filter(occupation="52"))
    assert listed["vacancy_id"].tolist() == ["v1"]
