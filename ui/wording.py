"""Small wordings that figures share: names of places, intervals, numbers as readers write."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.skills_growth import CLEAR_FROM, LIKELY_FROM
from data.reference import areas
from ui import format as formats
from ui import state
from ui.texts import t


def name_place(where: Filter) -> str:
    """The name of the part of the country asked about."""
    if where.province is None:
        return t("home.nation")
    return name_province(where.province)


def written(write: Callable[..., str]) -> Callable[[float], str]:
    """A function of format in the language of this run."""
    return partial(write, language=state.language())


def write_columns(
    counts: Sequence[str], shares: Sequence[str] = ()
) -> dict[str, Callable[[float], str]]:
    """How the columns of a table that are counts and shares are written."""
    return {
        **dict.fromkeys(counts, written(formats.number)),
        **dict.fromkeys(shares, written(formats.percent)),
    }


def write_interval(low: float, high: float, write: Callable[..., str]) -> str:
    """Both bounds as written in a table cell, or the sign for nothing."""
    if pd.isna(low) or pd.isna(high):
        return formats.NOTHING
    language = state.language()
    return t("table.range", low=write(low, language), high=write(high, language))


def wage_counts(row: pd.Series) -> dict[str, object]:
    """What a text needs to say why there is no median."""
    return {
        "n": row["n"],
        "employers": row["employers"],
        "at_least": statistics.MEDIAN_AT_LEAST,
        "employers_at_least": statistics.EMPLOYERS_AT_LEAST,
    }


def name_province(code: str) -> str:
    """The name of a province in the language of this run."""
    return areas.name(code, state.language())


def write_count(n: float, share: float) -> str:
    """What stands at the end of a bar: the count and its share."""
    language = state.language()
    return f"{formats.number(n, language)} · {formats.percent(share, language)}"


def write_share(share: float, n: float) -> str:
    """The same where the share is what is drawn."""
    language = state.language()
    return f"{formats.percent(share, language)} · {formats.number(n, language)}"


def how_likely(p_growth: float) -> str:
    """The key of the word for the chance that a share grew by more than GROWTH_MORE_THAN."""
    if p_growth >= CLEAR_FROM:
        return "clear"
    return "likely" if p_growth >= LIKELY_FROM else "little"
