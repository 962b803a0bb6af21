"""A look-alike of JobStreet: REST search, GraphQL search and detail, errors inside a 200."""

from typing import Any, Final

from data.sample_advert import Advert
from scrapers.lookalike.shelf import Call, Reply, Shelf, as_html, shown_date

_FIRST_ID: Final = 990_000_000
_MOST: Final = 100
_TYPES: Final = {
    "full_time": ("242", "Full time"),
    "part_time": ("243", "Paruh waktu"),
    "contract": ("244", "Kontrak"),
    "internship": ("244", "Kontrak"),
    "freelance": ("245", "Kasual"),
    "daily": ("245", "Kasual"),
}
_ARRANGEMENTS: Final = {
    "onsite": ("1", "Kantor", "ONSITE"),
    "hybrid": ("2", "Hibrid", "HYBRID"),
    "remote": ("3", "Jarak jauh", "REMOTE"),
}


def _error(code: str) -> Reply:
    return Reply.of({"errors": [{"message": "An error", "extensions": {"code": code}}]})


RATE_LIMITED: Final = _error("RATE_LIMITED")


def answer(shelf: Shelf, call: Call) -> Reply:
    """What JobStreet would answer."""
    if call.path == "/api/jobsearch/v5/search":
        return _search_v5(shelf, call)
    if call.path == "/graphql" and isinstance(call.json, dict):
        variables = call.json.get("variables", {})
        if call.json.get("operationName") == "JobDetails":
            return _detail(shelf, variables)
        if "x-custom-features" not in call.headers:
            return _error("UNSTABLE_QUERY_ERROR")
        return _search_v7(shelf, variables["params"]["responseConfig"])
    return Reply(b"", 404, "text/html")


def _search_v5(shelf: Shelf, call: Call) -> Reply:
    page, size = int(call.params.get("page", "1")), int(call.params.get("pageSize", "32"))
    if size > _MOST:
        return Reply(b"", 400)
    rows = [_row_v5(advert) for advert in shelf.page((page - 1) * size, size)]
    return Reply.of(
        {
            "data": rows,
            "totalCount": len(shelf.adverts),
            "info": {"timeTaken": 12, "source": "replay", "experiment": ""},
            "userQueryId": "contoh",
            "sortModes": [{"name": "Tanggal", "value": "ListedDate", "isActive": True}],
            "solMetadata": {"pageSize": size, "pageNumber": page},
            "searchParams": dict(call.params),
        }
    )


def _id(advert: Advert) -> str:
    return str(_FIRST_ID + advert.number)


def _place(advert: Advert) -> str:
    kind, _, name = advert.regency.partition(" ")
    regency = name if kind == "Kota" else advert.regency
    province = advert.province.replace("DKI Jakarta", "Jakarta Raya")
    return f"{advert.district or regency}, {province}"


def _pay(advert: Advert) -> str:
    """Pay as the list words it: points or commas, blanks that do not break."""
    if advert.pay_low_idr is None or advert.is_pay_hidden:
        return ""
    bounds = dict.fromkeys(filter(None, (advert.pay_low_idr, advert.pay_high_idr)))
    mark = "," if advert.number % 25 == 0 else "."
    return " – ".join(f"Rp\xa0{n:,}".replace(",", mark) for n in bounds) + " per month"


