"""Postings of JobStreet: the REST search, else the GraphQL of its pages; texts for a sample.

The state that its pages carry is read as well, so that a saved page can be parsed.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from data.html_text import to_text
from data.posting import RawPosting
from scrapers.jobstreet_shapes import (
    Arrangement,
    Detail,
    JobV5,
    JobV7,
    ListV5,
    ResultsV7,
)
from scrapers.page_state import assigned_json, is_page, resolve
from scrapers.portal import Facts, Page, Request, ShapeError, Step, read_facts
from scrapers.rows import (
    check,
    describe_pay,
    describe_place,
    join_texts,
    load_json,
    make_posting,
    read_rows,
)

FACTS: Final[Facts] = read_facts("jobstreet")

_FOLDER: Final = Path(__file__).parent
_SEARCH: Final = (_FOLDER / "jobstreet_search.graphql").read_text(encoding="utf-8")
_DETAIL: Final = (_FOLDER / "jobstreet_detail.graphql").read_text(encoding="utf-8")
# The market of id.jobstreet.com in the REST search.
_SITE: Final = "ID-Main"
_PAGE_SIZE_V7: Final = 30
# Nobody is followed by it; the portal only wants one of this form.
_SESSION: Final = "00000000-0000-4000-8000-000000000000"
_HEADERS: Final = {
    "Accept": "application/json",
    "seek-request-brand": "jobstreet",
    "seek-request-country": "ID",
}
# Without it the search answers UNSTABLE_QUERY_ERROR.
_HEADERS_V7: Final = _HEADERS | {"x-custom-features": "application/features.seek.all+json"}
_RATE_LIMITED: Final = "RATE_LIMITED"


def ask_page(api: str, step: Step) -> Request:
    """A page of all jobs in Indonesia, the newest first."""
    if step.way == "v7":
        return Request(f"{api}/graphql", "POST", json=_ask_v7(step.page), headers=_HEADERS_V7)
    return Request(
        f"{api}/api/jobsearch/v5/search",
        params={
            "siteKey": _SITE,
            "page": str(step.page + 1),
            "pageSize": str(FACTS.page_size),
            "locale": "id-ID",
            "sortmode": "ListedDate",
        },
        headers=_HEADERS,
    )


def _ask_v7(page: int) -> dict[str, Any]:
    params = {
        "sessionId": _SESSION,
        "searchContext": {
            "brand": "jobstreet",
            "channel": "web",
            "intent": "SEARCH",
            "source": "FE_SERP",
        },
        "searchIntent": {
            "country": "ID",
            "locale": "id-ID",
            "sort": "listedAt",
            "text": "",
            "where": [],
            "filter": {},
        },
        "responseConfig": {
            "results": ["jobs"],
            "representations": ["uiV1"],
            "page": page + 1,
            "pageSize": _PAGE_SIZE_V7,
        },
    }
    return {"operationName": "JobSearchV7", "query": _SEARCH, "variables": {"params": params}}


def parse_listing(body: bytes) -> Page:
    """The jobs of a page, in whichever of the portal's shapes; those abroad are left out."""
    answer = _load(body)
    v7 = _dig(answer, "data", "jobSearchV7")
    if v7 is not None:
        results = check(FACTS.name, ResultsV7, _dig(v7, "results"))
        rows = read_rows(FACTS, results.jobs, JobV7, _read_v7)
        count, total = len(results.jobs), results.pagination.result_count
    else:
        found = check(FACTS.name, ListV5, _find_v5(answer))
        rows = read_rows(FACTS, found.data, JobV5, _read_v5)
        count, total = len(found.data), found.total_count
    return Page(
        rows.postings, rows=count, total=total, unreadable=rows.unreadable, strange=rows.strange
    )


def _find_v5(answer: Any) -> Any:
    """The list of a REST answer, or that of a page's state under the same names."""
    state = _dig(answer, "results")
    if isinstance(state, dict):
        jobs = _dig(state, "results", "jobs")
        return {"data": jobs, "totalCount": state.get("totalCount")}
    return answer


