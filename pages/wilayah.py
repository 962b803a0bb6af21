"""Wilayah: where is advertised, what is a place special in, how tight is it, how much is seen?"""

import streamlit as st

from analytics import occupations, overview, regions, regions_tightness, regions_visibility
from analytics.filter import EVERYTHING
from ui import parts, wilayah, wilayah_compare, wilayah_figures, wilayah_map, wilayah_tightness
from ui.state import ask

snapshot = parts.require_snapshot()
where = wilayah.choose_where()
other = wilayah.choose_other(where)
level, around = wilayah.level_of(where), wilayah.siblings(where)

total = ask(overview.count_vacancies, snapshot, EVERYTHING)
source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, EVERYTHING))
provinces = ask(regions.rank_places, snapshot, EVERYTHING, "province")
tight = ask(regions_tightness.measure_tightness, snapshot, around, level)

if where.province is None:
    wilayah.show_opening(provinces)
    detail = wilayah.choose_detail()
    wilayah.show_choices(where)
    shown = ask(regions.rank_places, snapshot, EVERYTHING, detail)
    wilayah_map.show_map(shown, where, detail, source)
    seen = ask(regions_visibility.grade_visibility, snapshot, EVERYTHING, "province")
    graded = ask(regions_visibility.grade_visibility, snapshot, EVERYTHING, detail)
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            wilayah_figures.show_ranking(shown, graded, where, detail, source)
        with st.container():
            wilayah_tightness.show_tightness(tight, source)
        with st.container():
            wilayah.show_grades(seen, source)
else:
    own = wilayah.read_row(wilayah.rank_around(snapshot, where), str(wilayah.place_code(where)))
    counted = ask(overview.count_vacancies, snapshot, where)
    here = parts.read_source(snapshot, counted, ask(overview.share_portals, snapshot, where))
    wilayah.show_finding(own, where, wilayah.rate_of(provinces), source.n)
    wilayah.show_choices(where)
    wilayah.show_numbers(own, where)
    regencies = ask(regions.rank_places, snapshot, where, "regency")
    grades = ask(regions_visibility.grade_visibility, snapshot, where, "regency")
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            wilayah_map.show_map(regencies, where, "regency", source)
        with st.container():
            wilayah_figures.show_ranking(regencies, grades, where, "regency", source)
    wilayah.show_visibility(ask(regions_visibility.visibility_of, snapshot, where), where)
    if other is not None:
        wilayah_compare.show_comparison(
            wilayah_compare.read_facts(snapshot, where),
            wilayah_compare.read_facts(snapshot, other),
            source,
        )
    if here.n:
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                ranked = ask(occupations.rank_occupations, snapshot, where)
                wilayah_figures.show_occupations(ranked, where, here)
                wilayah.show_links(ranked, where)
            for by in ("sector", "occupation"):
                with st.container():
                    special = ask(wilayah.find_special, snapshot, where, level, by)
                    wilayah_figures.show_quotients(special, by, where, here)
            with st.container():
                medians, paid = wilayah_compare.read_medians(snapshot, where)
                wilayah_figures.show_pay(snapshot, medians, paid, here)
            with st.container():
                wilayah_tightness.show_causes(tight, where, here)
wilayah.show_method()
wilayah.show_next(where, provinces)