def _row_v5(advert: Advert) -> dict[str, Any]:
    is_anonymous = advert.number % 23 == 0
    name = "Pengiklan Anonim" if is_anonymous else advert.company
    number, label, _ = _ARRANGEMENTS[advert.arrangement]
    category = {
        "classification": {"id": "9000", "description": advert.industry},
        "subclassification": {"id": "9001", "description": advert.category},
    }
    return {
        "id": _id(advert),
        "title": advert.title,
        "companyName": None if is_anonymous or advert.number % 2 else advert.company,
        "advertiser": {"id": "60000000", "description": name},
        "employer": None,
        "locations": [{"label": _place(advert), "countryCode": "ID", "seoHierarchy": []}],
        "salaryLabel": _pay(advert),
        "currencyLabel": None,
        "listingDate": f"{shown_date(advert):%Y-%m-%dT%H:%M:%SZ}",
        "listingDateDisplay": "1 hari yang lalu",
        "workTypes": [_TYPES[advert.employment_type][1]],
        "workArrangements": {"data": [{"id": number, "label": {"text": label}}]},
        "classifications": [category],
        "teaser": advert.description.splitlines()[0],
        "bulletPoints": [],
        "tags": [],
        "isFeatured": False,
    }


def _search_v7(shelf: Shelf, config: dict[str, Any]) -> Reply:
    page, size = int(config["page"]), int(config["pageSize"])
    jobs = [_row_v7(advert) for advert in shelf.page((page - 1) * size, size)]
    paging = {"page": page, "pageSize": size, "resultCount": len(shelf.adverts)}
    results = {"jobs": jobs, "pagination": paging}
    return Reply.of({"data": {"jobSearchV7": {"results": results}}})


def _row_v7(advert: Advert) -> dict[str, Any]:
    number, label, _ = _ARRANGEMENTS[advert.arrangement]
    pay = None
    if advert.pay_low_idr is not None:
        pay = {
            "period": "monthly",
            "min": advert.pay_low_idr,
            "max": advert.pay_high_idr,
            "currency": "IDR",
        }
    return {
        "id": _id(advert),
        "title": advert.title,
        "abstract": advert.description.splitlines()[0],
        "url": None,
        "advertiser": {"id": "60000000", "name": advert.company},
        "organisation": None,
        "categories": [{"id": "9000", "label": advert.industry}],
        "location": {"id": "1", "countryCode": "ID", "displayName": {"text": _place(advert)}},
        "listedAt": {"dateTimeUtc": f"{shown_date(advert):%Y-%m-%dT%H:%M:%S.000Z}"},
        "salary": pay,
        "workArrangements": [{"id": number, "label": {"text": label}}],
        "cjs": {
            "workTypes": [{"sourceId": _TYPES[advert.employment_type][0]}],
            "salary": {"hideSalary": advert.is_pay_hidden},
        },
    }


def _detail(shelf: Shelf, variables: dict[str, Any]) -> Reply:
    told = str(variables.get("id", ""))
    advert = shelf.by_number.get(int(told) - _FIRST_ID) if told.isdigit() else None
    if advert is None:
        return Reply.of({"errors": [{"extensions": {"code": "NOT_FOUND"}}]}, 404)
    _, label, kind = _ARRANGEMENTS[advert.arrangement]
    pay = _pay(advert)
    job = {
        "id": told,
        "title": advert.title,
        "abstract": advert.description.splitlines()[0],
        "content": as_html(advert.description),
        "status": "Active",
        "isExpired": False,
        "listedAt": {"dateTimeUtc": f"{shown_date(advert):%Y-%m-%dT%H:%M:%S.000Z}"},
        "expiresAt": {"dateTimeUtc": f"{advert.closes or advert.gone:%Y-%m-%dT%H:%M:%S.999Z}"},
        "salary": {"label": pay, "currencyLabel": "IDR"} if pay else None,
        "workTypes": {"label": _TYPES[advert.employment_type][1]},
        "advertiser": {"id": "60000000", "name": advert.company},
        "location": {"label": _place(advert)},
        "classifications": [{"label": f"{advert.category} ({advert.industry})"}],
        "tracking": {
            "classificationInfo": {"classificationId": "9000", "subClassificationId": "9001"}
        },
    }
    arrangements = {"arrangements": [{"type": kind, "label": label}]}
    found = {"job": job, "workArrangements": arrangements, "companyProfile": None}
    return Reply.of({"data": {"jobDetails": found}})
