"""The figures of Pekerjaan: the ranking of occupations, skills, and what else is demanded."""

from dataclasses import replace

import pandas as pd

from analytics import statistics
from analytics.behind import behind
from analytics.filter import Filter
from ui import charts, parts, state
from ui import format as formats
from ui.behind import link, links
from ui.cells import intervals
from ui.gaji import filter_at
from ui.pekerjaan import name_occupation, name_scope
from ui.texts import t
from ui.wording import name_place, write_count, written

_BARS = 12


def show_ranking(ranked: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The most advertised occupations as bars; growth stands in the table."""
    if ranked.empty:
        return
    place, first = name_place(where), ranked.iloc[0]
    named = ranked.assign(job_name=[name_occupation(code) for code in ranked["occupation"]])
    shown = named.head(_BARS)
    rows = [
        charts.Row(name, n, write_count(n, share))
        for name, n, share in zip(shown["job_name"], shown["n"], shown["share"], strict=True)
    ]
    table = named.assign(
        interval=intervals(named, "interval_low", "interval_high", formats.percent),
        job_growth=named["growth"],
        job_growth_interval=intervals(named, "growth_low", "growth_high", formats.change),
        job_p_growth=named["p_growth"],
    )
    columns = ["job_name", "n", "share", "interval", "employers"]
    if named["growth"].notna().any():
        columns += ["job_growth", "job_growth_interval", "job_p_growth"]
    numbers = {
        "n": written(formats.number),
        "share": written(formats.percent),
        "employers": written(formats.number),
        "job_growth": written(formats.change),
        "job_p_growth": written(formats.percent),
    }
    parts.show_figure(
        t("pekerjaan.ranking_title"),
        t("pekerjaan.ranking_subtitle", place=place),
        charts.draw_bars(rows),
        t("pekerjaan.ranking_alt", place=place, name=rows[0].label, n=first["n"]),
        source,
        [t("pekerjaan.ranking_note", at_least=statistics.SHARE_AT_LEAST)],
        parts.Table(
            table[columns],
            {key: write for key, write in numbers.items() if key in columns},
            links=links(where, named, occupation="occupation"),
        ),
    )


def show_skills(skills: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The skills asked for most as bars of share; lift at their ends and in the table."""
    if skills.empty or skills["share"].isna().all():
        why = t("pekerjaan.skills_none", at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(t("pekerjaan.skills_title"), why)
        return
    language = state.language()
    names = skills["name_en" if language == "en" else "name_id"]
    rows = [
        charts.Row(name, share, f"{formats.percent(share, language)} · {write_lift(lift)}")
        for name, share, lift in zip(names, skills["share"], skills["lift"], strict=True)
    ][:_BARS]
    base = int(skills["base"].iloc[0])
    table = skills.assign(
        job_skill=names,
        interval=intervals(skills, "interval_low", "interval_high", formats.percent),
        job_lift=skills["lift"],
    )[["job_skill", "n", "share", "interval", "job_lift", "employers"]]
    first = skills.iloc[0]
    described = behind(filter_at(where, first["place"]), is_described=True)
    parts.show_figure(
        t("pekerjaan.skills_title"),
        t("pekerjaan.skills_subtitle", place=_place(skills, where)),
        charts.draw_bars(rows),
        t("pekerjaan.skills_alt", skill=rows[0].label, share=first["share"]),
        parts.with_n(source, base),
        [t("pekerjaan.skills_note"), *_fallback(skills, where)],
        parts.Table(
            table,
            {
                "n": written(formats.number),
                "share": written(formats.percent),
                "job_lift": write_lift,
                "employers": written(formats.number),
            },
            links=[link(replace(described, skills=(skill,))) for skill in skills["skill"]],
        ),
    )


def write_lift(lift: float) -> str:
    """How many times as often as elsewhere, in words."""
    return t("pekerjaan.times", lift=formats.number(lift, state.language(), 1))


def _place(frame: pd.DataFrame, where: Filter) -> str:
    """The place the shares are from."""
    return t("home.nation") if frame["place"].iloc[0] == "nation" else name_place(where)


def _fallback(frame: pd.DataFrame, where: Filter) -> list[str]:
    """That too few advertisements made the figure fall back to the whole country, if so."""
    if where.province is None or frame["place"].iloc[0] != "nation":
        return []
    values = {"place": name_place(where), "wide": name_scope("nation")}
    return [t("pekerjaan.fallback", **values, at_least=statistics.SHARE_AT_LEAST)]


def show_demands(demands: pd.DataFrame, demand: str, where: Filter, source: parts.Source) -> None:
    """Shares of schooling, experience or limits as bars."""
    rows = demands[demands["demand"] == demand]
    if demand == "restriction":
        rows = rows[rows["n"] > 0]
    title = t(f"pekerjaan_demand.{demand}")
    if demands["share"].isna().all():
        parts.show_nothing(title, t("pekerjaan.skills_none", at_least=statistics.SHARE_AT_LEAST))
        return
    if rows.empty:
        parts.show_nothing(title, t("pekerjaan.no_limits", n=demands["base"].iloc[0]))
        return
    names = [_name_value(row, demand) for _, row in rows.iterrows()]
    bars = [
        charts.Row(name, float(n), write_count(n, share))
        for name, n, share in zip(names, rows["n"], rows["share"], strict=True)
    ]
    table = rows.assign(
        job_demand=names,
        interval=intervals(rows, "interval_low", "interval_high", formats.percent),
    )
    first = rows.iloc[0]
    described = behind(filter_at(where, first["place"]), is_described=True)
    notes = [t("pekerjaan.limits_note")] if demand == "restriction" else []
    parts.show_figure(
        title,
        t("pekerjaan.demand_subtitle", place=_place(rows, where)),
        charts.draw_bars(bars),
        t("pekerjaan.demand_alt", title=title, name=names[0], share=first["share"]),
        parts.with_n(source, int(first["base"])),
        [*notes, *_fallback(rows, where)],
        parts.Table(
            table[["job_demand", "n", "share", "interval"]],
            {"n": written(formats.number), "share": written(formats.percent)},
            links=[link(replace(described, asked=f"{demand}:{one}")) for one in rows["value"]],
        ),
    )


def _name_value(row: pd.Series, demand: str) -> str:
    value = row["value"]
    if demand == "education":
        name = t(f"pekerjaan_education.{value}")
    elif demand == "experience":
        name = t(f"pekerjaan_experience.{value}")
    else:
        name = t(f"pekerjaan_restriction.{value}")
    if pd.isna(row["typical"]):
        return name
    typical = formats.number(row["typical"], state.language())
    return t("pekerjaan.typical", name=name, typical=typical)
