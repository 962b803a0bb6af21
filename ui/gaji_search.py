"""The search of Gaji: an occupation and a place in one line, as "welder batam"."""

from collections.abc import Iterator
from typing import Final

import streamlit as st

from analytics import occupations
from data.reference import places
from data.snapshot import Snapshot
from ui import parts, pekerjaan, state
from ui.addresses import REGENCY_KEY
from ui.texts import plain, t

_WORDS_KEY: Final = "gaji-words"
# A name that is likelier another place, or none, narrows nothing.
_SURE: Final = 0.5
# "kasir di Bandung", "welder in Batam".
_LINKING: Final = frozenset({"di", "in", "at"})


def split_place(words: str) -> Iterator[tuple[str, places.Place]]:
    """The ways to take one place off the end or the start of a search, the shortest name first."""
    told = words.split()
    for length in range(1, len(told)):
        for job, place in ((told[:-length], told[-length:]), (told[length:], told[:length])):
            found = places.find(" ".join(place))
            if len(found.places) == 1 and found.certainty > _SURE:
                left = [word for word in job if word.lower() not in _LINKING]
                yield " ".join(left), found.places[0]


def show_search(snapshot: Snapshot, code: str) -> None:
    """Any title, with a place or without; the likeliest occupation is taken at once."""
    words = st.text_input(
        t("gaji.search"),
        key=_WORDS_KEY,
        max_chars=80,
        placeholder=t("gaji.search_example"),
        on_change=_take_words,
    )
    asked = _read(snapshot, words or "")[0]
    found = occupations.search_titles(snapshot, asked)
    if words and found.empty:
        st.caption(t("pekerjaan.search_none", words=plain(words)))
    codes = [code] if code and code not in set(found["occupation"]) else []
    options = [*codes, *found["occupation"]]
    if options:
        names = {one: pekerjaan.name_occupation(one) for one in options}
        names = {pekerjaan.NOT_CHOSEN: t("pekerjaan.not_chosen"), **names}
        label = t("pekerjaan.occupation")
        parts.show_choice(pekerjaan.OCCUPATION_KEY, label, names, pekerjaan.NOT_CHOSEN)


def _read(snapshot: Snapshot, words: str) -> tuple[str, places.Place | None]:
    """The words for the occupation and the place; a title that has a place in its name stays."""
    if not words or not occupations.search_titles(snapshot, words, 1).empty:
        return words, None
    for job, place in split_place(words):
        if not occupations.search_titles(snapshot, job, 1).empty:
            return job, place
    return words, None


def _take_words() -> None:
    """Callback of the search: occupation and place become those asked about."""
    opened, words = state.snapshot(), st.session_state.get(_WORDS_KEY)
    if opened is None or not words:
        return
    asked, place = _read(opened, str(words))
    found = occupations.search_titles(opened, asked, 1)
    if found.empty:
        return
    told = st.query_params.to_dict()
    told[pekerjaan.OCCUPATION_KEY] = found["occupation"].iloc[0]
    if place is not None and place.province is not None:
        told = {key: code for key, code in told.items() if key != REGENCY_KEY}
        told[state.PROVINCE_KEY] = place.province
        if place.regency is not None:
            told[REGENCY_KEY] = place.regency
    # At once: each write is a step of the browser's Back.
    st.query_params.from_dict(told)
