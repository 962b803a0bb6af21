"""Evidence on Prakerja as cards on one scale, its payback, and the outcomes of the operator."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics import statistics
from analytics.prakerja_evidence import GRADES
from ui import format as formats
from ui import parts, state
from ui.cells import intervals
from ui.gaji_chart import Mark, draw_marks
from ui.prakerja_chart import Finding, draw_findings
from ui.prakerja_people import name_category
from ui.prakerja_sources import write_line, write_period
from ui.texts import t
from ui.wilayah import name_code
from ui.wording import write_interval, write_share, written

_OUTCOMES: Final = 12
_RUPIAH: Final = "idr"
# What every count of the payback rests on, or leaves out.
_REASONS: Final = ("lasts", "cash", "cost", "scheme")


def show_cards(
    evidence: pd.DataFrame,
    statements: pd.DataFrame,
    write_trends: Callable[[Sequence[str]], str],
) -> None:
    """One card a study, the best design first; `write_trends` tells the market of periods."""
    st.header(t("prakerja.evidence_title"), anchor=False)
    st.markdown(t("prakerja.evidence_lead"))
    grades = sorted(set(GRADES.values()))
    st.markdown("\n".join(f"- **{grade}** {t(f'prakerja_grade.{grade}')}" for grade in grades))
    st.caption(t("prakerja.evidence_key"))
    scale = (min(0.0, evidence["relative_pct"].min()), float(evidence["relative_pct"].max()))
    graded = pd.concat([evidence[["study", "grade"]], statements[["study", "grade"]]])
    # Of a grade the longest first, so that cards of a length stand beside each other.
    lines = graded["study"].value_counts()
    order = (
        graded.assign(lines=graded["study"].map(lines))
        .drop_duplicates("study")
        .sort_values(["grade", "lines"], ascending=[True, False], kind="stable")["study"]
    )

    def show(study: str) -> None:
        effects = evidence[evidence["study"] == study]
        said = statements[statements["study"] == study]
        with st.container(border=True):
            _show_card(study, effects, said, scale, write_trends)

    first, *others = order.astype(str)
    with st.grid(2, min_column_width=320, gap="medium"):
        with st.container():
            show(first)
        with st.container(), st.expander(t("prakerja_fold.studies", n=len(others))):
            for study in others:
                show(study)


def _show_card(
    study: str,
    effects: pd.DataFrame,
    said: pd.DataFrame,
    scale: tuple[float, float],
    write_trends: Callable[[Sequence[str]], str],
) -> None:
    either = effects if not effects.empty else said
    row = either.iloc[0]
    title = t(f"prakerja_study.{study}")
    st.subheader(t("prakerja.card_title", study=title, grade=row["grade"]), anchor=False)
    st.markdown(t(f"prakerja_design.{row['design']}"))
    if not effects.empty:
        _draw_effects(effects, title, scale)
    if not said.empty:
        st.markdown(t("prakerja.card_said"))
        lines = [_write_statement(one) for _, one in said.groupby("indicator", sort=False)]
        st.markdown("\n".join(f"- {line}" for line in lines))
    periods = pd.concat([effects["period"], said["period"]]).drop_duplicates().tolist()
    sources = pd.concat([effects["source"], said["source"]])
    lines = [
        t("prakerja.card_cannot", what=t(f"prakerja_cannot.{study}")),
        t("prakerja.card_market", what=write_trends(periods)),
    ]
    st.markdown("  \n".join(lines))
    when = ", ".join(map(write_period, periods))
    st.markdown(f":small[{write_line(sources, _write_n(row), when)}]")


def _write_n(row: pd.Series) -> str:
    if pd.isna(row["n"]):
        return t("prakerja.n_unknown")
    return t("prakerja.n_respondents", n=row["n"])


def _draw_effects(effects: pd.DataFrame, title: str, scale: tuple[float, float]) -> None:
    language = state.language()
    findings = [
        Finding(
            label=t(f"prakerja_outcome.{row['outcome']}"),
            value=formats.change(row["relative_pct"] / 100, language),
            note=_write_base(row),
            figure=row["relative_pct"],
            interval=None
            if pd.isna(row["interval_low"])
            else (row["interval_low"], row["interval_high"]),
        )
        for row in effects.to_dict("records")
    ]
    ends = [formats.change(bound / 100, language) for bound in (scale[0], 0.0, scale[1])]
    first, last = findings[0], findings[-1]
    alt = t("prakerja.card_alt", study=title, first=first.label, first_value=first.value,
            last=last.label, last_value=last.value)  # fmt: skip
    st.image(draw_findings(findings, scale, (ends[0], ends[1], ends[2])), alt=alt, width="stretch")
    if effects["interval_low"].isna().all():
        st.caption(t("prakerja.card_no_interval"))
    is_control = bool((effects["compared_with"] == "control").all())
    if is_control and effects["base_is_derived"].any():
        st.caption(t("prakerja.card_derived"))
    if not is_control:
        st.caption(t("prakerja.card_before"))
    known = effects.assign(low=effects["interval_low"] / 100, high=effects["interval_high"] / 100)
    rows = pd.DataFrame(
        {
            "prakerja_outcome": [one.label for one in findings],
            "prakerja_effect": [_write_effect(row) for row in effects.to_dict("records")],
            "prakerja_base": [
                _write_level(row["base"], row["unit"]) for row in effects.to_dict("records")
            ],
            "prakerja_relative": [one.value for one in findings],
            "interval": intervals(known, "low", "high", formats.change).tolist(),
        }
    )
    with st.expander(t("figure.table")):
        numbers = dict.fromkeys(("prakerja_effect", "prakerja_base", "prakerja_relative"), str)
        parts.show_table(parts.Table(rows, numbers, behind="study"), title)


def _write_base(row: Mapping[Hashable, Any]) -> str:
    """The effect in its own unit and what it started from."""
    base = _write_level(row["base"], row["unit"])
    return t(f"prakerja_from.{row['compared_with']}", effect=_write_effect(row), base=base)


def _write_effect(row: Mapping[Hashable, Any]) -> str:
    effect, language = row["effect"], state.language()
    sign = "+" if effect > 0 else ""
    if row["unit"] == _RUPIAH:
        return sign + formats.rupiah(effect, language)
    return t("prakerja.points", points=sign + formats.number(effect, language, 1))


def _write_level(level: float, unit: str) -> str:
    language = state.language()
    if unit == _RUPIAH:
        return formats.rupiah_short(level, language)
    return formats.percent(level / 100, language)


def _write_statement(said: pd.DataFrame) -> str:
    """One thing said, with its figure in each period."""
    values = ", ".join(
        f"{_write_level(row['value'], row['unit'])} ({write_period(row['period'])})"
        for row in said.to_dict("records")
    )
    indicator = said["indicator"].iloc[0]
    return t("prakerja.statement", what=t(f"prakerja_statement.{indicator}"), values=values)


def show_payback(payback: pd.DataFrame, evidence: pd.DataFrame) -> None:
    """Months until the gain found equals the cost, whether that is proven, and the reasons.

    `evidence` is of `prakerja_evidence.list_evidence`; it tells the design behind the gain.
    """
    title = t("prakerja.payback_title")
    if payback.empty:
        parts.show_nothing(title, t("prakerja.payback_none"))
        return
    designs = evidence.drop_duplicates("study").set_index("study")
    for row in payback.to_dict("records"):
        study = designs.loc[row["study"]]
        is_proven = bool(row["is_proven"])
        st.header(t("prakerja.payback_title_proven") if is_proven else title, anchor=False)
        values = {
            "months": formats.number(row["months"], state.language()),
            "cost": row["cost_idr"],
            "gain": row["gain_idr"],
            "years": write_period(row["years"]),
            "design": t(f"prakerja_design_short.{study['design']}"),
            "grade": study["grade"],
        }
        reasons = []
        if is_proven:
            bounds = write_interval(row["low"], row["high"], formats.number)
            st.markdown(t("prakerja_payback.proven", bounds=bounds, **values))
        else:
            st.markdown(t("prakerja_payback.unproven", **values))
            low = formats.number(row["low"], state.language())
            reasons.append(
                t("prakerja.payback_no_interval")
                if pd.isna(row["low"])
                else t("prakerja.payback_zero", low=low)
            )
        reasons += [t(f"prakerja_reason.{one}") for one in _REASONS]
        st.markdown("\n".join(f"- {reason}" for reason in reasons))
        line = write_line([row["source"]], t("prakerja.n_head"), write_period(row["years"]))
        st.markdown(f":small[{line}]")


def show_outcomes(outcomes: pd.DataFrame, province: str | None) -> None:
    """What became of recipients as the operator delivered it, with intervals."""
    title = t("prakerja.outcomes_title")
    if outcomes.empty:
        parts.show_nothing(title, t("prakerja.outcomes_none"))
        return
    own = outcomes[outcomes["province"].fillna("") == (province or "")]
    shown = own if not own.empty else outcomes
    enough = shown[(shown["n"] >= statistics.SHARE_AT_LEAST) & shown["share"].notna()]
    if enough.empty:
        why = t("prakerja.outcomes_few", n=len(shown), at_least=statistics.SHARE_AT_LEAST)
        parts.show_nothing(title, why)
        return
    language = state.language()
    labels = [_name_outcome(row) for row in enough.to_dict("records")]
    marks = [
        Mark(
            label=label,
            figure=row["share"],
            figure_high=row["share"],
            value=write_share(row["share"], row["n"]),
            interval=(row["interval_low"], row["interval_high"]),
            # Not a bound of the figure but the end of the scale: a share is read against all.
            minimum=1.0,
        )
        for label, row in zip(labels, enough.to_dict("records"), strict=True)
    ]
    bounds = intervals(enough, "interval_low", "interval_high", formats.percent)
    rows = pd.DataFrame(
        {
            "prakerja_outcome": labels,
            "prakerja_period": [write_period(one, "operator") for one in enough["period"]],
            "share": enough["share"].tolist(),
            "interval": bounds.tolist(),
            "prakerja_asked": enough["n"].tolist(),
        }
    )
    notes = [t("prakerja.outcomes_note")]
    if len(enough) < len(shown):
        few = len(shown) - len(enough)
        notes.append(t("prakerja.outcomes_hidden", n=few, at_least=statistics.SHARE_AT_LEAST))
    if own.empty:
        notes.append(t("prakerja.outcomes_elsewhere"))
    periods = dict.fromkeys(write_period(one, "operator") for one in enough["period"])
    first = enough.iloc[0]
    parts.show_figure(
        title,
        t("prakerja.outcomes_subtitle"),
        draw_marks(marks[:_OUTCOMES], formats.percent(1.0, language)),
        t("prakerja.outcomes_alt", first=labels[0], share=first["share"], n=first["n"]),
        write_line(enough["source"], t("prakerja.n_respondents_most", n=enough["n"].max()),
                   ", ".join(periods)),
        notes,
        parts.Table(rows, {"share": written(formats.percent),
                           "prakerja_asked": written(formats.number)}, behind="official"),
        t("prakerja.outcomes_table", n=len(enough)),
    )  # fmt: skip


def _name_outcome(row: Mapping[Hashable, Any]) -> str:
    """The outcome, and of whom where it is not of all."""
    of = [
        name_category(dimension, str(row[column]))
        for dimension, column in (("sex", "sex"), ("age", "age_group"), ("education", "education"),
                                  ("training", "training_category"))
        if row[column] not in ("all", "", None)
    ]  # fmt: skip
    place = row["regency"] or row["province"]
    if place:
        of.append(name_code(str(place)))
    name = t(f"prakerja_outcome.{row['outcome']}")
    return f"{name} ({', '.join(of)})" if of else name
