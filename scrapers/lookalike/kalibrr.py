"""A look-alike of Kalibrr: one JSON search, hidden pay told with a flag, 400 without a limit."""

from typing import Any, Final

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_TENURE: Final = {
    "full_time": "Full time",
    "part_time": "Part time",
    "contract": "Contractual",
    "freelance": "Freelance",
    "daily": "Freelance",
    "internship": "Internship",
}
_EDUCATION: Final = {"sma": 200, "smk": 350, "d3": 450, "d4": 550, "s1": 550, "s2": 650}
_FIRST_ID: Final = 9_000_000


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Kalibrr would answer."""
    if call.path != "/kjs/job_board/search":
        return Reply.of({"title": "Not Found", "status": 404}, 404)
    if "limit" not in call.params:
        detail = {"detail": "Missing query parameter 'limit'", "status": 400}
        return Reply.of(detail | {"title": "Bad Request", "type": "about:blank"}, 400)
    offset, limit = int(call.params.get("offset", "0")), int(call.params["limit"])
    jobs = [_job(advert) for advert in shelf.page(offset, limit)]
    return Reply.of(
        {
            "jobs": jobs,
            "count": len(shelf.adverts),
            "search_text": call.params.get("text", ""),
            "correction_text_search": None,
            "from_alternative": None,
            "from_correction": None,
        }
    )


def _job(advert: Advert) -> dict[str, Any]:
    kind, _, city = advert.regency.partition(" ")
    company = {
        "code": advert.company.lower().replace(" ", "-"),
        "name": advert.company,
        "industry": advert.industry,
    }
    years = advert.experience_min_years
    return {
        "id": _FIRST_ID + advert.number,
        "slug": advert.title.lower().replace(" ", "-"),
        "name": advert.title,
        "description": as_html(advert.description),
        "qualifications": None,
        "company_name": advert.company,
        "company": company,
        "company_info": company | {"url": None, "description": None, "logo_small": None},
        "google_location": {
            "address_components": {
                "city": f"{city} {kind}",
                "region": advert.province,
                "country": "Indonesia",
            }
        },
        "base_salary": advert.pay_low_idr,
        "maximum_salary": advert.pay_high_idr,
        "salary_currency": "IDR",
        "salary_interval": "month",
        "salary_shown": advert.pay_low_idr is not None and not advert.is_pay_hidden,
        "activation_date": shown_date(advert).isoformat(),
        "created_at": advert.posted.isoformat(),
        "application_end_date": advert.closes.isoformat() if advert.closes else None,
        "tenure": _TENURE[advert.employment_type],
        "is_work_from_home": advert.arrangement == "remote",
        "is_hybrid": advert.arrangement == "hybrid",
        "work_experience": None if years is None else (200 if years < 3 else 300),
        "education_level": _EDUCATION.get(advert.education_min or ""),
        "function": advert.category,
        "job_sds_skills": [{"sds_skill": {"name": skill}} for skill in advert.skills],
        "number_of_openings": 1,
    }
