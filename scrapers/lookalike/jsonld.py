"""A look-alike of an employer's site: sitemap index, packed sitemaps, pages with JobPosting."""

import gzip
import html
from typing import Any, Final

import orjson

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_SITE: Final = "https://jsonld.contoh.invalid"
_XMLNS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PART: Final = "/sitemap-lowongan-"
_FOLDER: Final = "/lowongan/"
_PART_SIZE: Final = 200
_TYPES: Final[dict[str, Any]] = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "contract": ["CONTRACTOR"],
    "internship": "INTERN",
    "freelance": ["OTHER", "CONTRACTOR"],
    "daily": "PER_DIEM",
}
_CREDENTIALS: Final = {"sma": "high school", "smk": "high school", "d3": "associate degree"}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What such a site would answer."""
    if call.path == "/sitemap.xml":
        return _index(shelf)
    if call.path.startswith(_PART) and call.path.endswith(".xml.gz"):
        number = call.path.removeprefix(_PART).removesuffix(".xml.gz")
        if number.isdigit():
            return _part(shelf, int(number))
    if call.path == "/sitemap-halaman.xml":
        return _xml("urlset", "url", [(f"{_SITE}/tentang-kami", None)])
    if call.path.startswith(_FOLDER):
        number = call.path.rpartition("-")[2]
        advert = shelf.by_number.get(int(number)) if number.isdigit() else None
        if advert is not None:
            return _page(advert)
    return Reply(b"<!doctype html><title>Tidak ditemukan</title>", 404, "text/html")


def _index(shelf: Shelf) -> Reply:
    parts = range(0, max(len(shelf.adverts), 1), _PART_SIZE)
    names = [f"{_SITE}{_PART}{number}.xml.gz" for number, _ in enumerate(parts, 1)]
    return _xml(
        "sitemapindex",
        "sitemap",
        [(name, None) for name in (f"{_SITE}/sitemap-halaman.xml", *names)],
    )


def _part(shelf: Shelf, number: int) -> Reply:
    adverts = shelf.page((number - 1) * _PART_SIZE, _PART_SIZE)
    links = [(_address(advert), shown_date(advert).isoformat()) for advert in adverts]
    plain = _xml("urlset", "url", [(f"{_SITE}{_FOLDER}", None), *links])
    return Reply(gzip.compress(plain.body, 1, mtime=0), content_type="application/x-gzip")


def _xml(root: str, entry: str, links: list[tuple[str, str | None]]) -> Reply:
    lines = [
        f"<{entry}><loc>{html.escape(address)}</loc>"
        + (f"<lastmod>{day}</lastmod>" if day else "")
        + f"</{entry}>"
        for address, day in links
    ]
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{_XMLNS}">{"".join(lines)}</{root}>'
    )
    return Reply(text.encode(), content_type="application/xml")


def _address(advert: Advert) -> str:
    words = "".join(c if c.isalnum() else " " for c in advert.title.lower()).split()
    return f"{_SITE}{_FOLDER}{'-'.join(words)}-{advert.number}"


def _page(advert: Advert) -> Reply:
    data = orjson.dumps(_posting(advert)).decode().replace("</", "<\\/")
    title = html.escape(advert.title)
    text = (
        f'<!doctype html><html lang="id"><head><title>{title}</title>'
        f'<link rel="canonical" href="{_address(advert)}">'
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"WebSite"}</script>'
        f'<script type="application/ld+json">{data}</script></head>'
        f"<body><h1>{title}</h1></body></html>"
    )
    return Reply(text.encode(), content_type="text/html; charset=utf-8")


def _posting(advert: Advert) -> dict[str, Any]:
    shown = shown_date(advert)
    # Every third site prints its dates as Java does.
    is_java = advert.number % 3 == 0
    kind, _, name = advert.regency.partition(" ")
    place = {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": name if kind == "Kota" else advert.regency,
            "addressRegion": advert.province,
            "addressCountry": "ID",
        },
    }
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": advert.title,
        "description": as_html(advert.description),
        "identifier": {"@type": "PropertyValue", "name": advert.company},
        "hiringOrganization": {"@type": "Organization", "name": advert.company},
        "datePosted": f"{shown:%a %b %d %H:%M:%S GMT %Y}" if is_java else shown.isoformat(),
        "employmentType": _TYPES[advert.employment_type],
        "industry": advert.industry,
        "occupationalCategory": advert.category,
        "jobLocation": place if advert.number % 2 else [place],
        "skills": ", ".join(advert.skills),
    }
    if advert.arrangement == "remote":
        told["jobLocationType"] = "TELECOMMUTE"
        told["applicantLocationRequirements"] = {"@type": "Country", "name": "Indonesia"}
    if advert.closes is not None:
        told["validThrough"] = advert.closes.isoformat()
    if advert.experience_min_years is not None:
        months = advert.experience_min_years * 12
        told["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": months,
        }
    if advert.education_min is not None:
        told["educationRequirements"] = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": _CREDENTIALS.get(advert.education_min, "bachelor degree"),
        }
    if not advert.is_pay_hidden:
        # Who tells no pay is often given zeroes by the site.
        told["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": "IDR",
            "value": {
                "@type": "QuantitativeValue",
                "minValue": str(advert.pay_low_idr or 0),
                "maxValue": advert.pay_high_idr or 0,
                "unitText": "MONTH",
            },
        }
    return told
