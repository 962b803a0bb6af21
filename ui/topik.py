"""What Topik says beside its figures: choices, finding, numbers, advertisements, method, next."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from analytics import advertisements, statistics, topics
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN, WINDOWS
from analytics.skills_growth import CLEAR_FROM
from analytics.skills_new import PORTALS_AT_LEAST
from data.snapshot import Snapshot
from ui import format as formats
from ui import gaji, home, parts, pekerjaan, state, svg
from ui.addresses import province_query
from ui.texts import plain, t
from ui.wording import name_place

TOPIC_KEY: Final = "topik"
NOT_CHOSEN: Final = ""
_LINKS: Final = 10
# What a phone shows of a link; the rest would be cut without a sign.
_LINK_CHARACTERS: Final = 40
_COUNT_CHARACTERS: Final = 12
_COMMAND: Final = "python -m cli publish"


def name_topics(found: pd.DataFrame) -> list[str]:
    """The names of themes in the language of this run, words of advertisements."""
    return [str(name) for name in found["label_en" if state.language() == "en" else "label_id"]]


def choose_topic(ranked: pd.DataFrame) -> str:
    """The theme in the address, one of those of the whole country, or NOT_CHOSEN."""
    return state.choice(TOPIC_KEY, (NOT_CHOSEN, *ranked["topic"]), NOT_CHOSEN)


def show_choices(ranked: pd.DataFrame) -> None:
    """Theme and province."""
    with st.grid(2, min_column_width=150, gap="small"):
        names = dict(zip(ranked["topic"], name_topics(ranked), strict=True))
        in_order = dict(sorted(names.items(), key=lambda pair: pair[1]))
        options = {NOT_CHOSEN: t("topik.topic_all"), **in_order}
        parts.show_choice(TOPIC_KEY, t("topik.topic"), options, NOT_CHOSEN)
        provinces = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("topik.province"), provinces, state.EVERYWHERE)


def show_missing(snapshot: Snapshot, found: topics.State) -> None:
    """That there are no themes, and why."""
    told = snapshot.meta.topics
    st.title(t("topik.missing_title"), anchor=False)
    values = {"n": told.vacancies, "at_least": told.at_least} if told else {"n": 0, "at_least": 0}
    st.markdown(t(f"topik_missing.{found}", **values))
    st.code(_COMMAND, language=None)


def show_opening(ranked: pd.DataFrame, grown: pd.DataFrame, where: Filter) -> None:
    """The finding over all themes: which one surely grew, else how many there are."""
    place = name_place(where)
    if ranked.empty:
        st.title(t("topik.opening_none_title"), anchor=False)
        st.markdown(t("topik.opening_none", place=place, **_least()))
        return
    clear = grown[grown["p_growth"] >= CLEAR_FROM]
    if not clear.empty:
        values = {"name": _head(clear), "growth": clear["growth"].iloc[0]}
        st.title(t("topik.opening_grown", **values), anchor=False)
    elif ranked["growth"].notna().any():
        st.title(t("topik.opening_flat", topics=len(ranked)), anchor=False)
    else:
        title = t("topik.opening_count", topics=len(ranked), name=_head(ranked))
        st.title(title, anchor=False)
    st.markdown(t("topik.opening_lead", place=place))


def _head(found: pd.DataFrame) -> str:
    return svg.shorten(name_topics(found)[0], home.TITLE_CHARACTERS)


def _least() -> dict[str, int]:
    return {
        "at_least": statistics.SHARE_AT_LEAST,
        "employers": statistics.EMPLOYERS_AT_LEAST,
    }


def show_counts(ranked: pd.DataFrame, grown: pd.DataFrame, titles: pd.DataFrame) -> None:
    """How many themes there are, how many surely grew, how many new titles."""
    language = state.language()
    with st.grid(3, min_column_width=150, gap="medium"):
        note = t("topik.count_topics_note", n=int(ranked["n"].sum()), **_least())
        parts.show_number(t("topik.count_topics"), formats.number(len(ranked), language), note)
        told = ranked.dropna(subset="growth")
        if told.empty:
            note = t("topik.count_grown_none", months=min(WINDOWS))
            parts.show_number(t("topik.count_grown"), formats.NOTHING, note)
        else:
            clear = int((grown["p_growth"] >= CLEAR_FROM).sum())
            months = told["months"].iloc[0]
            note = t("topik.count_grown_note", months=months, **chances())
            parts.show_number(t("topik.count_grown"), formats.number(clear, language), note)
        count = formats.number(len(titles), language)
        parts.show_number(t("topik.count_titles"), count, t("topik.count_titles_note"))


def chances() -> dict[str, float]:
    """The bounds from which growth is called clear, as texts need them."""
    return {"more": GROWTH_MORE_THAN, "clear": CLEAR_FROM}


def show_finding(row: pd.Series, about: pd.DataFrame, where: Filter) -> None:
    """The finding about one theme (`row` is its row in the country), or that it is not here."""
    name, place = name_topics(row.to_frame().T)[0], name_place(where)
    told = about.iloc[0]
    if not told["n"]:
        st.title(t("topik.empty_title"), anchor=False)
        st.markdown(t("topik.empty", name=name, place=place))
        return
    short = svg.shorten(name, home.TITLE_CHARACTERS)
    if told["n"] < statistics.SHARE_AT_LEAST or pd.isna(told["share"]):
        st.title(t("topik.finding_count", name=short, n=told["n"]), anchor=False)
    else:
        title = t("topik.finding", name=short, n=told["n"], share=told["share"])
        st.title(title, anchor=False)
    values = {"place": place, "probability": told["probability"]}
    if pd.isna(told["first_month"]):
        st.markdown(t("topik.lead_undated", **values))
    else:
        st.markdown(t("topik.lead", **values, month=told["first_month"]))
    if row["is_new"]:
        st.markdown(t("topik.lead_new"))


def show_numbers(about: pd.DataFrame, ranked: pd.DataFrame, topic: str) -> None:
    """Openings with their share, growth, those that stand, pay."""
    language, row = state.language(), about.iloc[0]
    with st.grid(4, min_column_width=150, gap="medium"):
        if row["n"] < statistics.SHARE_AT_LEAST or pd.isna(row["share"]):
            note = t("topik.n_few", employers=row["employers"])
        else:
            bounds = {"low": row["interval_low"], "high": row["interval_high"]}
            note = t("topik.n_note", share=row["share"], **bounds, employers=row["employers"])
        parts.show_number(t("topik.n"), formats.number(row["n"], language), note)
        _show_growth(ranked[ranked["topic"] == topic].dropna(subset="growth"))
        opened = formats.number(row["n_open"], language)
        note = t("topik.open_note", days=advertisements.UNSEEN_DAYS)
        parts.show_number(t("topik.open"), opened, note)
        gaji.show_median(row)


def _show_growth(told: pd.DataFrame) -> None:
    if told.empty:
        parts.show_number(t("topik.growth"), formats.NOTHING, t("topik.growth_none"))
        return
    row = told.iloc[0]
    note = t(
        "topik.growth_note",
        low=row["growth_low"],
        high=row["growth_high"],
        before=row["n_before"],
        recent=row["n_recent"],
        months=row["months"],
        chance=row["p_growth"],
        more=GROWTH_MORE_THAN,
    )
    parts.show_number(t("topik.growth"), formats.change(row["growth"], state.language()), note)


def show_links(ranked: pd.DataFrame, grown: pd.DataFrame, where: Filter) -> None:
    """Ways into the themes: those that grew, then those with most openings."""
    if ranked.empty:
        return
    st.header(t("topik.links_title"), anchor=False)
    shown = pd.concat([grown, ranked]).drop_duplicates("topic").head(_LINKS)
    for topic, name in zip(shown["topic"], name_topics(shown), strict=True):
        label = plain(svg.shorten(name, _LINK_CHARACTERS))
        parts.link_page("pages/topik.py", label, {TOPIC_KEY: topic, **province_query(where)})


def show_job_links(jobs: pd.DataFrame, where: Filter) -> None:
    """Ways into the occupations of the theme."""
    for code, n in zip(jobs["occupation"].head(_LINKS), jobs["n"].head(_LINKS), strict=True):
        name = svg.shorten(pekerjaan.name_occupation(code), _LINK_CHARACTERS - _COUNT_CHARACTERS)
        label = t("topik.link", name=plain(name), n=n)
        query = {pekerjaan.OCCUPATION_KEY: code, **province_query(where)}
        parts.link_page("pages/pekerjaan.py", label, query)


def show_examples(listed: pd.DataFrame, *, is_sample: bool) -> None:
    """The advertisements nearest to the middle of the theme."""
    st.header(t("topik.ads_title"), anchor=False)
    if listed.empty:
        st.markdown(t("topik.ads_none"))
        return
    st.markdown(t("topik.ads_lead"))
    pekerjaan.write_advertisements(listed, is_sample=is_sample)


def show_newest(listed: pd.DataFrame, where: Filter, *, is_sample: bool) -> None:
    """The newest open advertisements of the theme."""
    st.header(t("topik.newest_title"), anchor=False)
    place = name_place(where)
    if listed.empty:
        st.markdown(t("topik.newest_none", place=place, days=advertisements.UNSEEN_DAYS))
        return
    st.markdown(t("topik.newest_lead", shown=len(listed), n=listed["n"].iloc[0], place=place))
    pekerjaan.write_advertisements(listed, is_sample=is_sample)


def list_ids(titles: pd.DataFrame) -> tuple[str, ...]:
    """The vacancies that stand as examples of the new titles, those of the first title first."""
    return tuple(dict.fromkeys(one for ids in titles["examples"] for one in ids))


def show_titles(titles: pd.DataFrame, listed: pd.DataFrame, *, is_sample: bool) -> None:
    """New titles as a table with a caution, and their advertisements."""
    st.header(t("topik.titles_title"), anchor=False)
    least = {"employers": statistics.EMPLOYERS_AT_LEAST, "portals": PORTALS_AT_LEAST}
    if titles.empty:
        st.markdown(t("topik.titles_none", **least))
        return
    st.markdown(t("topik.titles_subtitle", **least))
    st.markdown(t("topik.titles_caution"))
    language = state.language()
    table = titles.assign(
        topik_title=titles["title"],
        topik_before=titles["n_before"],
        topik_recent=titles["n"],
        topik_portals=titles["portals"],
        topik_first=[formats.month_short(month, language) for month in titles["first_month"]],
        topik_chance=titles["probability"],
        topik_score=titles["occupation_score"],
    )
    columns = ["topik_title", "topik_before", "topik_recent", "employers", "topik_portals",
               "topik_first", "topik_chance", "topik_score"]  # fmt: skip
    counts: Sequence[str] = ("topik_before", "topik_recent", "employers", "topik_portals")
    numbers = dict.fromkeys(counts, lambda n: formats.number(n, language))
    shares = dict.fromkeys(("topik_chance", "topik_score"), lambda p: formats.percent(p, language))
    shown = parts.Table(table[columns], {**numbers, **shares}, behind="beneath")
    parts.show_table(shown, t("topik.titles_title"))
    with st.expander(t("topik.titles_ads")):
        pekerjaan.write_advertisements(listed, is_sample=is_sample)


def show_method() -> None:
    """How the figures are made."""
    st.header(t("topik.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "topik.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            employers=statistics.EMPLOYERS_AT_LEAST,
            portals=PORTALS_AT_LEAST,
            **chances(),
        )
    )
    parts.end_method("topik")


def show_next(where: Filter, topic: str) -> None:
    """The next step: all themes, skills, occupations, the whole market."""
    st.header(t("topik.next_title"), anchor=False)
    query = province_query(where)
    if topic:
        parts.link_page("pages/topik.py", t("topik.next_all"), {TOPIC_KEY: NOT_CHOSEN, **query})
    parts.link_page("pages/keterampilan.py", t("topik.next_skills"), query)
    parts.link_page("pages/pekerjaan.py", t("topik.next_jobs"), query)
    parts.link_page("pages/beranda.py", t("topik.next_market"), query)
