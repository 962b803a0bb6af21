"""The figures of Kesenjangan: skills, fields or occupations asked for and taught, who works."""

from collections.abc import Callable, Sequence
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.behind import behind
from analytics.filter import Filter
from ui import format as formats
from ui import gaji, parts, state
from ui.behind import link, links
from ui.cells import intervals
from ui.kesenjangan import OCCUPATION, name_thing, write_bound, write_points
from ui.kesenjangan_chart import Pair, draw_pairs
from ui.keterampilan import name_kind, name_rows
from ui.texts import t
from ui.wording import written

_MOST: Final = 8
_LEAST: Final = 4
# Of each end in the table.
_TABLE: Final = 75


def _pairs(rows: pd.DataFrame, names: Sequence[str], values: Sequence[str]) -> list[Pair]:
    return [
        Pair(
            label=name,
            value=value,
            asked=row["share_demand"],
            asked_interval=(row["demand_low"], row["demand_high"]),
            taught=None if pd.isna(row["share_training"]) else row["share_training"],
            taught_interval=None
            if pd.isna(row["share_training"])
            else (row["training_low"], row["training_high"]),
            beside=row.get("share_employed"),
        )
        for name, value, row in zip(names, values, rows.to_dict("records"), strict=True)
    ]


def _ends(rows: pd.DataFrame, most: int, least: int) -> pd.DataFrame:
    """The largest gaps and, from the other end, those taught more than asked for."""
    if len(rows) <= most + least:
        return rows
    return pd.concat([rows.head(most), rows.tail(least)])


def _values(rows: pd.DataFrame) -> list[str]:
    """What stands at the end of a row: the gap, and how many advertisements ask."""
    language = state.language()
    return [
        t("kesenjangan.value", gap=write_points(gap), n=formats.number(n, language))
        for gap, n in zip(rows["gap"], rows["n"], strict=True)
    ]


