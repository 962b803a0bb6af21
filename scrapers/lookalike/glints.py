"""A look-alike of Glints: GraphQL whose list ends after one page, details in Draft.js."""

from typing import Any, Final

import orjson

from data.sample_advert import Advert
from scrapers.glints import FACTS
from scrapers.lookalike.shelf import Call, Reply, Shelf, shown_date

_ID: Final = "00000000-0000-4000-8000-"
_PLACE: Final = "00000000-0000-4000-9000-"
_MOST: Final = 50
_PLACES: Final = {code: name for name, code in FACTS.words["query_location"].items() if code}
_TYPES: Final = {
    "full_time": "FULL_TIME",
    "part_time": "PART_TIME",
    "contract": "CONTRACT",
    "internship": "INTERNSHIP",
    "freelance": "PROJECT_BASED",
    "daily": "DAILY",
}
_EDUCATION: Final = {
    "sma": "HIGH_SCHOOL",
    "smk": "HIGH_SCHOOL",
    "d3": "DIPLOMA",
    "s1": "BACHELOR_DEGREE",
    "s2": "MASTER_DEGREE",
}


def answer(shelf: Shelf, call: Call) -> Reply:
    """What Glints would answer."""
    if call.path != "/api/v2-alc/graphql" or not isinstance(call.json, dict):
        return Reply(b"<!DOCTYPE html><title>Just a moment...</title>", 403, "text/html")
    variables = call.json.get("variables", {})
    if call.json.get("operationName") == "getJobById":
        return _detail(shelf, str(variables.get("id")))
    return _search(shelf, variables["data"])


def _error(name: str, code: str, message: str, status: int = 200) -> Reply:
    error = {"message": message, "path": [name], "extensions": {"code": code}}
    return Reply.of({"data": None, "errors": [error]}, status)


def _search(shelf: Shelf, data: dict[str, Any]) -> Reply:
    size = int(data.get("pageSize", 30))
    if int(data.get("page", 1)) > 1:
        return _error("searchJobsV3", "NO_PERMISSION", "please login for more information")
    if size > _MOST:
        return _error("searchJobsV3", "BAD_USER_INPUT", "pageSize is too large", 400)
    found = [advert for advert in shelf.adverts if _fits(advert, data)]
    jobs = [_job(advert) for advert in found[:size]]
    told = {"jobsInPage": jobs, "hasMore": len(found) > size}
    return Reply.of({"data": {"searchJobsV3": told}, "isAuthenticated": False})


def _fits(advert: Advert, data: dict[str, Any]) -> bool:
    kinds, ways = data.get("type"), data.get("workArrangementOptions")
    places = [_PLACES.get(code) for code in data.get("LocationIds", ())]
    return (
        (not kinds or _TYPES[advert.employment_type] in kinds)
        and (not ways or advert.arrangement.upper() in ways)
        and (not places or advert.province in places)
    )


def _area(advert: Advert) -> dict[str, Any]:
    kind, _, name = advert.regency.partition(" ")
    shown = name if kind == "Kota" else f"Kab. {name}"
    parents = [
        {"name": name, "formattedName": shown, "level": 3},
        {"name": advert.province, "formattedName": advert.province, "level": 2},
        {"name": "Indonesia", "formattedName": "Indonesia", "level": 1},
    ]
    for number, parent in enumerate(parents):
        parent["id"] = f"{_PLACE}{number:012d}"
    if advert.district is None:
        return parents[0] | {"parents": parents[1:]}
    place = {"name": advert.district, "formattedName": advert.district, "level": 4}
    return place | {"id": f"{_PLACE}{advert.number:012d}", "parents": parents}


def _job(advert: Advert) -> dict[str, Any]:
    salaries: list[dict[str, Any]] | None = None
    if advert.pay_low_idr is not None:
        kind = {"salaryType": "BASIC", "salaryMode": "MONTH", "CurrencyCode": "IDR"}
        salaries = [{"minAmount": advert.pay_low_idr, "maxAmount": advert.pay_high_idr, **kind}]
    years = advert.experience_min_years
    return {
        "id": f"{_ID}{advert.number:012d}",
        "title": advert.title,
        "status": "OPEN",
        "type": _TYPES[advert.employment_type],
        "workArrangementOption": advert.arrangement.upper(),
        "isRemote": advert.arrangement == "remote",
        "createdAt": advert.posted.isoformat(),
        "updatedAt": shown_date(advert).isoformat(),
        "expiryDate": advert.closes.date().isoformat() if advert.closes else None,
        "closedAt": None,
        "company": {
            "name": advert.company,
            "brandName": None,
            "industry": {"name": advert.industry},
        },
        "location": _area(advert),
        "city": None,
        "country": {"code": "ID", "name": "Indonesia"},
        "shouldShowSalary": not advert.is_pay_hidden,
        "salaries": salaries,
        "minYearsOfExperience": years,
        "maxYearsOfExperience": None if years is None else years + 2,
        "educationLevel": _EDUCATION.get(advert.education_min or ""),
        "hierarchicalJobCategory": {"name": advert.category, "level": 3},
        "skills": [
            {"mustHave": number == 0, "skill": {"name": name}}
            for number, name in enumerate(advert.skills)
        ],
        "benefits": None,
        "gender": None,
        "descriptionJsonString": None,
    }


def _detail(shelf: Shelf, told: str) -> Reply:
    number = told.removeprefix(_ID)
    advert = shelf.by_number.get(int(number)) if number.isdigit() else None
    if advert is None:
        return _error("getJobById", "RECORD_NOT_FOUND", "record not found", 404)
    blocks: list[dict[str, Any]] = [
        {
            "key": f"b{number}",
            "text": line.removeprefix("- "),
            "type": "unordered-list-item" if line.startswith("- ") else "unstyled",
            "depth": 0,
            "data": {},
        }
        for number, line in enumerate(advert.description.splitlines())
    ]
    draft = orjson.dumps({"blocks": blocks, "entityMap": {}}).decode()
    found = {"id": told, "descriptionJsonString": draft}
    return Reply.of({"data": {"getJobById": found}, "isAuthenticated": False})
