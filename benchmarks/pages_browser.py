"""Pages in Chromium on a slow phone network: bytes, first and whole content, work of a rerun."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

CHROMIUM: Final = "/usr/bin/chromium"
_ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE: Final = {"width": 390, "height": 844}
_PHONE_AGENT: Final = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/156.0.0.0 Mobile Safari/537.36"
)
_SECONDS: Final = 240
# Script over, nothing a skeleton or a picture still to come, every chart drawn, icons no words.
_WHOLE: Final = """charts => {
  const all = name => [...document.querySelectorAll(name)]
  return all('[data-testid=stApp][data-test-script-state=notRunning]').length
    && all('h1, h2, .js-plotly-plot').length
    && !all('[data-testid=stSkeleton]').length
    && all('.js-plotly-plot .main-svg').length >= charts
    && all('img').every(one => one.complete && one.naturalWidth > 0)
    && document.fonts.status === 'loaded'
    && performance.now()
}"""
_READY: Final = "[data-testid=stApp][data-test-script-state=notRunning]"
_FIRST: Final = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


@dataclass
class Load:
    """A first visit: kilobytes over the network, seconds to first and to all content, requests."""

    size: float = 0.0
    first: float = 0.0
    whole: float = 0.0
    names: list[str] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of the tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def _phone(browser: Browser) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(
        viewport=PHONE,
        user_agent=_PHONE_AGENT,
        has_touch=True,
        is_mobile=True,  # type: ignore[arg-type]
    )
    page = context.new_page()
    try:
        yield page, context.new_cdp_session(page)
    finally:
        context.close()


def load(browser: Browser, address: str, charts: int, megabits: float, delay_ms: float) -> Load:
    """A first visit with an empty cache, the network no faster than told, all in Chromium's words.

    `charts` Plotly charts are waited for. Requests to other hosts are noted and not sent.
    """
    found, host = Load(), urlsplit(address).netloc
    with _phone(browser) as (page, session):
        session.send("Network.enable")
        rate = megabits * 1e6 / 8
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": delay_ms, "downloadThroughput": rate,
             "uploadThroughput": rate},
        )  # fmt: skip
        session.on("Network.loadingFinished", lambda told: _add(found, told["encodedDataLength"]))
        session.on("Network.webSocketFrameReceived", lambda told: _add(found, _frame_size(told)))

        def pass_on(route: Any) -> None:
            if urlsplit(route.request.url).netloc == host:
                route.continue_()
            else:
                found.foreign.add(urlsplit(route.request.url).netloc)
                route.abort()

        page.on("request", lambda request: _note(found, request.url, host))
        page.route(lambda url: urlsplit(url).netloc != host, pass_on)
        page.goto(address, wait_until="commit", timeout=_SECONDS * 1000)
        whole = page.wait_for_function(_WHOLE, arg=charts, polling=50, timeout=_SECONDS * 1000)
        found.whole = float(whole.json_value()) / 1000
        found.first = float(page.evaluate(_FIRST)) / 1000
    return found


def _note(found: Load, address: str, host: str) -> None:
    parts = urlsplit(address)
    found.names.append(parts.path)
    if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
        found.foreign.add(parts.netloc)


def _add(found: Load, size: float) -> None:
    found.size += size / 1000


def _frame_size(told: Any) -> float:
    """Bytes of a frame; DevTools tells binary ones in base64."""
    return len(told["response"]["payloadData"]) * 3 / 4


@dataclass(frozen=True)
class Rerun:
    """Runs after a click: CPU milliseconds of the browser's main thread, kilobytes received."""

    work: float
    size: float


def click_through(
    browser: Browser, address: str, labels: Sequence[str], drawn: str, times: int
) -> Rerun:
    """Medians of clicking options of a radio, each once; `drawn` is what the page must show.

    A second time Streamlit would send what the browser kept.
    """
    with _phone(browser) as (page, session):
        session.send("Network.enable")
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        received = Load()
        session.on("Network.webSocketFrameReceived", lambda told: _add(received, _frame_size(told)))
        page.goto(address)
        page.wait_for_selector(drawn, state="attached", timeout=_SECONDS * 1000)
        work, size = [], []
        # The first two also fetch and compile.
        for number in range(times + 2):
            page.wait_for_timeout(800)
            before, bytes_before = _work(session), received.size
            page.get_by_text(labels[number], exact=True).first.click()
            page.wait_for_timeout(400)
            page.wait_for_selector(_READY, state="attached", timeout=_SECONDS * 1000)
            page.wait_for_timeout(1200)
            work.append(_work(session) - before)
            size.append(received.size - bytes_before)
        return Rerun(statistics.median(work[2:]), statistics.median(size[2:]))


def _work(session: CDPSession) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in told if one["name"] == "TaskDuration")
