"""Ways to use a page besides finger and screen: keyboard, paper, a shared link, a file."""

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import browsing
from tests.e2e.asked_about import market
from tests.e2e.reader import Reader
from tests.ui.market import publish
from ui import format as formats

pytestmark = browsing.NEEDS_BROWSER
# A4 at 96 pixels an inch.
PAPER_WIDTH = 794

# Every control that is seen; of radios and of options one stands for all of its group.
CONTROLS = """() => {
  const found = document.querySelectorAll(
    'a[href], button, input, textarea, summary, [role=button], [role=link], [role=combobox],'
    + '[role=radiogroup], [role=listbox]')
  const grouped = e => e.parentElement.closest('[role=radiogroup], [role=listbox]')
  // The arrow beside a select is for the mouse: the select itself is reached.
  const arrow = e => e.tabIndex < 0 && e.parentElement.querySelector('[role=combobox]')
  const shown = e => e.checkVisibility({visibilityProperty: true}) && !e.disabled
    && e.getBoundingClientRect().width > 1 && !arrow(e)
  return [...found].filter(e => shown(e) && !grouped(e)).map((e, at) => {
    e.dataset.at = at
    return `${e.tagName.toLowerCase()} ${e.getAttribute('aria-label') || e.innerText}`.slice(0, 80)
  })
}"""
AT = "() => document.activeElement.closest('[data-at]')?.dataset.at ?? null"
# What holds more than it shows, and so would lose the rest on paper.
CUT = """() => [...document.querySelectorAll('h1, h2, h3, p, li, td, th, img, svg')]
  .filter(e => e.checkVisibility() && !e.closest('details:not([open])'))
  .flatMap(e => {
    const box = e.getBoundingClientRect()
    if (box.right > innerWidth + 1) return [`beyond the right edge: ${e.outerHTML.slice(0, 150)}`]
    for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowY === 'visible') continue
      if (up.getBoundingClientRect().bottom < box.bottom - 1)
        return [`below the end of ${up.dataset.testid}: ${e.outerHTML.slice(0, 150)}`]
    }
    return []
  })"""

