"""Pekerjaan: what an occupation asks and offers, what comes next, and which openings are live."""

from dataclasses import replace

import streamlit as st

from analytics import advertisements, moves, occupations, overview, quadrants, wages
from data.reference import areas
from ui import home, home_figures, parts, pekerjaan, pekerjaan_figures, plots, state
from ui.pekerjaan_quadrants import show_quadrants
from ui.state import ask
from ui.texts import t

PAGE = "pages/pekerjaan.py"

snapshot = parts.require_snapshot()
around = state.choose_filter()
code = pekerjaan.choose_occupation()
where = replace(around, occupation=code or None)

if not code:
    ranked = ask(occupations.rank_occupations, snapshot, around)
    pekerjaan.show_opening(ranked, around)
    pekerjaan.show_search(snapshot, code)
    parts.show_choice(state.PROVINCE_KEY, t("home.place"), home.province_names(), state.EVERYWHERE)
    total = ask(overview.count_vacancies, snapshot, around)
    source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, around))
    pekerjaan_figures.show_ranking(ranked, around, source)
    pekerjaan.show_links(PAGE, ranked)
    placed = ask(quadrants.place_occupations, snapshot, around)
    show_quadrants(PAGE, placed, around, source)
else:
    plots.show_picked()
    whole = replace(where, province=None)
    about = ask(occupations.profile, snapshot, where)
    total = ask(overview.count_vacancies, snapshot, where)
    source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, where))
    whole_total = ask(overview.count_vacancies, snapshot, whole)
    whole_source = parts.read_source(
        snapshot, whole_total, ask(overview.share_portals, snapshot, whole)
    )
    pekerjaan.show_finding(about, where, whole_source.n)
    pekerjaan.show_search(snapshot, code)
    parts.show_choice(state.PROVINCE_KEY, t("home.place"), home.province_names(), state.EVERYWHERE)
    if whole_source.n:
        pekerjaan.show_numbers(about)
        skills = ask(occupations.occupation_skills, snapshot, where)
        demands = ask(occupations.share_demands, snapshot, where)
        if source.n:
            home_figures.show_trend(
                ask(overview.count_by_month, snapshot, where), total, where, source
            )
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                pekerjaan_figures.show_skills(skills, where, whole_source)
            with st.container():
                home_figures.show_wage(
                    ask(wages.measure_wage, snapshot, where),
                    ask(wages.measure_wage, snapshot, whole),
                    where,
                    whole_source,
                )
            for demand in ("education", "experience", "restriction"):
                with st.container():
                    pekerjaan_figures.show_demands(demands, demand, where, whole_source)
            with st.container():
                provinces = tuple(areas.provinces())
                ranked = ask(overview.rank_provinces, snapshot, whole, provinces)
                home_figures.show_provinces(ranked, where, whole_source)
        names = ask(pekerjaan.skill_names, snapshot, around)
        pekerjaan.show_moves(PAGE, ask(moves.find_moves, snapshot, around, code), names, around)
        listed = ask(advertisements.list_advertisements, snapshot, where, 10, 0, True)
        pekerjaan.show_advertisements(listed, is_sample=snapshot.meta.is_sample)
pekerjaan.show_method()
pekerjaan.show_next(around, code)
