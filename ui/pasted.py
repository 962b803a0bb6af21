"""Text that a reader pastes: the form, its limits, and what was read of it; nothing is kept.

What is typed lives in the session for as long as its page is open. It is not cached, not put into
the address and not logged; only the pipeline, which knows no text, is kept, once a process.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from analytics.advert_check import Advert, Pay, Sign, find_parts, rules
from data.privacy import remove_personal
from ui import state
from ui.pasted_text import count_words, find_place, first_line, read_text, words_around
from ui.texts import t

MOST_CHARACTERS: Final = 20_000
_FIELD_CHARACTERS: Final = 200
_FIELDS: Final = ("company", "location", "salary")
# Lines are read one by one only to show where a limit stands.
_MOST_LINES: Final = 400
_HEIGHT: Final = 260

# What a reading offers: `read` by the names of nlp.readers.READERS, and `lines`.
Reader = Callable[[Mapping[str, str]], Any]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, made readable: the fields of `extract`, personal data as typed.

    `problem` is why it cannot be read ("long", "short"), else empty.
    """

    fields: Mapping[str, str]
    is_titled: bool
    problem: str = ""

    @property
    def text(self) -> str:
        """Title and text as typed."""
        return f"{self.fields['title']}\n{self.fields['description']}"


def _take(page: str) -> Pasted | None:
    """What was sent by the form of the page; None where nothing was."""
    typed = str(st.session_state.get(_key(page, "description")) or "")
    if not typed.strip():
        return None
    if len(typed) > MOST_CHARACTERS:
        return Pasted({}, is_titled=False, problem="long")
    text = read_text(typed)
    if count_words(text) < rules()["read"]["fewest_words"]:
        return Pasted({}, is_titled=False, problem="short")
    told = {
        name: read_text(str(st.session_state.get(_key(page, name)) or ""))
        for name in ("title", *_FIELDS)
    }
    title = told["title"] or first_line(text)
    return Pasted({**told, "title": title, "description": text}, is_titled=bool(told["title"]))


def _key(page: str, name: str) -> str:
    return f"{page}-{name}"


def show_form(page: str) -> Pasted | None:
    """The form, and what it sent; folded away once its text can be read, else with the reason."""
    pasted = _take(page)
    is_read = pasted is not None and not pasted.problem
    label = t("pasted.change") if is_read else t("pasted.open")
    with st.expander(label, expanded=not is_read):
        with st.form(f"{page}-form", border=False, enter_to_submit=False):
            st.text_input(
                t("pasted_field.title"),
                key=_key(page, "title"),
                max_chars=_FIELD_CHARACTERS,
                placeholder=t("pasted_field_example.title"),
            )
            # No max_chars: the browser would swallow a longer text without a word.
            st.text_area(
                t("pasted_field.description"),
                key=_key(page, "description"),
                height=_HEIGHT,
                placeholder=t(f"pasted_example.{page}"),
            )
            with st.grid(3, min_column_width=150, gap="small"):
                for name in _FIELDS:
                    st.text_input(
                        t(f"pasted_field.{name}"),
                        key=_key(page, name),
                        max_chars=_FIELD_CHARACTERS,
                        placeholder=t(f"pasted_field_example.{name}"),
                    )
            is_sent = st.form_submit_button(t(f"pasted_send.{page}"))
        st.caption(t("pasted.privacy", most=MOST_CHARACTERS))
    if is_sent and is_read:
        _scroll_up(page)
    if pasted is not None and pasted.problem:
        st.warning(t(f"pasted_problem.{pasted.problem}", most=MOST_CHARACTERS))
    elif is_sent and pasted is None:
        st.warning(t("pasted_problem.empty"))
    return pasted


def _scroll_up(page: str) -> None:
    """Bring the finding into view: on a phone the button stands a screen below it."""
    key = _key(page, "sent")
    # A new number each time, since the browser runs a script only once.
    number = st.session_state[key] = int(st.session_state.get(key) or 0) + 1
    script = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"
    st.html(f"<script>{script} // {number}</script>", unsafe_allow_javascript=True)


