"""What Pengawasan says beside its figures: choices, finding, numbers, briefing, method, next."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import statistics, supervision, supervision_reading
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.supervision import DEMANDS, circulars
from analytics.supervision_pay import measure_shortfall
from data.snapshot import Snapshot
from ui import format as formats
from ui import home, parts, sektor, state
from ui.addresses import province_query
from ui.texts import t
from ui.wording import name_place

DEMAND_KEY: Final = "syarat"
BY_KEY: Final = "menurut"
# In the address, and the group of analytics that it stands for.
BY: Final[Mapping[str, str]] = {
    "sektor": "sector",
    "wilayah": "province",
    "pekerjaan": "occupation",
}
# What one can ask about: the comparison is no demand of a circular.
CHOSEN: Final = tuple(name for name, demand in DEMANDS.items() if not demand.is_compared)
WARNINGS: Final = tuple(name for name in CHOSEN if DEMANDS[name].circular == "diploma")
# Below this part of the advertisements on portals of both sides, shares are not compared.
SAME_AT_LEAST: Final = 0.9
# In the chart at most so many months.
MONTHS: Final = 60
_LIMITS: Final = tuple(name for name in CHOSEN if DEMANDS[name].is_limit)

Row = Mapping[Hashable, Any]


def choose_where() -> Filter:
    """Province and sector in the address."""
    return sektor.choose_where()


def choose_demand() -> str:
    """The demand in the address, of DEMANDS; else the limit of age."""
    return state.choice(DEMAND_KEY, CHOSEN, CHOSEN[0])


def choose_group(where: Filter) -> str:
    """What the figures are told apart by: of supervision.GROUPS; in a province its regencies."""
    chosen = BY[state.choice(BY_KEY, tuple(BY), next(iter(BY)))]
    return "regency" if chosen == "province" and where.province else chosen


def show_choices() -> None:
    """Demand, province, sector, and what to tell apart by."""
    with st.grid(2, min_column_width=150, gap="small"):
        demands = {name: name_demand(name) for name in CHOSEN}
        parts.show_choice(DEMAND_KEY, t("pengawasan.demand"), demands, CHOSEN[0])
        provinces = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("pengawasan.province"), provinces, state.EVERYWHERE)
        sectors = {code: sektor.name_sector(code) for code in sektor.sections()}
        options = {sektor.NOT_CHOSEN: t("pengawasan.sector_all"), **sectors}
        parts.show_choice(sektor.SECTOR_KEY, t("pengawasan.sector"), options, sektor.NOT_CHOSEN)
        groups = {code: t(f"pengawasan_by.{code}") for code in BY}
        parts.show_choice(BY_KEY, t("pengawasan.by"), groups, next(iter(BY)))


def name_demand(name: str) -> str:
    """The name of a demand in the language of this run."""
    return t(f"pengawasan_demand.{name}")


def name_scope(where: Filter) -> str:
    """Place and, where one is chosen, sector."""
    place = name_place(where)
    if where.sector is None:
        return place
    return t("pengawasan.scope", place=place, sector=sektor.name_sector(where.sector))


def query_of(where: Filter, demand: str) -> dict[str, str]:
    """The choices in an address of this page."""
    sector = {sektor.SECTOR_KEY: where.sector} if where.sector else {}
    return {**province_query(where), **sector, DEMAND_KEY: demand}


def measure_pay(snapshot: Snapshot, where: Filter) -> tuple[pd.DataFrame, Filter]:
    """The shortfall of the narrowest place with enough advertisements, and its filter."""
    found, wide = pd.DataFrame(), where
    for _, wide in wider(where):
        found = state.ask(measure_shortfall, snapshot, wide)
        if len(found) and pd.notna(found["share"].iloc[0]):
            break
    return found, wide


def row_of(measured: pd.DataFrame, demand: str) -> Row:
    """The row of a demand in the answer of `measure_circulars`."""
    return measured[measured["demand"] == demand].to_dict("records")[0]


def write_points(difference: float) -> str:
    """A difference of two shares (0.012) as "+1,2 poin"; the sign for nothing where missing."""
    if pd.isna(difference):
        return formats.NOTHING
    text = formats.number(100 * difference, state.language(), 1)
    sign = "+" if difference > 0 and any(digit in text for digit in "123456789") else ""
    return t("pengawasan.points", value=f"{sign}{text}")


def write_size(difference: float) -> str:
    """How large a difference of two shares is, without its sign: "1,2 poin"."""
    return t("pengawasan.points", value=formats.number(abs(100 * difference), state.language(), 1))


def direction(row: Row) -> str:
    """Which way the share went on the same portals: "down", "up", or it is "unclear".

    "portals" where no portal has enough advertisements on both sides of the circular.
    """
    if pd.isna(row["matched"]):
        return "portals" if row["matched_share"] < SAME_AT_LEAST else "unclear"
    if row["matched_high"] < 0:
        return "down"
    return "up" if row["matched_low"] > 0 else "unclear"


def count_found(row: Row) -> int:
    """How many advertisements of both sides make the demand."""
    return int(row["found_before"] + row["found_after"])


def is_mixed(row: Row) -> bool:
    """Whether the portals of both sides differ so far that the two shares are no comparison."""
    return bool(row["matched_share"] < SAME_AT_LEAST)


def show_finding(row: Row, where: Filter, wide: Filter) -> None:
    """The finding about the demand chosen, with what it can't tell."""
    name = name_demand(str(row["demand"]))
    if row["reason"] == "few":
        st.title(t("pengawasan.few_title"), anchor=False)
        st.markdown(
            t(
                "pengawasan.few",
                place=name_scope(wide),
                n_before=row["n_before"],
                n_after=row["n_after"],
                at_least=statistics.SHARE_AT_LEAST,
                day=row["day"],
            )
        )
        return
    way = direction(row)
    if not count_found(row):
        n = row["n_before"] + row["n_after"]
        st.title(t("pengawasan.finding_none", name=name, n=n), anchor=False)
    elif is_mixed(row):
        st.title(
            t(f"pengawasan.same_{way}", name=name, points=write_size(row["matched"])),
            anchor=False,
        )
    else:
        values = {"name": name, "before": row["share_before"], "after": row["share_after"]}
        st.title(t(f"pengawasan.finding_{way}", **values), anchor=False)
    st.markdown(
        t(
            "pengawasan.lead",
            place=name_scope(wide),
            day=row["day"],
            number=row["number"],
            days=supervision.WINDOW_DAYS,
        )
    )
    if wide != where:
        st.markdown(
            t("pengawasan.widened", place=name_scope(where), at_least=statistics.SHARE_AT_LEAST)
        )
    st.markdown(t("pengawasan.accuses_nobody"))


