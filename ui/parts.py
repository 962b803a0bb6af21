"""The parts every page is made of: head, sample mark, figures with their source, states, links."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NoReturn

import pandas as pd
import streamlit as st

from data.errors import DataError
from data.snapshot import Snapshot
from ui import state
from ui.downloads_figure import Figure, show_downloads
from ui.freshness import show_age
from ui.table import write_table
from ui.texts import load, plain, t

WIDTH = 940
# A drawing made for a column of a page is no wider than this many times its own measure.
_WIDEST: Final = 1.3
_DRAWN_WIDTH: Final = re.compile(r'<svg [^>]*\bwidth="(\d+)"')
METHOD_ANCHOR = "cara-membaca"
_COMMANDS = {
    "sample": "python -m cli run --sample",
    "real": "python -m cli process\npython -m cli publish",
    "publish": "python -m cli publish",
}


@dataclass(frozen=True, slots=True)
class Source:
    """What stands under every figure: portals, n, first and last day of posting, sample or not."""

    portals: Sequence[str]
    n: int
    period_from: pd.Timestamp | None
    period_to: pd.Timestamp | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows behind a figure: column keys of [table] in order, with how their numbers are written.

    `data` is the frame to take away where it says more than the rows do, such as bounds as numbers.
    """

    rows: pd.DataFrame
    numbers: Mapping[str, Callable[..., str]]
    data: pd.DataFrame | None = None


def show_head() -> None:
    """Name of the site and the language switch."""
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container():
            st.markdown(f"**{t('app.name')}**  \n{t('app.tagline')}")
        st.segmented_control(
            t("app.language"),
            state.LANGUAGES,
            required=True,
            format_func=lambda code: t(f"app.language_{code}"),
            key=state.widget_key(state.LANGUAGE_KEY),
            on_change=state.take_choice,
            args=(state.LANGUAGE_KEY, state.LANGUAGES[0]),
            label_visibility="collapsed",
        )


def require_snapshot() -> Snapshot:
    """The snapshot served; where there is none to read, says what to do and ends the run."""
    try:
        opened = state.snapshot()
    except DataError:
        _show_stop(t("state.broken_title"), t("state.broken_body"), {"": _COMMANDS["publish"]})
    if opened is None:
        commands = {
            t("state.none_sample"): _COMMANDS["sample"],
            t("state.none_real"): _COMMANDS["real"],
        }
        _show_stop(t("state.none_title"), t("state.none_body"), commands)
    if opened.meta.is_sample:
        st.info(t("mark.sample"))
    show_age(opened.meta)
    if opened.meta.vacancies == 0:
        body = t("state.empty_body", id=opened.id)
        _show_stop(t("state.empty_title"), body, {"": _COMMANDS["real"]})
    return opened


def _show_stop(title: str, body: str, commands: Mapping[str, str]) -> NoReturn:
    st.title(title, anchor=False)
    st.markdown(body)
    for label, command in commands.items():
        if label:
            st.markdown(label)
        st.code(command, language=None)
    st.stop()


def name_portal(name: str) -> str:
    """The name of a portal as readers know it; one we have no word for keeps its own."""
    return load(state.language()).get(f"portal.{name}", name)


def read_source(snapshot: Snapshot, total: pd.DataFrame, portals: pd.DataFrame) -> Source:
    """The source of figures that rest on all the openings counted in `total`."""
    row = total.iloc[0]
    return Source(
        portals=portals["portal"].tolist(),
        n=int(row["n"]),
        period_from=row["posted_from"],
        period_to=row["posted_to"],
        is_sample=snapshot.meta.is_sample,
    )


def with_n(source: Source, n: int) -> Source:
    """The same source for a figure that rests on fewer openings."""
    return replace(source, n=n)


def write_source(source: Source) -> str:
    """The line under a figure, as Markdown: source, n, period, method, sample mark."""
    period = (
        t("figure.period_none")
        if pd.isna(source.period_from)
        else t("figure.period", **{"from": source.period_from, "to": source.period_to})
    )
    portals = ", ".join(plain(name_portal(name)) for name in source.portals)
    line = t("figure.source", portals=portals, n=source.n, period=period)
    return f"{line} · **{t('mark.sample_short')}**" if source.is_sample else line


