"""The map of Wilayah: openings to inhabitants by province or regency; a tap chooses the place."""

from typing import Final, cast

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from ui import format as formats
from ui import maps, parts, state
from ui.addresses import REGENCY_KEY
from ui.maps_areas import Map, Region, Words
from ui.maps_outlines import Level
from ui.texts import t
from ui.wilayah import name_around, name_code, write_rate
from ui.wording import written

_COMPONENT_KEY: Final = "wilayah-map"


def show_map(ranked: pd.DataFrame, where: Filter, level: str, source: parts.Source) -> None:
    """All places of the level, of the province where there is one, by openings to inhabitants.

    `ranked` is `regions.rank_places` of them.
    """
    enough = (ranked["n"] >= statistics.SHARE_AT_LEAST) & ranked["per_100k"].notna()
    told = ranked[enough].sort_values("per_100k", ascending=False)
    place = name_around(where, level)
    if told.empty:
        title = t("wilayah.map_none_title", place=place)
        parts.show_nothing(title, t("wilayah.rank_none", at_least=statistics.SHARE_AT_LEAST))
        _show_way_out(where)
        return
    first, last = told.iloc[0], told.iloc[-1]
    # The browser fills the names of the areas in.
    blanks = {name: f"{{{name}}}" for name in ("name", "value", "n")}
    alt = t(
        "wilayah.map_alt",
        place=place,
        first=name_code(first["place"]),
        rate=write_rate(first["per_100k"]),
        last=name_code(last["place"]),
        rate_last=write_rate(last["per_100k"]),
    )
    drawn = Map(
        level=cast("Level", level),
        regions=_regions(ranked, enough),
        words=Words(alt, t("wilayah.map_area", **blanks), t("wilayah.map_few", **blanks)),
        within=where.province or "",
        chosen=where.regency or "",
    )
    rows = ranked.assign(
        wilayah_place=[name_code(code) for code in ranked["place"]],
        wilayah_rate=ranked["per_100k"].where(enough),
    ).sort_values("wilayah_rate", ascending=False)
    maps.show_map(
        _COMPONENT_KEY,
        t("wilayah.map_title", first=name_code(first["place"])),
        t(f"wilayah.map_subtitle_{level}", place=place),
        drawn,
        lambda code: take_picked(code, where),
        parts.with_n(source, int(ranked["n"].sum())),
        [t("wilayah.map_note", at_least=statistics.SHARE_AT_LEAST)],
        rows[["wilayah_place", "wilayah_rate", "n"]],
    )
    _show_way_out(where)


def _show_way_out(where: Filter) -> None:
    """The link from the map of a province to that of the country."""
    if where.province is not None:
        parts.link_page("pages/wilayah.py", t("wilayah.map_out"), {})


def _regions(ranked: pd.DataFrame, enough: pd.Series) -> dict[str, Region]:
    write = written(formats.number)
    return {
        str(code): Region(
            float(rate) if is_told else None,
            write_rate(rate) if is_told else formats.NOTHING,
            write(n),
        )
        for code, rate, n, is_told in zip(
            ranked["place"], ranked["per_100k"], ranked["n"], enough, strict=True
        )
    }


def take_picked(code: str, where: Filter) -> None:
    """Put what was picked on the map into the address; the regency chosen already is let go."""
    province = code[:2]
    regency = state.EVERYWHERE if code in (province, where.regency) else code
    for key, value in ((state.PROVINCE_KEY, province), (REGENCY_KEY, regency)):
        st.session_state[state.widget_key(key)] = value
        state.take_choice(key, state.EVERYWHERE)
