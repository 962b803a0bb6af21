"""What Cek silabus says beside its figures: choices, finding, numbers, near occupations, next."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN
from analytics.moves import COVERAGE_AT_LEAST
from analytics.occupations import SKILL_AT_LEAST
from analytics.syllabus import RARE_BELOW
from analytics.syllabus_occupations import IN_COMMON_AT_LEAST
from data.snapshot import Snapshot
from ui import cek_silabus_reading as reading
from ui import format as formats
from ui import kesenjangan, parts, pekerjaan, state, svg
from ui.addresses import place_query, province_query
from ui.gaji import name_area, name_at, narrowest
from ui.keterampilan import SKILL_KEY
from ui.pekerjaan import OCCUPATION_KEY, name_occupation
from ui.texts import plain, t

_NEAR: Final = 5
# A link does not break its line on a phone.
_JOB_CHARACTERS: Final = 30


def show_choices(snapshot: Snapshot, where: Filter, pasted: reading.Pasted | None) -> None:
    """What the training leads to, where, and the text."""
    pekerjaan.show_search(snapshot, where.occupation or "")
    if where.occupation is None:
        st.caption(t("cek_silabus.not_sure"))
    kesenjangan.show_choices(where)
    reading.show_form(pasted)


def show_opening() -> None:
    """The question of the page, while there is nothing to read."""
    st.title(t("cek_silabus.opening_title"), anchor=False)
    st.markdown(t("cek_silabus.opening"))


def show_finding(covered: pd.Series, where: Filter) -> None:
    """How much of what the occupation asks here is in the syllabus, or that it cannot be said."""
    name = plain(name_occupation(str(where.occupation)))
    if pd.isna(covered["coverage"]):
        at_least = statistics.SHARE_AT_LEAST
        st.title(t("cek_silabus.few_title", name=name), anchor=False)
        st.markdown(t("cek_silabus.few", n=covered["n"], at_least=at_least))
        return
    place = name_at(where, covered["place"])
    values = {"name": name, "place": place, "coverage": covered["coverage"]}
    st.title(t("cek_silabus.finding", **values), anchor=False)
    counts = {key: covered[key] for key in ("n", "n_asked", "n_covered")}
    st.markdown(t("cek_silabus.lead", **values, **counts))
    if covered["place"] != narrowest(where):
        asked, at_least = name_area(where), statistics.SHARE_AT_LEAST
        st.info(t("cek_silabus.fallback", asked=asked, place=place, at_least=at_least))


def show_nearest(near: pd.DataFrame) -> None:
    """The finding while no occupation is chosen: which one the syllabus fits best."""
    if near.empty:
        st.title(t("cek_silabus.near_none_title"), anchor=False)
        st.markdown(t("cek_silabus.near_none", coverage=COVERAGE_AT_LEAST))
        return
    first = near.iloc[0]
    name = plain(name_occupation(first["occupation"]))
    st.title(t("cek_silabus.nearest", name=name), anchor=False)
    st.markdown(t("cek_silabus.nearest_lead", coverage=first["coverage"], n=first["n"]))


def show_numbers(covered: pd.Series, source: parts.Source) -> None:
    """The coverage beside what as many skills could reach, and the advertisements it serves."""
    language = state.language()
    with st.grid(3, min_column_width=150, gap="medium"):
        bounds = {"low": covered["interval_low"], "high": covered["interval_high"]}
        note = t("cek_silabus.coverage_note", **bounds, best=covered["best"])
        value = formats.percent(covered["coverage"], language)
        parts.show_number(t("cek_silabus.coverage"), value, note)
        for part in ("half", "all"):
            bounds = {"low": covered[f"{part}_low"], "high": covered[f"{part}_high"]}
            note = t("cek_silabus.part_note", **bounds, n=covered[f"n_{part}"], base=covered["n"])
            value = formats.percent(covered[f"share_{part}"], language)
            parts.show_number(t(f"cek_silabus.{part}"), value, note)
    st.markdown(f":small[{parts.write_source(parts.with_n(source, int(covered['n'])))}]")


def show_near(near: pd.DataFrame, where: Filter, names: Mapping[str, str]) -> None:
    """The occupations whose typical skills are in the syllabus, each to compare with at a tap."""
    others = near[near["occupation"] != where.occupation].head(_NEAR)
    key = "other" if where.occupation else "first"
    st.header(t(f"cek_silabus_near.{key}"), anchor=False)
    if others.empty:
        st.markdown(t("cek_silabus_near.none", coverage=COVERAGE_AT_LEAST))
        return
    st.markdown(t("cek_silabus_near.lead"))
    for row in others.to_dict("records"):
        _show_near(row, where, names)


def _show_near(row: Mapping[Hashable, Any], where: Filter, names: Mapping[str, str]) -> None:
    code = str(row["occupation"])
    name = plain(name_occupation(code))
    with st.container(gap="xsmall"):
        st.markdown(f"**{name}**")
        bounds = {"low": row["interval_low"], "high": row["interval_high"]}
        counts = {"n": row["n"], "n_here": row["n_here"], "n_open": row["n_open"]}
        place = name_area(where)
        st.markdown(
            t("cek_silabus.near", coverage=row["coverage"], **bounds, **counts, place=place)
        )
        covered = ", ".join(plain(names.get(skill, skill)) for skill in row["covered"])
        told = zip(row["missing"], row["missing_shares"], strict=True)
        missing = ", ".join(
            f"{plain(names.get(skill, skill))} ({formats.percent(share, state.language())})"
            for skill, share in told
        )
        missing = missing or t("cek_silabus.near_nothing")
        st.markdown(t("cek_silabus.near_skills", covered=covered, missing=missing))
        with st.container(horizontal=True, vertical_alignment="center"):
            # A button, since a link would begin a new page without the text.
            st.button(
                t("cek_silabus.near_compare"),
                key=f"cek-silabus-near-{code}",
                on_click=_take_occupation,
                args=(code,),
            )
            query = {OCCUPATION_KEY: code, **province_query(where)}
            parts.link_page("pages/pekerjaan.py", t("cek_silabus.near_about"), query)


def _take_occupation(code: str) -> None:
    st.query_params[OCCUPATION_KEY] = code


def show_method() -> None:
    """How the figures are made and what they cannot say."""
    st.header(t("cek_silabus.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "cek_silabus.method",
            at_least=statistics.SHARE_AT_LEAST,
            skill_at_least=SKILL_AT_LEAST,
            rare=RARE_BELOW,
            coverage=COVERAGE_AT_LEAST,
            common=IN_COMMON_AT_LEAST,
            more=GROWTH_MORE_THAN,
        )
    )
    parts.end_method("kesenjangan")


def show_next(where: Filter, names: Mapping[str, str], missing: Sequence[str] = ()) -> None:
    """The next step: what others train here, the skill wanted most, the occupation, its pay."""
    st.header(t("cek_silabus.next_title"), anchor=False)
    query, province = place_query(where), province_query(where)
    place = name_area(where)
    parts.link_page("pages/kesenjangan.py", t("cek_silabus_next.gap", place=place), query)
    for skill in missing[:1]:
        label = t("cek_silabus_next.skill", name=plain(names.get(skill, skill)))
        parts.link_page("pages/keterampilan.py", label, {SKILL_KEY: skill, **province})
    if where.occupation is not None:
        name = plain(svg.shorten(name_occupation(where.occupation), _JOB_CHARACTERS))
        job = {OCCUPATION_KEY: where.occupation}
        label = t("cek_silabus_next.job", name=name)
        parts.link_page("pages/pekerjaan.py", label, {**job, **province})
        parts.link_page("pages/gaji.py", t("cek_silabus_next.pay", name=name), {**job, **query})
    else:
        parts.link_page("pages/pekerjaan.py", t("cek_silabus_next.jobs", place=place), province)
    parts.link_page("pages/keterampilan.py", t("cek_silabus_next.skills", place=place), province)
