"""A look-alike of KitaLulus: GraphQL for what is asked, 0 for no pay, sitemap, pages, a game."""

import html
import re
from datetime import datetime
from typing import Any, Final

import orjson

from data.sample_advert import Advert
from data.times import JAKARTA
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_SITE: Final = "https://www.kitalulus.com"
_XMLNS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PART: Final = "/sitemap/sitemap-jobs/job-detail-"
_PART_SIZE: Final = 1_000
_PAGE: Final = "/lowongan/detail/"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip
_TYPES: Final = {
    "full_time": ("Penuh Waktu", "FULL_TIME"),
    "part_time": ("Paruh Waktu", "PART_TIME"),
    "contract": ("Kontrak", "CONTRACTOR"),
    "internship": ("Magang", "INTERN"),
    "freelance": ("Freelance", "CONTRACTOR"),
    "daily": ("Freelance", "CONTRACTOR"),
}
_ARRANGEMENTS: Final = {
    "onsite": "Kerja dari kantor (WFO)",
    "hybrid": "Campuran (Hybrid)",
    "remote": "Kerja dari manapun (Remote)",
}
_EDUCATION: Final = {
    "smp": ("Minimal SMP/Sederajat", "high school"),
    "sma": ("Minimal SMA/SMK/Sederajat", "high school"),
    "smk": ("Minimal SMA/SMK/Sederajat", "high school"),
    "d3": ("Minimal D3/D4", "associate degree"),
    "d4": ("Minimal D3/D4", "associate degree"),
    "s1": ("Minimal S1", "bachelor degree"),
    "s2": ("Minimal S2", "postgraduate degree"),
}
_GAME: Final = {
    "id": "contohmisi",
    "slug": "main-dapat-hadiah-contoh",
    "positionName": "Main Sebentar Dapat Hadiah",
    "company": {"name": "Misi Seru - KitaLulus"},
    "salaryLowerBound": 0,
    "salaryUpperBound": 0,
    "typeStr": "Freelance",
}

RATE_LIMITED: Final = Reply.of(
    {"errors": [{"message": "Too many", "extensions": {"code": "RATE_LIMITED"}}], "data": None}
)


def answer(shelf: Shelf, call: Call) -> Reply:
    """What KitaLulus would answer."""
    if call.path == "/graphql":
        return _graphql(shelf, call)
    if call.path == "/sitemap.xml":
        return _index(shelf)
    if call.path.startswith(_PART):
        return _part(shelf, call.path.removeprefix(_PART).removesuffix(".xml"))
    slug = call.path.removeprefix(_PAGE)
    if slug == _GAME["slug"]:
        return _page({"title": _GAME["positionName"], "hiringOrganization": _GAME["company"]})
    advert = _find(shelf, slug)
    if call.path.startswith(_PAGE) and advert is not None:
        return _page(_node(advert))
    return Reply(b"<!doctype html><title>Tidak ditemukan</title>", 404, "text/html")


