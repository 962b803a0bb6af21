"""What Sektor says beside its figures: the choices, the finding, numbers, links, method, next."""

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analytics import advertisements, growth, statistics
from analytics.filter import Filter
from data.reference import classifications
from data.snapshot import Snapshot
from ui import format as formats
from ui import gaji, home, parts, pekerjaan, state
from ui.addresses import province_query
from ui.texts import t
from ui.wording import name_place

SECTOR_KEY: Final = "sektor"
NOT_CHOSEN: Final = ""
_LINKS: Final = 8


def name_sector(code: str) -> str:
    """The short name of a section of KBLI."""
    return t(f"sektor_name.{code}")


def name_section(code: str) -> str:
    """The name of a section as KBLI has it, in the language of this run."""
    one = classifications.sector(code)
    return one.title_en if state.language() == "en" and one.title_en else one.title_id


def choose_where() -> Filter:
    """Province and sector in the address."""
    around = state.choose_filter()
    sector = state.choice(SECTOR_KEY, (NOT_CHOSEN, *sections()), NOT_CHOSEN)
    return replace(around, sector=sector or None)


def sections() -> list[str]:
    """The sections of KBLI 2020, A to U."""
    return [code for code in classifications.sectors() if len(code) == 1]


def list_windows(snapshot: Snapshot, ranked: pd.DataFrame) -> list[str]:
    """The months that the growth of `ranked` compares, oldest first; none where it tells none."""
    told = ranked["months"].dropna()
    return [] if told.empty else growth.growth_windows(snapshot, int(told.iloc[0]))


def show_choices() -> None:
    """Sector and province."""
    with st.grid(2, min_column_width=150, gap="small"):
        names = {code: name_sector(code) for code in sections()}
        options = {NOT_CHOSEN: t("sektor.sector_all"), **names}
        parts.show_choice(SECTOR_KEY, t("sektor.sector"), options, NOT_CHOSEN)
        provinces = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("sektor.province"), provinces, state.EVERYWHERE)


def show_opening(ranked: pd.DataFrame, where: Filter) -> None:
    """The finding over all sectors: which one advertises most."""
    place = name_place(where)
    if ranked.empty:
        st.title(t("sektor.opening_none_title"), anchor=False)
        at_least = statistics.SHARE_AT_LEAST
        st.markdown(t("sektor.opening_none", place=place, at_least=at_least))
        return
    first = ranked.iloc[0]
    name = name_sector(first["sector"])
    st.title(t("sektor.opening", name=name, share=first["share"], place=place), anchor=False)
    st.markdown(t("sektor.opening_lead", n=int(ranked["n"].sum()), sectors=len(ranked)))


def show_finding(about: pd.DataFrame, where: Filter) -> None:
    """The finding about a sector, or that it advertises nothing here."""
    row, name, place = about.iloc[0], name_sector(str(where.sector)), name_place(where)
    if not row["n"]:
        st.title(t("sektor.empty_title", name=name), anchor=False)
        st.markdown(t("sektor.empty", place=place))
        return
    if pd.isna(row["share"]):
        title = t("sektor.finding_count", name=name, n=row["n"])
    else:
        title = t("sektor.finding", name=name, n=row["n"], share=row["share"])
    st.title(title, anchor=False)
    st.markdown(
        t(
            "sektor.lead",
            place=place,
            code=where.sector,
            name=name_section(str(where.sector)),
        )
    )


def show_numbers(about: pd.DataFrame) -> None:
    """Openings with their share, those that stand, pay."""
    language, row = state.language(), about.iloc[0]
    with st.grid(3, min_column_width=150, gap="medium"):
        if pd.isna(row["share"]):
            note = t("sektor.n_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            bounds = {"low": row["interval_low"], "high": row["interval_high"]}
            note = t("sektor.n_note", share=row["share"], **bounds, employers=row["employers"])
        parts.show_number(t("sektor.n"), formats.number(row["n"], language), note)
        opened = formats.number(row["n_open"], language)
        note_open = t("sektor.open_note", days=advertisements.UNSEEN_DAYS)
        parts.show_number(t("sektor.open"), opened, note_open)
        gaji.show_median(row)


def show_links(ranked: pd.DataFrame, where: Filter) -> None:
    """Ways into the sectors, those with most openings first."""
    for row in ranked.head(_LINKS).itertuples():
        code = str(row.sector)
        query = {SECTOR_KEY: code, **province_query(where)}
        label = t("sektor.link", name=name_sector(code), n=row.n)
        parts.link_page("pages/sektor.py", label, query)


def show_jobs(jobs: pd.DataFrame, where: Filter) -> None:
    """Ways into the occupations of the sector."""
    for row in jobs.head(_LINKS).itertuples():
        code = str(row.occupation)
        label = t("sektor.link", name=pekerjaan.short_name(code), n=row.n)
        query = {pekerjaan.OCCUPATION_KEY: code, **province_query(where)}
        parts.link_page("pages/pekerjaan.py", label, query)


def show_method() -> None:
    """How the figures are made."""
    st.header(t("sektor.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "sektor.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            months=growth.WINDOWS[0],
            least=growth.WINDOWS[-1],
            more_than=growth.GROWTH_MORE_THAN,
        )
    )
    parts.end_method("sektor")


def show_next(where: Filter) -> None:
    """The next step: all sectors, the place, pay, the whole market."""
    st.header(t("sektor.next_title"), anchor=False)
    query = province_query(where)
    if where.sector:
        parts.link_page("pages/sektor.py", t("sektor.next_all"), {SECTOR_KEY: NOT_CHOSEN, **query})
    parts.link_page("pages/wilayah.py", t("sektor.next_place"), query)
    parts.link_page("pages/gaji.py", t("sektor.next_pay"), query)
    parts.link_page("pages/beranda.py", t("sektor.next_market"), query)
