"""What a syllabus covers of what advertisements for an occupation ask, and what it lacks."""

import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.occupations import add_shares, wider
from analytics.openings_market import KINDS, whole
from data.snapshot import Snapshot

# "At least half of what it asks", as in openings_needs.Rule.
HALF: Final = 0.5
# Seldom asked for: surely by fewer than this share of the advertisements.
RARE_BELOW: Final = 0.05
# For `occupations.occupation_skills`: more than any occupation names.
ALL_SKILLS: Final = 100_000

COVERAGE: Final = (
    "n", "n_described", "n_asked", "n_covered", "coverage", "interval_low", "interval_high",
    "n_half", "share_half", "half_low", "half_high", "n_all", "share_all", "all_low", "all_high",
    "best", "place",
)  # fmt: skip
TAUGHT: Final = (
    "skill", "name_id", "name_en", "kind", "n", "base", "share", "interval_low", "interval_high",
    "is_rare", "n_everywhere", "occupation", "n_occupation",
)  # fmt: skip


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("syllabus.toml").read_text(encoding="utf-8"))


def bring(taught: Collection[str]) -> frozenset[str]:
    """All skills that teaching these brings: licences by openings_market.whole, wholes, parts.

    Who teaches Word, Excel and PowerPoint teaches Microsoft Office, and the other way round.
    """
    held = set(whole(frozenset(taught)))
    for skill, parts in _tables()["parts"].items():
        if skill in held:
            held |= set(parts)
        elif held.issuperset(parts):
            held.add(skill)
    held |= {skill for skill, ways in _tables()["any"].items() if held.intersection(ways)}
    return frozenset(held)


def measure_coverage(snapshot: Snapshot, where: Filter, taught: Collection[str]) -> pd.DataFrame:
    """How much of what the advertisements for an occupation ask the skills `taught` cover: one row.

    Only skills of KINDS count (no soft ones), and only described vacancies that name any of them.
    METHODS 3.6 with a syllabus in the place of the origin, p(s|a) being 1 for what is taught, and
    p(s|b) alone as weight: coverage = sum of p(s|b) over the taught to that over all, which is the
    share of all demands named that are taught. Columns: n (those vacancies), n_described,
    n_asked, n_covered (demands: pairs of vacancy and skill), coverage (0 to 1), interval_low,
    interval_high (95 %, Wilson with the n that the ratio is worth when vacancies are drawn, for
    demands of one are not independent), n_half, share_half, half_low, half_high (vacancies of
    whose skills at least HALF are taught; Wilson, 95 %), n_all, share_all, all_low, all_high
    (all of them), best (the coverage that as many skills would reach that are asked for most: a
    yardstick, picked knowing the advertisements), place ("regency", "province" or "nation": the
    narrowest with SHARE_AT_LEAST of n; shares are missing where the nation has fewer). A skill
    taught counts for what it brings (`bring`). It is about what is named in text: what everybody
    takes for granted is not written, and how well a skill is taught no figure can say.
    """
    _require_occupation(where)
    held = sorted(bring(taught))
    row, place = pd.Series(dtype=float), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        row = _count(snapshot, wide, held)
        if row["n"] >= statistics.SHARE_AT_LEAST:
            break
    found: dict[str, object] = dict.fromkeys(COVERAGE) | {
        "n": int(row["n"]),
        "n_described": int(row["n_described"]),
        "n_asked": int(row["k"]),
        "n_covered": int(row["h"]),
        "n_half": int(row["n_half"]),
        "n_all": int(row["n_all"]),
        "place": place,
    }
    if row["n"] >= statistics.SHARE_AT_LEAST:
        share = row["h"] / row["k"]
        interval = _ratio_interval(row)
        found |= {"coverage": share, "interval_low": interval.low, "interval_high": interval.high}
        found["best"] = row["best"] / row["k"]
        for part in ("half", "all"):
            bounds = statistics.share_interval(int(row[f"n_{part}"]), int(row["n"]))
            if bounds is not None:
                found[f"share_{part}"] = row[f"n_{part}"] / row["n"]
                found |= {f"{part}_low": bounds.low, f"{part}_high": bounds.high}
    frame = pd.DataFrame([found], columns=list(COVERAGE))
    shares = [name for name in COVERAGE if name != "place" and not name.startswith("n")]
    return frame.astype(dict.fromkeys(shares, float))


