"""The market around a pasted advertisement: similar ones in its place, its minimum wage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from analytics import occupations, overview, wages_percentiles
from analytics.advert_check import Advert, Floor, find_market, judge_floor
from analytics.advert_check_compare import compare_demands, find_rare, mark_skills
from analytics.filter import Filter
from analytics.occupations import wider
from data.snapshot import Snapshot
from ui import parts, pekerjaan
from ui.pasted_position import Position, find_position
from ui.state import ask

# All that are counted: what this one asks for may stand far down.
_SKILLS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Market:
    """What pasted text is held against; `where` is None where there is nothing, and `reason` why.

    `reason` is "job" (the occupation was not told) or "none" (no such advertisement). Frames are
    the answers of analytics (empty without `where`); `sources` are by place ("regency",
    "province", "nation"); `limits` the restriction rows of `share_demands`; `rare` skills that
    next to no similar advertisement asks for; `names` of all skills by id.
    """

    where: Filter | None = None
    reason: str = ""
    sources: Mapping[str, parts.Source] = field(default_factory=dict)
    floor: Floor | None = None
    position: Position | None = None
    percentiles: pd.DataFrame = field(default_factory=pd.DataFrame)
    demands: pd.DataFrame = field(default_factory=pd.DataFrame)
    limits: pd.DataFrame = field(default_factory=pd.DataFrame)
    skills: pd.DataFrame = field(default_factory=pd.DataFrame)
    rare: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def find(snapshot: Snapshot, advert: Advert) -> Market:
    """The market of the occupation and the place that were read.

    Only their codes are asked by `state.ask`, whose answers are kept: no word of the text is.
    """
    where, floor = find_market(advert), judge_floor(snapshot, advert)
    if where is None:
        return Market(reason="job", floor=floor)
    sources = {place: _read_source(snapshot, wide) for place, wide in wider(where)}
    if not sources["nation"].n:
        return Market(reason="none", floor=floor)
    told = ask(occupations.share_demands, snapshot, where)
    skills = ask(occupations.occupation_skills, snapshot, where, _SKILLS)
    return Market(
        where=where,
        sources=sources,
        floor=floor,
        position=find_position(snapshot, where, advert.pay),
        percentiles=ask(wages_percentiles.measure_percentiles, snapshot, where),
        demands=compare_demands(told, advert.education, advert.experience),
        limits=told[told["demand"] == "restriction"],
        skills=mark_skills(skills, advert.skills),
        rare=tuple(find_rare(skills, advert.skills)),
        names=pekerjaan.name_skills(snapshot),
    )


def _read_source(snapshot: Snapshot, where: Filter) -> parts.Source:
    total = ask(overview.count_vacancies, snapshot, where)
    return parts.read_source(snapshot, total, ask(overview.share_portals, snapshot, where))
