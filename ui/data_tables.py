"""The list of tables on Data: what each is, how large, links to its files, its columns."""

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analytics import exports
from analytics.exports_registry import Table, available
from data.snapshot import SnapshotMeta
from ui import data, downloads, parts, state
from ui import format as formats
from ui.texts import plain, t

# For people first, for programs last.
_ORDER: Final = ("xlsx", "excel.csv", "csv", "parquet")
# At least 44 px high, so that a thumb hits it.
_LINK: Final = (
    "display:inline-flex;align-items:center;min-height:44px;padding:0 0.7rem;"
    "margin:0 0.4rem 0.4rem 0;border:1px solid #8c979b;border-radius:0.3rem;color:inherit;"
    "font-variant-numeric:tabular-nums"
)
_MEGABYTE: Final = 1_000_000
_KILOBYTE: Final = 1_000


def show_group(meta: SnapshotMeta, origin: str) -> None:
    """The tables of one origin ("answer", "snapshot"), each with its files."""
    st.header(t(f"data_title.{origin}"), anchor=False)
    st.markdown(t(f"data_lead.{origin}"))
    with st.grid(2, min_column_width=320, gap="medium"):
        for table in available(meta).values():
            if table.origin == origin:
                with st.container(gap="xsmall"):
                    _show_table(meta, table)


def _show_table(meta: SnapshotMeta, table: Table) -> None:
    language = state.language()
    first = exports.locate(downloads.folder(), meta.id, table, exports.FIRST)
    written = exports.read_written(first)
    st.subheader(table.title[language], anchor=False)
    st.markdown(table.what[language])
    told = {"columns": len(table.columns), "name": f"**{plain(table.name)}**"}
    if written is not None:
        size = write_size(written.bytes)
        st.caption(t("data.counted_sized", rows=written.rows, size=size, **told))
    elif table.origin == "snapshot":
        st.caption(t("data.counted", rows=meta.tables[table.name].rows, **told))
    else:
        st.caption(t("data.uncounted", **told))
    st.html(write_links(table, downloads.formats_of(meta, table)))


def write_links(table: Table, forms: Sequence[str]) -> str:
    """A link to the file in each of these formats, as HTML."""
    language = state.language()
    query = "" if language == state.LANGUAGES[0] else f"?{state.LANGUAGE_KEY}={language}"
    links = []
    for form in (one for one in _ORDER if one in forms):
        key = form.replace(".", "_")
        name = t(f"data_form.{key}")
        # A label holds the words that are seen, or who speaks to the browser cannot press it.
        label = t("data.link_label", title=table.title[language], form=name)
        links.append(
            f'<a href="{escape(downloads.address(table, form))}{query}" '
            f'aria-label="{escape(label)}" style="{_LINK}">{escape(name)}</a>'
        )
    return "".join(links)


def write_size(n: int) -> str:
    """So many bytes in a few digits."""
    language = state.language()
    if n >= _MEGABYTE:
        return t("data.size_mb", n=formats.number(n / _MEGABYTE, language, 1))
    return t("data.size_kb", n=formats.number(max(n / _KILOBYTE, 1), language))


def show_dictionary(meta: SnapshotMeta, table: Table) -> None:
    """What each column of the table chosen means."""
    language = state.language()
    st.header(t("data.dictionary_title"), anchor=False)
    names = {name: one.title[language] for name, one in available(meta).items()}
    parts.show_choice(data.TABLE_KEY, t("data.dictionary_choose"), names, data.FIRST)
    rows = pd.DataFrame(
        {
            "data_column": one.name,
            "data_meaning": one.meaning_en if language == "en" else one.meaning_id,
            "data_type": t(f"data_type.{one.type}") + (f" ({one.unit})" if one.unit else ""),
        }
        for one in table.columns
    )
    parts.show_table(parts.Table(rows, {}), t("data.dictionary_title"))
