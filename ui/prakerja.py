"""What Prakerja says beside its figures: the choices, the finding, short answers, method, next."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from analytics.prakerja import PER
from analytics.prakerja_market import days_of
from analytics.regions import LEVELS
from ui import format as formats
from ui import home, parts, state
from ui.prakerja_sources import write_period
from ui.texts import plain, t
from ui.wilayah import name_code

LEVEL_KEY: Final = "tingkat"
PERIOD_KEY: Final = "periode"
# Rates below it carry a decimal.
_WHOLE_FROM: Final = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader asks about: level of places, period, who told it, and the province if any."""

    level: str
    period: str
    origin: str
    province: str | None

    @property
    def where(self) -> Filter:
        """The part of the market of the same place."""
        return Filter(province=self.province)

    @property
    def query(self) -> dict[str, str]:
        """The address of the same place on other pages."""
        return {state.PROVINCE_KEY: self.province} if self.province else {}

    @property
    def period_words(self) -> str:
        """The period as readers write it."""
        return write_period(self.period, self.origin)


def choose(periods: pd.DataFrame) -> Chosen:
    """Level, period and province in the address; `periods` is of `prakerja.list_periods`."""
    around = state.choose_filter()
    level = state.choice(LEVEL_KEY, LEVELS, LEVELS[0])
    told = _periods_of(periods, level)
    period = state.choice(PERIOD_KEY, told["period"].tolist(), _default(told))
    origin = told.set_index("period")["origin"].get(period, "published")
    return Chosen(level, period, str(origin), around.province)


def _periods_of(periods: pd.DataFrame, level: str) -> pd.DataFrame:
    return periods[periods["level"] == level]


def _default(told: pd.DataFrame) -> str:
    """The newest of the periods with enough places to compare, else the one with most places."""
    enough = told[told["n"] >= statistics.SHARE_AT_LEAST]
    if not enough.empty:
        return str(enough["period"].iloc[0])
    return str(told.sort_values("n", ascending=False, kind="stable")["period"].iloc[0])


def show_choices(periods: pd.DataFrame, chosen: Chosen) -> None:
    """Level, period and province."""
    with st.grid(3, min_column_width=150, gap="small"):
        levels = {level: t(f"prakerja_level.{level}") for level in LEVELS}
        parts.show_choice(LEVEL_KEY, t("prakerja.level"), levels, LEVELS[0])
        told = _periods_of(periods, chosen.level)
        names = {
            row["period"]: t(
                "prakerja.period_option", period=write_period(row["period"], row["origin"]),
                n=row["n"],
            )
            for row in told.to_dict("records")
        }  # fmt: skip
        parts.show_choice(PERIOD_KEY, t("prakerja.period"), names, _default(told))
        provinces = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("prakerja.province"), provinces, state.EVERYWHERE)


def rate_column(level: str) -> str:
    """The column of the reach that a level is told by: to the unemployed where there are any."""
    return "per_1000_unemployed" if level == "province" else "per_1000_inhabitants"


def base_column(level: str) -> str:
    """The column that the reach of a level is divided by."""
    return "unemployed" if level == "province" else "population"


def told_places(reach: pd.DataFrame, level: str) -> pd.DataFrame:
    """The places with a figure, lowest reach first."""
    return reach[reach[rate_column(level)].notna()].sort_values(rate_column(level))


def write_rate(rate: float, basis: object = None) -> str:
    """Recipients per 1,000: one decimal below 10; marked where the unemployed are estimated."""
    text = formats.number(rate, state.language(), 0 if rate >= _WHOLE_FROM else 1)
    return f"≈ {text}" if basis == "estimated" else text


def show_opening(reach: pd.DataFrame, years: pd.DataFrame, chosen: Chosen, is_sample: bool) -> None:
    """The finding: how far apart the places are; of one province where it is chosen."""
    told = told_places(reach, chosen.level)
    rate, period = rate_column(chosen.level), chosen.period_words
    own = told[told["place"] == chosen.province]
    if len(told) < statistics.SHARE_AT_LEAST:
        st.title(t("prakerja.opening_few", n=len(told), period=period), anchor=False)
    elif not own.empty:
        row = own.iloc[0]
        place = name_code(row["place"])
        value = write_rate(row[rate], row["unemployed_basis"])
        title = t("prakerja.opening_place", place=place, rate=value, period=period)
        st.title(title, anchor=False)
    else:
        low, high = told.iloc[0], told.iloc[-1]
        title = t(
            f"prakerja_opening.{chosen.level}",
            period=period,
            high=write_rate(high[rate], high["unemployed_basis"]),
            high_place=name_code(high["place"]),
            low=write_rate(low[rate], low["unemployed_basis"]),
            low_place=name_code(low["place"]),
        )
        st.title(title, anchor=False)
    language = state.language()
    counts = ", ".join(
        f"{formats.short(row['recipients'], language)} ({row['year']})"
        for row in years.to_dict("records")
    )
    st.markdown(f"{t('prakerja.lead')} {t('prakerja.lead_years', counts=counts)}")
    if is_sample:
        st.markdown(t("prakerja.lead_sample"))


