"""What Data says beside its tables: the finding, kinds of files, licence, what is held back."""

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from analytics import statistics
from analytics.exports_package import cite
from analytics.exports_registry import Table, available, licence
from data.snapshot import SnapshotMeta
from ui import downloads, parts, state
from ui.texts import t

TABLE_KEY: Final = "tabel"
# A small one that people come for.
FIRST: Final = "openings"


def choose_table(meta: SnapshotMeta) -> Table:
    """The table whose columns are explained, from the address."""
    tables = available(meta)
    return tables[state.choice(TABLE_KEY, tuple(tables), FIRST)]


def show_finding(meta: SnapshotMeta) -> None:
    """How many tables of how many openings, of when."""
    tables = len(available(meta))
    st.title(t("data.title", tables=tables, n=meta.vacancies), anchor=False)
    told = {"portals": len(meta.portals), "day": meta.created_at, "id": meta.id}
    if meta.posted_from is None:
        st.markdown(t("data.lead_undated", **told))
    else:
        days = {"from": meta.posted_from, "to": meta.posted_to}
        st.markdown(t("data.lead", **told, **days))


def show_formats() -> None:
    """Which kind of file is for whom."""
    st.header(t("data.formats_title"), anchor=False)
    st.markdown(t("data.formats"))


def show_package() -> None:
    """The way to the machine-readable list of everything."""
    st.markdown(t("data.package", address=f"{downloads.PREFIX}{downloads.DESCRIPTOR}"))


def show_licence(meta: SnapshotMeta, table: Table) -> None:
    """Licence, citation of the table chosen and how a program reads it."""
    st.header(t("data.licence_title"), anchor=False)
    st.markdown(t("data.licence", title=licence().title, path=licence().path))
    root = _root()
    page = f"{root}{downloads.address(table, 'csv')}"
    st.markdown(t("data.cite"))
    words = f"{cite(meta, table, state.language())} {t('data.cite_address', address=page)}"
    st.code(words, language=None, wrap_lines=True)
    st.markdown(t("data.program"))
    program = f'pandas.read_parquet("{root}{downloads.address(table, "parquet")}")'
    st.code(program, language=None, wrap_lines=True)


def _root() -> str:
    """Scheme and host by which the reader came."""
    parts_of = urlsplit(st.context.url or "")
    return f"{parts_of.scheme}://{parts_of.netloc}" if parts_of.netloc else ""


def show_left_out() -> None:
    """What is not shared, and why."""
    st.header(t("data.left_out_title"), anchor=False)
    st.markdown(t("data.left_out", at_least=statistics.SHARE_AT_LEAST))


def show_method() -> None:
    """What the tables cannot say."""
    st.header(t("data.method_title"), anchor=parts.METHOD_ANCHOR)
    st.markdown(t("data.method"))


def show_next() -> None:
    """The next step: the same numbers told."""
    st.header(t("data.next_title"), anchor=False)
    parts.link_page("pages/beranda.py", t("data.next_market"), {})
    parts.link_page("pages/wilayah.py", t("data.next_places"), {})
    parts.link_page("pages/keterampilan.py", t("data.next_skills"), {})
