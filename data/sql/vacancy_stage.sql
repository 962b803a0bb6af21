-- One row a vacancy; what its lead posting says speaks for it. Sorted for rankings by place.
-- vacancies.sql numbers them: in this query numbers would be one more thing beside all these rows.
WITH lead AS (
    SELECT
        *,
        -- Employers by number, for counting the different ones.
        CASE WHEN company IS NOT NULL THEN dense_rank() OVER (ORDER BY company) END AS employer,
        from_json(
            restrictions,
            '{
                "age_min": "UTINYINT", "age_max": "UTINYINT", "sex": "VARCHAR",
                "appearance": "BOOLEAN", "marital": "VARCHAR", "height": "USMALLINT",
                "religion": "VARCHAR"
            }'
        ) AS limits
    FROM stage
    WHERE is_lead
), sets AS (
    SELECT portals, row_number() OVER (ORDER BY portals)::INTEGER AS portal_set
    FROM (SELECT DISTINCT portals FROM sighted_stage)
), pay AS (
    -- Of postings that state pay: one that can be used (plausible, in rupiah, for a known time),
    -- the lead, the longest text.
    SELECT DISTINCT ON (vacancy_id)
        vacancy_id, wage_min, wage_max, wage_currency, wage_period, wage_min_idr, wage_max_idr,
        wage_flags
    FROM stage
    WHERE coalesce(wage_min, wage_max) IS NOT NULL
    ORDER BY
        vacancy_id, contains(coalesce(wage_flags, ''), 'implausible'),
        coalesce(wage_min_idr, wage_max_idr) IS NULL, wage_period IS NULL, NOT is_lead, description_characters DESC NULLS LAST,
        posting_id
), warned AS (
    SELECT vacancy_id, list(DISTINCT value ORDER BY value) AS risks
    FROM mention_stage
    WHERE what = 'risk'
    GROUP BY vacancy_id
)
SELECT
    s.vacancy_id,
    l.title,
    l.company,
    l.employer::INTEGER AS employer,
    l.language,
    l.occupation,
    length(l.occupation)::UTINYINT AS occupation_digits,
    l.occupation_score::FLOAT AS occupation_score,
    l.seniority,
    l.sector,
    l.sector_score::FLOAT AS sector_score,
    l.province,
    l.regency,
    from_json(
        l.locations, '[{"province": "VARCHAR", "regency": "VARCHAR", "country": "VARCHAR"}]'
    ) AS locations,
    l.remote,
    s.posted,
    strftime(s.posted, '%Y-%m') AS month,
    s.first_seen,
    s.last_seen,
    s.closed,
    -- A told deadline may lie ahead of the newest sighting.
    s.closed IS NULL OR s.closed > (SELECT max(last_seen) FROM stage) AS is_open,
    f.days_open,
    f.is_stale,
    f.reposts::USMALLINT AS reposts,
    y.wage_min,
    y.wage_max,
    y.wage_currency,
    y.wage_period,
    y.wage_min_idr,
    y.wage_max_idr,
    y.wage_flags,
    coalesce(
        coalesce(y.wage_max_idr, y.wage_min_idr) > 0
        AND y.wage_period IS NOT NULL
        AND coalesce(y.wage_min_idr <= y.wage_max_idr, true)
        AND NOT list_contains(
            string_split(replace(coalesce(y.wage_flags, ''), ' ', ''), ','), 'implausible'
        ),
        false
    ) AS is_paid,
    l.education_min,
    l.experience_min_years::FLOAT AS experience_min_years,
    l.employment_type,
    l.limits.age_min AS age_min,
    l.limits.age_max AS age_max,
    l.limits.sex AS sex,
    l.limits.appearance AS appearance,
    l.limits.marital AS marital,
    l.limits.height AS height,
    l.limits.religion AS religion,
    from_json(l.benefits, '["VARCHAR"]') AS benefits,
    a.skills,
    a.fields,
    w.risks,
    -- What lists show of a text is no description: of 30,416 real ones a third has 137 to 162
    -- characters, where two portals cut them off, and few are shorter (2026-11).
    CASE WHEN l.description_characters > 175 THEN l.description_characters END
        AS description_characters,
    s.postings,
    s.portals,
    p.portal_set
FROM sighted_stage s
JOIN sets p USING (portals)
LEFT JOIN lead l USING (vacancy_id)
LEFT JOIN pay y USING (vacancy_id)
LEFT JOIN asked_stage a USING (vacancy_id)
LEFT JOIN warned w USING (vacancy_id)
LEFT JOIN lifetime_stage f USING (vacancy_id)
ORDER BY l.province, l.occupation, month, s.vacancy_id
