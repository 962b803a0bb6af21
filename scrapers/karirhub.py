"""Postings of Karirhub, the portal of the Ministry of Manpower: a JSON list, each job's own JSON.

The amounts stand in the answers whether or not the employer wants them shown; only pay that is
marked as shown is read. Of the two versions of its API the older one is the second way.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import Field

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
    read_epoch,
    read_rows,
    read_time,
)

FACTS: Final[Facts] = read_facts("karirhub")

_LISTS: Final = {
    "v2": "karirhub/vacancy/v2/published-industrial-vacancies",
    "v1": "karirhub/catalogue/v1/industrial-vacancies",
}
_DETAILS: Final = {"v2": _LISTS["v2"], "v1": "karirhub/catalogue/v1/vacancies"}
_JOB: Final = "/lowongan-dalam-negeri/lowongan/"
# How a posting of the list says that it is of v1, until its detail is read.
_MARK: Final = "list_version"
_HEADERS: Final = {"Accept": "application/json"}
_HOME: Final = ", Indonesia"
_REGENCY_CODE = re.compile(r"\d{4}")
# Village, sub-district, regency.
_LEVELS: Final = 3


class _Named(Shape):
    name: str | None = None


class _Education(_Named):
    level: int | None = None


class _Amount(Shape):
    currency: str | None = None
    amount: float | None = None


class _Region(_Named):
    regionable: dict[str, Any] | None = None


class _Sector(Shape):
    industry: _Named | None = None
    work_arrangement: str | None = None


class _Job(Shape):
    id: str = Field(min_length=1)
    title: str
    # In the list.
    company_name: str | None = None
    city_name: str | None = None
    job_type_name: str | None = None
    job_function_name: str | None = None
    industry_name: str | None = None
    platform_type: str | None = None
    platform_name: str | None = None
    # In both; the list counts seconds.
    published_at: int | str | None = None
    show_salary: bool | None = None
    min_salary_currency: str | None = None
    min_salary_amount: float | None = None
    max_salary_amount: float | None = None
    skills: list[str | _Named] | None = None
    # In the job's own answer; the employer's contacts, which stand there too, are not read.
    employer: _Named | None = None
    confidential: bool | None = None
    status: str | None = None
    region: _Region | None = None
    job_type: _Named | None = None
    job_function: _Named | None = None
    min_education: _Education | None = None
    min_year_experience: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    gender: str | None = None
    marital_status: str | None = None
    physical_condition: str | None = None
    quota: int | None = None
    expires_at: str | None = None
    updated_at: str | None = None
    min_salary: _Amount | None = None
    max_salary: _Amount | None = None
    vacancyable: _Sector | None = None
    description: str | None = None
    qualification: str | None = None


class _Meta(Shape):
    current_page: int | None = None
    last_page: int | None = None
    total: int | None = None
    # The address of the list itself, which tells the version.
    path: str | None = None


class _List(Shape):
    data: list[Any]
    meta: _Meta | None = None


class _Detail(Shape):
    data: _Job


def ask_page(api: str, step: Step) -> Request:
    """A page of all jobs in Indonesia."""
    return Request(
        f"{api}/{_LISTS[step.way or 'v2']}",
        params={"page": str(step.page + 1), "limit": str(FACTS.page_size)},
        headers=_HEADERS,
    )


def parse_listing(body: bytes) -> Page:
    """The jobs of a page, of either version."""
    answer = check(FACTS.name, _List, load_json(FACTS.name, body))
    meta = answer.meta or _Meta()
    version = "v1" if f"/{_LISTS['v1']}" in (meta.path or "") else None
    rows = read_rows(FACTS, answer.data, _Job, lambda job: _read(job, {_MARK: version}))
    has_more = None
    if meta.current_page is not None and meta.last_page is not None:
        has_more = bool(answer.data) and meta.current_page < meta.last_page
    return Page(
        rows.postings,
        rows=len(answer.data),
        total=meta.total,
        has_more=has_more,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The job's own JSON, of the version that listed it."""
    # The id itself may be stored as a hash: some of them look like phone numbers.
    number = (posting.url or "").rpartition("/")[2]
    if not number:
        return None
    version = str(_other(posting).get(_MARK, "v2"))
    return Request(f"{api}/{_DETAILS[version]}/{number}", headers=_HEADERS)


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its text; what only the list tells stays."""
    job = check(FACTS.name, _Detail, load_json(FACTS.name, body)).data
    found = _read(job, {})
    if posting.portal_id not in ("", found.portal_id):
        raise ShapeError(FACTS.name, "data.id", "is that of another posting")
    whole = add_detail(posting, found)
    # The list does not know of employers who do not want to be named.
    secret = {"company"} if job.confidential else set[str]()
    if job.show_salary is False:
        secret.add("salary")
    content = {name: value for name, value in whole.content.items() if name not in secret}
    other = {name: value for name, value in _other(whole).items() if name != _MARK}
    return replace(whole, content=content | {"other": other} if other else content)


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Karirhub tells errors by the status."""
    return None


