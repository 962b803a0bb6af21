"""JobPosting in schema.org's vocabulary: found as JSON-LD in a page, read whatever form it takes.

Every property may be a text, a number, an object or a list of these; sites use all of them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from data.html_text import to_text
from data.reference import tables
from data.reference.areas import provinces
from data.times import read_instant
from scrapers.page_state import read_page
from scrapers.portal import Facts, ShapeError, read_facts
from scrapers.rows import describe_pay, describe_place, join_texts, local_time

# The words of the vocabulary itself; a portal may have more of its own.
_VOCABULARY: Final = read_facts("jsonld")
# The properties that row_of reads.
KNOWN: Final = frozenset(
    {
        "title", "name", "datePosted", "validThrough", "hiringOrganization", "jobLocation",
        "jobLocationType", "applicantLocationRequirements", "baseSalary", "description",
        "responsibilities", "qualifications", "industry", "employmentType", "skills",
        "experienceRequirements", "educationRequirements", "occupationalCategory",
        "totalJobOpenings",
    }
)  # fmt: skip
_DEEPEST: Final = 12
_MONTHS_A_YEAR: Final = 12
# What wraps the JSON in a script for the sake of old browsers.
_WRAP = re.compile(
    r"^\s*(?://|/\*)?\s*<!(?:--|\[CDATA\[)\s*(?:\*/)?"
    r"|(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*$"
)
_TWICE_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+(?:[.,]\d+)?")
# "Thu Jul 02 00:00:00 GMT 2026", as Java prints a date.
_JAVA = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} [\d:]{8}) ([A-Z]{3,4}) (\d{4})")
_ZONES: Final = {"GMT": "+0000", "UTC": "+0000", "WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}
_HOME: Final = frozenset({"ID", "IDN", "INDONESIA"})
# Longer ones are sentences, in which commas part no skills.
_LONGEST_SKILL_LIST: Final = 300


def find_nodes(portal: str, body: bytes) -> list[dict[str, Any]]:
    """All JobPosting objects of a page or JSON-LD file; raises ShapeError where it has none."""
    texts = [body.decode("utf-8", "replace")]
    if not texts[0].lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        scripts = read_page(body)(
            "script", type=re.compile(r"^\s*application/ld\+json", re.IGNORECASE)
        )
        texts = [script.get_text() for script in scripts]
    found: list[dict[str, Any]] = []
    broken: ValueError | None = None
    for text in texts:
        try:
            # Line breaks inside strings are common, and harmless.
            value = json.loads(_WRAP.sub("", text).strip("\ufeff; \t\r\n"), strict=False)
        except RecursionError:
            broken = ValueError("nested too deep")
        except ValueError as error:
            broken = error
        else:
            found.extend(_job_postings(value, 0))
    if found:
        return found
    if broken is not None:
        raise ShapeError(portal, "application/ld+json", f"not JSON ({broken})") from broken
    raise ShapeError(portal, "JobPosting", "not in the page")


def _job_postings(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """The JobPosting objects in a JSON-LD value: alone, in lists, in @graph, nested."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _job_postings(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name.rpartition("/")[2] == "JobPosting" for name in names):
            yield value
            return
        for item in value.values():
            if isinstance(item, dict | list):
                yield from _job_postings(item, depth + 1)


def find_page_url(body: bytes) -> str | None:
    """The address that a page gives as its own."""
    soup = read_page(body)
    for tag, attribute in (
        (soup.find("link", rel="canonical"), "href"),
        (soup.find("meta", property="og:url"), "content"),
    ):
        told = tag.get(attribute) if tag is not None else None
        if isinstance(told, str) and told.startswith(("http://", "https://")):
            return told.strip()
    return None


