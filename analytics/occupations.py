"""Which occupations are asked for, how they grow, and what one of them asks and offers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN
from analytics.counted import level_of
from analytics.filter import Filter
from analytics.growth import growth_of_shares
from analytics.wages import measure_wage
from data.reference import classifications
from data.snapshot import Snapshot

# Skills named in fewer advertisements of an occupation are too often a wrong reading.
SKILL_AT_LEAST: Final = 3
UNIT_GROUP_DIGITS: Final = 4

# Demands that shut people out, as conditions on a row of vacancies, and the figure they set.
_RESTRICTIONS: Final = (
    (
        "any",
        (
            "appearance OR coalesce(age_min::VARCHAR, age_max::VARCHAR, sex, marital,"
            " height::VARCHAR, religion) IS NOT NULL"
        ),
        "",
    ),
    ("age_max", "age_max IS NOT NULL", "age_max"),
    ("age_min", "age_min IS NOT NULL", "age_min"),
    ("female", "sex = 'female'", ""),
    ("male", "sex = 'male'", ""),
    ("appearance", "appearance", ""),
    ("marital", "marital IS NOT NULL", ""),
    ("height", "height IS NOT NULL", "height"),
    ("religion", "religion IS NOT NULL", ""),
)


def rank_occupations(snapshot: Snapshot, where: Filter, digits: int = 4) -> pd.DataFrame:
    """Occupations by openings, most first, only those with at least SHARE_AT_LEAST.

    Columns: occupation (KBJI 2014, `digits` digits), n (vacancies), employers, share (of the
    vacancies told to so many digits, 0 to 1), interval_low, interval_high (Wilson, 95 %),
    and the columns GROWTH of `growth.growth_of_shares`, missing where it has no row.
    """
    condition, parameters = where.condition()
    counted = f"""
        SELECT left(v.occupation, $digits) AS occupation, count(*) AS n,
            count(DISTINCT v.employer) AS employers
        FROM vacancies v WHERE v.occupation_digits >= $digits AND {condition} GROUP BY 1
    """  # noqa: S608 - the condition is Filter's own text, values are parameters
    level = level_of(where, "occupation", among=("province",))
    if level is not None and digits == UNIT_GROUP_DIGITS:
        parameters = {**parameters, "level": level}
        counted = f"""
            SELECT v.occupation, v.n::BIGINT AS n, v.employers::BIGINT AS employers
            FROM vacancy_counts v
            WHERE v.level = $level AND length(v.occupation) = $digits AND {condition}
        """  # noqa: S608 - as above
    counts = snapshot.frame(
        f"SELECT *, sum(n) OVER () AS base FROM ({counted}) ORDER BY n DESC, occupation",  # noqa: S608 - as above
        {**parameters, "digits": digits},
    )
    shares = add_shares(counts).drop(columns="base")
    grown = shares.merge(
        growth_of_shares(snapshot, where, "occupation", digits), on="occupation", how="left"
    )
    enough = grown["n"] >= statistics.SHARE_AT_LEAST
    return grown[enough].reset_index(drop=True)


def add_shares(counts: pd.DataFrame) -> pd.DataFrame:
    """The share of n in base, missing below SHARE_AT_LEAST of base, with Wilson's interval."""
    intervals = [
        statistics.share_interval(int(n), int(base)) if base >= statistics.SHARE_AT_LEAST else None
        for n, base in zip(counts["n"], counts["base"], strict=True)
    ]
    enough = counts["base"].where(counts["base"] >= statistics.SHARE_AT_LEAST)
    return counts.assign(
        share=(counts["n"] / enough).astype(float),
        interval_low=pd.Series([i.low if i else None for i in intervals], dtype=float),
        interval_high=pd.Series([i.high if i else None for i in intervals], dtype=float),
    )


