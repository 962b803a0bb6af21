"""The figures of Pengawasan: months around a circular, all demands, groups, warnings, pay."""

import calendar
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from analytics import statistics
from analytics.behind import Behind, behind, in_months
from analytics.filter import Filter
from analytics.supervision import DEMANDS, WINDOW_DAYS, circulars
from ui import format as formats
from ui import parts, shares, state
from ui.behind import link, links
from ui.cells import intervals
from ui.gaji import filter_at
from ui.gaji_chart import Mark, draw_marks
from ui.pekerjaan import name_occupation
from ui.pengawasan import (
    WARNINGS,
    Row,
    is_mixed,
    name_demand,
    name_scope,
    row_of,
    write_points,
)
from ui.pengawasan_chart import Month, draw_break
from ui.sektor import name_sector
from ui.texts import t
from ui.wilayah import name_code
from ui.wilayah_chart import Side, draw_sides
from ui.wording import write_share, written

_BARS: Final = 10


def show_months(
    months: pd.DataFrame, lines: pd.DataFrame, row: Row, wide: Filter, source: parts.Source
) -> None:
    """The share of the demand by month, raw and corrected, with the lines before and after."""
    name, language = name_demand(str(row["demand"])), state.language()
    title = t("pengawasan.months_title")
    own = months[months["demand"] == row["demand"]].merge(
        lines[["month", "fitted", "without"]], on="month", how="left"
    )
    told = own[own["share"].notna()]
    if told.empty:
        parts.show_nothing(title, t("pengawasan.none", at_least=statistics.SHARE_AT_LEAST))
        return
    if told["found"].sum() < statistics.SHARE_AT_LEAST:
        why = t(
            "pengawasan.months_rare",
            found=told["found"].sum(),
            n=told["n"].sum(),
            at_least=statistics.SHARE_AT_LEAST,
        )
        parts.show_nothing(title, why)
        return
    own = _fill_gaps(own.loc[told.index[0] : told.index[-1]])
    drawn = [_month(one) for one in own.to_dict("records")]
    corrected = own["share_corrected"].notna().any()
    notes = [t("pengawasan.months_key")]
    if corrected:
        notes.append(t("pengawasan.months_corrected"))
    elif source.is_sample:
        notes.append(t("pengawasan.months_sample"))
    else:
        notes.append(t("pengawasan.months_raw"))
    notes.append(t("pengawasan.months_line") if len(lines) else t("pengawasan.months_no_line"))
    if is_mixed(row):
        notes.append(t("pengawasan.mixed", share=row["matched_share"]))
    if pd.notna(row["jump"]):
        jump, low, high = (write_points(row[key]) for key in ("jump", "jump_low", "jump_high"))
        notes.append(t("pengawasan.jump", jump=jump, low=low, high=high))
    if row["placebos"] > 0:
        notes.append(
            t("pengawasan.placebos", found=row["placebos_found"], placebos=row["placebos"])
        )
    table = own.assign(
        month=[formats.month_short(month, language) for month in own["month"]],
        interval=_intervals(own, "interval_low", "interval_high"),
        supervision_found=own["found"],
        supervision_corrected=own["share_corrected"],
        supervision_corrected_interval=_intervals(own, "corrected_low", "corrected_high"),
        supervision_line=own["fitted"],
    )
    share, last = written(formats.percent), told.iloc[-1]
    parts.show_figure(
        title,
        t("pengawasan.months_subtitle", name=name, place=name_scope(wide)),
        draw_break(
            drawn,
            _ticks(own),
            _place_day(own["month"].tolist(), row["day"]),
            t("pengawasan.months_day", day=row["day"]),
            t("pengawasan.months_without"),
        ),
        t("pengawasan.months_alt", name=name, before=row["share_before"], after=row["share_after"],
          month=last["month"], share=last["share"]),
        parts.with_n(source, int(own["n"].sum()), (own["month"].iloc[0], own["month"].iloc[-1])),
        notes,
        parts.Table(
            table[["month", "supervision_found", "n", "share", "interval", "supervision_corrected",
                   "supervision_corrected_interval", "supervision_line"]],
            {"supervision_found": written(formats.number), "n": written(formats.number),
             "share": share, "supervision_corrected": share, "supervision_line": share},
            links=[
                link(in_months(behind(wide, demand=row["demand"], is_described=True), month))
                for month in own["month"]
            ],
        ),
    )  # fmt: skip


def _fill_gaps(own: pd.DataFrame) -> pd.DataFrame:
    """A row for each month between, empty where the snapshot has none: an axis of time."""
    months = pd.period_range(own["month"].iloc[0], own["month"].iloc[-1], freq="M").astype(str)
    filled = own.set_index("month").reindex(months).rename_axis("month").reset_index()
    filled["is_after"] = filled["is_after"].ffill().astype(bool)
    return filled


def _month(one: Row) -> Month:
    def told(key: str) -> float | None:
        return None if pd.isna(one[key]) else float(one[key])

    low, high = told("interval_low"), told("interval_high")
    return Month(
        label=formats.month_short(one["month"], state.language()),
        share=told("share"),
        interval=None if low is None or high is None else (low, high),
        corrected=told("share_corrected"),
        fitted=told("fitted"),
        without=told("without"),
        is_after=bool(one["is_after"]),
    )


