"""What the served snapshot says otherwise than the one kept before it: by table and cause."""

from contextlib import closing

import pandas as pd
import streamlit as st

import settings
from analytics.filter import EVERYTHING, Filter
from analytics.revision import CAUSES, revise_readings, revise_tables
from data.errors import DataError
from data.snapshot import Snapshot, list_snapshots, open_older
from ui import format as formats
from ui import parts, state
from ui.texts import load, t
from ui.wording import written


def find_previous(snapshot: Snapshot) -> str | None:
    """The id of the newest kept snapshot before this one."""
    before = [name for name in list_snapshots(snapshot.path.parent) if name < snapshot.id]
    return before[-1] if before else None


def revise(snapshot: Snapshot, where: Filter, previous: str, what: str) -> pd.DataFrame:
    """`revise_tables` or `revise_readings` ("readings") between a kept snapshot and this one.

    The filter counts for nothing. No rows where one holds sample postings and the other real ones.
    Raises DataError where the older one is gone or of another layout.
    """
    del where
    with closing(open_older(snapshot.path.parent, previous)) as before:
        if before.meta.is_sample != snapshot.meta.is_sample:
            return pd.DataFrame()
        ask = revise_readings if what == "readings" else revise_tables
        return ask(before, snapshot)


def show_revision(snapshot: Snapshot) -> None:
    """How many rows differ from the snapshot before, by table and cause."""
    st.subheader(t("metodologi.revision_title"), anchor=False)
    previous = find_previous(snapshot)
    if previous is None:
        st.markdown(t("metodologi.revision_none", kept=settings.load().snapshots_kept))
        return
    try:
        tables = state.ask(revise, snapshot, EVERYTHING, previous, "tables")
        readings = state.ask(revise, snapshot, EVERYTHING, previous, "readings")
    except DataError:
        st.markdown(t("metodologi.revision_other", previous=previous))
        return
    if tables.empty:
        st.markdown(t("metodologi.revision_sample", previous=previous))
        return
    st.markdown(t("metodologi.revision_lead", previous=previous, id=snapshot.id))
    wide = tables.pivot_table(
        index=["table", "n_before", "n_after"], columns="cause", values="n", sort=False
    ).reset_index()
    known = load(state.language())
    shown = wide.assign(
        revision_table=[
            t(f"metodologi_table.{name}") if f"metodologi_table.{name}" in known else name
            for name in wide["table"]
        ],
        revision_before=wide["n_before"],
        revision_after=wide["n_after"],
        **{f"revision_{cause}": wide[cause] for cause in CAUSES},
    )
    write = written(formats.number)
    columns = ["revision_before", "revision_after", *(f"revision_{cause}" for cause in CAUSES)]
    parts.show_table(
        parts.Table(shown[["revision_table", *columns]], dict.fromkeys(columns, write)),
        t("metodologi.revision_title"),
    )
    st.caption(t("metodologi.revision_causes"))
    changed = readings[readings["changed"] > 0]
    if changed.empty:
        st.markdown(t("metodologi.revision_same", n=int(readings["n"].max())))
        return
    table = changed.assign(
        revision_column=changed["column"],
        revision_changed=changed["changed"],
        revision_filled=changed["filled"],
        revision_emptied=changed["emptied"],
    )
    columns = ["revision_changed", "revision_filled", "revision_emptied"]
    with st.expander(t("metodologi.revision_readings", n=len(changed))):
        parts.show_table(
            parts.Table(
                table[["revision_column", *columns, "share"]],
                dict.fromkeys(columns, write) | {"share": written(formats.percent)},
            ),
            t("metodologi.revision_readings", n=len(changed)),
        )