def add_wage(row: pd.DataFrame, snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """The row with the pay of the nearest place that may show a median, else of the nation.

    Adds n_wage, median_idr, wage_low, wage_high (95 %), quartile_low_idr, quartile_high_idr
    (rupiah a month), wage_place (a name of `wider`).
    """
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        wage = measure_wage(snapshot, wide).iloc[0]
        if not pd.isna(wage["median_idr"]):
            break
    return row.assign(
        n_wage=int(wage["n"]),
        median_idr=wage["median_idr"],
        wage_low=wage["interval_low"],
        wage_high=wage["interval_high"],
        quartile_low_idr=wage["quartile_low_idr"],
        quartile_high_idr=wage["quartile_high_idr"],
        wage_place=place,
    )


def wider(where: Filter) -> Iterator[tuple[str, Filter]]:
    """The place asked about and the wider ones around it: regency, province, nation."""
    if where.regency is not None:
        yield "regency", where
        where = replace(where, regency=None)
    if where.province is not None:
        yield "province", where
        where = replace(where, province=None)
    yield "nation", where


def profile(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Demand and pay of the occupation asked about, in one row.

    Columns: n (vacancies), employers, n_open, n_described, base (vacancies with an occupation, all
    else as asked), share (n in base, 0 to 1; missing below SHARE_AT_LEAST of base), interval_low,
    interval_high (Wilson, 95 %), n_wage (vacancies with a usable wage), median_idr, wage_low,
    wage_high (rupiah a month, 95 %), quartile_low_idr, quartile_high_idr, wage_place ("regency",
    "province" or "nation": the narrowest place with enough wages for a median, else the widest).
    Months are `overview.count_by_month`, places `overview.rank_provinces`, both with the same
    filter. Advertisements are not jobs: how many people work in it the figure cannot say.
    """
    condition, parameters = where.condition()
    around, more = replace(where, occupation=None).condition()
    counted = snapshot.frame(
        f"""
        SELECT count(*) AS n, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open,
            count(v.description_characters) AS n_described,
            (SELECT count(v.occupation) FROM vacancies v WHERE {around}) AS base
        FROM vacancies v WHERE {condition}
        """,  # noqa: S608 - as above
        {**parameters, **more},
    )
    return add_wage(add_shares(counted), snapshot, where)


def share_demands(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """What the vacancies ask of a person beside skills, as shares of those with a description.

    Columns: demand ("education", "experience", "restriction"), value (education: least level or
    "unstated"; experience: "0", "below_1", "1_2", "3_4", "5_more" years at least or "unstated";
    restriction: "any", "age_max", "age_min", "female", "male", "appearance", "marital", "height",
    "religion"), n (vacancies), base (vacancies with a description), share (0 to 1; missing below
    SHARE_AT_LEAST of base), interval_low, interval_high (Wilson, 95 %), typical (median of the age
    in years or height in cm that is asked, from MEDIAN_AT_LEAST on, else missing), place: the
    narrowest of "regency", "province", "nation" with enough descriptions. Silence of an
    advertisement is no promise: employers may limit without writing it.
    """
    found, place = _narrowest(_demands, snapshot, where)
    shares = add_shares(found)
    shares["typical"] = shares["typical"].where(shares["n"] >= statistics.MEDIAN_AT_LEAST)
    return shares.assign(place=place)


def _narrowest(
    question: Callable[[Snapshot, Filter], pd.DataFrame], snapshot: Snapshot, where: Filter
) -> tuple[pd.DataFrame, str]:
    """The answer with enough descriptions from the narrowest place, else that of the nation."""
    found, place = pd.DataFrame(), ""
    for place, wide in wider(where):  # noqa: B007 - the place where it stops is the answer
        found = question(snapshot, wide)
        if not found.empty and found["base"].iloc[0] >= statistics.SHARE_AT_LEAST:
            break
    return found, place


def _demands(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    condition, parameters = where.condition()
    restrictions = " UNION ALL ".join(
        f"SELECT 'restriction', '{name}', count(*) FILTER (WHERE {test}), "  # noqa: S608 - as above
        f"{f'median({figure})' if figure else 'NULL'} FROM asked"
        for name, test, figure in _RESTRICTIONS
    )
    return snapshot.frame(
        f"""
        WITH asked AS (
            SELECT v.* FROM vacancies v WHERE v.description_characters IS NOT NULL AND {condition}
        ), counted AS (
            SELECT 'education' AS demand, coalesce(education_min, 'unstated') AS value,
                count(*) AS n, NULL::DOUBLE AS typical
            FROM asked GROUP BY ALL
            UNION ALL
            SELECT 'experience', CASE
                WHEN experience_min_years IS NULL THEN 'unstated'
                WHEN experience_min_years = 0 THEN '0'
                WHEN experience_min_years < 1 THEN 'below_1'
                WHEN experience_min_years < 3 THEN '1_2'
                WHEN experience_min_years < 5 THEN '3_4' ELSE '5_more' END,
                count(*), NULL FROM asked GROUP BY ALL
            UNION ALL {restrictions}
        )
        SELECT demand, value, n, (SELECT count(*) FROM asked) AS base, typical
        FROM counted ORDER BY demand, n DESC, value
        """,  # noqa: S608 - as above; restrictions are the constants of this module
        parameters,
    )


def occupation_skills(snapshot: Snapshot, where: Filter, limit: int = 30) -> pd.DataFrame:
    """The skills that the vacancies asked about name, by share.

    Columns: skill (id), name_id, name_en, kind, n (vacancies with a description that ask for it),
    employers, base (vacancies with a description), share (0 to 1; missing below SHARE_AT_LEAST of
    base), interval_low, interval_high (Wilson, 95 %), share_all (of all described vacancies in the
    snapshot), lift (share / share_all: 2 is twice as often as elsewhere), lift_low, lift_high (from
    the interval of the share; share_all rests on far more), place as in `share_demands`. Skills in
    fewer than SKILL_AT_LEAST vacancies are left out. What everybody takes for granted is not
    written, so a low share does not mean that a skill is not needed.
    """
    found, place = _narrowest(_skills, snapshot, where)
    shares = add_shares(found)
    for name, of in (
        ("lift", "share"),
        ("lift_low", "interval_low"),
        ("lift_high", "interval_high"),
    ):
        shares[name] = shares[of] / shares["share_all"]
    return shares.assign(place=place).head(limit)


def _skills(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    condition, parameters = where.condition()
    of_mention, _ = where.condition("m")
    return snapshot.frame(
        f"""
        WITH asked AS (
            SELECT v.vacancy FROM vacancies v
            WHERE v.description_characters IS NOT NULL AND {condition}
        ), counted AS (
            SELECT m.skill, count(*) AS n, count(DISTINCT m.employer) AS employers
            FROM mentions m SEMI JOIN asked USING (vacancy)
            WHERE {of_mention} GROUP BY m.skill HAVING count(*) >= $at_least
        )
        SELECT c.skill, s.name_id, s.name_en, s.kind, c.n, c.employers,
            (SELECT count(*) FROM asked) AS base,
            least(1, a.n / nullif(t.n_described, 0)) AS share_all
        FROM counted c JOIN skills s ON s.id = c.skill
            JOIN skill_counts a ON a.level = 'skill' AND a.skill = c.skill
            JOIN vacancy_counts t ON t.level = 'all'
        ORDER BY c.n DESC, c.skill
        """,  # noqa: S608 - as above
        {**parameters, "at_least": SKILL_AT_LEAST},
    )


_WORD: Final = re.compile(r"[\w+#]+")


def search_titles(snapshot: Snapshot, words: str, limit: int = 20) -> pd.DataFrame:
    """Occupations that a job title leads to, the likeliest first.

    Each word must begin a word of an advertised title or of a KBJI name (group or job title, in
    Indonesian or English). Columns: occupation (KBJI 2014, 4 digits), n (vacancies whose title
    fits), n_all (vacancies of the occupation), title (the most advertised title that fits, missing
    where only the name does), is_named (whether the occupation's own name fits). No rows for no
    words.
    """
    asked = [word.lower() for word in _WORD.findall(words)]
    columns = ["occupation", "n", "n_all", "title", "is_named"]
    if not asked:
        return pd.DataFrame(columns=columns)
    tests = " AND ".join(f"contains(written, $word{i})" for i in range(len(asked)))
    advertised = snapshot.frame(
        f"""
        WITH titles AS (
            SELECT occupation, title, count(*) AS n FROM vacancies
            WHERE occupation_digits = {UNIT_GROUP_DIGITS} AND title IS NOT NULL GROUP BY ALL
        ), written AS (
            SELECT *, ' ' || translate(lower(title), '/-.,()&|_:', '          ') AS written
            FROM titles
        )
        SELECT occupation, sum(n)::INTEGER AS n, arg_max(title, n) AS title
        FROM written WHERE {tests} GROUP BY occupation
        """,  # noqa: S608 - numbered parameters only
        {f"word{i}": f" {word}" for i, word in enumerate(asked)},
    ).set_index("occupation")
    totals = snapshot.frame(
        "SELECT occupation, n AS n_all FROM vacancy_counts"
        " WHERE level = 'occupation' AND length(occupation) = 4"
    ).set_index("occupation")
    named = {code for code, name in _names().items() if all(f" {word}" in name for word in asked)}
    found = pd.DataFrame(index=pd.Index(sorted(named | set(advertised.index)), name="occupation"))
    found = found.join(advertised).join(totals)
    found["is_named"] = [code in named for code in found.index]
    found[["n", "n_all"]] = found[["n", "n_all"]].fillna(0).astype(int)
    in_order = found.reset_index().sort_values(
        ["n", "is_named", "n_all", "occupation"], ascending=[False, False, False, True]
    )
    return in_order[columns].head(limit).reset_index(drop=True)


def _names() -> dict[str, str]:
    """All names of each unit group in small letters, each word after a blank."""
    titles = classifications.job_titles()
    return {
        code: " "
        + " ".join(
            _WORD.findall(" ".join((one.title_id, one.title_en, *titles.get(code, ()))).lower())
        )
        for code, one in classifications.occupations().items()
        if one.level == UNIT_GROUP_DIGITS
    }
