"""The figures of Karier: steps, pairs, what shuts out, limits, occupations within reach."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from analytics import openings
from analytics.behind import behind
from analytics.filter import Filter
from analytics.openings_market import OTHER_LIMITS
from analytics.openings_needs import Person
from analytics.supervision import circulars
from ui import charts, parts, state
from ui import format as formats
from ui.behind import WALL_KEY, link, link_person, write_steps
from ui.cells import intervals
from ui.gaji import filter_at, name_area, name_at
from ui.karier import name_shortly, name_step
from ui.pekerjaan import name_occupation
from ui.texts import t
from ui.wording import write_count, written

_BARS: Final = 10
_PAIRS: Final = 6
# Limits that supervision calls otherwise.
_DEMANDS: Final = {"appearance": "looks"}
LIMITS: Final = ("age", "sex", *OTHER_LIMITS)
_NUMBER_KEYS: Final = (
    "n", "employers", "career_gain", "career_then", "career_together", "career_shut",
    "career_only", "career_here",
)  # fmt: skip


def _table(rows: pd.DataFrame, columns: Sequence[str], links: Sequence[str]) -> parts.Table:
    numbers = {key: written(formats.number) for key in columns if key in _NUMBER_KEYS}
    if "share" in columns:
        numbers["share"] = written(formats.percent)
    return parts.Table(rows[list(columns)], numbers, links=links)


def _link_steps(
    where: Filter, person: Person, place: str, steps: Iterable[Sequence[tuple[str, str]]]
) -> list[str]:
    """Where each of these steps, taken together, leads: to the openings that it opens."""
    wide = filter_at(where, place)
    return [link_person(wide, person, **write_steps(*one)) for one in steps]


def _plus(gain: float) -> str:
    return f"+{formats.number(gain, state.language())}"


def _fallback(frame: pd.DataFrame, where: Filter) -> list[str]:
    """That nothing opens enough here, so that a wider place was counted, if so."""
    wide, here = name_at(where, frame["place"].iloc[0]), name_area(where)
    if wide == here:
        return []
    return [t("karier.fallback", place=here, wide=wide, at_least=openings.STEP_AT_LEAST)]


def show_steps(
    steps: pd.DataFrame,
    where: Filter,
    person: Person,
    source: parts.Source,
    names: Mapping[str, str],
) -> None:
    """What each single step would open, as bars."""
    if steps.empty:
        why = t("karier.steps_none", at_least=openings.STEP_AT_LEAST)
        parts.show_nothing(t("karier.steps_title"), why)
        return
    place = name_at(where, steps["place"].iloc[0])
    labels = [name_step(*pair, names) for pair in zip(steps["step"], steps["value"], strict=True)]
    bars = [
        charts.Row(label, float(gain), _plus(gain))
        for label, gain in zip(labels, steps["gain"], strict=True)
    ][:_BARS]
    table = steps.assign(
        career_step=labels,
        career_kind=[t(f"karier_step.{step}") for step in steps["step"]],
        career_gain=steps["gain"],
        interval=intervals(steps, "interval_low", "interval_high", formats.number),
        career_then=steps["n"],
    )
    columns = ["career_step", "career_kind", "career_gain", "interval", "employers", "career_then"]
    taken = ([pair] for pair in zip(steps["step"], steps["value"], strict=True))
    to_ads = _link_steps(where, person, steps["place"].iloc[0], taken)
    parts.show_figure(
        t("karier.steps_title"),
        t("karier.steps_subtitle", place=place),
        charts.draw_bars(bars),
        t("karier.steps_alt", step=labels[0], gain=steps["gain"].iloc[0], n=steps["n"].iloc[0]),
        source,
        [*_fallback(steps, where), t("karier.steps_note", at_least=openings.STEP_AT_LEAST)],
        _table(table, columns, to_ads),
    )


def show_pairs(
    pairs: pd.DataFrame,
    where: Filter,
    person: Person,
    source: parts.Source,
    names: Mapping[str, str],
) -> None:
    """What two steps at once would open, as bars."""
    if pairs.empty:
        why = t("karier.pairs_none", at_least=openings.STEP_AT_LEAST)
        parts.show_nothing(t("karier.pairs_title"), why)
        return
    firsts = list(zip(pairs["step"], pairs["value"], strict=True))
    seconds = list(zip(pairs["step_2"], pairs["value_2"], strict=True))
    labels = [
        f"{name_shortly(*one, names)} + {name_shortly(*other, names)}"
        for one, other in zip(firsts, seconds, strict=True)
    ]
    bars = [
        charts.Row(label, float(gain), _plus(gain))
        for label, gain in zip(labels, pairs["gain"], strict=True)
    ][:_PAIRS]
    table = pairs.assign(
        career_step=labels,
        career_gain=pairs["gain"],
        interval=intervals(pairs, "interval_low", "interval_high", formats.number),
        career_together=pairs["n_together"],
        career_then=pairs["n"],
    )
    first = pairs.iloc[0]
    parts.show_figure(
        t("karier.pairs_title"),
        t("karier.pairs_subtitle", place=name_at(where, first["place"])),
        charts.draw_bars(bars),
        t("karier.pairs_alt", pair=labels[0], gain=first["gain"], together=first["n_together"]),
        source,
        [*_fallback(pairs, where), t("karier.pairs_note", at_least=openings.STEP_AT_LEAST)],
        _table(
            table,
            ["career_step", "career_gain", "interval", "career_together", "career_then"],
            _link_steps(where, person, first["place"], zip(firsts, seconds, strict=True)),
        ),
    )


def show_walls(walls: pd.DataFrame, where: Filter, person: Person, source: parts.Source) -> None:
    """How many open vacancies each demand keeps from the person, and how many it alone."""
    told = walls[walls["n_shut"].notna() & (walls["n_shut"].fillna(0) > 0)]
    told = told.sort_values("n_shut", ascending=False, kind="stable")
    if told.empty:
        parts.show_nothing(t("karier.walls_title"), t("karier.walls_none"))
        return
    labels = [t(f"karier_demand.{name}") for name in told["requirement"]]
    language = state.language()
    bars = [
        charts.Row(
            label,
            float(shut),
            t("karier.walls_value", n=formats.number(shut, language), only=int(only)),
        )
        for label, shut, only in zip(labels, told["n_shut"], told["n_only"], strict=True)
    ]
    first = told.iloc[0]
    table = told.assign(
        career_demand=labels, career_shut=told["n_shut"], career_only=told["n_only"]
    )
    parts.show_figure(
        t("karier.walls_title"),
        t("karier.walls_subtitle", place=name_area(where)),
        charts.draw_bars(bars),
        t("karier.walls_alt", demand=labels[0], n=first["n_shut"], only=first["n_only"]),
        source,
        [t("karier.walls_note")],
        _table(
            table,
            ["career_demand", "career_shut", "career_only"],
            [link_person(where, person, **{WALL_KEY: name}) for name in told["requirement"]],
        ),
    )


def show_limits(walls: pd.DataFrame, where: Filter, source: parts.Source) -> None:
    """Limits that have nothing to do with ability, as what they are."""
    told = walls[walls["requirement"].isin(LIMITS) & (walls["n_asked"] > 0)]
    told = told.sort_values("n_asked", ascending=False, kind="stable")
    here = int(walls["n_here"].iloc[0])
    if told.empty or told["share"].isna().any():
        parts.show_nothing(t("karier.limits_title"), t("karier.limits_none", n=here))
        return
    labels = [t(f"karier_demand.{name}") for name in told["requirement"]]
    bars = [
        charts.Row(label, float(n), write_count(n, share))
        for label, n, share in zip(labels, told["n_asked"], told["share"], strict=True)
    ]
    table = told.assign(
        career_demand=labels,
        n=told["n_asked"],
        interval=intervals(told, "interval_low", "interval_high", formats.percent),
        career_shut=told["n_shut"].astype("Float64"),
    )
    first, circular = told.iloc[0], circulars()["limits"]
    parts.show_figure(
        t("karier.limits_title"),
        t("karier.limits_subtitle", place=name_area(where)),
        charts.draw_bars(bars),
        t("karier.limits_alt", limit=labels[0], n=first["n_asked"], share=first["share"]),
        source,
        [t("karier.limits_note", number=circular.number, day=circular.day)],
        _table(
            table,
            ["career_demand", "n", "share", "interval", "career_shut"],
            [
                link(behind(where, demand=_DEMANDS.get(name, name), is_open=True))
                for name in told["requirement"]
            ],
        ),
    )


def show_reachable(
    reachable: pd.DataFrame, where: Filter, person: Person, source: parts.Source
) -> None:
    """The occupations with most vacancies open to the person, as bars."""
    if reachable.empty:
        why = t("karier.reach_none", at_least=openings.STEP_AT_LEAST)
        parts.show_nothing(t("karier.reach_title"), why)
        return
    labels = [name_occupation(code) for code in reachable["occupation"]]
    bars = [
        charts.Row(label, float(n), write_count(n, share))
        for label, n, share in zip(labels, reachable["n"], reachable["share"], strict=True)
    ]
    table = reachable.assign(
        career_job=labels,
        career_here=reachable["n_here"],
        interval=intervals(reachable, "interval_low", "interval_high", formats.percent),
    )
    first = reachable.iloc[0]
    parts.show_figure(
        t("karier.reach_title"),
        t("karier.reach_subtitle", place=name_area(where)),
        charts.draw_bars(bars),
        t("karier.reach_alt", name=labels[0], n=first["n"], here=first["n_here"]),
        source,
        [t("karier.reach_note", at_least=openings.STEP_AT_LEAST)],
        _table(
            table,
            ["career_job", "n", "career_here", "share", "interval"],
            [
                link_person(replace(where, occupation=code), person)
                for code in reachable["occupation"]
            ],
        ),
    )
