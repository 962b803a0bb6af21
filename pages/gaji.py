"""Gaji: what an occupation pays, where, with which experience, and how my own pay compares."""

from dataclasses import replace

import streamlit as st

from analytics import (
    advertisements,
    overview,
    wages_growth,
    wages_guess,
    wages_minimum,
    wages_percentiles,
    wages_places,
    wages_stated,
)
from ui import gaji, gaji_figures, gaji_search, parts, pekerjaan
from ui.state import ask

PAGE = "pages/gaji.py"

snapshot = parts.require_snapshot()
where = gaji.choose_where()
paid = replace(where, is_paid=True)

percentiles = ask(wages_percentiles.measure_percentiles, snapshot, where)
total = ask(overview.count_vacancies, snapshot, replace(paid, regency=None, province=None))
portals = ask(overview.share_portals, snapshot, replace(paid, regency=None, province=None))
source = parts.read_source(snapshot, total, portals)

gaji.show_finding(percentiles, ask(wages_guess.guess_pay, snapshot, where), where)
gaji_search.show_search(snapshot, where.occupation or pekerjaan.NOT_CHOSEN)
gaji.show_choices(where)
least = gaji.find_minimum(snapshot, where)
with st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        gaji_figures.show_percentiles(percentiles, least, where, source)
    with st.container():
        gaji.show_position(snapshot, where)
    if where.occupation is None:
        with st.container():
            ranked = ask(wages_places.rank_occupations, snapshot, where)
            gaji_figures.show_occupations(ranked, where, source)
            gaji.show_links(PAGE, ranked)
    with st.container():
        gaji_figures.show_places(ask(wages_places.rank_places, snapshot, where), where, source)
    with st.container():
        bands = ask(wages_places.compare_experience, snapshot, where)
        gaji_figures.show_experience(bands, where, source)
    with st.container():
        compared = ask(wages_minimum.compare_minimum, snapshot, where)
        gaji_figures.show_minimum(compared, where, source)
    with st.container():
        stated = ask(wages_stated.compare_stated, snapshot, where)
        gaji_figures.show_stated(stated, where, source)
gaji_figures.show_growth(ask(wages_growth.measure_growth, snapshot, where), where, source)
behind = gaji.around_figure(paid, percentiles)
listed = ask(advertisements.list_advertisements, snapshot, behind, 10)
gaji.show_advertisements(listed, is_sample=snapshot.meta.is_sample)
gaji.show_method()
gaji.show_next(where)
