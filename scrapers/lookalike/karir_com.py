"""A look-alike of Karir.com: POST search by offset, amounts without their label, escaped texts."""

import html
from typing import Any, Final

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_FIRST_ID: Final = 9_100_000
_MOST: Final = 20
_TYPES: Final = {
    "full_time": "Penuh Waktu",
    "part_time": "Paruh Waktu",
    "contract": "Kontrak",
    "internship": "Magang",
    "freelance": "Freelance",
    "daily": "Freelance",
}
_WORKPLACES: Final = {"onsite": "WFO", "hybrid": "Hybrid", "remote": "Remote"}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Karir.com would answer."""
    told = call.json if isinstance(call.json, dict) else None
    if call.method != "POST" or told is None:
        return Reply.of({"message": "Method Not Allowed"}, 405)
    if call.path == "/v2/search/opportunities":
        limit = min(int(told["limit"]), _MOST)
        rows = [_row(advert) for advert in shelf.page(int(told["offset"]), limit)]
        return Reply.of(
            {"data": {"opportunities": rows, "total_opportunities": len(shelf.adverts)}}
        )
    advert = shelf.by_number.get(int(told.get("opportunity_id", 0)) - _FIRST_ID)
    if call.path == "/v1/opportunity/detail" and advert is not None:
        return Reply.of({"data": _detail(advert)})
    return Reply.of({"message": "Not Found"}, 404)


def _row(advert: Advert) -> dict[str, Any]:
    """A row of the list: amounts also of pay that is hidden; the place as description."""
    return {
        "id": _FIRST_ID + advert.number,
        "job_position": advert.title,
        "company_name": advert.company,
        "company_logo_url": None,
        "description": f"{advert.regency} • {_TYPES[advert.employment_type]}",
        "posted_at": f"{shown_date(advert):%Y-%m-%dT%H:%M:%SZ}",
        "salary_lower": advert.pay_low_idr or 0,
        "salary_upper": advert.pay_high_idr or 0,
    }


def _detail(advert: Advert) -> dict[str, Any]:
    is_told = advert.pay_low_idr is not None and not advert.is_pay_hidden
    lines = advert.description.splitlines()
    tasks, demands = "\n".join(lines[:-1]), "\n".join(lines[-1:])
    return {
        "job_position": advert.title,
        "company_name": advert.company,
        "company": {"id": advert.opening},
        "location": f"{advert.regency}, {advert.province}",
        "job_functions": [advert.category],
        "job_levels": ["Staf"],
        "job_type": _TYPES[advert.employment_type],
        "workplace": _WORKPLACES[advert.arrangement],
        "salary_lower": advert.pay_low_idr or 0,
        "salary_upper": advert.pay_high_idr or 0,
        "salary_info": None if is_told else "LABEL_COMPETITIVE_SALARY",
        "responsibilities": html.escape(as_html(tasks)),
        "requirements": html.escape(as_html(demands)),
        "posted_at": f"{shown_date(advert):%Y-%m-%dT%H:%M:%S.000Z}",
        "expires_at": f"{advert.closes:%Y-%m-%dT%H:%M:%SZ}" if advert.closes else None,
        "is_expired": False,
    }
