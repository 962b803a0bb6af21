"""Links from marks of figures to the advertisements behind them, and what such an address asks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

import pandas as pd

from analytics.behind import ASKED, Behind, behind
from analytics.behind_lists import OFFERS, Asked
from analytics.filter import Filter
from analytics.openings_market import KINDS
from analytics.openings_needs import LADDER, REQUIREMENTS, Person
from analytics.supervision import DEMANDS
from analytics.wages_filter import BANDS
from data.reference import areas, classifications
from ui import karier_form as form
from ui import state
from ui.texts import load

ADDRESS: Final = "iklan"
OFFER_KEY: Final = "upah_minimum"
ACCEPTS_KEY: Final = "terima"
STEPS_KEY: Final = "langkah"
WALL_KEY: Final = "halang"
_YES: Final = "1"
_BETWEEN: Final = ","
# Fields of Behind by what they are called in an address.
_TEXTS: Final[Mapping[str, str]] = {
    "prov": "province",
    "kab": "regency",
    "kbji": "occupation",
    "sektor": "sector",
    "portal": "portal",
    "topik": "topic",
    "judul": "title",
    "kata": "wording",
    "bidang": "field",
    "golongan": "group",
    "juga": "also",
    "tuntutan": "demand",
    "minta": "asked",
    "pengalaman": "asks",
}
_DAYS: Final = {"dari": "period_from", "sampai": "period_to"}
_FLAGS: Final = {"upah": "is_paid", "uraian": "is_described", "buka": "is_open"}
_KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "province": lambda code: code in areas.provinces(),
    "regency": lambda code: code in areas.regencies(),
    "occupation": lambda code: code in classifications.occupations(),
    "sector": lambda code: code in classifications.sectors(),
    "demand": lambda name: name in DEMANDS,
    "asked": lambda name: name in ASKED,
    "asks": lambda band: band in BANDS,
    "group": lambda name: f"kesenjangan_group.{name}" in load(state.LANGUAGES[0]),
}
# Nobody is asked for a hundred years.
_YEARS_DIGITS: Final = 2


def link(where: Filter, **more: str) -> str:
    """The address of the page that lists what the filter is about; `more` are further keys."""
    return _address({**write(behind(where)), **more})


def links(where: Filter, rows: pd.DataFrame, **columns: str) -> list[str]:
    """A link for each row: the filter, with fields of Behind from columns of the frame."""
    asked = behind(where)
    return [
        link(replace(asked, **{name: row[column] for name, column in columns.items()}))
        for row in rows.to_dict("records")
    ]


def link_person(where: Filter, person: Person, **more: str) -> str:
    """The address that lists the open vacancies that accept a person, or else as `more` says."""
    return _address({**form.write_query(where, person), ACCEPTS_KEY: _YES, **more})


def write_steps(*steps: tuple[str, str]) -> dict[str, str]:
    """Steps of a person as a key of `link_person`."""
    return {STEPS_KEY: _BETWEEN.join(f"{step}:{value}" for step, value in steps)}


def _address(query: Mapping[str, str]) -> str:
    if state.language() != state.LANGUAGES[0]:
        query = {**query, state.LANGUAGE_KEY: state.language()}
    return f"{ADDRESS}?{urlencode(query, safe=',:')}"


def write(asked: Behind) -> dict[str, str]:
    """What stands in the address for a filter."""
    told = {key: getattr(asked, name) for key, name in _TEXTS.items()}
    told |= {key: getattr(asked, name) for key, name in _DAYS.items()}
    told |= {key: _YES if getattr(asked, name) else "" for key, name in _FLAGS.items()}
    told |= {"skill": _BETWEEN.join(asked.skills)}
    told["tetap"] = _write_months(asked)
    return {key: str(value) for key, value in told.items() if value}


def _write_months(asked: Behind) -> str:
    """The months of `matched`, from the first to the last where none is left out between."""
    if not asked.matched:
        return ""
    whole = pd.period_range(asked.matched[0], asked.matched[-1], freq="M").astype(str)
    kind = "uraian" if asked.is_matched_described else "semua"
    if tuple(whole) == asked.matched:
        return f"{kind}:{asked.matched[0]}..{asked.matched[-1]}"
    return f"{kind}:{_BETWEEN.join(asked.matched)}"


def read(query: Mapping[str, str]) -> Asked:
    """What an address asks for; nonsense asks for nothing."""
    told: dict[str, Any] = {}
    for key, name in _TEXTS.items():
        value = query.get(key, "")
        if value and _KNOWN.get(name, bool)(value):
            told[name] = value
    days = {name: _read_day(query.get(key, "")) for key, name in _DAYS.items()}
    # Of one alone the page could not say which period it lists.
    told |= days if all(days.values()) else {}
    told |= {name: query.get(key) == _YES for key, name in _FLAGS.items()}
    told["skills"] = tuple(one for one in query.get("skill", "").split(_BETWEEN) if one)
    told |= _read_months(query.get("tetap", ""))
    offer, wall = query.get(OFFER_KEY, ""), query.get(WALL_KEY, "")
    return Asked(
        Behind(**told),
        offer if offer in OFFERS else "",
        _read_person(query) if query.get(ACCEPTS_KEY) == _YES else None,
        _read_steps(query.get(STEPS_KEY, "")),
        wall if wall in REQUIREMENTS else "",
    )


def _read_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _read_months(words: str) -> dict[str, object]:
    kind, _, months = words.partition(":")
    first, _, last = months.partition("..")
    try:
        told = (
            pd.period_range(first, last, freq="M")
            if last
            else pd.PeriodIndex(months.split(_BETWEEN), freq="M")
        )
    except ValueError:
        return {}
    if kind not in ("uraian", "semua") or told.hasnans:
        return {}
    return {"matched": tuple(told.astype(str)), "is_matched_described": kind == "uraian"}


def _read_person(query: Mapping[str, str]) -> Person:
    level, years = query.get(form.EDUCATION_KEY, ""), query.get(form.YEARS_KEY, "")
    age = query.get(form.AGE_KEY, "")
    return Person(
        education=level if level in form.LEVELS else None,
        experience=float(years) if years in form.YEARS else 0.0,
        age=int(age) if age in form.AGES else None,
        sex=form.SEXES.get(query.get(form.SEX_KEY, "")),
        skills=tuple(one for one in query.get(form.SKILLS_KEY, "").split(_BETWEEN) if one),
    )


def _read_steps(words: str) -> tuple[tuple[str, str], ...]:
    pairs = (one.partition(":")[::2] for one in words.split(_BETWEEN))
    return tuple((step, value) for step, value in pairs if _is_step(step, value))


def _is_step(step: str, value: str) -> bool:
    if step == "education":
        return value in LADDER
    if step == "experience":
        return value.isdecimal() and len(value) <= _YEARS_DIGITS
    return step in KINDS and bool(value)
