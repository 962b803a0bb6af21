"""Two places beside each other in Wilayah, and where their intervals are apart."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from analytics import regions, regions_tightness, regions_visibility, statistics, wages_percentiles
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_filter import PayFilter
from data.snapshot import Snapshot
from ui import format as formats
from ui import gaji, parts, state, wilayah
from ui.state import ask
from ui.table import write_table
from ui.texts import t
from ui.wilayah_tightness import write_z
from ui.wording import write_interval, written

# Measured against the other regencies of the province, so not comparable across provinces.
_LOCAL: Final = ("growth_short", "tightness")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a place: its rows of rank_places and grade_visibility, tightness, pay."""

    where: Filter
    counts: pd.Series
    seen: pd.Series
    tight: pd.Series
    pay: pd.Series


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as written, with its interval where it has one."""

    words: str
    interval: tuple[float, float] | None = None


def read_facts(snapshot: Snapshot, where: Filter) -> Facts:
    """All figures of a place that another can be compared in."""
    code, around = str(wilayah.place_code(where)), wilayah.siblings(where)
    level = wilayah.level_of(where)
    seen = ask(regions_visibility.grade_visibility, snapshot, around, level)
    tight = ask(regions_tightness.measure_tightness, snapshot, around, level)
    pay = PayFilter(province=where.province, regency=where.regency)
    return Facts(
        where,
        wilayah.read_row(wilayah.rank_around(snapshot, where), code),
        wilayah.read_row(seen, code),
        wilayah.read_row(tight, code),
        gaji.middle(ask(wages_percentiles.measure_percentiles, snapshot, pay)),
    )


def read_medians(snapshot: Snapshot, where: Filter) -> tuple[dict[str, pd.Series], PayFilter]:
    """The middle pay of the place and of the wider ones, by code ("" is the country)."""
    asked = PayFilter(province=where.province, regency=where.regency)
    return {
        wilayah.place_code(wide) or "": gaji.middle(
            ask(wages_percentiles.measure_percentiles, snapshot, wide)
        )
        for _, wide in wider(asked)
    }, asked


def show_comparison(here: Facts, there: Facts, source: parts.Source) -> None:
    """A row a measure: both figures, and whether their intervals are apart."""
    names = [gaji.name_area(here.where), gaji.name_area(there.where)]
    title = t("wilayah.compare_title")
    st.header(title, anchor=False)
    across = bool(here.where.regency) and here.where.province != there.where.province
    left = _LOCAL if across else ()
    pairs = [
        (t(f"wilayah_measure.{measure}", days=regions.NEW_DAYS), mine, other,
         measure not in left and are_apart(mine, other))
        for (measure, mine), (_, other) in zip(_figures(here), _figures(there), strict=True)
    ]  # fmt: skip
    n = sum(is_apart for *_, is_apart in pairs)
    st.markdown(t("wilayah.compare_lead", here=names[0], there=names[1], n=n))
    headings = {"measure": t("wilayah.compare_measure"), "here": names[0], "there": names[1]}
    rows = [
        [t("wilayah.compare_apart", measure=label) if is_apart else label, mine.words, other.words]
        for label, mine, other, is_apart in pairs
    ]
    # To the left: on a phone the figures with their intervals must break.
    st.html(write_table(title, headings, rows, []))
    if across:
        st.caption(t("wilayah.compare_across"))
    st.caption(t("wilayah.compare_note"))
    counted = parts.with_n(source, int(here.counts["n"]) + int(there.counts["n"]))
    st.markdown(f":small[{parts.write_source(counted)}]")


def are_apart(mine: Figure, other: Figure) -> bool:
    """Whether both have intervals, and these do not touch."""
    if mine.interval is None or other.interval is None:
        return False
    return mine.interval[1] < other.interval[0] or other.interval[1] < mine.interval[0]


def _figures(facts: Facts) -> Iterator[tuple[str, Figure]]:
    """The measures by their names in [wilayah_measure], in order."""
    counts, write = facts.counts, written(formats.number)
    yield "n", Figure(write(counts["n"]))
    yield "new", Figure(write(counts["n_new"]))
    few = counts["n"] < statistics.SHARE_AT_LEAST
    rate = float("nan") if few else counts["per_100k"]
    bounds = (counts["per_100k_low"], counts["per_100k_high"])
    yield "rate", _figure(rate, bounds, lambda x, _language: wilayah.write_rate(x))
    bounds = (counts["growth_low"], counts["growth_high"])
    yield "growth_short", _figure(counts["growth"], bounds, formats.change)
    tight = facts.tight
    bounds = (tight["tightness_low"], tight["tightness_high"])
    yield "tightness", _figure(tight["tightness"], bounds, lambda x, _language: write_z(x))
    yield "pay", _pay(facts)
    yield "visibility", Figure(str(facts.seen["grade"]))


def _figure(value: float, bounds: tuple[float, float], write: Callable[..., str]) -> Figure:
    if pd.isna(value):
        return Figure(formats.NOTHING)
    return Figure(
        t(
            "wilayah.compare_cell",
            value=write(value, state.language()),
            bounds=write_interval(*bounds, write),
        ),
        bounds,
    )


def _pay(facts: Facts) -> Figure:
    """The middle pay of the place itself, never of a wider one."""
    row = facts.pay
    if not pd.isna(row["reason_asked"]) or not pd.isna(row["reason"]):
        return Figure(formats.NOTHING)
    bounds = (row["interval_low"], row["interval_high"])
    words = gaji.write_pay(row)
    return Figure(
        t(
            "wilayah.compare_cell",
            value=words,
            bounds=write_interval(*bounds, formats.rupiah_short),
        ),
        bounds,
    )