def _require_occupation(where: Filter) -> None:
    if where.occupation is None:
        raise ValueError("A syllabus is compared with one occupation: the filter names none.")


# The described vacancies asked about, and by vacancy how many skills of KINDS it names (k), how
# many of them are taught (h), and one that is not. `{condition}` is Filter's own text.
_BY_VACANCY: Final = """
    asked AS (
        SELECT v.vacancy FROM vacancies v
        WHERE v.description_characters IS NOT NULL AND {condition}
    ), counted AS (
        SELECT id AS skill FROM skills WHERE list_contains($kinds, kind)
    ), named AS (
        SELECT m.vacancy, count(*) AS k,
            count(*) FILTER (WHERE list_contains($held, m.skill)) AS h,
            min(m.skill) FILTER (WHERE NOT list_contains($held, m.skill)) AS lacking
        FROM mentions m SEMI JOIN asked USING (vacancy) SEMI JOIN counted USING (skill)
        WHERE {of_mention} GROUP BY m.vacancy
    )
"""


def _by_vacancy(where: Filter, held: list[str]) -> tuple[str, dict[str, object]]:
    condition, parameters = where.condition()
    of_mention, _ = where.condition("m")
    sql = _BY_VACANCY.format(condition=condition, of_mention=of_mention)
    return sql, {**parameters, "held": held, "kinds": list(KINDS)}


