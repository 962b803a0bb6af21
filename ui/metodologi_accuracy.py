"""How well postings are read, in words: the measures of `analytics.accuracy` by section."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd
import streamlit as st

from analytics.accuracy import Measure, read_confusions, read_measures
from analytics.correction import GOLD_AT_LEAST
from ui import format as formats
from ui import parts, state
from ui.texts import load, t
from ui.wording import written

# What each section rests on: measures that begin so.
_OF_SECTION: Final[Mapping[str, tuple[str, ...]]] = {
    "pekerjaan": ("occupation", "seniority"),
    "keterampilan": ("skills",),
    "gaji": ("wage",),
    "wilayah": ("location",),
    "sektor": ("sector",),
    "kesenjangan": ("skills half recall",),
    "pengawasan": ("restrictions", "wage"),
    "karier": ("education_min", "experience_min_years"),
}
_DIGITS: Final = 3


def name_measure(name: str) -> str:
    """The words for a measure; one we have no words for keeps its own name."""
    subject, _, kind = name.partition(" ")
    slug = re.sub(r"\W+", "_", kind.lower()).strip("_")
    known = load(state.language())
    if f"metodologi_reads.{subject}" not in known:
        return name
    words = t(f"metodologi_reads.{subject}")
    if not kind:
        return words
    if f"metodologi_kind.{slug}" not in known:
        return f"{words}: {kind}"
    return t("metodologi.measure", what=words, how=t(f"metodologi_kind.{slug}"))


def show_targets() -> None:
    """All targets, met and missed, then the other measures."""
    measures = read_measures()
    st.markdown(t("metodologi.measured", n=measures.postings, day=measures.day))
    aimed = [one for one in measures.rows if one.target is not None]
    # What is missed comes first: nobody should have to look for it.
    _show_table(sorted(aimed, key=lambda one: one.is_met), t("metodologi.targets"))
    others = [one for one in measures.rows if one.target is None]
    with st.expander(t("metodologi.others", n=len(others))):
        _show_table(others, t("metodologi.others", n=len(others)))


def show_of(section: str) -> None:
    """The measures that a section rests on."""
    starts = _OF_SECTION.get(section)
    if starts is None:
        return
    rows = [one for one in read_measures().rows if one.name.startswith(starts)]
    name = t("metodologi.how_well", n=read_measures().postings)
    with st.expander(name):
        _show_table(rows, name)


def _show_table(rows: list[Measure], name: str) -> None:
    language = state.language()

    def write(value: float) -> str:
        return formats.number(value, language, _DIGITS)

    table = pd.DataFrame(
        [
            {
                "accuracy_measure": name_measure(one.name),
                "accuracy_met": _write_verdict(one),
                "accuracy_value": one.value,
                "accuracy_target": formats.NOTHING if one.target is None else write(one.target),
                "accuracy_n": one.n,
                "interval": t("table.range", low=write(one.low), high=write(one.high)),
            }
            for one in rows
        ]
    )
    numbers: dict[str, Callable[..., str]] = {
        "accuracy_value": write,
        "accuracy_n": written(formats.number),
        "accuracy_target": str,
    }
    parts.show_table(parts.Table(table, numbers, behind="labelled"), name)


def _write_verdict(one: Measure) -> str:
    if one.target is None:
        return formats.NOTHING
    return t("metodologi.met") if one.is_met else t("metodologi.missed")


def count_fields() -> pd.DataFrame:
    """What labelled postings say of each field and what was read of it, from docs/accuracy.csv.

    Columns: field, told (postings that say it), right (read as said), missed (said, nothing read),
    wrong (read otherwise), invented (nothing said, something read), share_right (right in told;
    missing below GOLD_AT_LEAST of told).
    """
    found = read_confusions()
    says, was_read = found["told"] != "", found["read"] != ""
    is_same = found["told"] == found["read"]
    kinds = {
        "told": says,
        "right": says & is_same,
        "missed": says & ~was_read,
        "wrong": says & was_read & ~is_same,
        "invented": ~says & was_read,
    }
    counts = pd.DataFrame(
        {name: found["n"].where(kept, 0).groupby(found["field"]).sum() for name, kept in
         kinds.items()}
    )  # fmt: skip
    enough = counts["told"] >= GOLD_AT_LEAST
    counts["share_right"] = (counts["right"] / counts["told"]).where(enough)
    return counts.reset_index()


def show_fields() -> None:
    """Field by field: said, read rightly, missed, misread, invented."""
    counts = count_fields()
    st.subheader(t("metodologi.fields_title"), anchor=False)
    st.markdown(t("metodologi.fields", at_least=GOLD_AT_LEAST))
    known = load(state.language())
    slugs = [field.replace(".", "_") for field in counts["field"]]
    names = [
        t(f"metodologi_field.{slug}") if f"metodologi_field.{slug}" in known else slug
        for slug in slugs
    ]
    table = counts.assign(
        accuracy_field=names,
        accuracy_told=counts["told"],
        accuracy_right=counts["right"],
        accuracy_missed=counts["missed"],
        accuracy_wrong=counts["wrong"],
        accuracy_invented=counts["invented"],
        accuracy_share=counts["share_right"],
    )
    write = written(formats.number)
    columns = ["told", "right", "missed", "wrong", "invented"]
    shown = table[["accuracy_field", *(f"accuracy_{one}" for one in columns), "accuracy_share"]]
    numbers = {f"accuracy_{one}": write for one in columns}
    numbers["accuracy_share"] = written(formats.percent)
    with st.expander(t("figure.table")):
        parts.show_table(
            parts.Table(shown, numbers, behind="labelled"), t("metodologi.fields_title")
        )
