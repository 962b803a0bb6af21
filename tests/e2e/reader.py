"""A reader on a phone who taps, chooses and types, and whose taps are counted."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import browsing

MOST = 3


class Reader:
    """A thumb on a phone that counts its taps."""

    def __init__(self, seen: browsing.Visit) -> None:
        self.seen = seen
        self.page: Page = seen.page
        self.taps: list[str] = []

    def follow(self, link: str) -> None:
        """Tap a link of the page and wait for where it leads."""
        self.taps.append(link)
        main = self.page.get_by_test_id("stMain")
        before = self.page.url
        main.get_by_role("link", name=link, exact=True).first.tap()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.seen.settle()

    def choose(self, select: str, option: str) -> None:
        """Choose in a select: it opens at the tap, what is typed narrows it, Enter takes it."""
        self.taps.append(f"{select}: {option}")
        before = self.page.url
        field = self.page.get_by_role("combobox", name=re.compile(select))
        field.tap()
        field.fill(option)
        self.page.get_by_role("option", name=option, exact=True).tap()
        self.page.wait_for_function("before => location.href !== before", arg=before)
        self.seen.settle()

    def type(self, field: str, words: str) -> None:
        """Type into a field and press Enter."""
        self.taps.append(f"{field}: {words}")
        self.page.get_by_role("textbox", name=field).fill(words)
        self.page.get_by_role("textbox", name=field).press("Enter")
        self.page.wait_for_function("() => location.search !== ''")
        self.seen.settle()

    def sees(self, *words: str) -> None:
        """What the page answers stands on it, and was found in at most three taps."""
        for told in words:
            expect(self.page.get_by_test_id("stMain")).to_contain_text(told)
        assert len(self.taps) <= MOST, self.taps
        assert self.seen.problems() == []
