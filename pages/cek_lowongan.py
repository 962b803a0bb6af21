"""Cek lowongan: is the advertisement in my hand safe, fair and well paid, what is missing."""

import streamlit as st

import nlp
from analytics.advert_check_compare import share_signs
from analytics.filter import EVERYTHING
from ui import (
    cek_lowongan,
    parts,
    pasted,
    pasted_demands,
    pasted_market,
    pasted_method,
    pasted_pay,
)
from ui.state import ask

snapshot = parts.require_snapshot()
head = st.container()
sent = pasted.show_form(cek_lowongan.PAGE)
advert = pasted.read(sent, nlp.make_reader) if sent and not sent.problem else None
with head:
    cek_lowongan.show_finding(advert)
if advert is not None and advert.is_advert:
    market = pasted_market.find(snapshot, advert)
    cek_lowongan.show_signs(advert)
    cek_lowongan.show_law(advert, market.limits)
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            pasted_pay.show_pay(advert, market)
        with st.container():
            pasted_demands.show_demands(advert, market)
            pasted_demands.show_skills(market)
    cek_lowongan.show_missing(advert)
pasted_method.show_method(ask(share_signs, snapshot, EVERYTHING))
cek_lowongan.show_next(advert)
