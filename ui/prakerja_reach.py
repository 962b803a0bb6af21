"""The figures of Prakerja's reach: recipients to those who might need it, and how fair that is."""

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.prakerja import PER
from ui import charts, maps, parts, state
from ui import format as formats
from ui.maps_areas import Map, Region, Words
from ui.prakerja import Chosen, base_column, rate_column, told_places, write_rate
from ui.prakerja_sources import PUBLISHED, write_line
from ui.texts import t
from ui.wilayah import name_code, write_times
from ui.wilayah_chart import Side, draw_sides
from ui.wording import write_interval, written

# As many bars as there were provinces; of more places the first and the last.
_BARS: Final = 38
_SIDES: Final = 6
_NAMED: Final = 4
# By so much the estimate of the unemployed was off where a count can check it (`measure_reach`).
_ESTIMATE_OFF: Final = 0.11


def show_reach(reach: pd.DataFrame, chosen: Chosen) -> None:
    """Ranked bars of recipients per 1,000, with what they are divided by, and all in a table."""
    told = told_places(reach, chosen.level)
    title = t(f"prakerja_reach_title.{chosen.level}")
    if told.empty:
        parts.show_nothing(title, t("prakerja.reach_nothing", period=chosen.period_words))
        return
    rate, base = rate_column(chosen.level), base_column(chosen.level)
    common = told["recipients"].sum() / told[base].sum() * PER
    shown = _choose(told, chosen)
    bars = [
        charts.Row(
            label=name_code(row["place"]),
            length=row[rate],
            value=write_rate(row[rate], row["unemployed_basis"]),
            is_chosen=row["place"] == chosen.province,
        )
        for row in shown.to_dict("records")
    ]
    is_enough = len(told) >= statistics.SHARE_AT_LEAST
    if is_enough:
        whole = charts.Row(
            t("prakerja.reach_common"),
            common,
            write_rate(common, "estimated" if chosen.level == "province" else None),
            is_chosen=True,
        )
        position = sum(bar.length < common for bar in bars)
        bars.insert(position, whole)
    first, last = told.iloc[0], told.iloc[-1]
    parts.show_figure(
        title,
        t(f"prakerja_reach_subtitle.{chosen.level}", period=chosen.period_words),
        charts.draw_bars(bars),
        t("prakerja.reach_alt", low_place=name_code(first["place"]), low=write_rate(first[rate]),
          high_place=name_code(last["place"]), high=write_rate(last[rate])),
        write_line(told["source"], t("prakerja.n_recipients", n=told["recipients"].sum()),
                   chosen.period_words),
        _notes(reach, told, shown, chosen),
        _table(reach, chosen),
        t("prakerja.reach_table", n=len(reach if chosen.level == "province" else told)),
    )  # fmt: skip


