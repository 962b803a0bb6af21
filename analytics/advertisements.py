"""Which advertisements are behind a figure: a list with the way to the originals."""

from typing import Final

import pandas as pd

from analytics.filter import Filter
from analytics.wages_filter import IMPLAUSIBLE
from data.snapshot import Snapshot

# An advertisement that no collector has seen for so long before the newest sighting may have been
# closed unseen, as in imported archives.
UNSEEN_DAYS: Final = 60

# Open vacancies as a condition on a row `v` of vacancies: no parameters, no text from outside. A
# told day of closing may lie ahead.
OPEN: Final = (
    "((v.closed IS NULL OR v.closed > (SELECT max(last_seen) FROM vacancies))"  # noqa: S608 - a constant
    " AND v.last_seen >= (SELECT max(last_seen) FROM vacancies)"
    f" - INTERVAL {UNSEEN_DAYS} DAY)"
)


def list_advertisements(
    snapshot: Snapshot, where: Filter, limit: int = 20, offset: int = 0, open_only: bool = False
) -> pd.DataFrame:
    """The advertisements asked about, one row a vacancy, newest first (undated ones last).

    Columns: vacancy_id, title, company, province, regency (BPS codes), posted (day), wage_min_idr,
    wage_max_idr (rupiah a month as advertised; missing where none is told or it is flagged
    implausible), is_open, portal, url (of the posting seen last that has an address; missing where
    none has), postings (advertisements put together as this vacancy), n (all vacancies asked
    about, of which this is a page of `limit` from `offset`). `open_only` leaves out what is closed
    or was not seen in the last UNSEEN_DAYS before the newest sighting. What the list cannot say:
    whether an original has been filled since it was last seen.
    """
    condition, parameters = where.condition()
    still = OPEN if open_only else "true"
    return snapshot.frame(
        f"""
        WITH page AS (
            SELECT v.vacancy_id, v.title, v.company, v.province, v.regency, v.posted,
                CASE WHEN contains(coalesce(v.wage_flags, ''), $flag) THEN NULL
                    ELSE v.wage_min_idr END AS wage_min_idr,
                CASE WHEN contains(coalesce(v.wage_flags, ''), $flag) THEN NULL
                    ELSE v.wage_max_idr END AS wage_max_idr,
                {OPEN} AS is_open, v.postings
            FROM vacancies v WHERE {condition} AND {still}
            ORDER BY v.posted DESC NULLS LAST, v.vacancy_id LIMIT $limit OFFSET $offset
        ), seen AS (
            SELECT p.vacancy_id, p.portal, p.url FROM postings p
            WHERE p.vacancy_id IN (SELECT vacancy_id FROM page)
            QUALIFY row_number() OVER (
                PARTITION BY p.vacancy_id
                ORDER BY p.url IS NULL, p.closed IS NOT NULL, p.last_seen DESC NULLS LAST, p.portal
            ) = 1
        )
        SELECT page.vacancy_id, page.title, page.company, page.province, page.regency, page.posted,
            page.wage_min_idr, page.wage_max_idr, page.is_open, seen.portal, seen.url,
            page.postings,
            (SELECT count(*) FROM vacancies v WHERE {condition} AND {still}) AS n
        FROM page LEFT JOIN seen USING (vacancy_id)
        ORDER BY page.posted DESC NULLS LAST, page.vacancy_id
        """,  # noqa: S608 - the condition is Filter's own text, values are parameters
        {**parameters, "flag": IMPLAUSIBLE, "limit": limit, "offset": offset},
    )
