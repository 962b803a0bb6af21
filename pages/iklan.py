"""Iklan: the advertisements behind one mark of a figure, each with the way to its original."""

import streamlit as st

from analytics.behind_lists import list_behind
from ui import behind, iklan, parts

snapshot = parts.require_snapshot()
asked = behind.read(st.query_params.to_dict())
offset = iklan.read_offset()
listed = list_behind(snapshot, asked, iklan.SHOWN, offset)
if offset and listed.empty:
    # The list has become shorter since the link was made.
    offset = 0
    listed = list_behind(snapshot, asked, iklan.SHOWN)
iklan.show_finding(listed, offset, asked)
iklan.show_asked(asked, snapshot)
iklan.show_list(listed, offset, is_sample=snapshot.meta.is_sample)
iklan.show_method()
iklan.show_next(asked)
