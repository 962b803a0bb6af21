"""From a mark of a figure to its advertisements by thumb: open the table, tap a row."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import browsing
from tests.e2e.asked_about import CASHIERS, WELDERS, market
from tests.e2e.reader import Reader
from tests.ui.market import publish
from ui.texts import text

pytestmark = browsing.NEEDS_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("behind")
    publish(folder / "snapshots", market())
    with browsing.serve(folder) as served:
        yield served


@pytest.mark.parametrize(
    ("place", "figure", "row", "n"),
    [
        ("", "titles.title", "Kasir", CASHIERS),
        ("", "provinces.title", "Kepulauan Riau", WELDERS),
        ("?prov=21", "wage.title", "Kepulauan Riau", WELDERS),
    ],
)
def test_a_row_of_beranda_opens_its_advertisements(
    chromium: Browser, address: str, place: str, figure: str, row: str, n: int
) -> None:
    with browsing.visit(chromium, f"{address}{place}", 390) as seen:
        page = seen.page
        # By its name and not its role: what is folded away has no role yet.
        table = page.locator(f'table[aria-label="{text("id", figure)}"]')
        page.locator("details").filter(has=table).locator("summary").tap()
        Reader(seen).follow(row)
        expect(page.locator("h1")).to_have_text(text("id", "iklan.title", n=n))
        main = page.get_by_test_id("stMain")
        expect(main.get_by_role("heading", name=text("id", "iklan.list_title"))).to_be_visible()
        assert seen.problems() == []
