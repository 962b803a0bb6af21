"""The figures of Wilayah: places by rank, specialisation, occupations, pay."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from analytics import statistics
from analytics.behind import behind
from analytics.filter import EVERYTHING, Filter
from analytics.wages_filter import PayFilter
from data.snapshot import Snapshot
from ui import charts, gaji, parts, state
from ui import format as formats
from ui.behind import link, links
from ui.cells import Interval, intervals
from ui.format import Language
from ui.gaji_chart import Mark, draw_marks
from ui.gaji_figures import mark_pay, write_stretch
from ui.pekerjaan import name_occupation
from ui.sektor import name_sector
from ui.texts import t
from ui.wilayah import (
    name_around,
    name_code,
    place_code,
    place_filter,
    rate_of,
    shorten_area,
    write_quotient,
    write_rate,
    write_times,
)
from ui.wording import write_count, written

_BARS: Final = 12
_JOBS: Final = 8
# A table of all 514 regencies would be half a megabyte at every touch; the CSV holds them.
_ROWS: Final = 100
# Of the bars of what is special, so many are of what is rarest.
_LEAST: Final = 4
# A quotient with less of its own weight is an estimate (`regions.location_quotients`).
_OWN_AT_LEAST: Final = 0.5


def show_ranking(
    ranked: pd.DataFrame, seen: pd.DataFrame, where: Filter, level: str, source: parts.Source
) -> None:
    """Provinces, or the regencies of the province, by openings to inhabitants with intervals."""
    title = t(f"wilayah.rank_title_{level}")
    enough = ranked[(ranked["n"] >= statistics.SHARE_AT_LEAST) & ranked["per_100k"].notna()]
    if enough.empty:
        parts.show_nothing(title, t("wilayah.rank_none", at_least=statistics.SHARE_AT_LEAST))
        return
    own = place_code(where) if level == "regency" else where.province
    ordered = enough.sort_values("per_100k", ascending=False).reset_index(drop=True)
    shown = ordered[(ordered.index < _BARS) | (ordered["place"] == own)]
    average, around = rate_of(ranked), name_around(where, level)
    marks = [
        Mark(
            label=shorten_area(name_code(row["place"])),
            figure=row["per_100k"],
            figure_high=row["per_100k"],
            value=t("wilayah.rank_value", rate=write_rate(row["per_100k"]), n=row["n"]),
            interval=(row["per_100k_low"], row["per_100k_high"]),
            minimum=average,
            is_chosen=row["place"] == own,
        )
        for row in shown.to_dict("records")
    ]
    first = ordered.iloc[0]
    parts.show_figure(
        title,
        t("wilayah.rank_subtitle", place=around),
        draw_marks(marks, t("wilayah.rank_mark", place=around, rate=write_rate(average))),
        t("wilayah.rank_alt", first=name_code(first["place"]), rate=write_rate(first["per_100k"]),
          n=first["n"]),
        parts.with_n(source, int(ranked["n"].sum())),
        [t("wilayah.rank_note")],
        _rank_table(ranked, seen),
        t("wilayah.rank_table", n=len(ranked))
        if len(ranked) <= _ROWS
        else t("wilayah.rank_table_first", n=_ROWS, all=len(ranked)),
    )  # fmt: skip


def _rank_table(ranked: pd.DataFrame, seen: pd.DataFrame) -> parts.Table:
    """The places with most openings, also those with too few for a figure; the CSV has all."""
    told = ranked.merge(seen[["place", "grade"]], on="place", how="left")
    few = told["n"] < statistics.SHARE_AT_LEAST
    for column in ("per_100k", "per_100k_low", "per_100k_high"):
        told.loc[few, column] = float("nan")
    table = told.assign(
        wilayah_place=[name_code(code) for code in told["place"]],
        wilayah_rate=told["per_100k"],
        interval=intervals(told, "per_100k_low", "per_100k_high", _write_bound),
        wilayah_growth=told["growth"],
        wilayah_growth_interval=intervals(told, "growth_low", "growth_high", formats.change),
        wilayah_grade=told["grade"],
    )
    columns = ["wilayah_place", "wilayah_rate", "interval", "n", "employers", "wilayah_growth",
               "wilayah_growth_interval", "wilayah_grade"]  # fmt: skip
    write = written(formats.number)
    return parts.Table(
        table[columns].head(_ROWS),
        {
            "wilayah_rate": _write_told_rate,
            "n": write,
            "employers": write,
            "wilayah_growth": written(formats.change),
        },
        table[columns],
        [link(place_filter(code)) for code in told["place"].head(_ROWS)],
    )


def _write_bound(rate: float, _language: Language) -> str:
    return write_rate(rate)


def _write_told_rate(rate: float) -> str:
    return formats.NOTHING if pd.isna(rate) else write_rate(rate)


def show_quotients(found: pd.DataFrame, by: str, where: Filter, source: parts.Source) -> None:
    """What the place advertises more or less than the country: sectors or occupations."""
    title, place = t(f"wilayah.special_title_{by}"), gaji.name_area(where)
    told = found[found["n"] >= statistics.SHARE_AT_LEAST]
    if told.empty:
        parts.show_nothing(title, t("wilayah.special_none", at_least=statistics.SHARE_AT_LEAST))
        return
    clear = told[told["differs"]]
    shown = clear if len(clear) > 1 else told
    if len(shown) > _BARS:
        shown = pd.concat([shown.head(_BARS - _LEAST), shown.tail(_LEAST)])
    names = [_name_thing(code, by) for code in shown["thing"]]
    marks = [
        Mark(
            label=name,
            figure=row["quotient"],
            figure_high=row["quotient"],
            value=write_times(row["quotient"]),
            interval=(row["interval_low"], row["interval_high"]),
            minimum=1.0,
        )
        for name, row in zip(names, shown.to_dict("records"), strict=True)
    ]
    table = told.assign(
        wilayah_thing=[_name_thing(code, by) for code in told["thing"]],
        wilayah_times=told["quotient"],
        wilayah_interval90=intervals(told, "interval_low", "interval_high", write_quotient),
        wilayah_sure=[t(f"wilayah_sure.{sure}") for sure in map(_judge, told.to_dict("records"))],
    )
    top = told.iloc[0]
    notes = [t("wilayah.special_note", place=place)]
    if len(clear) > 1:
        notes.insert(0, t("wilayah.special_clear", n=len(clear), all=len(told)))
    parts.show_figure(
        title,
        t("wilayah.special_subtitle", place=place),
        draw_marks(marks, t("wilayah.special_mark")),
        t("wilayah.special_alt", name=_name_thing(top["thing"], by), place=place,
          times=write_times(top["quotient"]), n=top["n"]),
        parts.with_n(source, int(top["n_place"])),
        notes,
        parts.Table(
            table[["wilayah_thing", "wilayah_times", "wilayah_interval90", "n", "share",
                   "wilayah_sure"]],
            {"wilayah_times": write_times, "n": written(formats.number),
             "share": written(formats.percent)},
            links=links(where, told, **{by: "thing"}),
        ),
    )  # fmt: skip


def mark_places(places: pd.DataFrame, where: Filter) -> list[Mark]:
    """Provinces by how many times as common something is there, with interval and n.

    Columns: place, quotient, quotient_low, quotient_high, n.
    """
    return [
        Mark(
            label=name_code(row["place"]),
            figure=row["quotient"],
            figure_high=row["quotient"],
            value=f"{write_times(row['quotient'])} · {formats.number(row['n'], state.language())}",
            interval=(row["quotient_low"], row["quotient_high"]),
            minimum=1.0,
            is_chosen=row["place"] == where.province,
        )
        for row in places.to_dict("records")
    ]


def _judge(row: Mapping[Hashable, Any]) -> str:
    """Whether a quotient differs from 1, does not, or rests mostly on other places."""
    if row["own_weight"] < _OWN_AT_LEAST:
        return "estimate"
    return "differs" if row["differs"] else "alike"


def _name_thing(code: str, by: str) -> str:
    """The name of a sector or of an occupation."""
    return name_occupation(code) if by == "occupation" else name_sector(code)


def show_occupations(ranked: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """The most advertised occupations of the place."""
    title, place = t("wilayah.jobs_title"), gaji.name_area(where)
    if ranked.empty:
        parts.show_nothing(title, t("wilayah.jobs_none", at_least=statistics.SHARE_AT_LEAST))
        return
    named = ranked.assign(job_name=[name_occupation(code) for code in ranked["occupation"]])
    bars = [
        charts.Row(row["job_name"], row["n"], write_count(row["n"], row["share"]))
        for row in named.head(_JOBS).to_dict("records")
    ]
    table = named.assign(
        interval=intervals(named, "interval_low", "interval_high", formats.percent)
    )
    write = written(formats.number)
    parts.show_figure(
        title,
        t("wilayah.jobs_subtitle", place=place),
        charts.draw_bars(bars),
        t("wilayah.jobs_alt", place=place, name=bars[0].label, n=ranked["n"].iloc[0]),
        source,
        [t("wilayah.jobs_note", at_least=statistics.SHARE_AT_LEAST)],
        parts.Table(
            table[["job_name", "n", "share", "interval", "employers"]],
            {"n": write, "share": written(formats.percent), "employers": write},
            links=links(where, named, occupation="occupation"),
        ),
        t("wilayah.jobs_table", n=len(named)),
    )


def show_pay(
    snapshot: Snapshot, medians: Mapping[str, pd.Series], where: PayFilter, source: parts.Source
) -> None:
    """The middle pay of the place beside the wider ones, each against its minimum wage.

    `medians` are rows of `wages_percentiles.measure_percentiles` by the code of the place, ""
    for the country.
    """
    title, own = t("wilayah.pay_title"), str(place_code(where))
    told = {code: row for code, row in medians.items() if pd.isna(row["reason_asked"])}
    hidden = [
        t("wilayah.pay_hidden", place=_name(code), why=gaji.write_reason(row, "_asked"))
        for code, row in medians.items()
        if code not in told
    ]
    if not told:
        parts.show_nothing(title, " ".join(hidden))
        return
    least = gaji.find_minimum(snapshot, where)
    floor = float(least.idr) if least else None
    marks = [
        mark_pay(_name(code), row, floor if code == own else None, is_chosen=code == own)
        for code, row in told.items()
    ]
    notes = [*hidden, t("wilayah.pay_note")]
    if least and own in told:
        notes.append(t("gaji.minimum_line", name=gaji.name_minimum(least), minimum=least.idr))
    table = pd.DataFrame(
        [
            {
                "wilayah_place": _name(code),
                "median": write_stretch(row),
                "interval": Interval(
                    row["interval_low"], row["interval_high"], formats.rupiah_short
                ),
                "n": row["n"],
                "employers": row["employers"],
            }
            for code, row in told.items()
        ]
    )
    first = next(iter(told.values()))
    write = written(formats.number)
    parts.show_figure(
        title,
        t("wilayah.pay_subtitle"),
        draw_marks(marks, t("gaji.minimum_mark") if least and own in told else ""),
        t("wilayah.pay_alt", place=marks[0].label, median=marks[0].value, n=first["n"]),
        parts.with_n(source, int(first["n"])),
        notes,
        parts.Table(
            table,
            {"median": str, "n": write, "employers": write},
            links=[link(behind(_filter_of(code), is_paid=True)) for code in told],
        ),
    )


def _filter_of(code: str) -> Filter:
    return place_filter(code) if code else EVERYTHING


def _name(code: str) -> str:
    return name_code(code) if code else t("home.nation")
