"""What Pekerjaan says beside its figures: search, finding, numbers, moves, advertisements, next."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import advertisements, growth, moves, occupations, quadrants, statistics
from analytics.filter import EVERYTHING, Filter
from data.reference import areas, classifications
from data.snapshot import Snapshot
from ui import format as formats
from ui import parts, state, svg
from ui.texts import plain, t
from ui.wording import name_place

OCCUPATION_KEY: Final = "kbji"
NOT_CHOSEN: Final = ""
_WORDS_KEY: Final = "pekerjaan-words"
# Of the KBJI codes of occupations; shorter ones are groups.
_DIGITS: Final = 4
_LINKS: Final = 8
# Of a name in a link: what is too wide for a phone is cut at its end, where the figure stands.
_LINK_CHARACTERS: Final = 34


def name_occupation(code: str) -> str:
    """The KBJI name of an occupation in the language of this run."""
    one = classifications.occupation(code)
    return one.title_en if state.language() == "en" and one.title_en else one.title_id


def short_name(code: str) -> str:
    """The name of an occupation as it fits into a link with a figure after it."""
    return plain(svg.shorten(name_occupation(code), _LINK_CHARACTERS))


def choose_occupation() -> str:
    """The occupation in the address (KBJI 2014, 4 digits), or NOT_CHOSEN."""
    codes = filter(is_choice, classifications.occupations())
    return state.choice(OCCUPATION_KEY, (NOT_CHOSEN, *codes), NOT_CHOSEN)


def is_choice(code: str) -> bool:
    """Whether pages can be about an occupation: not about a group of them."""
    return len(code) == _DIGITS


def show_search(snapshot: Snapshot, code: str) -> None:
    """Any title as text, and the occupations it leads to; the likeliest is taken at once."""
    words = st.text_input(
        t("pekerjaan.search"),
        key=_WORDS_KEY,
        max_chars=80,
        placeholder=t("pekerjaan.search_example"),
        on_change=_take_words,
    )
    found = occupations.search_titles(snapshot, words or "")
    if words and found.empty:
        st.caption(t("pekerjaan.search_none", words=plain(words)))
    codes = [NOT_CHOSEN, *found["occupation"]]
    names = {one: name_occupation(one) for one in codes if one}
    if code and code not in names:
        names = {code: name_occupation(code), **names}
    if names:
        options = {NOT_CHOSEN: t("pekerjaan.not_chosen"), **names}
        parts.show_choice(OCCUPATION_KEY, t("pekerjaan.occupation"), options, NOT_CHOSEN)


def _take_words() -> None:
    """Callback of the search: the likeliest occupation becomes the one asked about."""
    opened, words = state.snapshot(), st.session_state.get(_WORDS_KEY)
    if opened is None or not words:
        return
    found = occupations.search_titles(opened, str(words), 1)
    if not found.empty:
        st.query_params[OCCUPATION_KEY] = found["occupation"].iloc[0]


def show_opening(ranked: pd.DataFrame, where: Filter) -> None:
    """The finding while no occupation is chosen: which one is asked for most."""
    place = name_place(where)
    if ranked.empty:
        st.title(t("pekerjaan.opening_none_title"), anchor=False)
        at_least = statistics.SHARE_AT_LEAST
        st.markdown(t("pekerjaan.opening_none", place=place, at_least=at_least))
        return
    first = ranked.iloc[0]
    name = plain(name_occupation(first["occupation"]))
    st.title(t("pekerjaan.opening", name=name, n=first["n"]), anchor=False)
    st.markdown(t("pekerjaan.opening_lead", place=place))


def show_finding(about: pd.DataFrame, where: Filter, n_nation: int) -> None:
    """The finding about the occupation, or that nobody looks for it here."""
    name, place, row = (
        plain(name_occupation(str(where.occupation))),
        name_place(where),
        about.iloc[0],
    )
    if not row["n"]:
        st.title(t("pekerjaan.empty_title", name=name), anchor=False)
        st.markdown(t("pekerjaan.empty", place=place, n=n_nation))
    elif pd.isna(row["median_idr"]) or row["wage_place"] != _asked(where):
        st.title(t("pekerjaan.finding_count", name=name, n=row["n"]), anchor=False)
        st.markdown(t("pekerjaan.lead", place=place, code=where.occupation))
    else:
        median = row["median_idr"]
        st.title(t("pekerjaan.finding", name=name, n=row["n"], median=median), anchor=False)
        st.markdown(t("pekerjaan.lead", place=place, code=where.occupation))


def _asked(where: Filter) -> str:
    return "nation" if where.province is None else "province"


def show_numbers(about: pd.DataFrame) -> None:
    """Openings and their share, those still open, pay."""
    language, row = state.language(), about.iloc[0]
    with st.grid(3, min_column_width=150, gap="medium"):
        if pd.isna(row["share"]) or row["n"] < statistics.SHARE_AT_LEAST:
            note = t("pekerjaan.n_few", at_least=statistics.SHARE_AT_LEAST)
        else:
            bounds = {"low": row["interval_low"], "high": row["interval_high"]}
            note = t("pekerjaan.n_note", share=row["share"], **bounds, employers=row["employers"])
        parts.show_number(t("pekerjaan.n"), formats.number(row["n"], language), note)
        days = advertisements.UNSEEN_DAYS
        parts.show_number(
            t("pekerjaan.open"),
            formats.number(row["n_open"], language),
            t("pekerjaan.open_note", days=days),
        )
        if pd.isna(row["median_idr"]):
            note = t(
                "pekerjaan.wage_few",
                n=row["n_wage"],
                at_least=statistics.MEDIAN_AT_LEAST,
                employers=statistics.EMPLOYERS_AT_LEAST,
            )
            parts.show_number(t("pekerjaan.wage"), formats.NOTHING, note)
        else:
            note = t(
                "pekerjaan.wage_note",
                place=name_scope(row["wage_place"]),
                n=row["n_wage"],
                low=row["wage_low"],
                high=row["wage_high"],
            )
            median = formats.rupiah_short(row["median_idr"], language)
            parts.show_number(t("pekerjaan.wage"), median, note)


def name_scope(place: str) -> str:
    """How wide the place of a figure is, in words."""
    return t(f"pekerjaan_scope.{place}")


def skill_names(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Names of all skills by id, in both languages."""
    del where
    return snapshot.frame("SELECT id, name_id, name_en FROM skills").set_index("id")


