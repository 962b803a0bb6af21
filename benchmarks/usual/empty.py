"""An empty Streamlit page, to see what Streamlit itself costs."""

import streamlit as st

st.title("Kosong")
st.selectbox("Wilayah", ["a", "b", "c"])
st.radio("Sektor", ["Semua", *"CFGHIJKMNPQS"])