def row_of(facts: Facts, node: Mapping[str, Any]) -> dict[str, Any]:
    """A JobPosting under the names of `import`; id and url are the caller's affair.

    Raises ShapeError where it has no title.
    """
    title = _first(node.get("title"), "name") or _first(node.get("name"))
    if not title:
        raise ShapeError(facts.name, "title", "empty")
    posted = _first(node.get("datePosted"))
    closes = _first(node.get("validThrough"))
    closed_at = read_time(facts, closes)
    return {
        "title": to_text(title),
        "company": to_text(_first(node.get("hiringOrganization"), "name", "legalName")),
        "location": _place(node),
        "salary": _pay(facts, node.get("baseSalary")),
        "description": _description(node),
        "industry": to_text(", ".join(_texts(node.get("industry"), "name"))),
        "employment_type": _employment_type(facts, node.get("employmentType")),
        "experience": _experience(facts, node.get("experienceRequirements")),
        "education": _education(facts, node.get("educationRequirements")),
        "posted": read_time(facts, posted),
        "posted_text": posted,
        "closed_at": closed_at,
        # A closing date in no form we know is kept as it is written.
        "valid_through": closes if closes and closed_at is None else None,
        "skills": _skills(node.get("skills")),
        "category": ", ".join(_texts(node.get("occupationalCategory"), "name", "codeValue")),
        "openings": _first(node.get("totalJobOpenings")),
    }


def read_time(facts: Facts, told: str | None) -> str | None:
    """A date or time with its zone, in ISO form; None where it is in no form we know."""
    if told is None:
        return None
    java = _JAVA.fullmatch(told.strip())
    try:
        if java is not None:
            day, zone, year = java.groups()
            moment = datetime.strptime(
                f"{day} {year} {_ZONES.get(zone, zone)}", "%b %d %H:%M:%S %Y %z"
            )
            told = moment.isoformat()
        text = local_time(facts, told.strip())
    except (ValueError, OverflowError):
        return None
    return text if read_instant(text) else None


def _texts(value: object, *keys: str, depth: int = 0) -> list[str]:
    """The texts that a property says, whatever its form; of objects the first of `keys` it has."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, bool) or value is None or depth > _DEEPEST:
        return []
    if isinstance(value, int | float):
        return [f"{value:.0f}"] if abs(value) < 10**15 and value == int(value) else []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, *keys, depth=depth + 1)]
    if isinstance(value, dict):
        for key in keys:
            if found := _texts(value.get(key), *keys, depth=depth + 1):
                return found
    return []


def _first(value: object, *keys: str) -> str | None:
    return next(iter(_texts(value, *keys)), None)


def _objects(value: object) -> list[dict[str, Any]]:
    """The objects of a property that may be one or a list of them."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def _description(node: Mapping[str, Any]) -> str | None:
    """The text; what stands in properties of its own follows where the text lacks it."""
    parts: list[str] = []
    for name in ("description", "responsibilities", "qualifications"):
        for told in _texts(node.get(name), "name", "description"):
            text = to_text(_TWICE_ESCAPED.sub(lambda match: chr(int(match[1], 16)), told))
            if text and not any(text in part for part in parts):
                parts.append(text)
    return join_texts(*parts)


def _place(node: Mapping[str, Any]) -> str | None:
    """All places of work; those abroad with their country."""
    arrangement = None
    if "TELECOMMUTE" in _texts(node.get("jobLocationType")):
        arrangement = "remote"
    told = node.get("jobLocation")
    places = [told] if isinstance(told, str) else [_address(place) for place in _objects(told)]
    if isinstance(told, list):
        places += [place for place in told if isinstance(place, str)]
    if not any(places) and arrangement:
        required = _texts(node.get("applicantLocationRequirements"), "name")
        places = [_country(name) for name in required]
    joined = "; ".join(dict.fromkeys(place.strip() for place in places if place and place.strip()))
    return describe_place(joined, arrangement=arrangement)


def _address(place: Mapping[str, Any]) -> str | None:
    """A place from narrow to wide; streets and postcodes are left out."""
    address = place.get("address")
    if not isinstance(address, dict):
        return _first(address) or _first(place, "name")
    region = _first(address.get("addressRegion"), "name")
    country = _first(address.get("addressCountry"), "name", "identifier")
    return describe_place(
        _first(address.get("addressLocality"), "name"),
        _regions().get(region.upper(), region) if region and _is_home(country) else region,
        None if _is_home(country) else _country(country or ""),
    )


