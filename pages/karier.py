"""Karier: which jobs are open to me here, and which one thing would open more?"""

from dataclasses import replace

import streamlit as st

from analytics import moves, openings, openings_lists
from ui import karier, karier_figures, karier_form, keterampilan, parts, pekerjaan
from ui.state import ask

PAGE = "pages/karier.py"

snapshot = parts.require_snapshot()
where = karier_form.choose_where()
listed_names = ask(pekerjaan.skill_names, snapshot, replace(where, province=None))
names = keterampilan.skill_names(listed_names)
person = karier_form.choose_person(names)
counted = ask(openings.count_openings, snapshot, where, person)
source = karier.read_source(snapshot, where, counted)

if person.education is None:
    karier.show_opening(counted, where)
    karier_form.show_form(snapshot, where, person, names)
    karier.show_next(where, person)
else:
    steps = ask(openings.rank_steps, snapshot, where, person)
    karier.show_finding(counted, steps, where, names)
    karier_form.show_form(snapshot, where, person, names)
    karier.show_numbers(counted)
    if source.n:
        pairs = ask(openings.rank_pairs, snapshot, where, person)
        walls = ask(openings_lists.count_walls, snapshot, where, person)
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                of_steps = karier.read_source_at(snapshot, where, person, steps)
                karier_figures.show_steps(steps, where, person, of_steps, names)
            with st.container():
                karier.show_details(snapshot, where, person, steps, names)
            with st.container():
                of_pairs = karier.read_source_at(snapshot, where, person, pairs)
                karier_figures.show_pairs(pairs, where, person, of_pairs, names)
            with st.container():
                karier_figures.show_walls(walls, where, person, source)
            with st.container():
                karier_figures.show_limits(walls, where, source)
            if where.occupation is None:
                reachable = ask(openings_lists.rank_reachable, snapshot, where, person)
                with st.container():
                    karier_figures.show_reachable(reachable, where, person, source)
                    karier.show_reachable_links(reachable, where)
        if where.occupation is not None:
            around = replace(where, occupation=None)
            near = ask(moves.find_moves, snapshot, around, where.occupation)
            pekerjaan.show_moves("pages/pekerjaan.py", near, listed_names, around)
    listed = ask(openings_lists.list_openings, snapshot, where, person)
    karier.show_openings(listed, is_sample=snapshot.meta.is_sample)
    karier.show_next(where, person, steps)
karier.show_method()
