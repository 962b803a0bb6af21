"""Keterampilan, several skills over time: which to compare, and their shares as lines."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from analytics.skills_filter import asking_for
from ui import format as formats
from ui import parts, plots, shares, state
from ui.cells import intervals
from ui.keterampilan import SKILL_KEY
from ui.keterampilan_figures import link_months
from ui.plots_lines import TONES, Series, draw_lines
from ui.texts import t
from ui.wording import name_place, write_columns, write_interval

COMPARE_KEY: Final = "dengan"
_MOST: Final = len(TONES) - 1
_OFFERED: Final = 8
_CHIPS_KEY: Final = "keterampilan-compare"


def choose_compared(skill: str, names: Collection[str]) -> list[str]:
    """The skills in the address to set beside `skill`, at most _MOST; nonsense leaves it."""
    asked = st.query_params.get(COMPARE_KEY, "").split(",")
    told = list(dict.fromkeys(one for one in asked if one in names and one != skill))[:_MOST]
    _put(told)
    return told


def _put(skills: Sequence[str]) -> None:
    if skills:
        st.query_params[COMPARE_KEY] = ",".join(skills)
    else:
        st.query_params.pop(COMPARE_KEY, None)


def find_comparable(ranked: pd.DataFrame, near: pd.DataFrame, skill: str) -> list[str]:
    """Skills worth comparing: of the same group, then neighbours, then others of the same kind.

    `ranked` is `skills.rank_skills` (most asked for first), `near` `skills_near.find_neighbours`.
    """
    own = ranked[ranked["skill"] == skill]
    group, kind = (ranked[ranked[key].isin(own[key])]["skill"] for key in ("group", "kind"))
    found = dict.fromkeys([*group, *near["skill"], *kind])
    return [one for one in found if one != skill][:_OFFERED]


def show_chips(offered: Sequence[str], compared: Sequence[str], names: Mapping[str, str]) -> None:
    """Skills to compare with as chips; at most _MOST can be on."""
    options = list(dict.fromkeys([*compared, *offered]))
    if not options:
        return
    st.session_state[_CHIPS_KEY] = list(compared)
    st.pills(
        t("keterampilan.compare", most=_MOST),
        options,
        selection_mode="multi",
        format_func=lambda one: names[one],
        key=_CHIPS_KEY,
        on_change=_take_chips,
    )


def _take_chips() -> None:
    """Callback of the chips: the last ones chosen stay where there are too many."""
    _put(list(st.session_state.get(_CHIPS_KEY) or [])[-_MOST:])


def show_compared(
    found: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    where: Filter,
    source: parts.Source,
) -> None:
    """The shares of the skills over months, the first the one asked about.

    `found` are `skills.share_by_month` by skill, all over the same months.
    """
    language, place = state.language(), name_place(where)
    first = next(iter(found.values()))
    series = [_line(skill, months, names[skill]) for skill, months in found.items()]
    highest = max(
        [float(months["share"].max()) for months in found.values() if months["share"].notna().any()]
    )
    ends = {"from": first["month"].iloc[0], "to": first["month"].iloc[-1]}
    key, told = _find(found, names)
    plots.show_plot(
        t(f"keterampilan.compare_{key}", **told),
        t("keterampilan.trend_subtitle", place=place, **ends),
        draw_lines(
            [formats.month_short(one, language) for one in first["month"]],
            first["is_complete"].tolist(),
            series,
            shares.list_ticks(highest),
        ),
        t("keterampilan.compare_alt", place=place, **told),
        parts.with_n(source, int(first["base"].sum()), (ends["from"], ends["to"])),
        [t("keterampilan.compare_note")],
        _table(found, names, where),
        key="compared",
        picks=SKILL_KEY,
    )


def _find(
    found: Mapping[str, pd.DataFrame], names: Mapping[str, str]
) -> tuple[str, dict[str, object]]:
    """The most and the least asked for over the complete months, and whether they surely differ."""
    pooled = []
    for skill, months in found.items():
        whole = months[months["is_complete"]]
        n, base = int(whole["n"].sum()), int(whole["base"].sum())
        interval = statistics.share_interval(n, base)
        if interval is not None:
            pooled.append((n / base, interval, names[skill]))
    pooled.sort(key=lambda one: one[0])
    (low, below, low_name), (top, above, top_name) = pooled[0], pooled[-1]
    key = "clear" if below.high < above.low else "unclear"
    return key, {"top": top_name, "top_share": top, "low": low_name, "low_share": low}


def _line(skill: str, months: pd.DataFrame, name: str) -> Series:
    language = state.language()
    rows = months.to_dict("records")
    return Series(
        skill,
        name,
        [None if pd.isna(row["share"]) else float(row["share"]) for row in rows],
        [
            None
            if pd.isna(row["interval_low"])
            else (float(row["interval_low"]), float(row["interval_high"]))
            for row in rows
        ],
        [
            t(
                "keterampilan.compare_told",
                name=name,
                month=row["month"],
                share=formats.percent(row["share"], language),
                interval=write_interval(row["interval_low"], row["interval_high"], formats.percent),
                n=row["n"],
                base=row["base"],
            )
            for row in rows
        ],
    )


def _table(
    found: Mapping[str, pd.DataFrame], names: Mapping[str, str], where: Filter
) -> parts.Table:
    language = state.language()
    frames = [months.iloc[::-1].assign(job_skill=names[skill]) for skill, months in found.items()]
    rows = pd.concat(frames, ignore_index=True)
    table = rows.assign(
        month=[formats.month(month, language) for month in rows["month"]],
        interval=intervals(rows, "interval_low", "interval_high", formats.percent),
        skill_base=rows["base"],
    )
    numbers = write_columns(("n", "skill_base"), ("share",))
    to_ads = [
        one
        for skill, months in found.items()
        for one in link_months(months.iloc[::-1], asking_for(where, skill))
    ]
    columns = ["job_skill", "month", "n", "skill_base", "share", "interval"]
    return parts.Table(table[columns], numbers, links=to_ads)
