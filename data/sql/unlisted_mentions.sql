-- One row a wording that a vacancy asks for as a skill and that the taxonomy does not have.
WITH asked AS (
    SELECT DISTINCT vacancy_id, lower(text) AS wording
    FROM mention_stage
    WHERE what = 'skill' AND value IS NULL
)
SELECT
    a.wording,
    v.month,
    v.province,
    v.occupation,
    v.sector,
    v.employer,
    a.vacancy_id
FROM asked a
JOIN vacancies v USING (vacancy_id)
ORDER BY a.wording, v.month, a.vacancy_id
