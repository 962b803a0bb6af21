-- How many vacancies by month and set of portals, counted beforehand: what is compared over time is
-- compared on the same portals, and these counts add up over any of them. No undated ones.
WITH told AS (
    SELECT
        CASE
            WHEN grouping(province) = 0 THEN 'province'
            WHEN grouping(regency) = 0 THEN 'regency'
            WHEN grouping(sector) = 0 THEN 'sector'
            WHEN grouping(occupation) = 0 THEN 'occupation'
            ELSE 'all'
        END AS kind,
        coalesce(province, regency, sector, occupation) AS code,
        month,
        portal_set,
        count(*)::INTEGER AS n,
        count(description_characters)::INTEGER AS n_described,
        min(posted) AS posted_from,
        max(posted) AS posted_to
    FROM vacancies
    WHERE month IS NOT NULL
    GROUP BY GROUPING SETS (
        (month, portal_set), (month, portal_set, province), (month, portal_set, regency),
        (month, portal_set, sector), (month, portal_set, occupation)
    )
)
FROM told
WHERE kind = 'all' OR code IS NOT NULL
UNION ALL
SELECT
    'skill', skill, month, portal_set, count(*)::INTEGER,
    (count(*) FILTER (WHERE is_described))::INTEGER, min(posted), max(posted)
FROM mentions
WHERE month IS NOT NULL
GROUP BY skill, month, portal_set
ORDER BY kind, code, month, portal_set
