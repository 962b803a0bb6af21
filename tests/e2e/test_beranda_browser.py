"""Beranda in headless Chromium, on a desk and on a phone, in both languages and both themes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import browsing
from tests.ui.market import full_market, publish, vacancy
from ui.texts import BREAK

pytestmark = browsing.NEEDS_BROWSER
HOSTILE = (
    "![x](http://other.example/x.png) <img src=http://other.example/y.png> "
    ":material/home: Koki www.other.example hrd@other.example "
    "PersonalAssistantMerangkapSopirPribadiDanPengurusTaman"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("full")
    publish(folder / "snapshots", full_market())
    with browsing.serve(folder) as served:
        yield served


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_page_shows_its_numbers_and_nothing_goes_wrong(
    chromium: Browser, address: str, width: int, language: str, scheme: str
) -> None:
    with browsing.visit(chromium, f"{address}?lang={language}", width, scheme) as seen:
        browsing.photograph(seen, f"beranda-{width}-{language}-{scheme}")
        page = seen.page
        assert page.evaluate("document.documentElement.lang") == language
        title = {"id": "Beranda · Sinyal Kerja", "en": "Home · Sinyal Kerja"}[language]
        assert page.title() == title
        assert page.locator("h1").count() == 1
        assert "231" in page.locator("h1").inner_text()
        shown = page.locator("[data-testid=stMetricValue]").all_inner_texts()
        assert shown[:2] == [{"id": "1.898", "en": "1,898"}[language], "231"]
        pictures = page.locator("[data-testid=stMain] img")
        assert pictures.count() == 4
        assert all(picture.get_attribute("alt") for picture in pictures.all())
        assert seen.problems() == []


def test_numbers_follow_our_switch_and_not_the_browser(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?lang=en", 1440, locale="id-ID") as seen:
        assert "1,898" in seen.page.locator("[data-testid=stMetricValue]").all_inner_texts()


def test_switch_writes_the_address_and_back_returns(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, address, 390) as seen:
        page = seen.page
        page.get_by_role("radio", name="English").or_(
            page.get_by_role("button", name="English")
        ).first.click()
        expect(page.locator("h1")).to_contain_text("new openings")
        assert "lang=en" in page.url
        page.reload()
        seen.settle()
        expect(page.locator("h1")).to_contain_text("new openings")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert seen.problems() == []


def test_next_step_leads_to_the_province_in_the_same_language(
    chromium: Browser, address: str
) -> None:
    with browsing.visit(chromium, f"{address}?lang=en", 390) as seen:
        seen.page.get_by_role("link", name="See West Java").click()
        expect(seen.page.locator("[data-testid=stMetricValue]").first).to_have_text("361")
        assert {"lang=en", "prov=32"} == set(seen.page.url.split("?")[1].split("&"))
        assert seen.problems() == []


def test_table_behind_a_figure_opens_and_the_method_is_one_click_away(
    chromium: Browser, address: str
) -> None:
    with browsing.visit(chromium, address, 390) as seen:
        page = seen.page
        page.get_by_text("Semua 38 provinsi sebagai tabel").click()
        expect(page.get_by_role("rowheader", name="Papua Barat Daya")).to_be_visible()
        page.get_by_role("link", name="Cara membaca").first.click()
        expect(page.get_by_role("heading", name="Cara membaca")).to_be_in_viewport()
        assert seen.problems() == []


def test_first_visit_stays_small_and_loads_no_chart_library(
    chromium: Browser, address: str
) -> None:
    with browsing.visit(chromium, address, 390) as seen:
        assert seen.bytes_loaded < 3_200_000  # raw; the launcher compresses it
        loaded = seen.page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
        assert not [name for name in loaded if "plotly" in name.lower() or "arrow" in name.lower()]


def test_a_title_cannot_make_the_browser_call_anyone(chromium: Browser, tmp_path: Path) -> None:
    rows = [vacancy(i, title=HOSTILE, province="31") for i in range(25)]
    publish(tmp_path / "snapshots", rows)
    with (
        browsing.serve(tmp_path) as served,
        browsing.visit(chromium, served, 390) as seen,
    ):
        for summary in seen.page.locator("details summary").all():
            summary.click()
        seen.page.wait_for_timeout(500)
        body = seen.page.locator("[data-testid=stMain]").inner_text().replace(BREAK, "")
        assert "![x](http://other.example/x.png)" in body
        assert ":material/home: Koki" in body
        # The title may stand in the address of its list of advertisements, as text.
        hosts = seen.page.locator("[data-testid=stMain] a").evaluate_all(
            "links => links.map(link => link.hostname)"
        )
        assert "127.0.0.1" in hosts
        assert "other.example" not in hosts
        assert seen.problems() == []


@pytest.mark.parametrize("width", [1440, 390])
def test_without_a_snapshot_the_page_is_calm(chromium: Browser, tmp_path: Path, width: int) -> None:
    with browsing.serve(tmp_path) as served, browsing.visit(chromium, served, width) as seen:
        browsing.photograph(seen, f"beranda-none-{width}")
        expect(seen.page.locator("h1")).to_have_text("Belum ada data yang diterbitkan")
        assert seen.problems() == []