def _choose(told: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """All places, or those of the province chosen, or the ends of a long list."""
    if chosen.level == "regency" and chosen.province:
        own = told[told["province"] == chosen.province]
        told = own if not own.empty else told
    if len(told) <= _BARS:
        return told
    half = _BARS // 2
    return pd.concat([told.head(half), told.tail(half)])


def _notes(
    reach: pd.DataFrame, told: pd.DataFrame, shown: pd.DataFrame, chosen: Chosen
) -> list[str]:
    """What the bars rest on, and what is missing."""
    notes = []
    if chosen.level == "province":
        counted = told[told["unemployed_basis"] == "counted"]
        estimated = int((told["unemployed_basis"] == "estimated").sum())
        names = ", ".join(name_code(code) for code in counted["place"])
        notes.append(t("prakerja.note_estimated", n=estimated))
        if names:
            notes.append(t("prakerja.note_counted", places=names))
    else:
        notes.append(t("prakerja.note_inhabitants"))
    missing = reach[reach["recipients"].isna()]["place"].tolist()
    if missing and len(missing) <= _NAMED:
        names = ", ".join(name_code(code) for code in missing)
        notes.append(t("prakerja.note_missing_named", places=names))
    elif missing:
        notes.append(t("prakerja.note_missing", n=len(missing), all=len(reach)))
    if (
        chosen.province
        and chosen.level == "regency"
        and not (told["province"] == chosen.province).any()
    ):
        notes.append(t("prakerja.own_none", place=name_code(chosen.province)))
    if len(shown) < len(told):
        notes.append(t("prakerja.note_shown", n=len(shown), all=len(told)))
    if told["months"].notna().any():
        low, high = int(told["months"].min()), int(told["months"].max())
        notes.append(t("prakerja.note_months", low=low, high=high))
    if chosen.origin == PUBLISHED:
        notes.append(t("prakerja.note_published"))
    return notes


def _table(reach: pd.DataFrame, chosen: Chosen) -> parts.Table:
    is_province = chosen.level == "province"
    told = reach if is_province else reach[reach["recipients"].notna()]
    is_enough = int(reach["recipients"].notna().sum()) >= statistics.SHARE_AT_LEAST
    basis = [
        t(f"prakerja_basis.{one}") if isinstance(one, str) else formats.NOTHING
        for one in told["unemployed_basis"]
    ]
    rate = rate_column(chosen.level)
    rows = pd.DataFrame(
        {
            "prakerja_place": [name_code(code) for code in told["place"]],
            "prakerja_recipients": told["recipients"].tolist(),
            "prakerja_unemployed": told["unemployed"].tolist(),
            "prakerja_basis": basis,
            "prakerja_inhabitants": told["population"].tolist(),
            "prakerja_rate": told[rate].tolist(),
            "prakerja_times": told["ratio"].tolist() if is_enough else [None] * len(told),
        }
    )
    if not is_province:
        rows = rows.drop(columns=["prakerja_unemployed", "prakerja_basis"])
    write = written(formats.number)
    numbers: dict[str, Callable[..., str]] = {
        "prakerja_recipients": write, "prakerja_unemployed": write, "prakerja_inhabitants": write,
        "prakerja_rate": _or_nothing(write_rate), "prakerja_times": _or_nothing(write_times),
    }  # fmt: skip
    told_numbers = {key: numbers[key] for key in rows.columns if key in numbers}
    return parts.Table(rows, told_numbers, behind="official")


def _or_nothing(write: Callable[[float], str]) -> Callable[[float], str]:
    return lambda value: formats.NOTHING if pd.isna(value) else write(value)


def show_map(reach: pd.DataFrame, chosen: Chosen) -> None:
    """Provinces where they lie, darker where more than an even share was received."""
    told = told_places(reach, chosen.level)
    if chosen.level != "province" or len(told) < statistics.SHARE_AT_LEAST:
        return
    ordered = told.sort_values("ratio", ascending=False)
    first, last = ordered.iloc[0], ordered.iloc[-1]
    blanks = {name: f"{{{name}}}" for name in ("name", "value")}
    regions = {
        str(row["place"]): Region(
            None if pd.isna(row["ratio"]) else float(row["ratio"]),
            formats.NOTHING if pd.isna(row["ratio"]) else write_times(row["ratio"]),
            formats.NOTHING
            if pd.isna(row["recipients"])
            else formats.number(row["recipients"], state.language()),
        )
        for row in reach.to_dict("records")
    }
    drawn = Map(
        level="province",
        regions=regions,
        words=Words(
            t("prakerja.map_alt", high_place=name_code(first["place"]),
              high=write_times(first["ratio"]), low_place=name_code(last["place"]),
              low=write_times(last["ratio"])),
            t("prakerja.map_area", **blanks),
            t("prakerja.map_none", **blanks),
        ),
        chosen=chosen.province or "",
    )  # fmt: skip
    maps.show_map(
        "prakerja-map",
        t("prakerja.map_title"),
        t("prakerja.map_subtitle", period=chosen.period_words),
        drawn,
        take_province,
        write_line(told["source"], t("prakerja.n_recipients", n=told["recipients"].sum()),
                   chosen.period_words),
        [t("prakerja.map_note")],
        pd.DataFrame(
            {
                "prakerja_place": [name_code(code) for code in ordered["place"]],
                "prakerja_times": ordered["ratio"].tolist(),
            }
        ),
    )  # fmt: skip


def take_province(code: str) -> None:
    """Put the province picked on the map into the address."""
    st.session_state[state.widget_key(state.PROVINCE_KEY)] = code
    state.take_choice(state.PROVINCE_KEY, state.EVERYWHERE)


def show_fairness(reach: pd.DataFrame, fair: pd.DataFrame, chosen: Chosen) -> None:
    """Who has more recipients than its share of those in need, who fewer, and by how many."""
    title = t("prakerja.fair_title")
    told = told_places(reach, chosen.level)
    if len(told) < statistics.SHARE_AT_LEAST:
        why = t("prakerja.fair_few", n=len(told), at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    ordered = told.sort_values("difference")
    # With few places the two ends would overlap.
    side = min(_SIDES, len(ordered) // 2)
    shown = pd.concat([ordered.head(side), ordered.tail(side)])
    band = _ESTIMATE_OFF if chosen.level == "province" else 0.0
    sides = [
        Side(
            name_code(row["place"]),
            _signed(row["difference"]),
            row["difference"],
            is_clear=not _within(row["ratio"], band),
            is_chosen=row["place"] == chosen.province,
        )
        for row in shown.to_dict("records")
    ]
    table = pd.DataFrame(
        {
            "prakerja_place": [name_code(code) for code in ordered["place"]],
            "prakerja_difference": ordered["difference"].tolist(),
            "prakerja_times": ordered["ratio"].tolist(),
        }
    )
    low, high = ordered.iloc[0], ordered.iloc[-1]
    parts.show_figure(
        title,
        t(f"prakerja_fair_subtitle.{chosen.level}", period=chosen.period_words),
        draw_sides(sides, t("prakerja.fewer"), t("prakerja.more")),
        t("prakerja.fair_alt", low_place=name_code(low["place"]), low=_signed(low["difference"]),
          high_place=name_code(high["place"]), high=_signed(high["difference"])),
        write_line(told["source"], t("prakerja.n_recipients", n=told["recipients"].sum()),
                   chosen.period_words),
        [t("prakerja.fair_pale", off=band)] if band else [],
        parts.Table(
            table,
            {"prakerja_difference": _signed, "prakerja_times": write_times},
            behind="official",
        ),
    )  # fmt: skip
    lines = _own_lines(told, chosen) if chosen.level == "province" and chosen.province else []
    lines += _fair_lines(told, fair, band, chosen)
    st.markdown("\n".join(f"- {line}" for line in lines))


def _fair_lines(told: pd.DataFrame, fair: pd.DataFrame, band: float, chosen: Chosen) -> list[str]:
    """How even it is, who is furthest from its share, and whether need decides."""
    values = {row["measure"]: row for row in fair.to_dict("records")}
    elsewhere, need = values["elsewhere"]["value"], values["need"]
    clear = told[[not _within(one, band) for one in told["ratio"]]]
    below, above = clear[clear["ratio"] < 1], clear[clear["ratio"] > 1]
    lines = [
        t(f"prakerja_fair_elsewhere.{chosen.level}", share=elsewhere,
          n=elsewhere * told["recipients"].sum()),
        t("prakerja.fair_below", n=len(below), places=_list_times(below)),
        t("prakerja.fair_above", n=len(above), places=_list_times(above[::-1])),
    ]  # fmt: skip
    low, high = need["interval_low"], need["interval_high"]
    if pd.notna(low):
        key = "none" if low <= 0 <= high else ("more" if low > 0 else "less")
        r = formats.number(need["value"], state.language(), 2)
        bounds = write_interval(low, high, _two_digits)
        lines.append(t(f"prakerja_need.{key}", r=r, interval=bounds, n=need["n"]))
    return [*lines, t("prakerja.fair_caution")]


def _own_lines(told: pd.DataFrame, chosen: Chosen) -> list[str]:
    """Where the province asked about stands."""
    place = name_code(str(chosen.province))
    own = told[told["place"] == chosen.province]
    if own.empty:
        return [t("prakerja.own_none", place=place)]
    row = own.iloc[0]
    return [
        t(
            "prakerja.own",
            place=place,
            times=write_times(row["ratio"]),
            difference=_signed(row["difference"]),
            rank=told["place"].tolist().index(row["place"]) + 1,
            n=len(told),
        )
    ]


def _two_digits(value: float, language: formats.Language) -> str:
    return formats.number(value, language, 2)


def _within(ratio: float, band: float) -> bool:
    """Whether a ratio may be 1, for all that the estimate of the unemployed tells."""
    return 1 / (1 + band) <= ratio <= 1 + band


def _signed(value: float) -> str:
    text = formats.short(value, state.language())
    return f"+{text}" if round(value) > 0 else text


def _list_times(places: pd.DataFrame) -> str:
    """The first of the places with their multiples."""
    if places.empty:
        return t("prakerja.nobody")
    named = [
        f"{name_code(row['place'])} ({write_times(row['ratio'])})"
        for row in places.head(_NAMED).to_dict("records")
    ]
    return ", ".join(named)