def show_numbers(snapshot: Snapshot, row: Row) -> None:
    """Before, after, difference, and that on the same portals; raw and corrected."""
    if row["reason"] == "few":
        return
    with st.grid(4, min_column_width=150, gap="medium"):
        for side in ("before", "after"):
            _show_side(snapshot, row, side)
        low, high = (write_points(row[f"difference_{end}"]) for end in ("low", "high"))
        how = "corrected" if row["is_corrected"] else "raw"
        note = t(f"pengawasan.difference_{how}", low=low, high=high)
        parts.show_number(t("pengawasan.difference"), write_points(row["difference"]), note)
        if pd.isna(row["matched"]):
            note = t("pengawasan.matched_none", at_least=statistics.SHARE_AT_LEAST)
        else:
            note = t(
                "pengawasan.matched_note",
                low=write_points(row["matched_low"]),
                high=write_points(row["matched_high"]),
                share=row["matched_share"],
            )
        parts.show_number(t("pengawasan.matched"), write_points(row["matched"]), note)


def _show_side(snapshot: Snapshot, row: Row, side: str) -> None:
    found, n = int(row[f"found_{side}"]), int(row[f"n_{side}"])
    told = supervision.share_of(snapshot, DEMANDS[str(row["demand"])], found, n)
    note = t(
        "pengawasan.side_note",
        found=found,
        n=n,
        low=told["interval_low"],
        high=told["interval_high"],
    )
    more = (
        t("pengawasan.side_raw")
        if pd.isna(told["share_corrected"])
        else t(
            "pengawasan.side_corrected",
            share=told["share_corrected"],
            low=told["corrected_low"],
            high=told["corrected_high"],
        )
    )
    value = formats.percent(told["share"], state.language())
    parts.show_number(t(f"pengawasan.{side}"), value, f"{note} {more}")


