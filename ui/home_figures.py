"""The figures of Beranda: frames of analytics put into charts, tables and the words around them."""

from dataclasses import replace

import pandas as pd

from analytics import statistics
from analytics.behind import behind, in_months
from analytics.filter import Filter
from ui import charts, parts, state, svg
from ui import format as formats
from ui.addresses import province_query
from ui.behind import link, links
from ui.cells import intervals
from ui.texts import t
from ui.wording import (
    name_place,
    name_province,
    wage_counts,
    write_count,
    written,
)


def show_trend(
    months: pd.DataFrame, total: pd.DataFrame, where: Filter, source: parts.Source
) -> None:
    """New openings by month as a line."""
    parts.show_prepared(prepare_trend(months, total, where, source))


def prepare_trend(
    months: pd.DataFrame, total: pd.DataFrame, where: Filter, source: parts.Source
) -> parts.Prepared | parts.Missing:
    """The same for `state.make`."""
    if months.empty:
        return parts.Missing(t("trend.title"), t("trend.none"))
    language, place = state.language(), name_place(where)
    counts = [None if pd.isna(n) else int(n) for n in months["n"]]
    points = [
        charts.Point(
            formats.month_short(month, language), n, formats.number(n, language), bool(whole)
        )
        for month, n, whole in zip(months["month"], counts, months["is_complete"], strict=True)
    ]
    steps = svg.round_steps(max(n or 0 for n in counts))
    ticks = [(step, formats.number(step, language)) for step in steps]
    partial_months = [p.label for p in points if p.n is not None and not p.is_complete]
    notes = []
    if partial_months:
        notes.append(t("trend.incomplete", months=", ".join(partial_months)))
    undated = int(total.iloc[0]["n_undated"])
    if undated:
        notes.append(t("trend.undated", n=undated))
    table = months.iloc[::-1][["month", "n"]].assign(
        month=[formats.month(m, language) for m in months["month"][::-1]],
        complete=[t("table.yes") if w else t("table.no") for w in months["is_complete"][::-1]],
    )
    ends = {"from": months["month"].iloc[0], "to": months["month"].iloc[-1]}
    return parts.prepare_figure(
        t("trend.title"),
        t("trend.subtitle", place=place, **ends),
        charts.draw_months(points, ticks, t("trend.incomplete_mark")),
        _trend_alt(months, place),
        parts.with_n(source, int(months["n"].sum()), (ends["from"], ends["to"])),
        notes,
        parts.Table(
            table,
            {"n": written(formats.number)},
            links=[link(in_months(where, month)) for month in months["month"][::-1]],
        ),
    )


def _trend_alt(months: pd.DataFrame, place: str) -> str:
    complete = months[months["is_complete"]]
    shown = complete if not complete.empty else months.dropna(subset="n")
    top = shown.sort_values("n", kind="stable").iloc[-1]
    values = {"place": place, "top_month": top["month"], "top_n": top["n"]}
    if complete.empty:
        return t("trend.alt_incomplete", **values, n=int(months["n"].sum()))
    last = complete.iloc[-1]
    return t("trend.alt", **values, month=last["month"], n=last["n"])


def prepare_titles(
    titles: pd.DataFrame, counted: pd.DataFrame, where: Filter, source: parts.Source
) -> parts.Prepared | parts.Missing:
    """The most advertised titles as ranked bars."""
    at_least = statistics.SHARE_AT_LEAST
    if titles.empty:
        return parts.Missing(t("titles.title"), t("titles.none", at_least=at_least))
    first, place = titles.iloc[0], name_place(where)
    hidden = int(counted["n_small"].sum())
    rows = _rows(titles["title"].tolist(), titles, [False] * len(titles))
    alt = t("titles.alt", place=place, first=first["title"], n=first["n"], share=first["share"])
    return parts.prepare_figure(
        t("titles.title"),
        t("titles.subtitle", place=place),
        charts.draw_bars(rows),
        alt,
        source,
        [t("titles.hidden", n=hidden, at_least=at_least)] if hidden else [],
        _share_table(
            titles,
            ["title", "n", "share", "interval", "employers"],
            links(where, titles, title="title"),
        ),
    )


