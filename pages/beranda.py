"""Beranda: what is happening on the job market now, and how sure are we?"""

import streamlit as st

from analytics import changes, overview, wages
from analytics.filter import EVERYTHING
from data.reference import areas
from ui import changes as changes_words
from ui import home, home_doors, home_figures, karier, parts, pekerjaan, state
from ui.state import ask
from ui.texts import t
from ui.wording import name_place

PAGE = "pages/beranda.py"

snapshot = parts.require_snapshot()
where = state.choose_filter()

nation = ask(overview.count_vacancies, snapshot, EVERYTHING)
total = ask(overview.count_vacancies, snapshot, where)
months = ask(overview.count_by_month, snapshot, where)
change = ask(overview.compare_last_month, snapshot, where)
titles = ask(overview.rank_titles, snapshot, where)
all_titles = ask(overview.count_titles, snapshot, where)
provinces = ask(overview.rank_provinces, snapshot, EVERYTHING, tuple(areas.provinces()))
wage = ask(wages.measure_wage, snapshot, where)
nation_wage = ask(wages.measure_wage, snapshot, EVERYTHING)
portals = ask(overview.share_portals, snapshot, where)

source = parts.read_source(snapshot, total, portals)
nation_source = parts.read_source(
    snapshot, nation, ask(overview.share_portals, snapshot, EVERYTHING)
)

home.show_finding(total, change, titles, where, nation_source.n)
parts.show_choice(state.PROVINCE_KEY, t("home.place"), home.province_names(), state.EVERYWHERE)
karier.show_entry(where)
home_doors.show_doors(where)
if source.n:
    home.show_numbers(total, change, wage, snapshot.meta.created_at)
    home_figures.show_trend(months, total, where, source)
    changed = st.container()
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            home_figures.show_titles(titles, all_titles, where, source)
        with st.container():
            home_figures.show_provinces(provinces, where, nation_source)
        with st.container():
            home_figures.show_wage(wage, nation_wage, where, source)
        with st.container():
            home.show_sources(portals, snapshot.meta)
home.show_method()
home.show_next(PAGE, provinces, where, nation_source.n)
if source.n:
    # Last, since it tests a thousand figures: the rest need not wait for it.
    with changed:
        tested = ask(changes.measure_changes, snapshot, where)
        found = changes.find_changes(tested)
        names = pekerjaan.name_skills(snapshot)
        changes_words.show_changes(found, tested, name_place(where), names)
