"""Prakerja: does it reach the regions, who is reached, what is taught, did it work?"""

import streamlit as st

from analytics import prakerja as programme
from analytics import prakerja_evidence as findings
from analytics import prakerja_market, prakerja_people
from analytics.filter import EVERYTHING
from ui import parts, prakerja, prakerja_evidence, prakerja_reach
from ui import prakerja_market as market_words
from ui import prakerja_people as people_figures
from ui.prakerja_sources import write_period
from ui.state import ask
from ui.texts import t
from ui.wording import name_place

snapshot = parts.require_snapshot()
begins = snapshot.meta.posted_from
periods = programme.list_periods(snapshot)
chosen = prakerja.choose(periods)
reach = programme.measure_reach(snapshot, chosen.period, chosen.level)
fair = programme.measure_fairness(reach)
evidence, payback = findings.list_evidence(), findings.programme_payback()
people = prakerja_people.list_people(snapshot, chosen.province)

prakerja.show_opening(reach, prakerja_people.list_years(), chosen, snapshot.meta.is_sample)
prakerja.show_answers(reach, fair, evidence, payback, people, chosen)
prakerja.show_choices(periods, chosen)
with st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        prakerja_reach.show_reach(reach, chosen)
    with st.container():
        prakerja_reach.show_fairness(reach, fair, chosen)
        trend = ask(prakerja_market.trend_beside, snapshot, chosen.where, chosen.period)
        market_words.show_market(trend, chosen, begins)
with st.expander(t("prakerja_fold.map")):
    prakerja_reach.show_map(reach, chosen)
with st.expander(t("prakerja_fold.people")), st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        people_figures.show_people(people, chosen.province)
    with st.container():
        people_figures.show_courses(programme.list_courses(snapshot), chosen.query)


def write_trends(studied):
    """The market of the whole country in the periods of a study."""
    trends = [
        (write_period(one), ask(prakerja_market.trend_beside, snapshot, EVERYTHING, one))
        for one in studied
    ]
    return market_words.write_markets(trends, name_place(EVERYTHING), begins)


prakerja_evidence.show_cards(evidence, findings.list_statements(), write_trends)
with st.expander(t("prakerja_fold.worth")), st.grid(2, min_column_width=320, gap="medium"):
    with st.container():
        prakerja_evidence.show_payback(payback, evidence)
    with st.container():
        prakerja_evidence.show_outcomes(findings.list_outcomes(snapshot), chosen.province)
prakerja.show_method()
prakerja.show_next(chosen)
