"""The figures of Gaji: percentiles, places, experience, minimum wage, openness, growth."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.behind import behind
from analytics.filter import Filter
from analytics.wages_filter import PayFilter, list_scopes
from analytics.wages_growth import CELLS_AT_LEAST
from data.reference import areas
from data.reference.wages import MinimumWage
from ui import charts, parts, state
from ui import format as formats
from ui.behind import OFFER_KEY, link, links
from ui.cells import Interval, column, intervals
from ui.gaji import (
    filter_at,
    middle,
    name_area,
    name_at,
    name_band,
    name_minimum,
    narrowest,
    write_fallback,
    write_pay,
)
from ui.gaji_chart import Mark, draw_marks
from ui.pekerjaan import name_occupation
from ui.texts import t
from ui.wording import write_count, written

_BARS = 12


def show_percentiles(
    percentiles: pd.DataFrame, least: MinimumWage | None, where: PayFilter, source: parts.Source
) -> None:
    """The percentiles on one scale with the minimum wage; those of too few are named."""
    shown = percentiles[percentiles["reason"].isna()]
    if shown.empty:
        return
    median = middle(percentiles)
    place = name_at(where, median["place"])
    names = [t(f"gaji_percentile.{one}") for one in shown["percentile"]]
    minimum = float(least.idr) if least else None
    marks = [
        mark_pay(name, row, minimum, is_chosen=row["percentile"] == 50)
        for name, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    notes = [*write_fallback(median, where), t("gaji.percentiles_note")]
    if least:
        label = name_minimum(least)
        notes.append(t("gaji.minimum_line", name=label, minimum=least.idr))
    hidden = percentiles[percentiles["reason"].notna()]
    if not hidden.empty:
        tails, quartiles = statistics.TAILS_AT_LEAST, statistics.QUARTILES_AT_LEAST
        told = {"n": median["n"], "tails": tails, "quartiles": quartiles}
        notes.append(t("gaji.percentiles_hidden", **told))
    table = shown.assign(gaji_of=names, pay_idr=_pays(shown), interval=_intervals(shown))
    parts.show_figure(
        t("gaji.percentiles_title"),
        t("gaji.percentiles_subtitle", place=place),
        draw_marks(marks, t("gaji.minimum_mark") if least else ""),
        t("gaji.percentiles_alt", place=place, median=median["pay_idr"], n=median["n"]),
        parts.with_n(source, int(median["n"])),
        notes,
        parts.Table(
            table[["gaji_of", "pay_idr", "interval"]],
            {"pay_idr": str},
            links=[link(_paid_at(where, median["place"]))] * len(shown),
        ),
    )


def _paid_at(where: PayFilter, place: str) -> Filter:
    """The advertisements with pay of the place that a figure is of."""
    return behind(filter_at(where, place), is_paid=True)


def mark_pay(
    label: str, row: pd.Series, minimum: float | None = None, *, is_chosen: bool = False
) -> Mark:
    """A figure of pay (a row of `wages_percentiles.measure_percentiles` or like it) as a mark."""
    has_interval = not pd.isna(row["interval_low"])
    return Mark(
        label=label,
        figure=float(row["pay_idr"]),
        figure_high=float(row["pay_idr"] if pd.isna(row["pay_high_idr"]) else row["pay_high_idr"]),
        value=write_pay(row),
        interval=(float(row["interval_low"]), float(row["interval_high"]))
        if has_interval
        else None,
        minimum=None if minimum is None or pd.isna(minimum) else minimum,
        is_chosen=is_chosen,
    )


def _pays(frame: pd.DataFrame) -> "pd.Series[Any]":
    """Figures in full for a table, both ends where only a stretch can be told."""
    language = state.language()
    cells = [
        Interval(low, low, formats.rupiah, formats.rupiah(low, language))
        if pd.isna(high) or round(low) == round(high)
        else Interval(low, high, formats.rupiah)
        for low, high in zip(frame["pay_idr"], frame["pay_high_idr"], strict=True)
    ]
    return column(frame, cells)


def write_stretch(row: pd.Series) -> Interval:
    """A figure in a few digits as a cell: both ends of the stretch in which it lies."""
    low, high = row["pay_idr"], row["pay_high_idr"]
    return Interval(low, low if pd.isna(high) else high, formats.rupiah, write_pay(row))


def _intervals(frame: pd.DataFrame) -> "pd.Series[Any]":
    return intervals(frame, "interval_low", "interval_high", formats.rupiah)


def show_places(ranked: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """Medians by province, or by regency of the province, each with its minimum wage."""
    kind = "province" if ranked.empty else ranked["level"].iloc[0]
    title = t(f"gaji.places_title_{kind}")
    shown = ranked[ranked["reason"].isna()]
    if shown.empty:
        parts.show_nothing(title, t("gaji.places_none", n=len(ranked)))
        return
    language = state.language()
    names = [areas.name(code, language) for code in shown["area"]]
    chosen = (where.regency, where.province)
    marks = [
        mark_pay(
            _shorten(name),
            row,
            row["minimum_idr"],
            is_chosen=row["area"] in chosen,
        )
        for name, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    bases = shown["basis"].value_counts()
    umk, ump = int(bases.get("umk", 0)), int(bases.get("ump", 0))
    notes = [t("gaji.places_note", umk=umk, ump=ump) if umk else t("gaji.places_note_ump")]
    if where.province is not None and kind == "province":
        notes.insert(0, t("gaji.places_fallback", place=areas.name(where.province, language)))
    hidden = len(ranked) - len(shown)
    if hidden:
        notes.append(t("gaji.places_hidden", n=hidden))
    table = shown.assign(
        gaji_area=names, pay_idr=_pays(shown), interval=_intervals(shown),
        gaji_ratio=shown["ratio"],
        gaji_basis=[t(f"gaji_basis.{one}") for one in shown["basis"].fillna("none")],
    )  # fmt: skip
    columns = ["gaji_area", "pay_idr", "interval", "n", "employers", "minimum_idr",
               "gaji_basis", "gaji_ratio"]  # fmt: skip
    first, last = shown.iloc[0], shown.iloc[-1]
    within = where.province if kind == "regency" else None
    parts.show_figure(
        title,
        t("gaji.places_subtitle", place=t("home.nation") if kind == "province" else
          areas.name(str(where.province), language)),
        draw_marks(marks[:_BARS], t("gaji.minimum_mark_each")),
        t("gaji.places_alt", first=names[0], pay=first["pay_idr"], last=names[-1],
          pay_last=last["pay_idr"]),
        parts.with_n(source, int(ranked["n"].sum())),
        notes,
        parts.Table(
            table[columns],
            {
                "pay_idr": str,
                "n": written(formats.number),
                "employers": written(formats.number),
                "minimum_idr": written(formats.rupiah),
                "gaji_ratio": _write_ratio,
            },
            links=links(
                behind(where, regency=None, province=within, is_paid=True), shown, **{kind: "area"}
            ),
        ),
    )  # fmt: skip


def _write_ratio(ratio: float) -> str:
    return t("gaji.times", ratio=formats.number(ratio, state.language(), 2))


def _shorten(area: str) -> str:
    """The name of an area for a chart; Jakarta's cities are no others' namesakes."""
    return area.removeprefix("Kota Administrasi ").replace("Kabupaten Administrasi", "Kabupaten")


def show_experience(bands: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """Medians by the experience asked for."""
    title, shown = t("gaji.experience_title"), bands[bands["reason"].isna()]
    if len(shown) < 2:
        parts.show_nothing(title, t("gaji.experience_none"))
        return
    place = name_at(where, shown["place"].iloc[0])
    names = [name_band(band) for band in shown["band"]]
    marks = [
        mark_pay(name, row, is_chosen=row["band"] == where.asks)
        for name, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    table = shown.assign(gaji_band=names, pay_idr=_pays(shown), interval=_intervals(shown))
    first, last = shown.iloc[0], shown.iloc[-1]
    notes = [t("gaji.experience_note")]
    if place != name_area(where):
        notes.insert(0, t("gaji.experience_fallback", asked=name_area(where), place=place))
    parts.show_figure(
        title,
        t("gaji.experience_subtitle", place=place),
        draw_marks(marks),
        t("gaji.experience_alt", first=names[0], pay=first["pay_idr"], last=names[-1],
          pay_last=last["pay_idr"]),
        parts.with_n(source, int(shown["n"].sum())),
        notes,
        parts.Table(
            table[["gaji_band", "pay_idr", "interval", "n", "employers"]],
            _counted(),
            links=links(_paid_at(where, shown["place"].iloc[0]), shown, asks="band"),
        ),
    )  # fmt: skip


def _counted() -> dict[str, Callable[..., str]]:
    counts = dict.fromkeys(("n", "employers"), written(formats.number))
    return {"pay_idr": str, **counts}


def show_minimum(compared: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """How many advertisements offer less than the minimum wage of their place."""
    row, title = compared.iloc[0], t("gaji.minimum_title")
    if pd.isna(row["share"]):
        why = t("gaji.minimum_none", n=row["n"], at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    place = name_at(where, row["place"])
    counts = {
        "below": row["n_below"],
        "perhaps": row["n_perhaps"],
        "above": row["n"] - row["n_below"] - row["n_perhaps"],
    }
    names = [t(f"gaji_below.{kind}") for kind in counts]
    shares = [n / row["n"] for n in counts.values()]
    bars = [
        charts.Row(name, float(n), write_count(n, share))
        for name, n, share in zip(names, counts.values(), shares, strict=True)
    ]
    notes = [t("gaji.minimum_basis", umk=row["n_umk"], ump=row["n_ump"])]
    left = {"part": row["n_not_full_time"], "unplaced": row["n_unplaced"]}
    if any(left.values()):
        notes.append(t("gaji.minimum_left", **left))
    notes.append(t("gaji.minimum_note"))
    if row["place"] != narrowest(where):
        notes.insert(0, t("gaji.experience_fallback", asked=name_area(where), place=place))
    bounds = [
        Interval(row["interval_low"], row["interval_high"], formats.percent),
        Interval(float("nan"), float("nan"), formats.percent),
        Interval(1 - row["perhaps_high"], 1 - row["perhaps_low"], formats.percent),
    ]
    table = pd.DataFrame(
        {"gaji_offer": names, "n": list(counts.values()), "share": shares, "interval": bounds}
    )
    asked = filter_at(where, row["place"])
    parts.show_figure(
        title,
        t("gaji.minimum_subtitle", place=place),
        charts.draw_bars(bars, whole=float(row["n"])),
        t("gaji.minimum_alt", below=row["share"], perhaps=row["share_perhaps"], place=place),
        parts.with_n(source, int(row["n"])),
        notes,
        parts.Table(
            table,
            {"n": written(formats.number), "share": written(formats.percent)},
            links=[link(asked, **{OFFER_KEY: kind}) for kind in counts],
        ),
    )


def show_stated(compared: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """The share of advertisements that state pay, beside the wider ones."""
    title, shown = t("gaji.stated_title"), compared[compared["share"].notna()]
    own = compared.iloc[0]
    if shown.empty:
        why = t("gaji.stated_none", n=own["base"], at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    names = [name_scope(scope, where) for scope in shown["scope"]]
    bars = [
        charts.Row(name, row["share"], write_count(row["n"], row["share"]), row["scope"] == "asked")
        for name, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    table = shown.assign(
        gaji_ads=names,
        interval=intervals(shown, "interval_low", "interval_high", formats.percent),
    )
    scopes = list_scopes(where)
    first = shown.iloc[0]
    left = {"period": own["n_no_period"], "project": own["n_project"],
            "implausible": own["n_implausible"], "foreign": own["n_foreign"]}  # fmt: skip
    parts.show_figure(
        title,
        t("gaji.stated_subtitle"),
        charts.draw_bars(bars, whole=1.0),
        t("gaji.stated_alt", ads=names[0], share=first["share"], n=first["n"]),
        parts.with_n(source, int(first["base"])),
        [*([t("gaji.stated_left", **left)] if any(left.values()) else []), t("gaji.stated_note")],
        parts.Table(
            table[["gaji_ads", "n", "base", "share", "interval"]].rename(
                columns={"base": "gaji_base", "n": "gaji_paid"}
            ),
            {
                "gaji_paid": written(formats.number),
                "gaji_base": written(formats.number),
                "share": written(formats.percent),
            },
            links=[link(behind(scopes[scope], is_paid=True)) for scope in shown["scope"]],
        ),
    )


def name_scope(scope: str, where: PayFilter) -> str:
    """What a figure counts ("asked", "occupation", "place", "all"), in words."""
    place = t("home.nation") if scope in ("occupation", "all") else name_area(where)
    if where.occupation is None or scope in ("place", "all"):
        return t("gaji.scope_all", place=place)
    return t("gaji.scope_one", name=name_occupation(where.occupation), place=place)


def show_growth(growth: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """The change on a year before, for the least and the most that is offered."""
    title = t("gaji.growth_title")
    if growth.empty:
        parts.show_nothing(title, t("gaji.growth_no_months"))
        return
    if growth["growth"].isna().all():
        parts.show_nothing(title, t("gaji.growth_none", cells=growth["cells"].max(),
                                    at_least=CELLS_AT_LEAST))  # fmt: skip
        return
    language, first = state.language(), growth.iloc[0]
    st.header(title, anchor=False)
    scope = name_scope(first["scope"], where)
    months = {"from": first["month_from"], "to": first["month_to"]}
    st.markdown(t("gaji.growth_subtitle", scope=scope, **months))
    if first["scope"] != "asked":
        st.caption(t("gaji.growth_fallback", asked=name_scope("asked", where)))
    with st.grid(2, min_column_width=200, gap="medium"):
        for row in growth.to_dict("records"):
            note = t(
                "gaji.growth_note",
                low=row["interval_low"],
                high=row["interval_high"],
                cells=row["cells"],
                n=row["n"],
            )
            value = formats.change(row["growth"], language)
            parts.show_number(t(f"gaji_bound.{row['bound']}"), value, note)
    st.caption(t("gaji.growth_how"))
    year_before = str(pd.Period(first["month_from"], "M") - 12)
    counted = parts.with_n(source, int(growth["n"].max()), (year_before, first["month_to"]))
    st.markdown(f":small[{parts.write_source(counted)}]")


def show_occupations(ranked: pd.DataFrame, where: PayFilter, source: parts.Source) -> None:
    """The occupations that pay most among those with enough advertisements."""
    title = t("gaji.ranking_title")
    if ranked.empty:
        parts.show_nothing(title, t("gaji.ranking_none"))
        return
    place = name_area(where)
    names = [name_occupation(code) for code in ranked["occupation"]]
    marks = [
        mark_pay(name, row)
        for name, (_, row) in zip(names, ranked.head(_BARS).iterrows(), strict=False)
    ]
    table = ranked.assign(job_name=names, pay_idr=_pays(ranked), interval=_intervals(ranked))
    parts.show_figure(
        title,
        t("gaji.ranking_subtitle", place=place),
        draw_marks(marks),
        t("gaji.ranking_alt", name=names[0], pay=ranked["pay_idr"].iloc[0], place=place),
        parts.with_n(source, int(ranked["n"].sum())),
        [t("gaji.ranking_note")],
        parts.Table(
            table[["job_name", "pay_idr", "interval", "n", "employers"]],
            _counted(),
            links=links(behind(where, is_paid=True), ranked, occupation="occupation"),
        ),
        t("gaji.ranking_table", n=len(ranked)),
    )