def _tabled(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns of both sides as readers know them."""
    sides = (("demand_low", "demand_high", "interval"),
             ("training_low", "training_high", "gap_taught_interval"))  # fmt: skip
    told = {name: intervals(rows, low, high, formats.percent) for low, high, name in sides}
    if "gap" in rows:
        told["gap_points"] = rows["gap"]
        told["gap_interval"] = intervals(rows, "gap_low", "gap_high", write_bound)
    return rows.assign(
        gap_asked=rows["share_demand"], gap_taught=rows["share_training"],
        gap_courses=rows["n_courses"], **told,
    )  # fmt: skip


_SIDES: Final = ("n", "gap_asked", "interval", "gap_courses", "gap_taught", "gap_taught_interval")
_GAP: Final = ("gap_points", "gap_interval")


def _numbers(*shares: str) -> dict[str, Callable[..., str]]:
    count, share = written(formats.number), written(formats.percent)
    told = {"n": count, "gap_courses": count, "gap_asked": share, "gap_taught": share}
    return told | dict.fromkeys(shares, share) | {"gap_points": write_points}


def show_skills(compared: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Each skill's share of the advertisements beside its share of the trainings."""
    title = t("kesenjangan.skills_title")
    if compared.empty:
        parts.show_nothing(title, t("kesenjangan.skills_none"))
        return
    first = compared.iloc[0]
    place, base = gaji.name_at(where, first["place"]), int(first["base"])
    shown, in_table = _ends(compared, _MOST, _LEAST), _ends(compared, _TABLE, _TABLE)
    names = name_rows(shown)
    table = _tabled(in_table).assign(
        job_skill=name_rows(in_table), skill_kind=[name_kind(kind) for kind in in_table["kind"]]
    )
    columns = ["job_skill", "skill_kind", *_SIDES, *_GAP]
    parts.show_figure(
        title,
        t("kesenjangan.skills_subtitle", place=place),
        draw_pairs(_pairs(shown, names, _values(shown)), *_key()),
        t("kesenjangan.alt", name=names[0], asked=first["share_demand"],
          taught=first["share_training"], place=place),
        parts.with_n(source, base),
        [t("kesenjangan.pair_note"), t("kesenjangan.skills_note"),
         t(f"kesenjangan_basis.{first['basis']}")],
        parts.Table(table[columns], _numbers(), links=[
            link(behind(gaji.filter_at(where, first["place"]), skills=(skill,), is_described=True))
            for skill in in_table["skill"]
        ]),
        t("kesenjangan.skills_table", shown=len(in_table), n=len(compared))
        if len(in_table) < len(compared)
        else t("kesenjangan.skills_table_all", n=len(compared)),
    )  # fmt: skip


def show_mix(mix: pd.DataFrame, by: str, where: Filter, source: parts.Source) -> None:
    """Each field's or occupation's part of the demand beside its part of the trainings."""
    title = t(f"kesenjangan_mix_title.{by}")
    enough = (mix["n"] >= statistics.SHARE_AT_LEAST) | (
        mix["n_courses"] >= statistics.SHARE_AT_LEAST
    )
    told = mix[enough]
    if told.empty:
        parts.show_nothing(title, t("kesenjangan.mix_none"))
        return
    first, shown = told.iloc[0], _ends(told, _MOST, _LEAST)
    place = gaji.name_at(where, first["place"])
    names = [name_thing(thing, by) for thing in shown["thing"]]
    table = _tabled(told).assign(
        gap_thing=[name_thing(thing, by) for thing in told["thing"]], gap_raw=told["share_raw"]
    )
    columns = ["gap_thing", *_SIDES, *_GAP, "gap_raw"]
    notes = [t("kesenjangan.pair_note"), t(f"kesenjangan_mix.{by}")]
    if len(told) < len(mix):
        left_out = {"n": len(mix) - len(told), "at_least": statistics.SHARE_AT_LEAST}
        notes.append(t("kesenjangan.mix_hidden", **left_out))
    parts.show_figure(
        title,
        t("kesenjangan.mix_subtitle", place=place),
        draw_pairs(_pairs(shown, names, _values(shown)), *_key()),
        t("kesenjangan.alt", name=names[0], asked=first["share_demand"],
          taught=first["share_training"], place=place),
        source,
        notes,
        parts.Table(table[columns], _numbers("gap_raw"), links=links(
            gaji.filter_at(where, first["place"]),
            told,
            **{"occupation" if by == OCCUPATION else "field": "thing"},
        )),
        t("kesenjangan.mix_table", n=len(told)),
    )  # fmt: skip


def show_employment(groups: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Who works, beside who is advertised for and what is taught."""
    title = t("kesenjangan.work_title")
    if groups.empty:
        return
    language, first = state.language(), groups.iloc[0]
    names = [t(f"kesenjangan_group.{group}") for group in groups["group"]]
    values = [formats.percent(share, language) for share in groups["share_employed"]]
    period = formats.month(first["period"], language)
    place = gaji.name_at(where, first["place"])
    table = _tabled(groups).assign(gap_thing=names, gap_employed=groups["share_employed"])
    columns = ["gap_thing", "gap_employed", "gap_asked", "interval", "gap_taught",
               "gap_taught_interval"]  # fmt: skip
    numbers = _numbers("gap_employed")
    parts.show_figure(
        title,
        t("kesenjangan.work_subtitle", place=place, period=period),
        draw_pairs(_pairs(groups, names, values), *_key(), t("kesenjangan.key_work")),
        t("kesenjangan.work_alt", name=names[0], share=first["share_employed"],
          asked=first["share_demand"]),
        parts.with_n(source, int(first["n"])),
        [t("kesenjangan.work_note")],
        parts.Table(
            table[columns],
            {key: numbers[key] for key in columns if key in numbers},
            links=links(gaji.filter_at(where, first["place"]), groups, group="group"),
        ),
    )  # fmt: skip


def _key() -> tuple[str, str]:
    return t("kesenjangan.key_asked"), t("kesenjangan.key_taught")
