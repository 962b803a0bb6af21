"""What a session knows: its language, its choices (codes in the address), its snapshot."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import pandas as pd
import streamlit as st

import settings
from analytics.filter import Filter
from data.errors import NoSnapshot
from data.reference import areas
from data.snapshot import Snapshot, open_snapshot, read_pointer
from ui.format import Language

LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
LANGUAGE_KEY: Final = "lang"
PROVINCE_KEY: Final = "prov"
# The choice that narrows nothing; it is never written to the address.
EVERYWHERE: Final = ""
# MDN: the one mark that browsers of phones share; on them pages begin without Plotly.
PHONE_MARK: Final = "Mobi"

Made = TypeVar("Made")
# Each session runs in threads of its own, and a thread's runs begin with `choose_language`.
_chosen: Final[ContextVar[Language | None]] = ContextVar("language", default=None)
_dropped: Final[ContextVar[tuple[str, ...]]] = ContextVar("dropped", default=())


def choice(key: str, codes: Sequence[str], default: str) -> str:
    """The code chosen under `key`: from the address, kept over a change of page, else the default.

    What is not among `codes` counts as the default, leaves the address and is noted (`dropped`).
    Streamlit's own `bind="query-params"` would write labels, which change with the language.
    """
    kept, page = f"{key}-kept", f"{key}-page"
    here = st.context.url
    asked = st.query_params.get(key)
    if asked is None and st.session_state.get(page, here) != here:
        # A change of page drops the query; without one, a missing key was taken out by the reader.
        asked = st.session_state.get(kept)
    value = asked if asked is not None and asked in codes else default
    # What was known a run ago went with another choice of the reader's, as a regency does with
    # its province: nothing to be told.
    if asked and asked not in codes and asked != st.session_state.get(kept):
        _dropped.set((*_dropped.get(), key))
    st.session_state[kept], st.session_state[page] = value, here
    _write(key, value, default)
    # The widget follows the address: back button and shared links show what they say.
    st.session_state[widget_key(key)] = value
    return value


def widget_key(key: str) -> str:
    """The session key of the widget that shows the choice `key`."""
    return f"{key}-widget"


def take_choice(key: str, default: str) -> None:
    """Callback of that widget: put what was chosen into the address."""
    _write(key, str(st.session_state.get(widget_key(key)) or default), default)


def _write(key: str, value: str, default: str) -> None:
    if value == default:
        st.query_params.pop(key, None)
    else:
        # Also where it is there already: a link to the page one is on changes what the script
        # sees and not the address, until the script writes it (Streamlit 1.67).
        st.query_params[key] = value


def choose_language() -> Language:
    """Read the language from the address; called once a run, before anything is written."""
    _dropped.set(())
    chosen = cast("Language", choice(LANGUAGE_KEY, LANGUAGES, LANGUAGES[0]))
    _chosen.set(chosen)
    return chosen


def language() -> Language:
    """The language of this run."""
    # Asked a hundred times a run: the session's state takes longer to ask than most texts to write.
    if (chosen := _chosen.get()) is not None:
        return chosen
    return cast("Language", st.session_state.get(f"{LANGUAGE_KEY}-kept", LANGUAGES[0]))


def dropped() -> tuple[str, ...]:
    """The keys under which the address of this run asked for what is not known."""
    return _dropped.get()


def choose_filter() -> Filter:
    """The part of the market the reader asks about, from the address."""
    code = choice(PROVINCE_KEY, (EVERYWHERE, *areas.provinces()), EVERYWHERE)
    return Filter(province=code or None)


def snapshot() -> Snapshot | None:
    """The snapshot served now, or None; a newer one is picked up at the next rerun."""
    folder = settings.load().snapshots
    name = read_pointer(folder)
    if name is None:
        return None
    try:
        return _open(str(folder), name)
    except NoSnapshot:  # the pointer names a folder that is gone
        return None


def _close(opened: Snapshot) -> None:
    opened.close()


# Three stay open, so that a run that began on an older snapshot ends on it.
@st.cache_resource(max_entries=3, show_spinner=False, on_release=_close)
def _open(folder: str, name: str) -> Snapshot:
    """One handle for all sessions; `name` is the key, so a new snapshot is a new entry."""
    del name
    return open_snapshot(Path(folder))


def ask(
    question: Callable[..., pd.DataFrame], opened: Snapshot, where: Filter, *more: object
) -> pd.DataFrame:
    """The answer of an analytics function; a snapshot never changes, so it is worked out once.

    Sessions share its values and each caller gets a frame of its own: what one changes in it no
    other sees (pandas copies what is written to). Lists in its cells are shared and not to change.
    """
    answer: pd.DataFrame = _keep(question, opened, where, more, _key(question, opened, where, more))
    return answer.copy(deep=False)


def make(part: Callable[..., Made], opened: Snapshot, where: Filter, *more: object) -> Made:
    """What a function of a page puts together of answers, in the language of this run; made once.

    All sessions share it: it has to be of texts, tuples and frozen classes, and a frame in it is
    only read. It must depend on nothing but what it is given, the language and the snapshot.
    """
    key = f"{language()} {_key(part, opened, where, more)}"
    made: Made = _keep(part, opened, where, more, key)
    return made


def _key(
    of: Callable[..., object], opened: Snapshot, where: Filter, more: tuple[object, ...]
) -> str:
    """All that an answer depends on as text: hashed one by one, fields cost more than answers."""
    # What cannot be hashed, such as a frame, may be cut short as text and is refused here.
    hash(more)
    return f"{opened.path} {of.__module__}.{of.__qualname__} {where} {more}"


# As it is, not pickled as by st.cache_data: that costs more than most pages do.
@st.cache_resource(max_entries=2000, show_spinner=False)
def _keep(
    _of: Callable[..., Any],
    _opened: Snapshot,
    _where: Filter,
    _more: tuple[object, ...],
    key: str,
) -> Any:
    """Kept for all sessions under what is asked of which snapshot."""
    del key
    return _of(_opened, _where, *_more)
