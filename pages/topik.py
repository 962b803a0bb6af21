"""Topik: what new kinds of work appear, and what one theme of advertisements is."""

import streamlit as st

from analytics import advertisements, occupations, overview, topics
from analytics.filter import EVERYTHING
from analytics.topics_filter import of_topic
from ui import parts, state, topik, topik_figures
from ui.state import ask

# So many of the newest advertisements are shown; the examples come before them.
NEWEST = 5

snapshot = parts.require_snapshot()
found = topics.find_state(snapshot)
where = state.choose_filter()
is_sample = snapshot.meta.is_sample

if found != "found":
    topik.show_missing(snapshot, found)
    topik.show_method()
    topik.show_next(where, topik.NOT_CHOSEN)
    st.stop()

nation = ask(topics.rank_topics, snapshot, EVERYTHING)
topic = topik.choose_topic(nation)
asked = of_topic(where, topic) if topic else where
total = ask(overview.count_vacancies, snapshot, asked)
source = parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, asked))
ranked = ask(topics.rank_topics, snapshot, where)

if not topic:
    rising = topics.rank_rising(ranked)
    titles = ask(topics.list_new_titles, snapshot, EVERYTHING)
    topik.show_opening(ranked, rising, where)
    topik.show_choices(nation)
    topik.show_counts(ranked, rising, titles)
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            shown = tuple(ranked["topic"].head(topik_figures.TABLE))
            pay = ask(topics.measure_pay, snapshot, where, shown)
            topik_figures.show_ranking(ranked, pay, where, source)
        with st.container():
            topik_figures.show_rising(ranked, rising, where, source)
            topik.show_links(ranked, rising, where)
    listed = ask(topics.list_title_advertisements, snapshot, EVERYTHING, topik.list_ids(titles))
    topik.show_titles(titles, listed, is_sample=is_sample)
else:
    row = nation.set_index("topic", drop=False).loc[topic]
    about = ask(topics.topic_profile, snapshot, where, topic)
    topik.show_finding(row, about, where)
    topik.show_choices(nation)
    if source.n:
        topik.show_numbers(about, ranked, topic)
        with st.grid(2, min_column_width=320, gap="medium"):
            with st.container():
                topik_figures.show_terms(row, source)
            with st.container():
                jobs = ask(occupations.rank_occupations, snapshot, asked)
                topik_figures.show_jobs(jobs, asked, source)
                topik.show_job_links(jobs, where)
            with st.container():
                months = ask(topics.share_by_month, snapshot, where, topic)
                topik_figures.show_months(months, asked, source)
            with st.container():
                places = ask(topics.topic_places, snapshot, where, topic)
                topik_figures.show_places(places, asked, source)
    examples = ask(topics.list_examples, snapshot, EVERYTHING, topic)
    topik.show_examples(examples, is_sample=is_sample)
    newest = ask(advertisements.list_advertisements, snapshot, asked, NEWEST, 0, True)
    topik.show_newest(newest, where, is_sample=is_sample)
topik.show_method()
topik.show_next(where, topic)
