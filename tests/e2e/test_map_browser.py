"""The map in headless Chromium: taps and keys choose a place, and nothing else is asked."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data.reference import areas
from tests.e2e import browsing
from tests.ui.market import Row, publish, spread, vacancy

pytestmark = browsing.NEEDS_BROWSER
MILLISECONDS = 30


def market() -> list[Row]:
    """Openings in Jawa Barat (40 in Bandung, 20 in Kab. Bekasi), 30 in Denpasar, 2 in Aceh."""
    places = [("32", "3273")] * 40 + [("32", "3216")] * 20 + [("51", "5171")] * 30
    places += [("11", "1171")] * 2
    days = spread("2026-10", len(places))
    return [
        vacancy(i, posted=day, province=province, regency=regency, employer=i % 9)
        for i, (day, (province, regency)) in enumerate(zip(days, places, strict=True))
    ]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("map")
    publish(folder / "snapshots", market())
    with browsing.serve(folder) as served:
        yield f"{served}wilayah"


def area(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=re.compile(f"^{re.escape(name)}:"))


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_tap_chooses_a_province_then_a_regency_and_once_more_lets_it_go(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    with browsing.visit(chromium, address, width, scheme) as seen:
        page = seen.page
        expect(page.get_by_role("option")).to_have_count(38)
        expect(page.get_by_role("listbox")).to_have_attribute("aria-label", re.compile("Bali"))
        area(page, "Jawa Barat").click()
        expect(area(page, "Kota Bandung")).to_be_visible()
        assert query(page) == {"prov": "32"}
        expect(page.get_by_role("option")).to_have_count(27)
        area(page, "Kota Bandung").click()
        expect(area(page, "Kota Bandung")).to_have_attribute("aria-selected", "true")
        assert query(page) == {"prov": "32", "kab": "3273"}
        browsing.photograph(seen, f"map-{width}-{scheme}")
        area(page, "Kota Bandung").click()
        expect(area(page, "Kota Bandung")).to_have_attribute("aria-selected", "false")
        assert query(page) == {"prov": "32"}
        page.get_by_role("link", name="Kembali ke peta Indonesia").click()
        expect(page.get_by_role("option")).to_have_count(38)
        assert seen.problems() == []


def test_the_map_is_one_stop_of_the_keyboard_and_arrows_go_where_they_point(
    chromium: Browser, address: str
) -> None:
    with browsing.visit(chromium, address, 1440) as seen:
        page = seen.page
        expect(page.get_by_role("option")).to_have_count(38)
        assert page.locator("[role=option][tabindex='0']").count() == 1
        area(page, "Aceh").focus()
        page.keyboard.press("ArrowLeft")  # nothing lies farther west
        expect(area(page, "Aceh")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(area(page, "Sumatera Utara")).to_be_focused()
        expect(page.locator(".hint")).to_contain_text("Sumatera Utara")
        page.keyboard.press("End")
        expect(area(page, "Papua Pegunungan")).to_be_focused()
        page.keyboard.press("Home")
        expect(area(page, "Aceh")).to_be_focused()
        area(page, "Bali").focus()
        page.keyboard.press("Tab")
        assert page.locator("[role=option]:focus").count() == 0


def test_enter_chooses_and_the_keyboard_stays_on_the_map(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?prov=32", 1440) as seen:
        page = seen.page
        area(page, "Kabupaten Bogor").focus()
        page.keyboard.press("ArrowRight")
        at = page.locator("[role=option]:focus")
        name = at.get_attribute("aria-label") or ""
        page.keyboard.press("Enter")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
        expect(page.locator("[role=option]:focus")).to_have_accessible_name(name)
        assert areas.name(query(page)["kab"], "id") == name.split(":")[0]
        assert seen.problems() == []


def test_a_finger_beside_a_small_island_still_chooses_it(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?prov=31", 390) as seen:
        # Jakarta has no openings here: no map, but a way back.
        expect(seen.page.get_by_role("listbox")).to_have_count(0)
    with browsing.visit(chromium, address, 390) as seen:
        page = seen.page
        area(page, "Bali").scroll_into_view_if_needed()
        box = area(page, "Bali").bounding_box()
        assert box is not None
        assert box["width"] < 24
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 5)
        page.wait_for_url("**prov=51*")


def test_areas_with_too_few_are_hatched_and_say_so(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?lang=en", 390) as seen:
        page = seen.page
        expect(area(page, "Aceh")).to_have_accessible_name("Aceh: 2 openings, too few for a figure")
        assert 'url("#few")' in area(page, "Aceh").evaluate("e => getComputedStyle(e).fill")
        assert area(page, "Bali").evaluate("e => getComputedStyle(e).fill").startswith("rgb(")
        swatches = page.locator("li").filter(has_text="too few").locator(".swatch")
        assert "gradient" in swatches.evaluate("e => getComputedStyle(e).backgroundImage")
        assert (
            swatches.evaluate("e => parseFloat(getComputedStyle(e.parentElement).fontSize)") >= 12
        )


def test_outlines_are_asked_for_once_and_only_of_us(chromium: Browser, address: str) -> None:
    with browsing.visit(chromium, f"{address}?rinci=kab", 390) as seen:
        page = seen.page
        expect(page.get_by_role("option")).to_have_count(514)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.get_by_role("radio", name="English").or_(
            page.get_by_role("button", name="English")
        ).first.click()
        expect(area(page, "Bandung City")).to_have_count(1)
        assert [url for url in asked if "/static/maps/" in url] == []
        assert seen.problems() == []


PAINT = """async () => {
  const asked = performance.getEntriesByType('resource').map(entry => entry.name)
  const find = name => asked.find(url => url.includes(name))
  const map = await import(find('maps/map.js'))
  const root = [...document.querySelectorAll('*')].map(e => e.shadowRoot)
    .find(shadow => shadow?.querySelector('[role=listbox]'))
  const times = []
  for (let i = 0; i < 7; i++) {
    const steps = Array.from({length: 514}, (_, at) => '01234-'[(at + i) % 6]).join('')
    const figures = Array(514).fill(`${i},5`).join('|')
    const data = {
      url: new URL(find('regency.json')).pathname + new URL(find('regency.json')).search,
      language: 0, within: '', chosen: '', steps, values: figures, counts: figures,
      words: {alt: 'x', area: '{name}: {value} ({n})', few: '{name}', legend: ['1','2','3','4','5'],
              shades: [0,1,2,3,4], none: 'few', hint: 'hint', failed: 'failed'},
    }
    const start = performance.now()
    map.default({parentElement: root, data, setTriggerValue: () => {}})
    await Promise.resolve(); await Promise.resolve(); await Promise.resolve()
    root.querySelector('svg').getBoundingClientRect()
    times.push(performance.now() - start)
    const first = root.querySelector('[role=option]').ariaLabel
    if (!first.includes(`${i},5`) && steps[0] !== '-') throw new Error(`not painted: ${first}`)
    await new Promise(done => setTimeout(done, 50))
  }
  return times
}"""


def test_new_figures_for_514_areas_are_painted_within_30_milliseconds(
    chromium: Browser, address: str
) -> None:
    with browsing.visit(chromium, f"{address}?rinci=kab", 390) as seen:
        expect(seen.page.get_by_role("option")).to_have_count(514)
        times = seen.page.evaluate(PAINT)
        # The least: other work on the machine only ever adds.
        assert min(times) <= MILLISECONDS, times


def test_without_outlines_the_map_says_where_the_figures_are(
    chromium: Browser, address: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route("**/maps/province.json*", lambda route: route.abort())
    page.goto(address)
    expect(page.locator(".hint")).to_contain_text("Peta tidak dapat dimuat")
    context.close()
