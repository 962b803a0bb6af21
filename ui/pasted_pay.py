"""The pay of a pasted advertisement: beside what similar ones offer, and to the minimum wage."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics.advert_check import Advert, Floor, Pay
from analytics.behind import behind
from ui import format as formats
from ui import parts, state
from ui.behind import link
from ui.cells import Interval
from ui.gaji import (
    filter_at,
    middle,
    name_at,
    name_minimum,
    write_fallback,
    write_pay,
    write_reason,
)
from ui.gaji_chart import Mark, draw_marks
from ui.gaji_figures import mark_pay, write_stretch
from ui.pasted_market import Market
from ui.pasted_position import Position
from ui.pekerjaan import name_occupation
from ui.texts import plain, t
from ui.wording import write_interval


def write_offer(pay: Pay) -> str:
    """What is offered by the month: "Rp6,5–7,5 juta", "mulai Rp5 juta", "sampai Rp5 juta"."""
    language = state.language()
    low, high = pay.low_idr, pay.high_idr
    if low is not None and high is not None and low != high:
        return write_interval(low, high, formats.rupiah_short)
    if low is None:
        return t("pasted_pay.most", amount=high)
    if high is None:
        return t("pasted_pay.least", amount=low)
    return formats.rupiah_short(low, language)


def show_pay(advert: Advert, market: Market) -> None:
    """The pay of the advertisement among the percentiles of similar ones, and what it means."""
    floor, position, percentiles = market.floor, market.position, market.percentiles
    if percentiles.empty:
        parts.show_nothing(t("pasted_pay.title"), _write_pay_read(advert))
        st.markdown(t(f"pasted_no_market.{market.reason}"))
        _show_floor(floor)
        return
    median = middle(percentiles)
    if not pd.isna(median["reason"]):
        parts.show_nothing(t("pasted_pay.title"), _write_pay_read(advert))
        st.markdown(t("pasted_pay.few", why=write_reason(median)))
        _show_floor(floor)
        return
    if position is None:
        title = t("pasted_pay.silent", median=write_pay(median))
    else:
        title = t(f"pasted_pay_verdict.{position.verdict}")
    _show_figure(title, advert.pay, market)
    st.markdown(_write_pay_read(advert))
    if position is not None and position.verdict == "high":
        st.markdown(t("pasted_pay.too_good"))
    _show_floor(floor)


def _show_figure(title: str, pay: Pay | None, market: Market) -> None:
    where, floor, position = market.where, market.floor, market.position
    if where is None:
        return
    percentiles = market.percentiles
    median = middle(percentiles)
    shown = percentiles[percentiles["reason"].isna()]
    place, name = name_at(where, median["place"]), name_occupation(str(where.occupation))
    least = float(floor.least.idr) if floor else None
    names = [t(f"gaji_percentile.{one}") for one in shown["percentile"]]
    marks = [
        mark_pay(label, row, least) for label, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    rows: list[dict[str, object]] = [
        {"gaji_of": label, "pay_idr": write_stretch(row), "interval": _interval(row)}
        for label, (_, row) in zip(names, shown.iterrows(), strict=True)
    ]
    to_ads = [link(behind(filter_at(where, median["place"]), is_paid=True))] * len(rows)
    notes = [*write_fallback(median, where), t("gaji.percentiles_note")]
    if position is not None and pay is not None:
        own = t("pasted_pay.own")
        marks.insert(0, _own_mark(own, pay, least))
        rows.insert(0, {"gaji_of": own, "pay_idr": _offered(pay), "interval": _NO_INTERVAL})
        # The advertisement itself is in the reader's hand.
        to_ads.insert(0, "")
        notes = [*_write_shares(position, pay), *notes]
    if floor:
        label = name_minimum(floor.least)
        notes.append(t("gaji.minimum_line", name=label, minimum=floor.least.idr))
    parts.show_figure(
        title,
        t("pasted_pay.subtitle", name=plain(name), place=place),
        draw_marks(marks, t("gaji.minimum_mark") if floor else ""),
        t("pasted_pay.alt", title=title, median=median["pay_idr"], n=median["n"], place=place),
        parts.with_n(market.sources[median["place"]], int(median["n"])),
        notes,
        parts.Table(pd.DataFrame(rows), {"pay_idr": str}, links=to_ads),
    )


def _own_mark(label: str, pay: Pay, minimum: float | None) -> Mark:
    ends = [float(one) for one in (pay.low_idr, pay.high_idr) if one is not None]
    return Mark(label, ends[0], ends[-1], write_offer(pay), None, minimum, is_chosen=True)


_NO_INTERVAL: Final = Interval(float("nan"), float("nan"), formats.rupiah)


def _offered(pay: Pay) -> Interval:
    """The pay of the advertisement as a cell."""
    ends = [float(one) for one in (pay.low_idr, pay.high_idr) if one is not None]
    return Interval(ends[0], ends[-1], formats.rupiah, write_offer(pay))


def _interval(row: pd.Series) -> Interval:
    return Interval(row["interval_low"], row["interval_high"], formats.rupiah)


def _write_shares(position: Position, pay: Pay) -> list[str]:
    """How many similar advertisements offer less than each end, with interval and n."""
    ends: Mapping[int, pd.Series] = {
        end: row
        for end, row in ((pay.low_idr, position.low), (pay.high_idr, position.high))
        if end is not None
    }
    return [write_less(end, row.to_dict()) for end, row in ends.items()]


def write_less(amount: float, row: Mapping[Any, Any]) -> str:
    """How many similar advertisements offer less than an amount, with interval and n."""
    return t(
        "pasted_pay.shares",
        amount=amount,
        surely=row["share_surely"],
        perhaps=row["share_perhaps"],
        low=row["interval_low"],
        high=row["interval_high"],
        n=row["n"],
        employers=row["employers"],
    )


def _write_pay_read(advert: Advert) -> str:
    """What was read as the pay, or that nothing was."""
    pay = advert.pay
    if pay is None:
        return t("pasted_pay.none")
    words = plain(pay.words)
    if not pay.is_plausible:
        return t("pasted_pay.implausible", words=words)
    if pay.currency != "IDR":
        return t("pasted_pay.foreign", words=words)
    if not pay.is_monthly:
        return t("pasted_pay.no_period", words=words)
    if pay.period != "month":
        return t("pasted_pay.converted", words=words, offer=write_offer(pay))
    return t("pasted_pay.read", words=words)


def _show_floor(floor: Floor | None) -> None:
    if floor is None:
        st.markdown(t("pasted_pay.no_place"))
        return
    name = name_minimum(floor.least)
    st.markdown(t(f"pasted_floor.{floor.verdict}", name=name, minimum=floor.least.idr))
