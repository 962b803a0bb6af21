"""Read one posting: title, place, wage and date, with the spans they rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from data import reference
from nlp.posted import read_posted
from nlp.title import normalise_title
from nlp.wage import Wage, read_wage

# A change of what is read, or how, gets a new number: `process` then reads every posting again.
READER: Final = "1"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of text a reading rests on: `text == content[field][start:end]`."""

    what: str
    field: str
    start: int
    end: int
    text: str
    value: str | None


@dataclass(frozen=True, slots=True)
class PostingReading:
    """What was read out of a posting; what is not stated is None, never guessed."""

    title: str | None
    company: str | None
    province: str | None
    regency: str | None
    is_remote: bool
    posted: date | None
    wage_min_idr: int | None
    wage_max_idr: int | None
    wage_flags: str | None
    employment_type: str | None
    mentions: tuple[Mention, ...]


def read_posting(
    content: Mapping[str, Any], *, posted_text: str | None, seen: date | None
) -> PostingReading:
    """Read the content of a posting (the text fields of `extract`, all of them optional).

    `seen` is the day the advertisement was seen, which "3 hari yang lalu" counts from.
    """
    title = content.get("title")
    location = content.get("location")
    wage = read_wage(content.get("salary"))
    province, regency, is_remote = _read_place(location)
    mentions = []
    if location and province:
        mentions.append(
            Mention("place", "location", 0, len(location), location, regency or province)
        )
    if wage is not None:
        value = f"{wage.min}-{wage.max} {wage.currency}/{wage.period or '?'}"
        mentions.append(Mention("wage", "salary", wage.start, wage.end, wage.text, value))
    return PostingReading(
        title=normalise_title(title) if title else None,
        company=content.get("company"),
        province=province,
        regency=regency,
        is_remote=is_remote,
        posted=read_posted(posted_text, seen) if posted_text else None,
        wage_min_idr=wage.monthly_min if wage else None,
        wage_max_idr=wage.monthly_max if wage else None,
        wage_flags=_join_flags(wage),
        employment_type=content.get("employment_type"),
        mentions=tuple(mentions),
    )


def _read_place(location: str | None) -> tuple[str | None, str | None, bool]:
    """The one province and regency the text tells; None where it tells several."""
    if not location:
        return None, None, False
    found = reference.places.find(location)
    provinces = {place.province for place in found.places}
    regencies = {place.regency for place in found.places}
    return (
        provinces.pop() if len(provinces) == 1 else None,
        regencies.pop() if len(regencies) == 1 else None,
        found.remote,
    )


def _join_flags(wage: Wage | None) -> str | None:
    return ",".join(wage.flags) or None if wage else None
