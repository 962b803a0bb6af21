"""Which trainings there are and which skills of the taxonomy their titles and contents name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filter import Filter
from data.reference import tables
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

# The table of a snapshot with the operator's catalogue, where one was loaded.
TABLE: Final = "trainings"
# Offers in the place asked about, and those told to no place (online).
_THERE: Final = "($province IS NULL OR coalesce(province, '') IN ('', $province))"
_WORD: Final = re.compile(r"[\w+#]+")
_OF_LISTS: Final = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Courses:
    """Trainings with what they weigh, and the skills each of them names.

    table: one row a training: title, weight (offers: 1 each; published: participants), n_skills.
    taught: one row a training and skill: course (row number in table), skill (id).
    basis: "catalogue" (the operator's offers) or "published" (the trainings most taken by the
    press, of `period` and `scope`). n_unread: trainings in which no skill was found; they are in
    the table, but say nothing of what is taught. source: what the operator noted of the deliveries,
    or the id of the published source.
    """

    table: pd.DataFrame
    taught: pd.DataFrame
    basis: str
    period: str
    scope: str
    n_unread: int
    source: str


def province_of(where: Filter) -> str | None:
    """The province that the filter asks about, or that its regency is in."""
    return where.province or (where.regency or "")[:2] or None


def describe_courses(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Which trainings stand for the place asked about, in one row.

    Columns: n (trainings), n_unread (of them, without a skill that was read), n_placed (offers told
    to be in the province; missing for the published list), providers (different ones; missing so),
    basis, period, scope, source (as in `Courses`), title, date (of the published source; the
    operator's note carries its own date).
    """
    province = province_of(where)
    courses = read_courses(snapshot, province)
    row: dict[str, object] = {
        "n": len(courses.table),
        "n_unread": courses.n_unread,
        "basis": courses.basis,
        "period": courses.period,
        "scope": courses.scope,
        "source": courses.source,
        **dict.fromkeys(("n_placed", "providers", "title", "date")),
    }
    if courses.basis == "catalogue":
        counted = snapshot.frame(
            f"""
            SELECT count(*) FILTER (WHERE province = $province) AS n_placed,
                count(DISTINCT provider) AS providers
            FROM {TABLE} WHERE {_THERE}
            """,  # noqa: S608 - constants
            {"province": province},
        )
        return pd.DataFrame([row | counted.iloc[0].to_dict()])
    told = next(r for r in tables.rows("prakerja_sources") if r["source_id"] == courses.source)
    return pd.DataFrame([row | {"title": told["title"], "date": told["date"]}])


def read_courses(snapshot: Snapshot, province: str | None = None) -> Courses:
    """The operator's catalogue where one was loaded, else the trainings the press tells counts of.

    `province` keeps the offers that are there or told to no place (online). The published list is
    of the whole country whatever is asked: the newest of which every training has a count of
    participants, in which few trainings stand for a programme of thousands.
    """
    if TABLE in snapshot.meta.tables:
        offers = snapshot.frame(
            f"""
            SELECT title, coalesce(skills, '') AS content, 1.0 AS weight, source FROM {TABLE}
            WHERE {_THERE} ORDER BY title, provider, platform, mode, place
            """,  # noqa: S608 - constants
            {"province": province},
        )
        sources = "; ".join(sorted(offers["source"].dropna().unique()))
        return _read(offers, "catalogue", "", "", sources)
    lists: dict[tuple[str, str], list[tables.Row]] = {}
    for row in tables.rows("prakerja_top_trainings"):
        lists.setdefault((row["period"], row["scope"]), []).append(row)
    counted = [key for key, rows in lists.items() if all(row["participants"] for row in rows)]
    period, scope = max(counted)
    offers = pd.DataFrame(
        [
            (row["name_id"], row["name_en"], float(row["participants"]))
            for row in lists[(period, scope)]
        ],
        columns=["title", "content", "weight"],
    )
    source = lists[(period, scope)][0]["source_id"]
    return _read(offers, "published", period, scope, source)


def _read(offers: pd.DataFrame, basis: str, period: str, scope: str, source: str) -> Courses:
    named = [
        find_skills(f"{title}\n{content}")
        for title, content in zip(offers["title"], offers["content"], strict=True)
    ]
    taught = pd.DataFrame(
        [(course, skill) for course, skills in enumerate(named) for skill in sorted(skills)],
        columns=["course", "skill"],
    ).astype({"course": int, "skill": object})
    table = offers[["title", "weight"]].assign(n_skills=[len(skills) for skills in named])
    unread = sum(not skills for skills in named)
    return Courses(table, taught, basis, period, scope, unread, source)


def find_skills(text: str) -> frozenset[str]:
    """The skills (ids) whose name or alias stands in the text, the longest wording first.

    Only the taxonomy's own wordings count, so it finds less than the reader of advertisements:
    a skill that is described but not named is missed.
    """
    written = _WORD.findall(text)
    words = [word.casefold() for word in written]
    found: set[str] = set()
    place = 0
    while place < len(words):
        length, skill = _longest(words, written, place)
        if skill is not None:
            found.add(skill)
        place += length
    return frozenset(found)


def _longest(words: list[str], written: list[str], place: int) -> tuple[int, str | None]:
    """How many words to go on, and the skill that the longest wording from here names."""
    known = _wordings()
    for length in range(min(known.longest, len(words) - place), 0, -1):
        skill = known.skills.get(tuple(words[place : place + length]))
        if skill is None:
            exact = tuple(written[place : place + length])
            skill = known.exact.get(exact)
        if skill is not None:
            return length, skill
    return 1, None


@dataclass(frozen=True, slots=True)
class _Wordings:
    """Skill by the words of its name and aliases; `exact` in letters as written."""

    skills: Mapping[tuple[str, ...], str]
    exact: Mapping[tuple[str, ...], str]
    longest: int


@lru_cache(maxsize=1)
def _wordings() -> _Wordings:
    skills: dict[tuple[str, ...], str] = {}
    exact: dict[tuple[str, ...], str] = {}
    for row in tables.rows("skills"):
        for wording in _all_wordings(row):
            words = tuple(_WORD.findall(wording))
            if not words:
                continue
            if row["case_sensitive"] == "1":
                exact.setdefault(words, row["id"])
            else:
                skills.setdefault(tuple(word.casefold() for word in words), row["id"])
    longest = max(len(words) for words in (*skills, *exact))
    return _Wordings(skills, exact, longest)


def _all_wordings(row: tables.Row) -> Iterator[str]:
    yield row["name_id"]
    yield row["name_en"]
    yield from _OF_LISTS.split(row["aliases"])