def show_answers(
    reach: pd.DataFrame,
    fair: pd.DataFrame,
    evidence: pd.DataFrame,
    payback: pd.DataFrame,
    people: pd.DataFrame,
    chosen: Chosen,
) -> None:
    """One sentence a question: did incomes rise, was it paid back, where, who."""
    with st.container(border=True):
        st.header(t("prakerja.answers_title"), anchor=False)
        lines = [
            t("prakerja.answer_income", answer=answer_income(evidence)),
            t("prakerja.answer_payback", answer=answer_payback(payback)),
            t("prakerja.answer_reach", answer=_answer_reach(reach, fair, chosen)),
            t("prakerja.answer_people", answer=_answer_people(people)),
        ]
        st.markdown("\n".join(f"- {line}" for line in lines))


def answer_income(evidence: pd.DataFrame) -> str:
    """Whether incomes rose, by the best design that has a comparison, and what is not known."""
    compared = evidence[evidence["compared_with"] == "control"]
    found = compared[compared["outcome"] == "monthly_income"]
    if found.empty:
        return t("prakerja.income_none")
    row = found.iloc[0]
    if pd.isna(row["interval_low"]):
        key = "unknown"
    elif row["interval_low"] <= 0 <= row["interval_high"]:
        key = "unclear"
    else:
        key = "up" if row["effect"] > 0 else "down"
    answer = t(
        f"prakerja_income.{key}",
        effect=abs(row["effect"]),
        relative=abs(row["relative_pct"]) / 100,
        low=formats.change(row["interval_low"] / 100, state.language()),
        high=formats.change(row["interval_high"] / 100, state.language()),
        design=t(f"prakerja_design_short.{row['design']}"),
        grade=row["grade"],
        n=row["n"],
        period=write_period(row["period"]),
    )
    cannot = t(f"prakerja_cannot.{row['study']}")
    last = max(days_of(one)[1].year for one in compared["period"])
    return f"{answer} {cannot} {t('prakerja.income_since', year=last)}"


def answer_payback(payback: pd.DataFrame) -> str:
    """How long until the cost is earned back, or that this is not shown."""
    proven = payback[payback["is_proven"]]
    if proven.empty:
        return t("prakerja.payback_short_unproven")
    months = [formats.number(one, state.language()) for one in proven["months"]]
    return t("prakerja.payback_short", months=", ".join(months))


def _answer_reach(reach: pd.DataFrame, fair: pd.DataFrame, chosen: Chosen) -> str:
    told = told_places(reach, chosen.level)
    elsewhere = fair.set_index("measure")["value"]["elsewhere"]
    if pd.isna(elsewhere):
        return t("prakerja.reach_few", n=len(told), all=len(reach), period=chosen.period_words,
                 at_least=statistics.SHARE_AT_LEAST)  # fmt: skip
    low, high = told.iloc[0], told.iloc[-1]
    return t(
        f"prakerja_answer_reach.{chosen.level}",
        n=len(told),
        all=len(reach),
        period=chosen.period_words,
        elsewhere=elsewhere,
        low_place=name_code(low["place"]),
        low=formats.number(low["ratio"], state.language(), 1),
        high_place=name_code(high["place"]),
        high=formats.number(high["ratio"], state.language(), 1),
    )


def _answer_people(people: pd.DataFrame) -> str:
    """The newest share of women told; the operator's where there is one."""
    women = people[(people["category"] == "female") & people["share"].notna()]
    women = women[women["dimension"] == "sex"]
    if women.empty:
        return t("prakerja.people_none")
    row = women.assign(last=women["period"].str[-4:]).sort_values("last").iloc[-1]
    return t(
        f"prakerja_people_answer.{row['origin']}",
        share=row["share"],
        period=write_period(row["period"], row["origin"]),
    )


def show_method() -> None:
    """How the figures are made."""
    st.header(t("prakerja.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(t("prakerja.method", per=PER, at_least=statistics.SHARE_AT_LEAST))
    parts.end_method("prakerja")


def show_next(chosen: Chosen) -> None:
    """The next step: training gap, a syllabus, skills, the place, openings, the whole market."""
    st.header(t("prakerja.next_title"), anchor=False)
    query = chosen.query
    place = plain(name_code(chosen.province)) if chosen.province else t("home.nation")
    parts.link_page("pages/kesenjangan.py", t("prakerja.courses_gap"), query)
    parts.link_page("pages/cek_silabus.py", t("prakerja.next_syllabus"), query)
    parts.link_page("pages/keterampilan.py", t("prakerja.next_skills", place=place), query)
    parts.link_page("pages/wilayah.py", t("prakerja.next_place", place=place), query)
    parts.link_page("pages/karier.py", t("prakerja.next_career", place=place), query)
    parts.link_page("pages/beranda.py", t("prakerja.next_market"), query)
