"""python -m tests.e2e.screens STATE [FOLDER]: a picture of every page, on a phone and on a desk."""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e import browsing

WIDTHS = {390: "id", 1440: "en"}
# Pages are long; what lies below is more of the same, and pictures are kept with the code.
TALLEST = {390: 3_400, 1440: 2_600}
QUALITY = 55


def photograph_pages(state: Path, folder: Path) -> list[Path]:
    """Pictures of the pages named in app.py, on the snapshot published under `state`."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = ["", *re.findall(r'url_path="([\w-]+)"', (browsing.ROOT / "app.py").read_text())]
    taken = []
    with browsing.serve(state) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsing.CHROMIUM, args=browsing.ARGUMENTS
        )
        for page in pages:
            for width, language in WIDTHS.items():
                with browsing.visit(browser, f"{address}{page}?lang={language}", width) as seen:
                    height = seen.page.evaluate(
                        "document.querySelector('[data-testid=stMain]').scrollHeight"
                    )
                    tall = min(int(height), TALLEST[width])
                    seen.page.set_viewport_size({"width": width, "height": tall})
                    seen.page.wait_for_timeout(800)
                    path = folder / f"{page or 'beranda'}-{width}-{language}.jpg"
                    seen.page.screenshot(path=path, type="jpeg", quality=QUALITY)
                    taken.append(path)
        browser.close()
    return taken


if __name__ == "__main__":
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else browsing.ROOT / "docs" / "screens"
    for picture in photograph_pages(Path(sys.argv[1]), target):
        sys.stdout.write(f"{picture}\n")
