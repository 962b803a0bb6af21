-- One row an advertisement: when it stood, with all that a question may narrow by, so that no
-- question needs a join. Rows of a vacancy stand together, the earliest first.
WITH seen AS (
    SELECT
        p.*,
        -- Days are those of Asia/Jakarta.
        DATE '1970-01-01' + ((epoch_ms(p.first_seen) + 25200000) // 86400000)::INTEGER AS first_day,
        l.hour IS NOT NULL AS was_missed,
        coalesce(
            epoch_ms(p.posted::TIMESTAMP) > lag(epoch_ms(p.last_seen)) OVER (
                PARTITION BY p.vacancy_id, p.portal ORDER BY p.posted, p.last_seen, p.portal_id
            ),
            false
        ) AS is_again
    FROM postings p
    LEFT JOIN looks l
        ON l.portal = p.portal AND epoch_ms(l.hour) // 3600000 = epoch_ms(p.closed) // 3600000
)
SELECT
    s.portal,
    v.province,
    v.regency,
    v.occupation,
    v.sector,
    v.remote,
    v.education_min,
    v.experience_min_years,
    v.posted,
    v.portal_set,
    v.vacancy,
    s.posted AS advertised,
    -- least() leaves out what is empty: of what was never seen no first day is known.
    CASE WHEN s.first_seen IS NOT NULL THEN least(s.posted, s.first_day) END AS begins,
    s.first_seen,
    s.last_seen,
    s.closed,
    s.was_missed,
    CASE WHEN s.was_missed OR s.closed IS NULL THEN ('0x' || left(md5(s.portal_id), 6))::INTEGER END
        AS chance,
    s.is_again
FROM seen s
JOIN vacancies v USING (vacancy_id)
ORDER BY v.vacancy, begins, s.portal, s.portal_id
