"""Pengawasan: are the circulars kept, is pay below the minimum, who asks for diploma or deposit."""

import streamlit as st

from analytics import (
    overview,
    supervision,
    supervision_advertisements,
    supervision_circulars,
    supervision_matched,
    supervision_pay,
)
from ui import gaji, parts, pengawasan, pengawasan_figures, pengawasan_lists, pengawasan_pay
from ui.state import ask

snapshot = parts.require_snapshot()
where = pengawasan.choose_where()
demand = pengawasan.choose_demand()
by = pengawasan.choose_group(where)
is_sample = snapshot.meta.is_sample

measured = ask(supervision_circulars.measure_circulars, snapshot, where)
wide = gaji.filter_at(where, str(pengawasan.row_of(measured, demand)["place"]))
measured = measured.merge(ask(supervision_matched.compare_matched, snapshot, wide), on="demand")
row = pengawasan.row_of(measured, demand)
total = ask(overview.count_vacancies, snapshot, wide)
source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, wide))

pengawasan.show_finding(row, where, wide)
pengawasan.show_choices()
pengawasan.show_numbers(snapshot, row)
months = ask(supervision.share_by_month, snapshot, wide, pengawasan.MONTHS)
lines = ask(supervision_circulars.fit_lines, snapshot, wide, demand)
pengawasan_figures.show_months(months, lines, row, wide, source)
grouped = pengawasan.narrow_group(where, by)
with st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        pengawasan_figures.show_demands(measured, wide, source)
    with st.container():
        groups = ask(supervision.compare_groups, snapshot, grouped, demand, by)
        newest = snapshot.meta.posted_to or row["day"]
        pengawasan_figures.show_groups(groups, by, row, grouped, source, newest)
    with st.container():
        behind = ask(supervision_advertisements.list_demanding, snapshot, wide, demand, 6)
        pengawasan_lists.show_demanding(behind, demand, wide, is_sample=is_sample)
    with st.container():
        pengawasan_figures.show_warnings(measured, where, source)
        pengawasan.show_warning_links(where)

pay, pay_place = pengawasan.measure_pay(snapshot, where)
years = ask(supervision_pay.measure_shortfall, snapshot, pay_place, "year")
if pengawasan_pay.show_pay(pay, years, pay_place, where, source):
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            by_group = ask(supervision_pay.measure_shortfall, snapshot, grouped, by)
            pengawasan_pay.show_pay_groups(by_group, pay, by, grouped, source)
        with st.container():
            below = ask(supervision_advertisements.list_below, snapshot, pay_place, 6)
            pengawasan_lists.show_below(below, pay_place, is_sample=is_sample)

pengawasan.show_briefing(measured, pay, wide, pay_place, snapshot)
pengawasan.show_method()
pengawasan.show_next(where)
