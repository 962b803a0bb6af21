"""Postings of KitaLulus: a GraphQL search and details, or its sitemap and the JSON-LD of each page.

A posting is known by the slug of its page, which both ways tell; so the second way goes on where
the first one ended. "Misi Seru", games of the portal's own, are left out.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from pydantic import Field

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.jsonld import read_job_postings, read_sitemap
from scrapers.page_state import is_page
from scrapers.portal import Facts, Page, Request, ShapeError, Step, Unreadable, read_facts
from scrapers.rows import (
    CamelShape,
    add_detail,
    check,
    describe_pay,
    describe_place,
    load_json,
    make_posting,
    read_epoch,
    read_rows,
    read_time,
)
from scrapers.schema_org import find_page_url

FACTS: Final[Facts] = read_facts("kitalulus")

_FOLDER: Final = Path(__file__).parent
_SEARCH: Final = (_FOLDER / "kitalulus_search.graphql").read_text(encoding="utf-8")
_DETAIL: Final = (_FOLDER / "kitalulus_detail.graphql").read_text(encoding="utf-8")
_HEADERS: Final = {
    "Accept": "application/graphql-response+json, application/json;q=0.9",
    "Accept-Language": "id",
    "Origin": FACTS.pages,
    "Referer": f"{FACTS.pages}/",
    "x-channel": "web",
}
_JOB: Final = "/lowongan/detail/"
_JOB_SITEMAP: Final = "job-detail"
_GZIP: Final = b"\x1f\x8b"
_ROOTS: Final = ("vacanciesV4", "vacanciesV3")
_MICROSECONDS: Final = 1_000_000
_DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})$")


class _Named(CamelShape):
    name: str | None = None
    display_name: str | None = None


class _Company(_Named):
    company_industry: _Named | None = None


class _Benefit(CamelShape):
    text: str | None = Field(None, alias="copy")


class _Vacancy(CamelShape):
    id: str | None = None
    slug: str = Field(min_length=1)
    position_name: str
    company: _Company | None = None
    city: _Named | None = None
    province: _Named | None = None
    job_role: _Named | None = None
    job_specialization: _Named | None = None
    job_function: str | None = None
    type_str: str | None = None
    location_site_str: str | None = None
    education_level_str: str | None = None
    min_experience: int | None = None
    gender_str: str | None = None
    max_age: int | None = None
    salary_lower_bound: float | None = None
    salary_upper_bound: float | None = None
    salary_lower_bound_str: str | None = None
    salary_upper_bound_str: str | None = None
    # Microseconds from 1970.
    created_at: int | None = None
    updated_at: int | None = None
    updated_at_str: str | None = None
    # Seen as null only.
    close_date: int | str | None = None
    valid_through: int | str | None = None
    is_closed: bool | None = None
    is_published: bool | None = None
    formatted_description: str | None = None
    skill_tags: list[str] | None = None
    benefits: list[_Benefit] | None = None


class _List(CamelShape):
    # The vacancies that there are in all; `page`, beside it, is the number of pages.
    elements: int | None = None
    has_next_page: bool
    # "list" would hide Python's own from the annotations.
    rows: list[Any] = Field(alias="list")


def ask_page(api: str, step: Step) -> Request:
    """A page of all vacancies, the newest first; or a part of the sitemap."""
    if step.way == "sitemap":
        address = step.query or f"{FACTS.pages}/sitemap.xml"
        return Request(_reach(api, address), may_be_kept=True)
    query = _SEARCH
    if step.way == "v4-created":
        query = query.replace("updatedAtStr", "updatedAtStr\n      createdAt")
    variables = {
        "keyword": "",
        "tag": "",
        "pagination": {"page": step.page + 1, "limit": FACTS.page_size},
        # By the last update, renewed ones would stand before new ones.
        "filters": [{"key": "sortBy", "value": ["createdAt"]}],
        "locations": [],
        "haveMisiSeruLimit": True,
        "userMaxEducation": "",
        "userJobSpecializationRoleIds": [],
    }
    return _ask(api, "Vacancies", query, variables)


def _ask(api: str, operation: str, query: str, variables: dict[str, Any]) -> Request:
    told = {"operationName": operation, "query": query, "variables": variables}
    return Request(f"{api}/graphql", "POST", json=told, headers=_HEADERS)


def _reach(api: str, address: str) -> str:
    """Where an address of the site is asked: of the live one there, of a look-alike's at it."""
    is_elsewhere = api == FACTS.api or not address.startswith(f"{FACTS.pages}/")
    return address if is_elsewhere else api + address.removeprefix(FACTS.pages)


