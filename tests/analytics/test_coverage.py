"""Portals behind a market of a few advertisements: shares, states, overlap, who is off."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

import settings
from analytics import coverage
from analytics.filter import EVERYTHING, Filter
from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import Row, publish, vacancy

NEWEST = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def seen(number: int, portals: tuple[str, ...], days_ago: int | None, **facts: object) -> Row:
    """An opening of 1 November on these portals, last seen so long before the newest sighting."""
    last = None if days_ago is None else NEWEST - timedelta(days=days_ago)
    return vacancy(
        number, portals=portals, posted=date(2026, 11, 1), postings=len(portals),
        first_seen=last, last_seen=last, **facts,
    )  # fmt: skip


def market() -> list[Row]:
    """JobStreet 12 and Glints 10, 3 of them on both; others 20 and 90 days ago or never."""
    rows = [seen(n, ("jobstreet",), 0) for n in range(9)]
    rows += [seen(n, ("jobstreet", "glints"), 0) for n in range(9, 12)]
    rows += [seen(n, ("glints",), 2) for n in range(12, 19)]
    rows += [seen(19, ("kalibrr",), 20), seen(20, ("linkedin",), 90), seen(21, ("jobs_id",), None)]
    return rows


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Snapshot]:
    publish(tmp_path, market())
    with closing(open_snapshot(tmp_path)) as snapshot:
        yield snapshot


def test_each_portal_has_its_count_and_its_state(opened: Snapshot) -> None:
    found = coverage.list_coverage(opened, EVERYTHING).set_index("portal")
    assert found["n"].to_dict() == {
        "jobstreet": 12, "glints": 10, "jobs_id": 1, "kalibrr": 1, "linkedin": 1,
    }  # fmt: skip
    assert found.loc["jobstreet", "share"] == pytest.approx(12 / 22)
    assert found["state"].to_dict() == {
        "jobstreet": "reporting", "glints": "reporting", "jobs_id": "unseen", "kalibrr": "late",
        "linkedin": "left",
    }  # fmt: skip
    assert found.at["linkedin", "days_unseen"] == 90
    assert found.at["kalibrr", "reported"] < 0.5
    # Of jobstreet and glints those last seen within 60 days stand open; linkedin's does not.
    assert found["n_open"].to_dict()["linkedin"] == 0


def test_a_filter_narrows_the_portals(opened: Snapshot) -> None:
    found = coverage.list_coverage(opened, Filter(portal="kalibrr"))
    assert found["portal"].tolist() == ["kalibrr"]
    # One vacancy is too few for a share.
    assert pd.isna(found.at[0, "share"])


def test_the_overlap_is_of_the_smaller_portal(opened: Snapshot) -> None:
    found = coverage.list_overlap(opened, EVERYTHING)
    assert found[["portal", "other", "n", "smaller"]].to_numpy().tolist() == [
        ["glints", "jobstreet", 3, 10]
    ]
    row = found.iloc[0]
    assert row["interval_low"] < row["share"] == 0.3 < row["interval_high"]


def test_an_empty_snapshot_has_no_portals(tmp_path: Path) -> None:
    publish(tmp_path, [])
    with closing(open_snapshot(tmp_path)) as snapshot:
        assert coverage.list_coverage(snapshot, EVERYTHING).empty
        assert coverage.list_overlap(snapshot, EVERYTHING).empty


def test_portals_are_off_as_their_facts_or_the_operator_say(
    opened: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTALS_ON", "jobstreet")
    monkeypatch.setenv("PORTALS_OFF", "kalibrr")
    settings.load.cache_clear()
    found = coverage.list_collectors(opened, EVERYTHING).set_index("portal")
    settings.load.cache_clear()
    assert found.loc[["jobstreet", "kalibrr", "glints", "dealls"], "is_on"].tolist() == [
        True, False, False, True,
    ]  # fmt: skip
    assert found.loc[["jobstreet", "kalibrr"], "is_on_usually"].tolist() == [False, True]
    assert found.at["jobstreet", "is_in"]
    assert not found.at["dealls", "is_in"]
    # Who is off tells why.
    assert (found.loc[~found["is_on_usually"], "off_reason"] != "").all()
