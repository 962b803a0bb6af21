-- One row a wording that a vacancy asks for as a skill and that the taxonomy does not have, with all
-- that a question may narrow by, so that no question needs a join.
WITH asked AS (
    SELECT DISTINCT vacancy_id, lower(text) AS wording
    FROM mention_stage
    WHERE what = 'skill' AND value IS NULL
)
SELECT
    a.wording,
    v.month,
    v.posted,
    v.province,
    v.regency,
    v.occupation,
    v.sector,
    v.education_min,
    v.experience_min_years,
    v.remote,
    v.employer,
    v.portal_set,
    v.description_characters IS NOT NULL AS is_described,
    v.vacancy
FROM asked a
JOIN vacancies v USING (vacancy_id)
ORDER BY a.wording, v.month, v.vacancy
