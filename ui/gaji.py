"""What Gaji says beside its figures: the choices, the finding, my pay against the market, next."""

from dataclasses import fields, replace
from typing import Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.wages_estimate import AT_LEAST, DOMINANT
from analytics.wages_filter import BANDS, PayFilter
from analytics.wages_growth import CELL_AT_LEAST, CELLS_AT_LEAST, WINDOW_MONTHS
from analytics.wages_minimum import minimum_now
from analytics.wages_position import place_pay
from data.reference import areas
from data.reference.wages import MinimumWage
from data.snapshot import Snapshot
from ui import format as formats
from ui import home, parts, pekerjaan, state
from ui.addresses import REGENCY_KEY, province_query
from ui.texts import plain, t
from ui.wording import name_place

EXPERIENCE_KEY: Final = "pengalaman"
ANY: Final = ""
_AMOUNT_KEY: Final = "gaji-amount"
_STEP: Final = 100_000
# Less is no pay for a month: somebody wrote millions or thousands.
_LOWEST: Final = 100_000
_HIGHEST: Final = 1_000_000_000
_HALF: Final = 0.5
_LINKS: Final = 8


def choose_where() -> PayFilter:
    """The occupation, place and experience in the address; a regency alone names its province."""
    asked = st.query_params.get(REGENCY_KEY)
    if asked in areas.regencies() and state.PROVINCE_KEY not in st.query_params:
        st.query_params[state.PROVINCE_KEY] = areas.regency(asked).province
    around = state.choose_filter()
    occupation = pekerjaan.choose_occupation()
    regency = state.choice(REGENCY_KEY, (state.EVERYWHERE, *_regencies(around)), state.EVERYWHERE)
    band = state.choice(EXPERIENCE_KEY, (ANY, *BANDS), ANY)
    told = {one.name: getattr(around, one.name) for one in fields(around)}
    told |= {"occupation": occupation or None, "regency": regency or None}
    return PayFilter(**told, asks=band or None)


def _regencies(around: Filter) -> list[str]:
    return [code for code, one in areas.regencies().items() if one.province == around.province]


def name_area(where: Filter) -> str:
    """The narrowest place asked about, in words."""
    if where.regency is not None:
        return areas.name(where.regency, state.language())
    return name_place(where)


def narrowest(where: Filter) -> str:
    """How wide the place asked about is: "regency", "province" or "nation"."""
    return next(wider(where))[0]


def name_at(where: Filter, place: str) -> str:
    """The place of a figure ("regency", "province", "nation") around the one asked about."""
    if place == "nation":
        return t("home.nation")
    code = where.regency if place == "regency" else where.province
    return areas.name(str(code), state.language())


def filter_at(where: Filter, place: str) -> Filter:
    """The filter with the place ("regency", "province", "nation") that a figure is of."""
    return dict(wider(where))[place]


def show_median(row: pd.Series) -> None:
    """The middle pay of openings of many occupations as one figure, or that it takes more.

    Columns: median_idr, wage_low, wage_high, wage_place, n_wage.
    """
    if pd.isna(row["median_idr"]):
        least = {
            "at_least": statistics.MEDIAN_AT_LEAST,
            "employers": statistics.EMPLOYERS_AT_LEAST,
        }
        note = t("gaji.median_few", n=row["n_wage"], **least)
        parts.show_number(t("gaji.median"), formats.NOTHING, note)
        return
    note = t(
        "gaji.median_note",
        place=pekerjaan.name_scope(row["wage_place"]),
        low=row["wage_low"],
        high=row["wage_high"],
        n=row["n_wage"],
    )
    median = formats.rupiah_short(row["median_idr"], state.language())
    parts.show_number(t("gaji.median"), median, note)


def show_choices(where: PayFilter) -> None:
    """Place and experience as selects; the regency's once a province is chosen."""
    language = state.language()
    with st.grid(3, min_column_width=150, gap="small"):
        names = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("gaji.province"), names, state.EVERYWHERE)
        if where.province is not None:
            codes = {code: areas.name(code, language) for code in _regencies(where)}
            in_order = dict(sorted(codes.items(), key=lambda pair: pair[1]))
            options = {state.EVERYWHERE: t("gaji.regency_all"), **in_order}
            parts.show_choice(REGENCY_KEY, t("gaji.regency"), options, state.EVERYWHERE)
        bands = {ANY: t("gaji.experience_any"), **{one: name_band(one) for one in BANDS}}
        parts.show_choice(EXPERIENCE_KEY, t("gaji.experience"), bands, ANY)


