"""The two sides of the training gap: what advertisements ask and what trainings teach."""

import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import SKILL_AT_LEAST, wider
from analytics.statistics_weights import rake
from analytics.training_courses import Courses, province_of, read_courses
from data.reference import classifications, official
from data.snapshot import Snapshot

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# What both sides are told apart by: fields of the taxonomy, or KBJI to so many digits.
KINDS: Final = ("group", "occupation")
DIGITS: Final = 2
# Digits of an occupation that tell the group of the employed it is of.
_TOLD_DIGITS: Final = 2
# With fewer trainings or advertisements a mix cannot be compared.
COURSES_AT_LEAST: Final = statistics.SHARE_AT_LEAST
ADS_AT_LEAST: Final = statistics.CHANGE_AT_LEAST
_EMPLOYED: Final = "employed_share_by_occupation"
_kept: "weakref.WeakKeyDictionary[Snapshot, pd.DataFrame]" = weakref.WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Side:
    """Advertisements or trainings: the parts of each in each thing (sum 1) and its weight.

    A row stands for as many alike as `counts` says.
    """

    parts: sparse.csr_matrix
    weights: Floats
    counts: Floats

    @property
    def n(self) -> int:
        return int(self.counts.sum())

    @property
    def raw(self) -> "Side":
        """The same with a weight of 1 each."""
        return Side(self.parts, np.ones(len(self.counts)), self.counts)

    def mix(self) -> Floats:
        w = self.weights * self.counts
        return np.asarray(self.parts.T @ w / max(w.sum(), 1e-12), float)

    def count(self) -> Whole:
        """How many have a part in each thing."""
        return np.asarray((self.parts > 0).T @ self.counts).ravel().astype(np.int64)


@dataclass(frozen=True, slots=True)
class Mixes:
    """Both sides over the same things, and where they come from."""

    things: list[str]
    demand: Side
    training: Side
    courses: Courses
    place: str


def find_sides(snapshot: Snapshot, where: Filter, by: str) -> tuple[Courses, Mixes | None]:
    """The trainings, and both sides where there are enough advertisements."""
    if by not in KINDS:
        raise ValueError(f"{by!r} is nothing to compare by: {', '.join(KINDS)}")
    province = province_of(where)
    courses = read_courses(snapshot, province)
    ads, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        ads = _read_ads(snapshot, wide, by)
        if _count(ads) >= ADS_AT_LEAST:
            break
    if _count(ads) < ADS_AT_LEAST:
        return courses, None
    if place == "nation" and province is not None:
        courses = read_courses(snapshot)
    taught = _taught(snapshot, courses, by)
    things = sorted({*ads["thing"], *taught["thing"]})
    number = {thing: column for column, thing in enumerate(things)}
    rows, first = np.unique(ads["ad"].to_numpy(), return_index=True)
    counts = ads["n"].to_numpy(float)[first]
    weights = _weigh(snapshot, ads["occupation"].to_numpy(object)[first], counts)
    demand = Side(_matrix(ads["ad"], ads, number, len(rows)), weights, counts)
    kept = np.unique(taught["course"].to_numpy(int))
    training = Side(
        _matrix(taught["course"], taught, number, len(kept)),
        courses.table["weight"].to_numpy(float)[kept],
        np.ones(len(kept)),
    )
    return courses, Mixes(things, demand, training, courses, place)


def _matrix(
    unit: "pd.Series[int]", parts: pd.DataFrame, number: Mapping[str, int], rows: int
) -> sparse.csr_matrix:
    row, _ = pd.factorize(unit, sort=True)
    column = parts["thing"].map(number).to_numpy(int)
    return sparse.csr_matrix(
        (parts["part"].to_numpy(float), (row, column)), shape=(rows, len(number))
    )


def _count(ads: pd.DataFrame) -> int:
    """How many advertisements these are of `_read_ads`."""
    return int(ads.drop_duplicates("ad")["n"].sum())


def _read_ads(snapshot: Snapshot, where: Filter, by: str) -> pd.DataFrame:
    """Columns: ad (number), thing, part (sums to 1 for an ad), occupation (KBJI or None), n.

    `n` is how many advertisements that are alike the number stands for.
    """
    if by == "occupation":
        condition, parameters = where.condition()
        return snapshot.frame(
            f"""
            SELECT row_number() OVER (ORDER BY v.occupation) AS ad,
                left(v.occupation, $digits) AS thing, 1.0::DOUBLE AS part, v.occupation,
                count(*) AS n
            FROM vacancies v WHERE v.occupation_digits >= $digits AND {condition}
            GROUP BY v.occupation
            """,  # noqa: S608 - the condition is Filter's own text
            {**parameters, "digits": DIGITS},
        )
    condition, parameters = where.condition()
    return snapshot.frame(
        f"""
        WITH ads AS (
            SELECT v.fields, left(v.occupation, {_TOLD_DIGITS}) AS occupation, count(*) AS n
            FROM vacancies v WHERE v.fields IS NOT NULL AND {condition} GROUP BY ALL
        ), alike AS (
            SELECT row_number() OVER (ORDER BY fields, occupation) AS ad,
                string_split(fields, '|') AS told, occupation, n
            FROM ads
        )
        SELECT ad, thing, count(*) / skills AS part, occupation, n
        FROM (SELECT ad, unnest(told) AS thing, len(told) AS skills, occupation, n FROM alike)
        GROUP BY ad, thing, skills, occupation, n ORDER BY ad, thing
        """,  # noqa: S608 - as above
        parameters,
    )


