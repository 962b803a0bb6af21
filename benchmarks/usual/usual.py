"""Beranda as it is usually written: pandas in the script, Plotly Express, Streamlit's defaults."""

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

FOLDER = Path(os.environ["USUAL_SNAPSHOT"])
ALL = "Seluruh Indonesia"
ROWS = 10


@st.cache_data
def load_vacancies() -> pd.DataFrame:
    """All vacancies; cached, as tutorials say."""
    return pd.read_parquet(FOLDER / "vacancies.parquet")


@st.cache_data
def load_postings() -> pd.DataFrame:
    """All advertisements with their portals."""
    return pd.read_parquet(FOLDER / "postings.parquet")


@st.cache_data
def load_provinces() -> dict[str, str]:
    """Codes by name."""
    table = pd.read_csv(os.environ["USUAL_PROVINCES"], dtype=str)
    return dict(zip(table["name_id"], table["bps_code"], strict=True))


st.set_page_config(page_title="Lowongan", layout="wide")
vacancies, postings, provinces = load_vacancies(), load_postings(), load_provinces()
place = st.selectbox("Wilayah", [ALL, *sorted(provinces)])
nation = vacancies
if place != ALL:
    vacancies = vacancies[vacancies["province"] == provinces[place]]
    postings = postings[postings["vacancy_id"].isin(vacancies["vacancy_id"])]

st.title(f"{len(vacancies):,} lowongan tercatat di {place}")
months = vacancies.groupby("month").size().reset_index(name="n")
paid = vacancies[["wage_min_idr", "wage_max_idr"]].dropna().mean(axis=1)
total, month, wage, fresh = st.columns(4)
total.metric("Lowongan", f"{len(vacancies):,}", f"{vacancies['company'].nunique():,} perusahaan")
if len(months) > 1:
    month.metric("Bulan terakhir", int(months["n"].iloc[-1]), int(months["n"].diff().iloc[-1]))
if len(paid):
    wage.metric("Median upah", f"Rp{paid.median():,.0f}")
fresh.metric("Data sampai", str(vacancies["posted"].max())[:10])

st.header("Lowongan baru per bulan")
st.plotly_chart(px.line(months, x="month", y="n"))

titles = vacancies["title"].value_counts().head(ROWS).reset_index(name="n")
st.header("Judul yang paling banyak dicari")
st.plotly_chart(px.bar(titles, x="n", y="title", orientation="h"))

names = {code: name for name, code in provinces.items()}
where = nation["province"].map(names).value_counts().reset_index(name="n")
st.header("Di mana lowongannya")
st.plotly_chart(px.bar(where.head(ROWS), x="n", y="province", orientation="h"))
st.dataframe(where)

st.header("Berapa upah yang diiklankan")
quartiles = paid.quantile([0.25, 0.5, 0.75]).reset_index()
quartiles.columns = ["part", "wage"]
st.plotly_chart(px.bar(quartiles, x="part", y="wage"))

st.header("Dari mana datanya")
portals = postings["portal"].value_counts().reset_index(name="n")
portals["share"] = portals["n"] / max(len(vacancies), 1)
st.dataframe(portals)
