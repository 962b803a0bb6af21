"""Postings of Dealls: a JSON list, the text from each job's own JSON."""

from dataclasses import replace
from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.page_state import is_page, script_json
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    CamelShape,
    check,
    describe_pay,
    describe_place,
    join_texts,
    load_json,
    make_posting,
    read_rows,
)

FACTS: Final[Facts] = read_facts("dealls")


class _Named(CamelShape):
    name: str | None = None
    slug: str | None = None
    sector: str | None = None


class _Range(CamelShape):
    # Two spellings were seen.
    start: float | None = None
    end: float | None = None
    min: float | None = None
    max: float | None = None


class _Preference(CamelShape):
    # Codes whose meaning is not sure: kept as they are, never read as a level.
    last_educations: list[int] | None = None


class _Job(CamelShape):
    id: str
    slug: str
    role: str
    company: _Named | None = None
    city: _Named | None = None
    country: _Named | None = None
    employment_types: list[str] | None = None
    workplace_type: str | None = None
    salary_range: _Range | None = None
    published_at: str | None = None
    skills: list[_Named] | None = None
    job_role_category_slug: str | None = None
    candidate_preference: _Preference | None = None
    responsibilities: str | None = None
    requirements: str | None = None
    description: str | None = None


class _List(CamelShape):
    docs: list[Any]
    total_docs: int
    total_pages: int | None = None
    page: int | None = None


def ask_page(api: str, step: Step) -> Request:
    """A page of all published jobs, the newest first."""
    return Request(
        f"{api}/v1/explore-job/job",
        params={
            "page": str(step.page + 1),
            "limit": str(FACTS.page_size),
            "published": "true",
            "status": "active",
            "sortParam": "publishedAt",
            "sortBy": "desc",
        },
        headers={"Accept": "application/json"},
    )


def parse_listing(body: bytes) -> Page:
    """The jobs of a page of the JSON list, or of the list page that people see."""
    answer = check(FACTS.name, _List, _find_list(body))
    rows = read_rows(FACTS, answer.docs, _Job, _read_here)
    return Page(
        rows.postings,
        rows=len(answer.docs),
        total=answer.total_docs,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def _find_list(body: bytes) -> Any:
    if is_page(body):
        state = script_json(FACTS.name, body, "__NEXT_DATA__")
        try:
            queries = state["props"]["pageProps"]["dehydratedState"]["queries"]
            found = next(q for q in queries if q["queryKey"][0] == "/v1/explore-job/job")
            return found["state"]["data"]["pages"][0]
        except (KeyError, IndexError, TypeError, StopIteration) as error:
            raise ShapeError(FACTS.name, "__NEXT_DATA__", "without the list of jobs") from error
    answer = load_json(FACTS.name, body)
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict):
        raise ShapeError(FACTS.name, "data", "missing")
    return answer["data"]


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The job's own JSON, by its slug."""
    slug = (posting.url or "").rpartition("/")[2].partition("~")[0]
    return Request(
        f"{api}/v1/job-portal/job/slug/{slug}",
        params={"guest": "true"},
        headers={"Accept": "application/json"},
    )


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its text; what only the list tells stays."""
    answer = load_json(FACTS.name, body)
    data = answer.get("data") if isinstance(answer, dict) else None
    result = data.get("result") if isinstance(data, dict) else None
    if result is None:
        raise ShapeError(FACTS.name, "data.result", "missing")
    found = _read(check(FACTS.name, _Job, result))
    if posting.portal_id not in ("", found.portal_id):
        raise ShapeError(FACTS.name, "data.result.id", "is that of another posting")
    return replace(
        found, content={**posting.content, **found.content}, url=posting.url or found.url
    )


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Dealls tells errors by the status."""
    return None


def _read_here(job: _Job) -> RawPosting | None:
    """The posting of a job; None for one abroad."""
    is_here = job.country is None or job.country.name == "Indonesia"
    return _read(job) if is_here else None


def _read(job: _Job) -> RawPosting:
    company, pay = job.company or _Named(), job.salary_range or _Range()
    preference = job.candidate_preference or _Preference()
    text = join_texts(*map(to_text, (job.description, job.responsibilities, job.requirements)))
    kinds = [FACTS.word("employment_type", kind) for kind in job.employment_types or ()]
    return make_posting(
        FACTS,
        {
            "id": job.id,
            "url": f"{FACTS.pages}/loker/{job.slug}~{company.slug}",
            "title": job.role,
            "company": company.name,
            "location": describe_place(
                job.city.name if job.city else None,
                arrangement=FACTS.word("arrangement", job.workplace_type),
            ),
            # Currency and period are not told; all amounts seen are rupiah a month.
            "salary": describe_pay(pay.start or pay.min, pay.end or pay.max, "Rp", "bulan"),
            "description": text,
            "industry": company.sector,
            "employment_type": ", ".join(filter(None, kinds)) or None,
            "posted": job.published_at,
            "posted_text": job.published_at,
            "skills": [skill.name for skill in job.skills or () if skill.name],
            "category": job.job_role_category_slug,
            "last_educations_codes": preference.last_educations,
        },
    )
