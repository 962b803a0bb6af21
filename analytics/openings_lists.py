"""What shuts a person out, which occupations are within reach, and the advertisements of both."""

from typing import Final

import numpy as np
import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.openings_counting import EXTRA_STEPS, find_cells, find_rows
from analytics.openings_market import (
    KINDS,
    LICENCE,
    NO_AGE_MAX,
    OTHER_LIMITS,
    Bools,
    Market,
    choose_rows,
    open_market,
)
from analytics.openings_needs import REQUIREMENTS, USUAL, Person, Rule, find_needs
from analytics.wages_filter import IMPLAUSIBLE
from data.snapshot import Snapshot

LIST_COLUMNS: Final = (
    "vacancy_id", "title", "company", "province", "regency", "posted", "wage_min_idr",
    "wage_max_idr", "is_open", "portal", "url", "postings", "n",
)  # fmt: skip


def count_walls(
    snapshot: Snapshot, where: Filter, person: Person, rule: Rule = USUAL
) -> pd.DataFrame:
    """What open vacancies demand, and how many each demand keeps from the person.

    Columns: requirement ("education", "experience", "age", "sex", "license", "skills"; of
    "appearance", "marital", "height", "religion" the person is not asked), n_asked (open vacancies
    that demand it at all), n_shut (that it shuts to this person; missing where not asked), n_only
    (that nothing else shuts: open if it were lifted), n_here (open vacancies asked about), share
    (n_asked in n_here, 0 to 1; missing below SHARE_AT_LEAST), interval_low, interval_high (of the
    share: Wilson, 95 %).
    """
    market = open_market(snapshot)
    chosen = choose_rows(snapshot, market, where)
    shut = find_needs(market, person, rule).by_requirement[chosen]
    asked = _find_asked(market, rule)[chosen]
    alone = shut & (shut.sum(axis=1) == 1)[:, None]
    here = int(chosen.sum())
    rows = []
    for i, requirement in enumerate((*REQUIREMENTS, *OTHER_LIMITS)):
        is_tested = i < len(REQUIREMENTS)
        n = int(asked[:, i].sum())
        interval = statistics.share_interval(n, here) if here >= statistics.SHARE_AT_LEAST else None
        rows.append(
            {
                "requirement": requirement,
                "n_asked": n,
                "n_shut": int(shut[:, i].sum()) if is_tested else pd.NA,
                "n_only": int(alone[:, i].sum()) if is_tested else pd.NA,
                "n_here": here,
                "share": n / here if interval else np.nan,
                "interval_low": interval.low if interval else np.nan,
                "interval_high": interval.high if interval else np.nan,
            }
        )
    return pd.DataFrame(rows).astype({"n_shut": "Int64", "n_only": "Int64"})


def _find_asked(market: Market, rule: Rule) -> Bools:
    """Which of REQUIREMENTS and OTHER_LIMITS each vacancy demands at all, shape (N, 10)."""
    names_licence, names_skill = np.zeros((2, market.n), dtype=bool)
    names_licence[market.asked[LICENCE][0] if rule.licences else []] = True
    for kind in rule.kinds if rule.share > 0 else ():
        names_skill[market.asked[kind][0]] = True
    told = [
        market.education > 0,
        market.experience > 0,
        (market.age_min > 0) | (market.age_max < NO_AGE_MAX),
        market.sex != 0,
        names_licence,
        names_skill,
    ]
    return np.column_stack([*told, market.limits])


