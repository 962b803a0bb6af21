"""Every page without data, with newer data, with old data, as a reader meets them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import browsing
from tests.e2e.reader import Reader
from tests.e2e.test_every_page_browser import PAGES
from tests.ui.market import publish, spread, vacancy
from ui.texts import text

pytestmark = browsing.NEEDS_BROWSER


def publish_market(state: Path, n: int) -> Path:
    """Publish n openings of Bali as real data; the folder of the snapshot."""
    rows = [
        vacancy(i, posted=day, province="51", regency="5171", description_characters=300)
        for i, day in enumerate(spread("2026-10", n))
    ]
    return state / "snapshots" / publish(state / "snapshots", rows, is_sample=False).id


@pytest.fixture(scope="module")
def without(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of a dashboard where nothing is published yet."""
    with (
        browsing.serve(tmp_path_factory.mktemp("without")) as address,
        browsing.visit(chromium, address, 390) as seen,
    ):
        yield Reader(seen)


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_snapshot_a_page_tells_what_to_run(without: Reader, page: str) -> None:
    seen = without.seen
    seen.go(f"http://{seen.host}/{page}")
    expect(seen.page.locator("h1")).to_have_text(text("id", "state.none_title"))
    expect(seen.page.get_by_test_id("stCode").first).to_contain_text("python -m cli run --sample")
    assert seen.problems() == []


def test_a_newer_snapshot_shows_at_the_next_choice_of_an_open_page(
    chromium: Browser, tmp_path: Path
) -> None:
    publish_market(tmp_path, 40)
    with browsing.serve(tmp_path) as address, browsing.visit(chromium, address, 390) as seen:
        total = seen.page.get_by_test_id("stMetricValue").first
        expect(total).to_have_text("40")
        publish_market(tmp_path, 57)
        Reader(seen).choose("Wilayah", "Bali")
        expect(total).to_have_text("57")
        assert seen.problems() == []


def age(snapshot: Path, days: int) -> None:
    """Make a snapshot look as if it was published so many days ago."""
    meta = json.loads((snapshot / "meta.json").read_text())
    meta["created_at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    (snapshot / "meta.json").write_text(json.dumps(meta))


@pytest.fixture(scope="module")
def late(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of data that was published 45 days ago."""
    folder = tmp_path_factory.mktemp("late")
    age(publish_market(folder, 40), 45)
    with browsing.serve(folder) as address, browsing.visit(chromium, address, 390) as seen:
        yield Reader(seen)


@pytest.mark.parametrize("page", PAGES)
def test_data_older_than_a_month_is_said_to_be_old(late: Reader, page: str) -> None:
    seen = late.seen
    seen.go(f"http://{seen.host}/{page}")
    expect(seen.page.get_by_role("alert").first).to_contain_text("45 hari yang lalu")
    assert seen.page.locator("h1").count() == 1
    assert seen.problems() == []
