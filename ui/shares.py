"""Shares over time, drawn: round steps of an axis of shares, and a line over months."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from ui import charts, state, svg
from ui import format as formats
from ui.texts import t

# Steps of an axis and heights of a line are whole numbers: hundredths of a percent.
_UNIT: Final = 10_000


def list_ticks(highest: float) -> list[tuple[float, str]]:
    """Round shares from 0 to at least `highest`, each as it is written."""
    steps = (step / _UNIT for step in svg.round_steps(highest * _UNIT))
    return [(step, formats.percent(step, state.language())) for step in steps]


def draw_months(months: pd.DataFrame, is_complete: Sequence[bool]) -> str:
    """The share of each month (columns month, share; missing leaves a gap) as a line."""
    language = state.language()
    heights = [None if pd.isna(share) else round(share * _UNIT) for share in months["share"]]
    points = [
        charts.Point(
            formats.month_short(month, language), height, formats.percent(share, language), whole
        )
        for month, height, share, whole in zip(
            months["month"], heights, months["share"], is_complete, strict=True
        )
    ]
    ticks = [(step * _UNIT, label) for step, label in list_ticks(months["share"].max())]
    return charts.draw_months(points, ticks, t("trend.incomplete_mark"))
