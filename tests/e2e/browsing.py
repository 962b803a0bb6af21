"""A running dashboard and a browser that notes everything that must not happen."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output"
CHROMIUM = "/usr/bin/chromium"
# What every module of browser tests is marked with.
NEEDS_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason=f"{CHROMIUM} is missing (Debian package chromium)"
    ),
]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine can be reached, so a page that needs another host fails here.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serve(state: Path) -> Iterator[str]:
    """The dashboard on the snapshots under `state`; yields its address."""
    port = free_port()
    environment = os.environ | {
        "STATE_DIR": str(state), "SNAPSHOT_DIR": str(state / "snapshots"),
    }  # fmt: skip
    with (state / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "uvicorn", "ui.server:app", "--loop", "uvloop"]
        options = ["--port", str(port), "--host", "127.0.0.1"]
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}/_stcore/health", state / "server.log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own http address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"The dashboard did not start:\n{log.read_text()}")


@dataclass
class Visit:
    """One open page, and what went wrong on it."""

    page: Page
    host: str
    context: BrowserContext
    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    bytes_loaded: int = 0

    def note_request(self, request: Request) -> None:
        """Remember a request to another host."""
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.foreign.append(request.url)

    def go(self, address: str) -> None:
        """Open another address in the same browser, whose cache is warm; old problems are gone."""
        for noted in (self.console_errors, self.page_errors, self.foreign):
            noted.clear()
        self.page.goto(address)
        self.settle()

    def resize(self, width: int) -> None:
        """Make the screen this wide and let the page follow."""
        height = (self.page.viewport_size or {"height": 900})["height"]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def settle(self) -> None:
        """Wait until the script has run and the images are drawn."""
        self.page.wait_for_selector(READY)
        # Where a page fails before its heading, `problems` tells why sooner than the wait.
        self.page.wait_for_selector("h1, [data-testid=stException]")
        self.page.wait_for_function(
            "document.querySelectorAll('[data-testid=stSkeleton]').length === 0"
            " && [...document.images].every(image => image.complete && image.naturalWidth > 0)"
        )

    def problems(self) -> list[str]:
        """Everything seen so far that must not happen."""
        shown = self.page.locator("[data-testid=stException]").all_inner_texts()
        width = self.page.evaluate(
            "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        )
        main = self.page.evaluate(
            "(() => { const m = document.querySelector('[data-testid=stMain]');"
            " return m.scrollWidth - m.clientWidth })()"
        )
        sideways = ["scrolls sideways"] if width > 0 or main > 0 else []
        return [*self.console_errors, *self.page_errors, *self.foreign, *shown, *sideways]


@contextmanager
def visit(
    browser: Browser, address: str, width: int, scheme: str = "light", locale: str = "en-US"
) -> Iterator[Visit]:
    """A fresh reader with a cold cache, on a screen of this width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900 if width > 600 else 844},
        color_scheme="dark" if scheme == "dark" else "light",
        locale=locale,
        has_touch=width < 600,
    )
    page = context.new_page()
    seen = Visit(page, urlsplit(address).netloc, context)
    page.on(
        "console",
        lambda message: (
            seen.console_errors.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: seen.page_errors.append(str(error)))
    page.on("request", seen.note_request)
    page.on("requestfinished", lambda request: _add_bytes(seen, request))
    try:
        page.goto(address)
        seen.settle()
        yield seen
    finally:
        context.close()


def _add_bytes(seen: Visit, request: Request) -> None:
    sizes = request.sizes()
    seen.bytes_loaded += sizes["responseBodySize"] + sizes["responseHeadersSize"]


def photograph(seen: Visit, name: str) -> Path:
    """A picture of the whole page, for people to look at."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    height = seen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight + 80")
    size = seen.page.viewport_size or {"width": 1440, "height": 900}
    seen.page.set_viewport_size({"width": size["width"], "height": int(height)})
    seen.page.wait_for_timeout(300)
    path = OUTPUT / f"{name}.png"
    seen.page.screenshot(path=path)
    seen.page.set_viewport_size(size)
    return path
