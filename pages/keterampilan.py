"""Keterampilan: which skills are asked for and rise, who asks, what they pay, what is next."""

from dataclasses import replace

import streamlit as st

from analytics import (
    advertisements,
    occupations,
    skills,
    skills_near,
    skills_new,
    skills_pay,
    statistics,
    wages,
)
from analytics.skills_filter import asking_for
from analytics.skills_places import share_by
from ui import home, home_figures, keterampilan, parts, pekerjaan, pekerjaan_figures, plots, state
from ui import keterampilan_compare as compare
from ui import keterampilan_figures as figures
from ui.state import ask
from ui.texts import plain, t

PAGE = "pages/keterampilan.py"

snapshot = parts.require_snapshot()
around = state.choose_filter()
whole = replace(around, province=None)
names = keterampilan.skill_names(ask(pekerjaan.skill_names, snapshot, whole))
skill = keterampilan.choose_skill(names)
kind = keterampilan.choose_kind()
provinces = home.province_names()

if not skill:
    ranked = ask(skills.rank_skills, snapshot, around)
    source = keterampilan.read_source(snapshot, around, ranked)
    ranked = keterampilan.of_kind(ranked, kind)
    scope, grown = keterampilan.find_growth(snapshot, around, kind)
    rising = skills.rank_rising(grown)
    keterampilan.show_opening(ranked, rising, around, scope)
    keterampilan.show_search(snapshot, skill, names)
    with st.grid(2, min_column_width=240, gap="small"):
        parts.show_choice(state.PROVINCE_KEY, t("home.place"), provinces, state.EVERYWHERE)
        keterampilan.show_kind_choice()
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            rising_source = keterampilan.read_source(snapshot, scope, grown)
            figures.show_rising(rising, grown, ranked, around, scope, rising_source)
        with st.container():
            figures.show_ranking(ranked, around, source)
    keterampilan.show_links(PAGE, ranked, rising, around)
    words = ask(skills_new.rank_new_words, snapshot, around)
    figures.show_new_words(words, around, source)
    keterampilan.show_method()
    keterampilan.show_next(PAGE, skill, [], around)
else:
    plots.show_picked()
    name, here = names[skill], ask(skills.profile, snapshot, around, skill)
    # Too few here: every figure is of the whole country instead, and the heading says so.
    where = around if here["n"].iloc[0] >= statistics.SHARE_AT_LEAST else whole
    about = ask(skills.profile, snapshot, where, skill)
    source = keterampilan.read_source(snapshot, where, about)
    asks, jobs = asking_for(where, skill), ask(share_by, snapshot, where, skill, "occupation")
    keterampilan.show_finding(here, name, around, where)
    keterampilan.show_search(snapshot, skill, names)
    parts.show_choice(state.PROVINCE_KEY, t("home.place"), provinces, state.EVERYWHERE)
    if about["n_all"].iloc[0]:
        ranked = ask(skills.rank_skills, snapshot, where)
        own = ranked[ranked["skill"] == skill]
        keterampilan.show_reach(jobs, own)
        keterampilan.show_numbers(about, own)
        months = ask(skills.share_by_month, snapshot, where, skill)
        is_told = months["share"].notna().any()
        compared = compare.choose_compared(skill, names) if is_told else []
        near = ask(skills_near.find_neighbours, snapshot, where, skill)
        if compared:
            others = {one: ask(skills.share_by_month, snapshot, where, one) for one in compared}
            compare.show_compared({skill: months, **others}, names, where, source)
        else:
            figures.show_trend(months, name, asks, source)
        if is_told:
            offered = compare.find_comparable(ranked, near, skill)
            compare.show_chips(offered, compared, names)
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                figures.show_parts(jobs, "occupation", name, asks, source)
            with st.container():
                sectors = ask(share_by, snapshot, where, skill, "sector")
                figures.show_parts(sectors, "sector", name, asks, source)
            with st.container():
                shares = ask(share_by, snapshot, whole, skill, "province")
                wide_source = keterampilan.read_source(snapshot, whole, about)
                wide_asks = asking_for(around, skill)
                figures.show_parts(shares, "province", name, wide_asks, wide_source)
            with st.container():
                demands = ask(occupations.share_demands, snapshot, asks)
                pekerjaan_figures.show_demands(demands, "education", asks, source)
                st.caption(t("keterampilan.only", name=plain(name)))
            with st.container():
                wide = ask(wages.measure_wage, snapshot, asking_for(whole, skill))
                wage = ask(wages.measure_wage, snapshot, asks)
                home_figures.show_wage(wage, wide, asks, source)
                st.caption(t("keterampilan.only", name=plain(name)))
            with st.container():
                pay = ask(skills_pay.compare_pay, snapshot, where, skill)
                is_wide = pay["place"].iloc[0] == "nation"
                keterampilan.show_pay(pay, where, wide_source if is_wide else source)
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                figures.show_neighbours(near, name, asks, source)
            with st.container():
                keterampilan.show_learning(PAGE, near, skills.rank_rising(ranked), name, around)
        listed = ask(advertisements.list_advertisements, snapshot, asks, 10, 0, True)
        pekerjaan.show_advertisements(listed, is_sample=snapshot.meta.is_sample)
    keterampilan.show_method()
    keterampilan.show_next(PAGE, skill, jobs["value"].tolist(), around)
