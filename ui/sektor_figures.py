"""The figures of Sektor: openings beside the employed, growth, and one sector's jobs and places."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from analytics import growth, statistics
from analytics.behind import behind, in_windows
from analytics.filter import Filter
from ui import charts, parts, state
from ui import format as formats
from ui.behind import links
from ui.cells import intervals
from ui.gaji_chart import Mark, draw_marks
from ui.pekerjaan import name_occupation
from ui.sektor import name_sector
from ui.texts import t
from ui.wilayah import name_code, write_quotient, write_times
from ui.wilayah_chart import Side, draw_sides
from ui.wilayah_figures import mark_places
from ui.wording import name_place, written

_BARS: Final = 12
# Of places, so many are of where the sector is rarest.
_LEAST: Final = 4


def show_ranking(ranked: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Each sector's share of the openings; for the country beside its share of all who work."""
    has_employed = where.province is None
    title = t("sektor.ranking_title") if has_employed else t("sektor.ranking_title_place")
    if ranked.empty:
        parts.show_nothing(title, t("sektor.ranking_none", at_least=statistics.SHARE_AT_LEAST))
        return
    names = [name_sector(code) for code in ranked["sector"]]
    marks = [
        Mark(
            label=name,
            figure=row["share"],
            figure_high=row["share"],
            value=formats.percent(row["share"], state.language()),
            interval=(row["interval_low"], row["interval_high"]),
            minimum=row["share_employed"] if has_employed and row["share_employed"] > 0 else None,
        )
        for name, row in zip(names, ranked.to_dict("records"), strict=True)
    ]
    table = ranked.assign(
        sektor_name=names,
        interval=intervals(ranked, "interval_low", "interval_high", formats.percent),
        sektor_open=ranked["n_open"],
        sektor_employed=ranked["share_employed"],
        sektor_period=[
            formats.month_short(month, state.language()) for month in ranked["employed_period"]
        ],
    )
    write, share = written(formats.number), written(formats.percent)
    first = ranked.iloc[0]
    parts.show_figure(
        title,
        t("sektor.ranking_subtitle", place=name_place(where)),
        draw_marks(marks, t("sektor.ranking_mark") if has_employed else ""),
        t("sektor.ranking_alt", name=names[0], share=first["share"], n=first["n"]),
        parts.with_n(source, int(ranked["n"].sum())),
        [t("sektor.ranking_note"), *([t("sektor.ranking_employed")] if has_employed else [])],
        parts.Table(
            table[["sektor_name", "n", "share", "interval", "sektor_employed", "sektor_period",
                   "employers", "sektor_open"]],
            {"n": write, "share": share, "sektor_employed": share, "employers": write,
             "sektor_open": write},
            links=links(where, ranked, sector="sector"),
        ),
        t("sektor.ranking_table", n=len(ranked)),
    )  # fmt: skip


def show_growth(
    ranked: pd.DataFrame, months: Sequence[str], where: Filter, source: parts.Source
) -> None:
    """How each sector's share of the openings grew over these months, with the interval."""
    title, language = t("sektor.growth_title"), state.language()
    told = ranked[ranked["growth"].notna()].sort_values("growth", ascending=False)
    if told.empty:
        why = t("sektor.growth_none", months=growth.WINDOWS[-1],
                at_least=statistics.CHANGE_AT_LEAST)  # fmt: skip
        parts.show_nothing(title, why)
        return
    sides = [
        Side(name_sector(row["sector"]), formats.change(row["growth"], language), row["growth"],
             (row["growth_low"], row["growth_high"]),
             is_clear=row["growth_low"] > 0 or row["growth_high"] < 0)
        for row in told.to_dict("records")
    ]  # fmt: skip
    clear = sum(side.is_clear for side in sides)
    asked = in_windows(where, months[0], months[-1], is_described=False)
    table = told.assign(
        sektor_name=[side.label for side in sides],
        job_growth=told["growth"],
        job_growth_interval=intervals(told, "growth_low", "growth_high", formats.change),
        job_p_growth=told["p_growth"],
        sektor_recent=told["n_recent"],
        sektor_before=told["n_before"],
    )
    write = written(formats.number)
    parts.show_figure(
        title,
        t("sektor.growth_subtitle", months=int(told["months"].iloc[0]), clear=clear, n=len(told)),
        draw_sides(sides, t("sektor.shrinks"), t("sektor.grows")),
        t("sektor.growth_alt", first=sides[0].label, value=sides[0].value, last=sides[-1].label,
          value_last=sides[-1].value),
        parts.with_n(source, int(told["n_recent"].sum() + told["n_before"].sum()),
                     (months[0], months[-1])),
        [t("sektor.growth_note")],
        parts.Table(
            table[["sektor_name", "job_growth", "job_growth_interval", "job_p_growth",
                   "sektor_recent", "sektor_before"]],
            {"job_growth": written(formats.change), "job_p_growth": written(formats.percent),
             "sektor_recent": write, "sektor_before": write},
            links=links(asked, told, sector="sector"),
        ),
    )  # fmt: skip


