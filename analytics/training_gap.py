"""What trainings teach against what advertisements ask: by field of work, occupation and skill."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import wider
from analytics.statistics_differences import difference_interval
from analytics.statistics_shrink import shrink_rates
from analytics.statistics_weights import kish_n
from analytics.training_courses import province_of, read_courses
from analytics.training_sides import (
    ADS_AT_LEAST,
    COURSES_AT_LEAST,
    Side,
    employed_period,
    employed_shares,
    find_sides,
)
from data.reference import classifications
from data.snapshot import Snapshot

Floats = NDArray[np.float64]

_ROUNDS: Final = 500
_SEED: Final = 0
_TAIL: Final = (1 - statistics.LEVEL) / 2
# With more trainings their mean is as good as normal, and drawing each one takes too long.
_DRAWN_ONE_BY_ONE: Final = 2_000


def compare_mix(
    snapshot: Snapshot, where: Filter, by: str = "group", *, weighted: bool = True
) -> pd.DataFrame:
    """Each thing's part of the advertisements against its part of the trainings (METHODS 3.12).

    `by` is of KINDS. An advertisement's part in a field is that of its skills that can be taught
    (no soft ones), in an occupation 1 or 0; a training's parts are those of the skills it names,
    each going to the occupations by p(s|o)·log(p(s|o)/p(s)), which does not depend on how often an
    occupation is advertised. `weighted`: advertisements are weighted to the employed by group of
    occupations (BPS; hires are not published), so that demand is not only what is advertised
    online. Columns: thing (field, or KBJI code), n (advertisements with a part), n_courses,
    share_raw, share_weighted (parts of the demand, 0 to 1), share_demand (the one asked for),
    demand_low, demand_high, share_training, training_low, training_high (95 %, Wilson with Kish's
    n; a little wide, since parts scatter less than counts), gap (share_demand less
    share_training, 0.1 is ten points), gap_low, gap_high (95 %, Newcombe), quotient (training
    to demand, drawn to 1 as far as uncertain: 0.5 is taught half as much as wanted), quotient_low,
    quotient_high (95 %), place (the narrowest of "regency", "province", "nation" with
    ADS_AT_LEAST). Largest gap first; no rows with fewer than COURSES_AT_LEAST trainings or
    ADS_AT_LEAST advertisements. It cannot say how many learners a field could take, for
    advertisements are not jobs, nor how good a training is; an offer of the catalogue counts 1
    however many take it.
    """
    _, mixes = find_sides(snapshot, where, by)
    if mixes is None or mixes.training.n < COURSES_AT_LEAST:
        return pd.DataFrame(columns=list(_COLUMNS))
    demand, training = mixes.demand, mixes.training
    chosen = demand if weighted else demand.raw
    found = pd.DataFrame(
        {
            "thing": mixes.things,
            "n": demand.count(),
            "n_courses": training.count(),
            "share_raw": demand.raw.mix(),
            "share_weighted": demand.mix(),
        }
    ).join([_compare_sides(chosen, training), _quotients(chosen, training)])
    found["place"] = mixes.place
    kept = found[(found["n"] > 0) | (found["n_courses"] > 0)]
    in_order = kept.sort_values(["gap", "thing"], ascending=[False, True], ignore_index=True)
    return in_order[list(_COLUMNS)]


# Both sides with their intervals, and what lies between them.
_FIGURES: Final = (
    "share_demand", "demand_low", "demand_high", "share_training", "training_low", "training_high",
    "gap", "gap_low", "gap_high",
)  # fmt: skip
_COLUMNS: Final = (
    "thing", "n", "n_courses", "share_raw", "share_weighted", *_FIGURES, "quotient",
    "quotient_low", "quotient_high", "place",
)  # fmt: skip


def measure_mismatch(
    snapshot: Snapshot, where: Filter, by: str = "group", *, weighted: bool = True
) -> pd.DataFrame:
    """How far trainings and advertisements are apart as a whole, in one row (METHODS 3.12).

    Columns: mismatch (M = half the sum of |demand - training|: 0 the same mix, 1 nothing in
    common), interval_low, interval_high (95 %, bootstrap, reflected, since sampling makes M larger
    than it is), floor (what pure chance gives: the mean M when the same trainings' places are
    filled at random from all advertisements and trainings), floor_high (its 95 % quantile),
    is_more_than_chance (mismatch above floor_high), n (advertisements), n_effective (Kish, after
    weighting), n_courses (with a skill that was read), n_unread (trainings without), basis
    ("catalogue" or "published"), period, scope (of the published list), place, reason (why there
    is no figure: "few_courses", "few_advertisements", or None). See `compare_mix` for what is
    compared; a published list of ten trainings mostly has a floor near its M, and then M says
    nothing of the programme.
    """
    courses, ads = find_sides(snapshot, where, by)
    row: dict[str, object] = dict.fromkeys(_MISMATCH) | {
        "n": ads.demand.n if ads else 0,
        "n_courses": len(courses.table) - courses.n_unread,
        "n_unread": courses.n_unread,
        "basis": courses.basis,
        "period": courses.period,
        "scope": courses.scope,
        "place": ads.place if ads else "nation",
        "reason": "few_advertisements" if ads is None else None,
    }
    if ads is None:
        return pd.DataFrame([row])
    row["n_courses"] = ads.training.n
    row["n_unread"] = len(courses.table) - ads.training.n
    if ads.training.n < COURSES_AT_LEAST:
        return pd.DataFrame([row | {"reason": "few_courses"}])
    chosen = ads.demand if weighted else ads.demand.raw
    mismatch = float(np.abs(chosen.mix() - ads.training.mix()).sum() / 2)
    drawn = np.abs(_draw(chosen, 1) - _draw(ads.training, 2)).sum(axis=1) / 2
    low, high = np.quantile(drawn, [_TAIL, 1 - _TAIL])
    chance = _permute(chosen, ads.training)
    floor_high = float(np.quantile(chance, statistics.LEVEL))
    row |= {
        "mismatch": mismatch,
        "interval_low": max(0.0, 2 * mismatch - float(high)),
        "interval_high": min(1.0, max(mismatch, 2 * mismatch - float(low))),
        "floor": float(chance.mean()),
        "floor_high": floor_high,
        "is_more_than_chance": mismatch > floor_high,
        "n_effective": kish_n(chosen.weights, chosen.counts),
    }
    return pd.DataFrame([row])


_MISMATCH: Final = (
    "mismatch", "interval_low", "interval_high", "floor", "floor_high", "is_more_than_chance", "n",
    "n_effective", "n_courses", "n_unread", "basis", "period", "scope", "place", "reason",
)  # fmt: skip


def _draw_mean(side: Side, chance: np.random.Generator) -> Floats:
    """Mixes of as many units drawn anew, by the normal law that the mean of many follows."""
    mean, total = side.mix(), float(side.weights @ side.counts)
    # Sum of w²·(p - mean)(p - mean)ᵀ, without making the parts dense.
    squared = side.weights**2 * side.counts
    scaled = sparse.diags(squared) @ side.parts
    cross = np.outer(np.asarray(side.parts.T @ squared).ravel(), mean)
    spread = (side.parts.T @ scaled).toarray() - cross - cross.T
    spread += squared.sum() * np.outer(mean, mean)
    values, vectors = np.linalg.eigh(spread / total**2)
    noise = chance.standard_normal((_ROUNDS, len(mean))) * np.sqrt(np.maximum(values, 0))
    drawn = np.maximum(mean + noise @ vectors.T, 0)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True), float)


def _draw(side: Side, seed: int) -> Floats:
    """Mixes of as many units drawn with replacement: _ROUNDS rows."""
    chance = np.random.default_rng((_SEED, seed))
    if side.n > _DRAWN_ONE_BY_ONE:
        return _draw_mean(side, chance)
    times = chance.multinomial(side.n, side.counts / side.n, _ROUNDS)
    weights = times * side.weights
    return np.asarray((side.parts.T @ weights.T).T / weights.sum(axis=1, keepdims=True), float)


def _permute(demand: Side, training: Side) -> Floats:
    """The mismatch of each of _ROUNDS exchanges of the labels "advertisement" and "training".

    Advertisements keep their weights; what a training weighs stays with its place.
    """
    chance = np.random.default_rng((_SEED, 3))
    parts = sparse.vstack([demand.parts, training.parts], format="csr")
    mean = np.average(demand.weights, weights=demand.counts)
    own = np.concatenate([demand.weights / mean, np.ones(training.n)])
    counts = np.concatenate([demand.counts, training.counts])
    whole = np.asarray(parts.T @ (own * counts), float)
    # Units are drawn; what tells them apart is the row that stands for them.
    last, units = np.cumsum(counts), int(counts.sum())
    drawn = [chance.choice(units, training.n, replace=False) for _ in range(_ROUNDS)]
    picked = np.searchsorted(last, np.concatenate(drawn), side="right")
    rounds = np.repeat(np.arange(_ROUNDS), training.n)

    def add(weights: Floats) -> Floats:
        """The parts of what each round picked, added up with these weights."""
        chosen = sparse.csr_matrix((weights, (rounds, picked)), (_ROUNDS, len(own)))
        return np.asarray((chosen @ parts).toarray(), float)

    taught = add(own[picked] * np.tile(training.weights, _ROUNDS))
    rest = np.maximum(whole - add(own[picked]), 0)
    shares = [told / told.sum(axis=1, keepdims=True) for told in (rest, taught)]
    return np.asarray(np.abs(shares[0] - shares[1]).sum(axis=1) / 2, float)


def _compare_sides(demand: Side, training: Side) -> pd.DataFrame:
    """_FIGURES of each thing of both sides, which count as many units as Kish's n of each."""
    n_demand = kish_n(demand.weights, demand.counts)
    n_training = kish_n(training.weights)
    pairs = zip(demand.mix(), training.mix(), strict=True)
    rows = [_compare(asked, n_demand, taught, n_training) for asked, taught in pairs]
    return pd.DataFrame(rows, columns=list(_FIGURES))


