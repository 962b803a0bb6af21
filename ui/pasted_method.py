"""How a pasted advertisement is read, and how often such readings were right when tested."""

from typing import Final

import pandas as pd
import streamlit as st

from analytics.accuracy import Measure, find_measure, read_measures
from analytics.advert_check import rules
from ui import parts
from ui.metodologi_accuracy import count_fields
from ui.pasted_limits import read_share
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
            **_bounds("years", find_measure(_YEARS)),
            **_bounds("job", find_measure(_JOB)),
        )
    )
    if told := read_share(signs.iloc[0].to_dict()):
        st.markdown(t("pasted_method.signs", **told))
    st.markdown(t("pasted_method.body", far_above=rules()["compare"]["far_above"]))
    parts.end_method("akurasi")


def _bounds(prefix: str, measure: Measure) -> dict[str, float]:
    """The measure and its interval under names for a text."""
    return {prefix: measure.value, f"{prefix}_low": measure.low, f"{prefix}_high": measure.high}