def _other(posting: RawPosting) -> Mapping[str, object]:
    other = posting.content.get("other")
    return other if isinstance(other, dict) else {}


def _read(job: _Job, mark: Mapping[str, str | None]) -> RawPosting:
    sector = job.vacancyable or _Sector()
    education = job.min_education or _Education()
    region = job.region or _Region()
    category, industry = job.job_function or _Named(), sector.industry or _Named()
    return make_posting(
        FACTS,
        {
            "id": job.id,
            # The site adds the title, and does without it.
            "url": f"{FACTS.pages}{_JOB}{job.id}",
            "title": job.title,
            "company": _company(job),
            "location": describe_place(
                (region.name or job.city_name or "").removesuffix(_HOME),
                arrangement=_word("arrangement", sector.work_arrangement),
            ),
            "salary": _pay(job),
            "description": join_texts(to_text(job.description), to_text(job.qualification)),
            "industry": industry.name or job.industry_name,
            "employment_type": _word(
                "employment_type", job.job_type.name if job.job_type else job.job_type_name
            ),
            "experience": None
            if job.min_year_experience is None
            else f"{job.min_year_experience} tahun",
            "education": education.name,
            "posted": _moment(job.published_at),
            "posted_text": str(job.published_at) if job.published_at else None,
            "closed_at": _closing(job),
            "skills": list(filter(None, (_name(skill) for skill in job.skills or ()))),
            "category": category.name or job.job_function_name,
            "education_level_code": education.level,
            "regency_code": _regency_code(region),
            "openings": job.quota,
            "min_age": job.min_age,
            "max_age": job.max_age,
            "gender": job.gender,
            "marital_status": _word("demand", job.marital_status),
            "physical_condition": _word("demand", job.physical_condition),
            # The portal that an external posting comes from.
            "platform": job.platform_name,
            **mark,
        },
    )


def _word(field_name: str, theirs: str | None) -> str | None:
    """Our words for theirs, capitals aside."""
    words = FACTS.words[field_name]
    return (words.get(theirs.strip().lower(), theirs) if theirs else None) or None


def _name(skill: str | _Named) -> str | None:
    return skill if isinstance(skill, str) else skill.name


def _company(job: _Job) -> str | None:
    if job.confidential:
        return None
    return (job.employer.name if job.employer else None) or job.company_name


def _pay(job: _Job) -> str | None:
    """Pay that the employer shows; the period is not told, all amounts seen are rupiah a month."""
    if job.show_salary is not True:
        return None
    low, high = job.min_salary or _Amount(), job.max_salary or _Amount()
    currency = low.currency or job.min_salary_currency or "IDR"
    return describe_pay(
        low.amount or job.min_salary_amount,
        high.amount or job.max_salary_amount,
        currency,
        "bulan",
    )


def _moment(told: int | str | None) -> str | None:
    """When it was published; the list counts seconds, the job's own answer writes WIB."""
    if isinstance(told, str):
        return read_time(FACTS, "published_at", told)
    return read_epoch(FACTS, "published_at", told)


def _closing(job: _Job) -> str | None:
    """The closing date; of a job that is no longer open its last change."""
    if _word("status", job.status) == "closed":
        return read_time(FACTS, "updated_at", job.updated_at)
    return read_time(FACTS, "expires_at", job.expires_at)


def _regency_code(region: _Region) -> int | None:
    """The code of the regency, which is the Ministry of Home Affairs', not that of BPS."""
    area: object = region.regionable
    for _ in range(_LEVELS):
        if not isinstance(area, dict):
            return None
        code = str(area.get("code"))
        if _REGENCY_CODE.fullmatch(code):
            return int(code)
        area = area.get("sub_district") or area.get("city")
    return None