def _load(body: bytes) -> Any:
    """The JSON of an answer, or the state inside a page; raises ShapeError, on an error as well."""
    if is_page(body):
        state = assigned_json(FACTS.name, body, "window.SEEK_REDUX_DATA")
        if state is not None:
            return state
        cache = assigned_json(FACTS.name, body, "window.SEEK_APOLLO_DATA")
        roots = _dig(cache, "ROOT_QUERY")
        for key, value in roots.items() if isinstance(roots, dict) else ():
            for name in ("jobSearchV7", "jobDetails"):
                if key.startswith(name):
                    return {"data": {name: resolve(cache, value)}}
        raise ShapeError(FACTS.name, "window.SEEK_REDUX_DATA", "not in the page")
    answer = load_json(FACTS.name, body)
    if codes := _error_codes(answer):
        raise ShapeError(FACTS.name, "errors", ", ".join(codes))
    return answer


def _dig(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def ask_detail(api: str, posting: RawPosting) -> Request | None:
    """The job's own JSON; contact fields are not asked for."""
    variables = {
        "id": posting.portal_id,
        "locale": "id-ID",
        "zone": "asia-4",
        "language": "id",
    }
    told = {"operationName": "JobDetails", "query": _DETAIL, "variables": variables}
    return Request(f"{api}/graphql", "POST", json=told, headers=_HEADERS)


def parse_detail(body: bytes, posting: RawPosting) -> RawPosting:
    """The posting with its whole text and closing date; what only the list tells stays."""
    answer = _load(body)
    found = _dig(answer, "data", "jobDetails") or _dig(answer, "jobdetails", "result")
    if found is None:
        raise ShapeError(FACTS.name, "jobDetails", "missing")
    detail = check(FACTS.name, Detail, found)
    if posting.portal_id not in ("", detail.job.id):
        raise ShapeError(FACTS.name, "job.id", "is that of another posting")
    return _read_detail(detail, posting)


def find_error(body: bytes) -> str | None:
    """RATE_LIMITED, which comes with status 200."""
    if _RATE_LIMITED.encode() not in body or is_page(body):
        return None
    codes = _error_codes(load_json(FACTS.name, body))
    return _RATE_LIMITED if _RATE_LIMITED in codes else None


def _error_codes(answer: Any) -> list[str]:
    """The codes of GraphQL's errors."""
    errors = _dig(answer, "errors")
    if not isinstance(errors, list):
        return []
    return [str(_dig(error, "extensions", "code") or "without a code") for error in errors]


def _read_v5(job: JobV5) -> RawPosting | None:
    """The posting of a row; None for one abroad."""
    places = job.locations or []
    here = [place.label for place in places if place.country_code in (None, "ID")]
    if places and not here:
        return None
    arrangements = job.work_arrangements
    words = [arrangements.display_text] if arrangements else []
    words += [_word_of(one) for one in (arrangements.data if arrangements else None) or ()]
    advertiser = job.advertiser.description if job.advertiser else None
    category = next(iter(job.classifications or ()), None)
    broad = category.classification if category else None
    narrow = category.subclassification if category else None
    return _make(
        {
            "id": job.id,
            "title": to_text(job.title),
            "company": FACTS.word("company", job.company_name or advertiser),
            "location": _place(here, words),
            "salary": _label(job.salary_label),
            "description": _teaser(job.teaser, job.bullet_points),
            "employment_type": _kinds(job.work_types or ()),
            "posted": job.listing_date,
            "category": broad.description if broad else None,
            "subcategory": narrow.description if narrow else None,
            "classification_id": broad.id if broad else None,
            "subclassification_id": narrow.id if narrow else None,
        }
    )


def _read_v7(job: JobV7) -> RawPosting | None:
    """The posting of a row; None for one abroad."""
    place = job.location
    if place and place.country_code not in (None, "ID"):
        return None
    pay = None
    hidden = job.cjs.salary.hide_salary if job.cjs and job.cjs.salary else None
    # The amounts may stand there though the employer had them hidden: only a plain no counts.
    if job.salary and hidden is False:
        period = FACTS.word("pay_period", job.salary.period) or ""
        currency = job.salary.currency or "IDR"
        pay = describe_pay(job.salary.min, job.salary.max, currency, period)
    named = place.display_name.text if place and place.display_name else None
    category = next(iter(job.categories or ()), None)
    kinds = (job.cjs.work_types if job.cjs else None) or ()
    return _make(
        {
            "id": job.id,
            "title": to_text(job.title),
            "company": FACTS.word("company", job.advertiser.name if job.advertiser else None),
            "location": _place([named], map(_word_of, job.work_arrangements or ())),
            "salary": pay,
            "description": to_text(job.abstract),
            "employment_type": _kinds(kind.source_id for kind in kinds),
            "posted": job.listed_at.date_time_utc if job.listed_at else None,
            "category": category.label if category else None,
            "classification_id": category.id if category else None,
        }
    )


def _read_detail(detail: Detail, posting: RawPosting) -> RawPosting:
    job = detail.job
    arrangements = detail.work_arrangements
    told = (arrangements.arrangements if arrangements else None) or ()
    numbers = job.tracking.classification_info if job.tracking else None
    overview = detail.company_profile.overview if detail.company_profile else None
    found = _make(
        {
            "id": job.id,
            "title": to_text(job.title) or posting.content.get("title"),
            "company": FACTS.word("company", job.advertiser.name if job.advertiser else None),
            "location": _place([job.location.label if job.location else None], map(_word_of, told)),
            "salary": _label(job.salary.label if job.salary else None),
            "description": to_text(job.content) or to_text(job.abstract),
            "industry": overview.industry if overview else None,
            "employment_type": _kinds([job.work_types.label if job.work_types else None]),
            "posted": job.listed_at.date_time_utc if job.listed_at else None,
            # When a job is withdrawn is not told; it then leaves the list, which closes it.
            "closed_at": job.expires_at.date_time_utc if job.expires_at else None,
            "category": next((c.label for c in job.classifications or ()), None),
            "classification_id": numbers.classification_id if numbers else None,
            "subclassification_id": numbers.sub_classification_id if numbers else None,
        }
    )
    other = {**_other(found), **_other(posting)}
    content = {**posting.content, **found.content} | ({"other": other} if other else {})
    return replace(
        found,
        content=content,
        posted=found.posted or posting.posted,
        posted_text=found.posted_text or posting.posted_text,
    )


def _other(posting: RawPosting) -> dict[str, object]:
    other = posting.content.get("other")
    return dict(other) if isinstance(other, dict) else {}


def _make(row: dict[str, Any]) -> RawPosting:
    url = f"{FACTS.pages}/id/job/{row['id']}"
    return make_posting(FACTS, row | {"url": url, "posted_text": row["posted"]})


def _word_of(arrangement: Arrangement) -> str | None:
    label = arrangement.label
    wording = label if isinstance(label, str) or label is None else label.text
    return arrangement.type or arrangement.id or wording


def _place(labels: Iterable[str | None], arrangements: Iterable[str | None]) -> str | None:
    """All places of a job with how the work is done; of several ways the one away from the desk."""
    told = {FACTS.word("arrangement", word) for word in arrangements}
    arrangement = "hybrid" if "hybrid" in told or {"onsite", "remote"} <= told else None
    if arrangement is None and "remote" in told:
        arrangement = "remote"
    joined = "; ".join(dict.fromkeys(filter(None, labels)))
    return describe_place(joined, arrangement=arrangement)


def _label(label: str | None) -> str | None:
    """Pay in the portal's wording; words without a figure, and zero, are none."""
    is_told = label is not None and any(c in "123456789" for c in label)
    return label if is_told else None


def _kinds(words: Iterable[str | None]) -> str | None:
    kinds = (FACTS.word("employment_type", word) for word in words)
    return ", ".join(dict.fromkeys(filter(None, kinds))) or None


def _teaser(teaser: str | None, points: list[str] | None) -> str | None:
    """What the list shows of the text."""
    bullets = "\n".join(f"- {text}" for text in map(to_text, points or ()) if text)
    return join_texts(to_text(teaser), bullets)
