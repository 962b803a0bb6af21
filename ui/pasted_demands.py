"""What a pasted advertisement asks for, beside what similar ones ask."""

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.advert_check import Advert
from analytics.advert_check_compare import is_far_above
from analytics.behind import behind
from analytics.filter import Filter
from data.reference import areas
from ui import charts, parts, state
from ui import format as formats
from ui.behind import link
from ui.cells import intervals
from ui.gaji import filter_at, name_at
from ui.pasted_market import Market
from ui.pekerjaan import name_occupation
from ui.texts import plain, t
from ui.wording import written

_BARS: Final = 10


def write_job(advert: Advert) -> str:
    """What was read as the occupation, and how sure that is."""
    if advert.occupation is None:
        return t("pasted_demand.no_job")
    return t(
        "pasted_demand.job",
        name=plain(name_occupation(advert.occupation)),
        code=advert.occupation,
        score=advert.occupation_score,
    )


def write_place(advert: Advert) -> str:
    """What was read as the place of work."""
    if advert.area is None:
        return t("pasted_demand.no_place")
    return t("pasted_demand.place", place=areas.name(advert.area, state.language()))


def show_demands(advert: Advert, market: Market) -> None:
    """The occupation read, then schooling and years beside those of similar advertisements."""
    st.header(t("pasted_demand.title"), anchor=False)
    st.markdown(f"{write_job(advert)} {write_place(advert)}")
    where, compared = market.where, market.demands
    if where is None:
        st.markdown(t(f"pasted_no_market.{market.reason}"))
        return
    lines = [f"- {write_demand(row, where)}" for _, row in compared.iterrows()]
    st.markdown("\n".join(lines))
    first = compared.iloc[0]
    source = parts.with_n(market.sources[first["place"]], int(first["base"]))
    st.markdown(f":small[{parts.write_source(source)}]")


def write_demand(row: pd.Series, where: Filter) -> str:
    """One demand in a sentence: what is asked, and how many similar advertisements ask for less."""
    demand, asked = str(row["demand"]), row["asked"]
    name = t(f"pasted_demand_name.{demand}")
    usual = t("pasted_demand.unsaid") if row["usual"] is None else name_value(demand, row["usual"])
    if asked is None or pd.isna(asked):
        return t("pasted_demand.silent", name=name, usual=usual)
    value = name_value(demand, str(asked))
    if pd.isna(row["share_less"]):
        at_least = statistics.SHARE_AT_LEAST
        return t("pasted_demand.few", name=name, value=value, n=row["n"], at_least=at_least)
    told = t(
        "pasted_demand.told",
        name=name,
        value=value,
        usual=usual,
        place=name_at(where, row["place"]),
        share=row["share_less"],
        low=row["interval_low"],
        high=row["interval_high"],
        n=row["n"],
    )
    return f"{told} {t('pasted_demand.far_above')}" if is_far_above(row) else told


def name_value(demand: str, value: str) -> str:
    """A level of schooling or a band of years, in words."""
    if demand == "education":
        return t(f"pekerjaan_education.{value}")
    return t(f"pekerjaan_experience.{value}")


def show_skills(market: Market) -> None:
    """The skills similar advertisements ask for most; those of this one are marked in words."""
    where, skills, names = market.where, market.skills, market.names
    if where is None:
        return
    if skills.empty or skills["share"].isna().all():
        why = t("pekerjaan.skills_none", at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(t("pasted_skills.nothing_title"), why)
        return
    language = state.language()
    shown = skills.head(_BARS)
    labels = [names[skill] for skill in shown["skill"]]
    values = [_write_share(share, is_asked=is_asked) for share, is_asked in
              zip(shown["share"], shown["is_asked"], strict=True)]  # fmt: skip
    rows = [
        charts.Row(label, share, value, is_chosen=bool(is_asked))
        for label, share, value, is_asked in zip(
            labels, shown["share"], values, shown["is_asked"], strict=True
        )
    ]
    table = shown.assign(
        job_skill=labels,
        pasted_here=[t("table.yes") if one else t("table.no") for one in shown["is_asked"]],
        interval=intervals(shown, "interval_low", "interval_high", formats.percent),
    )
    base, wide = int(skills["base"].iloc[0]), str(skills["place"].iloc[0])
    place = name_at(where, wide)
    described = behind(filter_at(where, wide), is_described=True)
    title = t("pasted_skills.finding", n=int(shown["is_asked"].sum()), of=len(shown))
    notes = [t("pasted_skills.note")]
    if market.rare:
        told = ", ".join(plain(names[one]) for one in market.rare if one in names)
        notes.append(t("pasted_skills.rare", skills=told))
    parts.show_figure(
        title,
        t(
            "pasted_skills.subtitle",
            name=plain(name_occupation(str(where.occupation))),
            place=place,
        ),
        charts.draw_bars(rows),
        t(
            "pasted_skills.alt",
            title=title,
            name=labels[0],
            share=formats.percent(shown["share"].iloc[0], language),
            n=base,
        ),
        parts.with_n(market.sources[wide], base),
        notes,
        parts.Table(
            table[["job_skill", "pasted_here", "n", "share", "interval"]],
            {"n": written(formats.number), "share": written(formats.percent)},
            links=[link(replace(described, skills=(skill,))) for skill in shown["skill"]],
        ),
    )


def _write_share(share: float, *, is_asked: bool) -> str:
    told = formats.percent(share, state.language())
    return t("pasted_skills.here", share=told) if is_asked else told
