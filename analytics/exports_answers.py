"""The frames behind the tables that are worked out for export: each an answer of analytics."""

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from analytics import (
    index,
    occupations,
    prakerja,
    regions,
    regions_tightness,
    regions_visibility,
    sectors,
    skills,
    statistics,
    supervision,
    wages_places,
)
from analytics.filter import EVERYTHING, Filter
from analytics.occupations import add_shares
from data.reference import areas, classifications
from data.snapshot import Snapshot


def count_openings(snapshot: Snapshot) -> pd.DataFrame:
    """The cells of `vacancy_counts` with at least SHARE_AT_LEAST vacancies, with names.

    Columns: level, month, province, province_name, occupation, occupation_id, occupation_en,
    sector, sector_id, n, employers, n_described, n_wage. What a level lacks against the wider one
    is in cells left out.
    """
    cells = snapshot.frame(
        """
        SELECT level, month, province, occupation, sector, n, employers, n_described, n_wage
        FROM vacancy_counts WHERE n >= $at_least
        ORDER BY level, month, province, occupation, sector
        """,
        {"at_least": statistics.SHARE_AT_LEAST},
    )
    return _name_all(cells)


def share_skills_by_month(snapshot: Snapshot) -> pd.DataFrame:
    """The share of each month's described vacancies that ask for a skill, from SHARE_AT_LEAST on.

    Columns: month, skill, name_id, name_en, kind, n, employers, base, share (0 to 1),
    interval_low, interval_high (Wilson, 95 %). All portals of a month count: a portal that comes or
    goes shows as a change of what it advertises (`skills.share_by_month` keeps them the same).
    """
    counts = snapshot.frame(
        """
        WITH described AS (
            SELECT v.month, v.vacancy FROM vacancies v
            WHERE v.month IS NOT NULL AND v.description_characters IS NOT NULL
        ), base AS (SELECT month, count(*) AS base FROM described GROUP BY month),
        asked AS (
            SELECT m.month, m.skill, count(*) AS n, count(DISTINCT m.employer) AS employers
            FROM mentions_by_skill m SEMI JOIN described USING (vacancy)
            GROUP BY m.month, m.skill HAVING count(*) >= $at_least
        )
        SELECT a.month, a.skill, s.name_id, s.name_en, s.kind, a.n, a.employers, b.base
        FROM asked a JOIN base b USING (month) JOIN skills s ON s.id = a.skill
        ORDER BY a.month, a.n DESC, a.skill
        """,
        {"at_least": statistics.SHARE_AT_LEAST},
    )
    return add_shares(counts)


def rank_pay(snapshot: Snapshot) -> pd.DataFrame:
    """The median pay of each occupation in the nation and in each province, where it may be shown.

    Columns: level ("nation", "province"), province, province_name, occupation, occupation_id,
    occupation_en and those of `wages_places.rank_occupations`.
    """
    nation = wages_places.rank_occupations(snapshot, EVERYTHING)
    parts = [nation.assign(level="nation", province=None)]
    for code in areas.provinces():
        found = wages_places.rank_occupations(snapshot, Filter(province=code))
        parts.append(found.assign(level="province", province=code))
    return _name_all(pd.concat(parts, ignore_index=True))


def list_reach(snapshot: Snapshot) -> pd.DataFrame:
    """Recipients of Kartu Prakerja of every period and level, only places that tell some.

    Columns: period, level, name and those of `prakerja.measure_reach`.
    """
    periods = prakerja.list_periods(snapshot)
    found = [
        prakerja.measure_reach(snapshot, period, level).assign(period=period, level=level)
        for period, level in zip(periods["period"], periods["level"], strict=True)
    ]
    told = [reach[reach["recipients"].notna()] for reach in found]
    return _name_places(pd.concat(told, ignore_index=True))


def _by_level(
    question: Callable[[Snapshot, Filter, str], pd.DataFrame], snapshot: Snapshot
) -> pd.DataFrame:
    """The answer for provinces and, under them, for regencies."""
    found = [question(snapshot, EVERYTHING, one).assign(level=one) for one in regions.LEVELS]
    return _name_places(pd.concat(found, ignore_index=True))


def _name_places(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(name=[areas.name(code) for code in frame["place"]])


def _name_all(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the names of the codes it has."""
    named = frame
    if "province" in frame:
        names = {code: areas.name(code) for code in areas.provinces()}
        named = named.assign(province_name=frame["province"].map(names))
    if "occupation" in frame:
        known = classifications.occupations()
        named = named.assign(
            occupation_id=frame["occupation"].map({c: one.title_id for c, one in known.items()}),
            occupation_en=frame["occupation"].map({c: one.title_en for c, one in known.items()}),
        )
    if "sector" in frame:
        titles = {code: one.title_id for code, one in classifications.sectors().items()}
        named = named.assign(sector_id=frame["sector"].map(titles))
    return named


# By the name of the table in exports.toml; each frame has at least the columns told there.
ANSWERS: Final[Mapping[str, Callable[[Snapshot], pd.DataFrame]]] = {
    "openings": count_openings,
    "occupations": lambda one: _name_all(occupations.rank_occupations(one, EVERYTHING)),
    "sectors": lambda one: _name_all(sectors.rank_sectors(one, EVERYTHING)),
    "skill_ranking": lambda one: skills.rank_skills(one, EVERYTHING),
    "skills_by_month": share_skills_by_month,
    "wages": rank_pay,
    "wages_by_province": lambda one: _name_all(
        wages_places.rank_places(one, EVERYTHING).rename(columns={"area": "province"})
    ),
    "index_by_week": lambda one: index.index_by_week(one, EVERYTHING),
    "places": lambda one: _by_level(regions.rank_places, one),
    "visibility": lambda one: _by_level(regions_visibility.grade_visibility, one),
    "tightness": lambda one: _name_places(regions_tightness.measure_tightness(one, EVERYTHING)),
    "demands": lambda one: supervision.share_by_month(one, EVERYTHING),
    "prakerja_reach": list_reach,
}