def name_skills(snapshot: Snapshot) -> dict[str, str]:
    """The name of each skill by its id, in the language of this run."""
    names = state.ask(skill_names, snapshot, EVERYTHING)
    column = names["name_en" if state.language() == "en" else "name_id"]
    return dict(zip(names.index.tolist(), column.tolist(), strict=True))


def show_moves(page: str, found: pd.DataFrame, names: pd.DataFrame, around: Filter) -> None:
    """Next occupations with what they have in common, pay, and the skills to add."""
    st.header(t("pekerjaan.moves_title"), anchor=False)
    near = found[found["coverage"].astype(float) >= moves.COVERAGE_AT_LEAST]
    doors = {
        "open": moves.OPEN_AT_LEAST,
        "pay": moves.PAY_AT_LEAST,
        "coverage": moves.COVERAGE_AT_LEAST,
    }
    if near.empty:
        st.markdown(t("pekerjaan.moves_none", **doors))
        return
    st.markdown(t("pekerjaan.moves_lead", **doors, place=name_scope(near["place"].iloc[0])))
    column = names["name_en" if state.language() == "en" else "name_id"]
    query = {state.PROVINCE_KEY: around.province} if around.province else {}
    for row in near.to_dict("records"):
        name = plain(name_occupation(row["occupation"]))
        parts.link_page(page, f"**{name}**", {OCCUPATION_KEY: row["occupation"], **query})
        st.markdown(
            t(
                "pekerjaan.move",
                coverage=row["coverage"],
                low=row["interval_low"],
                high=row["interval_high"],
                median=row["median_idr"],
                change=row["pay_ratio"] - 1,
                n_wage=row["n_wage"],
                n_open=row["n_open"],
                n=row["n"],
            )
        )
        st.markdown(t("pekerjaan.move_missing", skills=_write_missing(row, column)))


def _write_missing(row: Mapping[Hashable, Any], names: "pd.Series[str]") -> str:
    pairs = zip(row["missing"], row["missing_shares"], strict=True)
    told = [
        f"{plain(str(names.get(skill, skill)))} ({formats.percent(share, state.language())})"
        for skill, share in pairs
    ]
    return ", ".join(told) or t("pekerjaan.move_nothing")


