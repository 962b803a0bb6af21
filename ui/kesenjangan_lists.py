"""The two lists of Kesenjangan: what to add, with what stands behind it, and what few ask for."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.advertisements import list_advertisements
from analytics.behind import Behind, behind
from analytics.filter import Filter
from analytics.skills_growth import CLEAR_FROM, LIKELY_FROM
from analytics.training_kin import find_kin
from data.snapshot import Snapshot
from ui import format as formats
from ui import gaji, parts, pekerjaan, state, svg
from ui.addresses import place_query, province_query
from ui.behind import link
from ui.cells import intervals
from ui.kesenjangan import find_scope
from ui.keterampilan import SKILL_KEY, name_rows
from ui.pekerjaan import OCCUPATION_KEY, name_occupation
from ui.texts import plain, t
from ui.wording import written

PAGE: Final = "pages/kesenjangan.py"
ADS_KEY: Final = "iklan"
NOT_CHOSEN: Final = ""
_ADS: Final = 10
_LITTLE_ASKED: Final = 10
# A link does not break its line on a phone.
_JOB_CHARACTERS: Final = 30


def choose_shown(additions: pd.DataFrame) -> str:
    """The skill in the address whose advertisements are listed, or NOT_CHOSEN."""
    skills = [] if additions.empty else additions["skill"].tolist()
    return state.choice(ADS_KEY, (NOT_CHOSEN, *skills), NOT_CHOSEN)


def show_additions(
    snapshot: Snapshot,
    additions: pd.DataFrame,
    courses: pd.Series,
    where: Filter,
    source: parts.Source,
) -> None:
    """The skills to add, each with its openings here, pay, growth, and the ways further."""
    shown = choose_shown(additions)
    st.header(t("kesenjangan.add_title"), anchor=False)
    if additions.empty:
        st.markdown(t("kesenjangan.add_none"))
        return
    known = not pd.isna(additions["n_courses"].iloc[0])
    key = str(courses["basis"]) if known else "unknown"
    st.markdown(t(f"kesenjangan_add.{key}", n=len(additions)))
    read = int(courses["n"] - courses["n_unread"])
    rows = additions.assign(name=name_rows(additions)).to_dict("records")
    for number, row in enumerate(rows, 1):
        _show_addition(number, row, read, where)
        if row["skill"] == shown:
            _show_advertisements(snapshot, row, find_scope(additions, where))
    if additions["growth"].isna().any():
        st.caption(t("kesenjangan.add_growth_none"))
    _show_table(additions, where, source)


def _show_addition(number: int, row: Mapping[Hashable, Any], read: int, where: Filter) -> None:
    query, here, scope = place_query(where), gaji.name_area(where), str(row["place"])
    province = province_query(where)
    with st.container(gap="xsmall"):
        label = f"**{number}. {plain(row['name'])}**"
        parts.link_page("pages/keterampilan.py", label, {SKILL_KEY: row["skill"], **province})
        said = [
            t("kesenjangan.add_here", n=row["n_here"], open=row["n_open"], place=here),
            t("kesenjangan.add_share", share=row["share_demand"])
            if scope == gaji.narrowest(where)
            else t("kesenjangan.add_share_at", share=row["share_demand"],
                   place=gaji.name_at(where, scope)),
        ]  # fmt: skip
        if not pd.isna(row["n_courses"]):
            said.append(t("kesenjangan.add_taught", n=row["n_courses"], read=read))
        said.append(_write_pay(row, where))
        if not pd.isna(row["growth"]):
            said.append(_write_growth(row, where))
        st.markdown(" · ".join(said))
        with st.container(horizontal=True, gap="small"):
            if not pd.isna(row["occupation"]):
                name = plain(svg.shorten(name_occupation(row["occupation"]), _JOB_CHARACTERS))
                label = t("kesenjangan.add_job", name=name, n=row["n_occupation"])
                told = {OCCUPATION_KEY: str(row["occupation"]), **province}
                parts.link_page("pages/pekerjaan.py", label, told)
            label = t("kesenjangan.add_ads", n=row["n"])
            parts.link_page(PAGE, label, {ADS_KEY: row["skill"], **query})


def _write_pay(row: Mapping[Hashable, Any], where: Filter) -> str:
    if pd.isna(row["median_idr"]):
        few = {"n": row["n_wage"], "at_least": statistics.MEDIAN_AT_LEAST}
        return t("kesenjangan.add_pay_few", **few)
    place = gaji.name_at(where, row["wage_place"])
    return t("kesenjangan.add_pay", median=row["median_idr"], place=place, n=row["n_wage"])


def _write_growth(row: Mapping[Hashable, Any], where: Filter) -> str:
    """Whether its share of the advertisements grows, and where if not in the place asked about."""
    if row["p_growth"] >= CLEAR_FROM:
        key = "clear"
    elif row["p_growth"] >= LIKELY_FROM or row["growth_low"] > 0:
        key = "up"
    else:
        key = "down" if row["growth_high"] < 0 else "flat"
    words, place = t(f"kesenjangan_growth.{key}"), str(row["growth_place"])
    if place == gaji.narrowest(where):
        return words
    return t("kesenjangan.add_growth_at", words=words, place=gaji.name_at(where, place))


def _show_table(additions: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """What the list rests on: counts, shares, pay and growth with their intervals and places."""

    def places(column: str) -> list[str]:
        return [
            formats.NOTHING if pd.isna(place) else gaji.name_at(where, str(place))
            for place in additions[column]
        ]

    table = additions.assign(
        job_skill=name_rows(additions),
        gap_here=additions["n_here"],
        gap_asked=additions["share_demand"],
        interval=intervals(additions, "demand_low", "demand_high", formats.percent),
        gap_courses=additions["n_courses"],
        gap_pay=additions["median_idr"],
        gap_pay_interval=intervals(additions, "wage_low", "wage_high", formats.rupiah_short),
        gap_pay_n=additions["n_wage"],
        gap_pay_place=places("wage_place"),
        job_growth=additions["growth"],
        job_growth_interval=intervals(additions, "growth_low", "growth_high", formats.change),
        gap_growth_place=places("growth_place"),
    )
    count, share = written(formats.number), written(formats.percent)
    numbers: dict[str, Callable[..., str]] = {
        "gap_here": count, "n": count, "gap_asked": share, "gap_courses": count,
        "gap_pay": written(formats.rupiah_short), "gap_pay_n": count,
        "job_growth": written(formats.change),
    }  # fmt: skip
    columns = [
        "job_skill", "gap_here", "n", "gap_asked", "interval", "gap_courses", "gap_pay",
        "gap_pay_interval", "gap_pay_n", "gap_pay_place", "job_growth", "job_growth_interval",
        "gap_growth_place",
    ]  # fmt: skip
    based = parts.with_n(source, int(additions["base"].iloc[0]))
    st.markdown(f":small[{parts.write_source(based)}]")
    with st.expander(t("kesenjangan.add_table")):
        scope = find_scope(additions, where)
        to_ads = [link(_asking(scope, skill)) for skill in additions["skill"]]
        shown = parts.Table(table[columns], numbers, links=to_ads)
        parts.show_table(shown, t("kesenjangan.add_title"))


def _asking(scope: Filter, skill: str) -> Behind:
    """The advertisements that the count of a skill is of: those whose text was read."""
    return behind(scope, skills=(skill,), is_described=True)


def _show_advertisements(snapshot: Snapshot, row: Mapping[Hashable, Any], scope: Filter) -> None:
    """The newest advertisements behind the count of a skill, where the comparison is of."""
    asks = _asking(scope, str(row["skill"]))
    listed = state.ask(list_advertisements, snapshot, asks, _ADS, 0)
    n, place = int(listed["n"].iloc[0]), gaji.name_area(scope)
    name = plain(row["name"])
    with st.container(border=True):
        st.markdown(t("kesenjangan.ads", shown=len(listed), n=n, name=name, place=place))
        pekerjaan.write_advertisements(listed, is_sample=snapshot.meta.is_sample)


def _write_kin(kin: "pd.Series[Any]") -> str:
    """What the same trade calls it more often: a training may teach that, too."""
    name = plain(kin[f"kin_name_{state.language()}"])
    return t("kesenjangan.little_kin", name=name, share=kin["kin_share"], n=kin["kin_n"])


def show_little_asked(compared: pd.DataFrame, where: Filter) -> None:
    """What is taught surely more often than asked for, most first, and why it may be so."""
    st.header(t("kesenjangan.little_title"), anchor=False)
    told = compared[compared["gap_high"] < 0] if not compared.empty else compared
    if told.empty:
        key = "unknown" if compared.empty else "none"
        st.markdown(t(f"kesenjangan_little.{key}"))
        return
    st.markdown(t("kesenjangan_little.lead"))
    least = told.iloc[::-1].head(_LITTLE_ASKED)
    kin = find_kin(compared).set_index("skill")
    query = province_query(where)
    for row in least.assign(name=name_rows(least)).to_dict("records"):
        with st.container(gap="xsmall"):
            label = f"**{plain(row['name'])}**"
            parts.link_page("pages/keterampilan.py", label, {SKILL_KEY: row["skill"], **query})
            values = {"taught": row["share_training"], "n_courses": row["n_courses"]}
            asked = {"share": row["share_demand"], "n": row["n"], "base": row["base"]}
            line = t(f"kesenjangan_little_row.{row['basis']}", **values, **asked)
            if row["skill"] in kin.index:
                line = f"{line} {_write_kin(kin.loc[row['skill']])}"
            st.markdown(line)
    if len(told) > len(least):
        st.caption(t("kesenjangan.little_more", n=len(told) - len(least)))