def parse_listing(body: bytes) -> Page:
    """The vacancies of a page of the search, or the pages that a sitemap names."""
    if body.startswith(_GZIP) or is_page(body):
        return _list_pages(body)
    answer = check(FACTS.name, _List, _find_root(load_json(FACTS.name, body), *_ROOTS))
    rows = read_rows(FACTS, answer.rows, _Vacancy, _read_job)
    return Page(
        rows.postings,
        rows=len(answer.rows),
        total=answer.elements,
        has_more=answer.has_next_page and bool(answer.rows),
        unreadable=rows.unreadable,
        strange=rows.strange,
    )


def _find_root(answer: object, *names: str) -> Any:
    """What a GraphQL answer says under one of the names; raises ShapeError with its errors."""
    data = answer.get("data") if isinstance(answer, dict) else None
    for name in names:
        if isinstance(data, dict) and data.get(name) is not None:
            return data[name]
    if errors := _errors(answer):
        told = "; ".join(str(error.get("message")) for error in errors)
        raise ShapeError(FACTS.name, "errors", told[:300])
    raise ShapeError(FACTS.name, f"data.{names[0]}", "missing")


def _errors(answer: object) -> list[dict[str, Any]]:
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return [e for e in errors if isinstance(e, dict)] if isinstance(errors, list) else []


def _list_pages(body: bytes) -> Page:
    """The parts of a sitemap that hold vacancies, or the vacancies of a part, as links."""
    sitemaps, links = read_sitemap(FACTS, body)
    if sitemaps:
        parts = tuple(address for address in sitemaps if _JOB_SITEMAP in address)
        if not parts:
            raise ShapeError(FACTS.name, "sitemap", f"no part is called {_JOB_SITEMAP}")
        return Page((), rows=len(sitemaps), has_more=False, follow=parts)
    postings: dict[str, RawPosting] = {}
    unreadable = []
    for address, _ in links:
        slug = _slug(address)
        if not slug or any(word in slug for word in FACTS.words["game"]):
            continue
        try:
            postings.setdefault(slug, _link(slug))
        except ShapeError as error:
            unreadable.append(Unreadable(str(error), address))
    return Page(
        tuple(postings.values()), rows=len(links), has_more=False, unreadable=tuple(unreadable)
    )


def _link(slug: str) -> RawPosting:
    """A posting of which only the page is known yet."""
    named = _make(slug, {"title": "?"})
    if named.url is None:
        raise ShapeError(FACTS.name, "loc", "no address that may be kept")
    return replace(named, content={})


def _make(slug: str, row: dict[str, Any]) -> RawPosting:
    """The posting of a row; an address in which somebody's number stands is not kept."""
    made = make_posting(FACTS, {"id": slug, "url": _url(slug), **row})
    return made if made.portal_id == slug else replace(made, url=None)


def _url(slug: str) -> str:
    return f"{FACTS.pages}{_JOB}{quote(slug, safe='')}"


def _slug(address: str | None) -> str:
    """The slug in the address of a vacancy's page; "" for any other address."""
    try:
        path = urlsplit(address or "").path
    except ValueError:
        return ""
    return unquote(path.removeprefix(_JOB)).strip("/") if path.startswith(_JOB) else ""


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The vacancy's own JSON; of one that only the sitemap named, its page."""
    slug = _slug(posting.url)
    if not slug:
        return None
    if not posting.content:
        return Request(_reach(api, _url(slug)), headers={"Accept": "text/html"})
    return _ask(api, "VacancyBySlug", _DETAIL, {"slug": slug})


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its text; one that turns out to be no job is left without content."""
    if is_page(body):
        return _read_page(body, posting)
    root = _find_root(load_json(FACTS.name, body), "vacancyBySlug")
    found = _read(check(FACTS.name, _Vacancy, root))
    if posting.portal_id not in ("", found.portal_id):
        raise ShapeError(FACTS.name, "slug", "is that of another posting")
    return add_detail(posting, found)


def _read_page(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting that a page publishes as JSON-LD."""
    url = posting.url or find_page_url(body)
    found = read_job_postings(FACTS, body, url or FACTS.pages)
    if len(found) != 1:
        raise ShapeError(FACTS.name, "JobPosting", f"{len(found)} in the page of one posting")
    # Without an address, as in a saved copy, equal contents are the same posting.
    identity = posting.portal_id or _slug(url) or f"content:{found[0].hash.hex()}"
    is_job = not _is_game(found[0].content.get("company"))
    content = found[0].content if is_job else {}
    return replace(found[0], portal_id=identity, url=url, content=content)


