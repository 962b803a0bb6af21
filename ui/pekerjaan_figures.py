"""The figures of Pekerjaan: the ranking of occupations, skills, and what else is demanded."""

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from ui import charts, parts, state
from ui import format as formats
from ui.pekerjaan import name_occupation, name_scope
from ui.texts import t
from ui.wording import name_place, write_count, write_interval, written

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
    bounds = zip(named["growth_low"], named["growth_high"], strict=True)
    table = named.assign(
        interval=_intervals(named),
        job_growth=[formats.change(value, state.language()) for value in named["growth"]],
        job_growth_interval=[write_interval(low, high, formats.change) for low, high in bounds],
        job_p_growth=named["p_growth"],
    )
    columns = ["job_name", "n", "share", "interval", "employers"]
    if named["growth"].notna().any():
        columns += ["job_growth", "job_growth_interval", "job_p_growth"]
    numbers = {
        "n": written(formats.number),
        "share": written(formats.percent),
        "employers": written(formats.number),
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
            table[columns], {key: write for key, write in numbers.items() if key in columns}
        ),
    )


def _intervals(frame: pd.DataFrame) -> list[str]:
    bounds = zip(frame["interval_low"], frame["interval_high"], strict=True)
    return [write_interval(*pair, formats.percent) for pair in bounds]


def show_skills(skills: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The skills asked for most as bars of share; lift at their ends and in the table."""
    if skills.empty or skills["share"].isna().all():
        why = t("pekerjaan.skills_none", at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(t("pekerjaan.skills_title"), why)
        return
    language = state.language()
    names = skills["name_en" if language == "en" else "name_id"]
    lifts = [
        t("pekerjaan.times", lift=formats.number(lift, language, 1)) for lift in skills["lift"]
    ]
    rows = [
        charts.Row(name, share, f"{formats.percent(share, language)} · {lift}")
        for name, share, lift in zip(names, skills["share"], lifts, strict=True)
    ][:_BARS]
    base = int(skills["base"].iloc[0])
    table = skills.assign(job_skill=names, interval=_intervals(skills), job_lift=lifts)[
        ["job_skill", "n", "share", "interval", "job_lift", "employers"]
    ]
    first = skills.iloc[0]
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
                "employers": written(formats.number),
            },
        ),
    )


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
    table = rows.assign(job_demand=names, interval=_intervals(rows))
    first = rows.iloc[0]
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
