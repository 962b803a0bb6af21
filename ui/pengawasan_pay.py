"""Pay below the minimum wage on Pengawasan: how many offers, by how much, and where."""

from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.behind import behind
from analytics.filter import Filter
from ui import format as formats
from ui import parts, state
from ui.behind import OFFER_KEY, link
from ui.cells import intervals
from ui.gaji_chart import Mark, draw_marks
from ui.pengawasan import name_scope
from ui.pengawasan_figures import name_group
from ui.texts import t
from ui.wording import write_interval, write_share, written

_BARS: Final = 10


def show_pay(
    whole: pd.DataFrame, years: pd.DataFrame, wide: Filter, where: Filter, source: parts.Source
) -> bool:
    """Share and depth of offers below the minimum wage; whether there was enough to tell."""
    st.header(t("pengawasan.pay_title"), anchor=False)
    if whole.empty or pd.isna(whole["share"].iloc[0]):
        n = int(whole["n"].iloc[0]) if len(whole) else 0
        values = {"n": n, "at_least": statistics.SHARE_AT_LEAST}
        st.markdown(
            t("pengawasan.pay_none", **values, employers_at_least=statistics.EMPLOYERS_AT_LEAST)
        )
        return False
    language, row = state.language(), whole.iloc[0]
    st.markdown(t("pengawasan.pay_lead", place=name_scope(wide)))
    if wide != where:
        at_least = statistics.SHARE_AT_LEAST
        st.markdown(t("pengawasan.widened", place=name_scope(where), at_least=at_least))
    with st.grid(3, min_column_width=150, gap="medium"):
        note = t(
            "pengawasan.pay_share_note",
            low=row["share_low"],
            high=row["share_high"],
            below=row["n_below"],
            n=row["n"],
        )
        parts.show_number(t("pengawasan.pay_share"), formats.percent(row["share"], language), note)
        note = t("pengawasan.pay_gap_note", low=row["gap_low"], high=row["gap_high"])
        parts.show_number(t("pengawasan.pay_gap"), formats.percent(row["gap"], language), note)
        if pd.isna(row["gap_below"]):
            note = t("pengawasan.pay_deep_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            note = t("pengawasan.pay_deep_note", n=row["n_below"])
        deep = formats.percent(row["gap_below"], language)
        parts.show_number(t("pengawasan.pay_deep"), deep, note)
    told = years[years["share"].notna()]
    if len(told) > 1:
        each = [
            f"{one['group']}: {formats.percent(one['share'], language)} "
            f"({write_interval(one['share_low'], one['share_high'], formats.percent)})"
            for one in told.to_dict("records")
        ]
        st.markdown(t("pengawasan.pay_years", years=" · ".join(each)))
    st.caption(t("pengawasan.pay_note", umk=row["n_umk"], n=row["n"]))
    st.markdown(f":small[{parts.write_source(parts.with_n(source, int(row['n'])))}]")
    return True


def show_pay_groups(
    found: pd.DataFrame, whole: pd.DataFrame, by: str, where: Filter, source: parts.Source
) -> None:
    """The groups with the highest share of offers below the minimum wage."""
    title = t(f"pengawasan.pay_groups_title_{by}")
    told = found[found["share"].notna()].sort_values("share", ascending=False)
    if told.empty:
        why = t("pengawasan.none", at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    names = [name_group(by, code) for code in told["group"]]
    line = whole["share"].iloc[0] if len(whole) and pd.notna(whole["share"].iloc[0]) else None
    marks = [
        Mark(
            label=label,
            figure=row["share"],
            figure_high=row["share"],
            value=write_share(row["share"], row["n"]),
            interval=(row["share_low"], row["share_high"]),
            minimum=line,
        )
        for label, row in zip(names, told.to_dict("records"), strict=True)
    ][:_BARS]
    table = told.assign(
        supervision_group=names,
        supervision_below=told["n_below"],
        interval=intervals(told, "share_low", "share_high", formats.percent),
        supervision_gap=told["gap"],
        supervision_gap_interval=intervals(told, "gap_low", "gap_high", formats.percent),
        supervision_deep=told["gap_below"],
        supervision_umk=told["n_umk"],
    )
    write, share, first = written(formats.number), written(formats.percent), told.iloc[0]
    parts.show_figure(
        title,
        t("pengawasan.pay_groups_subtitle", place=name_scope(where)),
        draw_marks(marks, t("pengawasan.pay_groups_mark")),
        t("pengawasan.pay_groups_alt", first=names[0], share=first["share"], n=first["n"]),
        parts.with_n(source, int(told["n"].sum())),
        [t("pengawasan.pay_groups_note")],
        parts.Table(
            table[["supervision_group", "n", "supervision_below", "share", "interval",
                   "supervision_gap", "supervision_gap_interval", "supervision_deep",
                   "employers", "supervision_umk"]],
            {"n": write, "supervision_below": write, "share": share, "supervision_gap": share,
             "supervision_deep": share, "employers": write, "supervision_umk": write},
            links=[
                link(behind(where, **{by: code}), **{OFFER_KEY: "below"}) for code in told["group"]
            ],
        ),
        t("pengawasan.groups_table", n=len(told)),
    )  # fmt: skip
