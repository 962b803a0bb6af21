"""Which calls of pages are asked of the other ways too, where, and whether answers are the same."""

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics import (
    advert_check_compare,
    advertisements,
    coverage,
    index,
    occupations,
    overview,
    regions,
    sectors,
    skills,
    skills_near,
    skills_pay,
    skills_places,
    supervision,
    supervision_pay,
    topics,
    wages,
    wages_percentiles,
    wages_places,
    wages_stated,
)
from analytics.filter import EVERYTHING, Filter
from benchmarks import queries_others_again as again
from benchmarks import queries_others_pays as pays
from benchmarks.queries_others_ways import Way
from data.reference import areas
from data.snapshot import Snapshot

# The whole country, a province, a place with an occupation: those of `queries.ADDRESSES`.
ADDRESSES: Final[Mapping[str, Filter]] = {
    "country": EVERYTHING,
    "province": Filter(province="32"),
    "place, occupation": Filter(province="32", regency="3273", occupation="5223"),
}
SKILL: Final = "microsoft-excel"
_OFF: Final = 1e-6
_SHOWN: Final = 3
Same = Callable[[Way, Filter], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Days:
    """What the other ways are told of the snapshot: the newest posting, the days of the index."""

    newest: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Question:
    """A call of a page, and the same question to another way.

    `key` is where the call is named in analytics, `only` are the addresses, all where it is empty.
    """

    key: str
    ours: Callable[[Snapshot, Filter], pd.DataFrame]
    same: Same
    only: tuple[str, ...] = ()

    @property
    def addresses(self) -> Sequence[str]:
        """The names of the addresses that it is asked at."""
        return self.only or tuple(ADDRESSES)


def questions(days: Days) -> list[Question]:
    """All that are asked."""
    return [
        Question("overview.count_vacancies", overview.count_vacancies, again.count_vacancies),
        Question("overview.count_by_month", overview.count_by_month, again.count_by_month),
        Question("overview.share_portals", overview.share_portals, again.share_portals),
        Question("overview.rank_provinces", _rank_provinces, again.rank_provinces),
        Question("overview.rank_titles", overview.rank_titles, again.rank_titles),
        Question("occupations.rank_occupations", occupations.rank_occupations,
                 again.rank_occupations),
        Question("sectors.rank_sectors", sectors.rank_sectors, again.rank_sectors),
        Question("regions.rank_places", partial(_second, regions.rank_places, "regency"),
                 again.rank_regencies),
        Question("skills.rank_skills", skills.rank_skills, again.rank_skills),
        Question("occupations.occupation_skills", occupations.occupation_skills,
                 again.occupation_skills, ("province", "place, occupation")),
        Question("skills_near.find_neighbours",
                 partial(_second, skills_near.find_neighbours, SKILL),
                 partial(again.find_neighbours, skill=SKILL)),
        Question("skills_places.share_by", _share_by,
                 partial(again.share_by_occupation, skill=SKILL)),
        Question("skills_pay.compare_pay", partial(_second, skills_pay.compare_pay, SKILL),
                 partial(pays.compare_pay, skill=SKILL)),
        Question("wages_percentiles.measure_percentiles", wages_percentiles.measure_percentiles,
                 pays.measure_percentiles),
        Question("wages.measure_wage", wages.measure_wage, pays.measure_wage),
        Question("wages_places.rank_occupations", wages_places.rank_occupations, pays.rank_pay,
                 ("country", "province")),
        Question("wages_stated.count_stated", wages_stated.count_stated, pays.count_stated),
        Question("supervision.share_by_month", supervision.share_by_month,
                 again.share_demands_by_month),
        Question("supervision.compare_groups", _compare_groups,
                 partial(again.compare_sectors, newest=days.newest)),
        Question("supervision_pay.measure_shortfall",
                 partial(_second, supervision_pay.measure_shortfall, "year"),
                 pays.measure_shortfall),
        Question("advert_check_compare.share_signs", advert_check_compare.share_signs,
                 again.share_signs),
        Question("index.index_by_day", index.index_by_day,
                 partial(again.count_spans, first=days.first, last=days.last)),
        Question("advertisements.list_advertisements", _list_advertisements,
                 again.list_advertisements),
        Question("topics.rank_topics", topics.rank_topics, again.rank_topics),
        Question("coverage.list_overlap", coverage.list_overlap, again.list_overlap,
                 ("country",)),
    ]  # fmt: skip


def _second(
    question: Callable[..., pd.DataFrame], value: str, snapshot: Snapshot, where: Filter
) -> pd.DataFrame:
    """The question with the value after its filter, as pages ask it."""
    return question(snapshot, where, value)


def _rank_provinces(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    return overview.rank_provinces(snapshot, where, tuple(areas.provinces()))


def _share_by(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    return skills_places.share_by(snapshot, where, SKILL, "occupation")


def _compare_groups(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    return supervision.compare_groups(snapshot, where, "age", "sector")


def _list_advertisements(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    return advertisements.list_advertisements(snapshot, where, 10, 0, open_only=True)


@cache
def unwritten() -> Mapping[str, str]:
    """The calls of pages that no other way is asked, and why."""
    file = Path(__file__).with_name("queries_others.toml")
    told: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))["unwritten"]
    return told


def compare(ours: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Where another way's answer differs from ours: in the columns it has, in the order of rows."""
    if len(ours) != len(other):
        return [f"{len(ours)} rows, not {len(other)}"]
    found = []
    for name in other.columns if len(other) else ():
        pairs = zip(ours[name], other[name], strict=True)
        unlike = [
            f"{name} of row {row}: {one!r}, not {two!r}"
            for row, (one, two) in enumerate((plain(a), plain(b)) for a, b in pairs)
            if not _is_same(one, two)
        ]
        found += unlike[:_SHOWN]
    return found


def plain(cell: Any) -> object:
    """A cell without what only the engines tell apart: missing is None, all numbers are floats."""
    if isinstance(cell, list | tuple | np.ndarray):
        return [plain(one) for one in cell]
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return None
    if isinstance(cell, datetime):
        moment = pd.Timestamp(cell)
        if moment.tzinfo is None:
            return moment.date().isoformat()
        return moment.tz_convert("UTC").isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float | np.number | np.bool_):
        return None if math.isnan(cell) else float(cell)
    return cell


def _is_same(one: object, two: object) -> bool:
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=_OFF, abs_tol=_OFF / 1000)
    return one == two