def _taught(snapshot: Snapshot, courses: Courses, by: str) -> pd.DataFrame:
    """Columns: course, thing, part (sums to 1 for a course); no soft skills."""
    known = snapshot.frame('SELECT id AS skill, "group" AS thing, kind FROM skills')
    named = courses.taught.merge(known[known["kind"] != "soft"], on="skill")
    if by == "group":
        spread = named.assign(part=1.0)
    else:
        spread = named[["course", "skill"]].merge(_skill_occupations(snapshot), on="skill")
    whole = spread.groupby(["course", "thing"])["part"].sum().reset_index()
    total = whole.groupby("course")["part"].transform("sum")
    return whole.assign(part=whole["part"] / total)


def _skill_occupations(snapshot: Snapshot) -> pd.DataFrame:
    """Which occupations a skill is typical of, in the whole snapshot: METHODS 3.6.

    Columns: skill, thing (KBJI, DIGITS digits), part (sums to 1 for a skill). Kept as long as the
    snapshot: it reads all mentions.
    """
    with _lock:
        found = _kept.get(snapshot)
        if found is None:
            found = _kept[snapshot] = _find_typical(snapshot)
        return found


def _find_typical(snapshot: Snapshot) -> pd.DataFrame:
    found = snapshot.frame(
        """
        WITH ads AS (
            SELECT left(occupation, $digits) AS thing, count(*) AS n FROM vacancies
            WHERE occupation_digits >= $digits AND description_characters IS NOT NULL GROUP BY 1
        ), asked AS (
            SELECT m.skill, left(m.occupation, $digits) AS thing, count(*) AS x FROM mentions m
            WHERE length(m.occupation) >= $digits AND m.kind <> 'soft' GROUP BY 1, 2
        )
        SELECT skill, thing, least(x / n, 1.0) AS share, x,
            sum(x) OVER (PARTITION BY skill) / (SELECT sum(n) FROM ads) AS share_all
        FROM asked JOIN ads USING (thing) ORDER BY skill, thing
        """,
        {"digits": DIGITS},
    )
    found = found[found["x"] >= SKILL_AT_LEAST]
    lift = np.log((found["share"] / found["share_all"]).to_numpy(float))
    found = found.assign(part=found["share"] * np.maximum(lift, 0.0))
    found = found[found["part"] > 0]
    total = found.groupby("skill")["part"].transform("sum")
    return found.assign(part=found["part"] / total)[["skill", "thing", "part"]]


def _weigh(snapshot: Snapshot, occupations: NDArray[np.object_], counts: Floats) -> Floats:
    """A weight for each advertisement, so that all of the snapshot agree with the employed."""
    employed = employed_shares()
    told = snapshot.frame(
        "SELECT occupation, count(*) AS n FROM vacancies WHERE occupation IS NOT NULL GROUP BY 1"
    )
    told["employed"] = _sakernas(told["occupation"].to_numpy(object), employed)
    rows = told.groupby("employed")["n"].sum().reset_index()
    if rows.empty:
        return np.ones(len(occupations))
    raking = rake(rows, {"employed": employed}, counts=rows["n"].to_numpy(float))
    by_group = pd.Series(raking.weights, index=rows["employed"])
    # Advertisements without an occupation keep the weight of one that is neither rare nor common.
    own = _sakernas(occupations, employed).map(by_group).fillna(1.0).to_numpy(float)
    return np.asarray(own / np.average(own, weights=counts), float)


def employed_shares() -> dict[str, float]:
    """The employed by group of occupations in percent, the newest of BPS (Sakernas)."""
    newest = employed_period()
    figures = official.figures(_EMPLOYED)
    return {one.by["occupation_group"]: one.value for one in figures if one.period == newest}


def employed_period() -> str:
    """The month ("YYYY-MM") that `employed_shares` is of."""
    return max(figure.period for figure in official.figures(_EMPLOYED))


def _sakernas(occupations: NDArray[np.object_], known: Mapping[str, float]) -> pd.Series:
    codes = pd.Series(occupations, dtype=object)
    named = {code: classifications.sakernas_occupation(code) for code in codes.dropna().unique()}
    groups = codes.map(named)
    return groups.where(groups.isin(list(known)))