# How figures beside each other are laid out: a page break across a grid prints one over the other.
LAID_OUT = """() => [...document.querySelectorAll('.stGrid')]
  .filter(e => e.querySelector('h2')).map(e => getComputedStyle(e).display)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("ways")
    publish(folder / "snapshots", market())
    with browsing.serve(folder) as served:
        yield served


@pytest.mark.parametrize("page", ["gaji?kbji=7212&prov=21", "karier?didik=smk"])
def test_tab_reaches_every_control(chromium: Browser, address: str, page: str) -> None:
    with browsing.visit(chromium, f"{address}{page}", 1440) as seen:
        names = seen.page.evaluate(CONTROLS)
        assert len(names) > 20
        reached = set()
        for _ in range(2 * len(names)):
            seen.page.keyboard.press("Tab")
            if (at := seen.page.evaluate(AT)) is not None:
                reached.add(int(at))
        assert [name for at, name in enumerate(names) if at not in reached] == []


def tab_to(page: Page, control: str) -> None:
    """Press Tab until the control ("radio SD") has the focus."""
    role, name = control.split(maxsplit=1)
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.first.aria_snapshot().startswith(f'- {role} "{name}"'):
            return
    raise AssertionError(f"Tab does not come to the {control}.")


def test_a_place_is_chosen_by_keyboard(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}gaji?kbji=7212", 1440) as seen:
        tab_to(seen.page, "combobox Provinsi")
        seen.page.keyboard.type("Kepulauan Riau")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**prov=21*")
        expect(seen.page.locator("h1")).to_contain_text("Kepulauan Riau")
        assert seen.problems() == []


def test_schooling_is_chosen_by_keyboard(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}karier", 1440) as seen:
        tab_to(seen.page, "radio SD")
        for _ in range(3):  # SMP, SMA, SMK
            seen.page.keyboard.press("ArrowRight")
        seen.page.keyboard.press("Space")
        seen.page.wait_for_url("**didik=smk*")
        expect(seen.page.locator("h1")).to_contain_text("terbuka untuk Anda")
        assert seen.problems() == []


@pytest.mark.parametrize("page", ["pengawasan", "wilayah", "wilayah?prov=35"])
def test_on_paper_nothing_is_cut_off(chromium: Browser, address: str, page: str) -> None:
    with browsing.visit(chromium, f"{address}{page}", PAPER_WIDTH) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate(CUT) == []
        assert set(seen.page.evaluate(LAID_OUT)) <= {"block"}
        height = seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        sheets = re.findall(rb"/Type\s*/Page\b", seen.page.pdf(format="A4"))
        assert len(sheets) >= height / 1123  # as many as the whole needs, not the first alone


@pytest.mark.parametrize(
    ("page", "select", "place"),
    [("gaji?kbji=7212", "Provinsi", "Kepulauan Riau"), ("keterampilan", "Wilayah", "Jawa Timur"),
     ("wilayah", "Provinsi", "Jawa Timur"), ("sektor", "Provinsi", "Jawa Timur")],
)  # fmt: skip
def test_a_shared_link_opens_the_same_view(
    chromium: Browser, address: str, page: str, select: str, place: str
) -> None:
    with browsing.visit(chromium, f"{address}{page}", 390) as seen:
        before = seen.page.locator("h1").inner_text()
        Reader(seen).choose(select, place)
        expect(seen.page.locator("h1")).not_to_have_text(before)
        link, said = seen.page.url, seen.page.locator("h1").inner_text()
    with browsing.visit(chromium, link, 390) as friend:
        expect(friend.page.locator("h1")).to_have_text(said)


def test_the_csv_of_a_figure_is_the_table_under_it(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?lang=en", 1440) as seen:
        page = seen.page
        table = page.get_by_role("table", name="The most advertised titles", include_hidden=True)
        shown = [
            row.locator("th, td").all_text_contents() for row in table.locator("tbody tr").all()
        ]
        page.get_by_role("button", name=re.compile("Download")).nth(1).click()
        with page.expect_download() as fetched:
            page.get_by_role("button", name="Numbers (CSV)").click()
        told = list(csv.DictReader(fetched.value.path().read_text("utf-8").splitlines()))
        assert fetched.value.suggested_filename.endswith("-contoh.csv")
        assert len(told) == len(shown) > 3
        for row, cells in zip(told, shown, strict=True):
            title, n, share = list(row.values())[:3]
            assert cells[0] == title
            assert cells[1] == formats.number(float(n), "en")
            assert cells[2] == formats.percent(float(share), "en")


# Two numbers in one cell, as tables write an interval.
RANGE = re.compile(r"\d\D{0,8} – \D{0,4}\d")


@pytest.mark.parametrize(
    "page",
    ["pekerjaan", "keterampilan", "gaji?kbji=7212&prov=21", "wilayah?prov=35", "sektor?sektor=G",
     "pengawasan", "karier?didik=smk", "kesenjangan"],
)  # fmt: skip
def test_a_csv_has_the_bounds_of_intervals_as_numbers(
    chromium: Browser, address: str, page: str
) -> None:
    with browsing.visit(chromium, f"{address}{page}", 1440) as seen:
        for button in seen.page.get_by_role("button", name=re.compile("Unduh")).all():
            button.click()
            with seen.page.expect_download() as fetched:
                seen.page.get_by_role("button", name="Angka (CSV)").click()
            seen.page.keyboard.press("Escape")
            told = fetched.value.path().read_text("utf-8")
            assert RANGE.search(told) is None, told[:500]
            for row in csv.DictReader(told.splitlines()):
                bounds = [cell for name, cell in row.items() if ", batas " in name and cell]
                assert all(re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell) for cell in bounds), row