def _ticks(own: pd.DataFrame) -> list[tuple[float, str]]:
    """Round heights up to the highest share or line; intervals may be cut off there."""
    columns = ["share", "share_corrected", "fitted", "without"]
    return shares.list_ticks(float(own[columns].max().max()))


def _place_day(months: list[str], day: date) -> float | None:
    """Where a day stands among the months: its month's place and the part that is over."""
    month = f"{day:%Y-%m}"
    if month not in months:
        return None
    return months.index(month) - 0.5 + (day.day - 1) / calendar.monthrange(day.year, day.month)[1]


def _intervals(frame: pd.DataFrame, low: str, high: str) -> "pd.Series[Any]":
    return intervals(frame, low, high, formats.percent)


def _link_after(wide: Filter, demand: str) -> str:
    """Where those lead that make a demand in the year from the day of its circular on."""
    day = circulars()[DEMANDS[demand].circular].day
    last = day + timedelta(days=WINDOW_DAYS - 1)
    return link(_making(wide, demand, day, last))


def _making(where: Filter, demand: str, first: date, last: date) -> Behind:
    return behind(where, demand=demand, is_described=True, period_from=first, period_to=last)


def show_demands(measured: pd.DataFrame, wide: Filter, source: parts.Source) -> None:
    """How the share of each demand changed at its circular, beside one that no circular names."""
    title = t("pengawasan.demands_title")
    told = measured[measured["matched"].notna()]
    if told.empty:
        why = t("pengawasan.matched_none", at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    sides = [
        Side(name_demand(row["demand"]), write_points(row["matched"]), row["matched"],
             (row["matched_low"], row["matched_high"]),
             is_clear=row["matched_low"] > 0 or row["matched_high"] < 0,
             is_chosen=bool(row["is_compared"]))
        for row in told.to_dict("records")
    ]  # fmt: skip
    table = told.assign(
        supervision_demand=[name_demand(name) for name in told["demand"]],
        supervision_before=told["share_before"],
        supervision_n_before=told["n_before"],
        supervision_after=told["share_after"],
        supervision_n_after=told["n_after"],
        supervision_points=told["matched"],
        interval=intervals(told, "matched_low", "matched_high", _write_bound),
        supervision_difference=told["difference"],
        supervision_difference_interval=intervals(
            told, "difference_low", "difference_high", _write_bound
        ),
        supervision_change=told["change"],
        supervision_jump=told["jump"],
        supervision_jump_interval=intervals(told, "jump_low", "jump_high", _write_bound),
        supervision_is_corrected=[
            t("table.yes") if one else t("table.no") for one in told["is_corrected"]
        ],
    )
    write, share = written(formats.number), written(formats.percent)
    first = told.iloc[0]
    n = int((told["matched_n_before"] + told["matched_n_after"]).max())
    parts.show_figure(
        title,
        t("pengawasan.demands_subtitle", place=name_scope(wide), day=circulars()["limits"].day,
          day_diploma=circulars()["diploma"].day),
        draw_sides(sides, t("pengawasan.rarer"), t("pengawasan.commoner")),
        t("pengawasan.demands_alt", name=name_demand(first["demand"]), points=sides[0].value,
          last=name_demand(told["demand"].iloc[-1]), points_last=sides[-1].value),
        parts.with_n(source, n),
        [t("pengawasan.demands_note"), t("pengawasan.demands_compared")],
        parts.Table(
            table[["supervision_demand", "supervision_before", "supervision_n_before",
                   "supervision_after", "supervision_n_after", "supervision_points", "interval",
                   "supervision_difference", "supervision_difference_interval",
                   "supervision_change", "supervision_jump", "supervision_jump_interval",
                   "supervision_is_corrected"]],
            {"supervision_before": share, "supervision_n_before": write,
             "supervision_after": share, "supervision_n_after": write,
             "supervision_points": write_points,
             "supervision_difference": write_points,
             "supervision_change": written(formats.change), "supervision_jump": write_points},
            links=[_link_after(wide, str(name)) for name in told["demand"]],
        ),
    )  # fmt: skip


def _write_bound(points: float, _language: formats.Language) -> str:
    return write_points(points)


def name_group(by: str, code: str) -> str:
    """The name of a sector, place or occupation."""
    if by == "sector":
        return name_sector(code)
    return name_occupation(code) if by == "occupation" else name_code(code)


def show_groups(
    found: pd.DataFrame, by: str, row: Row, where: Filter, source: parts.Source, newest: date
) -> None:
    """Who makes the demand most often now, beside the year before its circular.

    `newest` is the last day of the year that is now.
    """
    title, demand = t(f"pengawasan.groups_title_{by}"), str(row["demand"])
    if found.empty:
        parts.show_nothing(title, t("pengawasan.none", at_least=statistics.SHARE_AT_LEAST))
        return
    if found["found"].sum() < statistics.SHARE_AT_LEAST:
        why = t("pengawasan.groups_rare", found=found["found"].sum(), n=found["n"].sum(),
                at_least=statistics.SHARE_AT_LEAST)  # fmt: skip
        parts.show_nothing(title, why)
        return
    names = [name_group(by, code) for code in found["group"]]
    # Of other portals the year before is no measure for this one.
    is_alike = not is_mixed(row)
    marks = [
        Mark(
            label=label,
            figure=one["share"],
            figure_high=one["share"],
            value=_write_group(one),
            interval=(one["interval_low"], one["interval_high"]),
            minimum=(
                one["share_before"]
                if is_alike and one["n_before"] >= statistics.SHARE_AT_LEAST
                else None
            ),
        )
        for label, one in zip(names, found.to_dict("records"), strict=True)
    ][:_BARS]
    enough = found["n_before"] >= statistics.SHARE_AT_LEAST
    table = found.assign(
        supervision_group=names,
        supervision_found=found["found"],
        interval=_intervals(found, "interval_low", "interval_high"),
        supervision_own=found["own_weight"],
        supervision_n_before=found["n_before"],
        supervision_before=found["share_before"].where(enough),
    )
    write, share, first = written(formats.number), written(formats.percent), found.iloc[0]
    parts.show_figure(
        title,
        t("pengawasan.groups_subtitle", name=name_demand(demand), place=name_scope(where)),
        draw_marks(marks, t("pengawasan.groups_mark")),
        t("pengawasan.groups_alt", name=name_demand(demand), first=names[0], share=first["share"],
          n=first["n"]),
        parts.with_n(source, int(found["n"].sum())),
        [t("pengawasan.groups_key", at_least=statistics.SHARE_AT_LEAST),
         t("pengawasan.groups_line") if is_alike else t("pengawasan.groups_mixed"),
         t("pengawasan.groups_note")],
        parts.Table(
            table[["supervision_group", "supervision_found", "n", "share", "interval",
                   "supervision_own", "supervision_before", "supervision_n_before"]],
            {"supervision_found": write, "n": write, "share": share, "supervision_own": share,
             "supervision_before": share, "supervision_n_before": write},
            links=links(
                _making(where, demand, newest - timedelta(days=WINDOW_DAYS), newest),
                found,
                **{by: "group"},
            ),
        ),
        t("pengawasan.groups_table", n=len(found)),
    )  # fmt: skip


def _write_group(row: Row) -> str:
    """Share and n; "±" before a share that rests mostly on the others."""
    sign = "± " if row["own_weight"] < 0.5 else ""
    return f"{sign}{write_share(row['share'], row['n'])}"


def show_warnings(measured: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """How many advertisements speak of kept diplomas, deposits, penalties and fees."""
    title = t("pengawasan.warnings_title")
    wide = filter_at(where, str(row_of(measured, WARNINGS[0])["place"]))
    told = measured[measured["demand"].isin(WARNINGS) & measured["share_after"].notna()]
    is_alike = told.empty or not is_mixed(row_of(measured, WARNINGS[0]))
    if not told[["found_before", "found_after"]].to_numpy().any():
        why = t(
            "pengawasan.warnings_none", n=int(measured["n_after"].max()), place=name_scope(wide)
        )
        parts.show_nothing(title, why)
        return
    names = [name_demand(name) for name in told["demand"]]
    marks = [
        Mark(
            label=label,
            figure=row["share_after"],
            figure_high=row["share_after"],
            value=write_share(row["share_after"], row["found_after"]),
            interval=(row["after_low"], row["after_high"]),
            minimum=row["share_before"] if is_alike else None,
        )
        for label, row in zip(names, told.to_dict("records"), strict=True)
    ]
    table = told.assign(
        supervision_demand=names,
        supervision_found=told["found_after"],
        n=told["n_after"],
        share=told["share_after"],
        interval=_intervals(told, "after_low", "after_high"),
        supervision_before=told["share_before"],
        supervision_found_before=told["found_before"],
        supervision_n_before=told["n_before"],
    )
    write, share = written(formats.number), written(formats.percent)
    most = told.sort_values("found_after").iloc[-1]
    parts.show_figure(
        title,
        t("pengawasan.warnings_subtitle", place=name_scope(wide), day=circulars()["diploma"].day,
          number=circulars()["diploma"].number),
        draw_marks(marks, t("pengawasan.groups_mark")),
        t("pengawasan.warnings_alt", name=name_demand(str(most["demand"])),
          n=most["found_after"], of=most["n_after"]),
        parts.with_n(source, int(told["n_after"].max())),
        [t("pengawasan.groups_line") if is_alike else t("pengawasan.groups_mixed"),
         t("pengawasan.warnings_note"), t("pengawasan.warnings_reading")],
        parts.Table(
            table[["supervision_demand", "supervision_found", "n", "share", "interval",
                   "supervision_found_before", "supervision_n_before", "supervision_before"]],
            {"supervision_found": write, "n": write, "share": share,
             "supervision_found_before": write, "supervision_n_before": write,
             "supervision_before": share},
            links=[_link_after(wide, str(name)) for name in told["demand"]],
        ),
    )  # fmt: skip
