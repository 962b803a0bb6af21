"""The figures of Topik: themes by openings and by growth; one theme's words, months and places."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from analytics import statistics, topics
from analytics.behind import Behind, in_months, in_windows
from analytics.filter import Filter
from analytics.growth import WINDOWS
from analytics.skills_growth import LIKELY_FROM
from ui import charts, parts, shares, state
from ui import format as formats
from ui.behind import link, links
from ui.cells import intervals
from ui.gaji_chart import draw_marks
from ui.pekerjaan import name_occupation
from ui.texts import t
from ui.topik import chances, name_topics
from ui.topik_chart import Theme, draw_themes
from ui.wilayah import name_code, write_quotient, write_times
from ui.wilayah_figures import mark_places
from ui.wording import how_likely, name_place, write_columns, written

_BARS: Final = 12
# The most telling term stands for so much.
_TOP_WEIGHT: Final = 100
# Themes whose pay is worked out for the table.
TABLE: Final = 30


def _mark(row: Mapping[Hashable, Any]) -> str:
    """What is said of a theme's growth; nothing where it cannot be told from chance."""
    if pd.isna(row["growth"]):
        return ""
    if row["p_growth"] >= LIKELY_FROM or row["growth_low"] > 0:
        key = how_likely(row["p_growth"])
        return t(f"topik_growth.{key}", growth=row["growth"])
    return t("topik_growth.shrinks", growth=row["growth"]) if row["growth_high"] < 0 else ""


def show_ranking(
    ranked: pd.DataFrame, pay: pd.DataFrame, where: Filter, source: parts.Source
) -> None:
    """Themes by openings; `pay` is that of the first TABLE of them, for the table."""
    if ranked.empty:
        return
    names = name_topics(ranked)
    rows = ranked.to_dict("records")
    themes = [
        Theme(name, row["n"], t("topik_value.share", n=row["n"], share=row["share"]), _mark(row),
              not row["growth_high"] < 0)
        for name, row in zip(names, rows, strict=True)
    ][:_BARS]  # fmt: skip
    shown = ranked.head(TABLE).merge(pay, on="topic")
    table = shown.assign(
        topik_name=names[: len(shown)],
        interval=intervals(shown, "interval_low", "interval_high", formats.percent),
        topik_growth=shown["growth"],
        topik_growth_interval=intervals(shown, "growth_low", "growth_high", formats.change),
        topik_chance=shown["p_growth"],
        topik_jobs=[_write_jobs(row) for row in shown.to_dict("records")],
        topik_pay=shown["median_idr"],
        topik_pay_interval=intervals(shown, "wage_low", "wage_high", formats.rupiah_short),
        topik_pay_n=shown["n_wage"],
        topik_new=[t("table.yes" if is_new else "table.no") for is_new in shown["is_new"]],
    )
    columns = [
        "topik_name", "n", "share", "interval", "employers", "topik_growth",
        "topik_growth_interval", "topik_chance", "topik_jobs", "topik_pay", "topik_pay_interval",
        "topik_pay_n", "topik_new",
    ]  # fmt: skip
    notes = [t("topik.ranking_note", at_least=statistics.SHARE_AT_LEAST,
               employers=statistics.EMPLOYERS_AT_LEAST)]  # fmt: skip
    if ranked["growth"].isna().all():
        values = {"months": min(WINDOWS), "at_least": statistics.CHANGE_AT_LEAST}
        notes.append(t("topik.ranking_unknown", **values))
    place, first = name_place(where), rows[0]
    parts.show_figure(
        t("topik.ranking_title"),
        t("topik.ranking_subtitle", place=place),
        draw_themes(themes),
        t("topik.ranking_alt", place=place, name=names[0], n=first["n"], share=first["share"]),
        parts.with_n(source, int(first["base"])),
        notes,
        parts.Table(
            table[columns],
            {
                **write_columns(["n", "employers", "topik_pay_n"], ["share", "topik_chance"]),
                "topik_growth": written(formats.change),
                "topik_pay": written(formats.rupiah_short),
            },
            links=links(where, shown, topic="topic"),
        ),
        t("topik.ranking_table", shown=len(shown), n=len(ranked)),
    )


