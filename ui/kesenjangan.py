"""What Kesenjangan says beside its figures: choices, finding, whose trainings, mismatch, next."""

from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN
from analytics.skills_growth import CLEAR_FROM
from analytics.training_additions import ADD_AT_MOST
from analytics.training_sides import ADS_AT_LEAST, COURSES_AT_LEAST, KINDS
from data.reference import areas, tables
from ui import format as formats
from ui import gaji, home, parts, state, wilayah
from ui.addresses import REGENCY_KEY, place_query, province_query
from ui.keterampilan import name_rows
from ui.pekerjaan import name_occupation
from ui.texts import load, plain, t

BY_KEY: Final = "menurut"
FIELD, OCCUPATION = KINDS
choose_where = wilayah.choose_where


def choose_by(default: str) -> str:
    """What the mix is told apart by, from the address: OCCUPATION or FIELD."""
    return state.choice(BY_KEY, (OCCUPATION, FIELD), default)


def show_choices(where: Filter) -> None:
    """Province, and once there is one its regency."""
    with st.grid(2, min_column_width=150, gap="small"):
        provinces = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("gaji.province"), provinces, state.EVERYWHERE)
        if where.province is None:
            return
        own = {
            code: areas.name(code, state.language())
            for code, one in areas.regencies().items()
            if one.province == where.province
        }
        in_order = dict(sorted(own.items(), key=lambda pair: pair[1]))
        options = {state.EVERYWHERE: t("gaji.regency_all"), **in_order}
        parts.show_choice(REGENCY_KEY, t("gaji.regency"), options, state.EVERYWHERE)


def find_scope(additions: pd.DataFrame, where: Filter) -> Filter:
    """The place that the comparison is of: that of the skills to add, else the one asked about."""
    if additions.empty:
        return where
    return gaji.filter_at(where, additions["place"].iloc[0])


def name_thing(thing: str, by: str) -> str:
    """The name of a field of skills or of a group of occupations in the language of this run."""
    if by == OCCUPATION:
        return name_occupation(thing)
    if state.language() != "en":
        return thing
    fields = (row for row in tables.rows("skill_groups") if not row["parent"])
    return next(row["name_en"] for row in fields if row["name_id"] == thing)


def write_points(gap: float) -> str:
    """A difference of shares in points: "+12 poin", "-3,4 poin"."""
    digits = 0 if abs(gap) >= 0.1 else 1
    value = formats.number(abs(gap) * 100, state.language(), digits)
    sign = "" if value == "0" else "+" if gap > 0 else "-"
    return t("kesenjangan.points", gap=f"{sign}{value}")


def write_bound(gap: float, _language: formats.Language) -> str:
    """A bound of a difference in points."""
    return write_points(gap)


def show_finding(
    additions: pd.DataFrame, compared: pd.DataFrame, courses: pd.Series, where: Filter
) -> None:
    """The finding: the skill that is asked for and least taught, and of which place it is."""
    scope = gaji.name_area(find_scope(additions, where))
    at_least = {"at_least": ADS_AT_LEAST, "share_at_least": statistics.SHARE_AT_LEAST}
    if additions.empty:
        key = "few" if compared.empty else "even"
        st.title(t(f"kesenjangan_none_title.{key}"), anchor=False)
        st.markdown(t(f"kesenjangan_none.{key}", place=gaji.name_area(where), **at_least))
        return
    first = additions.iloc[0]
    if pd.isna(first["n_courses"]):
        key = "unknown"
    else:
        key = f"{courses['basis']}_{'few' if first['n_courses'] else 'nobody'}"
    name = plain(name_rows(additions)[0])
    values = {"place": scope, "name": name, "share": first["share_demand"]}
    st.title(t(f"kesenjangan_finding.{key}", **values, n=first["n_courses"]), anchor=False)
    st.markdown(t("kesenjangan.lead", place=scope, base=first["base"]))
    if first["place"] != gaji.narrowest(where):
        asked = gaji.name_area(where)
        st.info(t("kesenjangan.fallback", asked=asked, place=scope, **at_least))


