"""Postings of Karir.com: a JSON search without texts, each opportunity's own JSON.

The search gives amounts but not whether the employer wants them shown; so pay is read only from
an answer that says how it is shown. No answer of this portal was seen by us: read with care.
"""

import re
from dataclasses import replace
from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    Shape,
    add_detail,
    check,
    describe_pay,
    describe_place,
    join_texts,
    load_json,
    make_posting,
    read_rows,
    read_time,
)

FACTS: Final[Facts] = read_facts("karir_com")

_HEADERS: Final = {
    "Accept": "application/json",
    "Origin": FACTS.pages,
    "Referer": f"{FACTS.pages}/",
}
# A label of the site in place of a figure: LABEL_COMPETITIVE_SALARY.
_LABEL: Final = "LABEL_"
_FIGURE = re.compile(r"[1-9]")
# The list's "description" is the place, with more after a dot: "Bandung • Penuh waktu".
_AFTER_PLACE: Final = "•"
_LONGEST_PLACE: Final = 120


class _Named(Shape):
    name: str | None = None


class _Job(Shape):
    id: int | None = None
    opportunity_id: int | None = None
    job_position: str
    company_name: str | None = None
    description: str | None = None
    location: str | None = None
    posted_at: str | None = None
    expires_at: str | None = None
    is_expired: bool | None = None
    salary_lower: float | None = None
    salary_upper: float | None = None
    salary_info: str | None = None
    responsibilities: str | None = None
    requirements: str | None = None
    job_functions: list[str | _Named] | None = None
    job_levels: list[str | _Named] | None = None
    job_type: str | _Named | None = None
    workplace: str | _Named | None = None


class _Results(Shape):
    opportunities: list[Any]
    total_opportunities: int


class _List(Shape):
    data: _Results


class _Detail(Shape):
    data: _Job


def ask_page(api: str, step: Step) -> Request:
    """A page of all opportunities, the newest first."""
    told = {
        "keyword": "*",
        "location_ids": [],
        "company_ids": [],
        "industry_ids": [],
        "job_function_ids": [],
        "degree_ids": [],
        "locale": "id",
        "limit": FACTS.page_size,
        "offset": step.page * FACTS.page_size,
        "level": "",
        "min_employee": 0,
        "max_employee": 50,
        "is_opportunity": True,
        "sort_order": "newest",
        # Spelt so by the portal.
        "is_recomendation": False,
        "is_preference": False,
        "is_choice_opportunity": False,
        "is_subscribe": False,
        "workplace": None,
    }
    return Request(f"{api}/v2/search/opportunities", "POST", json=told, headers=_HEADERS)


def parse_listing(body: bytes) -> Page:
    """The opportunities of a page."""
    results = check(FACTS.name, _List, load_json(FACTS.name, body)).data
    rows = read_rows(FACTS, results.opportunities, _Job, _read_row)
    return Page(
        rows.postings,
        rows=len(results.opportunities),
        total=results.total_opportunities,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The opportunity's own JSON."""
    number = (posting.url or "").rpartition("/")[2]
    if not number.isdecimal():
        return None
    told = {"opportunity_id": int(number), "language": "id"}
    return Request(f"{api}/v1/opportunity/detail", "POST", json=told, headers=_HEADERS)


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its text; what only the list tells stays."""
    job = check(FACTS.name, _Detail, load_json(FACTS.name, body)).data
    # Its own answer may leave out which one it is.
    number = job.id or job.opportunity_id or posting.portal_id
    if posting.portal_id not in ("", str(number)):
        raise ShapeError(FACTS.name, "data.id", "is that of another posting")
    found = _read(job, str(number or ""), job.location, None)
    whole = add_detail(posting, found)
    if "salary" in found.content:
        return whole
    # The list cannot know that it is not to be shown.
    content = {name: value for name, value in whole.content.items() if name != "salary"}
    return replace(whole, content=content)


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Karir.com tells errors by the status."""
    return None


def _read_row(job: _Job) -> RawPosting:
    """The posting of a row of the list, where a short `description` is the place."""
    told = job.description or ""
    if len(told) > _LONGEST_PLACE:
        return _read(job, str(job.id or ""), job.location, told)
    place = told.partition(_AFTER_PLACE)[0].strip()
    return _read(job, str(job.id or ""), job.location or place, None)


def _read(job: _Job, number: str, place: str | None, teaser: str | None) -> RawPosting:
    text = join_texts(to_text(job.responsibilities), to_text(job.requirements))
    return make_posting(
        FACTS,
        {
            "id": number,
            "url": f"{FACTS.pages}/opportunities/{number}",
            "title": to_text(job.job_position),
            "company": to_text(job.company_name),
            "location": describe_place(
                to_text(place), arrangement=_word("arrangement", job.workplace)
            ),
            "salary": _pay(job),
            "description": text or to_text(teaser),
            "employment_type": _word("employment_type", job.job_type),
            "posted": read_time(FACTS, "posted_at", job.posted_at),
            "posted_text": job.posted_at,
            "closed_at": read_time(FACTS, "expires_at", job.expires_at),
            "category": ", ".join(_names(job.job_functions)) or None,
            "job_levels": _names(job.job_levels),
            "is_expired": job.is_expired or None,
        },
    )


def _names(told: list[str | _Named] | None) -> list[str]:
    names = (one if isinstance(one, str) else one.name for one in told or ())
    return [name for name in names if name]


def _word(field_name: str, told: str | _Named | None) -> str | None:
    """Our words for theirs, capitals aside."""
    theirs = told.name if isinstance(told, _Named) else told
    words = FACTS.words[field_name]
    return words.get(theirs.strip().lower(), theirs) if theirs else None


def _pay(job: _Job) -> str | None:
    """Pay in rupiah a month, where the answer says that it is shown as figures."""
    if "salary_info" not in job.model_fields_set:
        return None
    wording = job.salary_info or ""
    if wording.startswith(_LABEL):
        return None
    told = describe_pay(job.salary_lower, job.salary_upper, "Rp", "bulan")
    return told or (wording if _FIGURE.search(wording) else None)