def show_provinces(provinces: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Where the openings are: the first ten as bars, all in the table, and the way to a map.

    The map itself stays off the first page: its code and outlines weigh 45 KB compressed.
    """
    show_places(prepare_provinces(provinces, where, source), where)


def show_places(prepared: parts.Prepared | parts.Missing, where: Filter) -> None:
    """What `prepare_provinces` made, with the way to the map."""
    parts.show_prepared(prepared)
    if isinstance(prepared, parts.Prepared):
        parts.link_page("pages/wilayah.py", t("map.open"), province_query(where))


def prepare_provinces(
    provinces: pd.DataFrame, where: Filter, source: parts.Source
) -> parts.Prepared | parts.Missing:
    """Its figure for `state.make`."""
    named = provinces.assign(province=[name_province(code) for code in provinces["province"]])
    chosen = provinces["province"] == where.province
    shown = named[(provinces["share"].notna()) & ((provinces.index < 10) | chosen)]
    if shown.empty:
        why = t("provinces.none", at_least=statistics.SHARE_AT_LEAST)
        return parts.Missing(t("provinces.title"), why)
    first = shown.iloc[0]
    rows = _rows(shown["province"].tolist(), shown, chosen[shown.index].tolist())
    unknown = source.n - int(provinces["n"].sum())
    return parts.prepare_figure(
        t("provinces.title"),
        t("provinces.subtitle"),
        charts.draw_bars(rows),
        t("provinces.alt", first=first["province"], n=first["n"], share=first["share"]),
        source,
        [t("provinces.unknown", n=unknown)] if unknown else [],
        _share_table(
            named,
            ["province", "n", "share", "interval"],
            links(_anywhere(where), provinces, province="province"),
        ),
        t("provinces.table", n=len(named)),
    )


def _rows(labels: list[str], ranked: pd.DataFrame, chosen: list[bool]) -> list[charts.Row]:
    """Bars of n with n and share at their ends."""
    counts, shares = ranked["n"].tolist(), ranked["share"].tolist()
    return [
        charts.Row(label, n, write_count(n, share), is_chosen)
        for label, n, share, is_chosen in zip(labels, counts, shares, chosen, strict=True)
    ]


def _anywhere(where: Filter) -> Filter:
    return replace(where, province=None, regency=None)


def _share_table(ranked: pd.DataFrame, columns: list[str], to_ads: list[str]) -> parts.Table:
    told = intervals(ranked, "interval_low", "interval_high", formats.percent)
    table = ranked.assign(interval=told)
    numbers = {
        "n": written(formats.number),
        "employers": written(formats.number),
        "share": written(formats.percent),
    }
    return parts.Table(
        table[columns],
        {key: write for key, write in numbers.items() if key in columns},
        links=to_ads,
    )


def show_wage(
    wage: pd.DataFrame, nation: pd.DataFrame, where: Filter, source: parts.Source
) -> None:
    """The median wage with interval and quartiles; falls back to the country and says so."""
    parts.show_prepared(prepare_wage(wage, nation, where, source))


def prepare_wage(
    wage: pd.DataFrame, nation: pd.DataFrame, where: Filter, source: parts.Source
) -> parts.Prepared | parts.Missing:
    """The same for `state.make`."""
    here, whole = wage.iloc[0], nation.iloc[0]
    place = name_place(where)
    shown = [(place, here, where)] if not pd.isna(here["median_idr"]) else []
    if where.province is not None and not pd.isna(whole["median_idr"]):
        shown.append((t("home.nation"), whole, _anywhere(where)))
    if not shown:
        return parts.Missing(t("wage.title"), t("wage.none", **wage_counts(here)))
    notes = [t("wage.key", at_least=statistics.QUARTILES_AT_LEAST)]
    if pd.isna(here["median_idr"]):
        counts = {"n": here["n"], "employers": here["employers"]}
        notes.insert(0, t("wage.fallback", place=place, **counts))
    name, row, _ = shown[0]
    notes.append(t("wage.stated", n=row["n"], n_all=row["n_all"], implausible=row["n_implausible"]))
    return parts.prepare_figure(
        t("wage.title"),
        t("wage.subtitle"),
        charts.draw_ranges([_wage_range(label, one) for label, one, _ in shown]),
        t(
            "wage.alt",
            place=name,
            median=row["median_idr"],
            n=row["n"],
            low=row["interval_low"],
            high=row["interval_high"],
        ),
        parts.with_n(source, int(row["n"])),
        notes,
        _wage_table(shown),
    )


def _wage_range(label: str, row: pd.Series) -> charts.Range:
    language = state.language()
    has_interval, has_quartiles = (
        not pd.isna(row[column]) for column in ("interval_low", "quartile_low_idr")
    )
    quartiles = (float(row["quartile_low_idr"]), float(row["quartile_high_idr"]))
    low, high = (formats.rupiah_short(bound, language) for bound in quartiles)
    return charts.Range(
        label=label,
        note=f"n = {formats.number(row['n'], language)}",
        median=float(row["median_idr"]),
        median_value=formats.rupiah_short(row["median_idr"], language),
        interval=(float(row["interval_low"]), float(row["interval_high"]))
        if has_interval
        else None,
        quartiles=quartiles if has_quartiles else None,
        quartile_values=(low, high) if has_quartiles else None,
    )


def _wage_table(shown: list[tuple[str, pd.Series, Filter]]) -> parts.Table:
    table = pd.DataFrame([row for _, row, _ in shown])
    table = table.assign(
        place=[label for label, _, _ in shown],
        median=table["median_idr"],
        interval=intervals(table, "interval_low", "interval_high", formats.rupiah),
        quartiles=intervals(table, "quartile_low_idr", "quartile_high_idr", formats.rupiah),
    )
    numbers = {
        "median": written(formats.rupiah),
        "n": written(formats.number),
        "employers": written(formats.number),
    }
    return parts.Table(
        table[["place", "median", "interval", "quartiles", "n", "employers"]],
        numbers,
        links=[link(behind(of, is_paid=True)) for _, _, of in shown],
    )
