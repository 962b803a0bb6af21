"""The figure of Pekerjaan that sets pay against growth or openings: four quarters and a way on."""

import math
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from analytics.filter import Filter
from analytics.quadrants import OCCUPATIONS_AT_LEAST, QUADRANTS
from ui import format as formats
from ui import parts, plots, state
from ui.addresses import province_query
from ui.behind import links
from ui.cells import intervals
from ui.gaji import filter_at
from ui.pekerjaan import OCCUPATION_KEY, name_occupation, name_scope, short_name
from ui.plots_quadrants import Dot, Scale, draw_quadrants
from ui.texts import plain, t
from ui.wording import name_place, written

BY_KEY: Final = "banding"
GROWTH: Final = "growth"
OPENINGS: Final = "openings"
_LINKS: Final = 5
# A link does not wrap; with pay behind it, so much of a name fits a phone.
# The axis of growth reaches so far at least, or noise would fill the chart.
_GROWTH_REACH: Final = 0.1
_RISES: Final = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_FALLS: Final = (-0.05, -0.1, -0.2, -0.5, -0.75, -0.9)
# Of the way from 0 to the edge: nearer to each other labels run together on a phone.
_TICK_APART: Final = 0.3
_PAY_TICKS: Final = tuple(
    step * 10**power for power in (5, 6, 7, 8) for step in (1, 1.5, 2, 3, 5, 7)
)
_N_TICKS: Final = tuple(step * 10**power for power in range(7) for step in (1, 3))


def _default(placed: pd.DataFrame) -> str:
    """Growth where it is clear of any occupation; else it would show noise, and openings help."""
    return GROWTH if placed["is_growth_clear"].any() else OPENINGS


def choose_by(placed: pd.DataFrame) -> str:
    """What pay is set against, from the address; only openings where growth is not known."""
    if placed["growth"].isna().all():
        return OPENINGS
    return state.choice(BY_KEY, (GROWTH, OPENINGS), _default(placed))


