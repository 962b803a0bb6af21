"""Postings of Glints: the first page of many narrow queries; texts, in Draft.js, for a sample.

Without login only the first page of a query is shown. So every query is asked for one page, and
there are many: each place and category by kind of employment and way of work.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from pydantic import Field

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.page_state import is_page, resolve, script_json
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    CamelShape,
    check,
    describe_pay,
    describe_place,
    load_json,
    make_posting,
    read_rows,
)

# What stands in a query, and the name of its filter.
_FILTERS: Final = {
    "location": "LocationIds",
    "category": "HierarchicalJobCategoryIds",
    "type": "type",
    "arrangement": "workArrangementOptions",
}


def _with_queries(facts: Facts) -> Facts:
    """The facts with every combination of the filters as a query: "type=DAILY&arrangement=…"."""
    values = [facts.words[f"query_{name}"].values() for name in _FILTERS]
    queries = tuple(
        urlencode([(name, value) for name, value in zip(_FILTERS, chosen, strict=True) if value])
        for chosen in product(*values)
    )
    return facts.model_copy(update={"queries": queries})


FACTS: Final[Facts] = _with_queries(read_facts("glints"))

_FOLDER: Final = Path(__file__).parent
_SEARCH: Final = (_FOLDER / "glints_search.graphql").read_text(encoding="utf-8")
_DETAIL: Final = (_FOLDER / "glints_detail.graphql").read_text(encoding="utf-8")
_HEADERS: Final = {
    "Accept": "application/json",
    "Origin": "https://glints.com",
    "Referer": "https://glints.com/id/opportunities/jobs/explore",
    "x-glints-country-code": "ID",
}
_LOGIN: Final = "NO_PERMISSION"
_COUNTRY_LEVEL: Final = 1
_OVER: Final = frozenset({"CLOSED", "DELETED"})


class _Named(CamelShape):
    name: str | None = None
    code: str | None = None


class _Company(CamelShape):
    name: str | None = None
    brand_name: str | None = None
    industry: _Named | None = None


class _Area(CamelShape):
    name: str | None = None
    formatted_name: str | None = None
    level: int | None = None


class _Place(_Area):
    parents: list[_Area] | None = None


class _Pay(CamelShape):
    salary_type: str | None = None
    salary_mode: str | None = None
    min_amount: float | None = None
    max_amount: float | None = None
    currency: str | None = Field(None, alias="CurrencyCode")


class _Skill(CamelShape):
    must_have: bool | None = None
    skill: _Named | None = None


class _Job(CamelShape):
    id: str = Field(min_length=1)
    title: str | None = None
    status: str | None = None
    type: str | None = None
    work_arrangement_option: str | None = None
    is_remote: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None
    expiry_date: str | None = None
    closed_at: str | None = None
    company: _Company | None = None
    location: _Place | None = None
    city: _Named | None = None
    country: _Named | None = None
    should_show_salary: bool | None = None
    salaries: list[_Pay] | None = None
    min_years_of_experience: int | None = None
    max_years_of_experience: int | None = None
    education_level: str | None = None
    hierarchical_job_category: _Named | None = None
    skills: list[_Skill] | None = None
    description_json_string: str | None = None


class _Results(CamelShape):
    jobs_in_page: list[Any]


class _Block(CamelShape):
    text: str = ""
    type: str | None = None


class _Draft(CamelShape):
    blocks: list[_Block]


def ask_page(api: str, step: Step) -> Request:
    """The newest jobs of a query."""
    filters = {_FILTERS[name]: [value] for name, value in parse_qsl(step.query)}
    data = {
        "CountryCode": "ID",
        "SearchTerm": "",
        "includeExternalJobs": True,
        "sortBy": "LATEST",
        "lastUpdatedAtRange": "ANY_TIME",
        "pageSize": FACTS.page_size,
        "page": step.page + 1,
        **filters,
    }
    return _ask(api, "searchJobsV3", _SEARCH, {"data": data})


def _ask(api: str, operation: str, query: str, variables: dict[str, Any]) -> Request:
    told = {"operationName": operation, "query": query, "variables": variables}
    # The operation stands in the address as well, as the site has it.
    url = f"{api}/api/v2-alc/graphql"
    return Request(url, "POST", {"op": operation}, told, _HEADERS)


def parse_listing(body: bytes) -> Page:
    """The jobs of a page, which is the last one that is shown without login.

    How many there are in all is left out: the rest cannot be had.
    """
    if is_page(body):
        jobs = _find_in_page(body)
    else:
        answer = load_json(FACTS.name, body)
        if _LOGIN in _error_codes(answer):
            return Page((), rows=0, has_more=False)
        jobs = check(FACTS.name, _Results, _data(answer, "searchJobsV3")).jobs_in_page
    rows = read_rows(FACTS, jobs, _Job, _read_here)
    return Page(
        rows.postings,
        rows=len(jobs),
        has_more=False,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def _find_in_page(body: bytes) -> list[Any]:
    """The jobs in the state of a page for people: a list of them, or all that its cache holds."""
    props = _dict(_dict(script_json(FACTS.name, body, "__NEXT_DATA__")).get("props"))
    initial = _dict(props.get("pageProps")).get("initialJobs")
    if isinstance(initial, dict):
        initial = initial.get("jobsInPage")
    if isinstance(initial, list):
        return initial
    cache = _dict(props.get("apolloCache"))
    jobs = [resolve(cache, value) for key, value in cache.items() if key.startswith("Job:")]
    if not jobs:
        raise ShapeError(FACTS.name, "__NEXT_DATA__", "without jobs")
    return jobs


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _data(answer: object, name: str) -> Any:
    """What an answer says under a name; raises ShapeError with the errors where it says nothing."""
    found = _dict(_dict(answer).get("data")).get(name)
    if found is None:
        reason = ", ".join(_error_codes(answer)) or "missing"
        raise ShapeError(FACTS.name, f"data.{name}", reason)
    return found


def _error_codes(answer: object) -> list[str]:
    errors = _dict(answer).get("errors")
    told = errors if isinstance(errors, list) else []
    return [str(_dict(_dict(error).get("extensions")).get("code", "no code")) for error in told]


def _told_id(posting: RawPosting) -> str:
    """The id that Glints gave: the last part of the address, for some look like phone numbers."""
    return (posting.url or "").rpartition("/")[2] or posting.portal_id


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The job's own JSON."""
    return _ask(api, "getJobById", _DETAIL, {"id": _told_id(posting)})


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its text; what only the list tells stays."""
    if is_page(body):
        told = [job for job in _find_in_page(body) if _is_wanted(job, posting)]
        found = told[0] if told else None
    else:
        found = _data(load_json(FACTS.name, body), "getJobById")
    job = check(FACTS.name, _Job, found)
    if _told_id(posting) not in ("", job.id):
        raise ShapeError(FACTS.name, "id", "is that of another posting")
    read = _read(job)
    return replace(
        read,
        content={**posting.content, **read.content},
        url=posting.url or read.url,
        posted=read.posted or posting.posted,
        posted_text=read.posted_text or posting.posted_text,
        closed_at=read.closed_at or posting.closed_at,
    )


def _is_wanted(job: object, posting: RawPosting) -> bool:
    """Whether a job of a page is the posting; where that is not known, the one that has a text."""
    told = _dict(job)
    if wanted := _told_id(posting):
        return bool(told.get("id") == wanted)
    return told.get("descriptionJsonString") is not None


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """None that would go away by waiting: NO_PERMISSION is the end of a query."""
    return None


def _read_here(job: _Job) -> RawPosting | None:
    """The posting of a job; None for one abroad."""
    is_here = job.country is None or job.country.code in (None, "ID")
    return _read(job) if is_here else None


def _read(job: _Job) -> RawPosting:
    company = job.company or _Company()
    arrangement = FACTS.word("arrangement", job.work_arrangement_option)
    if arrangement is None and job.is_remote:
        arrangement = "remote"
    closed_at = job.closed_at or (job.updated_at if job.status in _OVER else None)
    category = job.hierarchical_job_category
    skills = [(one.skill.name, one.must_have) for one in job.skills or () if one.skill]
    return make_posting(
        FACTS,
        {
            "id": job.id,
            "url": f"{FACTS.pages}/opportunities/jobs/{job.id}",
            "title": to_text(job.title),
            "company": company.name or company.brand_name,
            "location": describe_place(*_names(job), arrangement=arrangement),
            "salary": _pay(job),
            "description": _draft_text(job.description_json_string),
            "industry": company.industry.name if company.industry else None,
            "employment_type": FACTS.word("employment_type", job.type),
            "experience": _years(job.min_years_of_experience, job.max_years_of_experience),
            "education": FACTS.word("education", job.education_level),
            "posted": job.created_at,
            "posted_text": job.created_at,
            "closed_at": closed_at or job.expiry_date,
            "skills": [name for name, _ in skills if name],
            "must_have_skills": [name for name, must_have in skills if name and must_have],
            "category": category.name if category else None,
        },
    )


def _names(job: _Job) -> list[str | None]:
    """The place of a job from narrow to wide, without the country."""
    place = job.location
    if place is None:
        return [job.city.name if job.city else None]
    areas: list[_Area] = [place, *(place.parents or ())]
    return [area.formatted_name or area.name for area in areas if area.level != _COUNTRY_LEVEL]


def _pay(job: _Job) -> str | None:
    """The basic pay; amounts that the employer had hidden may stand there and are passed over."""
    if job.should_show_salary is False:
        return None
    for pay in job.salaries or ():
        if pay.salary_type in (None, "BASIC"):
            period = FACTS.word("pay_period", pay.salary_mode) or ""
            return describe_pay(pay.min_amount, pay.max_amount, pay.currency or "IDR", period)
    return None


def _years(least: int | None, most: int | None) -> str | None:
    if least is None and most is None:
        return None
    if most is None or most == least:
        return f"{least} tahun"
    return f"{least or 0} - {most} tahun"


def _draft_text(told: str | None) -> str | None:
    """Draft.js as plain lines: every block a line, those of lists with a bullet."""
    if not told:
        return None
    draft = check(FACTS.name, _Draft, load_json(FACTS.name, told.encode("utf-8", "replace")))
    lines = [
        f"- {block.text.strip()}" if "list-item" in (block.type or "") else block.text.strip()
        for block in draft.blocks
    ]
    return to_text("\n".join(line for line in lines if line.strip("- ")))
