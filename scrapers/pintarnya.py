"""Postings of Pintarnya: one JSON list that carries the texts. No answer was ever captured."""

from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    Shape,
    check,
    describe_pay,
    describe_place,
    load_json,
    make_posting,
    read_rows,
    read_time,
)

FACTS: Final[Facts] = read_facts("pintarnya")


class _Named(Shape):
    name: str | None = None


class _Employer(_Named):
    industry: _Named | str | None = None


class _Job(Shape):
    id: int | str
    slug: str
    title: str
    employer: _Employer | None = None
    province: _Named | None = None
    city: _Named | None = None
    type_of_employments: list[_Named] | None = None
    min_salary: float | None = None
    max_salary: float | None = None
    skills: list[_Named] | None = None
    description: str | None = None
    published_at: str | None = None
    expired_at: str | None = None
    # Codes whose meaning is not sure: kept as they are, never read as a level.
    education_level: int | str | None = None
    type_of_work: int | str | None = None
    experience: int | str | None = None


class _List(Shape):
    list: list[Any]


def ask_page(api: str, step: Step) -> Request:
    """A page of all jobs, the newest first."""
    return Request(
        f"{api}/api/pk/job",
        params={
            "page": str(step.page + 1),
            "page_size": str(FACTS.page_size),
            "sort": "-published_at",
            "filter_profile": "false",
        },
        headers={
            "Accept": "application/json",
            "platform": "web-kerja",
            "Referer": "https://pintarnya.com/",
        },
    )


def parse_listing(body: bytes) -> Page:
    """The jobs of a page; how many there are in all is not told."""
    answer = load_json(FACTS.name, body)
    data = answer.get("data") if isinstance(answer, dict) else None
    found = check(FACTS.name, _List, data).list
    rows = read_rows(FACTS, found, _Job, _read)
    return Page(rows.postings, rows=len(found), unreadable=rows.unreadable, strange=rows.strange)


def ask_detail(api: str, posting: RawPosting) -> Request | None:  # noqa: ARG001 - the interface
    """Nothing: the list says it all."""
    return None


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """There is no detail of its own; a saved answer with one job is read as a list."""
    for found in parse_listing(body).postings:
        if posting.portal_id in ("", found.portal_id):
            return found
    raise ShapeError(FACTS.name, "list", "the posting asked for is not among them")


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Pintarnya tells errors by the status, as far as is known."""
    return None


def _read(job: _Job) -> RawPosting:
    employer = job.employer or _Employer()
    industry = employer.industry
    kinds = [FACTS.word("employment_type", kind.name) for kind in job.type_of_employments or ()]
    return make_posting(
        FACTS,
        {
            "id": str(job.id),
            "url": f"{FACTS.pages}/lowongan/{job.slug}",
            "title": to_text(job.title),
            "company": employer.name,
            "location": describe_place(
                job.city.name if job.city else None, job.province.name if job.province else None
            ),
            # Rupiah, as all that it lists is here; for which period is not told.
            "salary": describe_pay(job.min_salary, job.max_salary, "Rp", ""),
            "description": to_text(job.description),
            "industry": industry.name if isinstance(industry, _Named) else industry,
            "employment_type": ", ".join(filter(None, kinds)) or None,
            # A bare number may be a code or years.
            "experience": job.experience if _is_text(job.experience) else None,
            "posted": read_time(FACTS, "published_at", job.published_at),
            "posted_text": job.published_at,
            "closed_at": read_time(FACTS, "expired_at", job.expired_at),
            "skills": [skill.name for skill in job.skills or () if skill.name],
            "education_level_code": job.education_level,
            "type_of_work_code": job.type_of_work,
            "experience_code": None if _is_text(job.experience) else job.experience,
        },
    )


def _is_text(told: int | str | None) -> bool:
    return isinstance(told, str) and any(c.isalpha() for c in told)
