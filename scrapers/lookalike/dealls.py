"""A look-alike of Dealls: a list without texts, details by slug, 400 past the last page."""

from math import ceil
from typing import Any, Final

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_TYPES: Final = {
    "full_time": "fullTime",
    "part_time": "partTime",
    "contract": "contract",
    "freelance": "freelance",
    "daily": "freelance",
    "internship": "internship",
}
_ARRANGEMENTS: Final = {"onsite": "onSite", "hybrid": "hybrid", "remote": "remote"}
_LIST: Final = "/v1/explore-job/job"
_DETAIL: Final = "/v1/job-portal/job/slug/"


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Dealls would answer."""
    if call.path.startswith(_DETAIL):
        number = call.path.removeprefix(_DETAIL).rpartition("-")[2]
        advert = shelf.by_number.get(int(number)) if number.isdigit() else None
        if advert is None:
            return Reply.of({"code": 404, "message": "Job not found"}, 404)
        text = {"description": "", "responsibilities": as_html(advert.description)}
        return Reply.of({"code": 200, "data": {"result": _job(advert) | text}})
    if call.path != _LIST:
        return Reply.of({"code": 404, "message": "Not found"}, 404)
    page, limit = int(call.params.get("page", "1")), int(call.params.get("limit", "18"))
    pages = ceil(len(shelf.adverts) / limit)
    if page > max(pages, 1):
        return Reply.of({"code": 400, "message": "Bad Request"}, 400)
    docs = [_job(advert) for advert in shelf.page((page - 1) * limit, limit)]
    told = {"docs": docs, "totalDocs": len(shelf.adverts), "totalPages": pages}
    return Reply.of({"code": 200, "data": told | {"page": page, "limit": limit}})


def _job(advert: Advert) -> dict[str, Any]:
    has_pay = advert.pay_low_idr is not None and not advert.is_pay_hidden
    return {
        "id": f"c0a70{advert.number:019x}",
        "slug": f"{'-'.join(advert.title.lower().split())}-{advert.number}".replace("/", "-"),
        "role": advert.title,
        "company": {
            "name": advert.company,
            "slug": "-".join(advert.company.lower().split()),
            "sector": advert.industry,
        },
        "city": None
        if advert.arrangement == "remote"
        else {"id": int(advert.regency_code), "name": advert.regency.removeprefix("Kota ")},
        "country": {"id": 102, "name": "Indonesia"},
        "employmentTypes": [_TYPES[advert.employment_type]],
        "workplaceType": _ARRANGEMENTS[advert.arrangement],
        "salaryType": "paid",
        "salaryRange": {"start": advert.pay_low_idr, "end": advert.pay_high_idr}
        if has_pay
        else None,
        "skills": [{"id": skill.lower(), "name": skill} for skill in advert.skills],
        "publishedAt": shown_date(advert).isoformat(),
        "createdAt": advert.posted.isoformat(),
        "jobRoleCategorySlug": "-".join(advert.category.lower().split()),
        "candidatePreference": {"lastEducations": [5]},
        "stats": {"viewCount": advert.number % 900, "applicantCount": advert.number % 90},
        "author": {"name": "Perekrut Contoh"},
    }