def _count(snapshot: Snapshot, where: Filter, held: list[str]) -> "pd.Series[float]":
    """Vacancies, demands, and the sums of squares that the interval of their ratio needs."""
    sql, parameters = _by_vacancy(where, held)
    counted = snapshot.frame(
        f"""
        WITH {sql}, most AS (
            SELECT count(*) AS n FROM mentions m SEMI JOIN named USING (vacancy)
                SEMI JOIN counted USING (skill)
            GROUP BY m.skill ORDER BY n DESC LIMIT len($held)
        )
        SELECT count(*) AS n, (SELECT count(*) FROM asked) AS n_described,
            coalesce(sum(k), 0) AS k, coalesce(sum(h), 0) AS h,
            count(*) FILTER (WHERE h >= $half * k) AS n_half,
            count(*) FILTER (WHERE h = k) AS n_all,
            coalesce(sum(k * k), 0) AS kk, coalesce(sum(h * k), 0) AS hk,
            coalesce(sum(h * h), 0) AS hh,
            (SELECT coalesce(sum(n), 0) FROM most) AS best
        FROM named
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "half": HALF},
    )
    return counted.astype(float).iloc[0]


def _ratio_interval(row: "pd.Series[float]") -> statistics.Interval:
    """Wilson's interval of a ratio of sums with the n its linearised variance is worth.

    Source: Korn & Graubard (1998), Survey Methodology 24:193-201 (effective sample size in an
    interval of a proportion); the variance of a ratio: Cochran (1977), Sampling Techniques, 6.4.
    """
    share = row["h"] / row["k"]
    spread = max(0.0, row["hh"] - 2 * share * row["hk"] + share**2 * row["kk"])
    variance = spread * row["n"] / ((row["n"] - 1) * row["k"] ** 2)
    return effective_interval(share, variance, least=row["n"], most=row["k"])


def effective_interval(
    share: float, variance: float, least: float, most: float
) -> statistics.Interval:
    """Wilson's 95 % interval of an estimated share (0 to 1) whose variance is known.

    `most` bounds the n it is worth: where all vacancies are alike by chance the variance is next
    to nothing. At a share of 0 or 1 there is no variance to go by, and n is `least`.
    """
    n = min(share * (1 - share) / variance, most) if variance > 0 and 0 < share < 1 else least
    interval = statistics.share_interval(share * n, n)
    if interval is None:
        raise ValueError("An interval needs at least one observation.")
    return interval


def mark_taught(
    asked: pd.DataFrame, snapshot: Snapshot, where: Filter, taught: Collection[str]
) -> pd.DataFrame:
    """The skills of KINDS among those `asked` for, with what a syllabus has of them.

    `asked` is `occupations.occupation_skills` of the same filter (ALL_SKILLS of them), which does
    not depend on the syllabus. Adds is_taught, n_only (vacancies of which this one is the only
    skill not taught: adding it covers them whole; 0 for the taught).
    """
    _require_occupation(where)
    held = bring(taught)
    sql, parameters = _by_vacancy(where, sorted(held))
    only = snapshot.frame(
        f"WITH {sql} SELECT lacking, count(*) AS n FROM named WHERE k - h = 1 GROUP BY 1",  # noqa: S608 - as above
        parameters,
    ).set_index("lacking")["n"]
    ranked = asked[asked["kind"].isin(KINDS)].reset_index(drop=True)
    return ranked.assign(
        is_taught=ranked["skill"].isin(held),
        n_only=ranked["skill"].map(only).fillna(0).astype(int),
    )


def count_taught(snapshot: Snapshot, where: Filter, taught: Collection[str]) -> pd.DataFrame:
    """How often the advertisements for an occupation ask for each skill taught, rarest first.

    Only skills of KINDS; of the place asked about and no wider. Columns: skill, name_id, name_en,
    kind, n (described vacancies that ask for it), base (described vacancies), share (0 to 1;
    missing below SHARE_AT_LEAST of base), interval_low, interval_high (Wilson, 95 %), is_rare
    (whether the share is surely below RARE_BELOW; with few advertisements nothing is), n_everywhere
    (vacancies of the whole snapshot that ask for it, whatever the occupation), occupation,
    n_occupation (KBJI unit group with most of these, from SHARE_AT_LEAST on, else missing). Rarely
    asked for in advertisements is not useless: a foundation for other skills, a legal duty or work
    for oneself is seldom advertised.
    """
    _require_occupation(where)
    condition, parameters = where.condition()
    of_mention, _ = where.condition("m")
    counts = snapshot.frame(
        f"""
        WITH asked AS (
            SELECT v.vacancy FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {condition}
        ), counted AS (
            SELECT m.skill, count(*) AS n FROM mentions m SEMI JOIN asked USING (vacancy)
            WHERE list_contains($taught, m.skill) AND {of_mention} GROUP BY 1
        ), main AS (
            SELECT skill, occupation, n AS n_occupation FROM skill_counts
            WHERE level = 'occupation+skill' AND length(occupation) = 4 AND n >= $at_least
                AND list_contains($taught, skill)
            QUALIFY row_number() OVER (PARTITION BY skill ORDER BY n DESC, occupation) = 1
        )
        SELECT s.id AS skill, s.name_id, s.name_en, s.kind, coalesce(c.n, 0) AS n,
            (SELECT count(*) FROM asked) AS base, coalesce(a.n, 0) AS n_everywhere,
            main.occupation, main.n_occupation
        FROM skills s LEFT JOIN counted c ON c.skill = s.id LEFT JOIN main ON main.skill = s.id
            LEFT JOIN skill_counts a ON a.level = 'skill' AND a.skill = s.id
        WHERE list_contains($taught, s.id) AND list_contains($kinds, s.kind)
        ORDER BY n, n_everywhere, s.id
        """,  # noqa: S608 - as above
        {
            **parameters,
            "taught": sorted(taught),
            "kinds": list(KINDS),
            "at_least": statistics.SHARE_AT_LEAST,
        },
    )
    shares = add_shares(counts)
    return shares.assign(is_rare=shares["interval_high"] < RARE_BELOW)[list(TAUGHT)]
