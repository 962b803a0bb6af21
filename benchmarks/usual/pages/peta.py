"""The map of 514 regencies as it is usually drawn: outlines inside an express figure."""

import json
import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

FOLDER = Path(os.environ["USUAL_SNAPSHOT"])


@st.cache_data
def load_vacancies() -> pd.DataFrame:
    """All vacancies."""
    return pd.read_parquet(FOLDER / "vacancies.parquet")


@st.cache_data
def load_outlines() -> dict[str, object]:
    """GeoJSON of the regencies."""
    found: dict[str, object] = json.loads(Path(os.environ["USUAL_OUTLINES"]).read_text())
    return found


@st.cache_data
def load_population() -> pd.DataFrame:
    """Inhabitants by regency."""
    table = pd.read_csv(os.environ["USUAL_REGENCIES"], dtype={"bps_code": str})
    return table.rename(columns={"population_dec_2024": "population"})[["bps_code", "population"]]


vacancies = load_vacancies()
sector = st.radio("Sektor", ["Semua", *"CFGHIJKMNPQS"])
if sector != "Semua":
    vacancies = vacancies[vacancies["sector"] == sector]
counts = vacancies["regency"].value_counts().reset_index(name="n")
rates = load_population().merge(counts, left_on="bps_code", right_on="regency", how="left")
rates["rate"] = rates["n"].fillna(0) / rates["population"] * 100_000
figure = px.choropleth(
    rates,
    geojson=load_outlines(),
    locations="bps_code",
    featureidkey="properties.bps_code",
    color="rate",
)
figure.update_geos(fitbounds="locations", visible=False)
st.plotly_chart(figure)
