"""The first view: what a reader, a crawler or a browser without scripts sees before Streamlit runs.

Streamlit's index.html with the page's own words in it; React puts the page in their place.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from streamlit import file_util

import settings
from data.errors import DataError
from data.snapshot import SnapshotMeta, read_meta, read_pointer
from ui import parts, state
from ui.format import Language
from ui.keterampilan import SKILL_KEY
from ui.keterampilan_compare import COMPARE_KEY
from ui.pekerjaan import OCCUPATION_KEY
from ui.server_site import SitePage, site_pages
from ui.texts import text
from ui.theme import DARK, LIGHT

STATIC: Final = Path(file_util.get_static_dir())
DATA_ADDRESS: Final = "/unduh/datapackage.json"
# Else a page below the root looks for its server there first: two answers 404 and a round trip.
_BACKEND: Final = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
_STYLE: Final = (
    "<style>.first{font:1rem/1.6 'Source Sans',sans-serif;box-sizing:border-box;"
    f"max-width:{parts.WIDTH}px;margin:0 auto;padding:1rem;color:{LIGHT['ink']}}}"
    ".first h1{font-size:1.9rem;line-height:1.2;margin:1.5rem 0 1rem}"
    ".first nav{display:flex;flex-wrap:wrap;gap:.2rem 1rem}"
    ".first a{color:inherit;padding:.25rem 0}@media(prefers-color-scheme:dark){"
    f"body{{background:{DARK['ground']}}}.first{{color:{DARK['ink']}}}}}</style>"
)

Words = Callable[..., str]


def read_language(query: Mapping[str, str]) -> Language:
    """The language an address asks for."""
    return "en" if query.get(state.LANGUAGE_KEY) == "en" else "id"


def write_page(page: SitePage, query: Mapping[str, str], site: str, agent: str) -> str:
    """The document of a page: index.html with language, title, first words and what is preloaded.

    `site` is the address of the root without a slash at its end, `agent` the User-Agent.
    """
    language = read_language(query)
    t = partial(text, language)
    title, about = page.title(language), page.about(language)
    head = _write_head(page, language, site, t("app.page_title", page=title), about)
    if begins_with_plotly(page, query, agent):
        head += _preload_plotly()
    meta = _read_snapshot()
    heading, lines = title, [about]
    if meta is not None and meta.vacancies:
        if page.is_home:
            heading = t("first_view.counted", n=meta.vacancies)
            if meta.posted_to is not None:
                lines.append(t("first_view.up_to", day=meta.posted_to))
        if meta.is_sample:
            lines.append(t("first_view.sample"))
    body = _write_body(t, heading, [*lines, t("first_view.loading")], _link_pages(language))
    without = f'<a href="{DATA_ADDRESS}">{escape(t("first_view.data"))}</a>'
    no_script = f"<p>{escape(t('first_view.no_script'))} {without}</p>"
    before, between, after = _shell()
    return (
        f'{before}<html lang="{language}">{between[0]}{head}{between[1]}'
        f'<noscript>{no_script}</noscript><div id="root">{body}</div>{after}'
    )


def write_missing(language: Language) -> str:
    """The document for an address that no page has: says so, and where the pages are."""
    t = partial(text, language)
    title = t("first_view.missing")
    body = _write_body(t, title, [t("first_view.missing_body")], _link_pages(language))
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="UTF-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><link rel="icon" href="data:,">'
        f"<title>{escape(t('app.page_title', page=title))}</title>{_STYLE}</head>"
        f"<body>{body}</body></html>"
    )


def begins_with_plotly(page: SitePage, query: Mapping[str, str], agent: str) -> bool:
    """Whether the page opens with an interactive chart, so that its library may come early."""
    if state.PHONE_MARK in agent:
        return False
    if page.name == "pekerjaan":
        return OCCUPATION_KEY not in query
    return page.name == "keterampilan" and {SKILL_KEY, COMPARE_KEY} <= query.keys()


def address_in(page: SitePage, language: Language) -> str:
    """The address of a page in a language, from the root."""
    query = {} if language == state.LANGUAGES[0] else {state.LANGUAGE_KEY: language}
    return f"/{page.address}" + (f"?{urlencode(query)}" if query else "")


def _write_head(page: SitePage, language: Language, site: str, title: str, about: str) -> str:
    """Title, description, the one address of the page in this language and those in others."""
    here = escape(site + address_in(page, language))
    others = "".join(
        f'<link rel="alternate" hreflang="{other}" href="{escape(site + address_in(page, other))}">'
        for other in state.LANGUAGES
    )
    title, about = escape(title), escape(about)
    return (
        f'<title>{title}</title><meta name="description" content="{about}">'
        f'<link rel="canonical" href="{here}">{others}'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="website">'
        f'<meta property="og:description" content="{about}">'
        f'<meta property="og:url" content="{here}">{_BACKEND}{_STYLE}'
    )


def _write_body(t: Words, heading: str, lines: list[str], links: str) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    name = f"<b>{escape(t('app.name'))}</b><br>{escape(t('app.tagline'))}"
    return f'<div class="first"><p>{name}</p><h1>{escape(heading)}</h1>{told}{links}</div>'


def _link_pages(language: Language) -> str:
    links = "".join(
        f'<a href="{escape(address_in(page, language))}">{escape(page.title(language))}</a>'
        for page in site_pages().values()
        if not page.is_hidden
    )
    return f"<nav>{links}</nav>"


def _preload_plotly() -> str:
    """Behind everything the page itself needs, so that it comes while the script runs."""
    return "".join(
        f'<link rel="modulepreload" crossorigin fetchpriority="low" href="./static/js/{file.name}">'
        for file in STATIC.glob("static/js/PlotlyChart.*.js")
    )


def _read_snapshot() -> SnapshotMeta | None:
    """What the snapshot served says of itself; None where none can be read: the page says more."""
    folder = settings.load().snapshots
    try:
        name = read_pointer(folder)
        return None if name is None else _read_named(str(folder), name)
    except DataError:
        return None


@lru_cache(maxsize=2)
def _read_named(folder: str, name: str) -> SnapshotMeta | None:
    """Read once for each snapshot."""
    del name
    return read_meta(Path(folder))


@cache
def _shell() -> tuple[str, tuple[str, str], str]:
    """Streamlit's index.html around what is put in: before <html>, head, rest of head, end.

    Raises ValueError where a new release of Streamlit has another index.html.
    """
    document = (STATIC / "index.html").read_text(encoding="utf-8")
    notice, document = _cut(document, '<html lang="en">')
    begin, document = _cut(document, "<title>Streamlit</title>")
    rest, document = _cut(document, "<noscript>")
    _, document = _cut(document, "</noscript>")
    _, document = _cut(document, '<div id="root"></div>')
    # In the head it would hold back the first words until it has come; scripts wait for it here.
    sheet = re.search(r'<link rel="stylesheet"[^>]*>', rest)
    if sheet is None:
        raise ValueError("Streamlit's index.html has no style sheet (ui/server_first_view.py).")
    return notice, (begin, rest.replace(sheet[0], "")), sheet[0] + document


def _cut(document: str, mark: str) -> tuple[str, str]:
    before, found, after = document.partition(mark)
    if not found:
        raise ValueError(f"Streamlit's index.html has no {mark} (ui/server_first_view.py).")
    return before, after
