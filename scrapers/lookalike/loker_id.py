"""A look-alike of Loker.id: a Remix site whose route ids have changed, so that only pages answer.

The data of a route come only for the id that the page names; another id is answered with 404.
"""

import html
from datetime import timedelta, timezone
from typing import Any, Final

import orjson

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_LIST: Final = "/cari-lowongan-kerja"
# Never the one that the facts of the portal know.
_ROUTE: Final = "routes/_contoh.cari-lowongan-kerja.(page).($number_page)"
_PAGE_SIZE: Final = 20
_WIB: Final = timezone(timedelta(hours=7))
_FIRST_ID: Final = 90_000_000
_TYPES: Final = {
    "full_time": "Full Time",
    "part_time": "Part Time",
    "contract": "Kontrak",
    "internship": "Magang",
    "freelance": "Freelance",
    "daily": "Freelance",
}
_EDUCATION: Final = {
    "sma": "SMA / SMK / STM",
    "smk": "SMA / SMK / STM",
    "d3": "Diploma/D1/D2/D3",
    "s1": "Sarjana / S1",
    "s2": "Master / S2",
}
_EXPERIENCE: Final = ((1, "Fresh Graduate"), (3, "1-2 Tahun"), (6, "3-5 Tahun"))
_MILLION: Final = 1_000_000


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Loker.id would answer."""
    page = _page_number(call.path)
    if page is None:
        return Reply(b"<!DOCTYPE html><title>404</title>", 404, "text/html")
    data = _data(shelf, page)
    wanted = call.params.get("_data")
    if wanted is not None:
        if wanted != _ROUTE:
            return Reply.of({"message": f'No route matches "{wanted}"'}, 404)
        return Reply.of(data)
    context = {"state": {"loaderData": {"root": {"user": None}, _ROUTE: data}}}
    script = orjson.dumps(context).decode().replace("</", "<\\/")
    text = (
        "<!DOCTYPE html><html lang='id'><head><title>Lowongan</title></head><body>"
        + "".join(f"<h3>{html.escape(job['title'])}</h3>" for job in data["jobs"])
        + f"<script>window.__remixContext = {script};__remixContext.p = undefined</script>"
        "</body></html>"
    )
    return Reply(text.encode(), content_type="text/html; charset=utf-8")


def _page_number(path: str) -> int | None:
    if path == _LIST:
        return 1
    told = path.removeprefix(f"{_LIST}/page/")
    return int(told) if told.isdigit() else None


def _data(shelf: Shelf, page: int) -> dict[str, Any]:
    total = len(shelf.adverts)
    jobs = [_job(advert) for advert in shelf.page((page - 1) * _PAGE_SIZE, _PAGE_SIZE)]
    last = max(1, -(-total // _PAGE_SIZE))
    meta = {"current_page": page, "last_page": last, "total": total, "links": []}
    return {"jobs": jobs, "meta": meta}


def _band(advert: Advert) -> str:
    """Pay as a band of a million or more; who tells none, or has it hidden, negotiates."""
    if advert.pay_low_idr is None or advert.is_pay_hidden:
        return "Negosiasi" if advert.number % 2 else ""
    low = advert.pay_low_idr // _MILLION
    high = max(low + 1, -(-(advert.pay_high_idr or 0) // _MILLION))
    return f"Rp.{low} – {high} Juta"


def _job(advert: Advert) -> dict[str, Any]:
    kind, _, name = advert.regency.partition(" ")
    band = _band(advert)
    slug = "-".join("".join(c if c.isalnum() else " " for c in advert.title.lower()).split())
    years = advert.experience_min_years
    experience = next((word for most, word in _EXPERIENCE if (years or 0) < most), "6-10 Tahun")
    education = _EDUCATION.get(advert.education_min or "", "SMA / SMK / STM")
    category = "-".join(advert.category.lower().split())
    return {
        "id": _FIRST_ID + advert.number,
        "slug": f"{slug}-{advert.number}",
        "company_id": "1",
        "company_name": advert.company,
        "title": advert.title,
        "category": advert.category,
        "content": advert.description,
        "job_description": as_html(advert.description),
        "responsibilities": None,
        "qualifications": None,
        "status": "publish",
        "location": f"{name} {kind}",
        "job_type": _TYPES[advert.employment_type],
        "industry": advert.industry,
        "education": education,
        "post_date": f"{advert.posted.astimezone(_WIB):%Y-%m-%d %H:%M:%S}",
        "published_at": f"{shown_date(advert).astimezone(_WIB):%Y-%m-%d %H:%M:%S}",
        "closed_at": f"{advert.closes.astimezone(_WIB):%Y-%m-%d %H:%M:%S}"
        if advert.closes
        else None,
        "gender": "Laki-Laki atau Perempuan",
        "is_remote": "1" if advert.arrangement == "remote" else "0",
        "job_experience": experience,
        "job_salary": band,
        # The exact amounts stand beside the band, also where they are to stay hidden.
        "salary_min": advert.pay_low_idr or 0,
        "salary_max": advert.pay_high_idr or 0,
        "is_hide_salary": int(advert.is_pay_hidden),
        "is_premium": "0",
        "need_urgent": "0",
        "level": {"name": "Staff / Officer", "slug": "staff-officer"},
        "salary": {"name": band, "slug": ""},
        "company_slug": "contoh",
        "company_profile_url": None,
        "categories": [
            {
                "name": advert.category,
                "slug": category,
                "parent": {"name": "Semua", "slug": "semua"},
            }
        ],
        "locations": [{"name": f"{name} {kind}", "parent": {"name": advert.province}}],
        "educations": [{"name": education}],
        "experiences": [{"name": experience}],
        "industries": [{"name": advert.industry}],
        "types": [{"name": _TYPES[advert.employment_type]}],
        "job_skills": [{"name": skill} for skill in advert.skills],
    }