def show_advertisements(listed: pd.DataFrame, *, is_sample: bool) -> None:
    """Open advertisements, newest first, each with the way to its original."""
    st.header(t("pekerjaan.ads_title"), anchor=False)
    if listed.empty:
        st.markdown(t("pekerjaan.ads_none", days=advertisements.UNSEEN_DAYS))
        return
    st.markdown(t("pekerjaan.ads_lead", shown=len(listed), n=listed["n"].iloc[0]))
    write_advertisements(listed, is_sample=is_sample)


def write_advertisements(listed: pd.DataFrame, *, is_sample: bool) -> None:
    """Advertisements one under the other, each with the way to its original."""
    if is_sample:
        st.markdown(t("pekerjaan.ads_sample"))
    for row in listed.to_dict("records"):
        _show_advertisement(row, is_sample=is_sample)


def _show_advertisement(row: Mapping[Hashable, Any], *, is_sample: bool) -> None:
    language, missing = state.language(), t("pekerjaan.ad_untold")
    area = row["regency"] if not pd.isna(row["regency"]) else row["province"]
    facts = [
        missing if pd.isna(row["company"]) else plain(str(row["company"])),
        missing if pd.isna(area) else plain(areas.name(str(area), language)),
        formats.day(row["posted"], language),
        _write_wage(row),
    ]
    title = missing if pd.isna(row["title"]) else plain(str(row["title"]))
    with st.container(gap="xsmall"):
        st.markdown(f"**{title}**  \n{' · '.join(facts)}")
        portal = missing if pd.isna(row["portal"]) else parts.name_portal(str(row["portal"]))
        url = "" if pd.isna(row["url"]) else str(row["url"])
        if is_sample:
            st.caption(t("pekerjaan.ad_sample", portal=plain(portal)))
        elif url.startswith(("https://", "http://")):
            st.link_button(t("pekerjaan.ad_open", portal=plain(portal)), url)
        else:
            st.caption(t("pekerjaan.ad_no_url", portal=plain(portal)))


def _write_wage(row: Mapping[Hashable, Any]) -> str:
    bounds = [row[key] for key in ("wage_min_idr", "wage_max_idr") if not pd.isna(row[key])]
    if not bounds:
        return t("pekerjaan.ad_no_wage")
    if len(set(bounds)) == 1:
        return formats.rupiah(bounds[0], state.language())
    return t("pekerjaan.ad_wage", low=bounds[0], high=bounds[1])


def show_links(page: str, ranked: pd.DataFrame) -> None:
    """Ways into the most advertised occupations."""
    for row in ranked.head(_LINKS).itertuples():
        label = t("pekerjaan.link", name=short_name(str(row.occupation)), n=row.n)
        parts.link_page(page, label, {OCCUPATION_KEY: str(row.occupation)})


def show_method() -> None:
    """How the figures are made."""
    st.header(t("pekerjaan.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(
        t(
            "pekerjaan.method",
            share_at_least=statistics.SHARE_AT_LEAST,
            long=growth.WINDOWS[0],
            short=growth.WINDOWS[1],
            occupations_at_least=quadrants.OCCUPATIONS_AT_LEAST,
            skill_at_least=occupations.SKILL_AT_LEAST,
            open=moves.OPEN_AT_LEAST,
            pay=moves.PAY_AT_LEAST,
            days=advertisements.UNSEEN_DAYS,
        )
    )
    parts.end_method("pekerjaan")


def show_next(around: Filter, code: str) -> None:
    """The next step: openings for me, a syllabus for it, pay, the whole market of the place."""
    st.header(t("pekerjaan.next_title"), anchor=False)
    query = {state.PROVINCE_KEY: around.province} if around.province else {}
    job = {**query, OCCUPATION_KEY: code} if code else query
    parts.link_page("pages/karier.py", t("pekerjaan.next_career"), job)
    if code:
        parts.link_page("pages/gaji.py", t("pekerjaan.next_pay"), job)
        parts.link_page("pages/cek_silabus.py", t("pekerjaan.next_syllabus"), job)
    parts.link_page("pages/beranda.py", t("pekerjaan.next_market"), query)
