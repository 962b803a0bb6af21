"""What Keterampilan says beside its figures: search, finding, numbers, pay, what to learn next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analytics import advertisements, overview, skills, statistics
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN, WINDOWS
from analytics.skills_growth import CLEAR_FROM, LIKELY_FROM
from analytics.skills_pay import CELLS_AT_LEAST, PAYERS_AT_LEAST, WITH_AT_LEAST
from analytics.skills_places import IN_DEMAND_FROM
from analytics.skills_search import search_skills
from data.snapshot import Snapshot
from ui import format as formats
from ui import parts, state
from ui.pekerjaan import OCCUPATION_KEY, name_occupation
from ui.texts import plain, t
from ui.wording import name_place

SKILL_KEY: Final = "skill"
KIND_KEY: Final = "jenis"
NOT_CHOSEN: Final = ""
# What can be learned, which is all but attitudes; else these would fill every ranking.
LEARNABLE: Final = ""
_KINDS: Final = ("tool", "hard", "language", "license", "soft", "all")
_WORDS_KEY: Final = "keterampilan-words"
_LINKS: Final = 6
_JOBS: Final = 3


def choose_skill(names: Mapping[str, str]) -> str:
    """The skill in the address (id of the taxonomy), or NOT_CHOSEN."""
    return state.choice(SKILL_KEY, (NOT_CHOSEN, *names), NOT_CHOSEN)


def choose_kind() -> str:
    """The kind of skill in the address, or LEARNABLE."""
    return state.choice(KIND_KEY, (LEARNABLE, *_KINDS), LEARNABLE)


def show_kind_choice() -> None:
    """Which kind of skill the rankings show."""
    names = {one: name_kind(one) for one in _KINDS}
    names = {LEARNABLE: t("keterampilan.learnable"), **names}
    parts.show_choice(KIND_KEY, t("keterampilan.kind"), names, LEARNABLE)


def name_kind(kind: str) -> str:
    """The kind of a skill in words."""
    return t(f"keterampilan_kind.{kind}")


def skill_names(names: pd.DataFrame) -> dict[str, str]:
    """Names of skills by id in the language of this run; `names` is `pekerjaan.skill_names`."""
    return dict(zip(names.index, name_rows(names), strict=True))


def name_rows(frame: pd.DataFrame) -> list[str]:
    """The names of a frame with name_id and name_en in the language of this run."""
    return frame["name_en" if state.language() == "en" else "name_id"].tolist()


def of_kind(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The rows of that kind of skill."""
    if kind == "all":
        return frame
    return frame[frame["kind"] != "soft"] if kind == LEARNABLE else frame[frame["kind"] == kind]


def find_growth(snapshot: Snapshot, where: Filter, kind: str) -> tuple[Filter, pd.DataFrame]:
    """The place to show growth of, and its skills: the country where nothing here surely rises."""
    ranked = of_kind(state.ask(skills.rank_skills, snapshot, where), kind)
    whole = replace(where, province=None)
    if where == whole or not skills.rank_rising(ranked).empty:
        return where, ranked
    return whole, of_kind(state.ask(skills.rank_skills, snapshot, whole), kind)


def read_source(snapshot: Snapshot, where: Filter, based: pd.DataFrame) -> parts.Source:
    """The source of figures of a place; n is the described vacancies, `base` in each row given."""
    total = state.ask(overview.count_vacancies, snapshot, where)
    portals = state.ask(overview.share_portals, snapshot, where)
    n = 0 if based.empty else int(based["base"].iloc[0])
    return parts.with_n(parts.read_source(snapshot, total, portals), n)


def show_search(snapshot: Snapshot, skill: str, names: Mapping[str, str]) -> None:
    """Any wording as text, and the skills it may mean; the likeliest is taken at once."""
    words = st.text_input(
        t("keterampilan.search"),
        key=_WORDS_KEY,
        max_chars=80,
        placeholder=t("keterampilan.search_example"),
        on_change=_take_words,
    )
    found = search_skills(snapshot, words or "")
    if words and found.empty:
        st.caption(t("keterampilan.search_none", words=plain(words)))
    elif words and found["match"].iloc[0] == "near":
        name = plain(names[found["skill"].iloc[0]])
        st.caption(t("keterampilan.search_near", words=plain(words), name=name))
    options = {one: names[one] for one in found["skill"]}
    if skill and skill not in options:
        options = {skill: names[skill], **options}
    if options:
        options = {NOT_CHOSEN: t("keterampilan.not_chosen"), **options}
        parts.show_choice(SKILL_KEY, t("keterampilan.skill"), options, NOT_CHOSEN)


def _take_words() -> None:
    """Callback of the search: the likeliest skill becomes the one asked about."""
    opened, words = state.snapshot(), st.session_state.get(_WORDS_KEY)
    if opened is None or not words:
        return
    found = search_skills(opened, str(words), 1)
    if not found.empty:
        st.query_params[SKILL_KEY] = found["skill"].iloc[0]


