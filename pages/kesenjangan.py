"""Kesenjangan: wanted skills that few train here, trained ones that few want, and what to add."""

import streamlit as st

from analytics import overview
from analytics.training_additions import rank_additions
from analytics.training_courses import describe_courses
from analytics.training_gap import compare_employment, compare_mix, compare_skills, measure_mismatch
from ui import kesenjangan, kesenjangan_figures, kesenjangan_lists, parts
from ui.state import ask

snapshot = parts.require_snapshot()
where = kesenjangan.choose_where()
additions = ask(rank_additions, snapshot, where)
scope = kesenjangan.find_scope(additions, where)
compared = ask(compare_skills, snapshot, scope)
courses = ask(describe_courses, snapshot, scope).iloc[0]
occupations = ask(compare_mix, snapshot, scope, kesenjangan.OCCUPATION)
default = kesenjangan.FIELD if occupations.empty else kesenjangan.OCCUPATION
by = kesenjangan.choose_by(default)
mix = occupations if by == kesenjangan.OCCUPATION else ask(compare_mix, snapshot, scope, by)
mismatch = ask(measure_mismatch, snapshot, scope, by).iloc[0]
total = ask(overview.count_vacancies, snapshot, scope)
source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, scope))

kesenjangan.show_finding(additions, compared, courses, where)
kesenjangan.show_choices(where)
kesenjangan.show_courses(courses, scope)
kesenjangan_lists.show_additions(snapshot, additions, courses, where, source)
with st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        kesenjangan_figures.show_skills(compared, scope, source)
    with st.container():
        kesenjangan_lists.show_little_asked(compared, scope)
kesenjangan.show_mismatch(mismatch, by, default, scope, source)
with st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        kesenjangan_figures.show_mix(mix, by, scope, parts.with_n(source, int(mismatch["n"])))
    with st.container():
        employed = ask(compare_employment, snapshot, scope)
        kesenjangan_figures.show_employment(employed, scope, source)
kesenjangan.show_method()
kesenjangan.show_next(where)
