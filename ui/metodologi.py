"""What Metodologi says: its sections, each how a figure is made and what it cannot tell; next."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from analytics.accuracy import read_measures
from data.snapshot import Snapshot
from ui import format as formats
from ui import metodologi_accuracy, parts, state
from ui.metodologi_values import read_values
from ui.texts import t

SUMMARY: Final = ""
ALL: Final = "semua"
# Sections of one subject, with the page they are about and the files that do it.
SUBJECTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "indeks": ("beranda", ("analytics/index.py", "analytics/index_chain.py")),
    "lowongan": ("beranda", ("docs/duplicates.md", "nlp/duplicates_judge.py", "nlp/lifetimes.py")),
    "pekerjaan": ("pekerjaan", ("nlp/occupation.py", "analytics/occupations.py")),
    "keterampilan": ("keterampilan", ("docs/skills.md", "nlp/skills.py",
                                      "analytics/skills_growth.py")),
    "gaji": ("gaji", ("nlp/wage.py", "analytics/wages_percentiles.py",
                      "analytics/wages_growth.py")),
    "wilayah": ("wilayah", ("analytics/regions.py", "analytics/regions_tightness.py")),
    "sektor": ("sektor", ("nlp/sector.py", "analytics/sectors.py")),
    "kesenjangan": ("kesenjangan", ("analytics/training_gap.py", "docs/operator-data.md")),
    "prakerja": ("prakerja", ("analytics/prakerja.py", "analytics/prakerja_evidence.py")),
    "topik": ("topik", ("nlp/topics.py", "nlp/topics_titles.py")),
    "pengawasan": ("pengawasan", ("analytics/supervision_circulars.py",
                                  "analytics/supervision_matched.py",
                                  "analytics/supervision_pay.py")),
    "karier": ("karier", ("analytics/openings.py", "analytics/moves.py")),
}  # fmt: skip
# Sections of what all figures share.
SHARED: Final[Mapping[str, tuple[str, ...]]] = {
    "akurasi": ("docs/accuracy.md", "docs/accuracy.csv", "docs/accuracy-notes.md"),
    "cakupan": ("docs/collecting.md", "docs/add-a-portal.md", "analytics/coverage.py"),
    "terlihat": ("analytics/regions_visibility.py",),
    "pembobotan": ("analytics/weighting.py", "analytics/statistics_weights.py"),
    "musim": ("analytics/index_season.py", "analytics/index_years.py"),
    "sel_kecil": ("analytics/statistics.py", "analytics/statistics_shrink.py"),
    "revisi": ("analytics/revision.py", "docs/snapshot.md"),
    "batas": ("docs/data.md",),
    "data_pribadi": ("data/privacy.py", "data/privacy.toml"),
    "sitasi": ("LICENSE", "data/reference/SOURCES.md"),
}
SECTIONS: Final = (*SUBJECTS, *SHARED)


def choose_section() -> str:
    """The section in the address: of SECTIONS, ALL, or SUMMARY."""
    return state.choice(parts.METHOD_KEY, (SUMMARY, *SECTIONS, ALL), SUMMARY)


def show_choice() -> None:
    """One section, all of them, or the way in."""
    names = {SUMMARY: t("metodologi.summary"), ALL: t("metodologi.all")}
    names |= {name: t(f"metodologi_title.{name}") for name in SECTIONS}
    parts.show_choice(parts.METHOD_KEY, t("metodologi.section"), names, SUMMARY)


def show_opening(snapshot: Snapshot) -> None:
    """The finding of the whole page: how many reading targets are met, on what, of what."""
    measures = read_measures()
    aimed = [one for one in measures.rows if one.target is not None]
    met = sum(one.is_met for one in aimed)
    st.title(t("metodologi.finding", met=met, targets=len(aimed)), anchor=False)
    st.markdown(t("metodologi.lead", postings=measures.postings))
    language, meta = state.language(), snapshot.meta
    with st.grid(4, min_column_width=150, gap="medium"):
        parts.show_number(
            t("metodologi.vacancies"),
            formats.number(meta.vacancies, language),
            t("metodologi.vacancies_note", postings=meta.postings),
        )
        parts.show_number(
            t("metodologi.portals"),
            formats.number(len(meta.portals), language),
            t("metodologi.portals_note"),
        )
        period = t("metodologi.period_note", **{"from": meta.posted_from})
        parts.show_number(t("metodologi.period"), formats.day(meta.posted_to, language), period)
        parts.show_number(
            t("metodologi.snapshot"),
            formats.day(meta.created_at, language),
            t("metodologi.snapshot_note", id=snapshot.id),
        )


def show_ways_in() -> None:
    """A link to each section, with the question it answers."""
    with st.grid(2, min_column_width=320, gap="medium"):
        for title, names in (("subjects", SUBJECTS), ("shared", SHARED)):
            with st.container():
                st.header(t(f"metodologi.{title}"), anchor=False)
                for name in names:
                    _link_section(name)


def _link_section(name: str) -> None:
    query = {parts.METHOD_KEY: name}
    parts.link_page("pages/metodologi.py", t(f"metodologi_title.{name}"), query)


def show_section(name: str, snapshot: Snapshot, *, is_alone: bool) -> None:
    """How the figures of a subject are made, what they cannot tell, whose method, which code."""
    title = t(f"metodologi_title.{name}")
    # Source lines under figures lead to the method of their page: here to the section above them.
    if is_alone:
        st.title(title, anchor=parts.METHOD_ANCHOR)
        show_choice()
    else:
        anchor = parts.METHOD_ANCHOR if name == "cakupan" else name
        st.header(title, anchor=anchor, divider="gray")
    st.markdown(t(f"metodologi_body.{name}", **read_values(name, snapshot)))
    st.markdown(f"**{t('metodologi.cannot')}** {t(f'metodologi_cannot.{name}')}")
    st.markdown(f"**{t('metodologi.after')}** {t(f'metodologi_source.{name}')}")
    files = SUBJECTS[name][1] if name in SUBJECTS else SHARED[name]
    st.markdown(t("metodologi.code", files=", ".join(f"`{file}`" for file in files)))
    metodologi_accuracy.show_of(name)
    if name in SUBJECTS:
        parts.link_page(f"pages/{SUBJECTS[name][0]}.py", t("metodologi.to_page"), {})


def show_citation(snapshot: Snapshot) -> None:
    """The line to quote, made from the snapshot; sample data are not to be quoted."""
    if snapshot.meta.is_sample:
        st.markdown(t("mark.sample"))
        return
    meta = snapshot.meta
    line = t(
        "metodologi.citation",
        year=str(meta.created_at.year),
        id=snapshot.id,
        n=meta.vacancies,
        day=meta.created_at,
        portals=", ".join(parts.name_portal(portal.name) for portal in meta.portals),
    )
    st.code(line, language=None, wrap_lines=True)


def show_next(section: str) -> None:
    """The next step: the other sections, the numbers themselves."""
    st.header(t("metodologi.next_title"), anchor=False)
    if section:
        parts.link_page(
            "pages/metodologi.py", t("metodologi.next_all"), {parts.METHOD_KEY: SUMMARY}
        )
    if section != ALL:
        query = {parts.METHOD_KEY: ALL}
        parts.link_page("pages/metodologi.py", t("metodologi.next_print"), query)
    parts.link_page("pages/data.py", t("metodologi.next_data"), {})
    parts.link_page("pages/beranda.py", t("metodologi.next_market"), {})