def _write_jobs(row: Mapping[Hashable, Any]) -> str:
    pairs = zip(row["occupations"], row["occupation_counts"], strict=True)
    language = state.language()
    said = [f"{name_occupation(code)} ({formats.number(n, language)})" for code, n in pairs]
    return "; ".join(said) or formats.NOTHING


def show_rising(
    ranked: pd.DataFrame, rising: pd.DataFrame, where: Filter, source: parts.Source
) -> None:
    """The themes whose share grew, the likeliest first."""
    title, place = t("topik.rising_title"), name_place(where)
    if ranked["growth"].isna().all():
        values = {"months": min(WINDOWS), "at_least": statistics.CHANGE_AT_LEAST}
        parts.show_nothing(title, t("topik.rising_unknown", **values))
        return
    if rising.empty:
        parts.show_nothing(title, t("topik.rising_none", place=place))
        return
    names, rows = name_topics(rising), rising.to_dict("records")
    keys = [how_likely(row["p_growth"]) for row in rows]
    themes = [
        Theme(
            name,
            row["growth"],
            t("topik_value.growth", growth=row["growth"], before=row["n_before"],
              recent=row["n_recent"]),
            t(f"topik_value.mark_{key}"),
        )
        for name, row, key in zip(names, rows, keys, strict=True)
    ]  # fmt: skip
    table = rising.assign(
        topik_name=names,
        topik_before=rising["n_before"],
        topik_recent=rising["n_recent"],
        topik_growth=rising["growth"],
        topik_growth_interval=intervals(rising, "growth_low", "growth_high", formats.change),
        topik_chance=rising["p_growth"],
    )
    columns = ["topik_name", "topik_before", "topik_recent", "topik_growth",
               "topik_growth_interval", "topik_chance", "employers"]  # fmt: skip
    first, months = rows[0], rows[0]["months"]
    parts.show_figure(
        title,
        t("topik.rising_subtitle", place=place, months=months),
        draw_themes(themes[:_BARS]),
        t("topik.rising_alt", place=place, name=names[0], growth=first["growth"],
          n=first["n_recent"]),
        parts.with_n(source, int(first["base_before"] + first["base_recent"]),
                     (first["month_from"], first["month_to"])),
        [t("topik.rising_note", **chances())],
        parts.Table(
            table[columns],
            {
                **write_columns(["topik_before", "topik_recent", "employers"], ["topik_chance"]),
                "topik_growth": written(formats.change),
            },
            links=links(
                in_windows(where, first["month_from"], first["month_to"], is_described=True),
                rising,
                topic="topic",
            ),
        ),
    )  # fmt: skip


def show_terms(row: pd.Series, source: parts.Source) -> None:
    """The terms that tell the theme from the others, the most telling as 100."""
    title, terms, weights = t("topik.terms_title"), list(row["terms"]), list(row["weights"])
    if len(terms) < 2:
        parts.show_nothing(title, t("topik.terms_none"))
        return
    language = state.language()
    marks = [_TOP_WEIGHT * weight / weights[0] for weight in weights]
    bars = [
        charts.Row(term, mark, formats.number(mark, language))
        for term, mark in zip(terms, marks, strict=True)
    ]
    parts.show_figure(
        title,
        t("topik.terms_subtitle"),
        charts.draw_bars(bars[:_BARS]),
        t("topik.terms_alt", first=terms[0], second=terms[1], value=bars[1].value),
        source,
        [t("topik.terms_note")],
        parts.Table(
            pd.DataFrame({"topik_term": terms, "topik_weight": marks}),
            write_columns(["topik_weight"]),
            behind="coefficient",
        ),
    )


