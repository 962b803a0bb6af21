"""Postings of Kalibrr, from the search its own pages use: the list carries everything."""

from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    Shape,
    check,
    describe_pay,
    describe_place,
    join_texts,
    load_json,
    make_posting,
    read_rows,
)

FACTS: Final[Facts] = read_facts("kalibrr")


class _Company(Shape):
    code: str = ""
    name: str | None = None
    industry: str | None = None


class _Address(Shape):
    city: str | None = None
    region: str | None = None
    country: str | None = None


class _Place(Shape):
    address_components: _Address | None = None


class _Skill(Shape):
    name: str


class _SkillTag(Shape):
    sds_skill: _Skill


class _Job(Shape):
    id: int
    slug: str
    name: str
    description: str | None = None
    qualifications: str | None = None
    company_name: str | None = None
    company: _Company | None = None
    company_info: _Company | None = None
    google_location: _Place | None = None
    base_salary: float | None = None
    maximum_salary: float | None = None
    salary_currency: str | None = None
    salary_interval: str | None = None
    salary_shown: bool = False
    activation_date: str | None = None
    created_at: str | None = None
    application_end_date: str | None = None
    tenure: str | None = None
    is_work_from_home: bool | None = None
    is_hybrid: bool | None = None
    work_experience: int | None = None
    education_level: int | None = None
    function: str | None = None
    job_sds_skills: list[_SkillTag] | None = None


class _Answer(Shape):
    jobs: list[Any]
    count: int
    # The rows are for other words than those asked.
    from_alternative: object = None
    from_correction: object = None


def ask_page(api: str, step: Step) -> Request:
    """A page of all jobs in Indonesia, the newest first."""
    return Request(
        f"{api}/kjs/job_board/search",
        params={
            "limit": str(FACTS.page_size),
            "offset": str(step.page * FACTS.page_size),
            "country": "Indonesia",
            "sort": "Freshness",
        },
        headers={"Accept": "application/json"},
    )


def parse_listing(body: bytes) -> Page:
    """The jobs of a page; those abroad are left out."""
    answer = check(FACTS.name, _Answer, load_json(FACTS.name, body))
    rows = read_rows(FACTS, answer.jobs, _Job, _read)
    return Page(
        rows.postings,
        rows=len(answer.jobs),
        total=answer.count,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def ask_detail(api: str, posting: RawPosting) -> Request | None:  # noqa: ARG001 - the interface
    """Nothing: the list says it all."""
    return None


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """Kalibrr has no detail of its own; a saved answer with one job is read as a list."""
    for found in parse_listing(body).postings:
        if not posting.portal_id or found.portal_id == posting.portal_id:
            return found
    raise ShapeError(FACTS.name, "jobs", "the posting asked for is not among them")


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Kalibrr tells errors by the status."""
    return None


def _address(job: _Job) -> _Address:
    place = job.google_location
    return (place and place.address_components) or _Address()


def _read(job: _Job) -> RawPosting | None:
    """The posting of a job; None for one abroad."""
    if _address(job).country not in (None, "Indonesia"):
        return None
    company = job.company_info or job.company or _Company()
    address = _address(job)
    pay = None
    if job.salary_shown:
        period = FACTS.word("pay_period", job.salary_interval) or ""
        currency = job.salary_currency or "IDR"
        pay = describe_pay(job.base_salary, job.maximum_salary, currency, period)
    arrangement = None
    if job.is_work_from_home:
        arrangement = "remote"
    elif job.is_hybrid:
        arrangement = "hybrid"
    posted = job.activation_date or job.created_at
    return make_posting(
        FACTS,
        {
            "id": str(job.id),
            "url": f"{FACTS.pages}/c/{company.code}/jobs/{job.id}/{job.slug}",
            "title": job.name,
            "company": job.company_name or company.name,
            "location": describe_place(address.city, address.region, arrangement=arrangement),
            "salary": pay,
            "description": join_texts(to_text(job.description), to_text(job.qualifications)),
            "industry": company.industry,
            "employment_type": FACTS.word("employment_type", job.tenure),
            "experience": FACTS.word("experience", job.work_experience),
            "education": FACTS.word("education", job.education_level),
            "posted": posted,
            "posted_text": posted,
            "closed_at": job.application_end_date,
            "skills": [tag.sds_skill.name for tag in job.job_sds_skills or ()],
            "category": job.function,
            "work_experience_code": job.work_experience,
            "education_level_code": job.education_level,
        },
    )
