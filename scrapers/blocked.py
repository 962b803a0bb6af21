"""The signs that a portal refuses us: statuses, headers and titles of challenge pages."""

import re
from collections.abc import Mapping
from typing import Final

from scrapers.client_policy import BlockedSigns

# A challenge page tells its title early; a posting's text further down must not be taken for one.
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>\s{0,200}([^<]{0,200})", re.IGNORECASE)
_HEAD_BYTES: Final = 8_192


def find_block(
    status: int, headers: Mapping[str, str], body: bytes, signs: BlockedSigns
) -> str | None:
    """What says that we are refused, or None; a 401 or 403 says so by itself."""
    return find_challenge(headers, body, signs) or (
        f"it answered {status}" if status in signs.statuses else None
    )


def find_challenge(headers: Mapping[str, str], body: bytes, signs: BlockedSigns) -> str | None:
    """The challenge that came in place of an answer, or None."""
    for name, values in signs.headers.items():
        if headers.get(name, "").strip().lower() in values:
            return f"a firewall sent a challenge ({name}: {headers[name]})"
    if "html" not in headers.get("content-type", "html"):
        return None
    if found := _TITLE.search(body[:_HEAD_BYTES]):
        title = " ".join(found[1].decode("utf-8", errors="replace").split())
        if title.split(" | ")[0].rstrip(".\u2026 ").lower() in signs.titles:
            return f"a firewall sent a challenge page ({title!r})"
    return None
