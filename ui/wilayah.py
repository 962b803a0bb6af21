"""What Wilayah says beside its figures: the choices, the finding, how visible a place is, next."""

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from analytics import growth, regions, regions_tightness, regions_visibility, statistics
from analytics.filter import Filter
from analytics.regions_visibility import GRADES
from data.reference import areas
from data.snapshot import Snapshot
from ui import format as formats
from ui import gaji, home, parts, pekerjaan, state
from ui.addresses import REGENCY_KEY, place_query, province_query
from ui.format import Language
from ui.maps_outlines import Level
from ui.texts import plain, t
from ui.wording import written

OTHER_KEY: Final = "bandingkan"
DETAIL_KEY: Final = "rinci"
# Codes in the address and the level that the country is shown by; the first is the default.
_DETAILS: Final[dict[str, Level]] = {"prov": "province", "kab": "regency"}
NONE: Final = ""
_LINKS: Final = 8
# Grades at which a wider place tells more.
_WEAK: Final = ("D", "E")
# Rates below it carry a decimal.
_WHOLE_FROM: Final = 10
# Multiples from it on carry one decimal, below it two.
_ONE_DIGIT_FROM: Final = 2


def choose_where() -> Filter:
    """The place in the address; a regency alone names its province."""
    asked = st.query_params.get(REGENCY_KEY)
    if asked in areas.regencies() and state.PROVINCE_KEY not in st.query_params:
        st.query_params[state.PROVINCE_KEY] = areas.regency(asked).province
    around = state.choose_filter()
    own = [code for code, one in areas.regencies().items() if one.province == around.province]
    regency = state.choice(REGENCY_KEY, (state.EVERYWHERE, *own), state.EVERYWHERE)
    return replace(around, regency=regency or None)


def choose_other(where: Filter) -> Filter | None:
    """The place to compare with: another of the same level, or None."""
    code = state.choice(OTHER_KEY, (NONE, *_others(where)), NONE)
    return place_filter(code) if code else None


def choose_detail() -> Level:
    """Whether the country is shown by province or by regency."""
    return _DETAILS[state.choice(DETAIL_KEY, tuple(_DETAILS), next(iter(_DETAILS)))]


def _others(where: Filter) -> list[str]:
    own = place_code(where)
    if own is None:
        return []
    known = areas.regencies() if where.regency else areas.provinces()
    return [code for code in known if code != own]


def place_code(where: Filter) -> str | None:
    """The BPS code of the narrowest place asked about; None for the country."""
    return where.regency or where.province


def place_filter(code: str) -> Filter:
    """The filter of a province or regency by its BPS code."""
    return Filter(province=code[:2], regency=code if len(code) > 2 else None)


def name_code(code: str) -> str:
    """The name of a province or regency in the language of this run."""
    return areas.name(code, state.language())


def shorten_area(area: str) -> str:
    """The name of an area for a chart: Jakarta's cities are no others' namesakes."""
    short = area.replace("Kota Administrasi ", "Kota ").replace("Kabupaten Administrasi ", "Kab. ")
    return short.replace("Kabupaten ", "Kab. ")


def name_around(where: Filter, level: str) -> str:
    """The place that its parts are compared with: the country, or the province for regencies."""
    if level == "province" or where.province is None:
        return t("home.nation")
    return name_code(where.province)


def level_of(where: Filter) -> str:
    """The level of the place asked about: "regency", else "province"."""
    return "regency" if where.regency else "province"


def siblings(where: Filter) -> Filter:
    """The filter over the places to compare the one asked about with."""
    return Filter(province=where.province if where.regency else None)


def rate_of(ranked: pd.DataFrame) -> float:
    """Vacancies to 100,000 inhabitants of all these places together."""
    peopled = ranked[ranked["population"] > 0]
    return float(regions.PER * peopled["n"].sum() / peopled["population"].sum())


def show_choices(where: Filter) -> None:
    """Province and detail; once there is a province, its regency and what to compare with."""
    with st.grid(3, min_column_width=150, gap="small"):
        names = home.province_names()
        parts.show_choice(state.PROVINCE_KEY, t("wilayah.province"), names, state.EVERYWHERE)
        if where.province is None:
            details = {code: t(f"wilayah_level.{level}") for code, level in _DETAILS.items()}
            parts.show_choice(DETAIL_KEY, t("wilayah.map_level"), details, next(iter(_DETAILS)))
            return
        own = {
            code: name_code(code)
            for code, one in areas.regencies().items()
            if one.province == where.province
        }
        options = {state.EVERYWHERE: t("wilayah.regency_all"), **_sorted(own)}
        parts.show_choice(REGENCY_KEY, t("wilayah.regency"), options, state.EVERYWHERE)
        others = {code: name_code(code) for code in _others(where)}
        options = {NONE: t("wilayah.other_none"), **_sorted(others)}
        parts.show_choice(OTHER_KEY, t("wilayah.other"), options, NONE)


