"""What Cek lowongan says: the finding, signs with their words, the law, what is missing, next."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from analytics.advert_check import Advert, Sign, list_missing, rules
from analytics.advert_check_mends import list_limits, share_of_limit
from analytics.supervision import circulars
from ui import parts, pekerjaan, state
from ui.pasted_limits import write_limit, write_others, write_quote
from ui.texts import t

PAGE: Final = "cek-lowongan"


def show_finding(advert: Advert | None) -> None:
    """The finding, or, before anything was pasted, what the page is for."""
    if advert is None:
        st.title(t("cek_lowongan.title"), anchor=False)
        st.markdown(t("cek_lowongan.lead"))
        return
    if not advert.is_advert:
        st.title(t("cek_lowongan.unread"), anchor=False)
        st.markdown(t("cek_lowongan.unread_lead"))
        return
    dangers, law = _dangers(advert), _count_law(advert)
    strong = sum(sign.is_strong for sign in dangers)
    if strong:
        st.title(t("cek_lowongan.strong", n=len(dangers), strong=strong), anchor=False)
        st.markdown(t("cek_lowongan.strong_lead"))
    elif dangers:
        st.title(t("cek_lowongan.check", n=len(dangers)), anchor=False)
        st.markdown(t("cek_lowongan.check_lead"))
    else:
        title = t("cek_lowongan.none_law", n=law) if law else t("cek_lowongan.none")
        st.title(title, anchor=False)
        st.markdown(t("cek_lowongan.none_lead"))
    if dangers and law:
        st.markdown(t("cek_lowongan.law_lead", n=law))


def _dangers(advert: Advert) -> list[Sign]:
    """Signs of danger, the strong ones first."""
    return sorted(
        (sign for sign in advert.signs if sign.is_danger), key=lambda sign: not sign.is_strong
    )


def _count_law(advert: Advert) -> int:
    return len(list_limits(advert)) + sum(not sign.is_danger for sign in advert.signs)


def show_signs(advert: Advert) -> None:
    """Each sign: its weight, why it is one, its words, what to do; then whom to tell."""
    st.header(t("cek_lowongan.signs_title"), anchor=False)
    dangers = _dangers(advert)
    if not dangers:
        st.markdown(t("cek_lowongan.signs_none"))
    for sign in dangers:
        _show_sign(sign)
    report = rules()["report"]
    st.markdown(t("cek_lowongan.report", ministry=report["ministry"], money=report["money"]))


def _show_sign(sign: Sign) -> None:
    weight = t("cek_lowongan.weight_strong") if sign.is_strong else t("cek_lowongan.weight_check")
    name = t(f"pasted_sign.{sign.kind}")
    with st.container(border=True, gap="xsmall"):
        st.markdown(t("cek_lowongan.sign", name=name, weight=weight))
        st.markdown(f"{sign.reason} {t(f'cek_lowongan_do.{sign.kind}')}")
        st.markdown(write_quote(sign.words))


def show_law(advert: Advert, limits: pd.DataFrame) -> None:
    """Limits and kept documents against the circulars of the ministry, with what was read."""
    st.header(t("cek_lowongan.law_title"), anchor=False)
    if not _count_law(advert):
        st.markdown(t("cek_lowongan.law_none"))
        return
    found = list_limits(advert)
    for kind in found:
        _show_limit(advert, kind, limits, found[kind])
    for sign in advert.signs:
        if not sign.is_danger:
            _show_sign(sign)
    if found:
        circular = circulars()["limits"]
        st.markdown(t("cek_lowongan.circular", number=circular.number, day=circular.day))
    if any(sign.kind == "diploma_kept" for sign in advert.signs):
        circular = circulars()["diploma"]
        st.markdown(t("cek_lowongan.diploma", number=circular.number, day=circular.day))


def _show_limit(advert: Advert, kind: str, limits: pd.DataFrame, names: Sequence[str]) -> None:
    words = next((advert.limit_words[one] for one in names if one in advert.limit_words), "")
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{t(f'pengawasan_demand.{kind}')}**")
        others = write_others(share_of_limit(limits, advert, kind))
        st.markdown(f"{write_limit(advert, kind)} {others}")
        if words:
            st.markdown(write_quote(words))


def show_missing(advert: Advert) -> None:
    """What was not found, and what to ask about it."""
    st.header(t("cek_lowongan.missing_title"), anchor=False)
    missing = list_missing(advert)
    if not missing:
        st.markdown(t("cek_lowongan.missing_none"))
        return
    st.markdown(t("cek_lowongan.missing_lead"))
    st.markdown("\n".join(f"- {t(f'cek_lowongan_ask.{part}')}" for part in missing))


def show_next(advert: Advert | None) -> None:
    """The next step: the market of this job and place, and the other pages."""
    st.header(t("cek_lowongan.next_title"), anchor=False)
    query = query_of(advert)
    has_job = pekerjaan.OCCUPATION_KEY in query
    pay = t("cek_lowongan.next_pay_job") if has_job else t("cek_lowongan.next_pay")
    job = t("cek_lowongan.next_job") if has_job else t("cek_lowongan.next_jobs")
    place = {key: code for key, code in query.items() if key != pekerjaan.OCCUPATION_KEY}
    parts.link_page("pages/gaji.py", pay, query)
    parts.link_page("pages/pekerjaan.py", job, query)
    parts.link_page("pages/karier.py", t("cek_lowongan.next_career"), place)
    parts.link_page("pages/pengawasan.py", t("cek_lowongan.next_supervision"), place)


def query_of(advert: Advert | None) -> dict[str, str]:
    """Codes of the job and the province, for an address: nothing of the text itself."""
    if advert is None:
        return {}
    query = {state.PROVINCE_KEY: advert.province} if advert.province else {}
    if advert.occupation is not None and pekerjaan.is_choice(advert.occupation):
        query[pekerjaan.OCCUPATION_KEY] = advert.occupation
    return query
