"""The pasted syllabus of Cek silabus: its form, what was read in it, what the reader corrects.

What is typed lives in the session for as long as its page is open. It is not cached, not put into
the address and not logged.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from analytics.openings_market import KINDS
from analytics.syllabus_reading import Reading, read_syllabus
from data.reference import tables
from ui import format as formats
from ui import parts, svg
from ui.pasted_text import count_words, read_text
from ui.texts import plain, t
from ui.wording import written

# A programme of a whole study year has some 30,000.
MOST_CHARACTERS: Final = 40_000
FEWEST_WORDS: Final = 3
_TEXT_KEY: Final = "cek-silabus-text"
_DROPPED_KEY: Final = "cek-silabus-dropped"
_ADDED_KEY: Final = "cek-silabus-added"
_HEIGHT: Final = 260
_QUOTE_CHARACTERS: Final = 90
_LINES_SHOWN: Final = 30
_MISSING_SHOWN: Final = 12
# Blanks within a line; what reads them later takes a time that grows with their square.
_BLANKS: Final = re.compile(r"[^\S\n\r]+")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted: its reading, or why there is none ("long", "short", "none").

    `kinds` are the kinds of the skills found, by id; only those of KINDS are compared.
    """

    reading: Reading
    kinds: Mapping[str, str]
    problem: str = ""

    @property
    def comparable(self) -> tuple[str, ...]:
        """The skills found that advertisements are compared by, in the order of the text."""
        return tuple(skill for skill, kind in self.kinds.items() if kind in KINDS)


_NOTHING: Final = Reading((), {}, ())


def take() -> Pasted | None:
    """What was sent by the form; None where nothing was."""
    typed = str(st.session_state.get(_TEXT_KEY) or "")
    if not typed.strip():
        _forget_corrections()
        return None
    if len(typed) > MOST_CHARACTERS:
        return Pasted(_NOTHING, {}, "long")
    text = read_text(_BLANKS.sub(_squeeze, typed))
    if count_words(text) < FEWEST_WORDS:
        return Pasted(_NOTHING, {}, "short")
    reading = read_syllabus(text)
    known = {row["id"]: row["kind"] for row in tables.rows("skills") if row["id"] in reading.found}
    kinds = {skill: known[skill] for skill in reading.found}
    pasted = Pasted(reading, kinds)
    return pasted if pasted.comparable else Pasted(reading, kinds, "none")


def _squeeze(blanks: re.Match[str]) -> str:
    """One blank for many; a tab parts cells and stays one."""
    return "\t" if "\t" in blanks[0] else " "


def _forget_corrections() -> None:
    """Callback of the form: what was said of another text does not hold for this one."""
    st.session_state.pop(_DROPPED_KEY, None)
    st.session_state.pop(_ADDED_KEY, None)


def show_form(pasted: Pasted | None) -> None:
    """The form; folded away once its text was read, and the reason under it where it was not."""
    is_read = pasted is not None and not pasted.problem
    label = t("cek_silabus.change" if is_read else "cek_silabus.open")
    with st.expander(label, expanded=not is_read):
        with st.form("cek-silabus-form", border=False, enter_to_submit=False):
            # No max_chars: the browser would swallow a longer text without a word.
            st.text_area(
                t("cek_silabus.text"),
                key=_TEXT_KEY,
                height=_HEIGHT,
                placeholder=t("cek_silabus.text_example"),
            )
            is_sent = st.form_submit_button(t("cek_silabus.send"), on_click=_forget_corrections)
        st.caption(t("cek_silabus.privacy", most=MOST_CHARACTERS))
    if pasted is not None and pasted.problem:
        counts = {"most": MOST_CHARACTERS, "fewest": FEWEST_WORDS}
        st.warning(t(f"cek_silabus_problem.{pasted.problem}", **counts))
    elif is_sent and pasted is None:
        st.warning(t("cek_silabus_problem.empty"))


def choose_taught(pasted: Pasted) -> frozenset[str]:
    """The skills to compare: those found, less what the reader struck out, with what was added."""
    return frozenset(pasted.comparable) - _told(_DROPPED_KEY) | _told(_ADDED_KEY)


def _told(key: str) -> frozenset[str]:
    return frozenset(st.session_state.get(key, ()))


def show_found(pasted: Pasted, taught: frozenset[str], names: Mapping[str, str]) -> None:
    """What was read, to strike out what was misread; where it stands; what was not read."""
    st.header(t("cek_silabus.found_title", n=len(taught)), anchor=False)
    offered = list(dict.fromkeys((*pasted.comparable, *sorted(_told(_ADDED_KEY)))))
    _show_chips("counted", t("cek_silabus.found"), offered, taught, names)
    soft = [plain(names.get(s, s)) for s in pasted.kinds if s not in pasted.comparable]
    if soft:
        st.caption(t("cek_silabus.soft", names=", ".join(soft)))
    with st.expander(t("cek_silabus.where", n=len(pasted.kinds))):
        parts.show_table(_tabulate(pasted, names), t("cek_silabus.found_table"))
        _show_lines("unread", pasted.reading, pasted.reading.unread)
        _show_lines("silent", pasted.reading, pasted.reading.silent)


def _tabulate(pasted: Pasted, names: Mapping[str, str]) -> parts.Table:
    reading = pasted.reading
    rows = [
        (
            names.get(skill, skill),
            reading.found[skill][0] + 1,
            svg.shorten(reading.quote(skill), _QUOTE_CHARACTERS),
        )
        for skill in pasted.kinds
    ]
    columns = ["job_skill", "syllabus_line", "syllabus_words"]
    numbers = {"syllabus_line": written(formats.number)}
    return parts.Table(pd.DataFrame(rows, columns=columns), numbers)


def _show_lines(key: str, reading: Reading, places: Sequence[int]) -> None:
    """Lines of the text, shortened, under what they have in common."""
    if not places:
        return
    st.markdown(t(f"cek_silabus_lines.{key}", n=len(places)))
    shown = [svg.shorten(reading.lines[place], _QUOTE_CHARACTERS) for place in places]
    st.markdown("\n".join(f"- {plain(line)}" for line in shown[:_LINES_SHOWN]))
    if len(shown) > _LINES_SHOWN:
        st.caption(t("cek_silabus_lines.more", n=len(shown) - _LINES_SHOWN))


def show_missing_chips(missing: Sequence[str], names: Mapping[str, str]) -> None:
    """The skills that are said to be missing, to add those that are taught in other words."""
    offered = list(missing[:_MISSING_SHOWN])
    _show_chips("missing", t("cek_silabus.add"), offered, frozenset(), names)


def _show_chips(
    name: str, label: str, offered: list[str], chosen: frozenset[str], names: Mapping[str, str]
) -> None:
    """Skills as chips, those that count filled; a tap counts one in or out."""
    if not offered:
        return
    key = f"cek-silabus-{name}"
    st.session_state[key] = [skill for skill in offered if skill in chosen]
    st.pills(
        label,
        offered,
        selection_mode="multi",
        format_func=lambda skill: names.get(skill, skill),
        key=key,
        on_change=_take_chips,
        args=(key, tuple(offered)),
    )


def _take_chips(key: str, offered: tuple[str, ...]) -> None:
    """Callback: of those offered the filled count, the others do not."""
    filled = frozenset(st.session_state.get(key) or ())
    emptied = frozenset(offered) - filled
    dropped, added = _told(_DROPPED_KEY), _told(_ADDED_KEY)
    st.session_state[_DROPPED_KEY] = (dropped | emptied) - filled
    st.session_state[_ADDED_KEY] = (added | filled) - emptied