def name_band(band: str) -> str:
    """The experience an advertisement asks for, in words."""
    return t(f"gaji_experience.{band}")


def middle(percentiles: pd.DataFrame) -> pd.Series:
    """The row of the median."""
    return percentiles[percentiles["percentile"] == 50].iloc[0]


def around_figure(where: PayFilter, percentiles: pd.DataFrame) -> PayFilter:
    """The filter with the place that the figures are of."""
    place = middle(percentiles)["place"]
    if place == "nation":
        return replace(where, province=None, regency=None)
    return replace(where, regency=None) if place == "province" else where


def find_minimum(snapshot: Snapshot, where: PayFilter) -> MinimumWage | None:
    """The minimum wage of the narrowest place asked about, or None."""
    areas_asked = (where.regency, where.province)
    found = (minimum_now(snapshot, area) for area in areas_asked if area)
    return next((least for least in found if least), None)


def write_pay(row: pd.Series) -> str:
    """A figure in a few digits, or both ends of the stretch where only that can be told."""
    language = state.language()
    low = formats.rupiah_short(row["pay_idr"], language)
    if pd.isna(row["pay_high_idr"]):
        return t("gaji.at_least", low=low)
    high = formats.rupiah_short(row["pay_high_idr"], language)
    if low == high:
        return low
    figure, _, unit = low.rpartition(" ")
    # "Rp14,3–14,4 juta": the unit once where it is the same.
    return f"{figure}–{high.removeprefix('Rp')}" if high.endswith(f" {unit}") else f"{low}–{high}"


def write_reason(row: pd.Series, asked: str = "") -> str:
    """Why a cell may not be shown, with its counts; `asked` is "_asked" for the place asked for."""
    reason = row[f"reason{asked}"]
    return t(
        f"gaji_reason.{reason}",
        n=row[f"n{asked}"],
        employers=row[f"employers{asked}"],
        share=row[f"top_share{asked}"],
        at_least=AT_LEAST[50],
        employers_at_least=statistics.EMPLOYERS_AT_LEAST,
        dominant=DOMINANT,
    )


def write_fallback(row: pd.Series, where: Filter) -> list[str]:
    """That the figure is of a wider place than asked for and why, if so."""
    if pd.isna(row["reason_asked"]) or not pd.isna(row["reason"]):
        return []
    here, wide = name_area(where), name_at(where, row["place"])
    return [t("gaji.fallback", asked=here, why=write_reason(row, "_asked"), place=wide)]


def show_finding(percentiles: pd.DataFrame, guess: pd.DataFrame, where: PayFilter) -> None:
    """The finding: what it pays here, what it probably pays here, or why that cannot be said."""
    median, code = middle(percentiles), where.occupation
    name = plain(pekerjaan.name_occupation(code)) if code else t("gaji.all_occupations")
    if not pd.isna(median["reason"]):
        st.title(t("gaji.finding_none", name=name), anchor=False)
        st.markdown(f"{write_reason(median)} {t('gaji.finding_none_hint')}")
        return
    place, figure = name_at(where, median["place"]), write_pay(median)
    bounds = {"low": median["interval_low"], "high": median["interval_high"]}
    if not pd.isna(median["reason_asked"]) and not guess.empty:
        _show_guess(guess.iloc[0], name, name_area(where))
        st.markdown(t("gaji.whole", place=place, median=figure, n=median["n"], **bounds))
        return
    st.title(t("gaji.finding", name=name, place=place, median=figure), anchor=False)
    counts = {"n": median["n"], "employers": median["employers"]}
    ends = {formats.rupiah_short(bound, state.language()) for bound in bounds.values()}
    st.markdown(
        t("gaji.lead", **bounds, **counts) if len(ends) > 1 else t("gaji.lead_sure", **counts)
    )
    for words in write_fallback(median, where):
        st.markdown(words)