def _compare(
    demand: float, n_demand: float, training: float, n_training: float
) -> tuple[float, ...]:
    """_FIGURES of two shares, each of so many (effective) units."""
    asked = statistics.share_interval(min(demand, 1.0) * n_demand, n_demand)
    taught = statistics.share_interval(min(training, 1.0) * n_training, n_training)
    if asked is None or taught is None:
        raise ValueError("Shares need advertisements and trainings.")
    gap = difference_interval(training, taught, demand, asked)
    return (
        demand, asked.low, asked.high, training, taught.low, taught.high, demand - training,
        gap.low, gap.high,
    )  # fmt: skip


def _quotients(demand: Side, training: Side) -> pd.DataFrame:
    """Columns quotient, quotient_low, quotient_high: training to demand, drawn to 1 (Gamma)."""
    n, n_training = kish_n(demand.weights, demand.counts), kish_n(training.weights)
    things = demand.parts.shape[1]
    # Half an advertisement where there is none, so that what is taught alone has a quotient.
    expected = (demand.mix() * n + 0.5) / (n + 0.5 * things) * n_training
    drawn = shrink_rates(training.mix() * n_training, expected)
    return pd.DataFrame(
        {
            "quotient": drawn["rate"],
            "quotient_low": drawn["interval_low"],
            "quotient_high": drawn["interval_high"],
        }
    )


