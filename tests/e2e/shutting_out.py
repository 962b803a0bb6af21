"""What of a page shuts readers out, as axe-core sees it: faults of ours, not of Streamlit's own."""

from dataclasses import dataclass
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

SEVERE: Final = ("serious", "critical")
_OPTIONS: Final[dict[str, Any]] = {"resultTypes": ["violations"]}


@dataclass(frozen=True, slots=True)
class Known:
    """A fault of Streamlit's own markup that no option of ours takes away, and why it stays."""

    rule: str
    within: str  # CSS selector of the part of the page that has it
    why: str


_GROUPS = "With pages in groups Streamlit 1.67 puts a <div> a group between the <ul> and its <li>."
KNOWN: Final = (
    Known("list", "[data-testid=stSidebarNavItems]", _GROUPS),
    Known("listitem", "[data-testid=stSidebarNavItems]", _GROUPS),
)


def faults(page: Page) -> list[str]:
    """Severe faults of the page as it stands, one line an element; [] where there are none."""
    answer = Axe().run(page, options=_OPTIONS).response
    return [
        f"{found['impact']} {found['id']}: {node['html'][:300]} {node['any'][:1]}"
        for found in answer["violations"]
        if found["impact"] in SEVERE
        for node in found["nodes"]
        if not _is_known(page, found["id"], node["target"][-1])
    ]


def _is_known(page: Page, rule: str, element: object) -> bool:
    """Whether the fault is one of KNOWN; `element` is a selector, or a list inside a shadow."""
    return isinstance(element, str) and any(
        page.locator(element).first.evaluate("(e, part) => e.closest(part) !== null", known.within)
        for known in KNOWN
        if known.rule == rule
    )
