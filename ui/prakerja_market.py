"""The market beside Prakerja: what openings did in the same place and time, in sentences."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from analytics import statistics
from ui.prakerja import Chosen
from ui.texts import t
from ui.wording import name_place


def show_market(trend: pd.DataFrame, chosen: Chosen, begins: date | None) -> None:
    """What the market of the same place and period did, or why that is not known."""
    what = write_market(trend, name_place(chosen.where), chosen.period_words, begins)
    st.markdown(f"**{t('prakerja.market')}** {what}")


def write_markets(
    trends: Sequence[tuple[str, pd.DataFrame]], place: str, begins: date | None
) -> str:
    """`write_market` of several periods, the unknown ones in one sentence a reason."""
    told = [write_market(one, place, period, begins) for period, one in trends if _is_told(one)]
    unknown: dict[str, list[str]] = {}
    for period, one in trends:
        if not _is_told(one):
            unknown.setdefault(one.iloc[0]["reason"], []).append(period)
    for reason, periods in unknown.items():
        trend = pd.DataFrame([{"change": float("nan"), "reason": reason}])
        told.append(write_market(trend, place, ", ".join(periods), begins))
    return " ".join(told)


def _is_told(trend: pd.DataFrame) -> bool:
    return bool(pd.notna(trend.iloc[0]["change"]))


def write_market(trend: pd.DataFrame, place: str, period: str, begins: date | None) -> str:
    """The row of `prakerja_market.trend_beside` in a sentence; `begins` is the oldest posting."""
    row = trend.iloc[0]
    if not _is_told(trend):
        reason = row["reason"]
        return t(f"prakerja_market.{reason}", period=period, place=place, begins=begins,
                 at_least=statistics.CHANGE_AT_LEAST)  # fmt: skip
    is_clear = row["interval_low"] > 0 or row["interval_high"] < 0
    return t(
        f"prakerja_market.{'clear' if is_clear else 'unclear'}",
        place=place,
        change=row["change"],
        low=row["interval_low"],
        high=row["interval_high"],
        n=row["n"],
        n_before=row["n_before"],
        **{"from": row["day_from"], "to": row["day_to"]},
    )
