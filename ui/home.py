"""What Beranda says beside its figures: the finding, the row of numbers, sources, method, next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd
import streamlit as st

from analytics import overview, statistics
from analytics.filter import Filter
from data.reference import areas
from data.snapshot import SnapshotMeta
from ui import format as formats
from ui import parts, state, svg
from ui.texts import plain, t
from ui.wording import name_place, name_province, wage_counts, written

# A heading is no place for a whole advertisement.
TITLE_CHARACTERS: Final = 48


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of a row of figures: what `parts.show_number` takes."""

    label: str
    value: str
    note: str
    delta: str | None = None


def write_opening(
    total: pd.DataFrame, change: pd.DataFrame, titles: pd.DataFrame, where: Filter, nation: int
) -> tuple[str, str]:
    """The finding as the heading of the page and the line under it, or that nothing is here."""
    place, row = name_place(where), total.iloc[0]
    if not row["n"]:
        title = t("state.empty_place_title", place=place)
        return title, t("state.empty_place_body", n=nation)
    title = write_finding(total, change, titles)
    if pd.isna(row["posted_to"]):
        return title, t("home.lead_undated", place=place)
    return title, t("home.lead", place=place, day=row["posted_to"])


def write_finding(total: pd.DataFrame, change: pd.DataFrame, titles: pd.DataFrame) -> str:
    """The one sentence with two numbers that the data can carry, the most telling first."""
    if not change.empty and change.at[0, "reason"] is None:
        row = change.iloc[0]
        values = {"month": row["month"], "n": row["n"], "before": row["month_before"]}
        if _is_clear(row):
            key = "up" if row["change"] > 0 else "down"
            return t(f"home.finding_change_{key}", **values, change=abs(row["change"]))
        return t("home.finding_change_flat", **values, n_before=row["n_before"])
    n = int(total["n"].sum())
    if not titles.empty:
        first = titles.iloc[0]
        title = svg.shorten(first["title"], TITLE_CHARACTERS)
        return t("home.finding_title", n=n, title=title, n_title=first["n"])
    return t("home.finding_count", n=n, employers=int(total["employers"].sum()))


def _is_clear(change: pd.Series) -> bool:
    """Whether the change may be shown and its interval leaves out "no change"."""
    return change["reason"] is None and bool(
        change["interval_low"] > 0 or change["interval_high"] < 0
    )


def write_numbers(
    total: pd.DataFrame, change: pd.DataFrame, wage: pd.DataFrame, created: datetime
) -> tuple[Number, ...]:
    """The row of four figures: openings, the last whole month, the median wage, how fresh."""
    language, row = state.language(), total.iloc[0]
    return (
        Number(
            t("home.total"),
            formats.number(row["n"], language),
            t("home.total_note", employers=row["employers"], postings=row["postings"]),
        ),
        _write_month(change),
        _write_wage(wage),
        Number(
            t("home.fresh"),
            formats.day(row["posted_to"], language),
            t("home.fresh_note", day=created),
        ),
    )


def show_numbers(numbers: Sequence[Number]) -> None:
    """Figures in a row, on a phone two a row."""
    with st.grid(4, min_column_width=150, gap="medium"):
        for one in numbers:
            parts.show_number(one.label, one.value, one.note, one.delta)


def _write_month(change: pd.DataFrame) -> Number:
    language = state.language()
    if change.empty:
        return Number(t("home.month_none"), formats.NOTHING, t("home.month_none_note"))
    row = change.iloc[0]
    before = {"before": row["month_before"], "n_before": row["n_before"]}
    if row["reason"] is None:
        note = t("home.month_note", **before, low=row["interval_low"], high=row["interval_high"])
    else:
        at_least = statistics.CHANGE_AT_LEAST
        note = t(f"home.month_{row['reason']}", **before, at_least=at_least)
    return Number(
        t("home.month", month=row["month"]),
        formats.number(row["n"], language),
        note,
        # Noise gets no arrow; its interval stands in the note.
        formats.change(row["change"], language) if _is_clear(row) else None,
    )


def _write_wage(wage: pd.DataFrame) -> Number:
    row = wage.iloc[0]
    if pd.isna(row["median_idr"]):
        note = t("home.wage_few_note", **wage_counts(row))
        return Number(t("home.wage"), formats.NOTHING, note)
    note = t(
        "home.wage_note",
        low=row["interval_low"],
        high=row["interval_high"],
        n=row["n"],
        employers=row["employers"],
    )
    return Number(t("home.wage"), formats.rupiah_short(row["median_idr"], state.language()), note)


def write_sources(portals: pd.DataFrame, to_ads: Sequence[str]) -> parts.Written:
    """Portals, their share, when each was last read, and a link each to its advertisements."""
    language = state.language()
    table = portals.assign(
        portal=[parts.name_portal(name) for name in portals["portal"]],
        last_seen=[formats.day(seen, language) for seen in portals["last_seen"]],
    )[["portal", "n", "share", "last_seen"]]
    numbers = {"n": written(formats.number), "share": written(formats.percent)}
    return parts.write_rows(parts.Table(table, numbers, links=to_ads), t("sources.title"))


def show_sources(portals: parts.Written, meta: SnapshotMeta) -> None:
    """What `write_sources` wrote, and which snapshot it is of."""
    st.header(t("sources.title"), anchor=False)
    st.markdown(t("sources.body", id=meta.id, day=meta.created_at))
    parts.show_written(portals)


def show_method() -> None:
    """How the figures are made, in the words of the page; the anchor of every source line."""
    st.header(t("method.title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "method.body",
            edge_days=overview.EDGE_DAYS,
            change_at_least=statistics.CHANGE_AT_LEAST,
            median_at_least=statistics.MEDIAN_AT_LEAST,
            employers_at_least=statistics.EMPLOYERS_AT_LEAST,
            quartiles_at_least=statistics.QUARTILES_AT_LEAST,
            share_at_least=statistics.SHARE_AT_LEAST,
        )
    )
    parts.end_method("lowongan")


def write_next(
    provinces: pd.DataFrame, where: Filter, n_nation: int
) -> tuple[tuple[str, str], ...]:
    """Labels and provinces of the next step: those with most openings, or the whole country."""
    steps = []
    if where.province is not None:
        steps.append((t("next.nation", n=n_nation), state.EVERYWHERE))
    others = provinces[(provinces["province"] != where.province) & provinces["share"].notna()]
    for row in others.head(3).itertuples():
        place = plain(name_province(str(row.province)))
        steps.append((t("next.province", place=place, n=row.n), str(row.province)))
    return tuple(steps)


def show_next(page: str, steps: Sequence[tuple[str, str]]) -> None:
    """The next step: the same page for other places."""
    st.header(t("next.title"), anchor=False)
    st.markdown(t("next.body"))
    for label, province in steps:
        parts.link_page(page, label, {state.PROVINCE_KEY: province} if province else {})


def province_names() -> dict[str, str]:
    """Labels of the region select by code: the whole country, then provinces by name."""
    language = state.language()
    names = {code: areas.name(code, language) for code in areas.provinces()}
    in_order = sorted(names.items(), key=lambda pair: pair[1])
    return {state.EVERYWHERE: t("home.place_all"), **dict(in_order)}