def _is_home(country: str | None) -> bool:
    return country is None or _country(country) == "Indonesia"


def _country(told: str) -> str:
    """The name of a country; codes are resolved."""
    code = told.upper()
    return "Indonesia" if code in _HOME else _countries().get(code, told)


@cache
def _countries() -> dict[str, str]:
    return {row["iso_3166_1"]: row["name_en"] for row in tables.rows("countries")}


@cache
def _regions() -> dict[str, str]:
    """Provinces by their ISO codes, with and without the country's."""
    codes = {province.iso: province.name_id for province in provinces().values()}
    return codes | {code.removeprefix("ID-"): name for code, name in codes.items()}


def _pay(facts: Facts, salary: object) -> str | None:
    """Base pay as nlp reads it; an estimate of the site's own is another property, never read."""
    if isinstance(salary, list):
        salary = next((item for item in salary if item), None)
    if isinstance(salary, str) and not salary.strip().isdigit():
        # "Kompetitif", "Negosiasi" and zeroes tell no pay.
        return salary.strip() if any(c in "123456789" for c in salary) else None
    holder = salary if isinstance(salary, dict) else {"value": salary}
    value = holder.get("value", holder)
    value = value if isinstance(value, dict) else {"value": value}
    alone = _amount(value.get("value"))
    low, high = _amount(value.get("minValue")) or alone, _amount(value.get("maxValue"))
    currency = _first(holder.get("currency")) or _first(value.get("currency")) or "IDR"
    unit = _first(value.get("unitText")) or _first(holder.get("unitText"))
    period = _say(facts, "pay_period", unit)
    return describe_pay(low, high, currency, period or "")


def _amount(told: object) -> float | None:
    """A number, or one written with points or commas between the thousands."""
    if isinstance(told, bool):
        return None
    if isinstance(told, int | float):
        return float(told) if abs(told) < 10**15 else None
    found = _AMOUNT.search(told) if isinstance(told, str) else None
    if found is None:
        return None
    digits = found[0]
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits):
        digits = re.sub(r"[.,]", "", digits)
    amount = float(digits.replace(",", "."))
    return amount if amount < 10**15 else None


def _say(facts: Facts, field_name: str, told: str | None) -> str | None:
    """Our words for one of schema.org's or of the portal's own; others stay as they are."""
    plain = to_text(told) or ""
    table = _VOCABULARY.words.get(field_name, {}) | facts.words.get(field_name, {})
    return table.get(plain.lower(), plain) or None


def _employment_type(facts: Facts, told: object) -> str | None:
    kinds = [kind for text in _texts(told, "name") for kind in text.split(",")]
    words = (_say(facts, "employment_type", kind.strip().replace("-", "_")) for kind in kinds)
    return ", ".join(dict.fromkeys(filter(None, words))) or None


def _experience(facts: Facts, told: object) -> str | None:
    parts: list[str | None] = []
    for item in told if isinstance(told, list) else [told]:
        months = item.get("monthsOfExperience") if isinstance(item, dict) else None
        if (count := _amount(months)) is not None:
            parts.append(_duration(int(count)))
        else:
            texts = _texts(item, "name", "description")
            parts += [_say(facts, "experience", text) for text in texts]
    return ", ".join(filter(None, parts)) or None


def _duration(months: int) -> str:
    if months <= 0:
        return "0 tahun"
    if months % _MONTHS_A_YEAR:
        return f"{months} bulan"
    return f"{months // _MONTHS_A_YEAR} tahun"


def _education(facts: Facts, told: object) -> str | None:
    levels = _texts(told, "credentialCategory", "name", "description")
    return ", ".join(filter(None, (_say(facts, "education", level) for level in levels))) or None


def _skills(told: object) -> list[str]:
    """Skill names; one text with commas between is a list of them."""
    names: list[str] = []
    for text in _texts(told, "name"):
        plain = to_text(text) or ""
        is_list = not isinstance(told, list) and len(plain) <= _LONGEST_SKILL_LIST
        names += re.split(r"[,;\n]", plain) if is_list else [plain]
    return list(dict.fromkeys(filter(None, (name.strip(" -•") for name in names))))
