"""Which wordings that the taxonomy does not have are asked for as skills more and more."""

from typing import Final

import pandas as pd

from analytics import statistics
from analytics.filter import Filter
from analytics.skills_growth import LIKELY_FROM, compare_windows
from data.snapshot import Snapshot

# METHODS 3.3: one employer's or one portal's habit is no new skill.
PORTALS_AT_LEAST: Final = 2


def rank_new_words(snapshot: Snapshot, where: Filter, limit: int = 30) -> pd.DataFrame:
    """Wordings asked for as skills that the taxonomy lacks, the likeliest to have grown first.

    Only those that grew as likely as not by more than GROWTH_MORE_THAN, of at least
    EMPLOYERS_AT_LEAST employers on PORTALS_AT_LEAST portals. Columns: wording (in small letters), n
    (described vacancies), employers, portals, first_posted (day of the first advertisement), and
    the columns GROWTH of `skills_growth.measure_growth`. They are candidates: many are new names
    of old skills, or words read wrongly as skills.
    """
    grown = compare_windows(snapshot, where, "unlisted_mentions", "wording")
    likely = grown[grown["p_growth"] >= LIKELY_FROM]
    condition, parameters = where.condition()
    counts = snapshot.frame(
        f"""
        SELECT v.wording, count(DISTINCT v.vacancy) AS n,
            count(DISTINCT v.employer) AS employers, count(DISTINCT p.portal) AS portals,
            min(v.posted) AS first_posted
        FROM unlisted_mentions v JOIN (
            SELECT portal_set, unnest(portals) AS portal FROM portal_sets
        ) p USING (portal_set)
        WHERE list_contains($likely, v.wording) AND v.is_described AND {condition}
        GROUP BY v.wording HAVING employers >= $employers AND portals >= $portals
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {
            **parameters,
            "likely": likely["wording"].tolist(),
            "employers": statistics.EMPLOYERS_AT_LEAST,
            "portals": PORTALS_AT_LEAST,
        },
    )
    found = counts.merge(grown, on="wording")
    in_order = found.sort_values(["p_growth", "n", "wording"], ascending=[False, False, True])
    return in_order.head(limit).reset_index(drop=True)
