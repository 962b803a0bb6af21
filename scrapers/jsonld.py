"""Postings that any site publishes as JobPosting JSON-LD: from its sitemap, or from pages.

Which sites, the operator says (JSONLD_SITES): addresses of robots.txt, sitemaps or pages.
A posting is known by the address of its page; its text comes from there.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree

from data.errors import UserError
from data.posting import RawPosting
from scrapers.portal import Facts, Page, Reader, Request, ShapeError, Step, Unreadable, read_facts
from scrapers.rows import make_posting
from scrapers.schema_org import KNOWN, find_nodes, find_page_url, row_of

FACTS: Final[Facts] = read_facts("jsonld")

_GZIP: Final = b"\x1f\x8b"
_LARGEST_SITEMAP: Final = 52_428_800  # bytes; what sitemaps.org allows
_HEADERS: Final = {"Accept": "text/html, application/xml;q=0.9, */*;q=0.5"}
_ROBOTS_LINE = re.compile(rb"(?im)^\s*sitemap\s*:\s*(\S+)\s*$")
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")

Link = tuple[str, str | None]


def read_job_postings(facts: Facts, body: bytes, url: str | None) -> list[RawPosting]:
    """The postings that a page (or a JSON-LD file) publishes; `url` is the address it came from.

    Without an address, as in a saved copy, equal contents are the same posting. Raises ShapeError
    where there is none, or one of them cannot be read.
    """
    found = []
    for node, identity, address in _nodes(facts, body, url):
        is_nameless = not identity and url is None
        posting = _read(facts, node, "?" if is_nameless else identity, address)
        if is_nameless:
            posting = replace(posting, portal_id=f"content:{posting.hash.hex()}")
        found.append(posting)
    return found


def read_sitemap(facts: Facts, body: bytes) -> tuple[list[str], list[Link]]:
    """The further sitemaps that a sitemap (gzip as well) names, and its pages as (url, lastmod).

    Raises ShapeError.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(_unpack(facts, body), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ShapeError(facts.name, "sitemap", f"not XML ({error})") from error
    kind = _local_name(root)
    if kind not in ("sitemapindex", "urlset"):
        raise ShapeError(facts.name, "sitemap", f"its root is {kind[:40]!r}")
    links: list[Link] = []
    for entry in root.iterchildren(tag=etree.Element):
        told = {
            _local_name(child): (child.text or "").strip()
            for child in entry.iterchildren(tag=etree.Element)
        }
        if told.get("loc"):
            links.append((told["loc"], told.get("lastmod") or None))
    if kind == "sitemapindex":
        return [address for address, _ in links], []
    return [], links


def _local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def ask_page(api: str, step: Step) -> Request:
    """A sitemap or a page of postings, by its address."""
    return Request(_reach(api, step.query), headers=_HEADERS)


def parse_listing(body: bytes) -> Page:
    """What a sitemap, a robots.txt or a page of postings leads to or says."""
    if body.startswith(_GZIP) or _is_sitemap(body):
        sitemaps, links = read_sitemap(FACTS, body)
        if sitemaps:
            # Where some parts say that they hold postings, the others hold none.
            chosen = [part for part in sitemaps if _has_word(_path(part))] or sitemaps
            return Page((), rows=len(sitemaps), has_more=False, follow=tuple(chosen))
        return _list_links(links)
    if sitemap_lines := _ROBOTS_LINE.findall(body):
        follow = tuple(line.decode("utf-8", "replace") for line in sitemap_lines)
        return Page((), rows=len(follow), has_more=False, follow=follow)
    return _list_postings(body)


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The posting's page, where only its address is known."""
    if posting.content or not posting.url:
        return None
    return Request(_reach(api, posting.url), headers=_HEADERS)


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting that a page publishes; of several the one whose address it is."""
    found = read_job_postings(FACTS, body, posting.url)
    same = [one for one in found if posting.portal_id in ("", one.portal_id)] or found
    if len(found) > 1 and len(same) != 1:
        raise ShapeError(FACTS.name, "JobPosting", f"{len(found)} in the page of one posting")
    return replace(
        same[0],
        portal_id=posting.portal_id or same[0].portal_id,
        url=posting.url or same[0].url,
    )


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Sites tell errors by the status."""
    return None


class _Site:
    """This portal with a site of the operator's instead of the look-alike's."""

    def __init__(self, facts: Facts) -> None:
        self.FACTS = facts
        self.ask_page = ask_page
        self.ask_detail = ask_detail
        self.parse_detail = parse_detail
        self.find_error = find_error

    def parse_listing(self, body: bytes) -> Page:
        """The page; links that lead to hosts that the operator did not name are reported."""
        page = parse_listing(body)
        here, away = [], list[Unreadable]()
        for posting in page.postings:
            if posting.url is None or urlsplit(posting.url).netloc in self.FACTS.hosts:
                here.append(posting)
            else:
                reason = f"{self.FACTS.name}: loc: {posting.url} is not on {self.FACTS.title}"
                away.append(Unreadable(f"{reason}; if it is meant, add it to JSONLD_SITES", None))
        return replace(page, postings=tuple(here), unreadable=(*page.unreadable, *away))


def with_sites(sites: Sequence[str]) -> list[Reader]:
    """One portal for each host of the operator's sites (JSONLD_SITES), named after it.

    So each has its own book, and a site that fails stops no other. Raises UserError for a text
    that is no address.
    """
    chosen: dict[str, list[str]] = {}
    for site in dict.fromkeys(sites):
        if not _is_address(site):
            raise UserError(
                f"JSONLD_SITES: {site!r} is no address of a page or sitemap; it must begin with "
                "https:// or http://."
            )
        chosen.setdefault(urlsplit(site).netloc.lower().removeprefix("www."), []).append(site)
    return [_Site(_facts_of(host, addresses)) for host, addresses in chosen.items()]


def _facts_of(host: str, addresses: Sequence[str]) -> Facts:
    root = f"{urlsplit(addresses[0]).scheme}://{host}"
    told = FACTS.model_dump() | {
        "name": f"{FACTS.name}_{'_'.join(_ASCII_WORD.findall(host))}",
        "title": host,
        "home": root,
        "api": root,
        "pages": root,
        "hosts": (host, f"www.{host}"),
        "queries": tuple(addresses),
    }
    return Facts.model_validate(told)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _path(address: str) -> str:
    return urlsplit(address).path if _is_address(address) else ""


def _reach(api: str, address: str) -> str:
    """Where an address is asked: those of the look-alike's site at the look-alike."""
    return api + address.removeprefix(FACTS.pages) if address.startswith(FACTS.pages) else address


def _is_sitemap(body: bytes) -> bool:
    start = body[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<?xml", b"<urlset", b"<sitemapindex")) and b"<html" not in start


def _unpack(facts: Facts, body: bytes) -> bytes:
    """The sitemap, unpacked where it is gzip."""
    if not body.startswith(_GZIP):
        return body.strip()
    packed = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = packed.decompress(body, _LARGEST_SITEMAP)
    except zlib.error as error:
        raise ShapeError(facts.name, "sitemap", f"damaged gzip ({error})") from error
    if not packed.eof:
        raise ShapeError(facts.name, "sitemap", "cut off, or larger than sitemaps may be")
    return text.strip()


def _list_links(links: Sequence[Link]) -> Page:
    """The pages of a sitemap that look like postings, as links; the rest only counts."""
    postings: dict[str, RawPosting] = {}
    unreadable = []
    for address, lastmod in links:
        if not _is_posting(address):
            continue
        try:
            link = make_posting(FACTS, {"id": address, "url": address, "title": "?"})
        except ShapeError as error:
            unreadable.append(Unreadable(str(error), address))
            continue
        if link.url is None:
            reason = f"{FACTS.name}: loc: no address that may be kept"
            unreadable.append(Unreadable(reason, address))
            continue
        postings.setdefault(address, replace(link, content={}, posted_text=lastmod))
    return Page(
        tuple(postings.values()), rows=len(links), has_more=False, unreadable=tuple(unreadable)
    )


def _is_posting(address: str) -> bool:
    """Whether an address is likely that of one posting: below a folder of them, or numbered."""
    if not _is_address(address):
        return False
    parts = urlsplit(address)
    *folders, last = [name for name in parts.path.split("/") if name] or [""]
    if any(map(_has_word, folders)):
        return True
    return _has_word(last) and any(c.isdigit() for c in last + parts.query)


def _has_word(text: str) -> bool:
    words = FACTS.words["link"]
    return any(word in words for word in _WORD.findall(text.lower()))


def _list_postings(body: bytes) -> Page:
    """The postings that a page of them publishes itself."""
    postings, unreadable, strange = [], [], set[str]()
    rows = _nodes(FACTS, body, None)
    for node, identity, address in rows:
        strange.update(node)
        try:
            postings.append(_read(FACTS, node, identity, address))
        except ShapeError as error:
            unreadable.append(Unreadable(str(error), node))
    return Page(
        tuple(postings),
        rows=len(rows),
        has_more=False,
        unreadable=tuple(unreadable),
        strange=frozenset(strange.difference(FACTS.ignored, KNOWN)),
    )


def _nodes(
    facts: Facts, body: bytes, url: str | None
) -> list[tuple[dict[str, Any], str, str | None]]:
    """The JobPostings of a page, each with its identity and the address of its page."""
    nodes = find_nodes(facts.name, body)
    page = url or find_page_url(body)
    if len(nodes) == 1 and page:
        return [(nodes[0], page, page)]
    return [(node, *_identify(node, page)) for node in nodes]


def _identify(node: dict[str, Any], page: str | None) -> tuple[str, str | None]:
    """Of one among several: the address it gives itself, or its place in the page; "" for none."""
    told = node.get("url")
    if isinstance(told, str) and _is_address(told):
        return told, told
    identifier = node.get("identifier")
    value = identifier.get("value") if isinstance(identifier, dict) else identifier
    if isinstance(value, str | int) and value and not isinstance(value, bool):
        return (f"{page}#{value}" if page else str(value)), page
    return "", page


def _read(facts: Facts, node: dict[str, Any], identity: str, address: str | None) -> RawPosting:
    return make_posting(facts, row_of(facts, node) | {"id": identity, "url": address})