def _sorted(names: dict[str, str]) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def show_opening(ranked: pd.DataFrame) -> None:
    """The finding for the country: where most is advertised to the inhabitants, and in all."""
    enough = ranked[(ranked["n"] >= statistics.SHARE_AT_LEAST) & ranked["per_100k"].notna()]
    if enough.empty:
        st.title(t("wilayah.opening_none_title"), anchor=False)
        st.markdown(t("wilayah.opening_none", at_least=statistics.SHARE_AT_LEAST))
        return
    top, most = enough.sort_values("per_100k").iloc[-1], enough.iloc[0]
    st.title(
        t("wilayah.opening", place=name_code(top["place"]), rate=write_rate(top["per_100k"])),
        anchor=False,
    )
    st.markdown(
        t(
            "wilayah.opening_lead",
            country=write_rate(rate_of(ranked)),
            most=name_code(most["place"]),
            n=most["n"],
            share=most["share"],
        )
    )


def show_finding(row: pd.Series, where: Filter, country: float, n_nation: int) -> None:
    """The finding for a place: its openings to its inhabitants, against the country's."""
    place, n = name_code(row["place"]), int(row["n"])
    if n < statistics.SHARE_AT_LEAST or pd.isna(row["per_100k"]):
        title = (
            t("wilayah.few_title", place=place, n=n) if n else t("wilayah.empty_title", place=place)
        )
        st.title(title, anchor=False)
        st.markdown(
            t("wilayah.few", place=place, n=n, nation=n_nation, at_least=statistics.SHARE_AT_LEAST)
        )
        return
    if row["per_100k_low"] <= country <= row["per_100k_high"]:
        title = t("wilayah.finding_like", place=place, rate=write_rate(row["per_100k"]))
    else:
        times = formats.number(row["per_100k"] / country, state.language(), 1)
        title = t("wilayah.finding", place=place, rate=write_rate(row["per_100k"]), times=times)
    level = level_of(where)
    st.title(title, anchor=False)
    st.markdown(
        t(
            f"wilayah_lead.{level}",
            n=n,
            employers=row["employers"],
            population=row["population"],
            country=write_rate(country),
        )
    )


