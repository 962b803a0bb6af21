"""A look-alike of Pintarnya: a JSON list that does not tell how many there are."""

from typing import Any, Final

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_TYPES: Final = {
    "full_time": "full-time",
    "part_time": "part-time",
    "contract": "contract",
    "internship": "intern",
    "freelance": "other",
    "daily": "daily",
}
_EDUCATION: Final = {"sd": 1, "smp": 2, "sma": 3, "smk": 3, "d3": 4, "s1": 5}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Pintarnya would answer."""
    if call.path != "/api/pk/job":
        return Reply.of({"message": "Not Found"}, 404)
    page, size = int(call.params.get("page", "1")), int(call.params.get("page_size", "20"))
    rows = [_job(advert) for advert in shelf.page((page - 1) * size, size)]
    return Reply.of({"data": {"list": rows}})


def _job(advert: Advert) -> dict[str, Any]:
    # It has no flag for hidden pay: who hides it tells none.
    is_told = advert.pay_low_idr is not None and not advert.is_pay_hidden
    slug = "-".join("".join(c if c.isalnum() else " " for c in advert.title.lower()).split())
    return {
        "id": advert.number,
        "slug": f"{slug}-{advert.number}",
        "title": advert.title,
        "employer": {
            "name": advert.company,
            "logo_url": None,
            "industry": advert.industry,
            "company_size": "11-50",
        },
        "province": {"name": advert.province},
        "city": {"name": advert.regency},
        "type_of_employments": [{"name": _TYPES[advert.employment_type]}],
        "min_salary": advert.pay_low_idr if is_told else 0,
        "max_salary": advert.pay_high_idr if is_told else 0,
        "skills": [{"name": skill} for skill in advert.skills],
        "description": as_html(advert.description),
        "published_at": shown_date(advert).isoformat(),
        "expired_at": advert.closes.isoformat() if advert.closes else None,
        "education_level": _EDUCATION.get(advert.education_min or ""),
        "experience": None,
        "type_of_work": 1,
        "benefits": [],
        "is_verified": True,
        "is_urgently_needed": False,
    }
