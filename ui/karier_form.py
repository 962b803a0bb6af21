"""The form of Karier: place, schooling, years, age, sex, skills; in the address, not stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from analytics.filter import Filter
from analytics.openings_market import KINDS
from analytics.openings_needs import USUAL, Person
from analytics.skills_search import search_skills
from data.reference import areas
from data.snapshot import Snapshot
from ui import home, parts, pekerjaan, state
from ui.addresses import REGENCY_KEY
from ui.texts import plain, t

EDUCATION_KEY: Final = "didik"
YEARS_KEY: Final = "tahun"
AGE_KEY: Final = "usia"
SEX_KEY: Final = "jk"
SKILLS_KEY: Final = "bisa"
NOT_TOLD: Final = ""
# Levels of one rank are one choice: D4 is S1, D2 lies between.
LEVELS: Final = ("sd", "smp", "sma", "smk", "d1", "d3", "s1", "s2")
# Who tells nothing is a beginner: a page that counts jobs for five years' experience misleads.
BEGINNER: Final = "0"
YEARS: Final = (BEGINNER, "1", "2", "3", "5", "10")
AGES: Final = tuple(str(age) for age in range(15, 66))
SEXES: Final[Mapping[str, str]] = {"p": "female", "l": "male"}
# The skills that the count of openings looks at.
COUNTED: Final = tuple(kind for kind in KINDS if kind in (*USUAL.kinds, "license"))
MOST_SKILLS: Final = 30
_WORDS_KEY: Final = "karier-words"
_FOUND: Final = 6


def choose_where() -> Filter:
    """Place and occupation in the address; a regency alone names its province."""
    asked = st.query_params.get(REGENCY_KEY)
    if asked in areas.regencies() and state.PROVINCE_KEY not in st.query_params:
        st.query_params[state.PROVINCE_KEY] = areas.regency(asked).province
    around = state.choose_filter()
    codes = (state.EVERYWHERE, *_regencies(around))
    regency = state.choice(REGENCY_KEY, codes, state.EVERYWHERE)
    occupation = pekerjaan.choose_occupation()
    return replace(around, regency=regency or None, occupation=occupation or None)


def choose_person(known: Collection[str]) -> Person:
    """Who asks, from the address; `known` are the ids of skills there are."""
    level = state.choice(EDUCATION_KEY, (NOT_TOLD, *LEVELS), NOT_TOLD)
    years = state.choice(YEARS_KEY, YEARS, BEGINNER)
    age = state.choice(AGE_KEY, (NOT_TOLD, *AGES), NOT_TOLD)
    sex = state.choice(SEX_KEY, (NOT_TOLD, *SEXES), NOT_TOLD)
    return Person(
        education=level or None,
        experience=float(years),
        age=int(age) if age else None,
        sex=SEXES.get(sex),
        skills=_choose_skills(known),
    )


def _choose_skills(known: Collection[str]) -> tuple[str, ...]:
    """The skills in the address, without what is no skill; kept over a change of page."""

    def clean(value: str) -> str:
        told = dict.fromkeys(one for one in value.split(",") if one in known)
        return ",".join(list(told)[:MOST_SKILLS])

    asked = st.query_params.get(SKILLS_KEY)
    if asked is not None:
        st.query_params[SKILLS_KEY] = asked = clean(asked)
    kept = clean(str(st.session_state.get(f"{SKILLS_KEY}-kept", "")))
    value = state.choice(SKILLS_KEY, (NOT_TOLD, kept, asked or ""), NOT_TOLD)
    return tuple(one for one in value.split(",") if one)


def write_query(where: Filter, person: Person) -> dict[str, str]:
    """What stands in the address for these, for links back to this page."""
    sexes = {sex: code for code, sex in SEXES.items()}
    told = {
        state.PROVINCE_KEY: where.province,
        REGENCY_KEY: where.regency,
        pekerjaan.OCCUPATION_KEY: where.occupation,
        EDUCATION_KEY: person.education,
        YEARS_KEY: f"{person.experience:g}" if person.experience else None,
        AGE_KEY: None if person.age is None else str(person.age),
        SEX_KEY: sexes.get(person.sex or ""),
        SKILLS_KEY: ",".join(person.skills),
    }
    return {key: value for key, value in told.items() if value}


def _regencies(around: Filter) -> list[str]:
    return [code for code, one in areas.regencies().items() if one.province == around.province]


def show_form(snapshot: Snapshot, where: Filter, person: Person, names: Mapping[str, str]) -> None:
    """All that is asked of a person; one tap each for what matters most."""
    levels = {level: t(f"karier_education.{level}") for level in LEVELS}
    _show_pills(EDUCATION_KEY, t("karier.education"), levels, NOT_TOLD)
    years = {code: t(f"karier_years.{code}") for code in YEARS}
    _show_pills(YEARS_KEY, t("karier.years"), years, BEGINNER)
    with st.grid(2, min_column_width=150, gap="small"):
        parts.show_choice(
            state.PROVINCE_KEY, t("karier.province"), home.province_names(), state.EVERYWHERE
        )
        if where.province is not None:
            language = state.language()
            codes = {code: areas.name(code, language) for code in _regencies(where)}
            in_order = dict(sorted(codes.items(), key=lambda pair: pair[1]))
            options = {state.EVERYWHERE: t("karier.regency_all"), **in_order}
            parts.show_choice(REGENCY_KEY, t("karier.regency"), options, state.EVERYWHERE)
    _show_skills(snapshot, person, names)
    told = where.occupation, person.age, person.sex
    with st.expander(t("karier.more"), expanded=any(one is not None for one in told)):
        with st.grid(2, min_column_width=150, gap="small"):
            ages = {NOT_TOLD: t("karier.not_told"), **{age: age for age in AGES}}
            parts.show_choice(AGE_KEY, t("karier.age"), ages, NOT_TOLD)
            sexes = {code: t(f"karier_sex.{sex}") for code, sex in SEXES.items()}
            sexes = {NOT_TOLD: t("karier.not_told"), **sexes}
            parts.show_choice(SEX_KEY, t("karier.sex"), sexes, NOT_TOLD)
        st.caption(t("karier.why_age"))
        pekerjaan.show_search(snapshot, where.occupation or "")
    st.caption(t("karier.privacy"))


def _show_pills(key: str, label: str, names: Mapping[str, str], default: str) -> None:
    """A choice at one tap; `names` are labels by code, in their order."""
    # With nothing told no pill is filled; the empty code is none of them.
    if st.session_state[state.widget_key(key)] not in names:
        st.session_state[state.widget_key(key)] = None
    st.pills(
        label,
        list(names),
        format_func=lambda code: names[code],
        key=state.widget_key(key),
        on_change=state.take_choice,
        args=(key, default),
        required=default != NOT_TOLD,
    )


def _show_skills(snapshot: Snapshot, person: Person, names: Mapping[str, str]) -> None:
    """A search that adds the likeliest skill, others it may mean, and the skills told as chips."""
    words = st.text_input(
        t("karier.skills"),
        key=_WORDS_KEY,
        max_chars=80,
        placeholder=t("karier.skills_example"),
        on_change=_take_words,
    )
    if words:
        found = _search(snapshot, words)
        if not found:
            st.caption(t("karier.skills_none", words=plain(words)))
        _show_chips("add", t("karier.skills_other"), found, (), person.skills, names)
    held = person.skills
    _show_chips("held", t("karier.skills_held"), held, held, held, names)


def _search(snapshot: Snapshot, words: str) -> list[str]:
    """The skills that the words may mean, of the kinds that are counted."""
    found = search_skills(snapshot, words)
    return found[found["kind"].isin(COUNTED)]["skill"].head(_FOUND).tolist()


def _show_chips(
    name: str,
    label: str,
    skills: Sequence[str],
    chosen: Sequence[str],
    held: Sequence[str],
    names: Mapping[str, str],
) -> None:
    """Skills as chips: those chosen are filled, a tap on one adds it or takes it away."""
    offered = [skill for skill in skills if skill in chosen or skill not in held]
    if not offered:
        return
    key = f"karier-{name}"
    st.session_state[key] = [skill for skill in offered if skill in chosen]
    st.pills(
        label,
        offered,
        selection_mode="multi",
        format_func=lambda skill: names[skill],
        key=key,
        on_change=_take_chips,
        args=(key, tuple(offered), tuple(held)),
    )


def _take_chips(key: str, offered: tuple[str, ...], held: tuple[str, ...]) -> None:
    chosen = st.session_state.get(key) or []
    put_skills([skill for skill in held if skill not in offered] + list(chosen))


def _take_words() -> None:
    """Callback of the search: the likeliest skill is one the person holds."""
    opened, words = state.snapshot(), st.session_state.get(_WORDS_KEY)
    if opened is not None and words and (found := _search(opened, str(words))):
        add_skill(found[0])


def add_skill(skill: str) -> None:
    """Put one more skill into the address."""
    put_skills([*st.query_params.get(SKILLS_KEY, "").split(","), skill])


def put_skills(skills: Sequence[str]) -> None:
    """Put these skills into the address."""
    told = [skill for skill in dict.fromkeys(skills) if skill][:MOST_SKILLS]
    if told:
        st.query_params[SKILLS_KEY] = ",".join(told)
    else:
        st.query_params.pop(SKILLS_KEY, None)