def show_courses(courses: pd.Series, where: Filter) -> None:
    """Whose trainings the advertisements are compared with, from when, and how many were read."""
    st.header(t("kesenjangan.courses_title"), anchor=False)
    values = {"n": courses["n"], "read": courses["n"] - courses["n_unread"]}
    if courses["basis"] == "published":
        source, scope = str(courses["source"]), plain(str(courses["scope"]))
        if f"kesenjangan_list.{source}" in load(state.language()):
            scope = t(f"kesenjangan_list.{source}")
        told = {"scope": scope, "title": plain(courses["title"])}
        day = pd.Timestamp(courses["date"])
        st.markdown(t("kesenjangan_courses.published", **told, day=day, **values))
        return
    told = {"source": plain(courses["source"] or formats.NOTHING)}
    key = "nation"
    if where.province is not None:
        key, province = "place", Filter(province=where.province)
        told |= {"place": gaji.name_area(province), "placed": courses["n_placed"]}
    providers = courses["providers"]
    st.markdown(t(f"kesenjangan_courses.{key}", **told, **values, providers=providers))
    if values["read"] < COURSES_AT_LEAST:
        st.markdown(t("kesenjangan_courses.few", at_least=COURSES_AT_LEAST))


def show_mismatch(
    row: pd.Series, by: str, default: str, where: Filter, source: parts.Source
) -> None:
    """How far both mixes are apart, beside what chance alone gives, in plain words."""
    st.header(t("kesenjangan.mismatch_title"), anchor=False)
    names = {one: t(f"kesenjangan_by.{one}") for one in (OCCUPATION, FIELD)}
    parts.show_choice(BY_KEY, t("kesenjangan.by"), names, default)
    counts = {"n": row["n"], "n_courses": row["n_courses"], "by": names[by].lower()}
    at_least = {"ads": ADS_AT_LEAST, "courses": COURSES_AT_LEAST}
    if row["reason"] is not None:
        st.markdown(t(f"kesenjangan_mismatch.{row['reason']}", **counts, **at_least))
        return
    language = state.language()
    with st.grid(2, min_column_width=200, gap="medium"):
        note = t(
            "kesenjangan.mismatch_note",
            low=row["interval_low"],
            high=row["interval_high"],
            n=row["n"],
            n_courses=row["n_courses"],
        )
        value = formats.percent(row["mismatch"], language)
        parts.show_number(t("kesenjangan.mismatch"), value, note)
        note = t("kesenjangan.floor_note", high=row["floor_high"])
        parts.show_number(t("kesenjangan.floor"), formats.percent(row["floor"], language), note)
    st.markdown(t("kesenjangan.mismatch_words", share=row["mismatch"], by=counts["by"]))
    key = "more" if row["is_more_than_chance"] else "chance"
    values = {"floor": row["floor"], "high": row["floor_high"], "share": row["mismatch"]}
    st.markdown(t(f"kesenjangan_mismatch.{key}", **values))
    if row["basis"] == "published":
        st.caption(t("kesenjangan.mismatch_published"))
    if row["place"] != gaji.narrowest(where):
        st.caption(t("kesenjangan.mismatch_wide", place=gaji.name_at(where, row["place"])))
    st.markdown(f":small[{parts.write_source(parts.with_n(source, int(row['n'])))}]")


def show_method() -> None:
    """How the figures are made and what they cannot say."""
    st.header(t("kesenjangan.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "kesenjangan.method",
            ads=ADS_AT_LEAST,
            courses=COURSES_AT_LEAST,
            share_at_least=statistics.SHARE_AT_LEAST,
            at_most=ADD_AT_MOST,
            more=GROWTH_MORE_THAN,
            clear=CLEAR_FROM,
        )
    )
    parts.end_method("kesenjangan")


def show_next(where: Filter) -> None:
    """The next step: a syllabus held against it, openings, skills, pay, Prakerja, the place."""
    st.header(t("kesenjangan.next_title"), anchor=False)
    query, province = place_query(where), province_query(where)
    pages = (
        ("cek_silabus", query), ("karier", query), ("keterampilan", province),
        ("pekerjaan", province), ("gaji", query), ("prakerja", province), ("wilayah", query),
        ("beranda", province),
    )  # fmt: skip
    for page, told in pages:
        label = t(f"kesenjangan_next.{page}", place=gaji.name_area(where))
        parts.link_page(f"pages/{page}.py", label, told)
