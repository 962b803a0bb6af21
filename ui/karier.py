"""What Karier says beside its figures: finding, numbers, steps with examples, method, next."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from analytics import advertisements, openings, openings_lists, statistics
from analytics.filter import Filter
from analytics.openings_market import KINDS
from analytics.openings_needs import USUAL, Person
from analytics.openings_reading import read_recall
from analytics.overview import share_portals
from data.snapshot import Snapshot
from ui import format as formats
from ui import karier_form as form
from ui import parts, pekerjaan, state
from ui.addresses import province_query
from ui.gaji import filter_at, name_area, name_at
from ui.state import ask
from ui.texts import plain, t

_DETAILED: Final = 3
_EXAMPLES: Final = 2
_LINKS: Final = 6


def read_source(snapshot: Snapshot, where: Filter, counted: pd.DataFrame) -> parts.Source:
    """The source of figures over the open vacancies of a place."""
    total = counted.rename(columns={"n": "accepting", "n_here": "n"})
    return parts.read_source(snapshot, total, ask(share_portals, snapshot, where))


def read_source_at(
    snapshot: Snapshot, where: Filter, person: Person, frame: pd.DataFrame
) -> parts.Source:
    """The source of steps or pairs: of the wider place where these had to be counted there."""
    wide = where if frame.empty else filter_at(where, str(frame["place"].iloc[0]))
    return read_source(snapshot, wide, ask(openings.count_openings, snapshot, wide, person))


def name_step(step: str, value: str, names: Mapping[str, str]) -> str:
    """A step in words: a skill by its name, a level of schooling, years."""
    if step in KINDS:
        return names[value]
    if step == "education":
        return t("karier.step_education", level=t(f"karier_education.{value}"))
    years = float(value)
    if years == 1:
        return t("karier.step_experience_one")
    return t("karier.step_experience", years=years)


def name_shortly(step: str, value: str, names: Mapping[str, str]) -> str:
    """The same without what stands in brackets, for where two must fit in a line."""
    return name_step(step, value, names).split(" (")[0]


def show_opening(counted: pd.DataFrame, where: Filter) -> None:
    """The question of the page, while no schooling is told."""
    st.title(t("karier.opening_title"), anchor=False)
    here = int(counted["n_here"].iloc[0])
    st.markdown(t("karier.opening", n=here, place=name_area(where)))


def show_finding(
    counted: pd.DataFrame, steps: pd.DataFrame, where: Filter, names: Mapping[str, str]
) -> None:
    """How many jobs are open to the person, and what opens most more."""
    row = counted.iloc[0]
    if not row["n"]:
        st.title(t("karier.none_title"), anchor=False)
    elif steps.empty or name_at(where, steps["place"].iloc[0]) != name_area(where):
        st.title(t("karier.finding_count", n=row["n"]), anchor=False)
    else:
        first = steps.iloc[0]
        name = plain(name_step(first["step"], first["value"], names))
        finding = t("karier.finding", n=row["n"], step=name, gain=first["gain"])
        st.title(finding, anchor=False)
    place = name_area(where)
    if where.occupation is None:
        st.markdown(t("karier.lead", here=row["n_here"], place=place))
    else:
        name = plain(pekerjaan.name_occupation(where.occupation))
        st.markdown(t("karier.lead_occupation", here=row["n_here"], place=place, name=name))


def show_numbers(counted: pd.DataFrame) -> None:
    """How many accept, between which bounds, and how many were read whole."""
    language, row = state.language(), counted.iloc[0]
    with st.grid(3, min_column_width=150, gap="medium"):
        if pd.isna(row["share"]):
            note = t("karier.n_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            bounds = {"low": row["interval_low"], "high": row["interval_high"]}
            note = t("karier.n_note", share=row["share"], employers=row["employers"], **bounds)
        parts.show_number(t("karier.n"), formats.number(row["n"], language), note)
        between = t(
            "table.range",
            low=formats.number(row["n_strict"], language),
            high=formats.number(row["n_loose"], language),
        )
        parts.show_number(t("karier.between"), between, t("karier.between_note"))
        rest = "note" if row["n_described"] < row["n"] else "all"
        parts.show_number(
            t("karier.described"),
            formats.number(row["n_described"], language),
            t(f"karier.described_{rest}"),
        )


def show_details(
    snapshot: Snapshot, where: Filter, person: Person, steps: pd.DataFrame, names: Mapping[str, str]
) -> None:
    """The best steps one by one: who asks, a way to say "I can do that", examples."""
    if steps.empty:
        return
    st.header(t("karier.details_title"), anchor=False)
    for row in steps.head(_DETAILED).to_dict("records"):
        step, value = str(row["step"]), str(row["value"])
        name = plain(name_step(step, value, names))
        st.markdown(t("karier.step", name=name, gain=row["gain"], employers=row["employers"]))
        if step in KINDS:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    t("karier.held_already", name=name),
                    key=f"karier-can-{value}",
                    on_click=form.add_skill,
                    args=(value,),
                )
                query = {"skill": value, **province_query(where)}
                label = t("karier.about_skill", name=name)
                parts.link_page("pages/keterampilan.py", label, query)
        wide = filter_at(where, str(row["place"]))
        listed = ask(
            openings_lists.list_openings, snapshot, wide, person, USUAL, _EXAMPLES, (step, value)
        )
        with st.expander(t("karier.examples", name=name)):
            pekerjaan.write_advertisements(listed, is_sample=snapshot.meta.is_sample)


def show_reachable_links(reachable: pd.DataFrame, where: Filter) -> None:
    """Ways to the occupations within reach."""
    for row in reachable.head(_LINKS).itertuples():
        code = str(row.occupation)
        label = t("karier.reach_link", name=plain(pekerjaan.name_occupation(code)), n=row.n)
        query = {pekerjaan.OCCUPATION_KEY: code, **province_query(where)}
        parts.link_page("pages/pekerjaan.py", label, query)


def show_openings(listed: pd.DataFrame, *, is_sample: bool) -> None:
    """The advertisements that accept the person, newest first."""
    st.header(t("karier.ads_title"), anchor=False)
    if listed.empty:
        st.markdown(t("karier.ads_none"))
        return
    st.markdown(t("karier.ads_lead", shown=len(listed), n=listed["n"].iloc[0]))
    pekerjaan.write_advertisements(listed, is_sample=is_sample)


def show_method() -> None:
    """What "open to you" means, what is not counted, and how well advertisements are read."""
    st.header(t("karier.method_title"), anchor=parts.METHOD_ANCHOR)
    recall = read_recall().set_index("kind")
    told = {f"recall_{kind}": recall.at[kind, "recall"] for kind in form.COUNTED}
    st.markdown(
        t(
            "karier.method",
            share=USUAL.share,
            days=advertisements.UNSEEN_DAYS,
            step_at_least=openings.STEP_AT_LEAST,
            n=int(recall.loc[list(form.COUNTED), "n"].sum()),
            **told,
        )
    )
    parts.end_method("karier")


def show_next(where: Filter, person: Person, steps: pd.DataFrame | None = None) -> None:
    """The next step: what the best skill asks, what jobs pay, the whole market."""
    st.header(t("karier.next_title"), anchor=False)
    query = province_query(where)
    if where.occupation:
        job = {**query, pekerjaan.OCCUPATION_KEY: where.occupation}
        parts.link_page("pages/gaji.py", t("karier.next_pay_job"), job)
    else:
        parts.link_page("pages/gaji.py", t("karier.next_pay"), query)
    own = pd.DataFrame() if steps is None else steps[steps["step"].isin(KINDS)]
    if len(own):
        parts.link_page(
            "pages/keterampilan.py",
            t("karier.next_skill"),
            {"skill": own["value"].iloc[0], **query},
        )
    if where.regency or where.province:
        wide = form.write_query(Filter(occupation=where.occupation), person)
        parts.link_page("pages/karier.py", t("karier.next_nation"), wide)
    parts.link_page("pages/beranda.py", t("karier.next_market"), query)


def show_entry(where: Filter) -> None:
    """For other pages: one tap from there to the jobs open to those of a schooling."""
    st.markdown(t("karier.entry"))
    with st.container(horizontal=True):
        for level in ("smp", "sma", "smk", "d3", "s1"):
            query = {form.EDUCATION_KEY: level, **province_query(where)}
            parts.link_page("pages/karier.py", t(f"karier_education.{level}"), query)
