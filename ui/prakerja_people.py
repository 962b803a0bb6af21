"""Who receives Prakerja and what they are taught: shares as told, and lists of trainings."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from ui import charts, parts, state, svg
from ui import format as formats
from ui.prakerja_sources import PUBLISHED, write_line, write_period, write_sources
from ui.texts import load, plain, t
from ui.wilayah import name_code
from ui.wording import write_count, written

OPERATOR: Final = "operator"
_DIMENSIONS: Final = ("sex", "age", "education", "area", "household", "work_status",
                      "training_history", "disability", "registrants_sex")  # fmt: skip
_LISTED: Final = 5
# A label and the value at its end share a line of so many characters.
_LINE_CHARACTERS: Final = 44


def show_people(people: pd.DataFrame, province: str | None) -> None:
    """Shares of the recipients by sex, age, schooling and so on, each with who told it and when."""
    title = t("prakerja.people_title")
    is_operator = bool((people["origin"] == OPERATOR).any())
    # Of the operator's the newest period is drawn; the table holds all.
    shown = people[people["period"] == people["period"].iloc[0]] if is_operator else people
    order = {dimension: i for i, dimension in enumerate(_DIMENSIONS)}
    # Schooling has an order that its codes have not: that of the words.
    words = list(load(state.language()))
    steps = {key.removeprefix("prakerja_category."): i for i, key in enumerate(words)}
    ranked = shown.assign(
        rank=shown["dimension"].map(order), step=shown["category"].map(steps).fillna(0)
    ).sort_values(["rank", "step", "category", "period"], kind="stable")
    drawn = ranked[ranked["share"].notna()]
    if drawn.empty:
        parts.show_nothing(title, t("prakerja.people_no_total"))
        return
    bars = [_bar(row) for row in drawn.to_dict("records")]
    # A scale to 100 %: the longest bar would else look like all of them.
    drawing = charts.draw_bars([*bars, charts.Row(t("prakerja.people_all"), 1.0, "100%")])
    of = str(people["place"].iloc[0])
    years = drawn["period"].str[:4]
    period = years.min() if years.nunique() == 1 else f"{years.min()}–{years.max()}"
    first = drawn.iloc[0]
    n = t("prakerja.n_unknown")
    if is_operator:
        n = t("prakerja.n_recipients", n=drawn["n"].max())
    notes = [t("prakerja.people_operator") if is_operator else t("prakerja.people_published")]
    if not is_operator:
        notes.append(t("prakerja.people_disagree"))
    if province and not of:
        notes.append(t("prakerja.people_nation_only", place=name_code(province)))
    parts.show_figure(
        title,
        t("prakerja.people_subtitle", place=name_code(of) if of else t("home.nation")),
        drawing,
        t("prakerja.people_alt", first=name_category(first["dimension"], first["category"]),
          share=first["share"], last=bars[-1].label, last_value=bars[-1].value),
        write_line(drawn["source"], n, period),
        notes,
        _people_table(people),
    )  # fmt: skip


def _bar(row: Mapping[Hashable, Any]) -> charts.Row:
    value = f"{formats.percent(row['share'], state.language())} · {_told(row)}"
    label = name_category(row["dimension"], row["category"])
    return charts.Row(svg.shorten(label, _LINE_CHARACTERS - len(value)), row["share"], value)


def name_category(dimension: str, category: str) -> str:
    """A category in words; ages from-to and the like stand as they are."""
    key = f"prakerja_category.{category}"
    name = t(f"prakerja_category.{category}") if key in load(state.language()) else category
    if dimension == "age":
        return t("prakerja.age", ages=name)
    if dimension == "registrants_sex":
        return t("prakerja.registrants", what=name)
    return name


def _told(row: Mapping[Hashable, Any]) -> str:
    """Period and, of a survey, that it is one."""
    period = write_period(row["period"], row["origin"])
    return t("prakerja.surveyed", period=period) if row["origin"] == "survey" else period


def _people_table(people: pd.DataFrame) -> parts.Table:
    rows = pd.DataFrame(
        {
            "prakerja_group": [
                name_category(*pair)
                for pair in zip(people["dimension"], people["category"], strict=True)
            ],
            "prakerja_period": [
                write_period(*pair) for pair in zip(people["period"], people["origin"], strict=True)
            ],
            "share": people["share"].tolist(),
            "prakerja_recipients": people["recipients"].tolist(),
            "prakerja_teller": [t(f"prakerja_origin.{one}") for one in people["origin"]],
        }
    )
    numbers = {
        "share": written(formats.percent),
        "prakerja_recipients": written(formats.number),
    }
    return parts.Table(rows, numbers, behind="official")


def show_courses(courses: pd.DataFrame, query: Mapping[str, str]) -> None:
    """Which trainings are taken most: bars of a list with counts, other lists in words.

    `query` is the address of the same place on other pages.
    """
    title = t("prakerja.courses_title")
    if courses.empty:
        parts.show_nothing(title, t("prakerja.courses_none"))
        return
    names = courses["name_en" if state.language() == "en" else "name"]
    told = courses.assign(label=names)
    counted = told[told["share"].notna()]
    if not counted.empty:
        _draw_courses(counted[counted["period"] == counted["period"].iloc[0]], told, title)
    else:
        st.header(title, anchor=False)
    for (period, scope), ranked in told[told["share"].isna()].groupby(
        ["period", "scope"], sort=False
    ):
        listed = ", ".join(map(plain, ranked["label"].head(_LISTED)))
        when = write_period(str(period), str(ranked["origin"].iloc[0]))
        st.markdown(
            t("prakerja.courses_listed", period=when, scope=t(f"prakerja_scope.{scope}"),
              names=listed, sources=write_sources(ranked["source"]))
        )  # fmt: skip
    st.caption(t("prakerja.courses_note"))
    parts.link_page("pages/kesenjangan.py", t("prakerja.courses_gap"), query)
    parts.link_page("pages/keterampilan.py", t("prakerja.courses_skills"), query)


def _draw_courses(one: pd.DataFrame, told: pd.DataFrame, title: str) -> None:
    first = one.iloc[0]
    origin = str(first["origin"])
    scope = t(f"prakerja_scope.{first['scope'] or OPERATOR}")
    bars = [
        charts.Row(
            row["label"], row["participants"], write_count(row["participants"], row["share"])
        )
        for row in one.to_dict("records")
    ]
    rows = pd.DataFrame(
        {
            "prakerja_course": told["label"].tolist(),
            "prakerja_period": [
                write_period(*pair) for pair in zip(told["period"], told["origin"], strict=True)
            ],
            "prakerja_scope": [t(f"prakerja_scope.{of or OPERATOR}") for of in told["scope"]],
            "prakerja_rank": told["rank"].tolist(),
            "prakerja_participants": told["participants"].tolist(),
        }
    )
    write = written(formats.number)
    period = write_period(str(first["period"]), origin)
    last = one.iloc[-1]
    parts.show_figure(
        title,
        t("prakerja.courses_subtitle", scope=scope, period=period),
        charts.draw_bars(bars),
        t("prakerja.courses_alt", first=first["label"], n=first["participants"],
          last=last["label"], n_last=last["participants"]),
        write_line(one["source"], t("prakerja.n_participants", n=one["participants"].sum()),
                   period),
        [t("prakerja.courses_share")] if origin == PUBLISHED else [],
        parts.Table(
            rows, {"prakerja_rank": write, "prakerja_participants": write}, behind="course"
        ),
        t("prakerja.courses_table"),
    )  # fmt: skip