def show_months(months: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The theme's share of the described openings as a line over months.

    `where` is of the theme (`of_topic`).
    """
    title, language, place = t("topik.months_title"), state.language(), name_place(where)
    told = months.dropna(subset="share")
    if told.empty:
        values = {"months": min(topics.TREND_MONTHS), "at_least": statistics.SHARE_AT_LEAST}
        parts.show_nothing(title, t("topik.months_none", **values))
        return
    last, top = told.iloc[-1], told.sort_values("share", kind="stable").iloc[-1]
    doubt = {"low": last["interval_low"], "high": last["interval_high"], "month": last["month"]}
    newest = months.iloc[::-1]
    table = newest.assign(
        month=[formats.month(month, language) for month in newest["month"]],
        interval=intervals(newest, "interval_low", "interval_high", formats.percent),
        topik_base=newest["base"],
    )
    ends = {"from": months["month"].iloc[0], "to": months["month"].iloc[-1]}
    highest = {"top_month": top["month"], "top_share": top["share"]}
    parts.show_figure(
        title,
        t("topik.months_subtitle", place=place, **ends),
        shares.draw_months(months, [True] * len(months)),
        t("topik.months_alt", place=place, month=last["month"], share=last["share"], **highest),
        parts.with_n(source, int(months["base"].sum()), (ends["from"], ends["to"])),
        [t("topik.months_note", n=last["n"], base=last["base"], **doubt)],
        parts.Table(
            table[["month", "n", "topik_base", "share", "interval"]],
            write_columns(["n", "topik_base"], ["share"]),
            links=[link(_in_month(where, month, ends)) for month in newest["month"]],
        ),
    )


def _in_month(where: Filter, month: str, ends: Mapping[str, str]) -> Behind:
    """The advertisements of a month, on the portals read in every month between the ends."""
    whole = in_windows(where, ends["from"], ends["to"], is_described=True)
    return in_months(whole, month)


def show_jobs(jobs: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The occupations that the theme's openings are; `where` is of the theme (`of_topic`)."""
    title = t("topik.jobs_title")
    if jobs.empty:
        parts.show_nothing(title, t("topik.jobs_none", at_least=statistics.SHARE_AT_LEAST))
        return
    names = [name_occupation(code) for code in jobs["occupation"]]
    themes = [
        Theme(name, n, t("topik_value.share", n=n, share=share))
        for name, n, share in zip(names, jobs["n"], jobs["share"], strict=True)
    ]
    table = jobs.assign(
        job_name=names,
        interval=intervals(jobs, "interval_low", "interval_high", formats.percent),
    )
    first = jobs.iloc[0]
    parts.show_figure(
        title,
        t("topik.jobs_subtitle", place=name_place(where)),
        draw_themes(themes[:_BARS]),
        t("topik.jobs_alt", name=names[0], n=first["n"], share=first["share"]),
        source,
        [t("topik.jobs_note")],
        parts.Table(
            table[["job_name", "n", "share", "interval", "employers"]],
            write_columns(["n", "employers"], ["share"]),
            links=links(where, jobs, occupation="occupation"),
        ),
    )


def show_places(places: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Provinces where the theme is more common, or less, than in the country.

    `where` is of the theme (`of_topic`).
    """
    title, at_least = t("topik.places_title"), statistics.SHARE_AT_LEAST
    if places.empty:
        parts.show_nothing(title, t("topik.places_none", at_least=at_least))
        return
    marks = mark_places(places, where)
    table = places.assign(
        province=[name_code(code) for code in places["place"]],
        topik_times=places["quotient"],
        topik_times_interval=intervals(places, "quotient_low", "quotient_high", write_quotient),
        topik_base=places["n_place"],
    )  # fmt: skip
    first = places.iloc[0]
    parts.show_figure(
        title,
        t("topik.places_subtitle"),
        draw_marks(marks[:_BARS], t("topik.places_mark")),
        t("topik.places_alt", place=marks[0].label, n=first["n"],
          times=write_times(first["quotient"])),
        parts.with_n(source, int(places["n_place"].sum())),
        [t("topik.places_note", at_least=at_least)],
        parts.Table(
            table[["province", "topik_times", "topik_times_interval", "n", "topik_base",
                   "employers"]],
            {**write_columns(["n", "topik_base", "employers"]), "topik_times": write_times},
            links=links(where, places, province="place"),
        ),
    )  # fmt: skip