def show_opening(ranked: pd.DataFrame, rising: pd.DataFrame, where: Filter, scope: Filter) -> None:
    """The finding while no skill is chosen: what rises here, else what is asked for most.

    `scope` is the place that `rising` is of.
    """
    place = name_place(where)
    if ranked.empty:
        st.title(t("keterampilan.opening_none_title"), anchor=False)
        at_least = statistics.SHARE_AT_LEAST
        st.markdown(t("keterampilan.opening_none", place=place, at_least=at_least))
        return
    likeliest = rising[rising["p_growth"] >= LIKELY_FROM].head(1)
    if likeliest.empty or scope != where:
        values = {"name": plain(name_rows(ranked)[0]), "share": ranked["share"].iloc[0]}
        is_known = ranked["growth"].notna().any()
        key = "none" if is_known and skills.rank_rising(ranked).empty else "most"
        st.title(t(f"keterampilan_opening.{key}", place=place, **values), anchor=False)
    else:
        first = likeliest.iloc[0]
        key = "clear" if first["p_growth"] >= CLEAR_FROM else "likely"
        values = {"name": plain(name_rows(likeliest)[0]), "growth": first["growth"]}
        st.title(t(f"keterampilan_opening.{key}", place=place, **values), anchor=False)
    st.markdown(t("keterampilan.opening_lead", base=ranked["base"].iloc[0]))


def show_finding(about: pd.DataFrame, name: str, where: Filter, scope: Filter) -> None:
    """The finding about the skill here; `scope` is the place that the figures below are of."""
    row, place = about.iloc[0], name_place(where)
    values = {"place": place, "n": row["n"], "base": row["base"]}
    at_least = statistics.SHARE_AT_LEAST
    if row["n"] >= at_least:
        found = {"name": plain(name), "share": row["share"], "place": place}
        st.title(t("keterampilan.finding", **found), anchor=False)
        bounds = {"low": row["interval_low"], "high": row["interval_high"]}
        st.markdown(t("keterampilan.lead", **values, **bounds, employers=row["employers"]))
        return
    st.title(t("keterampilan.finding_few", name=plain(name), place=place), anchor=False)
    key = "nation" if scope == where else "wide"
    st.markdown(t(f"keterampilan_few.{key}", **values, at_least=at_least))


def show_reach(occupations: pd.DataFrame, own: pd.DataFrame) -> None:
    """Whether it is asked for everywhere (hot), and in which occupations it is a basic demand.

    `own` is its row of `rank_skills`, or none.
    """
    in_demand = occupations[occupations["is_in_demand"]].sort_values("share", ascending=False)
    said = [t("keterampilan.hot", of=skills.HOT_FROM)] if own["is_hot"].any() else []
    if in_demand.empty:
        said.append(t("keterampilan.in_demand_none", of=IN_DEMAND_FROM))
    else:
        names = ", ".join(plain(name_occupation(code)) for code in in_demand["value"].head(_JOBS))
        values = {"n": len(in_demand), "of": IN_DEMAND_FROM, "names": names}
        said.append(t("keterampilan.in_demand", **values))
    st.markdown(" ".join(said))


def show_numbers(about: pd.DataFrame, grown: pd.DataFrame) -> None:
    """Advertisements that ask for it, those still open, the change of its share."""
    language, row = state.language(), about.iloc[0]
    with st.grid(3, min_column_width=150, gap="medium"):
        note = t("keterampilan.n_note", n=row["occupations"])
        parts.show_number(t("keterampilan.n"), formats.number(row["n"], language), note)
        note = t("keterampilan.open_note", days=advertisements.UNSEEN_DAYS)
        parts.show_number(t("keterampilan.open"), formats.number(row["n_open"], language), note)
        change, note = _write_growth(grown)
        parts.show_number(t("keterampilan.growth"), change, note)


def _write_growth(grown: pd.DataFrame) -> tuple[str, str]:
    """The growth of the share as written and how sure it is; `grown` is a row or none."""
    told = grown.dropna(subset="growth")
    if told.empty:
        values = {"months": 2 * min(WINDOWS), "at_least": statistics.SHARE_AT_LEAST}
        return formats.NOTHING, t("keterampilan_growth.none", **values)
    row = told.iloc[0]
    if row["p_growth"] >= CLEAR_FROM:
        key = "clear"
    elif row["growth_low"] > 0:
        key = "up"
    else:
        key = "down" if row["growth_high"] < 0 else "unclear"
    bounds = {"low": row["growth_low"], "high": row["growth_high"]}
    months = row["months"]
    note = t(f"keterampilan_growth.{key}", **bounds, more=GROWTH_MORE_THAN, months=months)
    return formats.change(row["growth"], state.language()), note


