"""Every page in headless Chromium by its own address, in both languages, from desk to phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e import browsing
from tests.e2e.shutting_out import faults
from tests.ui.market import full_market, publish
from ui.format import Language
from ui.server_site import site_pages
from ui.texts import text

pytestmark = browsing.NEEDS_BROWSER
# Read off app.py, so that a new page is tried without a word here; the first is Beranda.
PAGES = ["", *re.findall(r'url_path="([\w-]+)"', (browsing.ROOT / "app.py").read_text())]
WIDTHS = (1440, 768, 390)
# axe looks once at the light phone and once at the dark desk: all the colours, half the time.
LOOKED_AT = {"id": ("light", 390), "en": ("dark", 1440)}
NONSENSE = "prov=99&kbji=abc&kab=x&skill=%3Cb%3E&lang=xx&bisa=,,&didik=9&usia=-5"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pages")
    publish(folder / "snapshots", full_market())
    with browsing.serve(folder) as served:
        yield served


@pytest.fixture(scope="module", params=["id", "en"])
def reader(
    chromium: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[tuple[browsing.Visit, str]]:
    """A reader of one language who goes from page to page by typed addresses."""
    language = str(request.param)
    scheme, _ = LOOKED_AT[language]
    # The first of all visits is one by a deep link, which once showed the page without its head.
    first = f"{address}{PAGES[1]}?lang={language}"
    with browsing.visit(chromium, first, WIDTHS[0], scheme) as seen:
        yield seen, language


def test_there_are_pages() -> None:
    assert {"", "pekerjaan", "gaji", "keterampilan", "karier"} <= set(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_by_its_address_on_every_screen(
    reader: tuple[browsing.Visit, str], address: str, page: str
) -> None:
    seen, language = reader
    seen.resize(WIDTHS[0])
    seen.go(f"{address}{page}?lang={language}")
    assert seen.page.title().endswith(" · Sinyal Kerja")
    assert seen.page.evaluate("document.documentElement.lang") == language
    for width in WIDTHS:
        seen.resize(width)
        assert seen.page.locator("h1").count() == 1
        assert seen.problems() == [], f"at {width} px"
        if width > 600:  # on a phone the pages lie behind a button
            assert seen.page.get_by_role("link", name=re.compile("Beranda|Home")).count() >= 1
        if width == LOOKED_AT[language][1]:
            assert faults(seen.page) == []


@pytest.fixture(scope="module")
def lost(chromium: Browser, address: str) -> Iterator[browsing.Visit]:
    """A reader with a phone and broken links."""
    with browsing.visit(chromium, address, 390) as seen:
        yield seen


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_address_is_no_error(lost: browsing.Visit, address: str, page: str) -> None:
    lost.go(f"{address}{page}?{NONSENSE}")
    assert lost.page.locator("h1").count() == 1
    assert lost.problems() == []


@pytest.mark.parametrize(("query", "language"), [("", "id"), ("?lang=en", "en")])
def test_an_address_that_is_no_page_says_so(
    chromium: Browser, address: str, query: str, language: Language
) -> None:
    page = chromium.new_page()
    answer = page.goto(f"{address}nosuch{query}")
    assert answer is not None
    assert answer.status == 404
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("h1").inner_text() == text(language, "first_view.missing")
    # The way on: a link to every page of the navigation.
    shown = [one for one in site_pages().values() if not one.is_hidden]
    assert page.locator("nav a").count() == len(shown) == len(PAGES) - 1
    page.close()


def test_a_fault_would_be_seen(chromium: Browser) -> None:
    """What finds nothing on every page must find something where it is."""
    page = chromium.new_page()
    page.set_content(
        "<html lang=id><title>x</title><main><h1>x</h1><img src='data:,'>"
        "<p style='color:#aaa;background:#fff'>pucat</p></main></html>"
    )
    assert [fault.split()[1] for fault in faults(page)] == ["color-contrast:", "image-alt:"]
    page.close()
