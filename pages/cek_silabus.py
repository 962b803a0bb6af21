"""Cek silabus: does a syllabus match what is asked for here, what is missing, what do few ask?"""

import streamlit as st

from analytics import occupations, overview, syllabus
from analytics.statistics import SHARE_AT_LEAST
from analytics.syllabus_occupations import rank_covered
from ui import cek_silabus, cek_silabus_figures, cek_silabus_reading, karier_form, parts, pekerjaan
from ui.state import ask
from ui.texts import t

snapshot = parts.require_snapshot()
where = karier_form.choose_where()
names = pekerjaan.name_skills(snapshot)
pasted = cek_silabus_reading.take()
missing_skills: list[str] = []

# What depends on the pasted text is asked without `ask`, which would keep it.
if pasted is None or pasted.problem:
    cek_silabus.show_opening()
    cek_silabus.show_choices(snapshot, where, pasted)
else:
    taught = cek_silabus_reading.choose_taught(pasted)
    near = rank_covered(snapshot, where, taught)
    if where.occupation is None:
        cek_silabus.show_nearest(near)
        cek_silabus.show_choices(snapshot, where, pasted)
        cek_silabus.show_near(near, where, names)
        cek_silabus_reading.show_found(pasted, taught, names)
    else:
        covered = syllabus.measure_coverage(snapshot, where, taught).iloc[0]
        scope = dict(occupations.wider(where))[covered["place"]]
        cek_silabus.show_finding(covered, where)
        cek_silabus.show_choices(snapshot, where, pasted)
        if covered["n"] >= SHARE_AT_LEAST:
            asked = ask(occupations.occupation_skills, snapshot, scope, syllabus.ALL_SKILLS)
            marked = syllabus.mark_taught(asked, snapshot, scope, taught)
            total = ask(overview.count_vacancies, snapshot, scope)
            portals = ask(overview.share_portals, snapshot, scope)
            source = parts.read_source(snapshot, total, portals)
            described = parts.with_n(source, int(covered["n_described"]))
            cek_silabus.show_numbers(covered, source)
            missing = cek_silabus_figures.find_missing(snapshot, marked, scope)
            missing_skills = missing["skill"].tolist()
            with st.grid(2, min_column_width=320, gap="medium"):
                with st.container():
                    cek_silabus_figures.show_missing(missing, scope, described)
                    cek_silabus_figures.show_pay(missing, scope)
                    cek_silabus_figures.show_links(missing, scope)
                with st.container(), st.expander(t("cek_silabus_fold.held")):
                    cek_silabus_figures.show_held(marked, scope, described)
            with st.expander(t("cek_silabus_fold.found")):
                cek_silabus_reading.show_found(pasted, taught, names)
                cek_silabus_reading.show_missing_chips(missing_skills, names)
            with st.expander(t("cek_silabus_fold.rare")):
                counted = syllabus.count_taught(snapshot, scope, taught)
                cek_silabus_figures.show_rare(counted, scope)
            with st.expander(t("cek_silabus_fold.near")):
                cek_silabus.show_near(near, where, names)
        else:
            with st.expander(t("cek_silabus_fold.found")):
                cek_silabus_reading.show_found(pasted, taught, names)
            cek_silabus.show_near(near, where, names)
cek_silabus.show_method()
cek_silabus.show_next(where, names, missing_skills)
