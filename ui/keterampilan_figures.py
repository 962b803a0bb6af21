"""The figures of Keterampilan: what rises, what is asked for, who asks, where, and with what."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import skills, statistics
from analytics.behind import Behind, behind, in_months, in_windows
from analytics.filter import Filter
from analytics.growth import GROWTH_MORE_THAN, WINDOWS
from analytics.skills_growth import CLEAR_FROM
from analytics.skills_places import Part
from data.reference import classifications
from ui import charts, parts, shares, state
from ui import format as formats
from ui.behind import link, links
from ui.cells import intervals
from ui.keterampilan import name_kind, name_rows
from ui.pekerjaan import name_occupation
from ui.pekerjaan_figures import write_lift
from ui.texts import plain, t
from ui.wording import how_likely, name_place, name_province, write_columns, written

_BARS: Final = 12
_TABLE: Final = 100
_HEADINGS: Final[dict[Part, str]] = {
    "occupation": "job_name",
    "sector": "skill_sector",
    "province": "province",
}


def name_sector(code: str) -> str:
    """The KBLI name of a sector in the language of this run."""
    one = classifications.sector(code)
    return one.title_en if state.language() == "en" and one.title_en else one.title_id


_NAMES: Final[dict[Part, Callable[[str], str]]] = {
    "occupation": name_occupation,
    "sector": name_sector,
    "province": name_province,
}


def _intervals(frame: pd.DataFrame) -> "pd.Series[Any]":
    return intervals(frame, "interval_low", "interval_high", formats.percent)


def _link_skills(where: Behind, found: pd.Series) -> list[str]:
    """Where those of a filter lead that ask for each of these skills as well."""
    return [link(replace(where, skills=(*where.skills, skill))) for skill in found]


def _in_windows(where: Filter, grown: pd.DataFrame) -> Behind:
    """The advertisements that the growth of `grown` compares."""
    row = grown.iloc[0]
    return in_windows(where, row["month_from"], row["month_to"], is_described=True)


def _windows_of(source: parts.Source, grown: pd.DataFrame) -> parts.Source:
    """The same source for a figure that compares the two windows of `grown`."""
    row = grown.dropna(subset="growth").iloc[0]
    n = int(row["base_before"] + row["base_recent"])
    return parts.with_n(source, n, (row["month_from"], row["month_to"]))


def show_rising(
    rising: pd.DataFrame,
    grown: pd.DataFrame,
    ranked: pd.DataFrame,
    where: Filter,
    scope: Filter,
    source: parts.Source,
) -> None:
    """The skills whose share grew as bars, of `grown` in `scope`; `ranked` are those of `where`."""
    place, title = name_place(scope), t("keterampilan.rising_title")
    at_least = statistics.CHANGE_AT_LEAST
    notes = []
    if scope != where:
        notes.append(t("keterampilan.rising_fallback", place=name_place(where)))
    if grown["growth"].isna().all():
        values = {"months": 2 * min(WINDOWS), "at_least": at_least}
        parts.show_nothing(title, t("keterampilan.rising_unknown", place=place, **values))
        return
    if rising.empty:
        said = [*notes, t("keterampilan.rising_none", place=place)]
        parts.show_nothing(title, " ".join(said))
        return
    names = name_rows(rising)
    keys = [how_likely(row) for row in rising["p_growth"]]
    told = zip(keys, rising["growth"], rising["n_recent"], strict=True)
    marks = [t(f"keterampilan_rising.{key}", growth=growth, n=n) for key, growth, n in told]
    rows = [
        charts.Row(name, growth, mark)
        for name, growth, mark in zip(names, rising["growth"], marks, strict=True)
    ]
    table = rising.assign(
        job_skill=names,
        skill_kind=[name_kind(kind) for kind in rising["kind"]],
        skill_before=rising["n_before"],
        skill_recent=rising["n_recent"],
        job_growth=rising["growth"],
        job_growth_interval=intervals(rising, "growth_low", "growth_high", formats.change),
        job_p_growth=rising["p_growth"],
    )
    columns = [
        "job_skill", "skill_kind", "skill_before", "skill_recent", "job_growth",
        "job_growth_interval", "job_p_growth",
    ]  # fmt: skip
    counts = ["skill_before", "skill_recent"]
    if scope != where:
        table["skill_here"] = rising["skill"].map(ranked.set_index("skill")["n"])
        columns, counts = [*columns, "skill_here"], [*counts, "skill_here"]
    likeliest = rising.iloc[0]
    first = {"name": names[0], "growth": likeliest["growth"], "n": likeliest["n_recent"]}
    months = likeliest["months"]
    key = {"more": GROWTH_MORE_THAN, "clear": CLEAR_FROM, "months": months}
    parts.show_figure(
        title,
        t("keterampilan.rising_subtitle", place=place, months=months),
        charts.draw_bars(rows[:_BARS]),
        t("keterampilan.rising_alt", place=place, **first),
        _windows_of(source, rising),
        [*notes, t("keterampilan.rising_note", **key)],
        parts.Table(
            table[columns],
            {**write_columns(counts, ["job_p_growth"]), "job_growth": written(formats.change)},
            links=_link_skills(_in_windows(scope, rising), rising["skill"]),
        ),
    )


def show_ranking(ranked: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The skills asked for most as bars of share."""
    if ranked.empty:
        return
    place, names = name_place(where), name_rows(ranked)
    rows = [
        charts.Row(name, share, t("keterampilan_value.share", share=share, n=n))
        for name, share, n in zip(names, ranked["share"], ranked["n"], strict=True)
    ]
    table = ranked.assign(
        job_skill=names,
        skill_kind=[name_kind(kind) for kind in ranked["kind"]],
        interval=_intervals(ranked),
        job_growth=ranked["growth"],
    ).head(_TABLE)
    columns = ["job_skill", "skill_kind", "n", "share", "interval", "employers", "job_growth"]
    first = {"name": names[0], "share": ranked["share"].iloc[0]}
    parts.show_figure(
        t("keterampilan.ranking_title"),
        t("keterampilan.ranking_subtitle", place=place),
        charts.draw_bars(rows[:_BARS]),
        t("keterampilan.ranking_alt", place=place, **first),
        source,
        [t("keterampilan.ranking_note")],
        parts.Table(
            table[columns],
            {**write_columns(["n", "employers"], ["share"]), "job_growth": written(formats.change)},
            links=_link_skills(behind(where, is_described=True), table["skill"]),
        ),
        t("keterampilan.ranking_table", shown=len(table), n=len(ranked))
        if len(table) < len(ranked)
        else t("keterampilan.ranking_table_all", n=len(ranked)),
    )