def show_numbers(row: pd.Series, where: Filter) -> None:
    """Openings, those that stand, the rate, and growth."""
    write = written(formats.number)
    with st.grid(4, min_column_width=150, gap="medium"):
        if pd.isna(row["share"]):
            note = t("wilayah.n_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            bounds = {"low": row["interval_low"], "high": row["interval_high"]}
            around = name_around(where, level_of(where))
            note = t("wilayah.n_note", place=around, share=row["share"], **bounds)
        parts.show_number(t("wilayah.n"), write(row["n"]), note)
        days = regions.NEW_DAYS
        parts.show_number(
            t("wilayah.new"), write(row["n_new"]), t("wilayah.new_note", days=days, n=row["n_open"])
        )
        if row["n"] < statistics.SHARE_AT_LEAST or pd.isna(row["per_100k"]):
            rate, note = formats.NOTHING, t("wilayah.n_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            rate = write_rate(row["per_100k"])
            note = t(
                "wilayah.rate_note",
                low=write_rate(row["per_100k_low"]),
                high=write_rate(row["per_100k_high"]),
                n=row["n"],
                population=row["population"],
            )
        parts.show_number(t("wilayah.rate"), rate, note)
        value, note = write_growth(row)
        parts.show_number(t("wilayah.growth"), value, note)


def write_rate(rate: float) -> str:
    """Vacancies to 100,000 inhabitants: one decimal below 10."""
    return formats.number(rate, state.language(), 0 if rate >= _WHOLE_FROM else 1)


def write_times(quotient: float) -> str:
    """A multiple in words: "1,31 kali", "12,7 kali"."""
    digits = 2 if quotient < _ONE_DIGIT_FROM else 1
    return t("wilayah.times", times=formats.number(quotient, state.language(), digits))


def write_quotient(quotient: float, language: Language) -> str:
    """A bound of a multiple: "1,31"."""
    return formats.number(quotient, language, 2)


def write_growth(row: pd.Series) -> tuple[str, str]:
    """The growth of a place's share with its interval, or why there is none."""
    if pd.isna(row["growth"]):
        return formats.NOTHING, t("wilayah.growth_none", at_least=statistics.CHANGE_AT_LEAST)
    bounds = {"low": row["growth_low"], "high": row["growth_high"]}
    is_clear = row["growth_low"] > 0 or row["growth_high"] < 0
    key = "clear" if is_clear else "unclear"
    note = t(
        f"wilayah_growth.{key}",
        months=int(row["months"]),
        **bounds,
        n=row["n_recent"],
        before=row["n_before"],
    )
    return formats.change(row["growth"], state.language()), note


def show_visibility(seen: pd.DataFrame, where: Filter) -> None:
    """The grade of the place, its reasons with their figures, and what to do about each."""
    row = seen.iloc[0]
    grade = str(row["grade"])
    st.header(t("wilayah.visibility_title", grade=grade), anchor=False)
    st.markdown(f"**{t(f'wilayah_grade.{grade}')}** {t('wilayah.visibility_scale')}")
    values = reason_values(row)
    for reason in row["reasons"]:
        why, what = t(f"wilayah_reason.{reason}", **values), t(f"wilayah_do.{reason}")
        st.markdown(f"- {why} **{t('wilayah.do')}** {what}")
    if not row["reasons"]:
        st.markdown(t("wilayah.visibility_none"))
    st.caption(t("wilayah.visibility_note", days=regions.VIEW_DAYS))
    if where.regency and grade in _WEAK:
        wide = name_code(str(where.province))
        query = {state.PROVINCE_KEY: str(where.province), REGENCY_KEY: state.EVERYWHERE}
        parts.link_page("pages/wilayah.py", t("wilayah.wider", place=wide), query)
    parts.link_method("terlihat")


def show_grades(seen: pd.DataFrame, source: parts.Source) -> None:
    """Which provinces can be read in advertisements, and how well."""
    st.header(t("wilayah.grades_title"), anchor=False)
    st.markdown(t("wilayah.grades_lead"))
    for grade in GRADES:
        of = seen[seen["grade"] == grade]
        names = ", ".join(sorted(name_code(code) for code in of["place"]))
        meaning = t(f"wilayah_grade.{grade}")
        st.markdown(f"**{grade}** {meaning}  \n{names or t('wilayah.grades_nobody')}")
    counted = parts.with_n(source, int(seen["n"].sum()))
    st.caption(t("wilayah.visibility_note", days=regions.VIEW_DAYS))
    st.markdown(f":small[{parts.write_source(counted)}]")


def reason_values(row: pd.Series) -> dict[str, object]:
    """What the texts of reasons set in: the figures of the place and the bounds they failed."""
    return {
        "n": row["n"],
        "n_at_least": GRADES["A"],
        "thinness": row["thinness"],
        "thin_below": regions_visibility.THIN_BELOW,
        "informal": row["informal"],
        "informal_period": row["informal_period"],
        "informal_above": regions_visibility.INFORMAL_ABOVE,
        "portals": row["portals"],
        "portals_at_least": regions_visibility.PORTALS_AT_LEAST,
        "largest": row["largest_share"],
        "largest_above": regions_visibility.LARGEST_ABOVE,
        "reported": row["reported"],
        "days": regions_visibility.OUTAGE_DAYS,
    }


def show_links(ranked: pd.DataFrame, where: Filter) -> None:
    """Ways from the most advertised occupations to what they ask and pay in the same place."""
    for row in ranked.head(_LINKS).itertuples():
        code = str(row.occupation)
        name = plain(pekerjaan.name_occupation(code))
        job = {pekerjaan.OCCUPATION_KEY: code}
        with st.container(horizontal=True, gap="small"):
            label = t("wilayah.link_job", name=name)
            parts.link_page("pages/pekerjaan.py", label, {**job, **province_query(where)})
            parts.link_page("pages/gaji.py", t("wilayah.link_pay"), {**job, **place_query(where)})


def show_method() -> None:
    """How the figures are made."""
    st.header(t("wilayah.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "wilayah.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            months=growth.WINDOWS[0],
            least=growth.WINDOWS[-1],
            causes=regions_tightness.CAUSES_AT_LEAST,
            a=GRADES["A"],
            b=GRADES["B"],
            c=GRADES["C"],
            d=GRADES["D"],
            days=regions.VIEW_DAYS,
        )
    )
    parts.end_method("wilayah")


def show_next(where: Filter, ranked: pd.DataFrame) -> None:
    """The next step: jobs open to me here, pay here, occupations here, the whole market."""
    st.header(t("wilayah.next_title"), anchor=False)
    query = place_query(where)
    place = gaji.name_area(where)
    if where.province is None:
        for code in ranked["place"].head(3):
            label = t("wilayah.next_place", place=name_code(code))
            parts.link_page("pages/wilayah.py", label, {state.PROVINCE_KEY: code})
    parts.link_page("pages/karier.py", t("wilayah.next_career", place=place), query)
    parts.link_page("pages/gaji.py", t("wilayah.next_pay", place=place), query)
    parts.link_page("pages/pekerjaan.py", t("wilayah.next_jobs"), province_query(where))
    parts.link_page("pages/sektor.py", t("wilayah.next_sectors"), province_query(where))
    parts.link_page("pages/beranda.py", t("wilayah.next_market"), province_query(where))


def read_row(ranked: pd.DataFrame, code: str) -> pd.Series:
    """The row of a place; every place has one."""
    return ranked[ranked["place"] == code].iloc[0]


def rank_around(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """`regions.rank_places` of the places around the one asked about."""
    return state.ask(regions.rank_places, snapshot, siblings(where), level_of(where))


def find_special(snapshot: Snapshot, where: Filter, level: str, by: str) -> pd.DataFrame:
    """`regions.location_quotients` of the place asked about; occupations by two digits of KBJI."""
    return regions.location_quotients(snapshot, where, level, by, place=place_code(where))
