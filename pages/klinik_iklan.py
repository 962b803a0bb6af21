"""Klinik iklan: is my draft lawful, fair and complete, and what do others pay and ask for."""

import streamlit as st

import nlp
from analytics.advert_check_compare import share_signs
from analytics.filter import EVERYTHING
from ui import klinik_iklan, parts, pasted, pasted_demands, pasted_market, pasted_method, pasted_pay
from ui.state import ask

snapshot = parts.require_snapshot()
head = st.container()
sent = pasted.show_form(klinik_iklan.PAGE)
advert = pasted.read(sent, nlp.make_reader) if sent and not sent.problem else None
if sent is None or advert is None or not advert.is_advert:
    with head:
        klinik_iklan.show_finding(advert, [])
else:
    market = pasted_market.find(snapshot, advert)
    mends = klinik_iklan.find_mends(snapshot, advert, market, sent.text)
    with head:
        klinik_iklan.show_finding(advert, mends)
    klinik_iklan.show_mends(advert, mends, market)
    klinik_iklan.show_checklist(advert, mends)
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            pasted_pay.show_pay(advert, market)
        with st.container():
            pasted_demands.show_demands(advert, market)
            pasted_demands.show_skills(market)
pasted_method.show_method(ask(share_signs, snapshot, EVERYTHING))
klinik_iklan.show_next(advert)
