"""Postings of Loker.id: the data behind its list, or the list page itself; both carry the texts.

The site is made with Remix: a page holds the data of its routes, and the same data are answered
alone when asked for by the id of a route. Which route holds the jobs is read from the answer.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from data.times import read_instant
from scrapers.page_state import assigned_json, is_page
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
    read_time,
)

FACTS: Final[Facts] = read_facts("loker_id")

_LIST: Final = "/cari-lowongan-kerja"
_CONTEXT: Final = "window.__remixContext"


class _Named(Shape):
    name: str | None = None
    slug: str | None = None


class _Category(_Named):
    parent: _Named | str | int | None = None


class _Area(_Named):
    parent: _Named | int | None = None


class _Job(Shape):
    id: int
    slug: str
    title: str
    company_name: str | None = None
    location: str | None = None
    locations: list[_Area] | None = None
    salary: _Named | None = None
    job_salary: str | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    is_hide_salary: bool | None = None
    post_date: str | None = None
    published_at: str | None = None
    closed_at: str | None = None
    types: list[_Named] | None = None
    job_type: str | None = None
    is_remote: bool | None = None
    job_experience: str | None = None
    experiences: list[_Named] | None = None
    education: str | None = None
    educations: list[_Named] | None = None
    level: _Named | None = None
    categories: list[_Category] | None = None
    industries: list[_Named] | None = None
    job_skills: list[_Named] | None = None
    content: str | None = None
    job_description: str | None = None
    responsibilities: str | None = None
    qualifications: str | None = None
    gender: str | None = None


class _Meta(Shape):
    current_page: int
    last_page: int
    total: int


class _List(Shape):
    jobs: list[Any]
    # A list without it can be read, but nobody knows whether it is the last one.
    meta: _Meta | None = None


def ask_page(api: str, step: Step) -> Request:
    """A page of all jobs: its data, or as people see it."""
    path = _LIST if step.page == 0 else f"{_LIST}/page/{step.page + 1}"
    if step.way == "page":
        return Request(f"{api}{path}", headers={"Accept": "text/html"})
    params = {"_data": FACTS.words["route"]["list"]}
    return Request(f"{api}{path}", params=params, headers={"Accept": "application/json"})


def parse_listing(body: bytes) -> Page:
    """The jobs of a page, from its data or from the page itself."""
    found = next((data for data in _loaded(body) if "jobs" in data), None)
    if found is None:
        raise ShapeError(FACTS.name, "jobs", "in none of the routes of the page")
    answer = check(FACTS.name, _List, found)
    rows = read_rows(FACTS, answer.jobs, _Job, _read)
    meta = answer.meta
    return Page(
        rows.postings,
        rows=len(answer.jobs),
        total=meta.total if meta else None,
        has_more=meta.current_page < meta.last_page if meta else None,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def _loaded(body: bytes) -> Iterator[Mapping[str, Any]]:
    """The data of each route in an answer; the innermost route, which holds the content, first."""
    if not is_page(body):
        answer = load_json(FACTS.name, body)
        if isinstance(answer, dict):
            yield answer
        return
    context = assigned_json(FACTS.name, body, _CONTEXT)
    state = context.get("state") if isinstance(context, dict) else None
    routes = state.get("loaderData") if isinstance(state, dict) else None
    if not isinstance(routes, dict):
        raise ShapeError(FACTS.name, _CONTEXT, "not in the page, or without the routes' data")
    for data in reversed(routes.values()):
        if isinstance(data, dict):
            yield data


def ask_detail(api: str, posting: RawPosting) -> Request | None:  # noqa: ARG001 - the interface
    """Nothing: the list says it all."""
    return None


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting of a saved page of one job, or its data."""
    found = next((data["job"] for data in _loaded(body) if "job" in data), None)
    if found is None:
        raise ShapeError(FACTS.name, "job", "in none of the routes of the page")
    read = _read(check(FACTS.name, _Job, found))
    if posting.portal_id not in ("", read.portal_id):
        raise ShapeError(FACTS.name, "job.id", "is that of another posting")
    return read


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Loker.id tells errors by the status."""
    return None


def _read(job: _Job) -> RawPosting:
    # published_at moves with every renewal; post_date does not.
    posted = job.post_date or job.published_at
    text = join_texts(
        *map(to_text, (job.job_description, job.responsibilities, job.qualifications))
    )
    industries = ", ".join(_words("industry", job.industries))
    categories = _words("category", job.categories)
    return make_posting(
        FACTS,
        {
            "id": str(job.id),
            "url": _url(job),
            "title": to_text(job.title),
            "company": to_text(job.company_name),
            "location": _place(job),
            "salary": _pay(job),
            "description": text or to_text(job.content),
            "industry": industries,
            "employment_type": _several("employment_type", job.types, job.job_type),
            "experience": _several("experience", job.experiences, job.job_experience),
            "education": _several("education", job.educations, job.education),
            "posted": read_time(FACTS, "post_date", posted),
            "posted_text": posted,
            "closed_at": _closing(job),
            "skills": [name for name in map(to_text, _words("skill", job.job_skills)) if name],
            "category": categories[0] if categories else None,
            "level": job.level.name if job.level else None,
            "gender": job.gender,
        },
    )


def _words(field_name: str, named: list[Any] | None) -> list[str]:
    told = (FACTS.word(field_name, one.name) for one in named or ())
    return [word for word in told if word]


def _several(field_name: str, named: list[_Named] | None, alone: str | None) -> str | None:
    """All that is accepted; where the list is missing, the one that is told alone."""
    words = _words(field_name, named)
    if not words and (word := FACTS.word(field_name, alone)):
        words = [word]
    return ", ".join(dict.fromkeys(words)) or None


def _pay(job: _Job) -> str | None:
    """Pay a month: in numbers where they are told, else the band; "Negosiasi" is none."""
    if job.is_hide_salary:
        return None
    exact = describe_pay(job.salary_min, job.salary_max, "Rp", "bulan")
    band = (job.salary.name if job.salary else None) or job.job_salary
    word = FACTS.word("pay", band)
    return exact or (word if word and any(c.isdigit() for c in word) else None)


def _place(job: _Job) -> str | None:
    arrangement = "remote" if job.is_remote else None
    names = [
        describe_place(area.name, area.parent.name if isinstance(area.parent, _Named) else None)
        for area in job.locations or ()
    ]
    joined = "; ".join(dict.fromkeys(filter(None, names))) or job.location
    return describe_place(joined, arrangement=arrangement)


def _closing(job: _Job) -> str | None:
    """When it closes; a date before the last publishing is left over from an earlier round."""
    closes = read_instant(read_time(FACTS, "closed_at", job.closed_at))
    begun = read_instant(read_time(FACTS, "published_at", job.published_at or job.post_date))
    if closes is None or (begun is not None and closes <= begun):
        return None
    return closes.isoformat()


def _url(job: _Job) -> str | None:
    """The page of a job, where the slugs that it is made of are told."""
    category = next(iter(job.categories or ()), None)
    if category is None or not category.slug:
        return None
    parent = category.parent.slug if isinstance(category.parent, _Named) else category.parent
    folders = [str(slug) for slug in (parent, category.slug) if isinstance(slug, str) and slug]
    return "/".join([FACTS.pages, *folders, f"{job.slug}.html"])
