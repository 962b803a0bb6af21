"""What changed, in words: findings of analytics.changes as sentences with their evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from analytics import statistics
from ui.keterampilan_figures import name_sector
from ui.pekerjaan import name_occupation
from ui.texts import t
from ui.wording import name_province


def write_change(row: Mapping[str, Any], skills: Mapping[str, str]) -> str:
    """The sentence of one finding; `skills` are names by id in the language of this run."""
    subject, code = str(row["subject"]), row["code"]
    names = {"province": name_province, "sector": name_sector, "occupation": name_occupation}
    values: dict[str, object] = {
        "n": row["n"],
        "n_before": row["n_before"],
        "value": row["value"],
        "value_before": row["value_before"],
        "change": abs(row["change"]),
        "name": "",
    }
    if subject in names:
        values["name"] = names[subject](str(code))
    elif subject == "skill":
        values["name"] = skills[str(code)]
    what = f"asked_{code}" if subject == "asked" else subject
    if row["direction"] == "up":
        return t(f"changes.up_{what}", **values)
    return t(f"changes.down_{what}", **values)


def write_evidence(row: Mapping[str, Any]) -> str:
    """What the sentence rests on: n, interval, chance."""
    return t(
        f"changes.evidence_{row['test']}",
        **{
            name: row[name]
            for name in ("n", "n_before", "base", "base_before", "change", "more_than", "chance")
        },
        low=row["interval_low"],
        high=row["interval_high"],
        level=row["level"],
    )


@dataclass(frozen=True, slots=True)
class Findings:
    """What is said of all changes: a lead, and a title, period and findings for each `since`."""

    lead: str
    groups: tuple[tuple[str, str, str], ...] = ()


def write_changes(
    found: pd.DataFrame, tested: pd.DataFrame, place: str, skills: Mapping[str, str]
) -> Findings:
    """The findings of `find_changes` under what they are compared with, or that there are none.

    `tested` is the answer of `measure_changes`: how much was looked at is part of the finding.
    """
    if tested.empty:
        return Findings(t("changes.untested", at_least=statistics.CHANGE_AT_LEAST))
    told = {"tested": len(tested), "place": place}
    lead = t("changes.lead", **told) if len(found) else t("changes.none", **told)
    groups = []
    for since, rows in found.groupby("since", sort=False):
        first = rows.iloc[0]
        period = t(
            f"changes.period_{since}",
            month=first["month"],
            before=first["month_before"],
            months=first["months"],
        )
        named = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
        # All in one element: each costs the server a tenth of a millisecond.
        lines = [f"{write_change(row, skills)}  \n:small[{write_evidence(row)}]" for row in named]
        groups.append((t(f"changes.since_{since}"), period, "\n\n".join(lines)))
    return Findings(lead, tuple(groups))


def show_changes(findings: Findings) -> None:
    """What `write_changes` wrote, under its heading."""
    st.header(t("changes.title"), anchor=False)
    st.markdown(findings.lead)
    for title, period, lines in findings.groups:
        st.subheader(title, anchor=False)
        st.caption(period)
        st.markdown(lines)