def rank_reachable(
    snapshot: Snapshot, where: Filter, person: Person, rule: Rule = USUAL, limit: int = 10
) -> pd.DataFrame:
    """The occupations with most open vacancies that accept the person.

    Columns: occupation (KBJI 2014, 4 digits), n (vacancies that accept), n_here (open ones of the
    occupation), share (n in n_here, 0 to 1), interval_low, interval_high (Wilson, 95 %). Only those
    with at least SHARE_AT_LEAST that accept; vacancies whose occupation is not told to 4 digits are
    in none.
    """
    market = open_market(snapshot)
    chosen = choose_rows(snapshot, market, where)
    accepts = find_needs(market, person, rule).total == 0
    told = pd.DataFrame({"occupation": market.occupation[chosen], "is_accepting": accepts[chosen]})
    told = told[told["occupation"].str.len() == 4]
    counts = told.groupby("occupation")["is_accepting"].agg(n="sum", n_here="size").reset_index()
    counts = counts[counts["n"] >= statistics.SHARE_AT_LEAST]
    counts = counts.sort_values(["n", "occupation"], ascending=[False, True]).head(limit)
    intervals = [
        statistics.share_interval(int(n), int(here))
        for n, here in zip(counts["n"], counts["n_here"], strict=True)
    ]
    return counts.assign(
        share=counts["n"] / counts["n_here"],
        interval_low=[one.low if one else np.nan for one in intervals],
        interval_high=[one.high if one else np.nan for one in intervals],
    ).reset_index(drop=True)


def list_openings(
    snapshot: Snapshot,
    where: Filter,
    person: Person,
    rule: Rule = USUAL,
    limit: int = 10,
    step: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Open advertisements that accept the person, newest first; with a `step` those it would open.

    `step` is (step, value) of `rank_steps`. Columns as `list_advertisements` has them, n being all
    of which this is the newest `limit`.
    """
    market = open_market(snapshot)
    chosen = choose_rows(snapshot, market, where)
    needs = find_needs(market, person, rule)
    if step is None:
        rows = np.flatnonzero(chosen & (needs.total == 0))
    else:
        cells = find_cells(market, needs, person, chosen)
        rows = find_rows(needs, cells, _number_step(market, step))
    rows = rows[np.lexsort([rows, -market.posted[rows]])]
    found = _read(snapshot, market.ids[rows[:limit]].tolist())
    return found.assign(n=len(rows))[list(LIST_COLUMNS)]


def _number_step(market: Market, step: tuple[str, str]) -> int:
    """The number of a step, or one that no vacancy has."""
    kind, value = step
    if kind in KINDS:
        found = np.flatnonzero(market.skills == value)
        return int(found[0]) if len(found) else -1
    names = [name if name != "lift" else f"lift {of}" for name, of in EXTRA_STEPS]
    name = f"lift {value}" if kind == "lift" else kind
    return len(market.skills) + names.index(name) if name in names else -1


def _read(snapshot: Snapshot, ids: list[str]) -> pd.DataFrame:
    """These vacancies in this order, each with the way to its original."""
    return snapshot.frame(
        """
        WITH page AS (
            SELECT v.*, contains(coalesce(v.wage_flags, ''), $flag) AS is_flagged
            FROM vacancies v WHERE list_contains($ids::VARCHAR[], v.vacancy_id)
        ), seen AS (
            SELECT p.vacancy_id, p.portal, p.url FROM postings p
            WHERE list_contains($ids::VARCHAR[], p.vacancy_id)
            QUALIFY row_number() OVER (
                PARTITION BY p.vacancy_id
                ORDER BY p.url IS NULL, p.closed IS NOT NULL, p.last_seen DESC NULLS LAST, p.portal
            ) = 1
        )
        SELECT page.vacancy_id, page.title, page.company, page.province, page.regency, page.posted,
            CASE WHEN page.is_flagged THEN NULL ELSE page.wage_min_idr END AS wage_min_idr,
            CASE WHEN page.is_flagged THEN NULL ELSE page.wage_max_idr END AS wage_max_idr,
            true AS is_open, seen.portal, seen.url, page.postings
        FROM page LEFT JOIN seen USING (vacancy_id)
        ORDER BY list_position($ids::VARCHAR[], page.vacancy_id)
        """,
        {"ids": ids, "flag": IMPLAUSIBLE},
    )
