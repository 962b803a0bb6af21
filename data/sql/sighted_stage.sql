-- One row a vacancy: when it was posted, seen and closed, and on which portals. A file of its own,
-- as asked_stage is.
SELECT
    vacancy_id,
    -- A portal may bump its date: the earliest one told counts.
    min(least(coalesce(posted, posted_read), coalesce(posted_read, posted))) AS posted,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    CASE WHEN count(closed_at) = count(*) THEN max(closed_at) END AS closed,
    count(*)::INTEGER AS postings,
    list(DISTINCT portal ORDER BY portal) AS portals
FROM stage
GROUP BY vacancy_id
