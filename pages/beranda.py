"""Beranda: what is happening on the job market now, and how sure are we?"""

import streamlit as st

from ui import changes, home, home_doors, home_figures, home_page, karier, parts, state
from ui.texts import t

PAGE = "pages/beranda.py"

snapshot = parts.require_snapshot()
where = state.choose_filter()
page = state.make(home_page.write_home, snapshot, where)

st.title(page.title, anchor=False)
st.markdown(page.lead)
parts.show_choice(state.PROVINCE_KEY, t("home.place"), home.province_names(), state.EVERYWHERE)
karier.show_entry(where)
home_doors.show_doors(where)
if page.figures is not None:
    home.show_numbers(page.figures.numbers)
    parts.show_prepared(page.figures.trend)
    changed = st.container()
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            parts.show_prepared(page.figures.titles)
        with st.container():
            home_figures.show_places(page.figures.provinces, where)
        with st.container():
            parts.show_prepared(page.figures.wage)
        with st.container():
            home.show_sources(page.figures.sources, snapshot.meta)
home.show_method()
home.show_next(PAGE, page.next)
if page.figures is not None:
    # Last, since it tests a thousand figures: the rest need not wait for it.
    with changed:
        changes.show_changes(state.make(home_page.write_changes, snapshot, where))
