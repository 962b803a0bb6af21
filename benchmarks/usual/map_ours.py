"""Our map of 514 regencies on a page of its own, with the same choice of a sector."""

import streamlit as st

from analytics import overview, regions
from analytics.filter import EVERYTHING, Filter
from ui import parts, state, wilayah_map
from ui.state import ask

state.choose_language()
snapshot = parts.require_snapshot()
sector = st.radio("Sektor", ["Semua", *"CFGHIJKMNPQS"])
# A choice that changes nothing: what a rerun of the same page costs without a new map.
st.radio("Sama", [f"Sama {number}" for number in range(13)])
where = Filter(sector=None if sector == "Semua" else sector)
total = ask(overview.count_vacancies, snapshot, EVERYTHING)
source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, EVERYTHING))
ranked = ask(regions.rank_places, snapshot, where, "regency")
wilayah_map.show_map(ranked, where, "regency", source)