def show_figure(
    title: str,
    subtitle: str,
    drawing: str,
    alt: str,
    source: Source | str,
    notes: Sequence[str],
    table: Table,
    table_label: str | None = None,
    show: Callable[[], None] | None = None,
) -> None:
    """A figure with all that belongs under it; the only way a chart gets onto a page.

    `source` is a line of words where the figure rests on what others published. `show` puts it
    there where it is more than the picture that can be taken away (ui/plots.py).
    """
    st.header(title, anchor=False)
    st.markdown(subtitle)
    if show is None:
        show_drawing(drawing, alt)
    else:
        show()
    headings = {key: t(f"table.{key}") for key in table.rows.columns}
    rows = table.rows.rename(columns=headings) if table.data is None else table.data
    show_foot(make_figure(title, subtitle, drawing, notes, source, rows), table, table_label)


def show_drawing(drawing: str, alt: str) -> None:
    """A drawing as wide as there is room, but no wider than keeps its text the size of ours."""
    told = _DRAWN_WIDTH.search(drawing)
    widest = round(_WIDEST * int(told[1])) if told else WIDTH
    with st.container(width=widest):
        st.image(drawing, alt=alt, width="stretch")


def make_figure(
    title: str,
    subtitle: str,
    drawing: str,
    notes: Sequence[str],
    source: Source | str,
    rows: pd.DataFrame,
) -> Figure:
    """What can be taken away of a figure; `rows` under the headings that readers see."""
    if isinstance(source, str):
        return Figure(title, subtitle, drawing, notes, source, rows, is_sample=False)
    line = write_source(source)
    return Figure(title, subtitle, drawing, notes, line, rows, source.is_sample)


def show_foot(figure: Figure, table: Table | None = None, table_label: str | None = None) -> None:
    """What belongs under a figure: notes, source, its table where it has one, both files."""
    for note in figure.notes:
        st.caption(note)
    # Not st.caption: it pales the link below the contrast that reading needs.
    st.markdown(f":small[{figure.source}]")
    if table is not None:
        with st.expander(table_label or t("figure.table")):
            show_table(table, figure.title)
    show_downloads(figure)


def show_nothing(title: str, why: str) -> None:
    """The place of a figure that may not be shown, and the reason."""
    st.header(title, anchor=False)
    st.markdown(why)


def show_table(table: Table, name: str) -> None:
    """A real HTML table, numbers to the right as our formatter writes them, text as typed.

    Not st.table: it would load 1 MB of Arrow and number code for a dozen rows.
    """
    headings = {str(key): t(f"table.{key}") for key in table.rows.columns}
    columns = [
        [table.numbers.get(key, str)(value) for value in table.rows[key]] for key in headings
    ]
    rows = list(zip(*columns, strict=True))
    st.html(write_table(name, headings, rows, list(table.numbers)))


def show_choice(key: str, label: str, names: Mapping[str, str], default: str) -> None:
    """A select whose code stands in the address; `names` are labels by code, in their order."""
    st.selectbox(
        label,
        list(names),
        format_func=lambda code: names[code],
        key=state.widget_key(key),
        on_change=state.take_choice,
        args=(key, default),
    )


def show_number(label: str, value: str, note: str, delta: str | None = None) -> None:
    """One figure of the row of figures, with its n and its doubt under it."""
    with st.container(gap="xsmall"):
        # Up is not always good on a job market: the arrow and the sign speak, not the colour.
        st.metric(label, value, delta=delta, delta_color="off")
        st.caption(note)


def link_page(page: str, label: str, query: Mapping[str, str]) -> None:
    """A link to a page that carries the language and the choices given."""
    if state.language() != state.LANGUAGES[0]:
        query = {**query, state.LANGUAGE_KEY: state.language()}
    # Without colour a link to another page looks like plain text until it is pointed at.
    st.page_link(page, label=f":primary[{label}]", query_params=dict(query))
