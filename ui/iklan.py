"""What Iklan says: how many advertisements are behind a mark, what they have in common, next."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics.advertisements import UNSEEN_DAYS
from analytics.behind import Behind
from analytics.behind_lists import Asked
from analytics.openings_market import KINDS
from analytics.openings_needs import Person
from data.reference import areas
from data.snapshot import Snapshot
from ui import karier_form, parts, pekerjaan, state
from ui.addresses import place_query, province_query
from ui.gaji import name_band
from ui.karier import name_step
from ui.kesenjangan import FIELD, name_thing
from ui.keterampilan import SKILL_KEY
from ui.pengawasan import name_demand
from ui.sektor import SECTOR_KEY, name_section
from ui.texts import plain, t
from ui.topik import TOPIC_KEY

PAGE: Final = "pages/iklan.py"
SHOWN: Final = 20
PAGE_KEY: Final = "halaman"
_PAGE_DIGITS: Final = 5


def read_offset() -> int:
    """How many advertisements come before the page of the list that the address asks for."""
    asked = st.query_params.get(PAGE_KEY, "")
    is_number = asked.isdecimal() and len(asked) <= _PAGE_DIGITS
    return max(0, int(asked) - 1) * SHOWN if is_number else 0


def show_finding(listed: pd.DataFrame, offset: int, asked: Asked) -> None:
    """How many there are, and which of them are shown."""
    if listed.empty:
        st.title(t("iklan.none_title"), anchor=False)
        st.markdown(t("iklan.none"))
        return
    n = int(listed["n"].iloc[0])
    # Of an address that narrows nothing there is no figure.
    title = t("iklan.all_title", n=n) if asked == Asked(Behind()) else t("iklan.title", n=n)
    st.title(title, anchor=False)
    st.markdown(t("iklan.lead", first=offset + 1, last=offset + len(listed), n=n))


def show_asked(asked: Asked, snapshot: Snapshot) -> None:
    """What all of them have in common, a line each."""
    names = pekerjaan.name_skills(snapshot)
    told = [*_tell_filter(asked.where, names), *_tell_topic(asked.where, snapshot)]
    told += _tell_more(asked, names)
    lines = told or [t("iklan.everything")]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _tell_filter(where: Behind, names: Mapping[str, str]) -> Iterator[str]:
    """What the fields of the filter narrow to, in words."""
    language = state.language()
    words: Mapping[str, Callable[[Any], str]] = {
        "province": lambda code: areas.name(code, language),
        "regency": lambda code: areas.name(code, language),
        "sector": name_section,
        "occupation": pekerjaan.name_occupation,
        "title": str,
        "wording": str,
        "field": lambda field: name_thing(field, FIELD),
        "group": _name_group,
        "portal": parts.name_portal,
        "also": parts.name_portal,
        "demand": name_demand,
        "asks": name_band,
        "asked": _name_asked,
    }
    for name, write in words.items():
        if value := getattr(where, name):
            yield t(f"iklan_of.{name}", value=plain(write(value)))
    for skill in where.skills:
        yield t("iklan_of.skill", value=plain(names.get(skill, skill)))
    if where.period_from and where.period_to:
        days = {"from": where.period_from, "to": where.period_to}
        yield t("iklan.period", **days)
    if where.matched:
        yield t("iklan.matched", **{"from": where.matched[0], "to": where.matched[-1]})
    if where.is_paid:
        yield t("iklan.paid")
    if where.is_described:
        yield t("iklan.described")
    if where.is_open:
        yield t("iklan.open", days=UNSEEN_DAYS)


def _name_asked(asked: str) -> str:
    kind, _, value = asked.partition(":")
    if kind == "education":
        return t(f"pekerjaan_education.{value}")
    if kind == "experience":
        return t(f"pekerjaan_experience.{value}")
    return t(f"pekerjaan_restriction.{value}")


def _name_group(group: str) -> str:
    return t(f"kesenjangan_group.{group}")


def _tell_topic(where: Behind, snapshot: Snapshot) -> Iterator[str]:
    if not where.topic:
        return
    column = "label_en" if state.language() == "en" else "label_id"
    found = snapshot.frame(f"SELECT {column} FROM topics WHERE id = $id", {"id": where.topic})  # noqa: S608 - one of two columns
    name = str(found[column].iloc[0]) if len(found) else where.topic
    yield t("iklan_of.topic", value=plain(name))


def _tell_more(asked: Asked, names: Mapping[str, str]) -> Iterator[str]:
    """What stands to the minimum wage, and what a person has to do with it."""
    if asked.offer:
        yield t("iklan.offer", value=t(f"gaji_below.{asked.offer}"))
    if asked.person is None:
        return
    if asked.wall:
        yield t("iklan.wall", value=t(f"karier_demand.{asked.wall}"))
    elif asked.steps:
        told = [_name_step(step, value, names) for step, value in asked.steps]
        yield t("iklan.steps", value=plain(" + ".join(told)))
    else:
        yield t("iklan.accepts")
    yield t("iklan.person", value=plain(", ".join(_tell_person(asked.person, names))))
    yield t("iklan.open", days=UNSEEN_DAYS)


def _tell_person(person: Person, names: Mapping[str, str]) -> Iterator[str]:
    """Who "you" is: a link can be passed on."""
    if person.education:
        yield t(f"karier_education.{person.education}")
    years = f"{person.experience or 0:g}"
    yield _name_step("experience", years, names) if years != "0" else t("iklan.no_years")
    if person.age is not None:
        yield t("iklan.age", age=person.age)
    if person.sex:
        yield t(f"karier_sex.{person.sex}").lower()
    yield from (names.get(skill, skill) for skill in person.skills)


def _name_step(step: str, value: str, names: Mapping[str, str]) -> str:
    is_unknown = step in KINDS and value not in names
    return value if is_unknown else name_step(step, value, names)


def show_list(listed: pd.DataFrame, offset: int, *, is_sample: bool) -> None:
    """The advertisements, and the way to those before and after them."""
    if listed.empty:
        return
    st.header(t("iklan.list_title"), anchor=False)
    pekerjaan.write_advertisements(listed, is_sample=is_sample)
    n, number = int(listed["n"].iloc[0]), offset // SHOWN + 1
    with st.container(horizontal=True):
        if offset:
            _link_page(number - 1, t("iklan.newer"))
        if offset + len(listed) < n:
            _link_page(number + 1, t("iklan.older"))


def _link_page(number: int, label: str) -> None:
    parts.link_page(PAGE, label, {**st.query_params.to_dict(), PAGE_KEY: str(number)})


def show_method() -> None:
    """What the list is and what it cannot tell."""
    st.header(t("iklan.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(t("iklan.method"))


def show_next(asked: Asked) -> None:
    """The next step: the pages about what these advertisements have in common."""
    st.header(t("iklan.next_title"), anchor=False)
    where = asked.where
    place = province_query(where)
    if asked.person is not None:
        query = karier_form.write_query(where, asked.person)
        parts.link_page("pages/karier.py", t("iklan.next_career"), query)
    if where.occupation and pekerjaan.is_choice(where.occupation):
        query = {pekerjaan.OCCUPATION_KEY: where.occupation, **place}
        parts.link_page("pages/pekerjaan.py", t("iklan.next_job"), query)
        parts.link_page("pages/gaji.py", t("iklan.next_pay"), query)
    for skill in where.skills[:1]:
        query = {SKILL_KEY: skill, **place}
        parts.link_page("pages/keterampilan.py", t("iklan.next_skill"), query)
    if where.sector:
        query = {SECTOR_KEY: where.sector, **place}
        parts.link_page("pages/sektor.py", t("iklan.next_sector"), query)
    if where.topic:
        parts.link_page("pages/topik.py", t("iklan.next_topic"), {TOPIC_KEY: where.topic})
    parts.link_page("pages/wilayah.py", t("iklan.next_place"), place_query(where))
    parts.link_page("pages/cek_lowongan.py", t("iklan.next_check"), {})
