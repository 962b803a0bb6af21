"""Coverage on Metodologi: portals and their state, overlap, portals that are off, who is unseen."""

from typing import Final

import pandas as pd
import streamlit as st

from analytics import index_counts, regions_visibility, statistics
from analytics.filter import EVERYTHING
from ui import charts, parts, state, wilayah
from ui import format as formats
from ui.behind import links
from ui.cells import intervals
from ui.gaji_chart import Mark, draw_marks
from ui.texts import load, plain, t
from ui.wording import write_count, write_share, written

_BARS: Final = 10


def show_portals(found: pd.DataFrame, source: parts.Source) -> None:
    """What each portal gave, and whether it still reports."""
    language, title = state.language(), t("metodologi.portals_title")
    names = [parts.name_portal(name) for name in found["portal"]]
    bars = [
        charts.Row(name, row["n"], write_count(row["n"], row["share"]))
        for name, row in zip(names, found.to_dict("records"), strict=True)
    ][:_BARS]
    table = found.assign(
        portal=names,
        coverage_postings=found["postings"],
        coverage_open=found["n_open"],
        coverage_from=[formats.day(day, language) for day in found["posted_from"]],
        coverage_to=[formats.day(day, language) for day in found["posted_to"]],
        last_seen=[formats.day(day, language) for day in found["last_seen"]],
        coverage_reported=found["reported"],
        coverage_state=[t(f"metodologi_state.{one}") for one in found["state"]],
    )
    silent = found[found["state"] != "reporting"]
    notes = [
        t(
            "metodologi.portals_states",
            late=index_counts.GAP_DAYS,
            left=index_counts.LEFT_DAYS,
            days=regions_visibility.OUTAGE_DAYS,
        )
    ]
    if len(silent):
        silent_names = [parts.name_portal(name) for name in silent["portal"]]
        notes.insert(
            0,
            t("metodologi.portals_silent", n=len(silent), names=plain(", ".join(silent_names))),
        )
    write, share = written(formats.number), written(formats.percent)
    parts.show_figure(
        title,
        t("metodologi.portals_subtitle"),
        charts.draw_bars(bars),
        t("metodologi.portals_alt", name=names[0], n=found["n"].iloc[0], portals=len(found)),
        source,
        notes,
        parts.Table(
            table[["portal", "coverage_postings", "n", "share", "coverage_open", "coverage_from",
                   "coverage_to", "last_seen", "coverage_reported", "coverage_state"]],
            {"coverage_postings": write, "n": write, "share": share, "coverage_open": write,
             "coverage_reported": share},
            links=links(EVERYTHING, found, portal="portal"),
        ),
        t("metodologi.portals_table", n=len(found)),
    )  # fmt: skip


def show_overlap(found: pd.DataFrame, source: parts.Source) -> None:
    """How far portals show the same vacancies."""
    title = t("metodologi.overlap_title")
    if found.empty:
        at_least = statistics.SHARE_AT_LEAST
        parts.show_nothing(title, t("metodologi.overlap_none", at_least=at_least))
        return
    names = [_name_pair(row["portal"], row["other"]) for row in found.to_dict("records")]
    marks = [
        Mark(
            label=name,
            figure=row["share"],
            figure_high=row["share"],
            value=write_share(row["share"], row["n"]),
            interval=(row["interval_low"], row["interval_high"]),
        )
        for name, row in zip(names, found.to_dict("records"), strict=True)
    ][:_BARS]
    table = found.assign(
        overlap_pair=names,
        overlap_n=found["n"],
        overlap_smaller=found["smaller"],
        interval=intervals(found, "interval_low", "interval_high", formats.percent),
    )
    write, first = written(formats.number), found.iloc[0]
    parts.show_figure(
        title,
        t("metodologi.overlap_subtitle"),
        draw_marks(marks),
        t("metodologi.overlap_alt", pair=names[0], share=first["share"], n=first["n"]),
        source,
        [t("metodologi.overlap_note")],
        parts.Table(
            table[["overlap_pair", "overlap_n", "overlap_smaller", "share", "interval"]],
            {"overlap_n": write, "overlap_smaller": write, "share": written(formats.percent)},
            links=links(EVERYTHING, found, portal="portal", also="other"),
        ),
        t("metodologi.overlap_table", n=len(found)),
    )  # fmt: skip


def _name_pair(portal: str, other: str) -> str:
    if portal == other:
        return t("metodologi.overlap_self", portal=parts.name_portal(portal))
    return t(
        "metodologi.overlap_pair",
        portal=parts.name_portal(portal),
        other=parts.name_portal(other),
    )


def show_collectors(found: pd.DataFrame) -> None:
    """Portals that can be collected, whose work they show, and those that are off and why."""
    st.subheader(t("metodologi.off_title"), anchor=False)
    off = found[~found["is_on"]]
    st.markdown(t("metodologi.off_lead", n=len(off), known=len(found)))
    for row in off.to_dict("records"):
        name = plain(parts.name_portal(row["portal"]))
        why = (
            t("metodologi.off_operator")
            if row["is_on_usually"]
            else _words("portal_off", row["portal"], row["off_reason"])
        )
        held = f" {t('metodologi.off_held')}" if row["is_in"] else ""
        st.markdown(f"- **{name}**: {why}{held}")
    with st.expander(t("metodologi.collectors", n=len(found))):
        for row in found.to_dict("records"):
            name = plain(parts.name_portal(row["portal"]))
            covers = _words("portal_covers", row["portal"], row["covers"])
            checked = t("metodologi.checked", day=row["robots_checked"])
            st.markdown(f"- **{name}**: {covers}. {checked}")


def _words(table: str, portal: str, fallback: str) -> str:
    """Our words on a portal; of a new one those of its own facts."""
    key = f"{table}.{portal}"
    if key not in load(state.language()):
        return plain(str(fallback)).rstrip(".")
    if table == "portal_off":
        return t(f"portal_off.{portal}")
    return t(f"portal_covers.{portal}")


def show_unseen(grades: pd.DataFrame, source: parts.Source) -> None:
    """How visible each province is, and the share of informal work where nothing is advertised."""
    wilayah.show_grades(grades, source)
    told = grades[grades["informal"].notna()].sort_values("informal", ascending=False)
    if told.empty:
        return
    names = [wilayah.name_code(code) for code in told["place"]]
    table = told.assign(
        wilayah_place=names,
        wilayah_grade=told["grade"],
        unseen_informal=told["informal"],
        unseen_period=[
            formats.month_short(month, state.language()) for month in told["informal_period"]
        ],
        unseen_per_1000=told["per_1000"],
    )
    st.markdown(t("metodologi.informal", place=names[0], share=told["informal"].iloc[0]))

    def write_rate(value: float) -> str:
        return formats.number(value, state.language(), 2)

    with st.expander(t("metodologi.informal_table")):
        parts.show_table(
            parts.Table(
                table[["wilayah_place", "wilayah_grade", "n", "unseen_per_1000", "portals",
                       "unseen_informal", "unseen_period"]],
                {"n": written(formats.number), "unseen_per_1000": write_rate,
                 "portals": written(formats.number), "unseen_informal": written(formats.percent)},
                behind="grade",
            ),
            t("metodologi.informal_table"),
        )  # fmt: skip
