"""What new kinds of work appear: themes of vacancies, how they grow, what one of them is."""

from dataclasses import replace
from typing import Final, Literal

import pandas as pd

from analytics import statistics
from analytics.advertisements import OPEN, list_advertisements
from analytics.filter import Filter
from analytics.growth import growth_windows
from analytics.occupations import add_shares, add_wage
from analytics.skills_growth import COMPARED, GROWTH, LIKELY_FROM, MATCHED, compare_windows
from analytics.statistics_shrink import shrink_quotients
from analytics.topics_filter import AnyOf, of_topic
from analytics.wages import measure_wages
from analytics.wages_pays import BY
from data.snapshot import Snapshot

# Why there are no themes: the snapshot was made before they were, the operator switched them off,
# there were too few vacancies, no vacancies were alike.
State = Literal["found", "older", "off", "few", "unlike"]
# Spans a trend is tried over, in complete months: the longest with the same portals throughout.
TREND_MONTHS: Final = (24, 18, 12, 6)
OCCUPATIONS: Final = 3

_TITLES: Final = (
    "key", "title", "first_month", "n", "n_before", "employers", "portals", "occupation_score",
    "probability", "examples",
)  # fmt: skip


def find_state(snapshot: Snapshot) -> State:
    """Whether the snapshot holds themes, or why it does not."""
    told = snapshot.meta.topics
    if told is None or "topics" not in snapshot.meta.tables:
        return "older"
    if snapshot.meta.tables["topics"].rows:
        return "found"
    if told.version is None:
        return "off"
    return "few" if told.vacancies < told.at_least else "unlike"


