"""The parts every page is made of: head, sample mark, figures with their source, states, links."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, NoReturn

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.errors import DataError
from data.snapshot import Snapshot
from ui import state
from ui.cells import spread
from ui.downloads_figure import Figure, show_downloads
from ui.freshness import show_age
from ui.server_site import site_pages
from ui.table import write_table
from ui.texts import load, plain, t

WIDTH = 940
# How pages are laid out on paper.
PAPER: Final = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
# A drawing made for a column of a page is no wider than this many times its own measure.
_WIDEST: Final = 1.3
_DRAWN_WIDTH: Final = re.compile(r'<svg [^>]*\bwidth="(\d+)"')
METHOD_ANCHOR = "cara-membaca"
# Which section of Metodologi an address asks for.
METHOD_KEY: Final = "bagian"
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

    `data` is the frame to take away where it has more rows. `links` lead from each row to the
    advertisements behind it (ui/behind.py); `behind` says what it rests on where that is none.
    """

    rows: pd.DataFrame
    numbers: Mapping[str, Callable[..., str]]
    data: pd.DataFrame | None = None
    links: Sequence[str] = ()
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A table as HTML, the label of what opens it, and the line above it ("" for none)."""

    label: str
    lead: str
    html: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A figure with all that belongs under it, ready to be shown again and again."""

    figure: Figure
    alt: str
    table: Written


@dataclass(frozen=True, slots=True)
class Missing:
    """The place of a figure that may not be shown, and the reason."""

    title: str
    why: str


def show_head() -> DeltaGenerator:
    """Name of the site and the language switch; what is below the name, for `show_dropped`."""
    with st.container(horizontal=True, vertical_alignment="center"):
        head = st.container()
        with head:
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
    return head


def show_dropped() -> None:
    """That the address asked for what is not known, and what is shown instead; once."""
    if not (keys := state.dropped()):
        return
    words = load(state.language())
    shown = [t(f"shown.{key}") if f"shown.{key}" in words else t("shown.other") for key in keys]
    st.caption(t("state.dropped", shown=", ".join(dict.fromkeys(shown))))


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


def with_n(source: Source, n: int, months: tuple[str, str] | None = None) -> Source:
    """The same source for a figure that rests on fewer openings.

    `months` are the first and the last ("YYYY-MM") of one that rests on a shorter time.
    """
    if months is None or pd.isna(source.period_from) or pd.isna(source.period_to):
        return replace(source, n=n)
    start, end = (pd.Period(month, "M") for month in months)
    return replace(
        source,
        n=n,
        period_from=max(start.start_time, source.period_from),
        period_to=min(end.end_time, source.period_to),
    )


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
    show_prepared(
        prepare_figure(title, subtitle, drawing, alt, source, notes, table, table_label), show
    )


def prepare_figure(
    title: str,
    subtitle: str,
    drawing: str,
    alt: str,
    source: Source | str,
    notes: Sequence[str],
    table: Table,
    table_label: str | None = None,
) -> Prepared:
    """The same as `show_figure` without showing it: what `state.make` can keep."""
    told = table.rows if table.data is None else table.data
    rows = spread(told, {str(key): t(f"table.{key}") for key in told.columns})
    figure = make_figure(title, subtitle, drawing, notes, source, rows)
    return Prepared(figure, alt, _prepare_table(table, title, table_label))


def show_prepared(prepared: Prepared | Missing, show: Callable[[], None] | None = None) -> None:
    """Put a prepared figure onto the page, or why there is none; `show` as in `show_figure`."""
    if isinstance(prepared, Missing):
        show_nothing(prepared.title, prepared.why)
        return
    figure = prepared.figure
    st.header(figure.title, anchor=False)
    st.markdown(figure.subtitle)
    if show is None:
        show_drawing(figure.drawing, prepared.alt)
    else:
        show()
    _show_foot(figure, prepared.table)


def show_drawing(drawing: str, alt: str) -> None:
    """A drawing as wide as there is room, but no wider than keeps its text the size of ours."""
    told = _DRAWN_WIDTH.search(drawing)
    # A width in pixels is never wider than its column.
    st.image(drawing, alt=alt, width=round(_WIDEST * int(told[1])) if told else WIDTH)


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
    _show_foot(figure, None if table is None else _prepare_table(table, figure.title, table_label))


def _show_foot(figure: Figure, table: Written | None) -> None:
    if figure.notes:
        # Every element costs the server a tenth of a millisecond: paragraphs of one.
        st.caption("\n\n".join(figure.notes))
    # Not st.caption: it pales the link below the contrast that reading needs.
    st.markdown(f":small[{figure.source}]")
    if table is not None:
        with st.expander(table.label):
            show_written(table)
    show_downloads(figure)


def show_nothing(title: str, why: str) -> None:
    """The place of a figure that may not be shown, and the reason."""
    st.header(title, anchor=False)
    st.markdown(why)


def show_table(table: Table, name: str) -> None:
    """A real HTML table, numbers to the right as our formatter writes them, text as typed.

    Not st.table: it would load 1 MB of Arrow and number code for a dozen rows.
    """
    show_written(write_rows(table, name))


def write_rows(table: Table, name: str, label: str = "") -> Written:
    """The table called `name` as HTML, and the label of what it is opened with."""
    headings = {str(key): t(f"table.{key}") for key in table.rows.columns}
    columns = [
        [table.numbers.get(key, str)(value) for value in table.rows[key]] for key in headings
    ]
    rows = list(zip(*columns, strict=True))
    right = list(table.numbers)
    html = write_table(name, headings, rows, right, table.links, table.behind)
    return Written(label, t("figure.behind") if table.links else "", html)


def _prepare_table(table: Table, name: str, label: str | None) -> Written:
    label = label or t("figure.table")
    return write_rows(table, name, t("figure.with_ads", table=label) if table.links else label)


def show_written(table: Written) -> None:
    """A table of `write_rows` onto the page."""
    if table.lead:
        st.caption(table.lead)
    st.html(table.html)


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
    st.page_link(
        _target(page, _main_script()), label=f":primary[{label}]", query_params=dict(query)
    )


def end_method(section: str) -> None:
    """The end of a page's words on method: what n and an interval are, and where more is told."""
    st.markdown(t("figure.terms"))
    link_method(section)


def link_method(section: str) -> None:
    """A link to the section of Metodologi that tells how figures of a subject are made."""
    link_page("pages/metodologi.py", t("figure.method_more"), {METHOD_KEY: section})


def _main_script() -> str:
    """The path of the app.py that runs: pages lie beside it."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.main_script_path if context else ""


@cache
def _target(page: str, main_script: str) -> st.Page | str:  # noqa: ARG001 - it tells one site's pages
    """A page to link to, only read: found by its file, it would be looked for on disk each time."""
    for site in site_pages().values():
        if f"pages/{site.name}.py" == page:
            return st.Page(page, url_path=site.address, default=site.is_home)
    return page