def show_trend(months: pd.DataFrame, name: str, where: Filter, source: parts.Source) -> None:
    """The share of advertisements that ask for the skill as a line over months.

    `where` is of those that ask for it (`asking_for`), here and in `show_parts`.
    """
    title, language, place = t("keterampilan.trend_title"), state.language(), name_place(where)
    if months.empty or months["share"].isna().all():
        values = {"months": min(skills.TREND_MONTHS), "at_least": statistics.SHARE_AT_LEAST}
        parts.show_nothing(title, t("keterampilan.trend_none", **values))
        return
    told = months.dropna(subset="share")
    last, top = told.iloc[-1], told.sort_values("share", kind="stable").iloc[-1]
    doubt = {"low": last["interval_low"], "high": last["interval_high"], "month": last["month"]}
    notes = [t("keterampilan.trend_doubt", **doubt)]
    left_out = int(months["n_left_out"].iloc[0])
    if left_out:
        notes.append(t("keterampilan.trend_left_out", n=left_out))
    table = months.iloc[::-1].assign(
        month=[formats.month(month, language) for month in months["month"][::-1]],
        interval=_intervals(months.iloc[::-1]),
        skill_base=months["base"],
    )
    ends = {"from": months["month"].iloc[0], "to": months["month"].iloc[-1]}
    found = {"month": last["month"], "share": last["share"]}
    highest = {"top_month": top["month"], "top_share": top["share"]}
    parts.show_figure(
        title,
        t("keterampilan.trend_subtitle", place=place, **ends),
        shares.draw_months(months, months["is_complete"].tolist()),
        t("keterampilan.trend_alt", name=name, place=place, **found, **highest),
        parts.with_n(source, int(months["base"].sum()), (ends["from"], ends["to"])),
        notes,
        parts.Table(
            table[["month", "n", "skill_base", "share", "interval"]],
            write_columns(["n", "skill_base"], ["share"]),
            links=link_months(months.iloc[::-1], where),
        ),
    )


def link_months(months: pd.DataFrame, asks: Filter) -> list[str]:
    """Where the months of `share_by_month` lead: on the portals of all that are complete."""
    whole = tuple(months.loc[months["is_complete"].astype(bool), "month"].sort_values())
    told = {"matched": whole, "is_matched_described": True, "is_described": True}
    return [link(behind(in_months(asks, month), **told)) for month in months["month"]]


