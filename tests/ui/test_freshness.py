"""The age of the data is said once it is more than a month, and only of real data."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.snapshot import SnapshotMeta
from tests.ui.market import publish, spread, vacancy
from ui.freshness import OLD_DAYS


def page(told: str) -> None:
    from data.snapshot import SnapshotMeta
    from ui.freshness import show_age

    show_age(SnapshotMeta.model_validate_json(told))


def warnings(meta: SnapshotMeta, days: float) -> list[str]:
    """What the page says of the snapshot when it is this many days old."""
    old = meta.model_copy(update={"created_at": datetime.now(UTC) - timedelta(days=days)})
    shown = AppTest.from_function(page, args=(old.model_dump_json(),)).run()
    assert not shown.exception
    return [warning.value for warning in shown.warning]


@pytest.fixture
def real(tmp_path: Path) -> SnapshotMeta:
    days = spread("2026-10", 30)
    rows = [vacancy(i, posted=day) for i, day in enumerate(days)]
    return publish(tmp_path, rows, is_sample=False)


def test_a_month_old_snapshot_says_when_it_and_its_newest_advertisement_are_from(
    real: SnapshotMeta,
) -> None:
    (said,) = warnings(real, OLD_DAYS + 1)
    assert "31 hari yang lalu" in said
    assert "31 Okt 2026" in said


def test_a_younger_one_says_nothing(real: SnapshotMeta) -> None:
    assert warnings(real, OLD_DAYS + 0.5) == []


def test_one_without_dates_tells_only_its_own(tmp_path: Path) -> None:
    (said,) = warnings(publish(tmp_path, [vacancy(1)], is_sample=False), 400)
    assert "400 hari yang lalu" in said
    assert "tayang" not in said


def test_sample_data_cannot_be_out_of_date(tmp_path: Path) -> None:
    assert warnings(publish(tmp_path, [vacancy(1)]), 400) == []
