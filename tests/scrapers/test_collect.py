"""Runs against look-alike portals: complete, resumable, only what is new, never silently wrong."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from data.ledger import Ledger
from data.models import POSTING, VERSION
from data.store import Store
from scrapers.collect import Outcome
from tests.scrapers.bench import DAY, START, Bench, make_advert, portal_with

Start = Callable[..., Bench]


def stored(store: Store) -> dict[str, Any]:
    """The rows of posting by portal_id."""
    with store.reading() as connection:
        return {row.portal_id: row for row in connection.execute(select(POSTING))}


def only(outcomes: list[Outcome]) -> Outcome:
    assert len(outcomes) == 1
    return outcomes[0]


def test_first_run_takes_everything_and_ends_clean(bench: Start, store: Store) -> None:
    market = bench([make_advert(n) for n in range(1, 121)])
    outcome = only(market.run())
    assert outcome.faults == []
    assert outcome.counts["new"] == 120
    assert outcome.counts["pages"] == 3  # 50 a page
    rows = stored(store)
    assert len(rows) == 120
    row = rows["9000007"]
    assert row.portal == "contoh_kalibrr"
    assert row.is_sample
    assert row.url.startswith("https://kalibrr.contoh.invalid/")
    assert row.first_seen == row.last_seen == START
    with store.writing() as writer:
        sweeps = Ledger(writer, "contoh_kalibrr").load()
    assert (sweeps.completed, sweeps.found, sweeps.position) == (1, [120], None)


def test_next_run_asks_only_for_what_is_new(bench: Start, store: Store) -> None:
    old = [make_advert(n) for n in range(1, 121)]
    new = [make_advert(n, posted=START + timedelta(hours=n - 200)) for n in range(201, 206)]
    market = bench([*old, *new])
    market.run()
    outcome = only(market.run(START + DAY))
    assert outcome.counts["new"] == 5
    assert outcome.counts["pages"] == 2  # the first has new ones, the second none
    assert len(stored(store)) == 125


def test_known_posting_is_seen_again_without_a_new_version(bench: Start, store: Store) -> None:
    market = bench([make_advert(1)])
    market.run()
    outcome = only(market.run(START + DAY))
    assert outcome.counts["unchanged"] == 1
    row = stored(store)["9000001"]
    assert (row.first_seen, row.last_seen) == (START, START + DAY)
    with store.reading() as connection:
        versions = list(connection.execute(select(VERSION)))
    assert [(v.first_seen, v.last_seen) for v in versions] == [(START, START + DAY)]


def test_renewed_date_keeps_the_first_day(bench: Start, store: Store) -> None:
    market = bench([make_advert(1, bumped=(START + 2 * DAY,))])
    market.run()
    market.run(START + 3 * DAY)
    assert stored(store)["9000001"].posted == date(2026, 6, 1)


def test_what_two_full_sweeps_miss_is_closed_as_of_the_first(bench: Start, store: Store) -> None:
    stays = [make_advert(n) for n in range(1, 31)]
    market = bench([*stays, make_advert(99, gone=START + 3 * DAY)])
    market.run()
    assert only(market.run(START + 7 * DAY)).counts["closed"] == 0
    assert stored(store)["9000099"].closed_at is None
    assert only(market.run(START + 14 * DAY)).counts["closed"] == 1
    assert stored(store)["9000099"].closed_at == START + 7 * DAY
    assert stored(store)["9000001"].closed_at is None


def test_closing_date_told_is_kept(bench: Start, store: Store) -> None:
    market = bench([make_advert(1, closes=START + 10 * DAY)])
    market.run()
    assert stored(store)["9000001"].closed_at == START + 10 * DAY


def test_hidden_pay_is_not_stored(bench: Start, store: Store) -> None:
    market = bench([make_advert(1, is_pay_hidden=True)])
    market.run()
    with store.writing() as writer:
        posting = writer.load_unread("none", -1, 10)[0]
    assert "salary" not in posting.content
    assert "5.500.000" not in str(posting.content)


def test_run_with_a_limit_goes_no_further(bench: Start, store: Store) -> None:
    market = bench([make_advert(n) for n in range(1, 121)])
    outcome = only(market.run(limit=20))
    assert outcome.counts["pages"] == 1
    assert len(stored(store)) == 50
    assert only(market.run(START + DAY)).counts["new"] == 70


def test_since_leaves_older_ones_out(bench: Start, store: Store) -> None:
    market = bench([make_advert(n) for n in range(1, 121)])
    only(market.run(since=date(2026, 5, 31)))
    assert min(row.posted for row in stored(store).values()) == date(2026, 5, 31)


def test_empty_first_page_is_a_fault_and_nothing_is_closed(bench: Start, store: Store) -> None:
    market = bench([make_advert(n, gone=START + DAY) for n in range(1, 21)])
    market.run()
    outcome = only(market.run(START + 7 * DAY))
    assert "the first page is empty" in outcome.faults[0]
    assert stored(store)["9000001"].closed_at is None


def test_sudden_fall_closes_nothing(bench: Start, store: Store) -> None:
    most = [make_advert(n, gone=START + DAY) for n in range(1, 81)]
    market = bench([*most, *[make_advert(n) for n in range(81, 101)]])
    market.run()
    for weeks in (1, 2, 3):
        outcome = only(market.run(START + weeks * 7 * DAY))
        assert "only 20 postings, where the last sweeps found 100" in outcome.faults[0]
    assert all(row.closed_at is None for row in stored(store).values())


def test_field_that_vanishes_stops_the_portal(bench: Start, store: Store) -> None:
    told = [make_advert(n) for n in range(1, 31)]
    silent = [
        make_advert(n, posted=START + timedelta(hours=n - 200), company="") for n in range(201, 231)
    ]
    market = bench([*told, *silent])
    market.run()
    outcome = only(market.run(START + 2 * DAY))
    assert "company: told by" in outcome.faults[0]
    assert len(stored(store)) == 30


def test_outage_is_told_and_the_rest_goes_on(bench: Start, store: Store) -> None:
    market = bench([make_advert(1)], outages={"kalibrr": (START + DAY, START + 3 * DAY)})
    market.run()
    outcome = only(market.run(START + 2 * DAY))
    assert outcome.faults
    assert "127.0.0.1" in outcome.faults[0]
    assert only(market.run(START + 4 * DAY)).faults == []
    assert stored(store)["9000001"].last_seen == START + 4 * DAY


@pytest.mark.parametrize("trouble", [0.2])
def test_trouble_on_the_way_changes_nothing_in_the_end(
    bench: Start, store: Store, trouble: float
) -> None:
    market = bench([make_advert(n) for n in range(1, 301)], trouble=trouble)
    portal = portal_with("kalibrr", page_size=20)
    for _ in range(5):
        if not only(market.run(portals=[portal])).faults:
            break
    assert len(stored(store)) == 300


def test_sample_taken_out_leaves_no_book_behind(bench: Start, store: Store) -> None:
    bench([make_advert(1)]).run()
    with store.writing() as writer:
        writer.remove_sample()
    assert stored(store) == {}