def show_pay(pay: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Pay with the skill beside pay without it in like advertisements, and what that cannot say."""
    row = pay.iloc[0]
    st.header(t("keterampilan.pay_title"), anchor=False)
    counts = {"n": row["n"], "employers": row["employers"]}
    if row["reason"] is not None:
        least = {
            "with_at_least": WITH_AT_LEAST,
            "payers": PAYERS_AT_LEAST,
            "cells": CELLS_AT_LEAST,
        }
        st.markdown(t("keterampilan.pay_few", **counts, **least, n_cells=row["cells"]))
        return
    key = "up" if row["interval_low"] > 0 else "down" if row["interval_high"] < 0 else "same"
    bounds = {"low": row["interval_low"], "high": row["interval_high"]}
    difference = row["difference"] if key == "same" else abs(row["difference"])
    st.markdown(t(f"keterampilan_pay.{key}", difference=difference, **bounds))
    st.markdown(t("keterampilan.pay_caveat"))
    if where.province is not None and row["place"] == "nation":
        st.caption(t("keterampilan.pay_wide", place=name_place(where)))
    n_without, cells = row["n_without"], row["cells"]
    st.caption(t("keterampilan.pay_counts", **counts, n_without=n_without, cells=cells))
    with_n = parts.with_n(source, int(row["n"] + row["n_without"]))
    st.markdown(f":small[{parts.write_source(with_n)}]")


def show_learning(
    page: str, near: pd.DataFrame, rising: pd.DataFrame, name: str, where: Filter
) -> None:
    """Ways to the skills asked for together that can be learned, and what each opens besides."""
    growths = rising.set_index("skill")["growth"].to_dict()
    learned = of_kind(near, LEARNABLE).head(_LINKS)
    if learned.empty:
        return
    st.header(t("keterampilan.learn_title"), anchor=False)
    st.markdown(t("keterampilan.learn_lead"))
    named = learned.assign(name=name_rows(learned))
    for row in named.to_dict("records"):
        values = {"share": row["share"], "n": row["n_more"], "skill": plain(name)}
        parts.link_page(page, f"**{plain(row['name'])}**", _query(where, row["skill"]))
        said = t("keterampilan.near_more", **values)
        if row["skill"] in growths:
            said += t("keterampilan.near_rising", growth=growths[row["skill"]])
        st.markdown(said)


def _query(where: Filter, skill: str = NOT_CHOSEN) -> dict[str, str]:
    """The choices that a link carries."""
    told = {SKILL_KEY: skill, state.PROVINCE_KEY: where.province or ""}
    return {key: value for key, value in told.items() if value}


def show_links(page: str, ranked: pd.DataFrame, rising: pd.DataFrame, where: Filter) -> None:
    """Ways into the skills that rise and those asked for most."""
    if ranked.empty:
        return
    st.header(t("keterampilan.links"), anchor=False)
    shown = rising.head(_LINKS)
    with st.container(horizontal=True, gap="small"):
        for skill, name, growth in zip(
            shown["skill"], name_rows(shown), shown["growth"], strict=True
        ):
            label = t("keterampilan.link_rising", name=plain(name), growth=growth)
            parts.link_page(page, label, _query(where, skill))
        most = ranked[~ranked["skill"].isin(shown["skill"])].head(_LINKS)
        for skill, name, n in zip(most["skill"], name_rows(most), most["n"], strict=True):
            label = t("keterampilan.link_most", name=plain(name), n=n)
            parts.link_page(page, label, _query(where, skill))


def show_method() -> None:
    """How the figures are made."""
    st.header(t("keterampilan.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "keterampilan.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            months=max(WINDOWS),
            months_least=min(WINDOWS),
            more=GROWTH_MORE_THAN,
            hot=skills.HOT_FROM,
            in_demand=IN_DEMAND_FROM,
        )
    )
    parts.end_method("keterampilan")


def show_next(page: str, skill: str, codes: Sequence[str], where: Filter) -> None:
    """The next step: the occupations that ask for it most, all skills of the place, the market."""
    st.header(t("keterampilan.next_title"), anchor=False)
    for code in codes[:_JOBS]:
        label = t("keterampilan.next_job", name=plain(name_occupation(code)))
        parts.link_page("pages/pekerjaan.py", label, {OCCUPATION_KEY: code, **_query(where)})
    for code in codes[:1]:
        label = t("keterampilan.next_pay", name=plain(name_occupation(code)))
        parts.link_page("pages/gaji.py", label, {OCCUPATION_KEY: code, **_query(where)})
    if skill:
        parts.link_page(page, t("keterampilan.next_all", place=name_place(where)), _query(where))
    parts.link_page("pages/beranda.py", t("keterampilan.next_market"), _query(where))