def show_jobs(jobs: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The occupations of the sector, and how much commoner they are there."""
    title = t("sektor.jobs_title")
    if jobs.empty:
        parts.show_nothing(title, t("sektor.jobs_none", at_least=statistics.SHARE_AT_LEAST))
        return
    language = state.language()
    names = [name_occupation(code) for code in jobs["occupation"]]
    bars = [
        charts.Row(name, row["n"], f"{formats.number(row['n'], language)} · "
                   f"{write_times(row['quotient'])}")
        for name, row in zip(names, jobs.to_dict("records"), strict=True)
    ][:_BARS]  # fmt: skip
    table = jobs.assign(
        job_name=names,
        interval=intervals(jobs, "interval_low", "interval_high", formats.percent),
        sektor_times=jobs["quotient"],
        sektor_interval90=intervals(jobs, "quotient_low", "quotient_high", write_quotient),
    )
    parts.show_figure(
        title,
        t("sektor.jobs_subtitle", place=name_place(where)),
        charts.draw_bars(bars),
        t("sektor.jobs_alt", name=names[0], n=jobs["n"].iloc[0]),
        parts.with_n(source, int(jobs["base"].iloc[0])),
        [t("sektor.jobs_note")],
        parts.Table(
            table[["job_name", "n", "share", "interval", "sektor_times", "sektor_interval90"]],
            {"n": written(formats.number), "share": written(formats.percent),
             "sektor_times": write_times},
            links=links(where, jobs, occupation="occupation"),
        ),
    )  # fmt: skip


def show_places(found: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Provinces where the sector is commoner or rarer among the openings than in the country."""
    title = t("sektor.places_title")
    told = found[found["n"] >= statistics.SHARE_AT_LEAST].sort_values("quotient", ascending=False)
    if told.empty:
        parts.show_nothing(title, t("sektor.places_none", at_least=statistics.SHARE_AT_LEAST))
        return
    clear = told[told["differs"]]
    shown = clear if len(clear) > 1 else told
    if len(shown) > _BARS:
        shown = pd.concat([shown.head(_BARS - _LEAST), shown.tail(_LEAST)])
    notes = [t("sektor.places_note")]
    if len(clear) > 1:
        notes.insert(0, t("sektor.places_clear", n=len(clear), all=len(told)))
    table = told.assign(
        wilayah_place=[name_code(code) for code in told["place"]],
        sektor_times=told["quotient"],
        sektor_interval90=intervals(told, "quotient_low", "quotient_high", write_quotient),
        sektor_base=told["n_place"],
    )
    first = told.iloc[0]
    write = written(formats.number)
    parts.show_figure(
        title,
        t("sektor.places_subtitle"),
        draw_marks(mark_places(shown, where), t("sektor.places_mark")),
        t("sektor.places_alt", place=name_code(first["place"]), n=first["n"],
          times=write_times(first["quotient"])),
        parts.with_n(source, int(found["n"].sum())),
        notes,
        parts.Table(
            table[["wilayah_place", "sektor_times", "sektor_interval90", "n", "sektor_base"]],
            {"sektor_times": write_times, "n": write, "sektor_base": write},
            links=links(behind(where, regency=None), told, province="place"),
        ),
        t("sektor.places_table", n=len(told)),
    )  # fmt: skip
