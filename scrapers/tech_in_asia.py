"""Postings of Tech in Asia: the search that its pages ask, with the key the operator has."""

from typing import Any, Final
from urllib.parse import urlencode

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.portal import Facts, Page, Reader, Request, ShapeError, Step, read_facts
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

FACTS: Final[Facts] = read_facts("tech_in_asia")

_APPLICATION: Final = "219WX3MPV4"
_FILTERS: Final = '[["city.work_country_name:Indonesia"]]'
_HERE: Final = "Indonesia"


class _Named(Shape):
    name: str | None = None


class _City(_Named):
    country_name: str | None = None
    work_country_name: str | None = None


class _Currency(Shape):
    currency_code: str | None = None


class _Job(Shape):
    id: str
    title: str
    company: _Named | None = None
    city: _City | None = None
    currency: _Currency | None = None
    salary_min: float | None = None
    salary_max: float | None = None
    is_salary_visible: bool = False
    experience: str | None = None
    job_type: _Named | None = None
    position: _Named | None = None
    industries: list[_Named] | None = None
    job_skills: list[_Named] | None = None
    is_remote: bool | None = None
    work_arrangement: str | None = None
    published_at: str | None = None
    expires_at: str | None = None
    description: str | None = None


class _Results(Shape):
    hits: list[Any]
    page: int
    nb_pages: int
    nb_hits: int


class _Answer(Shape):
    results: list[dict[str, Any]]


def ask_page(api: str, step: Step) -> Request:  # noqa: ARG001 - the interface
    """Refused: without the key of its pages it cannot be asked; see `with_key`."""
    raise ShapeError(
        FACTS.name,
        "TECH_IN_ASIA_KEY",
        "not set; put the search key of its jobs page into .env, or switch the portal off",
    )


def with_key(key: str) -> Reader:
    """This portal, asked with the search key of its pages (TECH_IN_ASIA_KEY)."""
    return _Keyed(key)


class _Keyed:
    """The portal with a key; it travels in a header, so that it stands in no address."""

    FACTS: Facts = FACTS

    def __init__(self, key: str) -> None:
        self._key = key
        self.parse_listing = parse_listing
        self.ask_detail = ask_detail
        self.parse_detail = parse_detail
        self.find_error = find_error

    def ask_page(self, api: str, step: Step) -> Request:
        """A page of all jobs in Indonesia."""
        params = {
            "query": "",
            "hitsPerPage": FACTS.page_size,
            "page": step.page,
            "facetFilters": _FILTERS,
        }
        query = {"indexName": "job_postings", "params": urlencode(params)}
        headers = {"X-Algolia-Application-Id": _APPLICATION, "X-Algolia-API-Key": self._key}
        return Request(
            f"{api}/1/indexes/*/queries", "POST", json={"requests": [query]}, headers=headers
        )


def parse_listing(body: bytes) -> Page:
    """The jobs of a page; those abroad are left out."""
    answer = check(FACTS.name, _Answer, load_json(FACTS.name, body))
    if not answer.results:
        raise ShapeError(FACTS.name, "results", "empty")
    first = answer.results[0]
    told = {"nb_pages": first.get("nbPages"), "nb_hits": first.get("nbHits")}
    found = check(FACTS.name, _Results, first | told)
    rows = read_rows(FACTS, found.hits, _Job, _read)
    return Page(
        rows.postings,
        rows=len(found.hits),
        total=found.nb_hits,
        has_more=found.page + 1 < found.nb_pages,
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def ask_detail(api: str, posting: RawPosting) -> Request | None:  # noqa: ARG001 - the interface
    """Nothing: the list says it all."""
    return None


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """There is no detail of its own; a saved answer with one job is read as a list."""
    for found in parse_listing(body).postings:
        if posting.portal_id in ("", found.portal_id):
            return found
    raise ShapeError(FACTS.name, "hits", "the posting asked for is not among them")


def find_error(body: bytes) -> str | None:  # noqa: ARG001 - the interface
    """Algolia tells errors by the status."""
    return None


def _read(job: _Job) -> RawPosting | None:
    """The posting of a job; None for one abroad."""
    city = job.city or _City()
    if (city.work_country_name or city.country_name or _HERE) != _HERE:
        return None
    pay = None
    if job.is_salary_visible:
        currency = (job.currency.currency_code if job.currency else None) or "IDR"
        # For which period is not told.
        pay = describe_pay(job.salary_min, job.salary_max, currency, "")
    arrangement = FACTS.word("arrangement", (job.work_arrangement or "").lower())
    if arrangement is None and job.is_remote:
        arrangement = "remote"
    industries = [industry.name for industry in job.industries or () if industry.name]
    return make_posting(
        FACTS,
        {
            "id": job.id,
            "url": f"{FACTS.pages}/jobs/{job.id}",
            "title": to_text(job.title),
            "company": job.company.name if job.company else None,
            "location": describe_place(city.name, arrangement=arrangement),
            "salary": pay,
            "description": to_text(job.description),
            "industry": ", ".join(industries),
            "employment_type": FACTS.word("employment_type", job.job_type and job.job_type.name),
            "experience": _years(job.experience),
            "posted": read_time(FACTS, "published_at", job.published_at),
            "posted_text": job.published_at,
            "closed_at": read_time(FACTS, "expires_at", job.expires_at),
            "skills": [skill.name for skill in job.job_skills or () if skill.name],
            "category": job.position.name if job.position else None,
        },
    )


def _years(told: str | None) -> str | None:
    """ "3-5" means years."""
    if not told or any(c.isalpha() for c in told):
        return told
    return f"{told} tahun"