def show_quadrants(page: str, placed: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Occupations in four quarters, the best of them as links, and the chart."""
    if placed.empty:
        why = t("pekerjaan_quadrant.none", at_least=OCCUPATIONS_AT_LEAST)
        parts.show_nothing(t("pekerjaan_quadrant.none_title"), why)
        return
    by = choose_by(placed)
    shown = order(placed.dropna(subset=f"by_{by}"), by)
    best = find_best(shown, by)
    first = placed.iloc[0]
    place = name_place(where) if first["place"] != "nation" else t("home.nation")
    values = {"place": place, "n": len(shown), "months": first["months"]}
    plots.show_plot(
        _title(best, by),
        _say("subtitle", by, **values),
        _draw(shown, by, place, *_look()),
        _alt(shown, best, by, place),
        parts.with_n(source, int(shown["n"].sum())),
        [*_notes(placed, where, by, place)],
        _table(shown, by, filter_at(where, first["place"]), *_look()),
        key=f"quadrants-{by}",
        picks=OCCUPATION_KEY,
        lead=lambda: _show_lead(page, best, by, placed, where),
        table_label=t("pekerjaan_quadrant.table", n=len(shown)),
    )


def order(placed: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows so that each quarter has its turn, what is clear and has most openings first."""
    ranked = placed.assign(is_sure=is_sure(placed, by)).sort_values(
        ["is_sure", "n"], ascending=[False, False], kind="stable"
    )
    turn = ranked.groupby(f"by_{by}").cumcount()
    rank = ranked[f"by_{by}"].map({name: i for i, name in enumerate(QUADRANTS)})
    in_turn = ranked.assign(turn=turn, rank=rank).sort_values(["turn", "rank"], kind="stable")
    return in_turn.drop(columns=["turn", "rank"]).reset_index(drop=True)


def is_sure(placed: pd.DataFrame, by: str) -> "pd.Series[bool]":
    """Which stand in their quarter for certain: openings are counted, growth is estimated."""
    is_pay_clear = placed["is_pay_clear"].astype(bool)
    return is_pay_clear & placed["is_growth_clear"].astype(bool) if by == GROWTH else is_pay_clear


def find_best(shown: pd.DataFrame, by: str) -> pd.DataFrame:
    """Those surely right and high: the surest growth first, or the most openings."""
    best = shown[shown["is_sure"] & (shown[f"by_{by}"] == "right_high")]
    return best.sort_values("growth_low" if by == GROWTH else "n", ascending=False)


def _say(what: str, by: str, **values: object) -> str:
    """A text that differs with what pay is set against."""
    key = f"{by}_{what}"
    return t(f"pekerjaan_quadrant.{key}", **values)


def _title(best: pd.DataFrame, by: str) -> str:
    if best.empty:
        return _say("none", by)
    name = plain(name_occupation(str(best["occupation"].iloc[0])))
    return _say("title", by, name=name)


def _alt(shown: pd.DataFrame, best: pd.DataFrame, by: str, place: str) -> str:
    row = shown.iloc[0] if best.empty else best.iloc[0]
    return _say(
        "alt",
        by,
        title=_title(best, by).replace("\\", ""),
        place=place,
        name=name_occupation(row["occupation"]),
        growth=row["growth"],
        n=row["n"],
        pay=row["middle_idr"],
    )


def _show_lead(page: str, best: pd.DataFrame, by: str, placed: pd.DataFrame, where: Filter) -> None:
    """The choice of what pay is set against, and the best as links."""
    if not placed["growth"].isna().all():
        names = {one: t(f"pekerjaan_by.{one}") for one in (GROWTH, OPENINGS)}
        parts.show_choice(BY_KEY, t("pekerjaan_quadrant.by"), names, _default(placed))
    query = province_query(where)
    if by == GROWTH and best.empty:
        st.markdown(t("pekerjaan_quadrant.growth_none_lead"))
    for row in best.head(_LINKS).to_dict("records"):
        label = _say(
            "link",
            by,
            name=short_name(row["occupation"]),
            growth=row["growth"],
            pay=row["middle_idr"],
        )
        parts.link_page(page, label, {OCCUPATION_KEY: row["occupation"], **query})


def _notes(placed: pd.DataFrame, where: Filter, by: str, place: str) -> Iterator[str]:
    first = placed.iloc[0]
    if where.province is not None and first["place"] == "nation":
        values = {"place": name_place(where), "wide": name_scope("nation")}
        yield t("pekerjaan_quadrant.fallback", **values, at_least=OCCUPATIONS_AT_LEAST)
    if placed["growth"].isna().all():
        yield t("pekerjaan_quadrant.no_growth")
    elif by == OPENINGS and not placed["is_growth_clear"].any():
        yield t("pekerjaan_quadrant.no_clear", months=first["months"])
    yield t("pekerjaan_quadrant.base", place=place, base=first["base_idr"], n=first["n_base"])
    yield _say("note", by, n=math.floor(first["base_n"]))


def _look() -> tuple[str, str | None]:
    """What a drawing depends on beside its data: language and theme of the reader."""
    return state.language(), st.context.theme.type


# Hundreds of numbers are written; kept, so that a rerun does not write them again.
@st.cache_data(max_entries=200, show_spinner=False)
def _draw(shown: pd.DataFrame, by: str, place: str, language: str, theme: str | None) -> plots.Plot:
    del language, theme
    dots = [
        Dot(
            code=row["occupation"],
            name=name_occupation(row["occupation"]),
            x=math.log1p(row["growth"]) if by == GROWTH else math.log10(row["n"]),
            y=math.log10(row["middle_idr"]),
            told=_tell(row, by),
            tone=_tone(row, by),
        )
        for row in shown.to_dict("records")
    ]
    corners = {name: _say(name, by) for name in QUADRANTS}
    return draw_quadrants(dots, _scale_x(shown, by), _scale_pay(shown, place), corners)


def _tone(row: Mapping[Hashable, Any], by: str) -> str:
    if not (row["is_growth_clear"] if by == GROWTH else row["is_pay_clear"]):
        return "pale"
    is_up = row["growth"] > 0 if by == GROWTH else row["middle_idr"] > row["base_idr"]
    return "mark" if is_up else "highlight"


def _tell(row: Mapping[Hashable, Any], by: str) -> str:
    """What pointing at a dot shows; the same stands in the table."""
    return _say(
        "told",
        by,
        name=name_occupation(row["occupation"]),
        n=row["n"],
        growth=row["growth"],
        low=row["growth_low"],
        high=row["growth_high"],
        pay=row["middle_idr"],
        pay_low=row["interval_low"],
        pay_high=row["interval_high"],
    )


def _scale_x(shown: pd.DataFrame, by: str) -> Scale:
    language = state.language()
    name = _say("axis", by)
    if by == GROWTH:
        # By its logarithm, as it is estimated: half stands as far from 0 as double does.
        reach = max(float(np.log1p(shown["growth"]).abs().max()), math.log1p(_GROWTH_REACH))
        marks = [(0.0, formats.change(0.0, language))]
        for side in (_RISES, _FALLS):
            last = 0.0
            for value in side:
                at = math.log1p(value)
                if _TICK_APART * reach <= abs(at - last) and abs(at) <= reach * 1.001:
                    marks.append((at, formats.change(value, language)))
                    last = at
        return Scale(-reach, reach, 0.0, "", sorted(marks), name)
    low, high = (math.log10(n) for n in (shown["n"].min(), shown["n"].max()))
    marks = [(math.log10(n), formats.number(n, language)) for n in _N_TICKS]
    split = math.log10(shown["base_n"].iloc[0])
    return Scale(low, high, split, "", [m for m in marks if low <= m[0] <= high], name)


def _scale_pay(shown: pd.DataFrame, place: str) -> Scale:
    language, base = state.language(), float(shown["base_idr"].iloc[0])
    pays = [*shown["middle_idr"], base]
    low, high = math.log10(min(pays)), math.log10(max(pays))
    marks = [(math.log10(pay), formats.short(pay, language)) for pay in _PAY_TICKS]
    return Scale(
        low,
        high,
        math.log10(base),
        t("pekerjaan_quadrant.split", place=place, base=base),
        [mark for mark in marks if low <= mark[0] <= high],
        t("pekerjaan_quadrant.pay_axis"),
    )


@st.cache_data(max_entries=200, show_spinner=False)
def _table(
    shown: pd.DataFrame, by: str, scope: Filter, asked: str, theme: str | None
) -> parts.Table:
    del asked, theme
    in_order = shown.assign(
        rank=shown[f"by_{by}"].map({name: i for i, name in enumerate(QUADRANTS)})
    ).sort_values(["rank", "is_sure", "n"], ascending=[True, False, False])
    table = in_order.assign(
        job_name=[name_occupation(code) for code in in_order["occupation"]],
        job_quadrant=[_say(one, by) for one in in_order[f"by_{by}"]],
        job_sure=[t("table.yes" if one else "table.no") for one in in_order["is_sure"]],
        job_growth=in_order["growth"],
        job_growth_interval=intervals(in_order, "growth_low", "growth_high", formats.change),
        job_pay=in_order["middle_idr"],
        job_pay_interval=intervals(in_order, "interval_low", "interval_high", formats.rupiah),
        job_n_pay=in_order["n_wage"],
    )
    columns = ["job_name", "job_quadrant", "job_sure", "n", "job_growth", "job_growth_interval",
               "job_pay", "job_pay_interval", "job_n_pay"]  # fmt: skip
    if shown["growth"].isna().all():
        columns = [one for one in columns if not one.startswith("job_growth")]
    numbers = {
        "n": written(formats.number),
        "job_growth": written(formats.change),
        "job_pay": written(formats.rupiah),
        "job_n_pay": written(formats.number),
    }
    told = {key: write for key, write in numbers.items() if key in columns}
    to_ads = links(scope, in_order, occupation="occupation")
    return parts.Table(table[columns], told, links=to_ads)
