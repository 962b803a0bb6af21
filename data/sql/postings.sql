-- One row a posting: the advertisements behind a vacancy, with the way to the original.
SELECT
    portal,
    portal_id,
    url,
    vacancy_id,
    least(coalesce(posted, posted_read), coalesce(posted_read, posted)) AS posted,
    first_seen,
    last_seen,
    closed_at AS closed
FROM stage
ORDER BY vacancy_id, portal, portal_id