def find_error(body: bytes) -> str | None:
    """An error that goes away by waiting, which GraphQL may tell with status 200."""
    if b'"errors"' not in body or is_page(body):
        return None
    for error in _errors(load_json(FACTS.name, body)):
        extensions = error.get("extensions")
        code = extensions.get("code") if isinstance(extensions, dict) else None
        if code in FACTS.words["later"]:
            return str(code)
    return None


def _is_game(company: object) -> bool:
    return bool(company) and FACTS.word("company", company) is None


def _read_job(job: _Vacancy) -> RawPosting | None:
    """The posting of a vacancy; None for a game."""
    return None if _is_game(job.company and job.company.name) else _read(job)


def _read(job: _Vacancy) -> RawPosting:
    company = job.company or _Company()
    posted, posted_text = _posted(job)
    return _make(
        job.slug,
        {
            "title": job.position_name,
            "company": company.name,
            "location": describe_place(
                job.city.name if job.city else None,
                job.province.name if job.province else None,
                arrangement=FACTS.word("arrangement", job.location_site_str),
            ),
            "salary": _pay(job),
            "description": to_text(job.formatted_description),
            "industry": company.company_industry.name if company.company_industry else None,
            "employment_type": FACTS.word("employment_type", job.type_str),
            "experience": None if job.min_experience is None else f"{job.min_experience} tahun",
            "education": job.education_level_str,
            "posted": posted,
            "posted_text": posted_text,
            "closed_at": _closing(job),
            "skills": [skill for skill in job.skill_tags or () if skill],
            "category": job.job_role.display_name if job.job_role else None,
            "specialization": job.job_specialization.display_name
            if job.job_specialization
            else None,
            "function": job.job_function,
            "gender": FACTS.word("gender", job.gender_str),
            "max_age": job.max_age,
            "benefits": [one.text for one in job.benefits or () if one.text],
            "vacancy_id": job.id,
        },
    )


def _pay(job: _Vacancy) -> str | None:
    """Pay in rupiah a month; a bound that the site does not show as a figure is not told."""
    shown = (
        (job.salary_lower_bound, job.salary_lower_bound_str),
        (job.salary_upper_bound, job.salary_upper_bound_str),
    )
    low, high = (
        amount if wording is None or FACTS.word("pay", wording) else None
        for amount, wording in shown
    )
    period = "" if job.type_str in FACTS.words["paid_by_task"] else "bulan"
    return describe_pay(low, high, "Rp", period)


def _posted(job: _Vacancy) -> tuple[str | None, str | None]:
    """When it was published, and as the answer tells it; else when it was last renewed."""
    if job.created_at:
        return _moment("createdAt", job.created_at), str(job.created_at)
    renewed = _moment("updatedAt", job.updated_at) or _day(job.updated_at_str)
    return renewed, job.updated_at_str or (str(job.updated_at) if job.updated_at else None)


def _moment(field_name: str, told: int | str | None) -> str | None:
    """A moment told in microseconds or as text; raises ShapeError."""
    if isinstance(told, str):
        return read_time(FACTS, field_name, told)
    return read_epoch(FACTS, field_name, told // _MICROSECONDS if told else None)


def _day(wording: str | None) -> str | None:
    """The day of "Terakhir diperbarui pada 17 Apr 2026"; None for wordings that count back."""
    found = _DAY.search(wording or "")
    month = FACTS.words["month"].get(found[2]) if found else None
    return f"{found[3]}-{month}-{int(found[1]):02}" if found and month else None


def _closing(job: _Vacancy) -> str | None:
    """The closing date told; of one that is closed already, its last change."""
    if job.is_closed or job.is_published is False:
        return _moment("updatedAt", job.updated_at)
    return _moment("closeDate", job.close_date) or _moment("validThrough", job.valid_through)
