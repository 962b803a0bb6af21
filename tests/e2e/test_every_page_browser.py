"""Every page in headless Chromium by its own address, in both languages, on a phone and a desk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e import browsing
from tests.ui.market import full_market, publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(browsing.CHROMIUM).exists(),
        reason=f"{browsing.CHROMIUM} is missing (Debian package chromium)",
    ),
]
# Of a page below the root Streamlit's browser part asks for its server there first, in vain.
KNOWN = "the server responded with a status of 404"
# Read off app.py, so that a new page is tried without a word here.
PAGES = re.findall(r'url_path="(\w+)"', (browsing.ROOT / "app.py").read_text())
NONSENSE = "prov=99&kbji=abc&kab=x&skill=%3Cb%3E&lang=xx&bisa=,,&didik=9&usia=-5"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pages")
    publish(folder / "snapshots", full_market())
    with browsing.serve(folder) as served:
        yield served


def problems(seen: browsing.Visit) -> list[str]:
    known = [problem for problem in seen.problems() if KNOWN in problem]
    assert len(known) <= 2
    return [problem for problem in seen.problems() if KNOWN not in problem]


def test_there_are_pages() -> None:
    assert {"pekerjaan", "gaji", "keterampilan", "karier"} <= set(PAGES)


# The first of all visits is one by a deep link, which once showed the page without its head.
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "language"), [(390, "id"), (1440, "en")])
def test_a_page_opens_by_its_address(
    chromium: Browser, address: str, page: str, width: int, language: str
) -> None:
    with browsing.visit(chromium, f"{address}{page}?lang={language}", width) as seen:
        browsing.photograph(seen, f"{page}-{width}-{language}")
        assert seen.page.title().endswith(" · Sinyal Kerja")
        assert seen.page.locator("h1").count() == 1
        assert seen.page.evaluate("document.documentElement.lang") == language
        assert seen.page.get_by_role("link", name=re.compile("Beranda|Home")).count() >= 1
        assert problems(seen) == []


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_address_is_no_error(chromium: Browser, address: str, page: str) -> None:
    with browsing.visit(chromium, f"{address}{page}?{NONSENSE}", 390) as seen:
        assert seen.page.locator("h1").count() == 1
        assert problems(seen) == []