def show_parts(
    found: pd.DataFrame, part: Part, name: str, where: Filter, source: parts.Source
) -> None:
    """How often the parts of the market ask for the skill, most typical first."""
    title = t(f"keterampilan_title.{part}")
    at_least = statistics.SHARE_AT_LEAST
    in_order = found.sort_values(["share", "value"], ascending=[False, True])
    is_chosen = in_order["value"].eq(where.province or "") & (part == "province")
    shown = in_order[(in_order["n"] >= at_least) | is_chosen]
    if shown.empty:
        parts.show_nothing(title, t("keterampilan.parts_none", at_least=at_least))
        return
    labels = {value: _NAMES[part](value) for value in in_order["value"]}
    rows = [
        charts.Row(
            labels[row["value"]],
            row["share"],
            _write_share(row),
            part == "province" and row["value"] == where.province,
        )
        for row in shown.to_dict("records")
    ]
    # The place asked about stays in sight wherever it ranks.
    bars = rows[:_BARS] + [row for row in rows[_BARS:] if row.is_chosen]
    all_share, first = found["share_all"].iloc[0], shown.iloc[0]
    notes = [t("keterampilan.parts_note", at_least=at_least, all=all_share)]
    if part == "province":
        notes.append(t("keterampilan.parts_stands", **_stands(in_order, labels)))
    table = in_order.assign(
        interval=_intervals(in_order),
        skill_base=in_order["base"],
        **{_HEADINGS[part]: list(labels.values())},
    )
    columns = [_HEADINGS[part], "n", "skill_base", "share", "interval", "employers"]
    place = {} if part == "province" else {"place": name_place(where)}
    told = {"first": rows[0].label, "share": first["share"], "n": first["n"]}
    parts.show_figure(
        title,
        t(f"keterampilan_subtitle.{part}", name=plain(name), **place),
        charts.draw_bars(bars),
        t("keterampilan.parts_alt", title=title, **told),
        parts.with_n(source, int(found["base"].sum())),
        notes,
        parts.Table(
            table[columns],
            write_columns(["n", "skill_base", "employers"], ["share"]),
            links=links(behind(where, is_described=True), in_order, **{part: "value"}),
        ),
    )


def _write_share(row: Mapping[Hashable, Any]) -> str:
    """Share and n at the end of a bar; an estimate where siblings weigh more than the cell."""
    key = "estimate" if row["is_estimate"] else "share"
    return t(f"keterampilan_value.{key}", share=row["share"], n=row["n"])


def _stands(found: pd.DataFrame, labels: dict[str, str]) -> dict[str, str]:
    """Which parts stand clearly above and below the whole."""
    nobody = t("keterampilan.nobody")
    return {
        side: ", ".join(labels[value] for value in found.loc[found["stands"] == side, "value"])
        or nobody
        for side in ("above", "below")
    }


def show_neighbours(near: pd.DataFrame, name: str, where: Filter, source: parts.Source) -> None:
    """The skills asked for together as bars of share; lift at their ends and in the table.

    `where` is of those that ask for the skill (`asking_for`).
    """
    title, at_least = t("keterampilan.near_title"), statistics.SHARE_AT_LEAST
    if near.empty:
        parts.show_nothing(title, t("keterampilan.near_none", at_least=at_least))
        return
    language, names = state.language(), name_rows(near)
    rows = [
        charts.Row(label, share, f"{formats.percent(share, language)} · {write_lift(lift)}")
        for label, share, lift in zip(names, near["share"], near["lift"], strict=True)
    ]
    table = near.assign(
        job_skill=names,
        interval=_intervals(near),
        job_lift=near["lift"],
        skill_all=near["share_all"],
        skill_more=near["n_more"],
    )
    columns = ["job_skill", "n", "share", "interval", "skill_all", "job_lift", "skill_more"]
    first = {"first": names[0], "share": near["share"].iloc[0]}
    parts.show_figure(
        title,
        t("keterampilan.near_subtitle", name=plain(name), place=name_place(where)),
        charts.draw_bars(rows[:_BARS]),
        t("keterampilan.near_alt", name=name, **first),
        parts.with_n(source, int(near["base"].iloc[0])),
        [t("keterampilan.near_note", at_least=at_least)],
        parts.Table(
            table[columns],
            {**write_columns(["n", "skill_more"], ["share", "skill_all"]), "job_lift": write_lift},
            links=_link_skills(behind(where, is_described=True), near["skill"]),
        ),
    )


def show_new_words(words: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Wordings that the taxonomy lacks and that rise, as a table; nothing where there are none."""
    if words.empty:
        return
    language = state.language()
    table = words.assign(
        skill_word=words["wording"],
        skill_before=words["n_before"],
        skill_recent=words["n_recent"],
        skill_portals=words["portals"],
        skill_first=[formats.day(day, language) for day in words["first_posted"]],
        job_growth=words["growth"],
        job_growth_interval=intervals(words, "growth_low", "growth_high", formats.change),
    )
    columns = [
        "skill_word", "skill_before", "skill_recent", "job_growth", "job_growth_interval",
        "employers", "skill_portals", "skill_first",
    ]  # fmt: skip
    st.header(t("keterampilan.new_title"), anchor=False)
    st.markdown(t("keterampilan.new_lead"))
    counts = ["skill_before", "skill_recent", "employers", "skill_portals"]
    shown = parts.Table(
        table[columns],
        {**write_columns(counts), "job_growth": written(formats.change)},
        links=links(_in_windows(where, words), words, wording="wording"),
    )
    parts.show_table(shown, t("keterampilan.new_title"))
    st.markdown(f":small[{parts.write_source(_windows_of(source, words))}]")