def read(pasted: Pasted, build: Callable[[], Reader]) -> Advert:
    """What the pipeline reads of it; `build` makes the reader, at the first text of the process.

    It reads what is stored of other advertisements, too: the text without personal data.
    """
    fields = {name: remove_personal(words) for name, words in pasted.fields.items()}
    with st.spinner(t("pasted.wait")):
        reader = _build_once(build)
        told = reader(fields)
        words = _find_lines(reader, fields, told.read["restrictions"])
        places = told.read["locations"] or _find_places(reader, pasted, fields)
    return _advert(pasted, fields, told, places, words)


@st.cache_resource(show_spinner=False)
def _build_once(_build: Callable[[], Reader]) -> Reader:
    """Once a process, for all pages and sessions: it takes seconds and some 230 MB."""
    return _build()


def _find_places(
    reader: Reader, pasted: Pasted, fields: Mapping[str, str]
) -> Sequence[Mapping[str, str | None]]:
    """The place in the heading of the text, where another title was typed, or in a sentence."""
    text = fields["description"]
    heading = {"title": first_line(text), "description": ""} if pasted.is_titled else None
    found: Sequence[Mapping[str, str | None]] = reader(heading).read["locations"] if heading else ()
    place = None if found else find_place(text)
    return [{"province": place.province, "regency": place.regency}] if place else found


def _find_lines(
    reader: Reader, fields: Mapping[str, str], limits: Mapping[str, object]
) -> dict[str, str]:
    """The first line that alone tells each limit; one that needs several lines has none."""
    found: dict[str, str] = {}
    lines = [fields["title"], *fields["description"].splitlines()] if limits else []
    for line in lines[:_MOST_LINES]:
        if len(found) == len(limits):
            break
        alone = reader({"title": "", "description": line}).read["restrictions"]
        for name, value in limits.items():
            if alone.get(name) == value:
                found.setdefault(name, " ".join(line.split()))
    return found


def _advert(
    pasted: Pasted,
    fields: Mapping[str, str],
    told: Any,
    places: Sequence[Mapping[str, str | None]],
    limit_words: Mapping[str, str],
) -> Advert:
    """The plain values that the rest of the page works with."""
    read = told.read
    occupation = read["occupation"]
    sections = {line.kind for line in told.lines if not line.is_heading}
    parts = {
        part
        for part, is_told in (
            ("pay", read["pay"] is not None),
            ("place", bool(places) or bool(fields["location"]) or read["remote"] == "remote"),
            ("company", bool(fields["company"])),
        )
        if is_told
    }
    return Advert(
        title=fields["title"] if pasted.is_titled else "",
        occupation=occupation and occupation.code,
        occupation_score=occupation and occupation.score,
        province=_shared(places, "province"),
        regency=_shared(places, "regency"),
        pay=read["pay"] and _pay(read["pay"][1]),
        education=read["education"],
        experience=read["experience"],
        employment_type=read["employment"],
        limits=read["restrictions"],
        limit_words=limit_words,
        skills=tuple(dict.fromkeys(skill.id for skill in read["skills"] if skill.id)),
        signs=tuple(_sign(risk, fields) for risk in read["risk"]),
        parts=find_parts(pasted.text, parts, has_duties="duties" in sections),
        characters=len(fields["description"]),
    )


def _shared(places: Sequence[Mapping[str, str | None]], level: str) -> str | None:
    """The one code that all places have; None where there are several, as in nlp.reading."""
    codes = {place.get(level) for place in places}
    return codes.pop() if len(codes) == 1 else None


def _pay(wage: Any) -> Pay:
    return Pay(
        words=wage.text,
        low_idr=wage.monthly_min,
        high_idr=wage.monthly_max,
        currency=wage.currency,
        period=wage.period,
        is_plausible="implausible" not in wage.flags,
    )


def _sign(risk: Any, fields: Mapping[str, str]) -> Sign:
    reason = risk.reason_en if state.language() == "en" else risk.reason_id
    return Sign(risk.kind, words_around(fields[risk.field], risk.start, risk.end), reason)