def _graphql(shelf: Shelf, call: Call) -> Reply:
    told = call.json if isinstance(call.json, dict) else {}
    query, variables = str(told.get("query", "")), told.get("variables", {})
    if told.get("operationName") == "Vacancies":
        return _list(shelf, query, variables)
    if told.get("operationName") == "VacancyBySlug":
        advert = _find(shelf, str(variables.get("slug")))
        found = None if advert is None else _asked(_vacancy(advert) | _text(advert), query)
        return Reply.of({"data": {"vacancyBySlug": found}})
    # The hash of a stored query that has been replaced.
    error = {"message": "PersistedQueryNotFound"}
    return Reply.of({"errors": [error | {"extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]})


def _list(shelf: Shelf, query: str, variables: dict[str, Any]) -> Reply:
    filters = {one["key"]: one["value"] for one in variables.get("filters", ())}
    adverts = list(shelf.adverts)
    if filters.get("sortBy") == ["createdAt"]:
        adverts.sort(key=lambda advert: (advert.posted, advert.number), reverse=True)
    limit = int(variables["pagination"]["limit"])
    start = (int(variables["pagination"]["page"]) - 1) * limit
    rows = [_asked(_vacancy(advert), query) for advert in adverts[start : start + limit]]
    # The game stands at the end.
    count = len(adverts) + 1
    if start <= len(adverts) < start + limit:
        rows.append(_GAME)
    told = {
        "hasNextPage": start + limit < count,
        "hasPrevPage": start > 0,
        "elements": count,
        "page": -(-count // limit),
        "list": rows,
    }
    return Reply.of({"data": {"vacanciesV4": told}})


def _asked(row: dict[str, Any], query: str) -> dict[str, Any]:
    """Of a row the fields that the query names."""
    names = set(re.findall(r"\w+", query))
    return {name: value for name, value in row.items() if name in names}


def _slug(advert: Advert) -> str:
    """Words of the title and four or more letters for the number: "kasir-aabt"."""
    words = "".join(c if c.isalnum() else " " for c in advert.title.lower()).split()
    letters, rest = "", advert.number
    while rest or len(letters) < 4:
        rest, place = divmod(rest, len(_LETTERS))
        letters = _LETTERS[place] + letters
    return "-".join([*words, letters])


def _find(shelf: Shelf, slug: str) -> Advert | None:
    number = 0
    for letter in slug.rpartition("-")[2]:
        number = number * len(_LETTERS) + max(0, _LETTERS.find(letter))
    advert = shelf.by_number.get(number)
    return advert if advert is not None and _slug(advert) == slug else None


def _pay(advert: Advert) -> tuple[int, int]:
    """Who tells no pay has zeroes there."""
    if advert.is_pay_hidden:
        return 0, 0
    return advert.pay_low_idr or 0, advert.pay_high_idr or 0


def _micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def _vacancy(advert: Advert) -> dict[str, Any]:
    low, high = _pay(advert)
    shown = shown_date(advert).astimezone(JAKARTA)
    return {
        "id": f"contoh{advert.number}",
        "slug": _slug(advert),
        "code": f"JCONTOH{advert.number}",
        "positionName": advert.title,
        "isHighlighted": False,
        "educationLevelStr": _EDUCATION.get(advert.education_min or "", ("Semua jenjang",))[0],
        "salaryLowerBound": low,
        "salaryUpperBound": high,
        "createdAt": _micros(advert.posted),
        "updatedAtStr": "Terakhir diperbarui pada "
        f"{shown.day} {_MONTHS[shown.month - 1]} {shown.year}",
        "genderStr": "Semua jenis kelamin",
        "maxAge": None,
        "minExperience": advert.experience_min_years,
        "typeStr": _TYPES[advert.employment_type][0],
        "company": {"name": advert.company, "companyIndustry": {"name": advert.industry}},
        "province": {"name": advert.province},
        "city": {"name": advert.regency.removeprefix("Kota ")},
        "jobRole": {"displayName": advert.category},
    }


def _text(advert: Advert) -> dict[str, Any]:
    """What only the detail tells."""
    return {
        "updatedAt": _micros(shown_date(advert)),
        "locationSiteStr": _ARRANGEMENTS[advert.arrangement],
        "formattedDescription": as_html(advert.description),
        "skillTags": list(advert.skills),
        "closeDate": _micros(advert.closes) if advert.closes else None,
        "validThrough": None,
        "isClosed": False,
        "isPublished": True,
        "benefits": [{"id": "contoh", "copy": "BPJS"}],
    }


def _index(shelf: Shelf) -> Reply:
    parts = range(0, len(shelf.adverts) + 1, _PART_SIZE)
    names = [f"{_SITE}{_PART}{number}.xml" for number, _ in enumerate(parts, 1)]
    return _xml("sitemapindex", "sitemap", [f"{_SITE}/sitemap/sitemap-blog.xml", *names])


def _part(shelf: Shelf, number: str) -> Reply:
    if not number.isdigit():
        return Reply(b"", 404, "text/html")
    adverts = shelf.page((int(number) - 1) * _PART_SIZE, _PART_SIZE)
    slugs = [*map(_slug, adverts), str(_GAME["slug"])]
    return _xml("urlset", "url", [f"{_SITE}{_PAGE}{slug}" for slug in slugs])


def _xml(root: str, entry: str, addresses: list[str]) -> Reply:
    lines = "".join(f"<{entry}><loc>{html.escape(one)}</loc></{entry}>" for one in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_XMLNS}">{lines}</{root}>'
    return Reply(text.encode(), content_type="application/xml")


def _page(node: dict[str, Any]) -> Reply:
    told = {"@context": "https://schema.org/", "@type": "JobPosting", **node}
    data = orjson.dumps(told).decode().replace("</", "<\\/")
    text = (
        f"<!doctype html><html><head><title>{html.escape(node['title'])}</title>"
        f'<script type="application/ld+json">{data}</script></head><body></body></html>'
    )
    return Reply(text.encode(), content_type="text/html; charset=utf-8")


def _node(advert: Advert) -> dict[str, Any]:
    low, high = _pay(advert)
    node: dict[str, Any] = {
        "title": advert.title,
        "description": as_html(advert.description),
        "identifier": {"@type": "PropertyValue", "name": advert.company},
        "hiringOrganization": {"@type": "Organization", "name": advert.company},
        "datePosted": f"{shown_date(advert):%Y-%m-%dT%H:%M:%S.000Z}",
        "validThrough": f"{advert.closes or advert.gone:%Y-%m-%dT%H:%M:%S.000Z}",
        "employmentType": _TYPES[advert.employment_type][1],
        "experienceRequirements": {"monthsOfExperience": (advert.experience_min_years or 0) * 12},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "addressLocality": advert.regency.removeprefix("Kota "),
                "addressRegion": advert.province,
                "addressCountry": "ID",
            },
        },
    }
    if advert.education_min in _EDUCATION:
        credential = _EDUCATION[advert.education_min][1]
        node["educationRequirements"] = {"credentialCategory": credential}
    if advert.arrangement == "remote":
        node["jobLocationType"] = "TELECOMMUTE"
    if low:
        value = {"minValue": low, "maxValue": high, "unitText": "MONTH"}
        node["baseSalary"] = {"currency": "IDR", "value": value}
    return node
