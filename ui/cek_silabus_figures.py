"""The figures of Cek silabus: what is asked and missing, what is in it, what few ask for."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics.behind import behind
from analytics.filter import Filter
from analytics.occupations import SKILL_AT_LEAST, wider
from analytics.skills_growth import LIKELY_FROM, measure_growth
from analytics.skills_pay import compare_pay
from analytics.syllabus import RARE_BELOW
from data.snapshot import Snapshot
from ui import charts, parts, state
from ui import format as formats
from ui.addresses import province_query
from ui.behind import link
from ui.cells import intervals
from ui.gaji import name_at
from ui.keterampilan import SKILL_KEY, name_rows
from ui.pekerjaan import name_occupation
from ui.texts import plain, t
from ui.wording import written

_BARS: Final = 12
_HELD_BARS: Final = 8
# Beyond these it is long to read, and each asks the snapshot anew.
_PAID: Final = 8
_LINKS: Final = 6
_RARE: Final = 8
_GROWTH: Final = ("growth", "growth_low", "growth_high", "p_growth")
_PAY: Final = ("difference", "difference_low", "difference_high", "n_pay", "pay_place")


def find_missing(snapshot: Snapshot, marked: pd.DataFrame, scope: Filter) -> pd.DataFrame:
    """The skills asked for and not taught, most first, with growth and pay where they are known.

    Adds _GROWTH and growth_place (of the narrowest place that tells any), and for the first
    _PAID of them _PAY: what like advertisements that ask for it pay more (`compare_pay`).
    """
    missing = marked[~marked["is_taught"]].reset_index(drop=True)
    grown, growth_place = pd.DataFrame(columns=["skill", *_GROWTH]), ""
    for growth_place, wide in wider(scope):  # noqa: B007 - the place where it stops is the answer
        grown = state.ask(measure_growth, snapshot, wide)
        if not grown.empty:
            break
    missing = missing.merge(grown[["skill", *_GROWTH]], on="skill", how="left")
    paid = pd.DataFrame(
        [_read_pay(snapshot, scope, skill) for skill in missing["skill"].head(_PAID)],
        columns=list(_PAY),
    )
    return missing.assign(growth_place=growth_place).join(paid)


def _read_pay(snapshot: Snapshot, scope: Filter, skill: str) -> dict[str, object]:
    row = state.ask(compare_pay, snapshot, scope, skill).iloc[0]
    if row["reason"] is not None:
        return dict.fromkeys(_PAY)
    bounds = {"difference_low": row["interval_low"], "difference_high": row["interval_high"]}
    counted = {"n_pay": row["n"], "pay_place": row["place"]}
    return {"difference": row["difference"], **bounds, **counted}


def show_missing(missing: pd.DataFrame, scope: Filter, source: parts.Source) -> None:
    """What advertisements ask for and the syllabus lacks, as bars of share."""
    if missing.empty:
        why = t("cek_silabus.missing_none", at_least=SKILL_AT_LEAST)
        parts.show_nothing(t("cek_silabus.missing_none_title"), why)
        return
    names = name_rows(missing)
    first = missing.iloc[0]
    notes = [t("cek_silabus.missing_note")]
    if missing["growth"].isna().all():
        notes.append(t("cek_silabus.growth_none"))
    else:
        notes.append(t("cek_silabus.growth_note", place=name_at(scope, first["growth_place"])))
    parts.show_figure(
        t("cek_silabus.missing_title", name=names[0]),
        t("cek_silabus.asked_subtitle", **_name_scope(scope)),
        charts.draw_bars(_bars(missing, names, _BARS)),
        t("cek_silabus.missing_alt", name=names[0], share=first["share"], n=first["n"],
          more=len(missing) - 1),
        source,
        notes,
        _tabulate(missing, names, scope),
        t("cek_silabus.missing_table", n=len(missing)),
    )  # fmt: skip


def show_held(marked: pd.DataFrame, scope: Filter, source: parts.Source) -> None:
    """What advertisements ask for and the syllabus has, as bars of share."""
    held = marked[marked["is_taught"]].reset_index(drop=True)
    if held.empty:
        parts.show_nothing(t("cek_silabus.held_title"), t("cek_silabus.held_none"))
        return
    names = name_rows(held)
    first = held.iloc[0]
    parts.show_figure(
        t("cek_silabus.held_title"),
        t("cek_silabus.asked_subtitle", **_name_scope(scope)),
        charts.draw_bars(_bars(held, names, _HELD_BARS)),
        t("cek_silabus.held_alt", name=names[0], share=first["share"], n=first["n"]),
        source,
        [t("cek_silabus.held_note")],
        parts.Table(
            _named(held, names)[["job_skill", "n", "share", "interval"]],
            {"n": written(formats.number), "share": written(formats.percent)},
            links=_link_skills(held, scope),
        ),
        t("cek_silabus.held_table", n=len(held)),
    )


def _name_scope(scope: Filter) -> dict[str, str]:
    place = name_at(scope, next(wider(scope))[0])
    return {"name": name_occupation(str(scope.occupation)), "place": place}


def _bars(frame: pd.DataFrame, names: list[str], most: int) -> list[charts.Row]:
    rows = frame.head(most).to_dict("records")
    return [
        charts.Row(name, row["share"], _write_value(row))
        for name, row in zip(names, rows, strict=False)
    ]


def _write_value(row: Mapping[Hashable, Any]) -> str:
    """Share and n at the end of a bar, and an arrow where the share surely or likely moved."""
    value = t("cek_silabus.value", share=row["share"], n=row["n"])
    if pd.isna(row.get("growth")):
        return value
    if row["p_growth"] >= LIKELY_FROM or row["growth_low"] > 0:
        return f"▲ {value}"
    return f"▼ {value}" if row["growth_high"] < 0 else value


def _named(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    told = intervals(frame, "interval_low", "interval_high", formats.percent)
    return frame.assign(job_skill=names, interval=told)


def _link_skills(frame: pd.DataFrame, scope: Filter) -> list[str]:
    """Where the skills lead: to those of the occupation that ask for them."""
    described = behind(scope, is_described=True)
    return [link(replace(described, skills=(skill,))) for skill in frame["skill"]]


def _tabulate(missing: pd.DataFrame, names: list[str], scope: Filter) -> parts.Table:
    """All that is missing; growth and pay only where any of it is known."""
    table = _named(missing, names).assign(
        syllabus_only=missing["n_only"],
        job_growth=missing["growth"],
        job_growth_interval=intervals(missing, "growth_low", "growth_high", formats.change),
        syllabus_pay=missing["difference"],
        syllabus_pay_interval=intervals(
            missing, "difference_low", "difference_high", formats.change
        ),
        syllabus_pay_n=missing["n_pay"].astype("Float64"),
        syllabus_pay_place=[
            formats.NOTHING if pd.isna(place) else name_at(scope, str(place))
            for place in missing["pay_place"]
        ],
    )
    columns = ["job_skill", "n", "share", "interval", "syllabus_only"]
    if missing["growth"].notna().any():
        columns += ["job_growth", "job_growth_interval"]
    if missing["difference"].notna().any():
        columns += [
            "syllabus_pay", "syllabus_pay_interval", "syllabus_pay_n", "syllabus_pay_place",
        ]  # fmt: skip
    count, change = written(formats.number), written(formats.change)
    numbers: dict[str, Callable[..., str]] = {
        "n": count, "share": written(formats.percent), "syllabus_only": count,
        "job_growth": change, "syllabus_pay": change, "syllabus_pay_n": count,
    }  # fmt: skip
    told = {key: numbers[key] for key in columns if key in numbers}
    return parts.Table(table[columns], told, links=_link_skills(missing, scope))


def show_pay(missing: pd.DataFrame, scope: Filter) -> None:
    """Which of the missing skills go with other pay in like advertisements; never as a cause."""
    known = missing.head(_PAID)
    known = known[known["difference"].notna()] if not known.empty else known
    if known.empty:
        return
    clear = known[(known["difference_low"] > 0) | (known["difference_high"] < 0)]
    if clear.empty:
        st.markdown(t("cek_silabus.pay_none", n=len(known)))
        return
    named = clear.assign(name=name_rows(clear)).to_dict("records")
    said = [
        t(
            "cek_silabus.pay",
            name=plain(row["name"]),
            difference=row["difference"],
            low=row["difference_low"],
            high=row["difference_high"],
            n=row["n_pay"],
            place=name_at(scope, str(row["pay_place"])),
        )
        for row in named
    ]
    st.markdown(t("cek_silabus.pay_lead"))
    st.markdown("\n".join(f"- {one}" for one in said))


def show_links(missing: pd.DataFrame, scope: Filter) -> None:
    """Ways to the missing skills asked for most."""
    shown = missing.head(_LINKS)
    query = province_query(scope)
    with st.container(horizontal=True, gap="small"):
        for skill, name in zip(shown["skill"], name_rows(shown), strict=True):
            parts.link_page("pages/keterampilan.py", plain(name), {SKILL_KEY: skill, **query})


def show_rare(counted: pd.DataFrame, scope: Filter) -> None:
    """The skills in the syllabus that surely few of these advertisements ask for, rarest first."""
    st.header(t("cek_silabus.rare_title"), anchor=False)
    rare = counted[counted["is_rare"]]
    if rare.empty:
        st.markdown(t("cek_silabus.rare_none", rare=RARE_BELOW))
        return
    values = {"rare": RARE_BELOW, "n": len(rare), "base": rare["base"].iloc[0]}
    st.markdown(t("cek_silabus.rare_lead", **_name_scope_plain(scope), **values))
    query = province_query(scope)
    for row in rare.assign(name=name_rows(rare)).head(_RARE).to_dict("records"):
        with st.container(gap="xsmall"):
            label = f"**{plain(row['name'])}**"
            parts.link_page("pages/keterampilan.py", label, {SKILL_KEY: row["skill"], **query})
            said = t("cek_silabus.rare", n=row["n"], high=row["interval_high"])
            st.markdown(f"{said} {_write_elsewhere(row, scope)}")
    if len(rare) > _RARE:
        rest = ", ".join(plain(name) for name in name_rows(rare.iloc[_RARE:]))
        st.caption(t("cek_silabus.rare_more", names=rest))


def _name_scope_plain(scope: Filter) -> dict[str, str]:
    return {key: plain(words) for key, words in _name_scope(scope).items()}


def _write_elsewhere(row: Mapping[Hashable, Any], scope: Filter) -> str:
    """Who in the country asks for it, since what is rare here may be wanted elsewhere."""
    n = row["n_everywhere"]
    if not n:
        return t("cek_silabus_elsewhere.nobody")
    if pd.isna(row["occupation"]) or row["occupation"] == scope.occupation:
        return t("cek_silabus_elsewhere.some", n=n)
    name = plain(name_occupation(str(row["occupation"])))
    return t("cek_silabus_elsewhere.most", n=n, name=name, n_most=row["n_occupation"])
