"""How a pasted advertisement is read, and how often such readings were right when tested."""

from typing import Final

import pandas as pd
import streamlit as st

from analytics.accuracy import Measure, read_measures
from analytics.advert_check import rules
from ui import parts
from ui.metodologi_accuracy import count_fields
from ui.texts import t

_LIMITS: Final = "restriction."
_JOB: Final = "occupation 4 digits"
_YEARS: Final = "experience_min_years"


def show_method(signs: pd.DataFrame) -> None:
    """How readings are made, their measured errors, how rare signs are (of `share_signs`)."""
    st.header(t("pasted_method.title"), anchor=parts.METHOD_ANCHOR)
    counts = count_fields().set_index("field")
    limits = counts[counts.index.str.startswith(_LIMITS)]
    pay, education = counts.loc["wage"], counts.loc["education_min"]
    st.markdown(
        t(
            "pasted_method.right",
            n=read_measures().postings,
            pay=pay["right"],
            pay_told=pay["told"],
            pay_invented=pay["invented"],
            limits=limits["right"].sum(),
            limits_told=limits["told"].sum(),
            limits_invented=limits["invented"].sum(),
            education=education["right"],
            education_told=education["told"],
            **_bounds("years", _find(_YEARS)),
            **_bounds("job", _find(_JOB)),
        )
    )
    row = signs.iloc[0]
    if not pd.isna(row["share"]):
        st.markdown(
            t(
                "pasted_method.signs",
                share=row["share"],
                low=row["interval_low"],
                high=row["interval_high"],
                n=row["base"],
            )
        )
    st.markdown(t("pasted_method.body", far_above=rules()["compare"]["far_above"]))
    parts.link_page("pages/metodologi.py", t("pasted_method.more"), {})
    parts.link_method("akurasi")


def _find(name: str) -> Measure | None:
    return next((one for one in read_measures().rows if one.name == name), None)


def _bounds(prefix: str, measure: Measure | None) -> dict[str, float]:
    """The measure and its interval under names for a text; missing where it was not measured."""
    none = float("nan")
    return {
        prefix: measure.value if measure else none,
        f"{prefix}_low": measure.low if measure else none,
        f"{prefix}_high": measure.high if measure else none,
    }