def rank_topics(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Themes by openings, most first, of SHARE_AT_LEAST openings and EMPLOYERS_AT_LEAST employers.

    Columns: topic (id), label_id, label_en, terms (list, most telling first), weights (theirs,
    c-TF-IDF), n (vacancies), employers, base (vacancies with a title), share (n in base, 0 to 1),
    interval_low, interval_high (Wilson, 95 %), occupations (list of KBJI 2014 codes of 4 digits, at
    most OCCUPATIONS, most first), occupation_counts (their vacancies), is_new (whether the snapshot
    before had other themes and not this one), and the columns GROWTH of
    `skills_growth.measure_growth`: of the theme's share of described vacancies, missing where no
    window is complete. The interval is that of a sample; that a theme's bounds are drawn by a
    machine, and that a vacancy may belong to two, it does not cover.
    """
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        WITH asked AS (
            SELECT v.topic, v.employer, v.occupation, v.occupation_digits
            FROM vacancy_topics v WHERE {condition}
        ), counted AS (
            SELECT topic, count(*) AS n, count(DISTINCT employer) AS employers
            FROM asked GROUP BY topic
        ), jobs AS (
            SELECT topic, occupation, count(*) AS n FROM asked WHERE occupation_digits = 4
            GROUP BY topic, occupation
            QUALIFY row_number() OVER (PARTITION BY topic ORDER BY n DESC, occupation) <= $most
        ), listed AS (
            SELECT topic, list(occupation ORDER BY n DESC, occupation) AS occupations,
                list(n ORDER BY n DESC, occupation) AS occupation_counts
            FROM jobs GROUP BY topic
        )
        SELECT c.topic, t.label_id, t.label_en, t.terms, t.weights, c.n, c.employers,
            (SELECT count(*) FROM asked) AS base, coalesce(l.occupations, []) AS occupations,
            coalesce(l.occupation_counts, []) AS occupation_counts,
            t.likeness IS NULL AND (SELECT count(likeness) FROM topics) > 0 AS is_new
        FROM counted c JOIN topics t ON t.id = c.topic LEFT JOIN listed l USING (topic)
        WHERE c.n >= $at_least AND c.employers >= $employers
        ORDER BY c.n DESC, c.topic
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {
            **parameters,
            "most": OCCUPATIONS,
            "at_least": statistics.SHARE_AT_LEAST,
            "employers": statistics.EMPLOYERS_AT_LEAST,
        },
    )
    for name in ("terms", "weights", "occupations", "occupation_counts"):
        counts[name] = [list(of) for of in counts[name]]
    grown = compare_windows(snapshot, where, "vacancy_topics", "topic")
    return add_shares(counts).merge(grown[["topic", *GROWTH]], on="topic", how="left")


def rank_rising(ranked: pd.DataFrame) -> pd.DataFrame:
    """The rows of `rank_topics` whose share grew, the likeliest to have grown much first.

    Those that grew by more than GROWTH_MORE_THAN as likely as not, and those that surely grew a
    little (growth_low above 0).
    """
    rising = ranked[(ranked["p_growth"] >= LIKELY_FROM) | (ranked["growth_low"] > 0)]
    in_order = rising.sort_values(["p_growth", "growth", "topic"], ascending=[False, False, True])
    return in_order.reset_index(drop=True)


def measure_pay(snapshot: Snapshot, where: Filter, topics: tuple[str, ...]) -> pd.DataFrame:
    """The advertised pay of each of the themes, in their order.

    Columns: topic, n_wage (vacancies with a usable wage), median_idr, wage_low, wage_high (rupiah a
    month, 95 %), missing where `wages.measure_wage` may show none. Of the place asked about only.
    """
    found = measure_wages(snapshot, where, BY["topic"], topics).rename(columns={"group": "topic"})
    return found[["topic", "n_wage", "median_idr", "wage_low", "wage_high"]]


def topic_profile(snapshot: Snapshot, where: Filter, topic: str) -> pd.DataFrame:
    """Demand and pay of one theme, in one row.

    Columns: n (vacancies), employers, n_open, base (vacancies with a title, all else as asked),
    share (n in base, 0 to 1; missing below SHARE_AT_LEAST of base), interval_low, interval_high
    (Wilson, 95 %), probability (mean chance that a vacancy of it is of this theme and no other, 0
    to 1), first_month ("YYYY-MM" of its earliest dated vacancy; collecting begins somewhere, so the
    work may be older), n_wage, median_idr, wage_low, wage_high (rupiah a month, 95 %),
    quartile_low_idr, quartile_high_idr, wage_place of `occupations.add_wage`. The median is over
    all occupations of the theme and moves with their mix.
    """
    condition, parameters = where.condition()
    about, more = of_topic(where, topic).condition()
    counted = snapshot.frame(
        f"""
        SELECT count(*) AS n, count(DISTINCT v.employer) AS employers,
            count(*) FILTER (WHERE {OPEN}) AS n_open, min(v.month) AS first_month,
            avg(k.probability) AS probability,
            (SELECT count(*) FROM vacancies v WHERE v.title IS NOT NULL AND {condition}) AS base
        FROM vacancies v JOIN vacancy_topics k USING (vacancy) WHERE {about}
        """,  # noqa: S608 - as above
        {**parameters, **more},
    )
    return add_wage(add_shares(counted), snapshot, of_topic(where, topic))


def share_by_month(snapshot: Snapshot, where: Filter, topic: str) -> pd.DataFrame:
    """The share of described vacancies that are of the theme, by month of posting, oldest first.

    Columns: month ("YYYY-MM"), n, base (described vacancies), share (0 to 1; missing below
    SHARE_AT_LEAST of base), interval_low, interval_high (Wilson, 95 %). Complete months on end
    only, as many of TREND_MONTHS as any portal was read throughout, and only such portals; no rows
    where there are none. What is advertised every year at one time rises and falls with it.
    """
    condition, parameters = where.condition()
    for span in TREND_MONTHS:
        months = growth_windows(snapshot, span // 2)
        if not months:
            continue
        found = snapshot.frame(
            f"""
            WITH {MATCHED}
            SELECT v.month, count(*) FILTER (WHERE v.topic = $topic) AS n, count(*) AS base
            FROM vacancy_topics v WHERE v.is_described AND {COMPARED} AND {condition}
            GROUP BY v.month
            """,  # noqa: S608 - as above
            {
                **parameters,
                "topic": topic,
                "first": months[0],
                "last": months[-1],
                "months": len(months),
            },
        )
        if not found.empty:
            by_month = found.set_index("month").reindex(months).fillna(0).astype(int)
            return add_shares(by_month.rename_axis("month").reset_index())
    return pd.DataFrame(columns=["month", "n", "base", "share", "interval_low", "interval_high"])


def topic_places(snapshot: Snapshot, where: Filter, topic: str) -> pd.DataFrame:
    """Where the theme is advertised, the provinces where it is most common first.

    Of the whole country, whatever place is asked about; only provinces with SHARE_AT_LEAST
    vacancies of it. Columns: place (BPS code), n (vacancies), employers, n_place (vacancies of all
    kinds there), quotient (its share of the vacancies there to that in the country, drawn to 1 as
    far as it is uncertain: 2 is twice as common), quotient_low, quotient_high (90 %), differs (the
    interval excludes 1).
    """
    condition, parameters = replace(where, province=None, regency=None).condition()
    counts = snapshot.frame(
        f"""
        SELECT v.province AS place, count(*) FILTER (WHERE v.topic = $topic) AS n,
            count(DISTINCT v.employer) FILTER (WHERE v.topic = $topic) AS employers,
            count(*) AS n_place
        FROM vacancy_topics v
        WHERE v.province IS NOT NULL AND {condition} GROUP BY 1 ORDER BY 1
        """,  # noqa: S608 - as above
        {**parameters, "topic": topic},
    )
    found = shrink_quotients(counts["n"].to_numpy(), counts["n_place"].to_numpy())
    placed = counts.assign(
        quotient=found["quotient"],
        quotient_low=found["interval_low"],
        quotient_high=found["interval_high"],
        differs=found["differs"],
    )
    enough = placed[placed["n"] >= statistics.SHARE_AT_LEAST]
    return enough.sort_values(["quotient", "place"], ascending=[False, True], ignore_index=True)


def list_examples(snapshot: Snapshot, where: Filter, topic: str) -> pd.DataFrame:
    """The advertisements nearest to the middle of the theme, as `list_advertisements` lists them.

    Of the whole country, whatever place is asked about; at most as many as the snapshot names.
    """
    del where
    named = snapshot.frame(
        "SELECT unnest(examples) AS id FROM topics WHERE id = $topic", {"topic": topic}
    )
    return list_advertisements(snapshot, AnyOf(vacancies=tuple(named["id"])))


def list_new_titles(snapshot: Snapshot, where: Filter) -> pd.DataFrame:
    """Titles that fit no occupation well and whose share grew, the surest growth first.

    Of the whole country. Columns: key, title, first_month ("YYYY-MM"), n, n_before (vacancies in
    the last months and in as many before, on portals read in both), employers, portals (in the last
    months), occupation_score (0 to 1), probability (0 to 1, that the share grew by more than a
    fifth), examples (list of vacancy_id, newest first). A title may be new only as a word for old
    work, or a mistake of whoever wrote it.
    """
    del where
    found = snapshot.frame(f"SELECT {', '.join(_TITLES)} FROM new_titles")  # noqa: S608 - as above
    found["examples"] = [list(of) for of in found["examples"]]
    return found


def list_title_advertisements(
    snapshot: Snapshot, where: Filter, vacancies: tuple[str, ...]
) -> pd.DataFrame:
    """The newest advertisements of new titles, as `list_advertisements` lists them."""
    del where
    return list_advertisements(snapshot, AnyOf(vacancies=vacancies), limit=len(vacancies))
