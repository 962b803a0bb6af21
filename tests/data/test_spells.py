"""The rollups looks and spells: what they say of advertisements is what a plain join says."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.snapshot import Snapshot, open_snapshot
from tests.ui.market import full_market, publish, vacancy

DAY = timedelta(days=1)
FIRST = datetime(2026, 3, 1, 20, 30, tzinfo=UTC)  # 2 March in Jakarta


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    rows = [
        # Posted on 1 March, found missing in an hour in which its portal was looked at.
        vacancy(1, province="32", posted=date(2026, 3, 1), first_seen=FIRST,
                last_seen=FIRST + DAY, closed=FIRST + 8 * DAY),
        # No day told; its portal told the end, at another hour than any look.
        vacancy(2, province="31", first_seen=FIRST, last_seen=FIRST + 8 * DAY,
                closed=FIRST + 10 * DAY + timedelta(hours=5)),
        # Twice on one portal; and an archive's, never seen.
        vacancy(3, posted=date(2026, 3, 9), first_seen=FIRST + 9 * DAY,
                last_seen=FIRST + 9 * DAY, portals=("jobstreet", "jobstreet"), postings=2),
        vacancy(4, posted=date(2025, 1, 1), first_seen=None, last_seen=None),
        *full_market()[:300],
    ]  # fmt: skip
    for number, row in enumerate(rows):
        row["vacancy_id"] = f"v{number:04}"
    publish(tmp_path, rows)
    with closing(open_snapshot(tmp_path)) as opened:
        yield opened


def rows_of(snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
    return list(snapshot.frame(sql).itertuples(index=False, name=None))


def test_days_ends_and_chances_are_told(snapshot: Snapshot) -> None:
    told = snapshot.frame(
        "SELECT s.* FROM spells s JOIN vacancies v USING (vacancy)"
        " WHERE v.vacancy_id < 'v0004' ORDER BY vacancy_id"
    )
    missed, ended, again, _, archived = told.to_dict("records")
    assert str(missed["begins"])[:10] == "2026-03-01"
    assert str(ended["begins"])[:10] == "2026-03-02"
    assert [bool(row["was_missed"]) for row in (missed, ended)] == [True, False]
    assert 0 <= missed["chance"] < 1 << 24
    assert told["chance"].notna().tolist() == [True, False, True, True, True]
    assert not again["is_again"]
    assert archived["begins"] is None or str(archived["begins"]) == "NaT"


def test_the_rollups_equal_the_plain_count(snapshot: Snapshot) -> None:
    by = "portal, province, posted, portal_set, first_seen, last_seen, closed"
    plain = (
        f"SELECT {by.replace('posted', 'v.posted').replace('first_seen, last_seen, closed', '')}"
        "p.first_seen, p.last_seen, p.closed, count(*) AS n FROM postings p"
        " JOIN vacancies v USING (vacancy_id) GROUP BY ALL ORDER BY ALL"
    )
    rolled = f"SELECT {by}, count(*) AS n FROM spells GROUP BY ALL ORDER BY ALL"
    assert snapshot.frame(rolled).equals(snapshot.frame(plain))
    looks = rows_of(snapshot, "SELECT portal, epoch(hour)::BIGINT // 3600 FROM looks ORDER BY ALL")
    seen = rows_of(
        snapshot,
        "SELECT DISTINCT portal, epoch(moment)::BIGINT // 3600 FROM (SELECT portal, first_seen"
        " AS moment FROM postings UNION ALL SELECT portal, last_seen FROM postings)"
        " WHERE moment IS NOT NULL ORDER BY ALL",
    )
    assert looks == seen


def test_rows_of_an_opening_stand_together_the_earliest_first(snapshot: Snapshot) -> None:
    stored = rows_of(snapshot, "SELECT vacancy, begins FROM spells")
    assert stored == rows_of(snapshot, "SELECT vacancy, begins FROM spells ORDER BY ALL")
