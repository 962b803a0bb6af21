"""How old the data on the pages is, said where it is old enough to mislead."""

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from data.snapshot import SnapshotMeta
from ui.texts import t

# Figures are by month: after this many days a whole month that has been is missing from them.
OLD_DAYS: Final = 30


def show_age(meta: SnapshotMeta) -> None:
    """A warning above a page whose snapshot is older than OLD_DAYS; nothing on a younger one.

    It tells when the snapshot was published and the newest advertisement posted, not how the
    market has moved since. Sample data describes no market, so that it cannot be out of date.
    """
    days = (datetime.now(UTC) - meta.created_at).days
    if meta.is_sample or days <= OLD_DAYS:
        return
    if meta.posted_to is None:
        st.warning(t("freshness.old_undated", day=meta.created_at, days=days))
    else:
        told = {"day": meta.created_at, "days": days, "newest": meta.posted_to}
        st.warning(t("freshness.old", **told))