def compare_employment(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Advertisements and trainings beside the people at work, by group of occupations of BPS.

    Columns: group (occupation_group of Sakernas), share_employed (of the employed in the country,
    0 to 1, newest), share_demand (of the advertisements asked about, unweighted), demand_low,
    demand_high (Wilson, 95 %), share_training, training_low, training_high (missing with fewer
    than COURSES_AT_LEAST trainings that name a skill of an occupation), n (advertisements),
    n_courses, place, period (of the employed). Most employed first; no rows with fewer than
    ADS_AT_LEAST advertisements. Where many work and few advertise, portals do not see the market.
    """
    _, sides = find_sides(snapshot, where, "occupation")
    if sides is None:
        return pd.DataFrame(columns=list(_EMPLOYMENT))
    employed = employed_shares()
    groups = [classifications.sakernas_occupation(thing) for thing in sides.things]
    n, n_training = sides.demand.n, kish_n(sides.training.weights) if sides.training.n else 0.0
    found = pd.DataFrame(
        {
            "group": groups,
            "share_demand": sides.demand.raw.mix(),
            "share_training": sides.training.mix() if sides.training.n else 0.0,
        }
    )
    summed = found.groupby("group").sum().reindex(list(employed), fill_value=0.0)
    is_few = sides.training.n < COURSES_AT_LEAST
    told = zip(summed["share_demand"], summed["share_training"], strict=True)
    rows = [_compare(asked, n, taught, n if is_few else n_training) for asked, taught in told]
    figures = pd.DataFrame(rows, columns=list(_FIGURES), index=summed.index)
    if is_few:
        figures[["share_training", "training_low", "training_high"]] = float("nan")
    figures["share_employed"] = pd.Series(employed) / sum(employed.values())
    figures = figures.assign(n=n, n_courses=sides.training.n, place=sides.place)
    figures["period"] = employed_period()
    whole = figures.rename_axis("group").reset_index()
    in_order = whole.sort_values("share_employed", ascending=False, ignore_index=True)
    return in_order[list(_EMPLOYMENT)]


_EMPLOYMENT: Final = (
    "group", "share_employed", *_FIGURES[:6], "n", "n_courses", "place", "period",
)  # fmt: skip


def compare_skills(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Each skill's share of the advertisements against its share of the trainings.

    Columns: skill (id), name_id, name_en, kind, n (advertisements that ask for it), base
    (advertisements with a description), share_demand (0 to 1), demand_low, demand_high (Wilson,
    95 %), n_courses (that name it), share_training (0 to 1, by weight), training_low,
    training_high (Wilson with Kish's n), gap (demand less training), gap_low, gap_high (95 %,
    Newcombe), place, basis. Largest gap first; soft skills are left out, and so are skills that
    fewer than SHARE_AT_LEAST advertisements ask for and no training names. "Wanted, trained
    nowhere" are those with n_courses = 0, "trained, hardly asked for" those with gap_high below 0.
    No rows with fewer than ADS_AT_LEAST advertisements or COURSES_AT_LEAST trainings. Neither side
    names all it means: advertisements take for granted, catalogues are short, and of trainings
    only the taxonomy's own wordings are read.
    """
    asked, place = pd.DataFrame({"base": [0]}), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        asked = _count_skills(snapshot, wide)
        if asked["base"].max() >= ADS_AT_LEAST:
            break
    courses = read_courses(snapshot, None if place == "nation" else province_of(where))
    table = courses.table[courses.table["n_skills"] > 0]
    if not asked["base"].max() >= ADS_AT_LEAST or len(table) < COURSES_AT_LEAST:
        return pd.DataFrame(columns=list(_SKILLS))
    total, n_effective = table["weight"].sum(), kish_n(table["weight"].to_numpy(float))
    weights = courses.taught.join(courses.table["weight"], on="course").groupby("skill")["weight"]
    taught = pd.DataFrame({"n_courses": weights.size(), "share_training": weights.sum() / total})
    found = asked.join(taught, on="skill").fillna({"n_courses": 0, "share_training": 0.0})
    kept = (found["n"] >= statistics.SHARE_AT_LEAST) | (found["n_courses"] > 0)
    found = found[kept].astype({"n_courses": int}).reset_index(drop=True)
    rows = [
        _compare(int(n) / int(base), int(base), float(share), n_effective)
        for n, base, share in zip(found["n"], found["base"], found["share_training"], strict=True)
    ]
    figures = pd.DataFrame(rows, columns=list(_FIGURES))
    whole = (
        found.drop(columns="share_training").join(figures).assign(place=place, basis=courses.basis)
    )
    in_order = whole.sort_values(["gap", "skill"], ascending=[False, True], ignore_index=True)
    return in_order[list(_SKILLS)]


_SKILLS: Final = (
    "skill", "name_id", "name_en", "kind", "n", "base", "n_courses", *_FIGURES, "place", "basis",
)  # fmt: skip


def _count_skills(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Columns: skill, name_id, name_en, kind, n, base: all skills that can be taught."""
    condition, parameters = where.condition()
    of_mentions, _ = where.condition("m")
    return snapshot.frame(
        f"""
        WITH asked AS (
            SELECT m.skill, count(*) AS n FROM mentions m
            WHERE m.is_described AND {of_mentions} GROUP BY 1
        )
        SELECT s.id AS skill, s.name_id, s.name_en, s.kind, coalesce(a.n, 0) AS n,
            (
                SELECT count(v.description_characters) FROM vacancies v WHERE {condition}
            ) AS base
        FROM skills s LEFT JOIN asked a ON a.skill = s.id WHERE s.kind <> 'soft' ORDER BY s.id
        """,  # noqa: S608 - the conditions are Filter's own text
        parameters,
    )