def show_warning_links(where: Filter) -> None:
    """Ways to the advertisements behind each warning."""
    for name in WARNINGS:
        label = t("pengawasan.warnings_link", name=name_demand(name))
        parts.link_page("pages/pengawasan.py", label, query_of(where, name))


def show_briefing(
    measured: pd.DataFrame, pay: pd.DataFrame, wide: Filter, pay_place: Filter, snapshot: Snapshot
) -> None:
    """What a meeting needs, in a few lines that can be printed with the page."""
    st.header(t("pengawasan.briefing_title"), anchor=False)
    lines = [
        t(
            "pengawasan.briefing_period",
            place=name_scope(wide),
            day=circulars()["limits"].day,
            number=circulars()["limits"].number,
            snapshot=snapshot.id,
        )
    ]
    for name in (*_LIMITS, *WARNINGS):
        row = row_of(measured, name)
        # What is hardly found tells a meeting nothing; it stands in the table above.
        if row["reason"] == "few" or count_found(row) < statistics.SHARE_AT_LEAST:
            continue
        way = direction(row)
        lines.append(
            t(
                f"pengawasan.briefing_{way}",
                name=name_demand(name),
                before=row["share_before"],
                after=row["share_after"],
                points=write_points(row["matched"])
                if way == "unclear"
                else write_size(row["matched"]),
                low=write_points(row["matched_low"]),
                high=write_points(row["matched_high"]),
                n=row["n_after"],
            )
        )
    if len(pay) and pd.notna(pay["share"].iloc[0]):
        first = pay.iloc[0]
        lines.append(
            t(
                "pengawasan.briefing_pay",
                place=name_scope(pay_place),
                share=first["share"],
                low=first["share_low"],
                high=first["share_high"],
                n=first["n"],
            )
        )
    lines.append(t("pengawasan.briefing_limits"))
    if snapshot.meta.is_sample:
        lines.insert(0, t("mark.sample"))
    with st.container(border=True):
        st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(t("pengawasan.briefing_print"))


def tell_circulars() -> dict[str, object]:
    """The number and the day of each circular, as texts set them in."""
    numbers: dict[str, object] = {name: one.number for name, one in circulars().items()}
    return numbers | {f"{name}_day": one.day for name, one in circulars().items()}


def show_method() -> None:
    """How the figures are made."""
    errors = supervision_reading.read_errors()
    st.header(t("pengawasan.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "pengawasan.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            change_at_least=statistics.CHANGE_AT_LEAST,
            employers_at_least=statistics.EMPLOYERS_AT_LEAST,
            days=supervision.WINDOW_DAYS,
            read=errors.sensitivity[0],
            told=errors.sensitivity[1],
            **tell_circulars(),
        )
    )
    parts.end_method("pengawasan")


def show_next(where: Filter) -> None:
    """The next step: whom to tell, and the pages around."""
    st.header(t("pengawasan.next_title"), anchor=False)
    st.markdown(t("pengawasan.next_report"))
    query = province_query(where)
    parts.link_page("pages/gaji.py", t("pengawasan.next_pay"), query)
    parts.link_page("pages/wilayah.py", t("pengawasan.next_place"), query)
    parts.link_page("pages/sektor.py", t("pengawasan.next_sector"), query)
    if where.province or where.sector:
        everything = {state.PROVINCE_KEY: state.EVERYWHERE, sektor.SECTOR_KEY: sektor.NOT_CHOSEN}
        parts.link_page("pages/pengawasan.py", t("pengawasan.next_all"), everything)


def narrow_group(where: Filter, by: str) -> Filter:
    """Where groups are compared: a sector is not narrowed to itself."""
    return replace(where, sector=None) if by == "sector" else where
