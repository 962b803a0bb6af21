"""Metodologi: how each figure is made and how wrong it may be."""

import streamlit as st

from analytics import coverage, overview, regions_visibility
from analytics.filter import EVERYTHING
from ui import (
    metodologi,
    metodologi_accuracy,
    metodologi_coverage,
    metodologi_revision,
    parts,
)
from ui.state import ask

snapshot = parts.require_snapshot()
chosen = metodologi.choose_section()
is_alone = chosen not in (metodologi.SUMMARY, metodologi.ALL)
shown = metodologi.SECTIONS if chosen == metodologi.ALL else (chosen,) if is_alone else ()

if not is_alone:
    metodologi.show_opening(snapshot)
    metodologi.show_choice()
for name in shown:
    metodologi.show_section(name, snapshot, is_alone=is_alone)
    if name == "akurasi":
        metodologi_accuracy.show_targets()
        metodologi_accuracy.show_fields()
    if name in ("cakupan", "terlihat"):
        total = ask(overview.count_vacancies, snapshot, EVERYTHING)
        portals = ask(overview.share_portals, snapshot, EVERYTHING)
        source = parts.read_source(snapshot, total, portals)
    if name == "cakupan":
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                found = ask(coverage.list_coverage, snapshot, EVERYTHING)
                metodologi_coverage.show_portals(found, source)
            with st.container():
                overlap = ask(coverage.list_overlap, snapshot, EVERYTHING)
                metodologi_coverage.show_overlap(overlap, source)
        collectors = ask(coverage.list_collectors, snapshot, EVERYTHING)
        metodologi_coverage.show_collectors(collectors)
    if name == "terlihat":
        grades = ask(regions_visibility.grade_visibility, snapshot, EVERYTHING)
        metodologi_coverage.show_unseen(grades, source)
    if name == "revisi":
        metodologi_revision.show_revision(snapshot)
    if name == "sitasi":
        metodologi.show_citation(snapshot)
if not shown:
    metodologi.show_ways_in()
    metodologi_accuracy.show_targets()
metodologi.show_next(chosen)
