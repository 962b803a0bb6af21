"""A look-alike of Tech in Asia's search at Algolia: no key, no answer; times without a zone."""

from datetime import datetime, timedelta, timezone
from typing import Any, Final
from urllib.parse import parse_qs

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_ID: Final = "00000000-0000-4000-a000-"
_MOST: Final = 1000
_WIB: Final = timezone(timedelta(hours=7))
_TYPES: Final = {
    "full_time": "Full-time",
    "part_time": "Part-time",
    "contract": "Contract",
    "internship": "Internship",
    "freelance": "Freelance",
    "daily": "Freelance",
}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Algolia would answer."""
    if call.path != "/1/indexes/*/queries" or not isinstance(call.json, dict):
        return Reply.of({"message": "Not found", "status": 404}, 404)
    if not call.headers.get("x-algolia-api-key"):
        return Reply.of({"message": "Invalid Application-ID or API key", "status": 403}, 403)
    return Reply.of({"results": [_result(shelf, query) for query in call.json["requests"]]})


def _result(shelf: Shelf, query: dict[str, Any]) -> dict[str, Any]:
    told = {name: values[0] for name, values in parse_qs(query["params"]).items()}
    size, page = int(told.get("hitsPerPage", "20")), int(told.get("page", "0"))
    served = shelf.page(0, _MOST)
    hits = [_hit(advert) for advert in served[page * size : (page + 1) * size]]
    return {
        "hits": hits,
        "page": page,
        "nbPages": -(-len(served) // size),
        "nbHits": len(shelf.adverts),
        "hitsPerPage": size,
        "index": query["indexName"],
    }


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(_WIB):%Y-%m-%d %H:%M:%S}"


def _hit(advert: Advert) -> dict[str, Any]:
    number = f"{_ID}{advert.number:012d}"
    years = advert.experience_min_years
    _, _, city = advert.regency.partition(" ")
    return {
        "id": number,
        "objectID": number,
        "title": advert.title,
        "company": {"name": advert.company, "entity_slug": "contoh", "employee_count": "51 - 200"},
        "city": {
            "name": city,
            "country_name": "Indonesia",
            "work_country_name": "Indonesia",
        },
        "currency": {"currency_code": "IDR", "currency_symbol": "Rp"},
        # The amounts stand there also where they are not visible.
        "salary_min": advert.pay_low_idr or 0,
        "salary_max": advert.pay_high_idr or 0,
        "is_salary_visible": int(not advert.is_pay_hidden),
        "experience": None if years is None else f"{years}-{years + 2}",
        "job_type": {"name": _TYPES[advert.employment_type]},
        "position": {"name": advert.category},
        "industries": [{"name": advert.industry, "vertical_name": advert.industry}],
        "job_skills": [{"name": skill} for skill in advert.skills],
        "is_remote": int(advert.arrangement == "remote"),
        "work_arrangement": advert.arrangement,
        "published_at": _local(shown_date(advert)),
        "expires_at": _local(advert.closes) if advert.closes else None,
        "description": as_html(advert.description),
        "vacancy_count": 1,
        "external_link": None,
    }
