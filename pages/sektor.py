"""Sektor: which sectors hire by advertisement, which grow, and what one of them asks and pays."""

from dataclasses import replace

import streamlit as st

from analytics import overview, sectors
from ui import parts, pekerjaan_figures, sektor, sektor_figures
from ui.state import ask

snapshot = parts.require_snapshot()
where = sektor.choose_where()
whole = replace(where, province=None)

if where.sector is None:
    total = ask(overview.count_vacancies, snapshot, where)
    source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, where))
    ranked = ask(sectors.rank_sectors, snapshot, where)
    sektor.show_opening(ranked, where)
    sektor.show_choices()
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            sektor_figures.show_ranking(ranked, where, source)
            sektor.show_links(ranked, where)
        with st.container():
            months = sektor.list_windows(snapshot, ranked)
            sektor_figures.show_growth(ranked, months, where, source)
else:
    total = ask(overview.count_vacancies, snapshot, where)
    source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, where))
    about = ask(sectors.sector_profile, snapshot, where)
    sektor.show_finding(about, where)
    sektor.show_choices()
    if source.n:
        sektor.show_numbers(about)
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                jobs = ask(sectors.sector_occupations, snapshot, where)
                sektor_figures.show_jobs(jobs, where, source)
                sektor.show_jobs(jobs, where)
            with st.container():
                skills = ask(sectors.sector_skills, snapshot, where)
                pekerjaan_figures.show_skills(skills, where, source)
            with st.container():
                whole_total = ask(overview.count_vacancies, snapshot, whole)
                portals = ask(overview.share_portals, snapshot, whole)
                found = ask(sectors.sector_places, snapshot, whole)
                whole_source = parts.read_source(snapshot, whole_total, portals)
                sektor_figures.show_places(found, where, whole_source)
sektor.show_method()
sektor.show_next(where)
