"""A look-alike of Karirhub: two versions of its API, hidden pay, zero pay, wrong pages refused."""

from datetime import datetime
from math import ceil
from typing import Any, Final
from uuid import UUID

from data.sample_advert import Advert
from data.times import JAKARTA
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_V2: Final = "/karirhub/vacancy/v2/published-industrial-vacancies"
_V1: Final = "/karirhub/catalogue/v1/industrial-vacancies"
_V1_DETAIL: Final = "/karirhub/catalogue/v1/vacancies/"
_MOST: Final = 50
_ID: Final = "c0a70000-0000-4000-8000-{:012d}"
_TYPES: Final = {
    "full_time": "Full time",
    "part_time": "Part time",
    "contract": "Contract",
    "internship": "Internship",
    "freelance": "Freelance",
    "daily": "Freelance",
}
_EDUCATION: Final = {
    "sd": ("SD atau Sederajat", 10),
    "smp": ("SMP atau Sederajat", 20),
    "sma": ("SMA atau Sederajat", 30),
    "smk": ("SMA atau Sederajat", 30),
    "d3": ("Diploma", 40),
    "d4": ("Sarjana", 50),
    "s1": ("Sarjana", 50),
}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Karirhub would answer."""
    if call.path in (_V2, _V1):
        return _list(shelf, call, is_v1=call.path == _V1)
    for folder in (f"{_V2}/", _V1_DETAIL):
        if call.path.startswith(folder):
            return _detail(shelf, call.path.removeprefix(folder), is_v1=folder == _V1_DETAIL)
    return Reply.of({"message": "Not Found"}, 404)


def _list(shelf: Shelf, call: Call, *, is_v1: bool) -> Reply:
    page, limit = int(call.params.get("page", "1")), int(call.params.get("limit", "18"))
    if limit > _MOST and not is_v1:
        return Reply.of({"errors": {"limit": ["validation.max.numeric"]}}, 422)
    last = max(1, ceil(len(shelf.adverts) / limit))
    if page > last:
        return Reply.of({"message": "Bad Request"}, 400)
    rows = [_row(advert) for advert in shelf.page((page - 1) * limit, limit)]
    meta = {
        "current_page": page,
        "last_page": last,
        "path": f"http://api.kemnaker.go.id{call.path}",
        "per_page": limit,
        "total": len(shelf.adverts),
        "client_ip": "192.0.2.1",
    }
    return Reply.of({"data": rows, "meta": meta})


def _find(shelf: Shelf, told: str) -> Advert | None:
    try:
        number = int(UUID(told).hex[-12:])
    except ValueError:
        return None
    return shelf.by_number.get(number)


def _is_external(advert: Advert) -> bool:
    """Postings of partners, who show pay even where they tell none."""
    return advert.number % 11 == 0


def _shows_pay(advert: Advert) -> bool:
    return not advert.is_pay_hidden and (advert.pay_low_idr is not None or _is_external(advert))


def _city(advert: Advert) -> str:
    kind, _, name = advert.regency.partition(" ")
    return f"{'KAB.' if kind == 'Kabupaten' else 'KOTA'} {name.upper()}"


def _row(advert: Advert) -> dict[str, Any]:
    """A row of the list; there the amounts of hidden pay are left out."""
    shows = _shows_pay(advert)
    low, high = (advert.pay_low_idr or 0, advert.pay_high_idr or 0) if shows else (None, None)
    number = _ID.format(advert.number)
    return {
        "id": number,
        "_id": number,
        "platform_type": "external" if _is_external(advert) else "internal",
        "title": advert.title,
        "skills": list(advert.skills),
        "city_name": _city(advert),
        "company_name": advert.company,
        "published_at": int(shown_date(advert).timestamp()),
        "show_salary": shows,
        "min_salary_currency": "IDR" if shows else None,
        "min_salary_amount": low,
        "max_salary_currency": "IDR" if shows else None,
        "max_salary_amount": high,
        "job_type_name": _TYPES[advert.employment_type],
        "job_function_name": advert.category,
        "industry_name": advert.industry,
        "platform_name": "Portal Contoh" if _is_external(advert) else None,
    }


def _wib(moment: datetime) -> str:
    return f"{moment.astimezone(JAKARTA):%Y-%m-%d %H:%M:%S}"


def _detail(shelf: Shelf, told: str, *, is_v1: bool) -> Reply:
    advert = _find(shelf, told)
    if advert is None:
        return Reply.of({"message": "Not Found"}, 404)
    education = _EDUCATION.get(advert.education_min or "")
    # Hidden pay stands here in full.
    low, high = advert.pay_low_idr or 0, advert.pay_high_idr or 0
    arrangement = None if advert.arrangement == "onsite" else advert.arrangement
    district = f"{advert.district}, " if advert.district else ""
    data = {
        "id": _ID.format(advert.number),
        "title": advert.title,
        "status": "open",
        "quota": 1 + advert.number % 5,
        "published_at": _wib(shown_date(advert)),
        "created_at": _wib(advert.posted),
        "updated_at": _wib(shown_date(advert)),
        "expires_at": _wib(advert.closes)[:10] if advert.closes else None,
        "description": as_html(advert.description),
        "qualification": None,
        "show_salary": _shows_pay(advert),
        "min_salary": {"currency": "IDR", "amount": low},
        "max_salary": {"currency": "IDR", "amount": high},
        "min_year_experience": advert.experience_min_years,
        "confidential": False,
        "employer": {
            "name": advert.company,
            "employerable": {"email": "hrd@contoh.invalid", "phone": "0800-0000-0000"},
        },
        "region": {"name": f"{district}{advert.regency}, {advert.province}, Indonesia"},
        "job_type": {"name": _TYPES[advert.employment_type]},
        "job_function": {"name": advert.category},
        "skills": [{"key": skill.lower(), "name": skill} for skill in advert.skills],
        "min_education": {"name": education[0], "level": education[1]} if education else None,
        "vacancyable": {"industry": {"name": advert.industry}}
        | ({} if is_v1 else {"work_arrangement": arrangement}),
    }
    return Reply.of({"data": data})
