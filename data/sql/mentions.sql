-- One row a skill that a vacancy asks for, with all that a question may narrow by, so that no
-- question needs a join. Sorted for rankings: by province, occupation, month.
WITH asked AS (
    SELECT vacancy_id, value AS skill, min(kind) AS kind
    FROM mention_stage
    WHERE what = 'skill' AND value IS NOT NULL
    GROUP BY vacancy_id, value
)
SELECT
    a.skill,
    a.kind,
    s."group",
    v.province,
    v.regency,
    v.occupation,
    v.sector,
    v.month,
    v.posted,
    v.seniority,
    v.education_min,
    v.experience_min_years,
    v.remote,
    v.employer,
    v.portal_set,
    v.description_characters IS NOT NULL AS is_described,
    v.is_paid,
    CASE WHEN v.is_paid THEN v.wage_min_idr END AS wage_min_idr,
    CASE WHEN v.is_paid THEN v.wage_max_idr END AS wage_max_idr,
    v.vacancy
FROM asked a
JOIN vacancies v USING (vacancy_id)
LEFT JOIN skills s ON s.id = a.skill
ORDER BY v.vacancy, a.skill
