"""Is an answer what this portal's answers are? Silence and emptiness are faults, not zero jobs."""

import tomllib
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any, Final

from data.posting import RawPosting
from scrapers.portal import Facts, Page, ShapeError, Step

LIMITS: Final[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def check_page(facts: Facts, step: Step, page: Page) -> None:
    """Raise ShapeError where a page cannot be right; nothing of it is stored then."""
    if page.rows == 0 and not page.follow and step.page == 0 and not facts.has_empty_queries:
        raise ShapeError(facts.name, "list", "the first page is empty")
    if page.rows and len(page.unreadable) > LIMITS["unreadable"] * page.rows:
        reason = page.unreadable[0].reason
        raise ShapeError(
            facts.name, "list", f"{len(page.unreadable)} of {page.rows} rows unreadable: {reason}"
        )


def check_filled(facts: Facts, postings: Sequence[RawPosting]) -> None:
    """Raise ShapeError where a field that is nearly always told has vanished from a page.

    `postings` are whole ones, details included: an emptied field would overwrite good ones.
    """
    if len(postings) < LIMITS["fewest_to_judge"]:
        return
    for name, share in facts.expect.filled.items():
        filled = sum(1 for posting in postings if posting.content.get(name)) / len(postings)
        if filled < share * LIMITS["filled"]:
            raise ShapeError(
                facts.name,
                name,
                f"told by {filled:.0%} of {len(postings)} postings, usually by {share:.0%}",
            )


def judge_sweep(facts: Facts, found: int, short: int, usual: float | None, least: int) -> list[str]:
    """What is doubtful about a full sweep, in sentences; none: the list may be taken as whole.

    `usual` is what earlier sweeps found; `least` what the first one has to find.
    """
    doubts = []
    if short > LIMITS["short"] * (found + short):
        doubts.append(f"{short} of the {found + short} postings it says it has were not received")
    # A small list halves by chance: a fall is one only beyond what chance does to counts.
    chance = LIMITS["chance"] * sqrt(usual or 0)
    if usual is not None and found < LIMITS["fall"] * usual and usual - found > chance:
        doubts.append(f"only {found} postings, where the last sweeps found {usual:.0f}")
    if usual is None and found < least:
        doubts.append(f"only {found} postings, where at least {least} are expected")
    if found > facts.expect.postings_most:
        doubts.append(f"{found} postings, where at most {facts.expect.postings_most} are expected")
    return doubts