def _show_guess(guess: pd.Series, name: str, place: str) -> None:
    pay = {"low": guess["pay_low_idr"], "high": guess["pay_high_idr"]}
    st.title(t("gaji.guess", name=name, place=place, **pay), anchor=False)
    values = {
        "n": guess["n"],
        "n_occupation": guess["n_occupation"],
        "n_area": guess["n_area"],
        "low": guess["interval_low"],
        "high": guess["interval_high"],
    }
    st.markdown(t("gaji.guess_lead", place=place, **values))


@st.fragment
def show_position(snapshot: Snapshot, where: PayFilter) -> None:
    """A box for my own pay, and how many advertisements pay less. What is typed is not kept."""
    st.header(t("gaji.mine_title"), anchor=False)
    st.markdown(t("gaji.mine_lead"))
    amount = st.number_input(
        t("gaji.mine_label"),
        min_value=0,
        max_value=_HIGHEST,
        value=None,
        step=_STEP,
        key=_AMOUNT_KEY,
        placeholder=t("gaji.mine_example"),
    )
    if amount is None:
        return
    if amount < _LOWEST:
        st.markdown(t("gaji.mine_small", amount=amount))
        return
    # Not by state.ask, which would keep the amount among the answers.
    found = place_pay(snapshot, where, float(amount)).iloc[0]
    if not pd.isna(found["reason"]):
        st.markdown(write_reason(found))
        return
    surely, perhaps = found["share_surely"], found["share_perhaps"]
    key = "above" if surely > _HALF else "below" if perhaps < _HALF else "within"
    values = {
        "amount": amount,
        "place": name_at(where, found["place"]),
        "surely": surely,
        "perhaps": perhaps,
    }
    st.markdown(f"**{t(f'gaji_mine.{key}', amount=amount)}** {t('gaji.mine_shares', **values)}")
    bounds = {"low": found["interval_low"], "high": found["interval_high"]}
    st.caption(t("gaji.mine_interval", **bounds, n=found["n"], employers=found["employers"]))
    least = find_minimum(snapshot, where)
    if least and amount < least.idr:
        st.markdown(t("gaji.mine_minimum", name=name_minimum(least), minimum=least.idr))


def name_minimum(least: MinimumWage) -> str:
    """The minimum wage in words: UMK or UMP, place, year."""
    place = areas.name(least.area, state.language())
    return t(f"gaji_minimum.{least.basis}", place=place, year=str(least.year))


def show_advertisements(listed: pd.DataFrame, *, is_sample: bool) -> None:
    """The advertisements behind the figures, newest first, each with the way to its original."""
    st.header(t("gaji.ads_title"), anchor=False)
    if listed.empty:
        st.markdown(t("gaji.ads_none"))
        return
    st.markdown(t("gaji.ads_lead", shown=len(listed), n=listed["n"].iloc[0]))
    pekerjaan.write_advertisements(listed, is_sample=is_sample)


def show_links(page: str, ranked: pd.DataFrame) -> None:
    """Ways into the best paid occupations."""
    for _, row in ranked.head(_LINKS).iterrows():
        name = pekerjaan.short_name(row["occupation"])
        label = t("gaji.link", name=name, median=write_pay(row))
        parts.link_page(page, label, {pekerjaan.OCCUPATION_KEY: row["occupation"]})


def show_method() -> None:
    """How the figures are made."""
    st.header(t("gaji.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "gaji.method",
            median=AT_LEAST[50],
            quartiles=AT_LEAST[25],
            tails=AT_LEAST[10],
            employers=statistics.EMPLOYERS_AT_LEAST,
            dominant=DOMINANT,
            share_at_least=statistics.SHARE_AT_LEAST,
            months=WINDOW_MONTHS,
            cell=CELL_AT_LEAST,
            cells=CELLS_AT_LEAST,
        )
    )
    parts.end_method("gaji")


def show_next(where: PayFilter) -> None:
    """The next step: what the occupation asks and where it leads, and the whole market."""
    st.header(t("gaji.next_title"), anchor=False)
    query = province_query(where)
    if where.occupation:
        name = plain(pekerjaan.name_occupation(where.occupation))
        job = {**query, pekerjaan.OCCUPATION_KEY: where.occupation}
        parts.link_page("pages/pekerjaan.py", t("gaji.next_job", name=name), job)
    else:
        parts.link_page("pages/pekerjaan.py", t("gaji.next_jobs"), query)
    parts.link_page("pages/beranda.py", t("gaji.next_market"), query)
