"""The advertisements behind the figures of Pengawasan, with what was read; no employer is named."""

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd
import streamlit as st

from analytics.filter import Filter
from analytics.supervision import DEMANDS
from data.reference import areas
from ui import format as formats
from ui import parts, state, svg
from ui.pengawasan import Row, name_demand, name_scope
from ui.texts import plain, t

_WORDS: Final = 3
_CHARACTERS: Final = 120


def show_demanding(listed: pd.DataFrame, demand: str, wide: Filter, *, is_sample: bool) -> None:
    """The newest advertisements that make the demand, and what the machine read in each."""
    st.header(t("pengawasan.ads_title", name=name_demand(demand)), anchor=False)
    if listed.empty:
        st.markdown(t("pengawasan.ads_none", place=name_scope(wide)))
        return
    _show_lead(wide, t("pengawasan.ads_lead", shown=len(listed), n=listed["n"].iloc[0]))
    for row in listed.to_dict("records"):
        _show_advertisement(row, write_evidence(row, demand), is_sample=is_sample)


def show_below(listed: pd.DataFrame, wide: Filter, *, is_sample: bool) -> None:
    """The newest advertisements that offer less than the minimum wage, and how much less."""
    st.header(t("pengawasan.below_title"), anchor=False)
    if listed.empty:
        st.markdown(t("pengawasan.ads_none", place=name_scope(wide)))
        return
    _show_lead(wide, t("pengawasan.below_lead", shown=len(listed), n=listed["n"].iloc[0]))
    for row in listed.to_dict("records"):
        told = t(
            f"pengawasan.below_{row['basis']}",
            offered=row["offered_idr"],
            minimum=row["minimum_idr"],
        )
        _show_advertisement(row, told, is_sample=is_sample)


def _show_lead(wide: Filter, lead: str) -> None:
    st.markdown(f"{lead} {t('pengawasan.ads_check', place=name_scope(wide))}")


def write_evidence(row: Row, demand: str) -> str:
    """What was read in the advertisement: the limits, or the words of the warning."""
    if DEMANDS[demand].circular == "diploma":
        words = [plain(svg.shorten(str(one), _CHARACTERS)) for one in row["words"][:_WORDS]]
        return t("pengawasan.read_words", words="” · “".join(words))
    asked = [demand] if DEMANDS[demand].is_limit else list(_READ)
    told = filter(None, (_READ[name](row) for name in asked))
    return t("pengawasan.read", what=", ".join(told))


def _read_age(row: Row) -> str:
    low, high = row["age_min"], row["age_max"]
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low):
        return t("pengawasan_read.age_max", high=high)
    if pd.isna(high):
        return t("pengawasan_read.age_min", low=low)
    return t("pengawasan_read.age", low=low, high=high)


def _read_code(value: object) -> str:
    """The words of a limit that is one of a few codes."""
    return t(f"pengawasan_read.{value}") if isinstance(value, str) else ""


def _read_sex(row: Row) -> str:
    return _read_code(row["sex"])


def _read_marital(row: Row) -> str:
    return _read_code(row["marital"])


def _read_religion(row: Row) -> str:
    return _read_code(row["religion"])


def _read_looks(row: Row) -> str:
    if pd.isna(row["appearance"]) or not row["appearance"]:
        return ""
    return t("pengawasan_read.looks")


def _read_height(row: Row) -> str:
    return "" if pd.isna(row["height"]) else t("pengawasan_read.height", n=row["height"])


_READ: Final[Mapping[str, Callable[[Row], str]]] = {
    "age": _read_age,
    "sex": _read_sex,
    "looks": _read_looks,
    "marital": _read_marital,
    "height": _read_height,
    "religion": _read_religion,
}


def _show_advertisement(row: Row, told: str, *, is_sample: bool) -> None:
    language, missing = state.language(), t("pekerjaan.ad_untold")
    area = _tell(row["regency"]) or _tell(row["province"])
    title = plain(_tell(row["title"])) or missing
    place = plain(areas.name(area, language)) if area else missing
    portal = _tell(row["portal"])
    portal = plain(parts.name_portal(portal)) if portal else missing
    url = _tell(row["url"])
    with st.container(gap="xsmall"):
        st.markdown(f"**{title}** · {place} · {formats.day(row['posted'], language)}  \n{told}")
        if is_sample:
            st.caption(t("pekerjaan.ad_sample", portal=portal))
        elif url.startswith(("https://", "http://")):
            st.link_button(t("pekerjaan.ad_open", portal=portal), url)
        else:
            st.caption(t("pekerjaan.ad_no_url", portal=portal))


def _tell(value: object) -> str:
    """A text of the snapshot, "" where it is missing."""
    return value if isinstance(value, str) else ""
